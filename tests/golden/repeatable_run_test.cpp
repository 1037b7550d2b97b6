// A run is a function of scenario and seed, and its state a value: it can be repeated, copied in the middle and
// compared.
//
// Source  docs/determinism.md.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"
#include "world/simulation.h"

namespace certdrill::test {
namespace {

using world::Simulation;

const auto unwatched_event = [](const Simulation::Event&, const world::Effects&, const world::World&) {};
const auto unwatched_instant = [](SimTime, const world::World&) {};

bool run_instant(Simulation& simulation) { return simulation.run_instant(unwatched_event, unwatched_instant); }

void run_to_end(Simulation& simulation) {
  while (run_instant(simulation)) {
  }
}

class RepeatableRun : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static Simulation simulation() {
    return Simulation(std::make_shared<const world::Setting>(read_shipped_scenario(GetParam())));
  }
};

TEST_P(RepeatableRun, SaysTheSameBytesTwice) {
  const Rehearsed first = rehearsed(read_shipped_scenario(GetParam()));
  const Rehearsed second = rehearsed(read_shipped_scenario(GetParam()));
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(first.json, second.json);
  EXPECT_EQ(first.trace, second.trace);
}

TEST_P(RepeatableRun, GoesOnFromACopyAsTheOriginalDoes) {
  Simulation original = simulation();
  std::vector<Simulation> copies = {original};
  for (int instant = 1; run_instant(original); ++instant) {
    if (instant == 1 || instant % 7 == 0) copies.push_back(original);
  }
  ASSERT_GT(copies.size(), 1U);
  for (std::size_t i = 0; i < copies.size(); ++i) {
    SCOPED_TRACE("copy " + std::to_string(i));
    run_to_end(copies[i]);
    EXPECT_EQ(copies[i].hash(), original.hash());
    EXPECT_TRUE(copies[i].world() == original.world());
    EXPECT_EQ(copies[i].events(), original.events());
    EXPECT_EQ(copies[i].end(), original.end());
  }
}

TEST_P(RepeatableRun, IsNotChangedByARunOfItsCopy) {
  Simulation original = simulation();
  run_instant(original);
  const std::uint64_t before = original.hash();
  Simulation copy = original;
  const bool goes_on = run_instant(copy);  // some scenarios are over after one instant
  run_to_end(copy);
  EXPECT_EQ(original.hash(), before);
  EXPECT_EQ(copy.hash() != before, goes_on);
}

// Two simulations of one setting that share nothing else, in step: equal states, equal hashes; another instant, another
// state.
TEST_P(RepeatableRun, EqualStatesHaveEqualHashesAndOthersHaveOthers) {
  const auto setting = std::make_shared<const world::Setting>(read_shipped_scenario(GetParam()));
  Simulation one(setting);
  Simulation other(setting);
  std::set<std::uint64_t> hashes = {one.hash()};
  std::size_t instants = 0;
  EXPECT_EQ(one.hash(), other.hash());
  while (run_instant(one)) {
    ++instants;
    ASSERT_TRUE(run_instant(other));
    EXPECT_EQ(one.hash(), other.hash());
    EXPECT_EQ(one.world().hash(), other.world().hash());
    EXPECT_TRUE(one.world() == other.world());
    hashes.insert(one.hash());
  }
  EXPECT_FALSE(run_instant(other));
  EXPECT_EQ(hashes.size(), instants + 1);
}

TEST_P(RepeatableRun, IsDrawnAnewFromAnotherSeed) {
  model::Scenario scenario = read_shipped_scenario(GetParam());
  const Rehearsed first = rehearsed(scenario);
  scenario.seed += 1;
  EXPECT_NE(rehearsed(std::move(scenario)).trace, first.trace);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, RepeatableRun, testing::ValuesIn(scenario_names()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace certdrill::test
