// The less usual fields of a CertificateSpec, as they are read back from the certificates minted from them.
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

CertificateSpec plain(std::string name) { return spec_of(std::move(name), "2025-02-01", "2026-02-01"); }

CertificateSpec authority(std::string name, KeyType type = KeyType::ed25519) {
  CertificateSpec spec = plain(std::move(name));
  spec.authority = true;
  spec.key_type = type;
  return spec;
}

Certificate minted(CertificateSpec spec) { return CertificateSet(3, {std::move(spec)}).certificate(0); }

bool holds(const Certificate& certificate, const std::string& text) {
  const std::string der(certificate.der().begin(), certificate.der().end());
  return der.find(text) != std::string::npos;
}

std::string faults_of(const Certificate& leaf, const std::vector<Certificate>& sent,
                      const std::vector<Certificate>& trusted) {
  return text_of(verify_chain(leaf, sent, trusted, ChainQuestion{ChainUse::any, time_at("2025-06-01")}));
}

TEST(MintingTest, TheSubjectHasTheCommonNameAndThenItsAttributes) {
  CertificateSpec spec = plain("A");
  spec.subject = {{"O", "Contoso, B\u00FCro"}, {"OU", "Ops"}, {"CN", "second.test"}, {"C", "DE"}, {"DC", "test"}};
  const Certificate certificate = minted(spec);
  const std::vector<SubjectAttribute> expected = {
      {"CN", "A.test"}, {"O", "Contoso, B\u00FCro"}, {"OU", "Ops"}, {"CN", "second.test"}, {"C", "DE"}, {"DC", "test"}};
  EXPECT_EQ(certificate.subject(), expected);
  EXPECT_EQ(certificate.common_name(), "A.test");
  EXPECT_EQ(certificate.common_names(), (std::vector<std::string>{"A.test", "second.test"}));
  EXPECT_TRUE(holds(certificate, "\x0C\x03Ops")) << "UTF8String";
  EXPECT_TRUE(holds(certificate,
                    "\x13\x02"
                    "DE"))
      << "PrintableString";
  EXPECT_TRUE(holds(certificate, "\x16\x04test")) << "IA5String";
}

TEST(MintingTest, ASubjectOfAttributesAloneIsNoEmptySubject) {
  CertificateSpec spec = plain("A");
  spec.common_name.clear();
  spec.subject = {{"O", "Contoso"}};
  spec.dns_names = {"a.test"};
  const Certificate certificate = minted(spec);
  EXPECT_EQ(certificate.common_name(), "");
  EXPECT_TRUE(certificate.common_names().empty());
  // The object identifier of subjectAltName, and behind it the mark of a critical extension or its value at once.
  EXPECT_TRUE(holds(certificate, "\x55\x1D\x11\x04"));
  spec.subject.clear();
  EXPECT_TRUE(holds(minted(spec), "\x55\x1D\x11\x01\x01\xFF"));
}

TEST(MintingTest, MailAndIpAddressesStandBesideTheDnsNames) {
  CertificateSpec spec = plain("A");
  spec.dns_names = {"a.test"};
  spec.email_names = {"ops@a.test"};
  spec.ip_addresses = {"10.0.0.7", "fd00::1"};
  const Certificate certificate = minted(spec);
  EXPECT_EQ(certificate.dns_names(), std::vector<std::string>{"a.test"});
  EXPECT_TRUE(holds(certificate, "\x81\x0Aops@a.test"));
  EXPECT_TRUE(holds(certificate, std::string("\x87\x04\x0A\x00\x00\x07", 6)));
  EXPECT_TRUE(holds(certificate, std::string("\x87\x10\xFD\x00", 4)));
  EXPECT_FALSE(certificate.matches_host("10.0.0.7")) << "a host name, not an address";
}

TEST(MintingTest, AKeyMayBeAnotherOnes) {
  for (const KeyType type : {KeyType::ed25519, KeyType::p256, KeyType::rsa2048}) {
    std::vector<CertificateSpec> specs = {plain("renewed"), plain("first"), plain("again"), plain("other")};
    for (CertificateSpec& each : specs) each.key_type = type;
    specs[0].key_of = "first";
    specs[2].key_of = "renewed";
    const CertificateSet set(3, specs);
    const std::vector<CertificateId> all = {0, 1, 2, 3};
    set.mint(all);
    EXPECT_EQ(set.private_key_pem(0), set.private_key_pem(1));
    EXPECT_EQ(set.private_key_pem(2), set.private_key_pem(1));
    EXPECT_EQ(set.certificate(0).public_key(), set.certificate(1).public_key());
    EXPECT_EQ(set.certificate(2).public_key(), set.certificate(1).public_key());
    EXPECT_NE(set.certificate(3).public_key(), set.certificate(1).public_key());
    EXPECT_NE(set.certificate(0), set.certificate(1));
    CertificateSpec alone = plain("first");
    alone.key_type = type;
    EXPECT_EQ(set.certificate(1), minted(alone)) << "the one whose key it is does not change";
  }
}

