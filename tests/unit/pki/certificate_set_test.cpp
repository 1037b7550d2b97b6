#include "pki/certificate_set.h"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

constexpr std::uint64_t seed = 7;

CertificateSpec self_signed(std::string name, KeyType type) {
  CertificateSpec spec = spec_of(std::move(name), "2025-02-01", "2026-02-01");
  spec.key_type = type;
  return spec;
}

CertificateSpec issued_by(CertificateId issuer, std::string name, KeyType type = KeyType::ed25519) {
  CertificateSpec spec = self_signed(std::move(name), type);
  spec.issuer = issuer;
  return spec;
}

CertificateSpec authority(std::string name, KeyType type = KeyType::ed25519) {
  CertificateSpec spec = self_signed(std::move(name), type);
  spec.authority = true;
  return spec;
}

// These values are what a seed means: a change to one of them changes every thumbprint in every report.
struct PinnedCase {
  std::string name;
  KeyType issuer_type;
  KeyType type;
  std::string root;
  std::string leaf;
};

class PinnedThumbprints : public testing::TestWithParam<PinnedCase> {};

TEST_P(PinnedThumbprints, AreTheSameInEveryRun) {
  const PinnedCase& row = GetParam();
  const CertificateSet set(seed, {authority("root", row.issuer_type), issued_by(0, "leaf", row.type)});
  EXPECT_EQ(set.certificate(0).thumbprint().to_string(), row.root);
  EXPECT_EQ(set.certificate(1).thumbprint().to_string(), row.leaf);
}

INSTANTIATE_TEST_SUITE_P(
    KeyTypes, PinnedThumbprints,
    testing::Values(PinnedCase{"ed25519", KeyType::ed25519, KeyType::ed25519,
                               "C59D3AEFA74F85917DF791A44D5522C9DF76CE2C", "0515D563B0ADBFAF916A8DC15302BC6ECBC7BE64"},
                    PinnedCase{"p256", KeyType::p256, KeyType::p256, "CAA9F293D40C156FEC5DC595AFDD596F4E9E66B1",
                               "292A1FDCA276515E1B65F18A316E4556D95527A1"},
                    PinnedCase{"rsa2048", KeyType::rsa2048, KeyType::rsa2048,
                               "E359A7DA8BBB3C46293DDE910899EDD0951DBF89", "2F9B8AA59682D7522A408685676CC5F7FCA897B6"},
                    PinnedCase{"mixed", KeyType::p256, KeyType::ed25519, "CAA9F293D40C156FEC5DC595AFDD596F4E9E66B1",
                               "D52F736D88D1CB219012FB83C294AD59C26D7F25"}),
    [](const auto& row) { return row.param.name; });

TEST(CertificateSetTest, AnotherSeedOrNameIsAnotherKey) {
  const CertificateSet first(1, {self_signed("A", KeyType::ed25519), self_signed("B", KeyType::ed25519)});
  const CertificateSet second(2, {self_signed("A", KeyType::ed25519)});
  const std::set<std::string> keys = {first.private_key_pem(0), first.private_key_pem(1), second.private_key_pem(0)};
  EXPECT_EQ(keys.size(), 3U);
  EXPECT_NE(first.certificate(0), second.certificate(0));
}

TEST(CertificateSetTest, NothingIsMintedBeforeItIsAskedFor) {
  const CertificateSet set(seed, {authority("root"), issued_by(0, "inter"), issued_by(1, "leaf"),
                                  self_signed("unused", KeyType::rsa2048), authority("other")});
  EXPECT_EQ(set.minted_count(), 0U);
  EXPECT_EQ(set.issuers_of(2), (std::vector<CertificateId>{1, 0}));
  EXPECT_TRUE(set.issuers_of(0).empty());
  EXPECT_EQ(set.minted_count(), 0U);
  EXPECT_EQ(set.certificate(1).issuer_common_name(), "root.test");
  EXPECT_EQ(set.minted_count(), 2U);
  EXPECT_EQ(set.certificate(2).issuer_common_name(), "inter.test");
  EXPECT_EQ(set.minted_count(), 3U);
  EXPECT_EQ(set.certificate(2), set.certificate(2));
  EXPECT_EQ(set.minted_count(), 3U);
  const std::vector<CertificateId> more = {4, 4, 2};
  set.mint(more);
  EXPECT_EQ(set.minted_count(), 4U);
}

TEST(CertificateSetTest, AKeyAloneMintsNoCertificate) {
  const CertificateSet set(seed, {self_signed("A", KeyType::ed25519)});
  EXPECT_EQ(set.private_key_pem(0).substr(0, 28), "-----BEGIN PRIVATE KEY-----\n");
  EXPECT_EQ(set.minted_count(), 0U);
}

std::vector<CertificateSpec> many_specs() {
  std::vector<CertificateSpec> specs = {authority("root", KeyType::rsa2048)};
  for (int i = 0; i < 3; ++i) specs.push_back(issued_by(0, "rsa" + std::to_string(i), KeyType::rsa2048));
  for (int i = 0; i < 3; ++i) specs.push_back(issued_by(0, "p256-" + std::to_string(i), KeyType::p256));
  for (int i = 0; i < 3; ++i) specs.push_back(issued_by(0, "ed" + std::to_string(i)));
  return specs;
}

TEST(CertificateSetTest, OneThreadOrManyTheBytesAreTheSame) {
  const CertificateSet one_by_one(seed, many_specs());
  const CertificateSet together(seed, many_specs());
  const CertificateSet raced(seed, many_specs());
  std::vector<CertificateId> ids(together.size());
  for (CertificateId id = 0; id < ids.size(); ++id) ids[id] = id;
  together.mint(ids);
  EXPECT_EQ(together.minted_count(), ids.size());
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&raced, i] {
        for (CertificateId id = 0; id < raced.size(); ++id) {
          const auto last = static_cast<CertificateId>(raced.size() - 1);
          EXPECT_FALSE(raced.certificate(i % 2 == 0 ? id : last - id).der().empty());
        }
      });
    }
  }
  EXPECT_EQ(raced.minted_count(), ids.size());
  for (const CertificateId id : ids) {
    EXPECT_EQ(together.certificate(id), one_by_one.certificate(id)) << id;
    EXPECT_EQ(raced.certificate(id), one_by_one.certificate(id)) << id;
    EXPECT_EQ(together.private_key_pem(id), one_by_one.private_key_pem(id)) << id;
  }
}

TEST(CertificateSetTest, AChainOfManyIssuersNeedsNoDeepStack) {
  std::vector<CertificateSpec> specs = {authority("root")};
  for (CertificateId id = 1; id < 300; ++id) specs.push_back(authority("inter" + std::to_string(id)));
  for (CertificateId id = 1; id < 300; ++id) specs[id].issuer = id - 1;
  const CertificateSet set(seed, std::move(specs));
  EXPECT_EQ(set.certificate(299).issuer_common_name(), "inter298.test");
  EXPECT_EQ(set.minted_count(), 300U);
}

TEST(CertificateSetDeathTest, AnIssuerBehindWhatItIssuesAborts) {
  EXPECT_DEATH(CertificateSet(seed, {issued_by(1, "leaf"), authority("root")}), "stands before its issuer: \"leaf\"");
}

TEST(CertificateSetDeathTest, AnIdBeyondTheSetAborts) {
  const CertificateSet set(seed, {authority("root")});
  EXPECT_DEATH(static_cast<void>(set.certificate(1)), "beyond the set");
}

}  // namespace
}  // namespace certdrill::pki
