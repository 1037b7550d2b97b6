// certdrill explain: two nodes, at a moment.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "certdrill_program.h"

namespace certdrill::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

ProcessOutcome explain(const std::string& scenario, const Words& words) {
  Words all = {"explain", scenario};
  all.insert(all.end(), words.begin(), words.end());
  return certdrill_program(all);
}

TEST(Explain, TellsBothDirectionsRuleByRule) {
  const ProcessOutcome outcome =
      explain("thumbprint_swap_without_overlap", {"N0", "N1", "after", "replace A by B", "UD0"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(
      outcome.out,
      "at 2026-01-10T00:00:48.697Z, N0 and N1 cannot authenticate\n"
      "  N0 = {P:{TP=B}, V:{TP=B}}\n"
      "    presents B (until 2027-01-05)\n"
      "  N1 = {P:{TP=A}, V:{TP=A}}\n"
      "    presents A (until 2026-02-01)\n"
      "\n"
      "N1 refuses N0: CertificateNotMatched: shown \"B\" A1BF..08AB, listed A BCBD..F313\n"
      "  TP=A refuses\n"
      "    ~ UntrustedRoot: \"B\" is self-signed and not among the trusted roots (tolerated)\n"
      "        authentication article: the root of the chain is trusted on the node; pinned issuers make it non-fatal\n"
      "    - ThumbprintNotMatched: shown \"B\" A1BF..08AB, listed A BCBD..F313\n"
      "        authentication article: the SHA-1 hash matches the declaration\n"
      "\n"
      "N0 refuses N1: CertificateNotMatched: shown \"A\" BCBD..F313, listed B A1BF..08AB\n"
      "  TP=B refuses\n"
      "    ~ UntrustedRoot: \"A\" is self-signed and not among the trusted roots (tolerated)\n"
      "        authentication article: the root of the chain is trusted on the node; pinned issuers make it non-fatal\n"
      "    - ThumbprintNotMatched: shown \"A\" BCBD..F313, listed B A1BF..08AB\n"
      "        authentication article: the SHA-1 hash matches the declaration\n");
}

TEST(Explain, WithoutAMomentIsAboutTheStart) {
  const std::string at_start = explain("thumbprint_rotation", {"N0", "N1"}).out;
  EXPECT_TRUE(at_start.starts_with("at 2026-01-10T00:00:00Z, N0 and N1 can authenticate\n")) << at_start;
  EXPECT_EQ(explain("thumbprint_rotation", {"N0", "N1", "at", "2026-01-10T00:00:00Z"}).out, at_start);
}

TEST(Explain, TakesItsMomentAsOptionsToo) {
  EXPECT_EQ(explain("thumbprint_rotation", {"N0", "N1", "--after", "present B"}).out,
            explain("thumbprint_rotation", {"N0", "N1", "after", "present B"}).out);
  EXPECT_EQ(explain("thumbprint_rotation", {"N0", "N1", "--after", "present B", "UD0"}).out,
            explain("thumbprint_rotation", {"N0", "N1", "after", "present B", "UD0"}).out);
  EXPECT_EQ(explain("thumbprint_rotation", {"N0", "N1", "--at", "2026-01-10T00:07:00Z"}).out,
            explain("thumbprint_rotation", {"N0", "N1", "at", "2026-01-10T00:07:00Z"}).out);
}

TEST(Explain, AfterAStepIsAfterTheLastOfItsDomains) {
  EXPECT_EQ(explain("thumbprint_rotation", {"N0", "N9", "after", "present B"}).out,
            explain("thumbprint_rotation", {"N0", "N9", "after", "present B", "UD4"}).out);
  // N9 is of the last domain: after the first one it still presents A.
  const std::string first = explain("thumbprint_rotation", {"N0", "N9", "after", "present B", "UD0"}).out;
  EXPECT_NE(first.find("N9 = {P:{TP=A}, V:{TP=A, TP=B}}\n    presents A (until 2026-02-01)\n"), std::string::npos)
      << first;
  EXPECT_NE(
      first.find("N0 = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}\n    presents B, which expires last (2027-01-05); A expires "
                 "sooner (2026-02-01)\n"),
      std::string::npos)
      << first;
}

TEST(Explain, SeesAnExpiryAtItsMillisecond) {
  EXPECT_TRUE(explain("rotation_too_late", {"N0", "N1", "at", "2026-01-31T23:59:59.999Z"})
                  .out.starts_with("at 2026-01-31T23:59:59.999Z, N0 and N1 can authenticate\n"));
  EXPECT_TRUE(explain("rotation_too_late", {"N0", "N1", "at", "2026-02-01T00:00:00Z"})
                  .out.starts_with("at 2026-02-01T00:00:00Z, N0 and N1 cannot authenticate\n"));
}

TEST(Explain, IsAlsoAJsonDocument) {
  const ProcessOutcome outcome = explain("undeclared_issuer", {"N0", "N1", "at", "2026-01-11", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const json document = json::parse(outcome.out, nullptr, false);
  ASSERT_TRUE(document.is_object()) << outcome.out;
  EXPECT_EQ(document["format"], "certdrill.explanation/1");
  EXPECT_EQ(document["canAuthenticate"], false);
  EXPECT_EQ(document["from"]["presents"], "B2");
  EXPECT_EQ(document["toJudgesFrom"]["accepted"], false);
  EXPECT_EQ(document["toJudgesFrom"]["rules"][0]["rule"], "CN=B1@I1");
  EXPECT_EQ(document["toJudgesFrom"]["rules"][0]["reasons"][1]["id"], "IssuerNotMatched");
}

TEST(Explain, AClientAndANode) {
  const std::string before = explain("client_roles", {"deploy", "N0"}).out;
  EXPECT_TRUE(before.starts_with("at 2026-01-10T00:00:00Z, client deploy can connect to N0 as Admin\n")) << before;
  const std::string turned = explain("client_roles", {"N0", "deploy"}).out;
  EXPECT_TRUE(turned.starts_with("at 2026-01-10T00:00:00Z, client deploy can connect to N0 as Admin\n")) << turned;
  const std::string after = explain("client_roles", {"deploy", "N0", "after", "replace D by E"}).out;
  EXPECT_NE(after.find("client deploy cannot connect to N0\n"), std::string::npos) << after;
  EXPECT_NE(after.find("\n  deploy sees ConnectionDenied: CertificateNotMatched\n"), std::string::npos) << after;
  EXPECT_NE(after.find("\ndeploy accepts N0: by CN=api.contoso.test\n"), std::string::npos) << after;
  const json document = json::parse(explain("client_roles", {"operator", "N0", "--json"}).out, nullptr, false);
  ASSERT_TRUE(document.is_object());
  EXPECT_EQ(document["grant"], "User");
  EXPECT_EQ(document["from"]["client"], "operator");
  EXPECT_EQ(document["to"]["node"], "N0");
  EXPECT_EQ(document["to"]["presents"], "S");
  EXPECT_EQ(document["toJudgesFrom"]["role"], "client");
  EXPECT_EQ(document["toJudgesFrom"]["rules"][3]["forAdmins"], true);
  EXPECT_EQ(document["fromJudgesTo"]["role"], "server");
}

TEST(Explain, TwoClientsDoNotTalk) {
  const ProcessOutcome outcome = explain("client_roles", {"watch", "deploy"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("clients do not talk to each other: \"watch\" and \"deploy\""), std::string::npos)
      << outcome.err;
  const ProcessOutcome unknown = explain("client_roles", {"watcher", "N0"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("unknown node or client \"watcher\"\nhelp: did you mean \"watch\"?"), std::string::npos)
      << unknown.err;
}

struct WrongExplainCase {
  const char* name;
  Words words;
  const char* said;
};

void PrintTo(const WrongExplainCase& row, std::ostream* out) { *out << row.name; }

class WrongExplain : public testing::TestWithParam<WrongExplainCase> {};
TEST_P(WrongExplain, IsAnsweredWithTheWrongWord) {
  expect_refused(explain("thumbprint_rotation", GetParam().words), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Words, WrongExplain,
    testing::Values(
        WrongExplainCase{"unknown_node", {"N0", "N77"}, "error: unknown node \"N77\"\nhelp: did you mean \"N7\"?\n"},
        WrongExplainCase{"node_of_another_kind",
                         {"frontend", "N1"},
                         "error: unknown node \"frontend\"\nhelp: one of: N0, N1, N2, N3, N4, N5, N6, N7, N8, N9\n"},
        WrongExplainCase{"same_node_twice",
                         {"N0", "N0"},
                         "error: a node has no link with itself: \"N0\"\nhelp: name two different nodes\n"},
        WrongExplainCase{"unknown_step",
                         {"N0", "N1", "after", "present b"},
                         "error: unknown step \"present b\"\nhelp: did you mean \"present B\"?\n"},
        WrongExplainCase{"unknown_domain",
                         {"N0", "N1", "after", "present B", "ud0"},
                         "error: unknown upgrade domain \"ud0\"\nhelp: did you mean \"UD0\"?\n"},
        WrongExplainCase{"no_step",
                         {"N0", "N1", "after"},
                         "error: no moment: \"after\"\nhelp: write at TIME, or after STEP, or after STEP DOMAIN\n"},
        WrongExplainCase{
            "no_preposition",
            {"N0", "N1", "2026-01-10"},
            "error: no moment: \"2026-01-10\"\nhelp: write at TIME, or after STEP, or after STEP DOMAIN\n"},
        WrongExplainCase{"no_time",
                         {"N0", "N1", "at", "noon"},
                         "error: not a time: \"noon\": it does not begin with a date\n"
                         "help: expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z\n"},
        WrongExplainCase{"day_that_does_not_exist",
                         {"N0", "N1", "--at", "2026-02-30"},
                         "error: not a time: \"2026-02-30\": the calendar has no such day\n"
                         "help: expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z\n"},
        WrongExplainCase{"before_the_start",
                         {"N0", "N1", "at", "2025-01-01"},
                         "error: the run starts later than 2025-01-01T00:00:00Z: at 2026-01-10T00:00:00Z\n"},
        WrongExplainCase{"two_moments",
                         {"N0", "N1", "at", "2026-01-10", "--after", "present B"},
                         "error: more than one moment was given\nhelp: give one of: at TIME; after STEP [DOMAIN]\n"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::test
