// The tables of defaults in docs/federation.md, read back as a scenario, give the defaults of the model.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "load/scenario_reader.h"
#include "marked_text.h"
#include "support/text_file.h"

namespace certdrill::load {
namespace {

struct Row {
  std::string field;
  std::string value;
};

// The rows "| `field` | value | source |" behind the line that begins with `heading`, until the table ends.
std::vector<Row> table_behind(const std::string& heading) {
  std::vector<Row> rows;
  bool inside = false;
  for (const std::string& line :
       test::lines_of(test::read_text(std::filesystem::path(CERTDRILL_DOCS) / "federation.md"))) {
    if (line.starts_with(heading)) inside = true;
    if (!inside || !line.starts_with("| `")) {
      if (inside && !rows.empty()) break;
      continue;
    }
    const std::size_t name_end = line.find('`', 3);
    const std::size_t value = line.find("| ", name_end) + 2;
    const std::size_t value_end = line.find(" |", value);
    EXPECT_GT(line.size(), value_end + 5) << "a source behind each: " << line;
    rows.push_back({line.substr(3, name_end - 3), line.substr(value, value_end - value)});
  }
  return rows;
}

std::string as_json(const std::string& value) {
  const bool plain = value == "true" || value == "false" || value.find_first_not_of("0123456789") == std::string::npos;
  return plain ? value : "\"" + value + "\"";
}

model::Scenario scenario_with(const std::string& member, const std::vector<Row>& rows) {
  std::string fields;
  for (const Row& row : rows) {
    if (row.value != "none") fields += (fields.empty() ? "" : ", ") + ("\"" + row.field + "\": ") + as_json(row.value);
  }
  const LoadedScenario loaded = parse_scenario(
      R"({ "certificates": { "A": {} }, "cluster": { "security": "{P:{TP=A}, V:{TP=A}}" },
           "steps": [ { "upgrade": "nothing", "to": "{P:{TP=A}, V:{TP=A}}" } ], ")" +
          member + R"(": { )" + fields + " } }",
      "scenario.json");
  EXPECT_TRUE(loaded.scenario.has_value()) << all_of(loaded.problems);
  return loaded.scenario.value_or(model::Scenario{});
}

TEST(FederationDefaults, AreThoseOfTheTable) {
  const std::vector<Row> rows = table_behind("Fields of `\"federation\"`");
  EXPECT_EQ(rows.size(), federation_fields.fields.size()) << "a row for each field";
  EXPECT_EQ(scenario_with("federation", rows).federation, model::FederationSettings{});
}

TEST(UpgradePolicyDefaults, AreThoseOfTheTable) {
  const std::vector<Row> rows = table_behind("Fields of `\"upgradePolicy\"`");
  EXPECT_EQ(rows.size(), step_policy_fields.fields.size()) << "a row for each field";
  const model::Scenario scenario = scenario_with("upgradePolicy", rows);
  EXPECT_EQ(std::get<model::UpgradeStep>(scenario.steps.at(0).what).policy, model::UpgradePolicy{});
}

}  // namespace
}  // namespace certdrill::load