TEST(MintingDeathTest, AKeyOfNobodyOfAnotherTypeOrInACircleAborts) {
  CertificateSpec a = plain("A");
  CertificateSpec b = plain("B");
  a.key_of = "C";
  EXPECT_DEATH(CertificateSet(3, {a, b}), "beyond the set: \"C\"");
  a.key_of = "B";
  b.key_of = "A";
  EXPECT_DEATH(CertificateSet(3, {a, b}), "in a circle: \"A\"");
  b.key_of.clear();
  b.key_type = KeyType::p256;
  EXPECT_DEATH(CertificateSet(3, {a, b}), "another type: \"A\"");
}

TEST(MintingTest, PathLengthIsKept) {
  for (const std::uint32_t length : {0U, 1U}) {
    CertificateSpec root = authority("root");
    root.path_length = length;
    CertificateSpec inter = authority("inter");
    inter.issuer = 0;
    CertificateSpec leaf = plain("leaf");
    leaf.issuer = 1;
    const CertificateSet set(3, {root, inter, leaf});
    EXPECT_EQ(faults_of(set.certificate(2), {set.certificate(1)}, {set.certificate(0)}),
              length == 0 ? "ConstraintViolated@2" : "clean");
  }
}

TEST(MintingTest, WhatAPublisherIssuesNamesItsList) {
  CertificateSpec root = authority("my root/1");
  root.publishes_crl = true;
  CertificateSpec leaf = plain("leaf");
  leaf.issuer = 0;
  const CertificateSet set(3, {root, leaf});
  EXPECT_FALSE(set.certificate(0).names_crl()) << "nobody revokes a root";
  EXPECT_TRUE(set.certificate(1).names_crl());
  EXPECT_TRUE(holds(set.certificate(1), "http://crl.test/my%20root%2F1.crl"));
  EXPECT_EQ(faults_of(set.certificate(1), {}, {set.certificate(0)}), "clean");
}

struct IssuerCase {
  std::string name;
  KeyType issuer;

  friend std::ostream& operator<<(std::ostream& out, const IssuerCase& row) { return out << row.name; }
};

class Signatures : public testing::TestWithParam<IssuerCase> {};

TEST_P(Signatures, ADamagedOneIsStillDerAndDoesNotVerify) {
  CertificateSpec leaf = plain("leaf");
  leaf.issuer = 0;
  leaf.damaged_signature = true;
  CertificateSpec self_signed = plain("self");
  self_signed.key_type = GetParam().issuer;
  self_signed.damaged_signature = true;
  const CertificateSet set(3, {authority("root", GetParam().issuer), leaf, self_signed});
  const std::string weak = GetParam().issuer == KeyType::rsa512 ? " WeakCrypto@1" : "";
  EXPECT_EQ(faults_of(set.certificate(1), {}, {set.certificate(0)}), "SignatureInvalid@0" + weak);
  EXPECT_FALSE(set.certificate(2).is_self_signed());
}

class Sha1Signatures : public Signatures {};

TEST_P(Sha1Signatures, AreWeakAndTheSameInEveryRun) {
  CertificateSpec leaf = plain("leaf");
  leaf.issuer = 0;
  leaf.sha1_signature = true;
  const CertificateSet set(3, {authority("root", GetParam().issuer), leaf});
  const CertificateSet again(3, {authority("root", GetParam().issuer), leaf});
  EXPECT_EQ(set.certificate(1), again.certificate(1));
  const std::string weak = GetParam().issuer == KeyType::rsa512 ? " WeakCrypto@1" : "";
  EXPECT_EQ(faults_of(set.certificate(1), {}, {set.certificate(0)}), "WeakCrypto@0" + weak);
}

