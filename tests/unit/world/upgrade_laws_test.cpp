// Upgrades under accidents that are all repaired in the end: whatever happens, the plan comes to its end, and then every
// node has the new settings, or every node has its old ones.
#include <gtest/gtest.h>

#include "base/random.h"
#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::UpgradeDrive;

constexpr model::NodeIndex nodes = 6;

void let_happen(UpgradeDrive& drive, model::NodeIndex node, std::uint64_t what) {
  const NodeState state = drive.world().federation().state[node];
  switch (what) {
    case 0:
      if (state == NodeState::up || state == NodeState::suspended) drive.go_down(node);
      break;
    case 1:
      if (state == NodeState::down) drive.come_up(node);
      break;
    case 2:
      if (state == NodeState::up) drive.cut_off(node);
      break;
    case 3:
      if (state == NodeState::suspended) drive.reach_again(node);
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
    default:
      drive.regain_quorum();
      break;
  }
}

void repair_all(UpgradeDrive& drive) {
  drive.regain_quorum();
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    for (const std::uint64_t repair : {1U, 3U, 5U}) let_happen(drive, node, repair);
  }
}

model::Scenario any_upgrade(Random& random) {
  auto scenario = test::upgrade_of_six_nodes();
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.mode = random.below(2) == 0 ? model::UpgradeMode::monitored : model::UpgradeMode::unmonitored_auto;
  if (random.below(4) == 0) policy.mode = model::UpgradeMode::unmonitored_manual;
  policy.failure_action = random.below(2) == 0 ? model::FailureAction::rollback : model::FailureAction::manual;
  policy.domain_duration = seconds(random.below(90));
  policy.pause_between_domains = seconds(random.below(60));
  policy.health_check_wait = seconds(random.below(60));
  policy.health_check_stable = seconds(random.below(120));
  policy.health_check_retry = seconds(random.below(240));
  policy.expected_node_upgrade = seconds(1 + random.below(600));
  policy.operator_delay = seconds(random.below(300));
  policy.restart_nodes = random.below(2) == 0;
  if (random.below(3) == 0) policy.upgrade_domain_timeout = seconds(60 + random.below(600));
  if (random.below(3) == 0) policy.upgrade_timeout = seconds(300 + random.below(600));
  return scenario;
}

TEST(UpgradeLaws, WhateverHappensAllNodesHaveTheSameSettingsInTheEnd) {
  int completed = 0;
  int rolled_back = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Random random(seed);
    UpgradeDrive drive(any_upgrade(random));
    const std::uint64_t accidents = random.below(25);
    for (std::uint64_t i = 0; i < accidents; ++i) {
      const auto node = static_cast<model::NodeIndex>(random.below(nodes));
      const std::uint64_t what = random.below(8);
      drive.at(Duration(static_cast<std::int64_t>(random.below(1'200'000))),
               [node, what](UpgradeDrive& world) { let_happen(world, node, what); });
    }
    drive.at(minutes(20), repair_all);
    drive.at(minutes(21), repair_all);  // also those that were restarting then
    drive.run(std::chrono::hours(6));
    const std::string securities = drive.securities();
    const bool all_new = securities == "1 1 1 1 1 1";
    ASSERT_TRUE(drive.world().done()) << "seed " << seed;
    ASSERT_TRUE(drive.world().at_rest()) << "seed " << seed;
    ASSERT_TRUE(drive.world().upgrade().owed.empty()) << "seed " << seed;
    ASSERT_TRUE(all_new || securities == "0 0 0 0 0 0") << "seed " << seed << ": " << securities;
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    ++(all_new ? completed : rolled_back);
  }
  EXPECT_GT(completed, 100);
  EXPECT_GT(rolled_back, 20);
}

}  // namespace
}  // namespace certdrill::world
