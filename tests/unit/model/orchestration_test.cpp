// What the runtime's own tests leave open: oddities as switches, what lies in stores, and what is no change at all.
#include "model/orchestration.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::model {
namespace {

const ClusterCertificates thumbprint_a = {{"A"}, {}};
const ClusterCertificates unpinned = {{}, {{"n", {}}}};

TEST(Orchestration, KnowsNoWayWhenNothingChangesOrTooMuch) {
  EXPECT_FALSE(phases_of(thumbprint_a, thumbprint_a).has_value());
  EXPECT_FALSE(phases_of({{"A", "B"}, {{"a", {}}, {"b", {}}, {"c", {}}}}, {}).has_value());
}

TEST(Orchestration, PinsAtOnceOnlyWhenAskedTo) {
  const ClusterCertificates to = {{}, {{"n", {"I"}}, {"m", {"I"}}}};
  const auto careful = phases_of(unpinned, to);
  ASSERT_EQ(careful->size(), 3U) << "the pins of n come when all present n or m";
  EXPECT_TRUE((*careful)[0].accepts.names[0].issuers.empty());
  EXPECT_TRUE((*careful)[1].accepts.names[0].issuers.empty());
  EXPECT_EQ((*careful)[2].accepts, to);
  const auto as_in_the_runtime = phases_of(unpinned, to, true);
  ASSERT_EQ(as_in_the_runtime->size(), 2U);
  EXPECT_EQ((*as_in_the_runtime)[0].accepts, to);
}

TEST(Orchestration, KeepsPinsThatGoAwayUntilTheLastPhase) {
  const ClusterCertificates from = {{}, {{"n", {"I", "J"}}}};
  const ClusterCertificates to = {{}, {{"n", {"J"}}, {"m", {}}}};
  const auto careful = phases_of(from, to);
  ASSERT_EQ(careful->size(), 3U);
  EXPECT_EQ((*careful)[1].accepts.names[0].issuers.size(), 2U);
  EXPECT_EQ((*careful)[2].accepts, to);
  EXPECT_EQ(phases_of(from, to, true)->size(), 2U) << "the runtime stops after an addition";
}

TEST(Orchestration, CountsASingleValueInBothPlaces) {
  EXPECT_EQ(changed_places({"a"}, {"A"}, true), 0U);
  EXPECT_EQ(changed_places({"a"}, {"A"}, false), 2U);
  EXPECT_EQ(changed_places({"a"}, {"a", "b"}, true), 1U);
  EXPECT_EQ(changed_places({"a"}, {"b"}, true), 2U);
  EXPECT_EQ(changed_places({}, {"b"}, true), 1U);
  EXPECT_EQ(changed_places({"a", "b"}, {}, true), 2U);
}

struct StoreCase {
  const char* name;
  Installed a;
  Installed b;
  Installed c;
  ClusterCertificates from;
  ClusterCertificates to;
  const char* refusal;
};

class OrchestratorsStore : public testing::TestWithParam<StoreCase> {};
TEST_P(OrchestratorsStore, DecidesAsWell) {
  const StoreCase& row = GetParam();
  LocalStore store = well_kept_store();
  store.thumbprint = store.name = [&](const std::string& value) {
    return value == "A" ? row.a : value == "B" ? row.b : row.c;
  };
  EXPECT_EQ(refusal_of({row.from, {}}, {row.to, {}}, store), row.refusal);
}

constexpr Installed no = Installed::no;
constexpr Installed bad = Installed::invalid;
constexpr Installed good = Installed::valid;
const ClusterCertificates a = {{"A"}, {}};
const ClusterCertificates b = {{"B"}, {}};
const ClusterCertificates ab = {{"A", "B"}, {}};
INSTANTIATE_TEST_SUITE_P(
    Rows, OrchestratorsStore,
    testing::Values(StoreCase{"all_there", good, good, good, a, b, ""},
                    StoreCase{"nothing_of_now", no, good, good, a, b, "CertificateNotInstalled"},
                    StoreCase{"now_invalid", bad, good, good, a, b, "CertificateInvalid"},
                    StoreCase{"one_of_now_is_enough", no, good, good, ab, b, ""},
                    StoreCase{"what_stays_is_missing", good, no, good, ab, b, "CertificateNotInstalled"},
                    StoreCase{"what_stays_is_invalid", good, bad, good, ab, b, "CertificateInvalid"},
                    StoreCase{"added_missing", good, no, good, a, ab, "CertificateNotInstalled"},
                    StoreCase{"added_invalid", good, bad, good, a, ab, "CertificateInvalid"},
                    StoreCase{"name_of_another_kind", good, good, no, a, ClusterCertificates{{}, {{"C", {}}}},
                              "CertificateNotInstalled"},
                    StoreCase{"nothing_changes", no, no, no, a, a, ""},
                    StoreCase{"to_none", good, good, good, a, ClusterCertificates{},
                              "AuthenticationTypeCannotBeChangedByRemovingCertificate"},
                    StoreCase{"from_none", good, good, good, ClusterCertificates{}, a,
                              "AuthenticationTypeCannotBeChangedByAddingCertificate"},
                    StoreCase{"none_at_all", no, no, no, ClusterCertificates{}, ClusterCertificates{}, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Orchestration, RefusesIssuersOfCertificatesThatLieThere) {
  LocalStore store = well_kept_store();
  store.issued_by = [](const std::string& name, const std::string& issuer) { return name == "n" && issuer == "J"; };
  const std::vector<ClusterName> before = {{"n", {"I"}}};
  const std::vector<ClusterName> after = {{"n", {"I", "J"}}};
  EXPECT_EQ(refusal_of_pins(before, after, store), "CertIssuedByIssuerInstalled");
  EXPECT_EQ(refusal_of_pins(after, before, store), "CertIssuedByIssuerInstalled");
  EXPECT_EQ(refusal_of_pins(after, after, store), "");
  EXPECT_EQ(refusal_of_pins({{"n", {}}}, after, store), "") << "from unpinned nothing is compared";
}

// The runtime looks at issuer stores only when the certificates change.
TEST(Orchestration, LeavesIssuerStoresAloneWhenCertificatesStay) {
  const std::vector<IssuerStoreDeclaration> before = {{"One", {"My"}}};
  const std::vector<IssuerStoreDeclaration> after = {{"Two", {"My"}}};
  EXPECT_EQ(refusal_of({unpinned, before}, {unpinned, after}, well_kept_store()), "");
  EXPECT_EQ(refusal_of({unpinned, before}, {{{}, {{"n", {}}, {"m", {}}}}, after}, well_kept_store()),
            "IssuerStoreCNUpgradeWithNoIntersection");
}

}  // namespace
}  // namespace certdrill::model
