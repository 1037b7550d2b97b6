#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::lines_with;
using test::UpgradeDrive;
using Lines = std::vector<std::string>;

model::Scenario monitored() {
  auto scenario = test::upgrade_of_six_nodes();
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.mode = model::UpgradeMode::monitored;
  policy.health_check_wait = seconds(30);
  policy.failure_action = model::FailureAction::rollback;
  return scenario;
}

TEST(MonitoredUpgrade, ADomainIsVerifiedWhenTheClusterHasBeenHealthyLongEnough) {
  UpgradeDrive drive(monitored());
  const auto log = lines_with(drive.run(), {"domain_done", "Check", "BeginDomain"});
  ASSERT_GT(log.size(), 6U);
  EXPECT_EQ(Lines(log.begin(), log.begin() + 6),
            (Lines{"00:00.000 BeginDomain 0", "00:00.001 SwitchNode 3 wait=healthCheckWait until=00:30.001 domain_done",
                   "00:30.001 CheckHealth 0 outcome=healthy wait=healthCheckStable until=02:30.001",
                   "01:30.001 CheckHealth 0 outcome=healthy wait=healthCheckStable until=02:30.001",
                   "02:30.001 CheckHealth 0 outcome=healthy turn=domainVerified", "02:30.001 BeginDomain 1"}));
  EXPECT_EQ(log.back(), "07:30.003 CheckHealth 2 outcome=healthy turn=completed step_done")
      << "the last domain is checked like the others";
}

TEST(MonitoredUpgrade, WithoutWaitsADomainFollowsTheOtherAtOnce) {
  auto scenario = monitored();
  test::policy_of_step(scenario).health_check_wait = {};
  test::policy_of_step(scenario).health_check_stable = {};
  test::policy_of_step(scenario).pause_between_domains = minutes(1);
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"BeginDomain", "step_done"}),
            (Lines{"00:00.000 BeginDomain 0", "00:00.001 BeginDomain 1", "00:00.002 BeginDomain 2",
                   "00:00.003 CheckHealth 2 outcome=healthy turn=completed step_done"}));
}

TEST(MonitoredUpgrade, TheClockRunsAnewWhenTheAnswerChanges) {
  UpgradeDrive drive(monitored());
  drive.at(seconds(80), [](UpgradeDrive& world) { world.go_down(5); });
  drive.at(seconds(100), [](UpgradeDrive& world) { world.come_up(5); });
  EXPECT_EQ(lines_with(drive.run(), {"CheckHealth 0"}),
            (Lines{"00:30.001 CheckHealth 0 outcome=healthy wait=healthCheckStable until=02:30.001",
                   "01:30.001 CheckHealth 0 outcome=unhealthy wait=healthCheckRetry until=11:30.001",
                   "02:30.001 CheckHealth 0 outcome=healthy wait=healthCheckStable until=04:30.001",
                   "03:30.001 CheckHealth 0 outcome=healthy wait=healthCheckStable until=04:30.001",
                   "04:30.001 CheckHealth 0 outcome=healthy turn=domainVerified"}));
}

TEST(MonitoredUpgrade, UnhealthyForTooLongIsAFailure) {
  UpgradeDrive drive(monitored());
  drive.at(seconds(10), [](UpgradeDrive& world) { world.go_down(5); });
  EXPECT_EQ(lines_with(drive.run(), {"failure="}).front(),
            "10:30.001 CheckHealth 0 outcome=unhealthy turn=rollbackBegins failure=HealthCheck backward");
  EXPECT_EQ(drive.securities(), "0 0 0 0 0 0");
}

struct HealthCase {
  const char* name;
  std::uint32_t most;       // percent of all nodes
  std::uint32_t delta;      // since the beginning
  std::uint32_t of_domain;  // since the beginning, of the domain just upgraded
  std::vector<model::NodeIndex> down_before;
  std::vector<model::NodeIndex> down_after;
  const char* outcome;
};
void PrintTo(const HealthCase& each, std::ostream* out) { *out << each.name; }
class HealthOfAnUpgrade : public testing::TestWithParam<HealthCase> {};

