// Reasons have names and sources; every fault of a chain has its reason.
#include "trust/reason.h"

#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "pki/chain.h"

namespace certdrill::trust {
namespace {

TEST(ReasonIds, AreDistinctCamelCaseNames) {
  std::set<std::string> names;
  for (const ReasonId id : all_reason_ids()) {
    const std::string name(to_string(id));
    EXPECT_TRUE(names.insert(name).second) << name << " stands for two reasons";
    ASSERT_FALSE(name.empty());
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(name[0]))) << name;
    for (const char c : name) EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(c))) << name;
  }
  // The last of the enumeration is listed, and as many as there are.
  EXPECT_EQ(all_reason_ids().size(), static_cast<std::size_t>(ReasonId::RolesNotInEffect) + 1);
}

TEST(ReasonIds, EachNamesWhereItsRuleComesFrom) {
  for (const ReasonId id : all_reason_ids()) {
    const std::string source(source_of(id));
    EXPECT_TRUE(source.starts_with("authentication article") || source.starts_with("management article") ||
                source.starts_with("Service Fabric runtime source") || source.starts_with("RFC "))
        << to_string(id) << ": " << source;
  }
}

TEST(ReasonIds, EveryFaultOfAChainHasTheReasonOfItsName) {
  std::set<ReasonId> reasons;
  for (int kind = 0; kind <= static_cast<int>(pki::ChainFaultKind::other); ++kind) {
    const auto fault = static_cast<pki::ChainFaultKind>(kind);
    EXPECT_EQ(to_string(reason_for(fault)), pki::to_string(fault));
    EXPECT_TRUE(reasons.insert(reason_for(fault)).second) << pki::to_string(fault);
  }
}

struct ReasonTextCase {
  const char* name;
  Reason reason;
  const char* text;
};

class ReasonText : public testing::TestWithParam<ReasonTextCase> {};
TEST_P(ReasonText, IsStable) { EXPECT_EQ(to_string(GetParam().reason), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(
    Forms, ReasonText,
    testing::Values(ReasonTextCase{"found_and_expected",
                                   {ReasonId::IssuerNotMatched, Weight::refuses, "issued by \"I2\"", "pinned I1"},
                                   "IssuerNotMatched: issued by \"I2\", pinned I1"},
                    ReasonTextCase{
                        "found", {ReasonId::Expired, Weight::refuses, "\"A\" expired", ""}, "Expired: \"A\" expired"},
                    ReasonTextCase{"expected",
                                   {ReasonId::CommonNameNotMatched, Weight::refuses, "", "expected \"b\""},
                                   "CommonNameNotMatched: expected \"b\""},
                    ReasonTextCase{"neither", {ReasonId::ChainClean, Weight::supports, "", ""}, "ChainClean"},
                    ReasonTextCase{"tolerated",
                                   {ReasonId::UntrustedRoot, Weight::tolerated, "\"A\" is self-signed", ""},
                                   "UntrustedRoot: \"A\" is self-signed (tolerated)"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::trust
