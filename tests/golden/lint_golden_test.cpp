// What lint says of the shipped scenarios: nothing goes wrong with any of them, and of two every word is approved.
//
// To approve after reading: CERTDRILL_APPROVE=1 ctest -R LintGolden
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "lint/lint.h"
#include "load/scenario_reader.h"
#include "report/lint_report.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

// As it is called in its own folder, so that no path of this machine is in it.
model::Scenario scenario_in_its_folder(const std::string& name) {
  const std::string text = read_text(scenarios_folder() / name / "scenario.json");
  load::LoadedScenario loaded = load::parse_scenario(text, "scenario.json");
  EXPECT_TRUE(loaded.scenario.has_value());
  if (!loaded.scenario) return {};
  loaded.scenario->name = name;
  return *std::move(loaded.scenario);
}

class LintOfShipped : public testing::TestWithParam<std::string> {};

TEST_P(LintOfShipped, HasAPlaceForEveryFinding) {
  const model::Scenario scenario = scenario_in_its_folder(GetParam());
  for (const lint::Finding& each : lint::find_in(scenario)) {
    EXPECT_GT(each.where.line, 0U) << each.id << ": " << each.what;
    EXPECT_EQ(each.where.file, "scenario.json");
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, LintOfShipped, testing::ValuesIn(scenario_names()),
                         [](const auto& row) { return row.param; });

class LintGolden : public testing::TestWithParam<const char*> {};

TEST_P(LintGolden, IsTheApprovedOne) {
  const model::Scenario scenario = scenario_in_its_folder(GetParam());
  const std::string text = report::lint_text(scenario, lint::find_in(scenario));
  const std::filesystem::path approved =
      std::filesystem::path(CERTDRILL_GOLDEN) / "lint" / (std::string(GetParam()) + ".txt");
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) write_text(approved, text);
  EXPECT_EQ(text, read_text(approved)) << "if this is meant: CERTDRILL_APPROVE=1 ctest -R LintGolden";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, LintGolden, testing::Values("thumbprint_to_common_name", "undeclared_issuer"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace certdrill::test
