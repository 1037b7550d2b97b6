// What a rehearsal says of revocations, of CRLs that end or cannot be reached, and of keys that are of no use.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "check/explanation.h"
#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

// I1 issued A, which all nodes present, and B; `rest` are JSON members with a comma behind each.
std::string scenario_with(const std::string& steps, const std::string& rest = "") {
  return R"({ "start": "2026-01-10", )" + rest + R"(
    "authorities": { "R1": {}, "I1": { "issuer": "R1", "crl": { "validFor": "4d" } } },
    "certificates": { "A": { "issuer": "I1", "commonName": "c.test" }, "B": { "issuer": "I1", "commonName": "c.test", "notAfter": "2028-01-01" } },
    "cluster": { "nodes": 3, "installed": ["A"], "trustedRoots": ["R1"], "security": "{P:{CN=A}, V:{CN=A}}" },
    "steps": [ )" +
         steps + R"( ], "checks": [ { "always": "every pair can authenticate" } ] })";
}

RunResult run(const std::string& text) {
  const auto setting = test::setting_from(text);
  return *rehearse(setting);
}

struct FindingCase {
  const char* name;
  const char* steps;
  const char* rest;
  const char* at;
  const char* until;  // "" when it lasts
  const char* step;
  const char* cause;  // the first sentence of the story
  const char* refused_for;
};

void PrintTo(const FindingCase& row, std::ostream* out) { *out << row.name; }

class RevocationFinding : public testing::TestWithParam<FindingCase> {};

