#include "pki/crl.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

// 0: the authority, 1 to 3: what it issued, 4: another authority.
CertificateSet set_with(KeyType type = KeyType::ed25519) {
  std::vector<CertificateSpec> specs;
  for (const char* name : {"root", "one", "two", "three", "other"}) {
    specs.push_back(spec_of(name, "2025-01-01", "2027-01-01"));
  }
  specs[0].authority = specs[4].authority = true;
  specs[0].key_type = type;
  for (const CertificateId id : {1U, 2U, 3U}) specs[id].issuer = 0;
  return CertificateSet(9, std::move(specs));
}

CrlSpec list_of(std::vector<CertificateId> revoked) {
  CrlSpec spec;
  spec.issuer = 0;
  spec.number = 7;
  spec.this_update = time_at("2025-03-01T01:02:03Z");
  spec.next_update = time_at("2050-03-08");
  for (const CertificateId id : revoked) spec.revoked.push_back({id, time_at("2025-02-27")});
  return spec;
}

std::string problem_of(std::span<const std::uint8_t> der) {
  const Result<Crl> read = Crl::from_der(der);
  return read ? "a CRL" : read.problem().what;
}

TEST(CrlTest, SaysWhatTheSpecSaid) {
  const CertificateSet set = set_with();
  const Crl crl = set.crl(list_of({3, 1}));
  EXPECT_EQ(crl.issuer_common_name(), "root.test");
  EXPECT_EQ(crl.number(), 7U);
  EXPECT_EQ(to_string(crl.this_update()), "2025-03-01T01:02:03Z");
  EXPECT_EQ(to_string(crl.next_update()), "2050-03-08T00:00:00Z");
  EXPECT_EQ(crl.revoked_count(), 2U);
  EXPECT_TRUE(crl.lists(set.certificate(1)));
  EXPECT_FALSE(crl.lists(set.certificate(2)));
  EXPECT_TRUE(crl.lists(set.certificate(3)));
  EXPECT_FALSE(crl.lists(set.certificate(0)));
  EXPECT_FALSE(crl.lists(set.certificate(4)));
  EXPECT_EQ(crl.pem().substr(0, 25), "-----BEGIN X509 CRL-----\n");
  EXPECT_EQ(set.crl(list_of({})).revoked_count(), 0U);
}

TEST(CrlTest, TheOrderOfTheEntriesChangesNothing) {
  const CertificateSet set = set_with();
  EXPECT_EQ(set.crl(list_of({1, 2, 3})).der(), set.crl(list_of({3, 1, 2})).der());
}

TEST(CrlTest, IsTheSameInEveryRunWithEveryKeyType) {
  for (const KeyType type : {KeyType::ed25519, KeyType::p256, KeyType::rsa2048}) {
    EXPECT_EQ(set_with(type).crl(list_of({1})).der(), set_with(type).crl(list_of({1})).der());
    EXPECT_NE(set_with(type).crl(list_of({1})).der(), set_with(type).crl(list_of({2})).der());
  }
}

TEST(CrlTest, OfTheSameSerialNumberUnderAnotherNameNothingIsListed) {
  std::vector<CertificateSpec> specs = {spec_of("first", "2025-01-01", "2027-01-01"),
                                        spec_of("second", "2025-01-01", "2027-01-01"),
                                        spec_of("leaf", "2025-01-01", "2027-01-01")};
  specs[0].authority = specs[1].authority = true;
  specs[2].issuer = 0;
  std::vector<CertificateSpec> twin = specs;
  twin[2].issuer = 1;  // the same name, so the same serial number, but issued by the second
  const CertificateSet set(9, specs);
  CrlSpec list = list_of({});
  list.revoked = {{2, time_at("2025-02-01")}};
  EXPECT_TRUE(set.crl(list).lists(set.certificate(2)));
  EXPECT_FALSE(set.crl(list).lists(CertificateSet(9, twin).certificate(2)));
}

