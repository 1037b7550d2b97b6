#include "world/conversion.h"

#include <string>

#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

// "0 1 2 |": the target after each outcome ('s' succeeds, 'f' fails), "O" the original settings, "|" the end; with "<"
// where it goes back.
std::string way_of(std::uint32_t phases, const std::string& outcomes, bool quirk) {
  PhaseWalk walk(phases, quirk);
  const auto target = [&] {
    return std::string(walk.backward() ? "<" : "") + (walk.target() ? std::to_string(*walk.target()) : "O");
  };
  std::string way = target();
  for (const char outcome : outcomes) {
    outcome == 's' ? walk.succeed() : walk.fail();
    way += walk.finished() ? " |" : " " + target();
  }
  return way;
}

struct WalkCase {
  const char* name;
  std::uint32_t phases;
  const char* outcomes;
  const char* way;
  bool quirk = false;
};
void PrintTo(const WalkCase& each, std::ostream* out) { *out << each.name; }

class PhaseWalkCases : public testing::TestWithParam<WalkCase> {};

TEST_P(PhaseWalkCases, GoesThisWay) {
  const WalkCase& each = GetParam();
  EXPECT_EQ(way_of(each.phases, each.outcomes, each.quirk), each.way);
}

// Source: the public runtime's unit tests of its multi-phase upgrade state, by the ids of our list of cases.
INSTANTIATE_TEST_SUITE_P(Vectors, PhaseWalkCases,
                         testing::Values(WalkCase{"S5_1_five_phases_succeed", 5, "sssss", "0 1 2 3 4 |"},
                                         WalkCase{"S5_2_the_first_phase_fails", 3, "f", "0 |"},
                                         WalkCase{"S5_3_the_second_fails_and_the_way_back_succeeds", 2, "sfs",
                                                  "0 1 <O |"},
                                         WalkCase{"S5_4_the_way_back_fails_too", 2, "sfffs", "0 1 <O <O <O |"},
                                         WalkCase{"S5_5_the_tenth_fails", 10, "sssssssssfsssssssss",
                                                  "0 1 2 3 4 5 6 7 8 9 <7 <6 <5 <4 <3 <2 <1 <0 <O |"},
                                         WalkCase{"S5_5_the_tenth_fails_with_the_quirk", 10, "sssssssssfsssssssss",
                                                  "0 1 2 3 4 5 6 7 8 9 <7 <8 <7 <6 <5 <4 <3 <2 <1 |", true},
                                         WalkCase{"the_third_fails", 3, "ssfss", "0 1 2 <0 <O |"},
                                         WalkCase{"the_third_fails_with_the_quirk", 3, "ssfss", "0 1 2 <0 <1 |", true},
                                         WalkCase{"the_second_fails_with_the_quirk", 2, "sfs", "0 1 <O |", true}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(PhaseWalk, S5_6_OnlyTheFirstPhaseMayBeInterrupted) {
  PhaseWalk walk(3);
  EXPECT_TRUE(walk.may_be_interrupted());
  walk.succeed();
  EXPECT_FALSE(walk.may_be_interrupted());
  walk.succeed();
  walk.fail();
  EXPECT_FALSE(walk.may_be_interrupted());
  walk.succeed();
  EXPECT_EQ(walk.index(), 1U);
  EXPECT_FALSE(walk.may_be_interrupted());
}

TEST(PhaseWalk, S5_9_TheOriginalSettingsCountUntilTheLastPhaseIsDone) {
  PhaseWalk walk(3);
  for (int phase = 0; phase < 3; ++phase) {
    EXPECT_FALSE(walk.at_target());
    walk.succeed();
  }
  EXPECT_TRUE(walk.at_target());
}

// From the settings at the start to those of "change", in three phases. What each phase says does not matter here, only
// that it is another configuration.
model::Scenario conversion(const std::string& more_steps = "") {
  model::Scenario scenario = test::upgrade_of_six_nodes(more_steps);
  model::ConvertStep convert;
  for (const std::size_t like : {0U, 1U, 1U}) {
    convert.phases.push_back(static_cast<std::uint32_t>(scenario.securities.size()));
    scenario.securities.push_back(model::SecurityConfiguration(scenario.securities[like]));
  }
  convert.to = convert.phases.back();
  convert.policy = model::UpgradePolicy::of_the_orchestrator();
  convert.policy.domain_duration = {};
  scenario.steps[0].what = convert;
  return scenario;
}

// The settings of the three phases have the numbers that the conversion gave them.
std::string all_have(const model::Scenario& scenario, std::optional<std::size_t> phase) {
  const auto& convert = std::get<model::ConvertStep>(scenario.steps[0].what);
  const std::string one = std::to_string(phase ? convert.phases[*phase] : convert.from);
  return one + " " + one + " " + one + " " + one + " " + one + " " + one;
}

TEST(Conversion, EachPhaseIsAnUpgradeOfItsOwn) {
  const model::Scenario scenario = conversion();
  test::UpgradeDrive drive(scenario);
  const auto log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"phase=", "step_done"}),
            (std::vector<std::string>{"00:00.000 BeginStep 0 phase=0",
                                      "00:00.003 CheckHealth 2 outcome=healthy turn=completed phase=1",
                                      "00:00.006 CheckHealth 2 outcome=healthy turn=completed phase=2",
                                      "00:00.009 CheckHealth 2 outcome=healthy turn=completed step_done"}));
  EXPECT_EQ(test::lines_with(log, {"BeginDomain"}).size(), 9U);
  EXPECT_EQ(drive.securities(), all_have(scenario, 2));
}