INSTANTIATE_TEST_SUITE_P(Issuers, Sha1Signatures,
                         testing::Values(IssuerCase{"p256", KeyType::p256}, IssuerCase{"rsa2048", KeyType::rsa2048},
                                         IssuerCase{"rsa512", KeyType::rsa512}),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Issuers, Signatures,
                         testing::Values(IssuerCase{"ed25519", KeyType::ed25519}, IssuerCase{"p256", KeyType::p256},
                                         IssuerCase{"rsa2048", KeyType::rsa2048},
                                         IssuerCase{"rsa512", KeyType::rsa512}),
                         [](const auto& row) { return row.param.name; });

TEST(MintingDeathTest, Sha1WithEd25519Aborts) {
  CertificateSpec spec = plain("A");
  spec.sha1_signature = true;
  EXPECT_DEATH(static_cast<void>(minted(spec)), "does not sign over SHA-1");
}

TEST(MintingTest, AShortRsaKeyIsWeak) {
  CertificateSpec spec = plain("A");
  spec.key_type = KeyType::rsa512;
  const Certificate weak = minted(spec);
  EXPECT_EQ(weak, minted(spec));
  EXPECT_TRUE(weak.is_self_signed());
  EXPECT_EQ(faults_of(weak, {}, {weak}), "WeakCrypto@0");
}

struct HostCase {
  std::string name;
  std::vector<std::string> common_names;
  std::vector<std::string> dns_names;
  std::string expected;
  bool matches;

  friend std::ostream& operator<<(std::ostream& out, const HostCase& row) { return out << row.name; }
};

class MatchesHost : public testing::TestWithParam<HostCase> {};

TEST_P(MatchesHost, AsOpenSslDoes) {
  const HostCase& row = GetParam();
  CertificateSpec spec = plain("A");
  spec.common_name = row.common_names[0];
  for (std::size_t i = 1; i < row.common_names.size(); ++i) spec.subject.push_back({"CN", row.common_names[i]});
  spec.dns_names = row.dns_names;
  EXPECT_EQ(minted(spec).matches_host(row.expected), row.matches);
}

INSTANTIATE_TEST_SUITE_P(
    Names, MatchesHost,
    testing::Values(HostCase{"common_name", {"a.test"}, {}, "a.test", true},
                    HostCase{"in_any_case", {"a.TEST"}, {}, "A.test", true},
                    HostCase{"another_name", {"a.test"}, {}, "b.test", false},
                    HostCase{"second_common_name", {"a.test", "b.test"}, {}, "b.test", true},
                    HostCase{"a_dns_name_hides_the_common_name", {"a.test"}, {"b.test"}, "a.test", false},
                    HostCase{"dns_name", {"a.test"}, {"b.test"}, "b.test", true},
                    HostCase{"wildcard_in_the_certificate", {"x.test"}, {"*.a.test"}, "n1.a.test", true},
                    HostCase{"wildcard_is_one_label", {"x.test"}, {"*.a.test"}, "n1.b.a.test", false},
                    HostCase{"wildcard_is_not_nothing", {"x.test"}, {"*.a.test"}, "a.test", false},
                    HostCase{"wildcard_within_a_label", {"x.test"}, {"n*.a.test"}, "n1.a.test", true},
                    HostCase{"wildcard_expected", {"n1.a.test"}, {}, "*.a.test", false},
                    HostCase{"any_sub_domain_expected", {"n1.a.test"}, {}, ".a.test", true},
                    HostCase{"empty", {"a.test"}, {}, "", false},
                    HostCase{"with_a_zero_byte", {"a.test"}, {}, std::string("a.test\0.b.test", 14), false}),
    [](const auto& row) { return row.param.name; });

TEST(PublicKeyIdTest, ShortTextIsTheFirstAndLastBytes) {
  PublicKeyId::Bytes bytes{};
  bytes[0] = 0x0B;
  bytes[1] = 0x08;
  bytes[30] = 0x52;
  bytes[31] = 0xF3;
  EXPECT_EQ(PublicKeyId(bytes).to_short_string(), "0B08..52F3");
}

TEST(PublicKeyIdTest, OfTheSameKeyInCertificatesOfTwoIssuersItIsTheSame) {
  CertificateSpec issued = plain("B");
  issued.issuer = 0;
  CertificateSpec self_signed = plain("C");
  self_signed.key_of = "B";
  const CertificateSet set(3, {authority("root"), issued, self_signed});
  EXPECT_EQ(set.certificate(1).public_key(), set.certificate(2).public_key());
  EXPECT_NE(set.certificate(1).public_key(), set.certificate(0).public_key());
}

}  // namespace
}  // namespace certdrill::pki
