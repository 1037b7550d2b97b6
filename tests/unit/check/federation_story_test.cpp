// What findings say of nodes that cannot come back, of wrong clocks and of networks that are parted; and when the two
// readings speak of old sessions. Whole rehearsals of small clusters.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/text.h"
#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

// Six nodes in three domains. `steps` and `checks` are those of a scenario file.
RunResult run_with(const std::string& security, const std::string& steps, const std::string& checks) {
  model::Scenario scenario = test::scenario_from(
      R"({ "start": "2026-01-10T10:00:00Z", "end": "2026-01-10T12:00:00Z",
      "certificates": { "A": { "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
                        "B": { "notBefore": "2026-01-10T09:00:00Z", "notAfter": "2026-06-01" } },
      "cluster": { "nodes": 6, "upgradeDomains": 3, "seedNodes": 3, "security": ")" +
      security + R"(" }, "steps": [ )" + steps + R"( ], "checks": [ )" + checks + " ] }");
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  return *rehearse(setting);
}

constexpr const char* both = "{P:{TP=A}, V:{TP=A, TP=B}}";
constexpr const char* present_b = R"({ "upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })";

bool tells(const Finding& finding, const std::string& sentence) {
  return std::find(finding.story.begin(), finding.story.end(), sentence) != finding.story.end();
}
std::string story_of(const Finding& finding) { return join(finding.story, "\n"); }

TEST(FederationStory, ANodeThatCannotJoinIsToldWithWhoKeepsItOutside) {
  const RunResult result = run_with("{P:{TP=A}, V:{TP=A}}",
                                    R"({ "crash": "N4", "for": "1h", "name": "N4 is down" },
                  { "upgrade": "accept B", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" }, )" +
                                        std::string(present_b),
                                    R"({ "finally": "at most 0 nodes are unavailable" })");
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.message, "1 node is unavailable, more than 0: N4");
  EXPECT_NE(story_of(finding).find("N4 cannot join without its neighbour "), std::string::npos) << story_of(finding);
  EXPECT_NE(story_of(finding).find("N4 refuses "), std::string::npos) << story_of(finding);
  EXPECT_EQ(finding.advice, "give N4 the settings of the others by hand: no upgrade reaches a node that cannot join");
  EXPECT_EQ(result.federation.federation_reading, "federation: no node was lost; 1 node is not up at the end")
      << "a node that is away has no old session to live on";
}

TEST(FederationStory, AWrongClockIsNamed) {
  const RunResult result =
      run_with(both, R"({ "clock": "N1", "by": "-2h", "name": "wrong" }, )" + std::string(present_b),
               R"({ "always": "every pair can authenticate" })");
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_TRUE(tells(finding, "The clock of N1 is 2h behind.")) << story_of(finding);
  EXPECT_NE(finding.message.find("; the clock of N1 is 2h behind"), std::string::npos) << finding.message;
  EXPECT_EQ(finding.advice, "set the clock of N1 right before certificates change");
}

TEST(FederationStory, APartedNetworkIsNotBlamedOnSettings) {
  const RunResult result = run_with(
      both, present_b + std::string(R"(, { "partition": "N5", "for": "10m", "during": "present B", "domain": "UD1",
                                                   "name": "the switch" })"),
      R"({ "always": "no node is lost" })");
  ASSERT_EQ(result.findings.size(), 1U);
  const std::string story = story_of(result.findings[0]);
  EXPECT_NE(story.find("cannot reach each other: \"the switch\"."), std::string::npos) << story;
  EXPECT_EQ(story.find("was changed to"), std::string::npos) << story;
  EXPECT_TRUE(result.findings[0].advice.empty()) << result.findings[0].advice;
}

TEST(FederationStory, AFindingAtTheEndSaysSinceWhen) {
  const RunResult result = run_with("{P:{TP=A}, V:{TP=A}}", R"({ "wait": "1h" }, { "remove": "A", "nodes": ["N0"] })",
                                    R"({ "finally": "every pair can authenticate" })");
  ASSERT_EQ(result.findings.size(), 1U);
  const std::string& first = result.findings[0].story.front();
  EXPECT_EQ(first.rfind("Not every pair has been able to authenticate since 2026-01-10T11:", 0), 0U) << first;
}

TEST(FederationStory, ALossAtTheVeryMomentDoesNotSurviveOnOldSessions) {
  const RunResult result = run_with(both, R"({ "remove": "B", "name": "B is gone" }, )" + std::string(present_b),
                                    R"({ "always": "no node is lost" })");
  const std::string& reading = result.federation.federation_reading;
  EXPECT_EQ(reading.rfind("federation: was whole until ", 0), 0U) << reading;
}

TEST(FederationStory, AnOutageSaysWhatKeepsTheNodeAway) {
  const RunResult result = run_with(both, R"({ "crash": "N4", "for": "1h" }, { "wait": "90m" })",
                                    R"({ "always": "no outage is longer than 30m" })");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_TRUE(tells(result.findings[0], "N4 (UD1) is away because a fault stopped it."))
      << story_of(result.findings[0]);
}

TEST(FederationStory, OneNodeDoesAndSeveralDo) {
  const auto without_b = [](const std::string& nodes) {
    return run_with(both, R"({ "remove": "B", "nodes": )" + nodes + " }, " + present_b,
                    R"({ "finally": "every node presents B" })");
  };
  EXPECT_EQ(without_b(R"(["N0"])").findings.at(0).message, "1 of 6 nodes does not present B; first N0 (UD0)");
  EXPECT_EQ(without_b(R"(["N3", "N4"])").findings.at(0).message, "2 of 6 nodes do not present B; first N3 (UD0)");
}

}  // namespace
}  // namespace certdrill::check