TEST(Conversion, AFailureOfTheThirdPhaseWalksBackToTheOriginalSettings) {
  model::Scenario scenario = conversion();
  test::policy_of_step(scenario).health_check_retry = {};
  test::UpgradeDrive drive(scenario);
  // Down while the third phase is in its first domain, and up again before the next check.
  drive.at(Duration(7), [](test::UpgradeDrive& world) { world.go_down(5); });
  drive.at(Duration(8), [](test::UpgradeDrive& world) { world.come_up(5); });
  const auto log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"phase=", "failure=", "step_done"}),
            (std::vector<std::string>{
                "00:00.000 BeginStep 0 phase=0", "00:00.003 CheckHealth 2 outcome=healthy turn=completed phase=1",
                "00:00.006 CheckHealth 2 outcome=healthy turn=completed phase=2",
                "00:00.007 CheckHealth 0 outcome=unhealthy turn=rollbackBegins failure=HealthCheck backward",
                "00:00.008 SwitchNode 3 turn=rolledBack failure=HealthCheck phase=1 backward domain_done",
                "00:00.011 CheckHealth 2 outcome=healthy turn=completed phase=0 backward",
                "00:00.014 CheckHealth 2 outcome=healthy turn=rolledBack step_done"}));
  EXPECT_EQ(drive.securities(), all_have(scenario, std::nullopt));
}

TEST(Conversion, AStepBackThatFailsIsTriedForEverAndThePlanIsStuck) {
  model::Scenario scenario = conversion();
  test::policy_of_step(scenario).health_check_retry = {};
  test::UpgradeDrive drive(scenario);
  drive.at(Duration(4), [](test::UpgradeDrive& world) { world.go_down(5); });
  const auto log = drive.run(Duration(60));
  EXPECT_EQ(test::lines_with(log, {"phase=0 backward"}).size(), test::lines_with(log, {"turn=rolledBack"}).size());
  EXPECT_GT(test::lines_with(log, {"phase=0 backward"}).size(), 5U);
  EXPECT_TRUE(test::lines_with(log, {"step_done"}).empty());
  ASSERT_TRUE(drive.world().stuck_since());
  EXPECT_FALSE(drive.world().done());
  EXPECT_LT(*drive.world().stuck_since(), drive.now()) << "since the first of them";
}

