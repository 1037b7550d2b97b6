// TP=A: what is accepted and refused, and what a person is told.
//
// Source  authentication article, "Thumbprint-based certificate validation declarations".
#include <string>

#include <gtest/gtest.h>

#include "trust_cases.h"

namespace certdrill::trust {
namespace {

class ThumbprintRuleTest : public testing::TestWithParam<JudgedCase> {};
TEST_P(ThumbprintRuleTest, Judges) { expect_verdict(GetParam()); }

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Match, ThumbprintRuleTest,
    testing::Values(JudgedCase{.name = "listed",
                               .accepts = "{TP=A}",
                               .shown = "A",
                               .summary = "accepted by TP=A",
                               .reasons = "TP=A: ~UntrustedRoot +ThumbprintMatched"},
                    JudgedCase{.name = "another_of_the_same_name",
                               .accepts = "{TP=A}",
                               .shown = "B",
                               .at = "2026-01-10",
                               .summary = "refused CertificateNotMatched: shown \"B\" <B>, listed A <A>",
                               .reasons = "TP=A: ~UntrustedRoot -ThumbprintNotMatched | -CertificateNotMatched"},
                    JudgedCase{.name = "hex_digits",
                               .accepts = "{TP=<<A>>}",
                               .shown = "A",
                               .summary = "accepted by TP=<<A>>",
                               .reasons = "TP=<<A>>: ~UntrustedRoot +ThumbprintMatched"},
                    JudgedCase{.name = "hex_digits_of_another",
                               .accepts = "{TP=<<B>>}",
                               .shown = "A",
                               .summary = "refused CertificateNotMatched: shown \"A\" <A>, listed <B>",
                               .reasons = "TP=<<B>>: ~UntrustedRoot -ThumbprintNotMatched | -CertificateNotMatched"},
                    JudgedCase{.name = "pin_of_the_issuer_is_no_pin_of_the_leaf",
                               .accepts = "{TP=I1}",
                               .shown = "L",
                               .summary = "refused CertificateNotMatched: shown \"L\" <L>, listed I1 <I1>",
                               .reasons = "TP=I1: -ThumbprintNotMatched | -CertificateNotMatched"}),
    row_name);

// NotBefore <= now < NotAfter, whatever the part of a second.
INSTANTIATE_TEST_SUITE_P(
    Time, ThumbprintRuleTest,
    testing::Values(
        JudgedCase{.name = "one_second_before_its_first_moment",
                   .accepts = "{TP=B}",
                   .shown = "B",
                   .at = "2026-01-04T23:59:59Z",
                   .summary = "refused NotYetValid: \"B\" is valid from 2026-01-05T00:00:00Z (rule TP=B)",
                   .reasons = "TP=B: ~UntrustedRoot -NotYetValid +ThumbprintMatched | -CertificateNotMatched"},
        JudgedCase{.name = "one_millisecond_before_its_first_moment",
                   .accepts = "{TP=B}",
                   .shown = "B",
                   .at = "2026-01-04T23:59:59.999Z",
                   .summary = "refused NotYetValid: \"B\" is valid from 2026-01-05T00:00:00Z (rule TP=B)",
                   .reasons = "TP=B: ~UntrustedRoot -NotYetValid +ThumbprintMatched | -CertificateNotMatched"},
        JudgedCase{.name = "at_its_first_moment",
                   .accepts = "{TP=B}",
                   .shown = "B",
                   .at = "2026-01-05T00:00:00Z",
                   .summary = "accepted by TP=B",
                   .reasons = "TP=B: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "one_second_before_its_end",
                   .accepts = "{TP=A}",
                   .shown = "A",
                   .at = "2026-01-31T23:59:59Z",
                   .summary = "accepted by TP=A",
                   .reasons = "TP=A: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "one_millisecond_before_its_end",
                   .accepts = "{TP=A}",
                   .shown = "A",
                   .at = "2026-01-31T23:59:59.999Z",
                   .summary = "accepted by TP=A",
                   .reasons = "TP=A: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "at_its_end",
                   .accepts = "{TP=A}",
                   .shown = "A",
                   .at = "2026-02-01T00:00:00Z",
                   .summary = "refused Expired: \"A\" expired 2026-02-01T00:00:00Z (rule TP=A)",
                   .reasons = "TP=A: ~UntrustedRoot -Expired +ThumbprintMatched | -CertificateNotMatched"},
        JudgedCase{.name = "expired_and_not_listed",
                   .accepts = "{TP=B}",
                   .shown = "A",
                   .at = "2026-02-01T00:00:00Z",
                   .summary = "refused Expired: \"A\" expired 2026-02-01T00:00:00Z; ThumbprintNotMatched: shown \"A\" "
                              "<A>, listed B <B> (rule TP=B)",
                   .reasons = "TP=B: ~UntrustedRoot -Expired -ThumbprintNotMatched | -CertificateNotMatched"},
        JudgedCase{.name = "its_issuer_is_valid_a_last_moment",
                   .accepts = "{TP=UnderX}",
                   .shown = "UnderX",
                   .at = "2025-12-31T23:59:59.999Z",
                   .summary = "accepted by TP=UnderX",
                   .reasons = "TP=UnderX: +ThumbprintMatched"},
        JudgedCase{.name = "its_issuer_has_expired",
                   .accepts = "{TP=UnderX}",
                   .shown = "UnderX",
                   .at = "2026-01-01T00:00:00Z",
                   .summary = "refused Expired: issuer \"X1\" expired 2026-01-01T00:00:00Z (rule TP=UnderX)",
                   .reasons = "TP=UnderX: -Expired +ThumbprintMatched | -CertificateNotMatched"}),
    row_name);

// "Any trust errors encountered during chain building/validation will be suppressed": the certificate is merely an
// envelope for a key pair. But "signatures match".
INSTANTIATE_TEST_SUITE_P(
    Trust, ThumbprintRuleTest,
    testing::Values(
        JudgedCase{.name = "trusted_root",
                   .accepts = "{TP=L}",
                   .shown = "L",
                   .summary = "accepted by TP=L",
                   .reasons = "TP=L: +ThumbprintMatched"},
        JudgedCase{.name = "untrusted_root",
                   .accepts = "{TP=M}",
                   .shown = "M",
                   .summary = "accepted by TP=M",
                   .reasons = "TP=M: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "self_signed_and_trusted",
                   .accepts = "{TP=A}",
                   .shown = "A",
                   .trusted = "A",
                   .summary = "accepted by TP=A",
                   .reasons = "TP=A: +ThumbprintMatched"},
        JudgedCase{.name = "no_root_is_trusted",
                   .accepts = "{TP=L}",
                   .shown = "L",
                   .trusted = "",
                   .summary = "accepted by TP=L",
                   .reasons = "TP=L: ~UntrustedRoot +ThumbprintMatched"},
        JudgedCase{.name = "issuer_missing",
                   .accepts = "{TP=M}",
                   .shown = "M",
                   .sends = Sends::leaf_alone,
                   .summary = "accepted by TP=M",
                   .reasons = "TP=M: ~PartialChain +ThumbprintMatched"},
        JudgedCase{.name = "root_missing",
                   .accepts = "{TP=M}",
                   .shown = "M",
                   .sends = Sends::without_root,
                   .summary = "accepted by TP=M",
                   .reasons = "TP=M: ~PartialChain +ThumbprintMatched"},
        JudgedCase{.name = "wrong_usage",
                   .accepts = "{TP=Code}",
                   .shown = "Code",
                   .summary = "accepted by TP=Code",
                   .reasons = "TP=Code: ~UsageNotAllowed +ThumbprintMatched"},
        JudgedCase{.name = "tampered_signature",
                   .accepts = "{TP=L}",
                   .shown = "L",
                   .sends = Sends::tampered_leaf,
                   .summary = "refused SignatureInvalid: the signature of \"L\" does not verify; ThumbprintNotMatched: "
                              "shown \"L\" ECE1..06E1, listed L <L> (rule TP=L)",
                   .reasons = "TP=L: -SignatureInvalid -ThumbprintNotMatched | -CertificateNotMatched"},
        JudgedCase{.name = "tampered_signature_of_a_self_signed_one",
                   .accepts = "{TP=A}",
                   .shown = "A",
                   .sends = Sends::tampered_leaf,
                   .summary = "refused SignatureInvalid: the signature of \"A\" does not verify; ThumbprintNotMatched: "
                              "shown \"A\" 7DB9..B23F, listed A <A> (rule TP=A)",
                   .reasons = "TP=A: ~UntrustedRoot -SignatureInvalid -ThumbprintNotMatched | -CertificateNotMatched"},
        JudgedCase{.name = "tampered_signature_of_its_issuer",
                   .accepts = "{TP=L}",
                   .shown = "L",
                   .sends = Sends::tampered_issuer,
                   .summary = "refused SignatureInvalid: the signature of issuer \"I1\" does not verify (rule TP=L)",
                   .reasons = "TP=L: -SignatureInvalid +ThumbprintMatched | -CertificateNotMatched"}),
    row_name);

}  // namespace
}  // namespace certdrill::trust
