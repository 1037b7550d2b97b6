// V as a whole: the first rule that accepts decides, every reason of every rule is kept, and a refusal tells of the
// rule that came closest.
//
// Source  authentication article, "validation rules allow declaring the certificates of a given role by both thumbprint
//         and common name"; Service Fabric runtime source, SecurityContextSsl.cpp (an empty list accepts nobody).
#include <string>

#include <gtest/gtest.h>

#include "trust_cases.h"

namespace certdrill::trust {
namespace {

class SeveralRulesTest : public testing::TestWithParam<JudgedCase> {};
TEST_P(SeveralRulesTest, Judges) { expect_verdict(GetParam()); }

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Accepted, SeveralRulesTest,
    testing::Values(
        JudgedCase{.name = "first_of_two",
                   .accepts = "{TP=A, TP=B}",
                   .shown = "A",
                   .summary = "accepted by TP=A",
                   .reasons = "TP=A: ~UntrustedRoot +ThumbprintMatched | TP=B: ~UntrustedRoot -ThumbprintNotMatched"},
        JudgedCase{.name = "second_of_two",
                   .accepts = "{TP=A, TP=B}",
                   .shown = "B",
                   .at = "2026-01-10",
                   .summary = "accepted by TP=B",
                   .reasons = "TP=A: ~UntrustedRoot -ThumbprintNotMatched | TP=B: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "by_thumbprint_though_not_by_name",
                   .accepts = "{CN=A, TP=A}",
                   .shown = "A",
                   .summary = "accepted by TP=A",
                   .reasons = "CN=A: -UntrustedRoot +CommonNameMatched | TP=A: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "by_name_though_not_by_thumbprint",
                   .accepts = "{TP=A, CN=L}",
                   .shown = "L",
                   .summary = "accepted by CN=L",
                   .reasons = "TP=A: -ThumbprintNotMatched | CN=L: +ChainClean +CommonNameMatched"},
        JudgedCase{.name = "by_both",
                   .accepts = "{CN=L, TP=L}",
                   .shown = "L",
                   .summary = "accepted by CN=L",
                   .reasons = "CN=L: +ChainClean +CommonNameMatched | TP=L: +ThumbprintMatched"},
        JudgedCase{.name = "by_the_pin_that_is_not_the_first",
                   .accepts = "{CN=L@I1, CN=L@I2}",
                   .shown = "L2",
                   .summary = "accepted by CN=L@I2",
                   .reasons = "CN=L@I1: +ChainClean -IssuerNotMatched +CommonNameMatched | CN=L@I2: +ChainClean "
                              "+IssuerMatched +CommonNameMatched"},
        JudgedCase{
            .name = "by_the_unpinned_one",
            .accepts = "{CN=L@I2, CN=L}",
            .shown = "L",
            .summary = "accepted by CN=L",
            .reasons =
                "CN=L@I2: +ChainClean -IssuerNotMatched +CommonNameMatched | CN=L: +ChainClean +CommonNameMatched"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Refused, SeveralRulesTest,
    testing::Values(
        JudgedCase{.name = "listed_nowhere",
                   .accepts = "{TP=A, TP=L}",
                   .shown = "B",
                   .at = "2026-01-10",
                   .summary = "refused CertificateNotMatched: shown \"B\" <B>, listed A <A>, L <L>",
                   .reasons = "TP=A: ~UntrustedRoot -ThumbprintNotMatched | TP=L: ~UntrustedRoot -ThumbprintNotMatched "
                              "| -CertificateNotMatched"},
        JudgedCase{.name = "neither_listed_nor_of_that_name",
                   .accepts = "{TP=A, CN=node.contoso.test}",
                   .shown = "L",
                   .summary = "refused CertificateNotMatched: shown \"L\" <L> with \"cluster.contoso.test\", listed A "
                              "<A>, CN=node.contoso.test",
                   .reasons = "TP=A: -ThumbprintNotMatched | CN=node.contoso.test: +ChainClean -CommonNameNotMatched | "
                              "-CertificateNotMatched"},
        JudgedCase{.name = "the_name_matched_but_the_root_is_not_trusted",
                   .accepts = "{TP=A, CN=L}",
                   .shown = "M",
                   .summary = "refused UntrustedRoot: issuer \"R2\" is a root that is not trusted (rule CN=L)",
                   .reasons = "TP=A: ~UntrustedRoot -ThumbprintNotMatched | CN=L: -UntrustedRoot +CommonNameMatched | "
                              "-CertificateNotMatched"},
        JudgedCase{.name = "the_thumbprint_matched_but_it_has_expired",
                   .accepts = "{TP=B, TP=A}",
                   .shown = "A",
                   .at = "2026-02-01",
                   .summary = "refused Expired: \"A\" expired 2026-02-01T00:00:00Z (rule TP=A)",
                   .reasons = "TP=B: ~UntrustedRoot -Expired -ThumbprintNotMatched | TP=A: ~UntrustedRoot -Expired "
                              "+ThumbprintMatched | -CertificateNotMatched"},
        JudgedCase{.name = "the_closest_is_the_one_with_fewer_refusals",
                   .accepts = "{CN=L, CN=L@I1}",
                   .shown = "M",
                   .at = "2025-06-01",
                   .summary = "refused UntrustedRoot: issuer \"R2\" is a root that is not trusted (rule CN=L)",
                   .reasons = "CN=L: -UntrustedRoot +CommonNameMatched | CN=L@I1: ~UntrustedRoot -IssuerNotMatched "
                              "+CommonNameMatched | -CertificateNotMatched"},
        JudgedCase{.name = "no_rule",
                   .accepts = "{}",
                   .shown = "A",
                   .summary = "refused NoValidationRule: V is empty",
                   .reasons = "-NoValidationRule"},
        JudgedCase{.name = "nothing_shown",
                   .accepts = "{TP=A, CN=L}",
                   .shown = "",
                   .summary = "refused NothingPresented: no certificate was shown",
                   .reasons = "-NothingPresented"},
        JudgedCase{.name = "nothing_shown_and_no_rule",
                   .accepts = "{}",
                   .shown = "",
                   .summary = "refused NothingPresented: no certificate was shown; NoValidationRule: V is empty",
                   .reasons = "-NothingPresented -NoValidationRule"}),
    row_name);

// A rule asks for real bytes: the same names, dates and issuer, made from another seed, are another certificate.
TEST(SeveralRules, TheSameSpecFromAnotherSeedIsAnotherCertificate) {
  std::vector<pki::CertificateSpec> specs;
  for (pki::CertificateId id = 0; id < certificates().size(); ++id) specs.push_back(certificates().spec(id));
  const pki::CertificateSet others(2, std::move(specs));
  const std::vector<Rule> rules = rules_of("{TP=A}");
  const SimTime now = time_at("2025-06-01");
  EXPECT_TRUE(judge_as_documented(examine_as_documented(show(certificates(), id_of("A")), {}, now), rules).accepted);
  EXPECT_FALSE(judge_as_documented(examine_as_documented(show(others, id_of("A")), {}, now), rules).accepted);
}

}  // namespace
}  // namespace certdrill::trust