TEST_P(HealthOfAnUpgrade, IsJudgedByThreeLimits) {
  const HealthCase& each = GetParam();
  auto scenario = monitored();
  test::policy_of_step(scenario).max_percent_unhealthy_nodes = each.most;
  test::policy_of_step(scenario).max_percent_delta_unhealthy_nodes = each.delta;
  test::policy_of_step(scenario).max_percent_domain_delta_unhealthy_nodes = each.of_domain;
  UpgradeDrive drive(scenario);
  drive.at({}, [&](UpgradeDrive& world) {
    for (const model::NodeIndex node : each.down_before) world.go_down(node);
  });
  drive.at(seconds(10), [&](UpgradeDrive& world) {
    for (const model::NodeIndex node : each.down_after) world.go_down(node);
  });
  const std::string first = lines_with(drive.run(minutes(1)), {"CheckHealth"}).front();
  EXPECT_NE(first.find(std::string("outcome=") + each.outcome + " "), std::string::npos) << first;
}

INSTANTIATE_TEST_SUITE_P(
    All, HealthOfAnUpgrade,
    testing::Values(HealthCase{"nobody_is_down", 0, 0, 0, {}, {}, "healthy"},
                    HealthCase{"one_is_down_and_none_may_be", 0, 100, 100, {}, {5}, "unhealthy"},
                    HealthCase{
                        "one_of_six_is_within_one_percent_because_that_is_rounded_up", 1, 100, 100, {}, {5}, "healthy"},
                    HealthCase{"two_are_not", 1, 100, 100, {}, {4, 5}, "unhealthy"},
                    HealthCase{"one_more_than_before_is_more_than_ten_percent", 100, 10, 100, {}, {5}, "unhealthy"},
                    HealthCase{"and_less_than_seventeen", 100, 17, 100, {}, {5}, "healthy"},
                    HealthCase{"who_was_down_before_does_not_count", 100, 0, 0, {5}, {}, "healthy"},
                    HealthCase{"half_of_the_domain_is_more_than_49_percent", 100, 100, 49, {}, {3}, "unhealthy"},
                    HealthCase{"another_domain_is_not_looked_at", 100, 100, 0, {}, {5}, "healthy"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(MonitoredUpgrade, ADomainThatTakesTooLongIsAFailureAtTheNextLook) {
  auto scenario = monitored();
  test::policy_of_step(scenario).upgrade_domain_timeout = seconds(150);
  UpgradeDrive drive(scenario);
  drive.at({}, [](UpgradeDrive& world) { world.hang(3, true); });
  EXPECT_EQ(
      lines_with(drive.run(), {"CheckHealth"}),
      (Lines{"01:00.000 CheckHealth 0 outcome=healthy", "02:00.000 CheckHealth 0 outcome=healthy",
             "03:00.000 CheckHealth 0 outcome=healthy turn=rollbackBegins failure=UpgradeDomainTimeout backward"}));
  EXPECT_EQ(drive.securities(), "0 0 0 0 0 0");
}

TEST(MonitoredUpgrade, TheTimeOfADomainBeginsAnewWithEachAndThatOfTheUpgradeDoesNot) {
  auto scenario = monitored();
  test::policy_of_step(scenario).upgrade_domain_timeout = minutes(3);
  test::policy_of_step(scenario).upgrade_timeout = minutes(6);
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"failure="}).front(),
            "06:30.003 CheckHealth 2 outcome=healthy turn=rollbackBegins failure=OverallUpgradeTimeout backward");
}