TEST_P(RevocationFinding, TellsWhatHappened) {
  const RunResult result = run(scenario_with(GetParam().steps, GetParam().rest));
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(to_string(finding.at), GetParam().at);
  EXPECT_EQ(finding.until ? to_string(*finding.until) : "", GetParam().until);
  EXPECT_EQ(finding.step, GetParam().step);
  EXPECT_EQ(finding.story.at(0), GetParam().cause);
  EXPECT_NE(finding.message.find(GetParam().refused_for), std::string::npos) << finding.message;
  EXPECT_FALSE(finding.advice.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RevocationFinding,
    testing::Values(
        FindingCase{"revoked", R"({ "revoke": "A", "at": "2026-01-11" })", "", "2026-01-11T00:00:00Z", "", "revoke A",
                    "A was revoked in \"revoke A\".", "Revoked: "},
        FindingCase{"both_revoked", R"({ "revoke": ["B", "A"], "name": "all" })", "", "2026-01-10T00:00:00Z", "", "all",
                    "A and B were revoked in \"all\".", "Revoked: "},
        FindingCase{"list_ends_and_another_comes", R"({ "publishCrl": "I1", "at": "2026-01-15" })", "",
                    "2026-01-14T00:00:00Z", "2026-01-15T00:00:00Z", "",
                    "The CRL of I1 ended, and there is no newer one.", "RevocationListUnusable: "},
        FindingCase{"list_ends_after_the_plan", R"({ "publishCrl": "I1", "at": "2026-01-11" })",
                    R"("end": "2026-01-20",)", "2026-01-15T00:00:00Z", "", "",
                    "The CRL of I1 ended, and there is no newer one.", "RevocationListUnusable: "},
        FindingCase{
            "way_lost_and_found",
            R"({ "blockCrl": "I1", "nodes": ["N1"], "within": "1ms" }, { "unblockCrl": "I1", "within": "1ms" })", "",
            "2026-01-10T00:00:00.001Z", "2026-01-10T00:01:00.002Z", "block the CRL of I1",
            "N1 (UD1) lost the way to the CRL of I1 in \"block the CRL of I1\".", "RevocationUnknown: "}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Revocation, OfWhatNobodyShowsBreaksNothing) {
  const RunResult result = run(scenario_with(R"({ "install": "B" }, { "revoke": "A" })"));
  EXPECT_TRUE(result.holds);
  EXPECT_EQ(result.steps[1].kind, StepKind::revoke);
  EXPECT_TRUE(result.steps[1].completed);
  EXPECT_EQ(result.steps[1].start, result.steps[1].end) << "it takes no time";
}

// A switch decides which certificates are looked up.
TEST(Revocation, ThatIsNotLookedAtBreaksNothing) {
  EXPECT_TRUE(run(scenario_with(R"({ "revoke": "A" })", R"("rules": { "revocation": "off" },)")).holds);
  EXPECT_FALSE(run(scenario_with(R"({ "revoke": "A" })", R"("rules": { "revocation": "leaf" },)")).holds);
}

TEST(Revocation, IsALineOfTheStepsAndTheEndOfAListToo) {
  const RunResult result =
      run(scenario_with(R"({ "revoke": "B" }, { "blockCrl": "I1", "nodes": ["N0"] }, { "unblockCrl": "I1" },
                           { "publishCrl": "I1" })",
                        R"("end": "2026-01-20",)"));
  std::vector<std::string> labels;
  for (const StepResult& step : result.steps) {
    for (const StateLine& line : step.lines) labels.push_back(line.label);
  }
  EXPECT_EQ(labels,
            (std::vector<std::string>{"after revoke B", "after block the CRL of I1", "after unblock the CRL of I1",
                                      "after publish the CRL of I1", "when CRL 3 of I1 ends"}));
}

TEST(Revocation, IsExplainedAsOfTheMomentAskedFor) {
  const auto setting = test::setting_from(scenario_with(R"({ "revoke": "A", "at": "2026-01-11" })", ""));
  const auto certificates = setting->certificates();
  const auto at = [&](const char* time) {
    Moment moment;
    moment.at = *parse_sim_time(time);
    return explain(setting, certificates, 0, 1, moment)->linked();
  };
  EXPECT_TRUE(at("2026-01-10T23:59:59Z"));
  EXPECT_FALSE(at("2026-01-11"));
}

struct KeyCase {
  const char* name;
  const char* held;  // of C, before
  const char* got;   // of C; B, which comes with it, is what breaks the pair
  const char* told;
};

void PrintTo(const KeyCase& row, std::ostream* out) { *out << row.name; }

class KeyStory : public testing::TestWithParam<KeyCase> {};

TEST_P(KeyStory, TellsWhatTheNodeGot) {
  const std::string held = *GetParam().held == '\0'
                               ? std::string()
                               : ", { \"certificate\": \"C\", \"privateKey\": " + std::string(GetParam().held) + " }";
  const RunResult result = run(R"({ "certificates": { "A": {}, "B": { "notAfter": "2028-01-01" }, "C": {} },
    "cluster": { "nodes": 2, "installed": ["A")" +
                               held + R"(], "security": "{P:{TP=A, TP=B}, V:{TP=A}}" },
    "steps": [ { "install": ["B", { "certificate": "C", "privateKey": )" +
                               GetParam().got + R"( }], "name": "x", "nodes": ["N0"] } ],
    "checks": [ { "always": "every pair can authenticate" } ] })");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].story.at(0), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, KeyStory,
    testing::Values(
        KeyCase{"usable", "", "true", "N0 (UD0) got B and got C in \"x\"."},
        KeyCase{"absent", "", "false", "N0 (UD0) got B and got C without its private key in \"x\"."},
        KeyCase{"unreadable", "", R"("unreadable")",
                "N0 (UD0) got B and got C with a private key that it may not read in \"x\"."},
        KeyCase{"of_another", "", R"("of another certificate")",
                "N0 (UD0) got B and got C with the private key of another certificate in \"x\"."},
        KeyCase{"key_for_what_was_there", "false", "true", "N0 (UD0) got B and got the private key of C in \"x\"."},
        KeyCase{"no_use_for_what_was_there", "false", R"("unreadable")",
                "N0 (UD0) got B and got another file of C with a private key that it may not read in \"x\"."},
        KeyCase{"worse_than_what_was_there", "true", "false", "N0 (UD0) got B in \"x\"."}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::check
