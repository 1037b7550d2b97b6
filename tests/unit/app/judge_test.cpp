// certdrill judge: certificates that the openssl command made, against rules, as a person in trouble would ask.
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "judge_files.h"

namespace certdrill::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

struct JudgeCase {
  const char* name;
  Words words;
  int exit_code;
  const char* first_line;              // its beginning
  std::vector<const char*> also_told;  // somewhere below
};
void PrintTo(const JudgeCase& row, std::ostream* out) { *out << row.name; }

class JudgeAnswers : public testing::TestWithParam<JudgeCase> {};
TEST_P(JudgeAnswers, FirstAndThenWhy) {
  Words words = GetParam().words;
  words.insert(words.end(), {"--at", "2026-06-01"});
  const ProcessOutcome outcome = judge(words);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.exit_code, GetParam().exit_code);
  EXPECT_TRUE(outcome.out.starts_with(GetParam().first_line)) << outcome.out;
  for (const char* const told : GetParam().also_told)
    EXPECT_NE(outcome.out.find(told), std::string::npos) << "not told: " << told << "\n" << outcome.out;
}

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Documented, JudgeAnswers,
    testing::Values(
        JudgeCase{"pinned_and_expired",
                  {"--cert", "ended.pem", "--chain", "I1.pem", "--rule", "TP=ended"},
                  1,
                  "refused: Expired: \"ended\" expired 2026-01-01T00:00:00Z (rule TP=ended)\n"
                  "  at 2026-06-01T00:00:00Z, role cluster, rules: documented\n"
                  "  the other side sees ConnectionDenied: Expired\n",
                  {"  + ThumbprintMatched: shown \"ended\" ", "\nNo rule can accept it\n  Expired: \"ended\" expired"}},
        JudgeCase{"pinned_self_signed_expired",
                  {"--cert", "alone.pem", "--rule", "TP=alone"},
                  1,
                  "refused: Expired: \"alone\" expired 2026-01-01T00:00:00Z (rule TP=alone)\n",
                  {"\nNearest rule that would accept it\n  the rules as they are, with acceptExpiredPinned=yes "
                   "(AcceptExpiredPinnedClusterCertificate)\n"}},
        JudgeCase{"pinned_self_signed_expired_with_the_switch_on",
                  {"--cert", "alone.pem", "--rule", "TP=alone", "--set", "acceptExpiredPinned=yes"},
                  0,
                  "accepted: by TP=alone\n"
                  "  at 2026-06-01T00:00:00Z, role cluster, rules: documented with acceptExpiredPinned=yes\n",
                  {"  ~ Expired: \"alone\" expired 2026-01-01T00:00:00Z (tolerated)\n", "  issuer     itself\n"}},
        JudgeCase{
            "the_switch_does_not_extend_to_an_authoritys",
            {"--cert", "ended.pem", "--chain", "I1.pem", "--rule", "TP=ended", "--set", "acceptExpiredPinned=yes"},
            1,
            "refused: Expired: \"ended\" expired 2026-01-01T00:00:00Z (rule TP=ended)\n",
            {"\nNo rule can accept it\n"}},
        JudgeCase{"name_by_wildcard",
                  {"--cert", "node.pem", "--chain", "I1.pem", "--root", "R1.pem", "--rule", "CN=node7.contoso.test@I1"},
                  0,
                  "accepted: by CN=node7.contoso.test@I1\n",
                  {"  + ChainClean: up to a trusted root\n", "  + IssuerMatched: \"node\" was issued by \"I1\" ",
                   "  + CommonNameMatched: \"*.contoso.test\", expected \"node7.contoso.test\"\n",
                   "  DNS names  *.contoso.test\n", "  usages     serverAuth, clientAuth\n",
                   "  valid      2026-01-01 to 2027-01-01\n"}},
        JudgeCase{"rule_that_is_the_wildcard_itself",
                  {"--cert", "node.chain.pem", "--issuer", "I1.pem", "--rule", "CN=*.contoso.test@I1"},
                  0,
                  "accepted: by CN=*.contoso.test@I1\n",
                  {"  ~ UntrustedRoot: issuer \"Contoso Root\" is a root that is not trusted (tolerated)\n"}},
        JudgeCase{"wildcard_is_one_label",
                  {"--cert", "node.pem", "--chain", "I1.pem", "--root", "R1.pem", "--rule", "CN=a.b.contoso.test@I1"},
                  1,
                  "refused: CertificateNotMatched: shown \"node\" ",
                  {"  - CommonNameNotMatched: ",
                   "\nNearest rule that would accept it\n  CN=node.contoso.test@I1\n    I1 is "}},
        JudgeCase{"right_name_but_wrong_issuer",
                  {"--cert", "renewed.pem", "--chain", "I2.pem", "--root", "R1.pem", "--issuer", "I1.pem", "--rule",
                   "CN=node.contoso.test@I1"},
                  1,
                  "refused: IssuerNotMatched: \"renewed\" was issued by \"I2\" ",
                  {"  + CommonNameMatched: \"node.contoso.test\"",
                   "\nNearest rule that would accept it\n  CN=node.contoso.test@I1|I2\n    I1 is ", "\n    I2 is "}},
        JudgeCase{"revoked",
                  {"--cert", "lost.pem", "--chain", "I1.pem", "--root", "R1.pem", "--crl", "I1.crl.pem", "--rule",
                   "CN=node.contoso.test@I1"},
                  1,
                  "refused: Revoked: \"lost\" was revoked by its issuer (rule CN=node.contoso.test@I1)\n",
                  {"documented with revocation=leaf\n", "\nNo rule can accept it\n  Revoked: "}},
        JudgeCase{"revoked_although_pinned",
                  {"--cert", "lost.pem", "--chain", "I1.pem", "--crl", "I1.crl.pem", "--rule", "TP=lost"},
                  1,
                  "refused: Revoked: \"lost\" was revoked by its issuer (rule TP=lost)\n",
                  {"\nNo rule can accept it\n  Revoked: "}},
        JudgeCase{"not_revoked",
                  {"--cert", "node.pem", "--chain", "I1.pem", "--root", "R1.pem", "--crl", "I1.crl.pem", "--rule",
                   "CN=node.contoso.test@I1"},
                  0,
                  "accepted: by CN=node.contoso.test@I1\n",
                  {}},
        JudgeCase{"for_clients_only",
                  {"--cert", "client.pem", "--chain", "I1.pem", "--root", "R1.pem", "--rule", "CN=desk.contoso.test",
                   "--role", "client"},
                  0,
                  "accepted: by CN=desk.contoso.test\n  at 2026-06-01T00:00:00Z, role client, rules: documented\n"
                  "  the client becomes User\n",
                  {"  usages     clientAuth\n"}},
        JudgeCase{"admin_by_the_admin_list",
                  {"--cert", "client.pem", "--chain", "I1.pem", "--root", "R1.pem", "--rule", "CN=desk.contoso.test",
                   "--admin-rule", "TP=client", "--role", "client"},
                  0,
                  "accepted: by TP=client\n",
                  {"  the client becomes Admin\n", "TP=client, for admins, accepts\n"}},
        JudgeCase{"an_endpoint_by_its_client",
                  {"--cert", "node.pem", "--issuer", "alone.pem", "--rule", "TP=alone", "--role", "server"},
                  1,
                  "refused: CertificateNotMatched: shown \"node\" ",
                  {"  the other side sees ServerAuthenticationFailed: CertificateNotMatched\n",
                   "\nNearest rule that would accept it\n  TP=node\n    node is "}},
        JudgeCase{"no_rule",
                  {"--cert", "node.der"},
                  1,
                  "refused: NoValidationRule: V is empty\n",
                  {"\nno rule was given\n", "\nNearest rule that would accept it\n  TP=node\n    node is "}}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Profiles, JudgeAnswers,
    testing::Values(JudgeCase{"windows_has_one_name_for_both_ends",
                              {"--cert", "ended.pem", "--rule", "TP=ended", "--profile", "windows"},
                              1,
                              "refused: Expired: ",
                              {"  the other side sees ConnectionDenied: CERT_E_EXPIRED\n"}},
                    JudgeCase{"linux_compares_a_clients_common_name_alone",
                              {"--cert", "client.pem", "--chain", "I1.pem", "--root", "R1.pem", "--rule",
                               "CN=desk.contoso.test", "--role", "client", "--profile", "linux"},
                              1,
                              "refused: NameNotCounted: ",
                              {"  the other side sees ConnectionDenied: CertificateNotMatched\n",
                               "\nNearest rule that would accept it\n  CN=ops.contoso.test@I1\n"}},
                    JudgeCase{"linux_does_not_trust_by_a_pinned_issuer",
                              {"--cert", "node.chain.pem", "--issuer", "I1.pem", "--rule", "CN=node7.contoso.test@I1",
                               "--profile", "linux"},
                              1,
                              "refused: UntrustedRoot: ",
                              {"  the other side sees ConnectionDenied: OperationFailed\n",
                               "Nearest rule that would accept it\n  TP=node\n"}},
                    JudgeCase{"windows_accepts_a_peer_with_its_own_key",
                              {"--cert", "node.pem", "--own", "node.der", "--issuer", "alone.pem", "--rule", "TP=alone",
                               "--profile", "windows"},
                              0,
                              "accepted: by the same public key\n",
                              {"  + SamePublicKey: "}}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Scenarios, JudgeAnswers,
    testing::Values(JudgeCase{"rules_of_a_node",
                              {"--cert", "node.pem", "--rules-from", "undeclared_issuer", "--node", "N3"},
                              1,
                              "refused: PartialChain: the issuer of \"node\" is missing; IssuerNotMatched: ",
                              {"CN=B1@I1 refuses\n",
                               "  + CommonNameMatched: \"*.contoso.test\", expected \"cluster.contoso.test\"\n"}},
                    JudgeCase{"rules_of_a_node_and_one_more",
                              {"--cert", "node.pem", "--rules-from", "undeclared_issuer", "--node", "N3", "--rule",
                               "TP=node"},
                              0,
                              "accepted: by TP=node\n",
                              {"CN=B1@I1 refuses\n"}},
                    JudgeCase{"names_of_a_scenario",
                              {"--cert", "node.pem", "--rules-from", "thumbprint_swap_without_overlap", "--node", "N3",
                               "--rule", "TP=A"},
                              1,
                              "refused: CertificateNotMatched: ",
                              {"listed B A1BF..08AB\n", "listed A BCBD..F313\n"}}),
    row_name);

// The node is taken as it stands at the time: V has B only after the first step of the plan.
TEST(Judge, TakesANodeAsItStandsAtTheTime) {
  const auto rules_at = [](const std::string& time) {
    return json::parse(
        judge({"--cert", "node.pem", "--rules-from", "thumbprint_rotation", "--node", "N0", "--at", time, "--json"})
            .out,
        nullptr, false)["verdict"]["rules"];
  };
  EXPECT_EQ(rules_at("2026-01-10").size(), 1U);
  const json later = rules_at("2026-01-10T00:06:00Z");
  ASSERT_EQ(later.size(), 2U);
  EXPECT_EQ(later[1]["rule"], "TP=B");
}

TEST(Judge, WithoutATimeIsAboutNowAndSaysSo) {
  const ProcessOutcome outcome = judge({"--cert", "node.pem"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find("\n  at 20"), std::string::npos) << outcome.out;
}

TEST(Judge, IsAlsoAJsonDocument) {
  const ProcessOutcome outcome = judge({"--cert", "renewed.pem", "--chain", "I2.pem", "--root", "R1.pem", "--issuer",
                                        "I1.pem", "--rule", "CN=node.contoso.test@I1", "--at", "2026-06-01", "--json"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "");
  const json document = json::parse(outcome.out, nullptr, false);
  ASSERT_TRUE(document.is_object()) << outcome.out;
  EXPECT_EQ(document["format"], "certdrill.judgement/1");
  EXPECT_EQ(document["accepted"], false);
  EXPECT_EQ(document["at"], "2026-06-01T00:00:00Z");
  EXPECT_EQ(document["verdict"]["rules"][0]["rule"], "CN=node.contoso.test@I1");
  EXPECT_EQ(document["certificate"]["commonNames"], json::array({"node.contoso.test"}));
  EXPECT_EQ(document["certificate"]["extendedKeyUsage"], (json::array({"serverAuth", "clientAuth"})));
  EXPECT_EQ(document["certificate"]["chain"].size(), 3U);
  EXPECT_EQ(document["nearest"]["found"], true);
  EXPECT_EQ(document["nearest"]["rule"], "CN=node.contoso.test@I1|I2");
  EXPECT_EQ(document["nearest"]["verdict"]["accepted"], true);
  EXPECT_EQ(document["nearest"]["names"].size(), 2U);
}

TEST(JudgePfx, OpensWithThePasswordOfAFile) {
  const ProcessOutcome outcome =
      judge({"--cert", "node.pfx", "--password-file", "password.txt", "--root", "R1.pem", "--issuer", "I1.pem",
             "--rule", "CN=node7.contoso.test@I1", "--at", "2026-06-01"});
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
}

TEST(JudgePfx, OpensWithThePasswordOfTheEnvironment) {
  const ProcessOutcome outcome = judge({"--cert", "node.pfx", "--rule", "TP=node", "--at", "2026-06-01"},
                                       {"CERTDRILL_PFX_PASSWORD=correct horse"});
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
}

TEST(JudgePfx, AsksForAPasswordThatNobodyGave) {
  expect_refused(judge({"--cert", "node.pfx"}, {"CERTDRILL_PFX_PASSWORD"}),
                 "node.pfx: error: a password is needed\n"
                 "help: give --password-file FILE, or set CERTDRILL_PFX_PASSWORD, or run it on a terminal\n");
}

}  // namespace
}  // namespace certdrill::test
