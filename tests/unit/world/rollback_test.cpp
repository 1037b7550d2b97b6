#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::lines_with;
using test::UpgradeDrive;
using Lines = std::vector<std::string>;

// Fails in its second domain because N5 goes down and stays so.
model::Scenario failing_in_the_second_domain() {
  auto scenario = test::upgrade_of_six_nodes();
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.mode = model::UpgradeMode::monitored;
  policy.failure_action = model::FailureAction::rollback;
  policy.health_check_stable = minutes(1);
  policy.health_check_retry = minutes(1);
  return scenario;
}

TEST(Rollback, WalksAllDomainsAgainInTheSameOrderWithoutHealthChecks) {
  UpgradeDrive drive(failing_in_the_second_domain());
  drive.at(seconds(61), [](UpgradeDrive& world) { world.go_down(5); });
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"BeginDomain", "turn=", "step_done"}),
            (Lines{"00:00.000 BeginDomain 0", "01:00.001 CheckHealth 0 outcome=healthy turn=domainVerified",
                   "01:00.001 BeginDomain 1",
                   "03:00.002 CheckHealth 1 outcome=unhealthy turn=rollbackBegins failure=HealthCheck backward",
                   "03:00.002 BeginDomain 0", "03:00.003 BeginDomain 1",
                   "03:00.004 SwitchNode 4 turn=rolledBack failure=HealthCheck domain_done step_done"}))
      << "and the third domain has nothing to go back from";
  EXPECT_EQ(drive.securities(), "0 0 0 0 0 0");
}

TEST(Rollback, APauseLiesBetweenItsDomains) {
  auto scenario = failing_in_the_second_domain();
  test::policy_of_step(scenario).pause_between_domains = seconds(30);
  UpgradeDrive drive(scenario);
  drive.at(seconds(61), [](UpgradeDrive& world) { world.go_down(5); });
  EXPECT_EQ(lines_with(drive.run(), {"BeginDomain"}), (Lines{"00:00.000 BeginDomain 0", "01:00.001 BeginDomain 1",
                                                             "03:00.002 BeginDomain 0", "03:30.003 BeginDomain 1"}));
}

TEST(Rollback, EachNodeGetsBackWhatItHad) {
  auto scenario = failing_in_the_second_domain();
  scenario.securities.push_back(model::SecurityConfiguration(scenario.securities[0]));
  scenario.cluster.nodes[3].security = static_cast<std::uint32_t>(scenario.securities.size() - 1);
  UpgradeDrive drive(scenario);
  const std::string before = drive.securities();
  drive.at(seconds(61), [](UpgradeDrive& world) { world.go_down(5); });
  drive.run();
  EXPECT_EQ(drive.securities(), before);
  EXPECT_EQ(before, "0 0 0 2 0 0");
}

TEST(Rollback, ANodeThatIsDownMeanwhileComesBackWithItsNewSettingsAndIsToldTheOldOnes) {
  UpgradeDrive drive(failing_in_the_second_domain());
  drive.at(seconds(50), [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(minutes(30), [](UpgradeDrive& world) {
    EXPECT_EQ(world.security_of(3), "1");
    world.come_up(3);
  });
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"SwitchNode 3", "turn=rolledBack"}),
            (Lines{"00:00.001 SwitchNode 3 domain_done",
                   "02:00.002 SwitchNode 0 turn=rolledBack failure=HealthCheck domain_done step_done",
                   "30:00.001 SwitchNode 3"}));
  EXPECT_EQ(drive.securities(), "0 0 0 0 0 0");
}

TEST(Rollback, WhoIsAwaitedWhenItBeginsIsAskedAgain) {
  auto scenario = failing_in_the_second_domain();
  test::policy_of_step(scenario).upgrade_domain_timeout = seconds(90);
  UpgradeDrive drive(scenario);
  drive.at({}, [](UpgradeDrive& world) { world.hang(3, true); });
  drive.at(minutes(10), [](UpgradeDrive& world) { world.hang(3, false); });
  EXPECT_EQ(lines_with(drive.run(), {"turn=", "step_done"}),
            (Lines{"02:00.000 CheckHealth 0 outcome=healthy turn=rollbackBegins failure=UpgradeDomainTimeout backward",
                   "02:00.001 SwitchNode 0 turn=rolledBack failure=UpgradeDomainTimeout domain_done step_done"}))
      << "the node that hangs never changed";
}

// It was left behind, came back while it does not answer, and the upgrade goes back meanwhile: it has the old settings
// already, and nothing is to be done for it.
TEST(Rollback, WhoWasLeftBehindAndHasTheOldSettingsHoldsNobodyUp) {
  UpgradeDrive drive(failing_in_the_second_domain());
  drive.at({}, [](UpgradeDrive& world) { world.go_down(3); });
  drive.at(seconds(30), [](UpgradeDrive& world) {
    world.hang(3, true);
    world.come_up(3);
  });
  drive.at(seconds(70), [](UpgradeDrive& world) { world.go_down(5); });
  drive.at(minutes(30), [](UpgradeDrive& world) { world.hang(3, false); });
  EXPECT_EQ(lines_with(drive.run(), {"turn="}),
            (Lines{"03:00.001 CheckHealth 0 outcome=unhealthy turn=rollbackBegins failure=HealthCheck backward",
                   "03:00.002 SwitchNode 0 turn=rolledBack failure=HealthCheck domain_done step_done"}));
  EXPECT_TRUE(drive.world().done());
  EXPECT_EQ(drive.securities(), "0 0 0 0 0 0");
  EXPECT_TRUE(drive.world().upgrade().owed.empty());
}

}  // namespace
}  // namespace certdrill::world