TEST(MonitoredUpgrade, WithTheFailureActionManualAnOperatorHasToGoOn) {
  auto scenario = monitored();
  test::policy_of_step(scenario).failure_action = model::FailureAction::manual;
  test::policy_of_step(scenario).operator_delay = minutes(5);
  UpgradeDrive drive(scenario);
  drive.at(seconds(10), [](UpgradeDrive& world) { world.go_down(5); });
  EXPECT_EQ(lines_with(drive.run(), {"turn=", "MoveNext"}),
            (Lines{"10:30.001 CheckHealth 0 outcome=unhealthy turn=becomesManual failure=HealthCheck "
                   "wait=operatorDecision until=15:30.001",
                   "15:30.001 MoveNext 0", "20:30.002 MoveNext 1",
                   "20:30.003 SwitchNode 2 turn=completed failure=HealthCheck domain_done step_done"}));
}

TEST(MonitoredUpgrade, WithoutAnOperatorAManualUpgradeIsStuck) {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).mode = model::UpgradeMode::unmonitored_manual;
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"Domain", "MoveNext", "Switch", "wait="}),
            (Lines{"00:00.000 BeginDomain 0", "00:00.001 SwitchNode 0",
                   "00:00.001 SwitchNode 3 wait=operatorDecision domain_done"}));
  EXPECT_EQ(drive.world().stuck_since(), drive.world().scenario().start + Duration(1));
  EXPECT_TRUE(drive.world().at_rest());
}

TEST(MonitoredUpgrade, BehindTheLastDomainNoOperatorIsAsked) {
  auto scenario = test::upgrade_of_six_nodes();
  test::policy_of_step(scenario).mode = model::UpgradeMode::unmonitored_manual;
  test::policy_of_step(scenario).operator_delay = minutes(1);
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"MoveNext", "step_done"}),
            (Lines{"01:00.001 MoveNext 0", "02:00.002 MoveNext 1",
                   "02:00.003 SwitchNode 5 turn=completed domain_done step_done"}));
}

TEST(MonitoredUpgrade, NobodyChecksWithoutAQuorum) {
  UpgradeDrive drive(monitored());
  drive.at(seconds(10), [](UpgradeDrive& world) { world.lose_quorum(); });
  drive.at(minutes(5), [](UpgradeDrive& world) { world.regain_quorum(); });
  const auto checks = lines_with(drive.run(), {"CheckHealth 0"});
  EXPECT_EQ(checks[0], "00:30.001 CheckHealth 0 wait=noQuorum");
  EXPECT_EQ(checks[1], "05:00.000 CheckHealth 0 outcome=healthy wait=healthCheckStable until=07:00.000");
}

// A look at the timeouts found no quorum; the domain is done meanwhile, and its wait is not cut short when one is back.
TEST(MonitoredUpgrade, AQuorumThatComesBackDoesNotCutTheWaitShort) {
  auto scenario = monitored();
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.upgrade_timeout = std::chrono::hours(10);
  policy.health_check_wait = minutes(5);
  policy.expected_node_upgrade = seconds(70);
  UpgradeDrive drive(scenario);
  drive.at({}, [](UpgradeDrive& world) { world.hang(3, true); });
  drive.at(seconds(10), [](UpgradeDrive& world) { world.go_down(3); });  // given up at 01:20
  drive.at(seconds(50), [](UpgradeDrive& world) { world.lose_quorum(); });
  drive.at(minutes(2), [](UpgradeDrive& world) { world.regain_quorum(); });
  EXPECT_EQ(lines_with(drive.run(minutes(7)), {"GiveUp", "CheckHealth 0"}),
            (Lines{"01:00.000 CheckHealth 0 wait=noQuorum",
                   "01:20.000 GiveUpNode 3 wait=healthCheckWait until=06:20.000 domain_done",
                   "06:20.000 CheckHealth 0 outcome=unhealthy wait=healthCheckRetry until=16:20.000"}));
}

TEST(MonitoredUpgrade, WithoutTheFederationItIsAlwaysHealthy) {
  auto scenario = monitored();
  scenario.federation.simulate = false;
  UpgradeDrive drive(scenario);
  EXPECT_EQ(drive.run().back(), "07:30.003 CheckHealth 2 outcome=healthy turn=completed step_done");
}

}  // namespace
}  // namespace certdrill::world
