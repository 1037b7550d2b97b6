// What a rehearsal writes down: states after domains, the times of violations, expectations, the worst moment and
// margins.
#include "check/monitor.h"

#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "model/notation.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

RunResult run(const std::string& text) {
  const auto setting = test::setting_from(text);
  return *rehearse(setting);
}

std::string swap_with(const std::string& rest) {
  return test::two_certificates(R"("nodes": 4, "upgradeDomains": 2,)",
                                rest + R"("steps": [ { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}" } ],)");
}

std::vector<std::string> lines_of(const StepResult& step) {
  std::vector<std::string> lines;
  for (const StateLine& line : step.lines) lines.push_back(line.label + ": " + model::to_string(line.groups));
  return lines;
}

TEST(Monitor, WritesTheStateAfterEachDomain) {
  const RunResult result = run(swap_with(""));
  EXPECT_EQ(model::to_string(result.initial.groups), "all 4 = {P:{TP=A}, V:{TP=A}}");
  ASSERT_EQ(result.steps.size(), 1U);
  EXPECT_EQ(lines_of(result.steps[0]),
            (std::vector<std::string>{"after UD0: N0, N2 = {P:{TP=B}, V:{TP=B}}   2 others = {P:{TP=A}, V:{TP=A}}",
                                      "after UD1: all 4 = {P:{TP=B}, V:{TP=B}}"}));
  EXPECT_EQ(result.steps[0].lines[0].broken_pairs, 4U);
  EXPECT_EQ(result.steps[0].lines[1].broken_pairs, 0U);
}

TEST(Monitor, GroupsTooLargeToBeNamedAreCounted) {
  const RunResult result =
      run(test::two_certificates(R"("nodes": 60, "upgradeDomains": 3,)",
                                 R"("steps": [ { "upgrade": "x", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" } ],)"));
  EXPECT_EQ(lines_of(result.steps[0]).front(),
            "after UD0: 20 nodes = {P:{TP=A}, V:{TP=A, TP=B}}   40 others = {P:{TP=A}, V:{TP=A}}");
}

TEST(Monitor, AFindingKnowsFromWhenUntilWhen) {
  const RunResult result = run(swap_with(R"("checks": [ { "always": "every pair can authenticate" } ],)"));
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, "PairCannotAuthenticate");
  EXPECT_EQ(finding.step, "swap");
  EXPECT_EQ(finding.domain, "UD0");
  EXPECT_FALSE(finding.between_domains);
  EXPECT_EQ(finding.until, result.steps[0].end);
  EXPECT_LT(finding.at, result.steps[0].lines[0].at);
  EXPECT_EQ(finding.refusals.size(), 2U) << "both sides refuse";
}

TEST(Monitor, TellsOfTheMillisecondOfAnExpiryBetweenTwoDomains) {
  const RunResult result = run(R"({ "start": "2026-01-10T00:00:00Z",
    "certificates": { "A": { "notAfter": "2026-01-10T00:10:00Z" } },
    "cluster": { "nodes": 4, "upgradeDomains": 2, "security": "{P:{TP=A}, V:{TP=A}}" },
    "upgradePolicy": { "domainDuration": "1m", "pauseBetweenDomains": "20m" },
    "steps": [ { "upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}}" } ],
    "checks": [ { "always": "every pair can authenticate" } ] })");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(to_string(result.findings[0].at), "2026-01-10T00:10:00Z");
  EXPECT_EQ(result.findings[0].domain, "UD0");
  EXPECT_TRUE(result.findings[0].between_domains);
  EXPECT_TRUE(result.findings[0].by_expiry);
  EXPECT_FALSE(result.findings[0].until);
}

TEST(Monitor, ChecksThatFailForOneReasonShareItsStory) {
  const RunResult result = run(swap_with(
      R"("checks": [ { "always": "every pair can authenticate" }, { "always": "the federation is connected" } ],)"));
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[1].same_as, 0U);
}

struct ExpectationCase {
  const char* name;
  const char* rest;
  bool as_expected;
};
void PrintTo(const ExpectationCase& row, std::ostream* out) { *out << row.name; }

