#include "wrong_scenario.h"

#include "load/scenario_reader.h"
#include "marked_text.h"

namespace certdrill::load {

std::string scenario_with(Part part, const std::string& text) {
  if (part == Part::whole) return text;
  std::string out = "{\n";
  if (part == Part::top) out += text + ",\n";
  out += R"("authorities": {"R1": {}}, "certificates": {"A": {}, "B": {}, "C": {"issuer": "R1"})";
  if (part == Part::certificates) out += ",\n" + text;
  out += "},\n\"cluster\": {";
  out += part == Part::cluster ? text : std::string(R"("security": "{P:{TP=A}, V:{TP=A}}")");
  out += "},\n\"steps\": [" + (part == Part::steps ? text : std::string(R"({"wait": "1d", "name": "pause"})"));
  out += "]";
  if (part == Part::checks) out += ",\n\"checks\": [" + text + "]";
  return out + "}\n";
}

bool accepted(const std::string& scenario) { return parse_scenario(scenario, "x.json").scenario.has_value(); }

namespace {

void expect_only_problem(const WrongCase& row, Severity severity) {
  const MarkedText marked = take_marks(scenario_with(row.part, row.text));
  const LoadedScenario loaded = parse_scenario(marked.text, "x.json");
  EXPECT_EQ(loaded.scenario.has_value(), severity == Severity::warning);
  ASSERT_EQ(loaded.problems.size(), 1U) << all_of(loaded.problems);
  EXPECT_EQ(loaded.problems[0].severity, severity);
  EXPECT_EQ(loaded.problems[0].what, row.what);
  EXPECT_EQ(loaded.problems[0].help, row.help);
  EXPECT_EQ(place_of(loaded.problems[0]), marked.place);
}

}  // namespace

TEST_P(WrongScenario, IsToldWhere) { expect_only_problem(GetParam(), Severity::error); }
TEST_P(DoubtfulScenario, IsReadWithAWarning) { expect_only_problem(GetParam(), Severity::warning); }

}  // namespace certdrill::load
