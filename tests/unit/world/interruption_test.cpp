#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using test::lines_with;
using test::UpgradeDrive;
using Lines = std::vector<std::string>;

// "change" (0), then in the sequence "after" (1); "other" (2) begins during "change".
model::Scenario interrupted(Duration after, std::optional<std::uint32_t> domain = std::nullopt) {
  auto scenario = test::upgrade_of_six_nodes(R"(, { "wait": "1m" },
    { "upgrade": "other", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" })");
  for (const std::size_t step : {0U, 2U}) test::policy_of_step(scenario, step).pause_between_domains = minutes(1);
  scenario.steps[2].during = model::During{0, domain, after};
  return scenario;
}

TEST(Interruption, TheUpgradeUnderWayGoesBackFirstAndThePlanGoesOnBehindTheOther) {
  UpgradeDrive drive(interrupted(minutes(2)));
  EXPECT_EQ(lines_with(drive.run(), {"Step", "BeginDomain", "EndWait", "step_done"}),
            (Lines{"00:00.000 BeginStep 0", "00:00.000 BeginDomain 0", "01:00.001 BeginDomain 1",
                   "02:00.000 BeginStepDuring 2 turn=interrupted failure=Interrupted backward",
                   "02:00.000 BeginDomain 0", "03:00.001 BeginDomain 1",
                   "03:00.002 SwitchNode 4 turn=rolledBack failure=Interrupted domain_done step_done",
                   "03:00.002 BeginStep 2", "03:00.002 BeginDomain 0", "04:00.003 BeginDomain 1",
                   "05:00.004 BeginDomain 2", "05:00.005 SwitchNode 5 turn=completed domain_done step_done",
                   "05:00.005 BeginStep 1", "06:00.005 EndWait 1 step_done"}));
  EXPECT_TRUE(drive.world().done());
  EXPECT_EQ(drive.securities(), "2 2 2 2 2 2");
}

TEST(Interruption, CountsFromADomainWhenItSaysSo) {
  UpgradeDrive drive(interrupted(Duration(1), 1));
  EXPECT_EQ(lines_with(drive.run(), {"BeginStepDuring"}),
            (Lines{"01:00.002 BeginStepDuring 2 turn=interrupted failure=Interrupted backward"}));
}

TEST(Interruption, BeforeAnythingHasChangedItIsRolledBackAtOnce) {
  UpgradeDrive drive(interrupted({}));
  EXPECT_EQ(lines_with(drive.run(), {"Step"}),
            (Lines{"00:00.000 BeginStep 0",
                   "00:00.000 BeginStepDuring 2 turn=interrupted failure=Interrupted backward step_done",
                   "00:00.000 BeginStep 2", "02:00.003 BeginStep 1"}));
}

TEST(Interruption, OneThatComesWhenTheOtherIsDoneJustBegins) {
  UpgradeDrive drive(interrupted(minutes(30)));
  EXPECT_EQ(lines_with(drive.run(), {"Step", "step_done"}),
            (Lines{"00:00.000 BeginStep 0", "02:00.003 SwitchNode 5 turn=completed domain_done step_done",
                   "02:00.003 BeginStep 1", "03:00.003 EndWait 1 step_done", "30:00.000 BeginStepDuring 2",
                   "30:00.000 BeginStep 2", "32:00.003 SwitchNode 5 turn=completed domain_done step_done"}));
}

TEST(Interruption, OneThatComesDuringAnotherStepWaitsForItsEnd) {
  UpgradeDrive drive(interrupted(Duration(150'000)));
  EXPECT_EQ(lines_with(drive.run(), {"Step", "EndWait"}),
            (Lines{"00:00.000 BeginStep 0", "02:00.003 BeginStep 1", "02:30.000 BeginStepDuring 2",
                   "03:00.003 EndWait 1 step_done", "03:00.003 BeginStep 2"}));
}

TEST(Interruption, AManualUpgradeThatWaitsForNobodyCanBeInterrupted) {
  auto scenario = interrupted(minutes(30));
  test::policy_of_step(scenario).mode = model::UpgradeMode::unmonitored_manual;
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"turn="}),
            (Lines{"30:00.000 BeginStepDuring 2 turn=interrupted failure=Interrupted backward",
                   "30:00.001 SwitchNode 3 turn=rolledBack failure=Interrupted domain_done step_done",
                   "32:00.004 SwitchNode 5 turn=completed domain_done step_done"}));
}

}  // namespace
}  // namespace certdrill::world
