#include <gtest/gtest.h>

#include "upgrade_drive.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using test::lines_with;
using test::UpgradeDrive;
using Lines = std::vector<std::string>;

model::FaultStep crash_for(Duration length) {
  model::FaultStep step;
  step.fault.where = {false, {5}};
  step.fault.length = length;
  return step;
}

TEST(Plan, AFaultInTheSequenceIsDoneAtOnce) {
  auto scenario = test::upgrade_of_six_nodes(R"(, { "wait": "1m" })");
  scenario.steps[0].what = crash_for(minutes(5));
  UpgradeDrive drive(scenario);
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"BeginStep"}), (Lines{"00:00.000 BeginStep 0 step_done", "00:00.000 BeginStep 1"}));
  EXPECT_EQ(lines_with(log, {"EndFault"}).size(), 1U);
}

TEST(Plan, AFaultDuringAStepHoldsNothingUp) {
  auto scenario = test::upgrade_of_six_nodes(R"(, { "wait": "1m" }, { "wait": "1m" })");
  scenario.steps[2].what = crash_for(minutes(5));
  scenario.steps[2].during = model::During{1, std::nullopt, minutes(2)};
  UpgradeDrive drive(scenario);
  EXPECT_EQ(lines_with(drive.run(), {"Step", "EndWait"}),
            (Lines{"00:00.000 BeginStep 0", "00:00.003 BeginStep 1", "01:00.003 EndWait 1 step_done",
                   "02:00.003 BeginStepDuring 2"}));
  EXPECT_TRUE(drive.world().done());
}

TEST(Plan, AStepDuringADomainBeginsOnceThoughTheDomainIsWalkedTwice) {
  auto scenario = test::upgrade_of_six_nodes(R"(, { "wait": "1m" })");
  scenario.steps[1].what = crash_for(minutes(5));
  scenario.steps[1].during = model::During{0, 1, Duration(0)};
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.mode = model::UpgradeMode::monitored;
  policy.failure_action = model::FailureAction::rollback;
  policy.health_check_retry = {};
  UpgradeDrive drive(scenario);
  drive.at(minutes(3), [](UpgradeDrive& world) { world.go_down(5); });
  const auto log = drive.run();
  EXPECT_EQ(lines_with(log, {"BeginDomain 1"}).size(), 2U);
  EXPECT_EQ(lines_with(log, {"BeginStepDuring"}).size(), 1U);
}

TEST(Plan, TheSimulationEndsWhenThePlanIsStuck) {
  auto scenario = test::upgrade_of_six_nodes();
  scenario.federation.simulate = false;
  test::policy_of_step(scenario).mode = model::UpgradeMode::unmonitored_manual;
  Simulation simulation(std::make_shared<const Setting>(scenario));
  while (simulation.run_instant([](const auto&, const auto&, const auto&) {}, [](auto, const auto&) {})) {
  }
  EXPECT_TRUE(simulation.over());
  EXPECT_FALSE(simulation.world().done());
  EXPECT_EQ(simulation.end(), scenario.start + Duration(1)) << "and not when the certificates expire, years later";
}

TEST(Plan, ACopyInTheMiddleOfARollbackIsEqualAndGoesOnAlike) {
  auto scenario = test::upgrade_of_six_nodes();
  scenario.federation.simulate = false;
  model::UpgradePolicy& policy = test::policy_of_step(scenario);
  policy.mode = model::UpgradeMode::monitored;
  policy.failure_action = model::FailureAction::rollback;
  policy.domain_duration = minutes(2);
  policy.upgrade_timeout = minutes(5);
  Simulation one(std::make_shared<const Setting>(scenario));
  const auto run = [](Simulation& simulation) {
    return simulation.run_instant([](const auto&, const auto&, const auto&) {}, [](auto, const auto&) {});
  };
  while (!one.world().upgrade().rollback) ASSERT_TRUE(run(one));
  Simulation other = one;
  EXPECT_TRUE(one.world() == other.world());
  ASSERT_TRUE(run(one));
  EXPECT_FALSE(one.world() == other.world());
  EXPECT_NE(one.world().hash(), other.world().hash());
  while (run(one)) {
  }
  while (run(other)) {
  }
  EXPECT_TRUE(one.world() == other.world());
  EXPECT_EQ(one.hash(), other.hash());
}

}  // namespace
}  // namespace certdrill::world