struct RefusalCase {
  const char* name;
  const char* of_load;
  std::size_t certificates;  // of A and B on the first node
  const char* line;
};
void PrintTo(const RefusalCase& each, std::ostream* out) { *out << each.name; }
class ConversionRefusals : public testing::TestWithParam<RefusalCase> {};

TEST_P(ConversionRefusals, EndTheStepAtOnce) {
  model::Scenario scenario = conversion();
  std::get<model::ConvertStep>(scenario.steps[0].what).refusal = GetParam().of_load;
  for (model::Store& store : scenario.cluster.stores) store.entries.resize(GetParam().certificates);
  test::UpgradeDrive drive(scenario);
  EXPECT_EQ(drive.run().front(), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    All, ConversionRefusals,
    testing::Values(
        RefusalCase{"by_its_validator", "TwoCertificatesToTwoCertificatesNotAllowed", 2,
                    "00:00.000 BeginStep 0 turn=refused error=TwoCertificatesToTwoCertificatesNotAllowed step_done"},
        RefusalCase{"the_new_one_is_not_installed", "", 1,
                    "00:00.000 BeginStep 0 turn=refused error=CertificateNotInstalled step_done"},
        RefusalCase{"nothing_is_installed", "", 0,
                    "00:00.000 BeginStep 0 turn=refused error=CertificateNotInstalled step_done"},
        RefusalCase{"all_is_there", "", 2, "00:00.000 BeginStep 0 phase=0"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Conversion, ACertificateThatIsNotValidYetIsRefused) {
  model::Scenario scenario = conversion();
  scenario.certificates[1].not_before = scenario.start + std::chrono::hours(1);
  test::UpgradeDrive drive(scenario);
  EXPECT_EQ(drive.run().front(), "00:00.000 BeginStep 0 turn=refused error=CertificateInvalid step_done");
}

TEST(Conversion, WithNothingToChangeItIsDoneAtOnce) {
  model::Scenario scenario = conversion();
  std::get<model::ConvertStep>(scenario.steps[0].what).phases.clear();
  test::UpgradeDrive drive(scenario);
  EXPECT_EQ(drive.run(), (std::vector<std::string>{"00:00.000 BeginStep 0 turn=completed step_done"}));
}

// "other" comes while the conversion is under way.
model::Scenario interrupted_conversion(Duration after) {
  model::Scenario scenario = conversion(R"(, { "upgrade": "other", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" })");
  scenario.steps[1].during = model::During{0, std::nullopt, after};
  return scenario;
}

TEST(Conversion, S5_7_AnotherUpgradeInTheFirstPhaseTakesItsPlace) {
  const model::Scenario scenario = interrupted_conversion(Duration(2));
  test::UpgradeDrive drive(scenario);
  const auto log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"BeginStep", "step_done", "turn="}),
            (std::vector<std::string>{
                "00:00.000 BeginStep 0 phase=0", "00:00.001 CheckHealth 0 outcome=healthy turn=domainVerified",
                "00:00.002 BeginStepDuring 1 turn=interrupted failure=Interrupted backward",
                "00:00.003 SwitchNode 3 turn=rolledBack failure=Interrupted domain_done step_done",
                "00:00.003 BeginStep 1", "00:00.006 SwitchNode 5 turn=completed domain_done step_done"}));
  const auto& other = std::get<model::UpgradeStep>(scenario.steps[1].what);
  EXPECT_EQ(drive.security_of(0), std::to_string(*other.security_by_node_type[0]));
}

TEST(Conversion, S5_8_AnotherUpgradeInALaterPhaseIsRefused) {
  const model::Scenario scenario = interrupted_conversion(Duration(4));
  test::UpgradeDrive drive(scenario);
  const auto log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"BeginStep", "step_done"}),
            (std::vector<std::string>{"00:00.000 BeginStep 0 phase=0",
                                      "00:00.004 BeginStepDuring 1 turn=refused error=FabricUpgradeInProgress",
                                      "00:00.009 CheckHealth 2 outcome=healthy turn=completed step_done"}));
  EXPECT_EQ(drive.securities(), all_have(scenario, 2));
}

}  // namespace
}  // namespace certdrill::world
