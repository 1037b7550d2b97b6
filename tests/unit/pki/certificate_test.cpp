#include "pki/certificate.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

Certificate minted(CertificateSpec spec) { return CertificateSet(3, {std::move(spec)}).certificate(0); }

std::string problem_of(std::span<const std::uint8_t> der) {
  const Result<Certificate> read = Certificate::from_der(der);
  return read ? "a certificate" : read.problem().what;
}

// Finds `from` in the bytes, where it has to be exactly once, and puts `to` of the same length in its place.
std::vector<std::uint8_t> replaced(std::vector<std::uint8_t> der, const std::string& from, const std::string& to) {
  const std::vector<std::uint8_t> wanted(from.begin(), from.end());
  const auto found = std::search(der.begin(), der.end(), wanted.begin(), wanted.end());
  if (found == der.end() || from.size() != to.size()) {
    ADD_FAILURE() << "cannot replace " << from;
    return der;
  }
  std::copy(to.begin(), to.end(), found);
  return der;
}

TEST(CertificateTest, SaysWhatTheSpecSaid) {
  CertificateSpec spec = spec_of("A", "2025-02-01T01:02:03Z", "2026-02-01T23:59:59Z");
  spec.common_name = "cluster.contoso.test";
  spec.dns_names = {"*.contoso.test", "node1.contoso.test"};
  spec.key_usages = {KeyUsage::client_auth, KeyUsage::server_auth, KeyUsage::code_signing, KeyUsage::any};
  const Certificate certificate = minted(spec);
  EXPECT_EQ(certificate.common_name(), spec.common_name);
  EXPECT_EQ(certificate.issuer_common_name(), spec.common_name);
  EXPECT_EQ(certificate.dns_names(), spec.dns_names);
  EXPECT_EQ(certificate.key_usages(), spec.key_usages);
  EXPECT_TRUE(certificate.limits_key_usage());
  EXPECT_TRUE(certificate.is_self_signed());
  EXPECT_EQ(certificate.not_before(), spec.not_before);
  EXPECT_EQ(certificate.not_after(), spec.not_after);
  EXPECT_EQ(certificate.pem().substr(0, 28), "-----BEGIN CERTIFICATE-----\n");
}

TEST(CertificateTest, WhatTheSpecLeavesOutIsLeftOut) {
  CertificateSpec spec = spec_of("A", "2025-02-01", "2026-02-01");
  spec.common_name.clear();
  spec.dns_names = {"a.test"};
  const Certificate certificate = minted(spec);
  EXPECT_EQ(certificate.common_name(), "");
  EXPECT_FALSE(certificate.limits_key_usage());
  EXPECT_TRUE(certificate.key_usages().empty());
  EXPECT_TRUE(minted(spec_of("B", "2025-02-01", "2026-02-01")).dns_names().empty());
}

TEST(CertificateTest, ACommonNameMayBeLongAndOfAnyLetters) {
  CertificateSpec spec = spec_of("A", "2025-02-01", "2026-02-01");
  spec.common_name = std::string(300, 'a') + ".b\u00FCcher.\u4E2D.test";
  EXPECT_EQ(minted(spec).common_name(), spec.common_name);
}

TEST(CertificateTest, OnlyOneThatItsOwnKeyVerifiesIsSelfSigned) {
  CertificateSpec root = spec_of("root", "2025-02-01", "2026-02-01");
  root.authority = true;
  CertificateSpec leaf = spec_of("leaf", "2025-02-01", "2026-02-01");
  leaf.issuer = 0;
  CertificateSpec same_name = leaf;
  same_name.name = "same_name";
  same_name.common_name = root.common_name;
  const CertificateSet set(3, {root, leaf, same_name});
  EXPECT_TRUE(set.certificate(0).is_self_signed());
  EXPECT_FALSE(set.certificate(1).is_self_signed());
  EXPECT_FALSE(set.certificate(2).is_self_signed());
  EXPECT_FALSE(tampered(set.certificate(0)).is_self_signed());
}

struct PeriodCase {
  std::string name;
  std::string not_before;
  std::string not_after;
  std::string written;  // RFC 5280: UTCTime through 2049, GeneralizedTime from 2050
};

class ValidityPeriod : public testing::TestWithParam<PeriodCase> {};

TEST_P(ValidityPeriod, IsReadBackAsWritten) {
  const PeriodCase& row = GetParam();
  const Certificate certificate = minted(spec_of("A", row.not_before, row.not_after));
  EXPECT_EQ(to_string(certificate.not_before()), row.not_before);
  EXPECT_EQ(to_string(certificate.not_after()), row.not_after);
  const std::vector<std::uint8_t>& der = certificate.der();
  EXPECT_NE(std::search(der.begin(), der.end(), row.written.begin(), row.written.end()), der.end());
}

INSTANTIATE_TEST_SUITE_P(Dates, ValidityPeriod,
                         testing::Values(PeriodCase{"earliest", "1950-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
                                                    "\x17\x0D"
                                                    "500101000000Z"},
                                         PeriodCase{"epoch", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z",
                                                    "\x17\x0D"
                                                    "991231235959Z"},
                                         PeriodCase{"leap_day", "2000-02-29T12:00:00Z", "2024-02-29T00:00:00Z",
                                                    "\x17\x0D"
                                                    "240229000000Z"},
                                         PeriodCase{"last_utc_time", "2025-01-01T00:00:00Z", "2049-12-31T23:59:59Z",
                                                    "\x17\x0D"
                                                    "491231235959Z"},
                                         PeriodCase{"first_generalized_time", "2025-01-01T00:00:00Z",
                                                    "2050-01-01T00:00:00Z",
                                                    "\x18\x0F"
                                                    "20500101000000Z"},
                                         PeriodCase{"latest", "2050-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
                                                    "\x18\x0F"
                                                    "99991231235959Z"}),
                         [](const auto& row) { return row.param.name; });

