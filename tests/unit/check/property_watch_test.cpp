// Each property, true and false, through whole rehearsals of tiny scenarios.
#include "check/property_watch.h"

#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

struct PropertyCase {
  const char* name;
  const char* quantifier;
  const char* property;
  bool holds;
};

// Five nodes, two seeds needed of three; phase "swap" replaces A by B on all but the last domain, which the run never
// reaches in "swap".
RunResult run_with(const char* quantifier, const char* property) {
  const std::string text = R"({ "start": "2026-01-10",
    "certificates": { "A": { "notAfter": "2026-03-01" }, "B": { "notAfter": "2026-06-01" }, "C": {} },
    "cluster": { "nodes": 5, "upgradeDomains": 5, "seedNodes": 3, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}" } ],
    "checks": [ { ")" + std::string(quantifier) +
                           "\": \"" + property + "\" } ] }";
  const auto setting = test::setting_from(text);
  return *rehearse(setting);
}

void PrintTo(const PropertyCase& row, std::ostream* out) { *out << row.name; }

class Properties : public testing::TestWithParam<PropertyCase> {};

TEST_P(Properties, HoldOrNot) {
  const RunResult result = run_with(GetParam().quantifier, GetParam().property);
  EXPECT_EQ(result.holds, GetParam().holds);
  EXPECT_EQ(result.findings.empty(), GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    Swap, Properties,
    testing::Values(
        PropertyCase{"pairs_always", "always", "every pair can authenticate", false},
        PropertyCase{"pairs_finally", "finally", "every pair can authenticate", true},
        PropertyCase{"pairs_sometimes", "sometimes", "every pair can authenticate", true},
        PropertyCase{"pairs_never", "never", "every pair can authenticate", false},
        PropertyCase{"connected_always", "always", "the federation is connected", false},
        PropertyCase{"quorum_always", "always", "seed quorum", true},  // 2 of 3 seeds are on one side at any time
        PropertyCase{"sixty_percent", "always", "at least 60 % of nodes are in the largest component", true},
        PropertyCase{"sixty_one_percent", "always", "at least 61 % of nodes are in the largest component", false},
        PropertyCase{"one_percent", "always", "at least 1 % of nodes are in the largest component", true},
        PropertyCase{"all_present_b_finally", "finally", "every node presents B", true},
        PropertyCase{"all_present_b_always", "always", "every node presents B", false},
        PropertyCase{"none_presents_a_finally", "finally", "no node presents A", true},
        PropertyCase{"none_presents_a_always", "always", "no node presents A", false},
        PropertyCase{"none_accepts_a_finally", "finally", "no node accepts A", true},
        PropertyCase{"none_accepts_b_always", "always", "no node accepts B", false},
        PropertyCase{"none_accepts_c_always", "always", "no node accepts C", true},
        PropertyCase{"all_accept_a_always", "always", "every node accepts A", false},
        PropertyCase{"all_accept_b_finally", "finally", "every node accepts B", true},
        PropertyCase{"b_presented_sometimes", "sometimes", "B is presented by someone", true},
        PropertyCase{"c_presented_sometimes", "sometimes", "C is presented by someone", false},
        PropertyCase{"c_presented_never", "never", "C is presented by someone", true},
        PropertyCase{"a_presented_never", "never", "A is presented by someone", false},
        PropertyCase{"two_at_once", "sometimes", "two certificates are presented at once", true},
        PropertyCase{"three_at_once", "sometimes", "three certificates are presented at once", false},
        PropertyCase{"two_at_once_at_the_end", "finally", "two certificates are presented at once", false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PropertyWatch, QuorumIsMoreThanHalf) {
  EXPECT_EQ(quorum_of(1), 1U);
  EXPECT_EQ(quorum_of(2), 2U);
  EXPECT_EQ(quorum_of(3), 2U);
  EXPECT_EQ(quorum_of(5), 3U);
}

TEST(PropertyWatch, AClusterOfOneNodeIsConnected) {
  const auto setting =
      test::setting_from(R"({ "certificates": { "A": {} }, "cluster": { "nodes": 1, "security": "{P:{TP=A}, V:{}}" },
    "checks": [ { "always": "every pair can authenticate" }, { "always": "the federation is connected" }, { "always": "seed quorum" } ] })");
  EXPECT_TRUE(rehearse(setting)->holds);
}

}  // namespace
}  // namespace certdrill::check
