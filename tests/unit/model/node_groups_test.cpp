// Lines of states: as reports print them, and as the article does.
#include <string>

#include <gtest/gtest.h>

#include "model/notation.h"

namespace certdrill::model {
namespace {

struct GroupCase {
  const char* name;
  const char* text;
  const char* printed;  // canonical text, or "problem COLUMN: what"
};

std::string outcome(std::string_view text) {
  const Result<std::vector<NodeGroup>> groups = parse_node_groups(text);
  if (!groups) return "problem " + std::to_string(groups.problem().where.column) + ": " + groups.problem().what;
  return to_string(*groups);
}

class NodeGroups : public testing::TestWithParam<GroupCase> {};

TEST_P(NodeGroups, AreReadAndPrinted) { EXPECT_EQ(outcome(GetParam().text), GetParam().printed); }

INSTANTIATE_TEST_SUITE_P(
    Texts, NodeGroups,
    testing::Values(
        GroupCase{"report", "N0, N5 = {P:{TP=A}, V:{TP=A, TP=B}}   8 others = {P:{TP=A}, V:{TP=A}}",
                  "N0, N5 = {P:{TP=A}, V:{TP=A, TP=B}}   8 others = {P:{TP=A}, V:{TP=A}}"},
        GroupCase{"one_other", "N0={P:{},V:{}} 1 other={P:{},V:{}}", "N0 = {P:{}, V:{}}   1 other = {P:{}, V:{}}"},
        GroupCase{"all", "all 10 = {P:{TP=A}, V:{TP=A}}", "all 10 = {P:{TP=A}, V:{TP=A}}"},
        GroupCase{"a_node_named_all", "all, N1 = {P:{TP=A}, V:{TP=A}}", "all, N1 = {P:{TP=A}, V:{TP=A}}"},
        GroupCase{"real_names", "_nt1_0, vm1.west = {P:{TP=A}, V:{TP=A}}", "_nt1_0, vm1.west = {P:{TP=A}, V:{TP=A}}"},
        GroupCase{"empty", "", "problem 1: expected the name of a node, found the end of the text"},
        GroupCase{"no_equals", "N0 {P:{TP=A}, V:{TP=A}}", "problem 4: expected \"=\" after the nodes, found \"{\""},
        GroupCase{"number_alone", "8 = {P:{TP=A}, V:{TP=A}}", "problem 3: expected the name of a node, found \"=\""},
        GroupCase{"too_many_to_name", "200 nodes = {P:{}, V:{}}  1 node = {P:{}, V:{}}",
                  "200 nodes = {P:{}, V:{}}   1 node = {P:{}, V:{}}"},
        GroupCase{"number_of_what", "8 apples = {P:{}, V:{}}",
                  "problem 3: expected nodes or others after the number, found \"apples\""},
        GroupCase{"huge_number", "99999999999999999999 others = {P:{}, V:{}}", "problem 1: the number is too large"},
        GroupCase{"bad_security", "N0 = {P:{TP=A}, V:{TP:A}}", "problem 22: expected \"=\" after TP, found \":\""},
        GroupCase{"group_behind_comma_missing", "N0 = {P:{}, V:{}},",
                  "problem 19: expected the name of a node, found the end of the text"}),
    [](const auto& row) { return std::string(row.param.name); });

// The states of the two rotations, word for word from the article; only the ellipsis is printed differently.
class ArticleLines : public testing::TestWithParam<const char*> {};

TEST_P(ArticleLines, AreReadAndMeanWhatTheySay) {
  const std::string text = GetParam();
  std::string expected = text;
  const std::size_t ellipsis = expected.find(", ... ");
  ASSERT_NE(ellipsis, std::string::npos);
  expected.replace(ellipsis, 6, "   ");
  EXPECT_EQ(outcome(text), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Article, ArticleLines,
    testing::Values("N0 = {P:{TP=A}, V:{TP=A}}, ... Nk = {P:{TP=A}, V:{TP=A}}",
                    "N0 = {P:{TP=A}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A}}",
                    "N0 = {P:{TP=A}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A, TP=B}}",
                    "N0 = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A, TP=B}}",
                    "N0 = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}",
                    "N0 = {P:{TP=A}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A}}",
                    "N0 = {P:{TP=A}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A, CN=B}}",
                    "N0 = {P:{CN=B}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A, CN=B}}",
                    "N0 = {P:{CN=B}, V:{TP=A, CN=B}}, ... Nk = {P:{CN=B}, V:{TP=A, CN=B}}"));

}  // namespace
}  // namespace certdrill::model
