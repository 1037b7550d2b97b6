#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

#include "pki/chain.h"

namespace certdrill::pki {
namespace {

// The decision on every number that OpenSSL 3.0 has words for.
const std::map<ChainFaultKind, std::set<int>>& decisions() {
  static const std::map<ChainFaultKind, std::set<int>> table = {
      {ChainFaultKind::not_yet_valid, {9}},
      {ChainFaultKind::expired, {10}},
      {ChainFaultKind::signature_invalid, {4, 6, 7, 24, 76, 77, 78}},
      {ChainFaultKind::untrusted_root, {18, 19, 27}},
      {ChainFaultKind::partial_chain, {2, 20, 21, 29, 30, 31}},
      {ChainFaultKind::revoked, {23}},
      {ChainFaultKind::revocation_unknown, {3, 33, 73, 74, 75}},
      {ChainFaultKind::revocation_list_unusable, {5, 8, 11, 12, 15, 16, 35, 36, 44, 54}},
      {ChainFaultKind::usage_not_allowed, {26, 39}},
      {ChainFaultKind::constraint_violated,
       {22, 25, 32, 37, 38, 40, 43, 46, 47, 48, 49, 51, 52, 53, 55, 72, 79, 80, 81, 82, 92}},
      {ChainFaultKind::weak_crypto, {56, 57, 58, 59, 60, 61, 66, 67, 68}},
      {ChainFaultKind::malformed, {13, 14, 34, 41, 42, 45, 83, 84, 85, 86, 87, 88, 89, 90, 91, 93, 94}},
      {ChainFaultKind::other, {0, 1, 17, 28, 50, 62, 63, 64, 65, 69, 70, 71}},
  };
  return table;
}

TEST(ChainFaultOf, EveryNumberOfOpenSslIsDecided) {
  std::map<int, ChainFaultKind> decided;
  for (const auto& [kind, numbers] : decisions()) {
    for (const int number : numbers) EXPECT_TRUE(decided.emplace(number, kind).second) << number << " twice";
  }
  for (int number = 0; number < 300; ++number) {
    const std::string_view text = X509_verify_cert_error_string(number);
    const bool known = text != "unknown certificate verification error";
    const auto decision = decided.find(number);
    EXPECT_EQ(known, decision != decided.end()) << number << ": " << text;
    if (decision == decided.end()) continue;
    EXPECT_EQ(to_string(chain_fault_of(number)), to_string(decision->second)) << number << ": " << text;
  }
}

TEST(ChainFaultOf, ANumberOfALaterVersionIsOther) {
  EXPECT_EQ(chain_fault_of(9999), ChainFaultKind::other);
  EXPECT_EQ(chain_fault_of(-1), ChainFaultKind::other);
}

TEST(ChainFaultKindText, EveryKindHasAnIdOfItsOwn) {
  std::set<std::string_view> ids;
  for (const auto& [kind, numbers] : decisions()) ids.insert(to_string(kind));
  EXPECT_EQ(ids.size(), 13U);
  EXPECT_EQ(decisions().size(), 13U);
}

}  // namespace
}  // namespace certdrill::pki
