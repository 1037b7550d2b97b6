#include "app/commands.h"
#include "lint/lint.h"
#include "report/lint_report.h"

namespace certdrill::app {

ExitCode lint_command(const LintArguments& arguments, Console& console) {
  ExitCode outcome = ExitCode::as_expected;
  std::vector<report::LintedScenario> linted;
  for (const std::string& argument : arguments.scenarios) {
    const std::optional<model::Scenario> scenario = load_scenario(argument, std::nullopt, console);
    if (!scenario) {
      outcome = ExitCode::wrong_input;
      continue;
    }
    std::vector<lint::Finding> findings = lint::find_in(*scenario);
    if (lint::has_warnings(findings) && outcome == ExitCode::as_expected) outcome = ExitCode::unexpected;
    if (arguments.json) {
      linted.push_back({scenario->name, scenario->file, std::move(findings)});
    } else {
      console.print(report::lint_text(*scenario, findings, console.colors_results()));
    }
  }
  if (arguments.json && outcome != ExitCode::wrong_input) console.print(report::lint_json(linted));
  return outcome;
}

}  // namespace certdrill::app
