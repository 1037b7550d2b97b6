// What lint found, in words as a compiler would say it, and as JSON (format certdrill.lint/1).
#pragma once

#include <string>
#include <vector>

#include "lint/lint.h"
#include "model/scenario.h"

namespace certdrill::report {

[[nodiscard]] std::string lint_text(const model::Scenario& scenario, const std::vector<lint::Finding>& findings,
                                    bool colored = false);
// Several scenarios make one document.
struct LintedScenario {
  std::string name;
  std::string file;
  std::vector<lint::Finding> findings;
};
[[nodiscard]] std::string lint_json(const std::vector<LintedScenario>& scenarios);

}  // namespace certdrill::report
