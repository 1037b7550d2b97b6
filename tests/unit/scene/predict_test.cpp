#include "scene/predict.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::scene {
namespace {

using Pair = Prediction::Pair;
using test::TestMoment;

std::shared_ptr<const replay::RecordedRun> run_of(const std::string& scenario) {
  return replay::RecordedRun::record(std::make_shared<const world::Setting>(test::read_shipped_scenario(scenario)));
}

TEST(Predict, AsksAboutTheNextDomainAndTheWholePhase) {
  const auto run = run_of("thumbprint_swap_without_overlap");
  const auto domain = ask(*run, 0, false);
  ASSERT_TRUE(domain);
  EXPECT_EQ(domain->question, "Which links are broken when \"replace A by B\" has gone through UD0?");
  EXPECT_TRUE(run->event(domain->to).domain_completed || run->settled(domain->to) == domain->to);
  const auto next = ask(*run, domain->to, false);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->question, "Which links are broken when \"replace A by B\" has gone through UD1?");
  const auto phase = ask(*run, 0, true);
  ASSERT_TRUE(phase);
  EXPECT_EQ(phase->question, "Which links are broken when \"replace A by B\" is done?");
  EXPECT_EQ(ask(*run, run->last_event(), false), std::nullopt);
}

TEST(Predict, NamesThePhaseThatIsAskedAbout) {
  const auto run = run_of("thumbprint_rotation");
  const auto first = ask(*run, 0, true);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->question, "Which links are broken when \"accept B as well\" is done?");
  const auto second = ask(*run, first->to, true);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->question, "Which links are broken when \"present B\" is done?");
}

TEST(Predict, MarksArePairsWhateverTheirOrder) {
  Prediction prediction;
  prediction.toggle(5, 2);
  prediction.toggle(0, 1);
  prediction.toggle(3, 3);
  EXPECT_EQ(prediction.marked, (std::vector<Pair>{{0, 1}, {2, 5}}));
  EXPECT_TRUE(prediction.is_marked(2, 5));
  prediction.toggle(2, 5);
  EXPECT_FALSE(prediction.is_marked(5, 2));
}

struct ScoreCase {
  const char* name;
  std::vector<Pair> marked;
  std::size_t right;
  std::size_t missed;
  std::size_t wrong;
  const char* score;
};
class PredictScore : public testing::TestWithParam<ScoreCase> {};

TEST_P(PredictScore, ComparesWithWhatBroke) {
  const TestMoment before({4, 4, 3});
  TestMoment after({4, 4, 3});
  after.switched(1, false, false);  // N0 against N1, N2, N3
  Prediction prediction;
  prediction.marked = GetParam().marked;
  reveal(prediction, before.now, after.now);
  EXPECT_TRUE(prediction.revealed);
  EXPECT_EQ(prediction.broke, 3U);
  EXPECT_EQ(prediction.right.size(), GetParam().right);
  EXPECT_EQ(prediction.missed.size(), GetParam().missed);
  EXPECT_EQ(prediction.wrong.size(), GetParam().wrong);
  EXPECT_EQ(prediction.score, GetParam().score);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PredictScore,
    testing::Values(ScoreCase{"nothing_marked", {}, 0, 3, 0, "0 of 3 broken links found"},
                    ScoreCase{"all", {{0, 1}, {0, 2}, {0, 3}}, 3, 0, 0, "all right: 3 links broke, all found"},
                    ScoreCase{"all_and_one_too_many",
                              {{0, 1}, {0, 2}, {0, 3}, {1, 2}},
                              3,
                              0,
                              1,
                              "3 links broke, all found, 1 marked that holds"},
                    ScoreCase{
                        "some", {{0, 2}, {1, 2}, {2, 3}}, 1, 2, 2, "1 of 3 broken links found, 2 marked that hold"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Predict, NothingBreaking) {
  const TestMoment same;
  Prediction none;
  reveal(none, same.now, same.now);
  EXPECT_EQ(none.score, "right: no link breaks");
  Prediction one;
  one.toggle(0, 1);
  reveal(one, same.now, same.now);
  EXPECT_EQ(one.score, "no link breaks, 1 marked that holds");
  one.toggle(2, 3);
  EXPECT_EQ(one.marked.size(), 1U) << "the answer has been given";
}

TEST(Predict, LinksThatWereBrokenBeforeDoNotBreak) {
  TestMoment before;
  before.switched(1, false, false);
  Prediction prediction;
  prediction.toggle(0, 1);
  reveal(prediction, before.now, before.now);
  EXPECT_EQ(prediction.broke, 0U);
  EXPECT_EQ(prediction.wrong.size(), 1U);
}

TEST(Predict, CountsInLargeClusters) {
  const TestMoment before({100'000, 20, 9});
  TestMoment after({100'000, 20, 9});
  after.switched(5, true, false);
  Prediction prediction;
  prediction.toggle(0, 7);
  prediction.toggle(0, 20);
  reveal(prediction, before.now, after.now);
  EXPECT_EQ(prediction.broke, 1'875'000'000U);
  EXPECT_TRUE(prediction.missed.empty());
  EXPECT_EQ(prediction.score, "1 of your 2 marks right; 1,875,000,000 links break");
}

}  // namespace
}  // namespace certdrill::scene
