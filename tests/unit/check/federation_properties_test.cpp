// Properties of the federation and of upgrades, true and false, through whole rehearsals without the federation: then
// the plan alone answers.
#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

struct PropertyCase {
  const char* name;
  const char* quantifier;
  const char* property;
  bool holds;
};
void PrintTo(const PropertyCase& row, std::ostream* out) { *out << row.name; }

// Two domains that take a minute each, from A to B; "later" is a second upgrade after ten minutes.
RunResult run_with(const std::string& quantifier, const std::string& property) {
  model::Scenario scenario = test::scenario_from(R"({ "start": "2026-01-10", "end": "2026-01-10T01:00:00Z",
    "certificates": { "A": { "notAfter": "2026-03-01" }, "B": { "notAfter": "2026-06-01" } },
    "cluster": { "nodes": 4, "upgradeDomains": 2, "security": "{P:{TP=A}, V:{TP=A, TP=B}}" },
    "upgradePolicy": { "domainDuration": "1m", "pauseBetweenDomains": "5m" },
    "steps": [ { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" } ],
    "checks": [ { ")" + quantifier + "\": \"" + property +
                                                 "\" } ] }");
  scenario.federation.simulate = false;
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  return *rehearse(setting);
}

class FederationProperties : public testing::TestWithParam<PropertyCase> {};

TEST_P(FederationProperties, HoldOrNot) {
  const RunResult result = run_with(GetParam().quantifier, GetParam().property);
  EXPECT_EQ(result.holds, GetParam().holds);
  EXPECT_EQ(result.findings.empty(), GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    WithoutTheFederation, FederationProperties,
    testing::Values(PropertyCase{"nobody_is_lost", "always", "no node is lost", true},
                    PropertyCase{"somebody_is_lost", "sometimes", "no node is lost", true},
                    PropertyCase{"never_lost_is_wrong", "never", "no node is lost", false},
                    PropertyCase{"whole", "always", "the federation is whole", true},
                    PropertyCase{"quorum", "always", "quorum is kept", true},
                    PropertyCase{"all_available", "always", "at most 0 nodes are unavailable", true},
                    PropertyCase{"no_outage", "always", "no outage is longer than 1s", true},
                    PropertyCase{"sessions_use_b_at_the_end", "finally", "every session uses B", true},
                    PropertyCase{"sessions_use_b_from_the_start", "always", "every session uses B", false},
                    PropertyCase{"no_session_uses_a_at_the_end", "finally", "no session uses A", true},
                    PropertyCase{"no_session_uses_a_from_the_start", "always", "no session uses A", false},
                    PropertyCase{"in_time", "always", "upgrade 'swap' completes within 8m", true},
                    PropertyCase{"in_time_at_the_end", "finally", "upgrade 'swap' completes within 8m", true},
                    PropertyCase{"too_slow", "always", "upgrade 'swap' completes within 3m", false},
                    PropertyCase{"too_slow_at_the_end", "finally", "upgrade 'swap' completes within 3m", false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(UpgradeTooSlow, IsToldOfTheMomentAtWhichTheLimitPassed) {
  const RunResult result = run_with("always", "upgrade 'swap' completes within 3m");
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, "UpgradeTooSlow");
  EXPECT_EQ(finding.at, result.start + std::chrono::minutes(3)) << "between two instants: nothing happens then";
  EXPECT_EQ(finding.step, "swap");
  EXPECT_EQ(finding.message, "\"swap\" takes longer than 3m");
}

TEST(Federation, ThatIsNotSimulatedSaysSo) {
  const RunResult result = run_with("finally", "every session uses A");
  EXPECT_FALSE(result.federation.simulated);
  EXPECT_EQ(result.federation.federation_reading, "federation: not simulated");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].id, "SessionUsesOtherCertificate");
  EXPECT_EQ(result.findings[0].message, "4 of 4 nodes would not use A (the federation is not simulated)");
}

}  // namespace
}  // namespace certdrill::check
