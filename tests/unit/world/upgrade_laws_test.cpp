// Upgrades under accidents that are all repaired in the end: whatever happens, the plan comes to its end, and then all
// nodes have the same settings.
#include <gtest/gtest.h>

#include "base/random.h"
#include "support/rounds.h"
#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::UpgradeDrive;

constexpr model::NodeIndex nodes = 6;

void let_happen(UpgradeDrive& drive, model::NodeIndex node, std::uint64_t what) {
  const NodeState state = drive.world().federation().state[node];
  const bool apart = drive.world().federation().side[node] != 0;
  switch (what) {
    case 0:
      if (state != NodeState::down) drive.go_down(node);
      break;
    case 1:
      drive.come_up(node);
      break;
    case 2:
      if (!apart) drive.cut_off(node);
      break;
    case 3:
      if (apart) drive.reach_again(node);
      break;
    case 4:
      drive.hang(node, true);
      break;
    case 5:
      drive.hang(node, false);
      break;
    case 6:
      drive.lose_quorum();
      break;
    case 7:
      drive.regain_quorum();
      break;
    case 8:
      if (state != NodeState::down) drive.go_down(node, Membership::Stop::silently);
      break;
    default:
      if (state != NodeState::down) drive.go_down(node, Membership::Stop::silently_with_host);
      break;
  }
}

void repair_all(UpgradeDrive& drive) {
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    for (const std::uint64_t repair : {1U, 3U, 5U}) let_happen(drive, node, repair);
  }
}

model::UpgradePolicy any_policy(Random& random) {
  const auto some = [&](std::uint64_t most) { return seconds(static_cast<std::int64_t>(random.below(most))); };
  model::UpgradePolicy policy;
  policy.mode = random.below(2) == 0 ? model::UpgradeMode::monitored : model::UpgradeMode::unmonitored_auto;
  if (random.below(4) == 0) policy.mode = model::UpgradeMode::unmonitored_manual;
  policy.failure_action = random.below(2) == 0 ? model::FailureAction::rollback : model::FailureAction::manual;
  policy.domain_duration = some(90);
  policy.pause_between_domains = some(60);
  policy.health_check_wait = some(60);
  policy.health_check_stable = some(120);
  policy.health_check_retry = some(240);
  policy.expected_node_upgrade = seconds(1) + some(600);
  policy.operator_delay = some(300);
  policy.restart_nodes = random.below(2) == 0;
  if (random.below(3) == 0) policy.upgrade_domain_timeout = seconds(60) + some(600);
  if (random.below(3) == 0) policy.upgrade_timeout = seconds(300) + some(600);
  return policy;
}

// One upgrade, or two, the second perhaps in the middle of the first.
model::Scenario any_plan(Random& random) {
  auto scenario = test::upgrade_of_six_nodes(R"(, { "upgrade": "other", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" })");
  for (const std::size_t step : {0U, 1U}) test::policy_of_step(scenario, step) = any_policy(random);
  const std::uint64_t plan = random.below(3);
  if (plan == 0) scenario.steps.pop_back();
  if (plan == 1) {
    const auto after = static_cast<std::int64_t>(random.below(900'000));
    scenario.steps[1].during = model::During{0, std::nullopt, Duration(after)};
  }
  scenario.federation.process_start = seconds(static_cast<std::int64_t>(random.below(20)));
  scenario.federation.join_duration = seconds(static_cast<std::int64_t>(random.below(2)));
  return scenario;
}

TEST(UpgradeLaws, WhateverHappensAllNodesHaveTheSameSettingsInTheEnd) {
  std::map<std::string, int> ends;
  for (std::uint64_t seed = 1; seed <= test::rounds(400U); ++seed) {
    Random random(seed);
    UpgradeDrive drive(any_plan(random));
    const std::uint64_t accidents = random.below(25);
    for (std::uint64_t i = 0; i < accidents; ++i) {
      const auto node = static_cast<model::NodeIndex>(random.below(nodes));
      const std::uint64_t what = random.below(10);
      drive.at(Duration(static_cast<std::int64_t>(random.below(1'200'000))),
               [node, what](UpgradeDrive& world) { let_happen(world, node, what); });
    }
    drive.at(minutes(20), repair_all);
    drive.run(std::chrono::hours(6));
    const std::string securities = drive.securities();
    ASSERT_TRUE(drive.world().done()) << "seed " << seed;
    ASSERT_TRUE(drive.world().at_rest()) << "seed " << seed;
    ASSERT_TRUE(drive.world().upgrade().owed.empty()) << "seed " << seed;
    ASSERT_EQ(drive.world().federation().numbers.up, nodes) << "seed " << seed;
    ASSERT_EQ(std::count(securities.begin(), securities.end(), securities[0]), 6)
        << "seed " << seed << ": " << securities;
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    ++ends[securities];
  }
  // It happens that nothing changes, that the first upgrade does, and that the second does.
  EXPECT_GT(ends["0 0 0 0 0 0"], test::rounds(10));
  EXPECT_GT(ends["1 1 1 1 1 1"], test::rounds(50));
  EXPECT_GT(ends["2 2 2 2 2 2"], test::rounds(50));
}

}  // namespace
}  // namespace certdrill::world
