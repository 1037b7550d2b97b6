// What becomes of upgrades: how they end, what they wait for, and the phases of conversions.
#include "check/upgrade_watch.h"

#include <gtest/gtest.h>

#include "check/federation_story.h"

namespace certdrill::check {
namespace {

using std::chrono::minutes;
using world::UpgradeTurn;
using world::WaitReason;

const SimTime start = *parse_sim_time("2026-01-10T00:00:00Z");

class Walk {
 public:
  Walk() : steps(2) { UpgradeWatch::begin(start, 0, steps); }

  void tell(int minute, const world::Effects& effects, const world::Action& action = world::CheckHealth{0}) {
    const SimTime at = start + minutes(minute);
    watch.follow(at, action, effects, 0, 1, steps);
    if (effects.step_completed) watch.complete(at, 0, steps);
  }
  void turn(int minute, UpgradeTurn turn, bool done = false) {
    world::Effects effects;
    effects.turn = turn;
    effects.step_completed = done;
    effects.backward = turn == UpgradeTurn::rollback_begins;
    tell(minute, effects);
  }
  void phase(int minute, std::uint32_t index, bool backward, UpgradeTurn turn) {
    world::Effects effects;
    effects.phase = index;
    effects.backward = backward;
    effects.turn = turn;
    tell(minute, effects);
  }
  void wait(int minute, WaitReason reason, std::optional<model::NodeIndex> node = std::nullopt) {
    world::Effects effects;
    effects.wait = reason;
    effects.awaited = node;
    tell(minute, effects);
  }

  std::vector<StepResult> steps;
  UpgradeWatch watch;
};

struct EndCase {
  const char* name;
  std::vector<UpgradeTurn> turns;  // the last with the end of the step
  StepState state;
};
void PrintTo(const EndCase& row, std::ostream* out) { *out << row.name; }
class Ends : public testing::TestWithParam<EndCase> {};

TEST_P(Ends, AreTold) {
  Walk walk;
  for (std::size_t i = 0; i < GetParam().turns.size(); ++i)
    walk.turn(static_cast<int>(i) + 1, GetParam().turns[i], i + 1 == GetParam().turns.size());
  EXPECT_EQ(to_string(walk.steps[0].state), to_string(GetParam().state));
  EXPECT_EQ(walk.steps[0].completed, GetParam().state == StepState::completed);
  EXPECT_EQ(walk.steps[0].end, start + minutes(static_cast<int>(GetParam().turns.size())));
}

INSTANTIATE_TEST_SUITE_P(
    Turns, Ends,
    testing::Values(
        EndCase{"without_a_word", {UpgradeTurn::none}, StepState::completed},
        EndCase{"completed", {UpgradeTurn::completed}, StepState::completed},
        EndCase{"refused", {UpgradeTurn::refused}, StepState::refused},
        EndCase{"rolled_back", {UpgradeTurn::rollback_begins, UpgradeTurn::rolled_back}, StepState::rolled_back},
        EndCase{"interrupted", {UpgradeTurn::interrupted, UpgradeTurn::rolled_back}, StepState::interrupted},
        EndCase{"manual", {UpgradeTurn::becomes_manual, UpgradeTurn::completed}, StepState::completed}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(UpgradeWatch, WhatIsNotDoneAtTheEndIsStuck) {
  Walk walk;
  walk.wait(1, WaitReason::operator_decision);
  UpgradeWatch::finish(start + minutes(9), walk.steps);
  EXPECT_EQ(walk.steps[0].state, StepState::stuck);
  EXPECT_EQ(walk.steps[1].state, StepState::not_begun);
  EXPECT_FALSE(walk.steps[0].waits[0].time.until);
}

TEST(UpgradeWatch, TheSameWaitToldAgainIsOne) {
  Walk walk;
  walk.wait(1, WaitReason::health_check_retry);
  walk.wait(2, WaitReason::health_check_retry);
  walk.wait(3, WaitReason::health_check_stable);
  walk.wait(4, WaitReason::health_check_stable);
  walk.turn(5, UpgradeTurn::domain_verified);
  ASSERT_EQ(walk.steps[0].waits.size(), 2U);
  EXPECT_EQ(walk.steps[0].waits[0].time, (Stretch{start + minutes(1), start + minutes(3)}));
  EXPECT_EQ(walk.steps[0].waits[1].time, (Stretch{start + minutes(3), start + minutes(5)}));
  EXPECT_TRUE(walk.steps[0].events.empty()) << "a verified domain is nothing to tell of";
}

TEST(UpgradeWatch, NodesAreWaitedForSideBySide) {
  Walk walk;
  walk.wait(1, WaitReason::node_down, 3);
  walk.wait(2, WaitReason::node_hangs, 4);
  walk.tell(5, {}, world::SwitchNode{3});
  walk.tell(7, {}, world::GiveUpNode{4});
  ASSERT_EQ(walk.steps[0].waits.size(), 2U);
  EXPECT_EQ(walk.steps[0].waits[0].time, (Stretch{start + minutes(1), start + minutes(5)}));
  EXPECT_EQ(walk.steps[0].waits[1].time, (Stretch{start + minutes(2), start + minutes(7)}));
  model::Cluster cluster;
  cluster.nodes.resize(10);
  EXPECT_EQ(words_for(walk.steps[0].waits[0], cluster), "waits for N3, which is down");
}

TEST(UpgradeWatch, PhasesOfAConversionGoForwardAndBack) {
  Walk walk;
  walk.phase(0, 0, false, UpgradeTurn::none);
  walk.phase(10, 1, false, UpgradeTurn::completed);
  walk.turn(15, UpgradeTurn::rollback_begins);
  EXPECT_TRUE(walk.watch.backward());
  walk.phase(20, 0, true, UpgradeTurn::rolled_back);
  walk.turn(30, UpgradeTurn::rolled_back, true);
  const std::vector<PhaseResult>& phases = walk.steps[0].phases;
  ASSERT_EQ(phases.size(), 3U);
  EXPECT_EQ(phases[0].state, StepState::completed);
  EXPECT_EQ(phases[0].end, start + minutes(10));
  EXPECT_EQ(phases[1].state, StepState::rolled_back);
  EXPECT_TRUE(phases[2].backward);
  EXPECT_EQ(walk.steps[0].state, StepState::rolled_back);
  EXPECT_FALSE(walk.watch.backward());
}

TEST(UpgradeWatch, ATurnOfAnotherUpgradeIsThatOnes) {
  Walk walk;
  world::Effects effects;
  effects.turn = UpgradeTurn::refused;
  effects.error = "FabricUpgradeInProgress";
  effects.upgrade_step = 1;
  walk.tell(1, effects, world::BeginStepDuring{1});
  EXPECT_EQ(walk.steps[0].state, StepState::under_way);
  EXPECT_EQ(walk.steps[1].state, StepState::refused);
  EXPECT_EQ(words_for(walk.steps[1].events[0]), "is refused: FabricUpgradeInProgress");
}

}  // namespace
}  // namespace certdrill::check
