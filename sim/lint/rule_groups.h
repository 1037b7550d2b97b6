// The rules by what they look at, one file each; private to sim/lint.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lint/finding.h"
#include "lint/plan_view.h"
#include "lint/rules.h"

namespace certdrill::lint {

// Collects findings, each once.
class Findings {
 public:
  void add(std::string_view id, const Location& where, std::string what) {
    add(id, where, std::move(what), rule_of(id).level);
  }
  void add(std::string_view id, const Location& where, std::string what, Level level) {
    if (seen_.insert({std::string(id), where.line, where.column, what}).second)
      all_.push_back({rule_of(id).id, level, where, std::move(what)});
  }
  [[nodiscard]] std::vector<Finding> take() { return std::move(all_); }

 private:
  std::vector<Finding> all_;
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>> seen_;
};

void check_issuers(const PlanView& view, Findings& findings);       // which issuers V pins
void check_declarations(const PlanView& view, Findings& findings);  // what V and P say, and what is declared
void check_start(const PlanView& view, Findings& findings);         // what nodes present when the scenario begins
void check_crls(const PlanView& view, Findings& findings);
void check_plan(const PlanView& view, Findings& findings);  // how steps follow each other
void check_vaults(const PlanView& view, Findings& findings);
void check_agents(const PlanView& view, Findings& findings);
void check_machines(const PlanView& view, Findings& findings);  // installs, re-images, deployments

}  // namespace certdrill::lint
