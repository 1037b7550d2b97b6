#include "lint/lint.h"

#include <algorithm>
#include <tuple>

#include "lint/rule_groups.h"

namespace certdrill::lint {

std::vector<Finding> find_in(const model::Scenario& scenario) {
  const PlanView view(scenario);
  Findings findings;
  check_issuers(view, findings);
  check_declarations(view, findings);
  check_start(view, findings);
  check_crls(view, findings);
  check_plan(view, findings);
  check_vaults(view, findings);
  check_agents(view, findings);
  check_machines(view, findings);
  std::vector<Finding> all = findings.take();
  std::stable_sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.where.line, a.where.column, a.id, a.what) < std::tie(b.where.line, b.where.column, b.id, b.what);
  });
  return all;
}

bool has_warnings(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& each) { return each.level == Level::warning; });
}

}  // namespace certdrill::lint
