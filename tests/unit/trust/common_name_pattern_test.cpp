// Does a name in a certificate match the name that a rule expects?
//
// Source  authentication article, "wildcards are supported ... case-insensitive"; RFC 6125 section 6.4.3.
#include "trust/common_name_pattern.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::trust {
namespace {

struct NameCase {
  const char* name;
  const char* in_certificate;
  const char* expected;
  bool matches;
};

class NameMatches : public testing::TestWithParam<NameCase> {};
TEST_P(NameMatches, AsTheRuleSays) {
  EXPECT_EQ(name_matches(GetParam().in_certificate, GetParam().expected), GetParam().matches);
}

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Equal, NameMatches,
    testing::Values(NameCase{"same", "cluster.contoso.test", "cluster.contoso.test", true},
                    NameCase{"other_case", "CLUSTER.contoso.test", "cluster.Contoso.TEST", true},
                    NameCase{"a_name_of_people", "Cluster Operator", "cluster operator", true},
                    NameCase{"one_letter_more", "cluster.contoso.test", "cluster.contoso.tests", false},
                    NameCase{"one_letter_less", "cluster.contoso.test", "cluster.contoso.tes", false},
                    NameCase{"one_label_more", "cluster.contoso.test", "a.cluster.contoso.test", false},
                    NameCase{"dot_at_the_end", "cluster.contoso.test", "cluster.contoso.test.", false},
                    NameCase{"empty_in_the_certificate", "", "cluster.contoso.test", false},
                    NameCase{"empty_in_the_rule", "cluster.contoso.test", "", false},
                    NameCase{"both_empty", "", "", false},
                    NameCase{"letters_beyond_ascii_keep_their_case", "\xC3\x84.test", "\xC3\xA4.test", false}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Wildcard, NameMatches,
    testing::Values(NameCase{"one_label", "*.contoso.test", "cluster.contoso.test", true},
                    NameCase{"other_case", "*.CONTOSO.test", "cluster.contoso.TEST", true},
                    NameCase{"two_labels", "*.contoso.test", "a.b.contoso.test", false},
                    NameCase{"no_label", "*.contoso.test", "contoso.test", false},
                    NameCase{"empty_label", "*.contoso.test", ".contoso.test", false},
                    NameCase{"another_domain", "*.contoso.test", "cluster.fabrikam.test", false},
                    NameCase{"three_labels_behind_it", "*.west.contoso.test", "n1.west.contoso.test", true},
                    NameCase{"alone", "*", "contoso", false},
                    NameCase{"of_a_whole_top_domain", "*.test", "contoso.test", false},
                    NameCase{"of_an_empty_label", "*..test", "a..test", false},
                    NameCase{"before_an_empty_last_label", "*.contoso.", "a.contoso.", false},
                    NameCase{"part_of_a_label", "clus*.contoso.test", "cluster.contoso.test", false},
                    NameCase{"star_and_letters", "*ter.contoso.test", "cluster.contoso.test", false},
                    NameCase{"not_the_first_label", "cluster.*.test", "cluster.contoso.test", false},
                    NameCase{"two_stars", "*.*.test", "a.b.test", false},
                    NameCase{"in_the_rule_only", "cluster.contoso.test", "*.contoso.test", false},
                    NameCase{"in_both", "*.contoso.test", "*.contoso.test", true}),
    row_name);

}  // namespace
}  // namespace certdrill::trust
