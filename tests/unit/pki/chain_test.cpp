#include "pki/chain.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "chain_cases.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

class VerifyChain : public testing::TestWithParam<ChainCase> {};

TEST_P(VerifyChain, FindsEveryFault) {
  const ChainCase& row = GetParam();
  const ChainResult result = verify_chain(in_world(row.leaf), in_world(row.sent), in_world(row.trusted),
                                          ChainQuestion{row.use, time_at(row.at)});
  EXPECT_EQ(text_of(result), row.expected);
  EXPECT_EQ(result.clean(), row.expected == "clean");
  ASSERT_FALSE(result.chain.empty());
  EXPECT_EQ(result.chain[0], in_world(row.leaf));
  for (const ChainFault& fault : result.faults) {
    ASSERT_LT(fault.depth, result.chain.size());
    EXPECT_NE(fault.openssl_error, 0);
    EXPECT_FALSE(fault.openssl_text.empty());
    EXPECT_TRUE(result.has(fault.kind));
    const Certificate& concerned = result.chain[fault.depth];
    const SimTime boundary = fault.kind == ChainFaultKind::expired         ? concerned.not_after()
                             : fault.kind == ChainFaultKind::not_yet_valid ? concerned.not_before()
                                                                           : SimTime{};
    EXPECT_EQ(fault.boundary, boundary);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, VerifyChain, testing::ValuesIn(chain_cases()),
                         [](const auto& row) { return row.param.name; });

TEST(ChainTest, TheChainIsLeafFirstAndCompleteWithTheTrustedRoot) {
  const ChainResult result = verify_chain(in_world("leaf"), in_world(std::vector<std::string>{"root", "inter"}),
                                          in_world(std::vector<std::string>{"root"}),
                                          ChainQuestion{ChainUse::tls_client, time_at("2025-05-01")});
  EXPECT_EQ(result.chain, in_world(std::vector<std::string>{"leaf", "inter", "root"}));
  ASSERT_NE(result.direct_issuer(), nullptr);
  EXPECT_EQ(*result.direct_issuer(), in_world("inter"));
}

TEST(ChainTest, TheDirectIssuerIsNullWhenMissingAndItselfWhenSelfSigned) {
  const SimTime at = time_at("2025-05-01");
  EXPECT_EQ(verify_chain(in_world("leaf"), {}, {}, ChainQuestion{ChainUse::tls_client, at}).direct_issuer(), nullptr);
  const ChainResult self_signed = verify_chain(in_world("A"), {}, {}, ChainQuestion{ChainUse::tls_client, at});
  ASSERT_NE(self_signed.direct_issuer(), nullptr);
  EXPECT_EQ(*self_signed.direct_issuer(), in_world("A"));
}

TEST(ChainTest, AFaultNamesItsCertificate) {
  const ChainResult result = verify_chain(in_world("short_leaf"), in_world(std::vector<std::string>{"short_inter"}),
                                          in_world(std::vector<std::string>{"root"}),
                                          ChainQuestion{ChainUse::tls_client, time_at("2025-07-01")});
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_EQ(result.faults[0].subject, "short_inter.test");
  EXPECT_EQ(result.faults[0].openssl_error, 10);
  EXPECT_EQ(result.faults[0].openssl_text, "certificate has expired");
  EXPECT_EQ(to_string(result.faults[0].boundary), "2025-06-01T00:00:00Z");
}

TEST(ChainTest, EveryVerificationIsCounted) {
  const std::uint64_t before = verified_chain_count();
  static_cast<void>(verify_chain(in_world("A"), {}, {}, ChainQuestion{ChainUse::tls_client, time_at("2025-05-01")}));
  EXPECT_EQ(verified_chain_count(), before + 1);
}

// --- certificates that CertificateSet does not make ---

struct ForeignSpec {
  std::string common_name = "foreign.test";
  unsigned rsa_bits = 2048;
  const EVP_MD* digest = EVP_sha256();
  std::string organization = {};
};

// Self-signed, valid through 2025, without any extension; or issued by the one given.
struct Foreign {
  std::shared_ptr<EVP_PKEY> key;
  std::optional<Certificate> certificate;
};

Foreign foreign(const ForeignSpec& spec, const Foreign* issuer = nullptr) {
  Foreign made;
  made.key = std::shared_ptr<EVP_PKEY>(EVP_RSA_gen(spec.rsa_bits), EVP_PKEY_free);
  const std::shared_ptr<X509> x509(X509_new(), X509_free);
  X509_NAME* subject = X509_get_subject_name(x509.get());
  const auto name_part = [subject](const char* field, const std::string& text) {
    const std::vector<unsigned char> bytes(text.begin(), text.end());
    if (!bytes.empty()) {
      X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1, 0);
    }
  };
  name_part("O", spec.organization);
  name_part("CN", spec.common_name);
  ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
  ASN1_TIME_set_string(X509_getm_notBefore(x509.get()), "20250101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(x509.get()), "20260101000000Z");
  X509_set_pubkey(x509.get(), made.key.get());
  if (issuer != nullptr) {
    const unsigned char* der = issuer->certificate->der().data();
    const std::shared_ptr<X509> issuing(d2i_X509(nullptr, &der, static_cast<long>(issuer->certificate->der().size())),
                                        X509_free);
    X509_set_issuer_name(x509.get(), X509_get_subject_name(issuing.get()));
  } else {
    X509_set_issuer_name(x509.get(), subject);
  }
  EXPECT_GT(X509_sign(x509.get(), issuer != nullptr ? issuer->key.get() : made.key.get(), spec.digest), 0);
  unsigned char* der = nullptr;
  const int length = i2d_X509(x509.get(), &der);
  made.certificate = *Certificate::from_der({der, static_cast<std::size_t>(length)});
  OPENSSL_free(der);
  return made;
}

std::string faults_of(const Certificate& leaf, const std::vector<Certificate>& trusted, std::string_view at) {
  return text_of(verify_chain(leaf, {}, trusted, ChainQuestion{ChainUse::tls_client, time_at(at)}));
}

// Without key identifiers OpenSSL cannot tell which one of a name is meant, and would take the first or a valid one.
TEST(ChainTest, OfSelfSignedOnesWithoutKeyIdentifiersEachIsItsOwnIssuer) {
  const Certificate first = *foreign({}).certificate;
  const Certificate second = *foreign({}).certificate;
  EXPECT_EQ(faults_of(first, {first, second}, "2025-06-01"), "clean");
  EXPECT_EQ(faults_of(second, {first, second}, "2025-06-01"), "clean");
  EXPECT_EQ(faults_of(second, {first}, "2025-06-01"), "UntrustedRoot@0");
  EXPECT_EQ(faults_of(second, {first, second}, "2026-06-01"), "Expired@0");
}

TEST(ChainTest, AShortKeyIsWeak) {
  const Certificate weak = *foreign({.rsa_bits = 512}).certificate;
  EXPECT_EQ(faults_of(weak, {weak}, "2025-06-01"), "WeakCrypto@0");
  EXPECT_EQ(faults_of(weak, {}, "2026-06-01"), "WeakCrypto@0 UntrustedRoot@0 Expired@0");
}

TEST(ChainTest, AWeakLeafHidesNothingFurtherUp) {
  const Foreign root = foreign({.common_name = "root.test"});
  const Foreign weak = foreign({.rsa_bits = 512}, &root);
  const std::vector<Certificate> sent = {*root.certificate};
  EXPECT_EQ(
      text_of(verify_chain(*weak.certificate, sent, {}, ChainQuestion{ChainUse::tls_client, time_at("2026-06-01")})),
      "WeakCrypto@0 Expired@0 UntrustedRoot@1 Expired@1");
}

TEST(ChainTest, ASha1SignatureOfAnIssuerIsWeak) {
  const Foreign root = foreign({.common_name = "root.test"});
  const Foreign leaf = foreign({.digest = EVP_sha1()}, &root);
  EXPECT_EQ(faults_of(*leaf.certificate, {*root.certificate}, "2025-06-01"), "WeakCrypto@0");
}

TEST(ChainTest, AFaultOfAnUnnamedCertificateShowsItsSubject) {
  const Certificate unnamed = *foreign({.common_name = "", .organization = "Contoso, Ltd"}).certificate;
  const ChainResult result = verify_chain(unnamed, {}, {}, ChainQuestion{ChainUse::tls_client, time_at("2025-06-01")});
  ASSERT_EQ(text_of(result), "UntrustedRoot@0");
  EXPECT_EQ(result.faults[0].subject, "O=Contoso\\, Ltd");
}

}  // namespace
}  // namespace certdrill::pki