TEST(CrlDeathTest, AListOfWhatAnotherIssuedAborts) {
  CrlSpec list = list_of({1});
  list.issuer = 4;
  EXPECT_DEATH(static_cast<void>(set_with().crl(list)), "lists what another one issued: \"one\"");
}

TEST(CrlFromDer, EveryTruncationIsRefused) {
  const std::vector<std::uint8_t> der = set_with().crl(list_of({1, 2})).der();
  for (std::size_t length = 0; length < der.size(); ++length) {
    EXPECT_EQ(problem_of(std::span(der).first(length)), "is not an X.509 certificate revocation list in DER form");
  }
  EXPECT_EQ(problem_of(der), "a CRL");
}

TEST(CrlFromDer, BytesBehindTheListAreRefused) {
  std::vector<std::uint8_t> der = set_with().crl(list_of({1})).der();
  const std::string length = std::to_string(der.size());
  der.push_back(0);
  EXPECT_EQ(problem_of(der), "has bytes behind the revocation list (it ends after " + length + " of " +
                                 std::to_string(der.size()) + " bytes)");
}

TEST(CrlFromDer, ACertificateIsRefused) {
  EXPECT_EQ(problem_of(set_with().certificate(0).der()), "is not an X.509 certificate revocation list in DER form");
}

// A damaged byte may leave a list or not; whatever is read has to be safe to ask and to verify with, and never makes a
// chain clean that its issuer's true list would not.
TEST(CrlFromDer, NoDamagedByteDoesHarm) {
  const CertificateSet set = set_with();
  const Crl whole = set.crl(list_of({1}));
  const std::vector<Certificate> trusted = {set.certificate(0)};
  std::size_t read = 0;
  for (std::size_t place = 0; place < whole.der().size(); ++place) {
    for (const int change : {0x01, 0x20, 0x80, 0xFF}) {
      std::vector<std::uint8_t> der = whole.der();
      der[place] = static_cast<std::uint8_t>(der[place] ^ change);
      const Result<Crl> damaged = Crl::from_der(der);
      if (!damaged) continue;
      ++read;
      const std::vector<Crl> lists = {*damaged};
      const ChainQuestion question{ChainUse::any, time_at("2025-06-01"), RevocationCheck::leaf, lists};
      const ChainResult result = verify_chain(set.certificate(1), {}, trusted, question);
      EXPECT_FALSE(result.clean()) << "byte " << place << " changed by " << change;
      EXPECT_FALSE(result.has(ChainFaultKind::revoked)) << "byte " << place << " changed by " << change;
      EXPECT_FALSE(verify_chain(set.certificate(2), {}, trusted, question).has(ChainFaultKind::revoked)) << place;
    }
  }
  EXPECT_GT(read, 100U);
}

struct MalformedCase {
  std::string name;
  std::string from;
  std::string to;
  std::string problem;

  friend std::ostream& operator<<(std::ostream& out, const MalformedCase& row) { return out << row.name; }
};

class MalformedCrl : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedCrl, IsRefusedWithItsReason) {
  std::vector<std::uint8_t> der = set_with().crl(list_of({})).der();
  const std::string& from = GetParam().from;
  const std::vector<std::uint8_t> wanted(from.begin(), from.end());
  const auto found = std::search(der.begin(), der.end(), wanted.begin(), wanted.end());
  ASSERT_NE(found, der.end());
  std::copy(GetParam().to.begin(), GetParam().to.end(), found);
  EXPECT_EQ(problem_of(der), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(Fields, MalformedCrl,
                         testing::Values(MalformedCase{"no_such_day", "250301010203Z", "250230010203Z",
                                                       "has a thisUpdate that is not a time between 1950 and 9999"},
                                         MalformedCase{"before_1950", "20500308000000Z", "19490308000000Z",
                                                       "has a nextUpdate that is not a time between 1950 and 9999"},
                                         MalformedCase{"number_that_is_none", "\x04\x03\x02\x01\x07",
                                                       "\x04\x03\x04\x01\x07", "has a CRL number that cannot be read"}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
