// Where two runs part, and how they end differently.
#include "replay/difference.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replay/navigation.h"
#include "runs.h"

namespace certdrill::replay {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FirstDifference, IsNoneBetweenARunAndItself) {
  for (const std::string& name : test::scenario_names()) {
    SCOPED_TRACE(name);
    EXPECT_FALSE(first_difference(*shipped_run(name), *shipped_run(name)));
    EXPECT_THAT(outcome_difference(*shipped_run(name), *shipped_run(name)), IsEmpty());
  }
}

TEST(FirstDifference, IsWhereOtherSettingsAreTaken) {
  const model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  model::Scenario other = scenario;
  // The second step presents B in both; the third retires A in the first alone.
  std::get<model::UpgradeStep>(other.steps[2].what).security_by_node_type =
      std::get<model::UpgradeStep>(scenario.steps[1].what).security_by_node_type;
  const RunPointer first = run_of(scenario);
  const RunPointer second = run_of(std::move(other));
  const auto difference = first_difference(*first, *second);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->in_first, difference->in_second);
  EXPECT_TRUE(std::holds_alternative<world::SwitchNode>(first->event(difference->in_first).what));
  EXPECT_EQ(difference->at, first->time_of(difference->in_first));
  EXPECT_THAT(difference->text, HasSubstr("in the first: 2026-01-10T00:"));
  EXPECT_THAT(difference->text, HasSubstr("switches to {P:{TP=B}, V:{TP=B}}; in the second: 2026-01-10T00:"));
  EXPECT_THAT(difference->text, HasSubstr("switches to {P:{TP=A, TP=B}, V:{TP=A, TP=B}}"));
  EXPECT_THAT(outcome_difference(*first, *second), Contains("the first holds, the second is violated"));
}

TEST(FirstDifference, IsNotInNumbersThatMeanTheSame) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  model::Scenario other = scenario;
  // A certificate that nobody uses, behind the others, and a check that nobody asked.
  pki::CertificateSpec unused = other.certificates.back();
  unused.name = "unused";
  other.certificates.push_back(unused);
  other.certificate_locations.emplace_back();
  other.checks.pop_back();
  const RunPointer first = run_of(std::move(scenario));
  const RunPointer second = run_of(std::move(other));
  EXPECT_FALSE(first_difference(*first, *second));
  const std::vector<std::string> lines = outcome_difference(*first, *second);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front(), HasSubstr("is not asked in the second"));
}

TEST(FirstDifference, OfARunThatWasCutShortIsItsEnd) {
  const Setting setting = setting_of(test::read_shipped_scenario("thumbprint_rotation"));
  RecordingOptions options;
  options.most_events = 40;
  const RunPointer whole = RecordedRun::record(setting);
  const RunPointer cut = RecordedRun::record(setting, options);
  const auto difference = first_difference(*cut, *whole);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->in_first, 41U);
  EXPECT_EQ(difference->at, whole->time_of(41));
  EXPECT_THAT(difference->text, testing::StartsWith("in the first: the run is over; in the second: "));
}

TEST(OutcomeDifference, TellsOfChecksFindingsAndLosses) {
  const RunPointer swap = shipped_run("thumbprint_swap_without_overlap");
  const RunPointer rotation = shipped_run("thumbprint_rotation");
  const std::vector<std::string> lines = outcome_difference(*swap, *rotation);
  EXPECT_THAT(lines, Contains("the first is violated, the second holds"));
  EXPECT_THAT(lines, Contains("\"always every pair can authenticate\" is violated at 2026-01-10T00:00:44.827Z; in the "
                              "second it holds"));
  EXPECT_THAT(lines, Contains(HasSubstr("only in the first: N5 and N0 cannot authenticate")));
  EXPECT_THAT(lines, Contains("pairs broken at worst: 25 in the first, 0 in the second"));
}

}  // namespace
}  // namespace certdrill::replay
