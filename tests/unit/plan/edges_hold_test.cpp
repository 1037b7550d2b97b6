// Every edge that is told is one: the plan is run at the edge and just outside, by a test that moves the step itself and
// mints its own certificates.
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "plan/deadlines.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::plan {
namespace {

check::RunResult run_moved(model::Scenario scenario, const Item& item, SimTime at) {
  scenario.also_under.clear();
  if (item.kind == ItemKind::step) {
    scenario.steps[item.index].not_before = at;
    scenario.steps[item.index].pause_before = {};
    if (at < scenario.start) scenario.start = at;
  } else {
    scenario.vault_certificates[item.index].versions[item.version].created = at;
  }
  return *check::rehearse(std::make_shared<const world::Setting>(std::move(scenario)));
}

void expect_ends_with(const check::RunResult& run, const Ending& ending) {
  if (ending.id.empty()) {
    EXPECT_TRUE(run.holds);
    bool one_is_not_completed = false;
    for (const check::StepResult& step : run.steps) one_is_not_completed |= step.name == ending.step && !step.completed;
    EXPECT_TRUE(one_is_not_completed) << ending.message;
    return;
  }
  ASSERT_FALSE(run.findings.empty());
  EXPECT_FALSE(run.holds);
  EXPECT_EQ(run.findings.front().id, ending.id);
  EXPECT_EQ(run.findings.front().message, ending.message);
  EXPECT_EQ(to_string(run.findings.front().at), to_string(ending.at));
}

struct ScenarioCase {
  const char* scenario;
  std::size_t edges;  // with a run on both sides
  std::size_t mends;
};
void PrintTo(const ScenarioCase& row, std::ostream* out) { *out << row.scenario; }

class Edges : public testing::TestWithParam<ScenarioCase> {};

TEST_P(Edges, HoldInsideAndNotOutside) {
  const model::Scenario scenario = test::read_shipped_scenario(GetParam().scenario);
  const auto setting = std::make_shared<const world::Setting>(scenario);
  const std::optional<Deadlines> all = find_deadlines(setting);
  ASSERT_TRUE(all);
  std::size_t edges = 0;
  std::size_t mends = 0;
  for (const Deadline& each : all->items) {
    for (const std::optional<Edge>* edge : {&each.earliest, &each.latest}) {
      if (!*edge) continue;
      SCOPED_TRACE(each.name + " at " + to_string((*edge)->at));
      EXPECT_TRUE(run_moved(scenario, each.item, (*edge)->at).holds || (*edge)->bound == Bound::fails_anyway);
      EXPECT_NE((*edge)->bound, Bound::not_found);
      if ((*edge)->bound != Bound::goes_wrong) continue;
      ++edges;
      ASSERT_TRUE((*edge)->outside && (*edge)->ends_with);
      const Duration apart =
          (*edge)->at < *(*edge)->outside ? *(*edge)->outside - (*edge)->at : (*edge)->at - *(*edge)->outside;
      EXPECT_LE(apart, std::chrono::seconds(1));
      expect_ends_with(run_moved(scenario, each.item, *(*edge)->outside), *(*edge)->ends_with);
    }
    if (!each.mend) continue;
    SCOPED_TRACE(each.name + " mended at " + to_string(each.mend->at));
    ++mends;
    EXPECT_TRUE(run_moved(scenario, each.item, each.mend->at).holds);
    expect_ends_with(run_moved(scenario, each.item, each.mend->outside), each.mend->ends_with);
    EXPECT_EQ(each.mend->by, each.mend->at - each.planned);
  }
  EXPECT_EQ(edges, GetParam().edges);
  EXPECT_EQ(mends, GetParam().mends);
}

INSTANTIATE_TEST_SUITE_P(
    Shipped, Edges,
    testing::Values(ScenarioCase{"thumbprint_rotation", 2, 0}, ScenarioCase{"thumbprint_to_common_name", 2, 0},
                    ScenarioCase{"three_phase_conversion", 1, 0}, ScenarioCase{"interrupted_by_a_second_upgrade", 1, 0},
                    ScenarioCase{"rotation_too_late", 0, 1}, ScenarioCase{"clock_behind_on_one_node", 0, 3},
                    ScenarioCase{"old_certificate_retired_too_early", 0, 0}),
    [](const auto& row) { return std::string(row.param.scenario); });

}  // namespace
}  // namespace certdrill::plan