class Expectations : public testing::TestWithParam<ExpectationCase> {};
TEST_P(Expectations, AreCompared) {
  const RunResult result = run(swap_with(GetParam().rest));
  EXPECT_EQ(result.as_expected, GetParam().as_expected);
}
INSTANTIATE_TEST_SUITE_P(
    Cases, Expectations,
    testing::Values(
        ExpectationCase{"nothing_said_but_violated", R"("checks": [ { "always": "every pair can authenticate" } ],)",
                        false},
        ExpectationCase{"any_violation",
                        R"("expect": "violated", "checks": [ { "always": "every pair can authenticate" } ],)", true},
        ExpectationCase{"holds_though_violation_expected",
                        R"("expect": "violated", "checks": [ { "finally": "every pair can authenticate" } ],)", false},
        ExpectationCase{
            "named_check_fails",
            R"("expect": "violated", "checks": [ { "always": "every pair can authenticate", "expect": "violated" } ],)",
            true},
        ExpectationCase{
            "named_step",
            R"("expect": "violated", "checks": [ { "always": "every pair can authenticate", "expect": "violated", "step": "swap" } ],)",
            true},
        ExpectationCase{
            "another_check_fails",
            R"("expect": "violated", "checks": [ { "always": "every pair can authenticate" }, { "finally": "every node presents B", "expect": "violated" } ],)",
            false},
        ExpectationCase{
            "one_more_check_fails",
            R"("expect": "violated", "checks": [ { "always": "every pair can authenticate", "expect": "violated" }, { "always": "the federation is connected" } ],)",
            false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Monitor, TheWorstMomentIsTheOneWithTheSmallestLargestPiece) {
  const RunResult result = run(swap_with(""));
  EXPECT_EQ(result.worst.largest_component, 2U);
  EXPECT_EQ(result.worst.components, 2U);
  EXPECT_EQ(result.worst.broken_pairs, 4U);
  const RunResult healthy = run(test::two_certificates(R"("nodes": 4,)", ""));
  EXPECT_EQ(healthy.worst.largest_component, 4U);
  EXPECT_EQ(healthy.worst.at, healthy.start);
}

TEST(Monitor, MarginsSayUntilWhenACertificateWasNeeded) {
  const RunResult result = run(swap_with(""));
  ASSERT_EQ(result.margins.size(), 2U);
  EXPECT_FALSE(result.margins[0].still_presented);
  EXPECT_EQ(result.margins[0].presented_until, result.steps[0].end);
  EXPECT_TRUE(result.margins[1].still_presented);
  EXPECT_EQ(result.margins[1].presented_until, result.end);
}

// A wait ends and what follows it begins in one instant, when no pause is set; each keeps its own lines and times.
TEST(Monitor, StepsThatFollowWithoutAPauseAreToldApart) {
  const RunResult result = run(test::two_certificates(
      R"("nodes": 4, "upgradeDomains": 2, "installed": ["A"],)",
      R"("upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" },
         "steps": [ { "wait": "2d" }, { "install": "B", "within": "0s" }, { "wait": "1d" },
                    { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}" }, { "remove": "A", "within": "0s" } ],
         "checks": [ { "always": "every pair can authenticate" } ],)"));
  std::vector<std::vector<std::string>> labels;
  for (const StepResult& step : result.steps) {
    EXPECT_TRUE(step.completed) << step.name;
    labels.emplace_back();
    for (const StateLine& line : step.lines) labels.back().push_back(line.label);
  }
  EXPECT_EQ(labels, (std::vector<std::vector<std::string>>{
                        {}, {"after install B"}, {}, {"after UD0", "after UD1"}, {"after remove A"}}));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].step, "swap");
  EXPECT_EQ(result.findings[0].domain, "UD0");
  EXPECT_FALSE(result.findings[0].between_domains);
  EXPECT_EQ(result.steps[3].start, result.steps[2].end);
}

// What time alone changes is written down too, also before the first step and when things get better.
TEST(Monitor, TellsWhenACertificateEndsAndAnotherBecomesValid) {
  const RunResult result = run(R"({ "start": "2026-01-10",
    "certificates": { "A": { "notAfter": "2026-01-12" }, "B": { "notBefore": "2026-01-14" } },
    "cluster": { "nodes": 3, "security": "{P:{TP=A, TP=B}, V:{TP=B, TP=A}}" },
    "steps": [ { "upgrade": "later", "at": "2026-01-20", "to": "{P:{TP=B}, V:{TP=B}}" } ] })");
  std::vector<std::string> labels;
  for (const StateLine& line : result.lines_before_steps) labels.push_back(line.label);
  // B is presented from the start, since it expires last; it is refused until it is valid.
  EXPECT_EQ(labels, (std::vector<std::string>{"when B becomes valid"}));
  EXPECT_EQ(result.lines_before_steps.back().broken_pairs, 0U);
  EXPECT_EQ(to_string(*result.findings.at(0).until), "2026-01-14T00:00:00Z");
}

TEST(Monitor, AWaitIsUnderWayWhileItWaits) {
  const RunResult result =
      run(test::two_certificates(R"("nodes": 3,)", R"("steps": [ { "waitUntil": "2026-02-02", "name": "sleep" } ],)"));
  EXPECT_EQ(to_string(result.steps[0].start), "2026-01-10T00:00:00Z");
  EXPECT_EQ(to_string(result.steps[0].end), "2026-02-02T00:00:00Z");
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].step, "sleep");
  ASSERT_EQ(result.steps[0].lines.size(), 1U);
  EXPECT_EQ(result.steps[0].lines[0].label, "when A expires");
}

TEST(Monitor, AMarginEndsWithTheFirstIssuerToEnd) {
  const RunResult result = run(R"({ "start": "2026-01-10",
    "authorities": { "R": {}, "I": { "issuer": "R", "notAfter": "2026-02-01" } },
    "certificates": { "C": { "issuer": "I", "notAfter": "2027-01-01" } },
    "cluster": { "nodes": 3, "trustedRoots": ["R"], "security": "{P:{CN=C}, V:{CN=C}}" } })");
  ASSERT_EQ(result.margins.size(), 1U);
  EXPECT_EQ(to_string(result.margins[0].not_after), "2026-02-01T00:00:00Z");
  EXPECT_NE(result.margins[0].ends_with, result.margins[0].certificate);
}

TEST(Monitor, ABrokenStartIsFoundBeforeAnyEvent) {
  const RunResult result = run(R"({ "start": "2026-01-10", "certificates": { "A": {}, "B": {} },
    "cluster": { "nodes": 3, "security": "{P:{TP=A}, V:{TP=B}}" }, "checks": [ { "always": "every pair can authenticate" } ] })");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].at, result.start);
  EXPECT_EQ(result.findings[0].story.front(), "It is so from the beginning, before any step.");
}

}  // namespace
}  // namespace certdrill::check
