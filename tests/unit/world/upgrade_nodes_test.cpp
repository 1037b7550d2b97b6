// Nodes that an upgrade cannot tell at once.
#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::lines_with;
using test::UpgradeDrive;
using Lines = std::vector<std::string>;

TEST(UpgradeNodes, OneThatIsDownWhenItsDomainBeginsIsLeftBehindAndToldWhenItIsBack) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at({}, [](UpgradeDrive& world) { world.go_down(4); });
  drive.at(minutes(3), [](UpgradeDrive& world) { world.come_up(4); });
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"SwitchNode 1", "SwitchNode 4", "step_done"}),
            (Lines{"00:00.002 SwitchNode 1 domain_done", "00:00.003 SwitchNode 5 turn=completed domain_done step_done",
                   "03:00.001 SwitchNode 4"}));
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
  EXPECT_TRUE(drive.world().at_rest());
}

TEST(UpgradeNodes, ADomainWithNobodyUpIsDoneAtOnce) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at({}, [](UpgradeDrive& world) {
    world.go_down(1);
    world.go_down(4);
  });
  EXPECT_EQ(lines_with(drive.run(), {"BeginDomain"}),
            (Lines{"00:00.000 BeginDomain 0", "00:00.001 BeginDomain 1 domain_done", "00:00.001 BeginDomain 2"}));
}

