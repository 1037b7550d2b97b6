// A trace is whole, in order, and enough to replay the run (docs/trace_format.md).
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/notation.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::json;

std::vector<Json> lines_of_trace(const std::string& trace) {
  std::vector<Json> lines;
  for (const std::string& line : test::lines_of(trace)) {
    Json read = Json::parse(line, nullptr, false);
    EXPECT_TRUE(read.is_object()) << line;
    lines.push_back(std::move(read));
  }
  return lines;
}

// Knows nothing of certdrill but the page on the trace format.
class Replay {
 public:
  explicit Replay(const Json& header) {
    for (std::size_t i = 0; i < header["nodes"].get<std::size_t>(); ++i) configuration_.emplace_back();
  }

  void take(const Json& line) {
    const std::string change = line.value("change", "");
    const std::string event = line.value("event", "");
    if (change == "Configuration") {
      EXPECT_EQ(line["configuration"], presents_.size()) << "a number is left out: " << line;
      EXPECT_TRUE(model::parse_security(line["security"].get<std::string>())) << line;
      securities_.push_back(line["security"]);
      presents_.push_back(line["presents"]);
      deployed_.push_back(line.value("deployed", true));
    } else if (change == "Nodes") {
      for (std::size_t i = 0; i < line["count"].get<std::size_t>(); ++i)
        configuration_.at(placed_++) = line["configuration"].get<std::size_t>();
      EXPECT_EQ(line["count"] == 1, line["first"] == line["last"]) << line;
    } else if (change == "Presents") {
      presents_.at(line["configuration"]) = line["presents"];
    } else if (event == "SwitchNode" && !line.contains("from")) {
      EXPECT_TRUE(line.contains("wait")) << "a node that does not switch is waited for: " << line;
    } else if (event == "SwitchNode" || event == "ChangeStore" || change == "NodeConfiguration") {
      const std::string name = line["node"];
      std::optional<std::size_t>& configuration = configuration_.at(std::stoul(name.substr(1)));
      EXPECT_EQ(configuration, line["from"].get<std::size_t>()) << line;
      configuration = line["to"].get<std::size_t>();
      EXPECT_LT(*configuration, presents_.size()) << "not told before it was used: " << line;
    }
  }

  // How many nodes present each certificate; "" for those that present nothing.
  [[nodiscard]] std::map<std::string, std::uint64_t> presented() const {
    std::map<std::string, std::uint64_t> counts;
    for (const std::optional<std::size_t>& each : configuration_) {
      if (!deployed_.at(each.value())) continue;
      const Json& name = presents_.at(each.value());
      ++counts[name.is_null() ? "" : name.get<std::string>()];
    }
    return counts;
  }

  [[nodiscard]] std::map<std::string, std::uint64_t> securities() const {
    std::map<std::string, std::uint64_t> counts;
    for (const std::optional<std::size_t>& each : configuration_) {
      if (deployed_.at(each.value())) ++counts[securities_.at(each.value())];
    }
    return counts;
  }

 private:
  std::vector<std::optional<std::size_t>> configuration_;  // by node: their names end in their number
  std::size_t placed_ = 0;
  std::vector<std::string> securities_;  // by configuration
  std::vector<Json> presents_;
  std::vector<bool> deployed_;  // do nodes of this configuration exist?
};

class Trace : public testing::TestWithParam<std::string> {};

