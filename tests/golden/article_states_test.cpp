// The states that the authentication article prints for its two rotations, against those of the shipped scenarios, node
// by node.
//
// Source  "X.509 Certificate-based authentication in Service Fabric clusters", section "Troubleshooting and Frequently
//         Asked Questions". N0 stands there for the nodes of upgrade domain 0 and Nk for those of the others. The rows
//         below are its states, in our own table.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "model/notation.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::test {
namespace {

constexpr std::size_t before_all_phases = static_cast<std::size_t>(-1);

struct ArticleState {
  const char* name;
  const char* scenario;
  std::size_t phase;  // counted from 0
  const char* label;  // of our line
  const char* states;
};

void PrintTo(const ArticleState& row, std::ostream* out) { *out << row.name; }

const check::StateLine* line_of(const check::RunResult& result, const ArticleState& row) {
  if (row.phase == before_all_phases) return &result.initial;
  if (row.phase >= result.steps.size()) return nullptr;
  const std::vector<check::StateLine>& lines = result.steps[row.phase].lines;
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const check::StateLine& each) { return each.label == row.label; });
  return found == lines.end() ? nullptr : &*found;
}

// What a line says of one node: the group that names it, else the group of all or of the others.
std::string said_of(const std::string& node, const std::vector<model::NodeGroup>& groups) {
  for (const model::NodeGroup& group : groups) {
    if (std::find(group.nodes.begin(), group.nodes.end(), node) != group.nodes.end()) return to_string(group.security);
  }
  for (const model::NodeGroup& group : groups) {
    if (group.nodes.empty()) return to_string(group.security);
  }
  return "nothing";
}

class ArticleStates : public testing::TestWithParam<ArticleState> {};

TEST_P(ArticleStates, AreOurs) {
  const Rehearsed run = rehearsed(read_shipped_scenario(GetParam().scenario));
  const check::StateLine* const line = line_of(run.result, GetParam());
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->label, GetParam().label);
  // Both sides go through the text that a person reads.
  const auto article = model::parse_node_groups(GetParam().states);
  const auto ours = model::parse_node_groups(model::to_string(line->groups));
  ASSERT_TRUE(article) << article.problem().what;
  ASSERT_TRUE(ours) << ours.problem().what;
  const model::Cluster& cluster = run.scenario().cluster;
  ASSERT_GT(cluster.upgrade_domains.size(), 1U);
  for (model::NodeIndex node = 0; node < cluster.nodes.size(); ++node) {
    const std::string stands_for = cluster.nodes[node].upgrade_domain == 0 ? "N0" : "Nk";
    EXPECT_EQ(said_of(cluster.node_name(node), *ours), said_of(stands_for, *article)) << cluster.node_name(node);
  }
  EXPECT_EQ(line->broken_pairs, 0U);
}

constexpr const char* by_thumbprint = "thumbprint_rotation";
constexpr const char* to_name = "thumbprint_to_common_name";

INSTANTIATE_TEST_SUITE_P(
    ThumbprintRotation, ArticleStates,
    testing::Values(ArticleState{"initial", by_thumbprint, before_all_phases, "initial state",
                                 "N0 = {P:{TP=A}, V:{TP=A}}, ... Nk = {P:{TP=A}, V:{TP=A}}"},
                    ArticleState{"validation_after_domain_0", by_thumbprint, 0, "after UD0",
                                 "N0 = {P:{TP=A}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A}}"},
                    ArticleState{"validation_after_the_last_domain", by_thumbprint, 0, "after UD4",
                                 "N0 = {P:{TP=A}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A, TP=B}}"},
                    ArticleState{"presentation_after_domain_0", by_thumbprint, 1, "after UD0",
                                 "N0 = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A}, V:{TP=A, TP=B}}"},
                    ArticleState{"presentation_after_the_last_domain", by_thumbprint, 1, "after UD4",
                                 "N0 = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}, ... Nk = {P:{TP=A, TP=B}, V:{TP=A, TP=B}}"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    ThumbprintToCommonName, ArticleStates,
    testing::Values(ArticleState{"initial", to_name, before_all_phases, "initial state",
                                 "N0 = {P:{TP=A}, V:{TP=A}}, ... Nk = {P:{TP=A}, V:{TP=A}}"},
                    ArticleState{"validation_after_domain_0", to_name, 0, "after UD0",
                                 "N0 = {P:{TP=A}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A}}"},
                    ArticleState{"validation_after_the_last_domain", to_name, 0, "after UD4",
                                 "N0 = {P:{TP=A}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A, CN=B}}"},
                    ArticleState{"presentation_after_domain_0", to_name, 1, "after UD0",
                                 "N0 = {P:{CN=B}, V:{TP=A, CN=B}}, ... Nk = {P:{TP=A}, V:{TP=A, CN=B}}"},
                    ArticleState{"presentation_after_the_last_domain", to_name, 1, "after UD4",
                                 "N0 = {P:{CN=B}, V:{TP=A, CN=B}}, ... Nk = {P:{CN=B}, V:{TP=A, CN=B}}"}),
    [](const auto& row) { return std::string(row.param.name); });

// The article's remarks on those states: who presents what.
struct PresentedInArticle {
  const char* name;
  const char* scenario;
  std::size_t phase;
  const char* label;
  std::uint64_t by_a;
  std::uint64_t by_b;
};

void PrintTo(const PresentedInArticle& row, std::ostream* out) { *out << row.name; }

class ArticlePresentations : public testing::TestWithParam<PresentedInArticle> {};

TEST_P(ArticlePresentations, AreOurs) {
  const PresentedInArticle& row = GetParam();
  const Rehearsed run = rehearsed(read_shipped_scenario(row.scenario));
  const check::StateLine* const line = line_of(run.result, {"", "", row.phase, row.label, ""});
  ASSERT_NE(line, nullptr);
  const auto presented_by = [&](const char* name) {
    for (const check::PresentedCount& each : line->presented) {
      if (run.scenario().certificates[each.certificate].name == name) return each.nodes;
    }
    return std::uint64_t{0};
  };
  EXPECT_EQ(presented_by("A"), row.by_a);
  EXPECT_EQ(presented_by("B"), row.by_b);
}

INSTANTIATE_TEST_SUITE_P(
    Remarks, ArticlePresentations,
    testing::Values(PresentedInArticle{"all_present_a_while_validation_rolls_out", by_thumbprint, 0, "after UD0", 10,
                                       0},
                    PresentedInArticle{"all_present_a_when_it_has", by_thumbprint, 0, "after UD4", 10, 0},
                    PresentedInArticle{"domain_0_starts_presenting_b", by_thumbprint, 1, "after UD0", 8, 2},
                    PresentedInArticle{"all_have_switched_to_b", by_thumbprint, 1, "after UD4", 0, 10},
                    PresentedInArticle{"domain_0_presents_b_found_by_name", to_name, 1, "after UD0", 8, 2},
                    PresentedInArticle{"all_present_b_found_by_name", to_name, 1, "after UD4", 0, 10}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::test
