// Chains checked against revocation lists: which certificates are looked up, and which lists say something.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pki/chain.h"
#include "revocation_cases.h"

namespace certdrill::pki {
namespace {

class Revocation : public testing::TestWithParam<RevocationCase> {};

TEST_P(Revocation, FindsEveryFaultInAnyOrderOfTheLists) {
  const RevocationCase& row = GetParam();
  std::vector<Crl> crls = lists_in_world(row.crls);
  const std::vector<Certificate> sent = in_revocation_world(row.sent);
  const std::vector<Certificate> trusted = in_revocation_world(row.trusted);
  for (int order = 0; order < 2; ++order) {
    const ChainResult result = verify_chain(in_revocation_world({row.leaf})[0], sent, trusted,
                                            ChainQuestion{ChainUse::any, time_at(row.at), row.check, crls});
    std::string numbers;
    for (const ChainFault& fault : result.faults) {
      numbers += (numbers.empty() ? "" : " ") + std::to_string(fault.openssl_error);
    }
    EXPECT_EQ(text_of(result), row.expected);
    EXPECT_EQ(numbers, row.openssl_errors);
    std::reverse(crls.begin(), crls.end());
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Revocation, testing::ValuesIn(revocation_cases()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