TEST_P(Trace, HasItsHeaderItsEventsInOrderAndItsEnd) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario(GetParam()));
  EXPECT_TRUE(run.trace.ends_with("\n"));
  const std::vector<Json> lines = lines_of_trace(run.trace);
  ASSERT_GT(lines.size(), 3U);
  EXPECT_EQ(lines.front()["format"], "certdrill.trace/1");
  EXPECT_EQ(lines.front()["scenario"], GetParam());
  EXPECT_EQ(lines.front()["seed"], run.scenario().seed);
  EXPECT_EQ(lines.front()["steps"].size(), run.scenario().steps.size());
  EXPECT_EQ(lines[1]["change"], "Scenario");
  EXPECT_EQ(lines[1]["text"], test::read_text(test::scenarios_folder() / GetParam() / "scenario.json"));
  std::uint64_t events = 0;
  std::uint64_t steps_begun = 0;
  std::uint64_t steps_completed = 0;
  std::string at = lines.front()["start"];
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Json& line = lines[i];
    EXPECT_EQ(line.contains("event"), !line.contains("change")) << line;
    EXPECT_EQ(line.contains("event"), line.contains("n")) << line;
    events += line.count("n");
    EXPECT_EQ(line.value("n", events), events) << line;
    EXPECT_LE(at, line["at"].get<std::string>()) << "time runs backwards: " << line;  // fixed width: order of texts
    at = line["at"];
    EXPECT_EQ(at.size(), std::string("2026-01-10T00:00:00.000Z").size());
    if (line.value("event", "") == "BeginStep" || line.value("event", "") == "BeginStepDuring") ++steps_begun;
    if (line.value("stepCompleted", false)) ++steps_completed;
    EXPECT_EQ(line.value("change", "") == "End", i + 1 == lines.size()) << line;
  }
  EXPECT_EQ(events, run.result.events);
  const auto steps_where = [&](auto wanted) {
    const std::vector<check::StepResult>& steps = run.result.steps;
    return static_cast<std::uint64_t>(std::count_if(steps.begin(), steps.end(), wanted));
  };
  const auto begun = [](const check::StepResult& step) { return step.state != check::StepState::not_begun; };
  // An upgrade that interrupts another begins twice: it makes the other roll back, and then it begins.
  const auto interrupts = [&](const check::StepResult& step) {
    const model::Step& written = run.scenario().steps[static_cast<std::size_t>(&step - run.result.steps.data())];
    return begun(step) && written.during && !std::holds_alternative<model::FaultStep>(written.what);
  };
  // What begins beside the plan has no turn that could be over.
  const auto beside = [&](const check::StepResult& step) {
    const model::Step& written = run.scenario().steps[static_cast<std::size_t>(&step - run.result.steps.data())];
    return begun(step) && written.during && std::holds_alternative<model::FaultStep>(written.what);
  };
  const std::uint64_t stuck = steps_where([](const auto& step) { return step.state == check::StepState::stuck; });
  EXPECT_EQ(steps_begun, steps_where(begun) + steps_where(interrupts));
  EXPECT_EQ(steps_completed, steps_where(begun) - steps_where(beside) - stuck);
  EXPECT_EQ(lines.back()["events"], events);
  EXPECT_EQ(lines.back()["completed"], stuck == 0);
}

TEST_P(Trace, ReplaysToTheEndOfTheRun) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario(GetParam()));
  const std::vector<Json> lines = lines_of_trace(run.trace);
  Replay replay(lines.front());
  for (const Json& line : lines) replay.take(line);
  const std::map<std::string, std::uint64_t> presented = replay.presented();
  const auto count = [&](const std::string& name) { return presented.count(name) == 0 ? 0 : presented.at(name); };
  std::uint64_t told = run.result.presenting_nothing;
  EXPECT_EQ(count(""), run.result.presenting_nothing);
  for (const check::PresentedCount& each : run.result.presented) {
    EXPECT_EQ(count(run.scenario().certificates[each.certificate].name), each.nodes);
    told += each.nodes;
  }
  EXPECT_EQ(told, run.result.nodes - run.result.not_deployed);
  // The last state line of the report, from the trace alone.
  const check::RunResult& result = run.result;
  check::StateLine last = !result.lines_before_steps.empty() ? result.lines_before_steps.back() : result.initial;
  for (const check::StepResult& step : result.steps) {
    if (!step.lines.empty() && step.lines.back().at >= last.at) last = step.lines.back();
  }
  if (result.at_end) last = *result.at_end;
  std::map<std::string, std::uint64_t> said;
  for (const model::NodeGroup& group : last.groups)
    said[model::to_string(group.security)] += group.nodes.empty() ? group.others : group.nodes.size();
  EXPECT_EQ(replay.securities(), said);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Trace, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

// More lines than the writer's buffer holds, and names that have to be escaped.
TEST(TraceWriter, WritesMoreThanItsBuffer) {
  const test::Rehearsed run = test::rehearsed(test::read_scenario_text(R"({
    "certificates": { "A": { "selfSigned": true } },
    "cluster": { "nodes": 20000, "upgradeDomains": 20, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "upgrade": "a \"quoted\" \\ name", "to": "{P:{TP=A}, V:{TP=A, TP=A}}" } ]
  })"));
  EXPECT_GT(run.trace.size(), std::size_t{1} << 20);
  const std::vector<Json> lines = lines_of_trace(run.trace);
  EXPECT_EQ(lines.front()["steps"][0], "a \"quoted\" \\ name");
  EXPECT_EQ(lines.back()["events"], run.result.events);
  Replay replay(lines.front());
  for (const Json& line : lines) replay.take(line);
  EXPECT_EQ(replay.presented(), (std::map<std::string, std::uint64_t>{{"A", 20000}}));
}

}  // namespace
}  // namespace certdrill::report