TEST(UpgradeNodes, OneThatGoesDownInItsDomainIsAwaitedAndSwitchesWhenItIsBack) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at(Duration(1), [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(minutes(3), [](UpgradeDrive& world) { world.come_up(3); });
  EXPECT_EQ(lines_with(drive.run(), {"accident", "SwitchNode 3", "BeginDomain 1", "GiveUp"}),
            (Lines{"00:00.001 accident wait=nodeDown for=3 until=30:00.001", "03:00.000 accident",
                   "03:00.001 SwitchNode 3 domain_done", "03:00.001 BeginDomain 1"}));
}

TEST(UpgradeNodes, OneThatDoesNotComeBackIsGivenUpAndToldLater) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at(Duration(1), [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(minutes(40), [](UpgradeDrive& world) { world.come_up(3); });
  EXPECT_EQ(lines_with(drive.run(), {"SwitchNode 3", "GiveUp", "step_done"}),
            (Lines{"30:00.001 GiveUpNode 3 domain_done", "30:00.003 SwitchNode 5 turn=completed domain_done step_done",
                   "40:00.001 SwitchNode 3"}));
}

TEST(UpgradeNodes, OneThatGoesDownAfterItsTurnHoldsNobodyUp) {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).pause_between_domains = minutes(1);
  UpgradeDrive drive(scenario);
  drive.at(seconds(10), [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(seconds(20), [](UpgradeDrive& world) { world.come_up(3); });
  EXPECT_EQ(lines_with(drive.run(), {"accident", "SwitchNode 3", "BeginDomain 1"}),
            (Lines{"00:00.001 SwitchNode 3 domain_done", "00:10.000 accident", "00:20.000 accident",
                   "01:00.001 BeginDomain 1"}));
}

TEST(UpgradeNodes, OneThatIsCutOffIsLookedForEveryFiveSeconds) {
  auto scenario = test::upgrade_of_six_nodes();
  scenario.steps[0].not_before = scenario.start + seconds(12);
  UpgradeDrive drive(scenario);
  // Who reaches a quorum is looked at every ten seconds.
  drive.at(seconds(9), [](UpgradeDrive& world) { world.cut_off(3); });
  drive.at(seconds(18), [](UpgradeDrive& world) { world.reach_again(3); });
  EXPECT_EQ(
      lines_with(drive.run(), {"SwitchNode 3", "CheckSeeds", "BeginDomain 1"}),
      (Lines{"00:12.001 SwitchNode 3 wait=nodeUnreachable for=3", "00:17.001 CheckSeeds 0 wait=nodeUnreachable for=3",
             "00:22.001 CheckSeeds 0", "00:22.002 SwitchNode 3 domain_done", "00:22.002 BeginDomain 1"}));
}

TEST(UpgradeNodes, OneThatIsCutOffForLongGoesDownAndIsAwaitedAsSuch) {
  auto scenario = test::upgrade_of_six_nodes();
  scenario.steps[0].not_before = scenario.start + seconds(12);
  UpgradeDrive drive(scenario);
  drive.at(seconds(9), [](UpgradeDrive& world) { world.cut_off(3); });
  drive.at(minutes(5), [](UpgradeDrive& world) { world.reach_again(3); });
  const auto log = lines_with(drive.run(), {"wait=nodeDown", "SwitchNode 3", "GiveUp", "BeginDomain 1"});
  ASSERT_EQ(log.size(), 4U);
  EXPECT_EQ(log[0], "00:12.001 SwitchNode 3 wait=nodeUnreachable for=3");
  EXPECT_NE(log[1].find("FailNode 3 wait=nodeDown for=3"), std::string::npos) << log[1];
  EXPECT_EQ(log[2].substr(0, 3), "05:") << "it joins, and is told";
  EXPECT_EQ(log[3].substr(0, 3), "05:");
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
}

TEST(UpgradeNodes, OneThatHangsHoldsItsDomainUpUntilItAnswers) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at({}, [](UpgradeDrive& world) { world.hang(3, true); });
  drive.at(minutes(50), [](UpgradeDrive& world) {
    EXPECT_TRUE(world.world().stuck_since()) << "nothing of it is pending";
    world.hang(3, false);
    EXPECT_FALSE(world.world().stuck_since());
  });
  EXPECT_EQ(lines_with(drive.run(), {"SwitchNode 3", "BeginDomain 1"}),
            (Lines{"00:00.001 SwitchNode 3 wait=nodeHangs for=3", "50:00.001 SwitchNode 3 domain_done",
                   "50:00.001 BeginDomain 1"}));
}

TEST(UpgradeNodes, HangingNeedsNoFederation) {
  auto scenario = test::upgrade_of_six_nodes();
  scenario.federation.simulate = false;
  UpgradeDrive drive(scenario);
  drive.at({}, [](UpgradeDrive& world) { world.hang(0, true); });
  drive.run();
  EXPECT_EQ(drive.securities(), "0 0 0 1 0 0");
  EXPECT_TRUE(drive.world().stuck_since());
  EXPECT_TRUE(drive.world().at_rest());
}

TEST(UpgradeNodes, WithoutAQuorumNothingBegins) {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).pause_between_domains = minutes(1);
  UpgradeDrive drive(scenario);
  drive.at(seconds(30), [](UpgradeDrive& world) { world.lose_quorum(); });
  drive.at(minutes(2), [](UpgradeDrive& world) {
    EXPECT_TRUE(world.world().stuck_since());
    world.regain_quorum();
  });
  EXPECT_EQ(lines_with(drive.run(), {"BeginDomain"}),
            (Lines{"00:00.000 BeginDomain 0", "01:00.001 BeginDomain 1 wait=noQuorum", "02:00.000 BeginDomain 1",
                   "03:00.001 BeginDomain 2"}));
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
}

TEST(UpgradeNodes, WithoutAQuorumNobodyIsTold) {
  UpgradeDrive drive(test::upgrade_of_six_nodes());
  drive.at(Duration(1), [](UpgradeDrive& world) { world.lose_quorum(); });
  drive.at(minutes(1), [](UpgradeDrive& world) {
    EXPECT_TRUE(world.world().stuck_since());
    world.regain_quorum();
  });
  EXPECT_EQ(lines_with(drive.run(), {"SwitchNode", "CheckSeeds", "BeginDomain 1"}),
            (Lines{"00:00.001 SwitchNode 0 wait=noQuorum for=0", "00:00.001 SwitchNode 3 wait=noQuorum for=3",
                   "01:00.000 CheckSeeds 0", "01:00.001 SwitchNode 0", "01:00.001 SwitchNode 3 domain_done",
                   "01:00.001 BeginDomain 1", "01:00.002 SwitchNode 1", "01:00.002 SwitchNode 4 domain_done",
                   "01:00.003 SwitchNode 2", "01:00.003 SwitchNode 5 turn=completed domain_done step_done"}));
}

TEST(UpgradeNodes, AClusterThatLostItsQuorumForGoodFormsANewRingAndTheUpgradeGoesOn) {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).pause_between_domains = minutes(1);
  UpgradeDrive drive(scenario);
  drive.at(seconds(30), [](UpgradeDrive& world) { world.lose_quorum(); });
  drive.at(minutes(10), [](UpgradeDrive& world) {
    EXPECT_EQ(world.world().federation().numbers.up, 0U) << "their global lease has ended";
    world.regain_quorum();
  });
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"BeginDomain 0", "BeginDomain 1"}).size(), 3U);
  EXPECT_TRUE(drive.world().done());
  EXPECT_TRUE(drive.world().at_rest());
  EXPECT_EQ(drive.world().federation().numbers.up, 6U);
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
}

