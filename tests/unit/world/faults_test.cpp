#include "world/faults.h"

#include <gtest/gtest.h>

#include "drill.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using model::FaultKind;
using test::Drill;

// Two faults of the plan at N1, which is no seed node: one from minute 1 on, for so long, and one from minute 5 on.
model::Scenario two_faults(FaultKind first, std::optional<Duration> length, FaultKind second,
                           std::optional<Duration> second_length) {
  model::Scenario scenario = naive::federation_scenario(6, 1);
  const auto add = [&](FaultKind kind, std::optional<Duration> lasts, Duration at, Duration offset) {
    model::Fault fault;
    fault.kind = kind;
    fault.where = {false, {1}};
    fault.length = lasts;
    fault.clock_offset = offset;
    model::Step step;
    step.name = std::to_string(scenario.steps.size());
    step.what = model::FaultStep{fault};
    step.not_before = scenario.start + at;
    scenario.steps.push_back(std::move(step));
  };
  add(first, length, 1min, 1h);
  add(second, second_length, 5min, -1h);
  return scenario;
}

struct OverlapCase {
  const char* name;
  FaultKind first;
  Duration length;
  FaultKind second;
  Duration second_length;
  std::vector<std::string> life;  // of N1
};
void PrintTo(const OverlapCase& each, std::ostream* out) { *out << each.name; }
class OverlappingStops : public testing::TestWithParam<OverlapCase> {};

TEST_P(OverlappingStops, KeepTheNodeDownUntilTheLastIsOver) {
  const OverlapCase& each = GetParam();
  Drill drill(two_faults(each.first, each.length, each.second, each.second_length));
  drill.run_until(1h);
  std::vector<std::string> life;
  for (const std::string& change : drill.changes_of(1)) {
    if (change.find("down") != std::string::npos) life.push_back(change);
  }
  EXPECT_EQ(life, each.life);
  EXPECT_EQ(drill.federation().state[1], NodeState::up);
}

INSTANTIATE_TEST_SUITE_P(Ways, OverlappingStops,
                         testing::Values(OverlapCase{"one_behind_the_other",
                                                     FaultKind::crash,
                                                     2min,
                                                     FaultKind::crash,
                                                     2min,
                                                     {"+60.000 up>down fault", "+180.000 down>booting fault",
                                                      "+300.000 up>down fault", "+420.000 down>booting fault"}},
                                         OverlapCase{"the_second_lasts_longer",
                                                     FaultKind::crash,
                                                     10min,
                                                     FaultKind::crash,
                                                     20min,
                                                     {"+60.000 up>down fault", "+1500.000 down>booting fault"}},
                                         OverlapCase{"the_second_is_over_before_the_first",
                                                     FaultKind::crash,
                                                     20min,
                                                     FaultKind::crash,
                                                     2min,
                                                     {"+60.000 up>down fault", "+1260.000 down>booting fault"}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Faults, ANodeHangsUntilTheLastOfItsHangsIsOver) {
  Drill drill(two_faults(FaultKind::hang, 10min, FaultKind::hang, 20min));
  drill.run_until(24min);
  EXPECT_EQ(drill.world().upgrade().hanging.count(1), 1U);
  drill.run_until(26min);
  EXPECT_EQ(drill.world().upgrade().hanging.count(1), 0U);
}

TEST(Faults, AClockIsAsTheFaultThatIsLeftSays) {
  Drill drill(two_faults(FaultKind::clock, 20min, FaultKind::clock, 10min));
  const auto offset_at = [&](Duration when) {
    drill.run_until(when);
    const World& world = drill.world();
    return world.configurations().store_of(world.configuration_of(1)).clock_offset;
  };
  EXPECT_EQ(offset_at(2min), 1h);
  EXPECT_EQ(offset_at(6min), -1h);
  EXPECT_EQ(offset_at(16min), 1h) << "the second is over";
  EXPECT_EQ(offset_at(22min), Duration(0));
}

}  // namespace
}  // namespace certdrill::world