TEST(CertificateTest, TheSameBytesAreTheSameCertificate) {
  const Certificate first = minted(spec_of("A", "2025-02-01", "2026-02-01"));
  const Certificate again = *Certificate::from_der(first.der());
  EXPECT_EQ(first, again);
  EXPECT_EQ(first.thumbprint(), again.thumbprint());
  EXPECT_NE(first, tampered(first));
}

// --- bytes that are no certificate ---

TEST(CertificateFromDer, EveryTruncationIsRefused) {
  CertificateSpec spec = spec_of("A", "2025-02-01", "2026-02-01");
  spec.dns_names = {"a.test"};
  spec.key_usages = {KeyUsage::server_auth};
  const std::vector<std::uint8_t> der = minted(spec).der();
  for (std::size_t length = 0; length < der.size(); ++length) {
    const std::vector<std::uint8_t> cut(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_EQ(problem_of(cut), "is not an X.509 certificate in DER form") << length;
  }
}

// A damaged byte may leave a certificate or not; whatever is read has to be safe to ask and to verify.
TEST(CertificateFromDer, NoDamagedByteDoesHarm) {
  CertificateSpec spec = spec_of("A", "2025-02-01", "2026-02-01");
  spec.dns_names = {"a.test"};
  spec.key_usages = {KeyUsage::server_auth};
  const Certificate whole = minted(spec);
  const std::vector<Certificate> trusted = {whole};
  std::size_t refused = 0;
  std::size_t read = 0;
  for (std::size_t place = 0; place < whole.der().size(); ++place) {
    for (const int change : {0x01, 0x20, 0x80, 0xFF}) {
      std::vector<std::uint8_t> der = whole.der();
      der[place] = static_cast<std::uint8_t>(der[place] ^ change);
      const Result<Certificate> damaged = Certificate::from_der(der);
      if (!damaged) {
        EXPECT_FALSE(damaged.problem().what.empty());
        ++refused;
        continue;
      }
      ++read;
      EXPECT_FALSE(damaged->is_self_signed()) << place;
      const ChainResult result =
          verify_chain(*damaged, {}, trusted, ChainQuestion{ChainUse::tls_server, time_at("2025-06-01")});
      EXPECT_FALSE(result.clean()) << "byte " << place << " changed by " << change;
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_GT(read, 100U);
}

TEST(CertificateFromDer, BytesBehindTheCertificateAreRefused) {
  std::vector<std::uint8_t> der = minted(spec_of("A", "2025-02-01", "2026-02-01")).der();
  const std::string length = std::to_string(der.size());
  der.push_back(0);
  EXPECT_EQ(problem_of(der), "has bytes behind the certificate (it ends after " + length + " of " +
                                 std::to_string(der.size()) + " bytes)");
}

TEST(CertificateFromDer, PemTextIsRefusedWithAWord) {
  const std::string pem = minted(spec_of("A", "2025-02-01", "2026-02-01")).pem();
  const Result<Certificate> read = Certificate::from_der(std::vector<std::uint8_t>(pem.begin(), pem.end()));
  ASSERT_FALSE(read);
  EXPECT_NE(read.problem().help.find("PEM"), std::string::npos);
}

struct MalformedCase {
  std::string name;
  std::string from;
  std::string to;
  std::string problem;
};

class MalformedCertificate : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedCertificate, IsRefusedWithItsReason) {
  CertificateSpec spec = spec_of("A", "2025-02-01", "2050-02-01");
  spec.dns_names = {"dns-name.test"};
  EXPECT_EQ(problem_of(replaced(minted(spec).der(), GetParam().from, GetParam().to)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, MalformedCertificate,
    testing::Values(MalformedCase{"no_such_day", "250201000000Z", "250230000000Z",
                                  "has a NotBefore that is not a time between 1950 and 9999"},
                    MalformedCase{"no_such_month", "250201000000Z", "251301000000Z",
                                  "has a NotBefore that is not a time between 1950 and 9999"},
                    MalformedCase{"no_digits", "250201000000Z", "25020100000xZ",
                                  "has a NotBefore that is not a time between 1950 and 9999"},
                    MalformedCase{"no_zone", "250201000000Z", "2502010000000",
                                  "has a NotBefore that is not a time between 1950 and 9999"},
                    MalformedCase{"with_an_offset", "20500201000000Z", "205002010000+01",
                                  "has a NotAfter that is not a time between 1950 and 9999"},
                    MalformedCase{"before_1950", "20500201000000Z", "19490201000000Z",
                                  "has a NotAfter that is not a time between 1950 and 9999"},
                    MalformedCase{"unreadable_dns_names",
                                  "\x82\x0D"
                                  "dns-name.test",
                                  "\x82\x7F"
                                  "dns-name.test",
                                  "has an extension that cannot be read, or one twice"},
                    // The object identifier of subjectKeyIdentifier becomes that of subjectAltName.
                    MalformedCase{"unreadable_extension", "\x55\x1D\x0E", "\x55\x1D\x11",
                                  "has an extension that cannot be read, or one twice"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