// Nodes restart: N0 to N2 are seeds in UD0 to UD2.
model::Scenario restart_of_six_nodes() {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).restart_nodes = true;
  scenario.federation.process_start = seconds(10);
  return scenario;
}

TEST(UpgradeNodes, ANodeThatRestartsIsDoneWhenItIsUpAgain) {
  UpgradeDrive drive(restart_of_six_nodes());
  EXPECT_EQ(lines_with(drive.run(seconds(12)), {"SwitchNode 3", "CompleteJoin", "BeginDomain 1"}),
            (Lines{"00:00.001 SwitchNode 3", "00:10.001 CompleteJoin 3 outcome=established",
                   "00:10.001 CompleteJoin 0 outcome=established domain_done",
                   "00:10.001 BeginDomain 1 wait=EnsureSeedNodeQuorum for=1"}));
}

TEST(UpgradeNodes, ASeedNodeWaitsUntilTheOneBeforeHasBeenUpForMoreThanThreeMinutes) {
  UpgradeDrive drive(restart_of_six_nodes());
  const auto log = drive.run();
  // N0 is up again at 00:10.001, and somebody looks every five seconds.
  EXPECT_EQ(lines_with(log, {"00:10.001 BeginDomain 1", "00:15.001 Check", "03:10.001 Check", "03:15.001 Check",
                             "SwitchNode 1"}),
            (Lines{"00:10.001 BeginDomain 1 wait=EnsureSeedNodeQuorum for=1",
                   "00:15.001 CheckSeeds 1 wait=EnsureSeedNodeQuorum for=1",
                   "03:10.001 CheckSeeds 1 wait=EnsureSeedNodeQuorum for=1", "03:15.001 CheckSeeds 1",
                   "03:15.002 SwitchNode 1"}));
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
}

TEST(UpgradeNodes, TwoSeedNodesOfADomainTakeTurnsByTheirIds) {
  auto scenario = restart_of_six_nodes();
  scenario.cluster.nodes[2].seed = false;
  scenario.cluster.nodes[3].seed = true;
  scenario.cluster.node_ids = {"5", "4", "3", "2", "1", "0"};
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"SwitchNode 0", "SwitchNode 3"}),
            (Lines{"00:00.001 SwitchNode 3", "03:15.001 SwitchNode 0"}));
}

TEST(UpgradeNodes, FewerThanThreeSeedNodesAreNotProtected) {
  auto scenario = restart_of_six_nodes();
  scenario.cluster.nodes[2].seed = false;
  UpgradeDrive drive(scenario);
  // Two of two are a quorum: the first that restarts loses it, and the other node of its domain waits for its return.
  EXPECT_EQ(lines_with(drive.run(), {"SwitchNode 0", "SwitchNode 3", "SwitchNode 1", "wait=Ensure"}),
            (Lines{"00:00.001 SwitchNode 0", "00:00.001 SwitchNode 3 wait=noQuorum for=3", "00:10.002 SwitchNode 3",
                   "00:20.003 SwitchNode 1"}));
  EXPECT_EQ(drive.securities(), "1 1 1 1 1 1");
}

TEST(UpgradeNodes, OneThatIsLostWhileItRestartsIsAwaitedAndHasItsSettingsAlready) {
  UpgradeDrive drive(restart_of_six_nodes());
  drive.at(seconds(5), [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(minutes(3), [](UpgradeDrive& world) { world.come_up(3); });
  EXPECT_EQ(lines_with(drive.run(), {"accident", "SwitchNode 3", "CompleteJoin 3", "BeginDomain 1"}),
            (Lines{"00:00.001 SwitchNode 3", "00:05.000 accident wait=nodeDown for=3 until=30:00.001",
                   "03:00.000 accident", "03:10.000 CompleteJoin 3 outcome=established domain_done",
                   "03:10.000 BeginDomain 1 wait=EnsureSeedNodeQuorum for=1"}));
}

TEST(UpgradeNodes, ANodeThatDoesNotRestartIsGivenUp) {
  auto scenario = restart_of_six_nodes();
  test::policy_of_step(scenario).expected_node_upgrade = seconds(7);
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(seconds(20)), {"GiveUpNode", "BeginDomain 1"}),
            (Lines{"00:07.001 GiveUpNode 3", "00:07.001 GiveUpNode 0 domain_done",
                   "00:07.001 BeginDomain 1 wait=EnsureSeedNodeQuorum for=1", "00:14.002 GiveUpNode 4"}));
}

}  // namespace
}  // namespace certdrill::world
