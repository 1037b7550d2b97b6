// The search for an edge, on questions that need no cluster to be answered.
#include "plan/edge_search.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill::plan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

SimTime second(std::int64_t count) { return from_unix_seconds(count); }

struct Stretch {
  std::int64_t from;
  std::int64_t to;  // seconds, first and last
};

struct EdgeCase {
  const char* name;
  std::vector<Stretch> yes;  // when the answer is yes
  std::int64_t from;
  std::int64_t limit;
  std::vector<std::int64_t> instants;
  std::int64_t last;
  std::optional<std::int64_t> other;
};
void PrintTo(const EdgeCase& row, std::ostream* out) { *out << row.name; }

class FindEdge : public testing::TestWithParam<EdgeCase> {};

TEST_P(FindEdge, IsWhereTheAnswerChanges) {
  const EdgeCase& row = GetParam();
  const auto answer_at = [&](SimTime at) {
    for (const Stretch& stretch : row.yes) {
      if (second(stretch.from) <= at && at <= second(stretch.to)) return true;
    }
    return false;
  };
  EdgeQuestion question;
  question.from = second(row.from);
  question.limit = second(row.limit);
  question.answer = answer_at(question.from);
  for (const std::int64_t at : row.instants) question.instants.push_back(second(at));
  std::size_t asked = 0;
  const EdgeAnswer found = find_edge(question, [&](SimTime at) {
    ++asked;
    return std::optional(answer_at(at));
  });
  EXPECT_EQ(to_string(found.last), to_string(second(row.last)));
  EXPECT_EQ(found.other, row.other ? std::optional(second(*row.other)) : std::nullopt);
  EXPECT_FALSE(found.given_up);
  EXPECT_FALSE(found.stopped);
  EXPECT_EQ(found.questions, asked);
  EXPECT_LT(asked, 160U);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, FindEdge,
    testing::Values(
        EdgeCase{"yes_to_the_limit", {{0, 2'000'000}}, 100, 1'000'000, {}, 1'000'000, std::nullopt},
        EdgeCase{"yes_back_to_the_limit", {{0, 2'000'000}}, 1'000'000, 100, {}, 100, std::nullopt},
        EdgeCase{"no_room", {{0, 200}}, 100, 100, {}, 100, std::nullopt},
        EdgeCase{"one_change", {{0, 777'777}}, 100, 1'000'000, {}, 777'777, 777'778},
        EdgeCase{"one_change_back", {{4'321, 2'000'000}}, 1'000'000, 100, {}, 4'321, 4'320},
        EdgeCase{"at_once", {{100, 100}}, 100, 1'000'000, {}, 100, 101},
        EdgeCase{"at_the_limit", {{0, 999'999}}, 100, 1'000'000, {}, 999'999, 1'000'000},
        EdgeCase{"from_no_to_yes", {{500'000, 500'100}}, 100, 1'000'000, {500'000}, 499'999, 500'000},
        EdgeCase{"from_no_back_to_yes", {{500'000, 500'100}}, 1'000'000, 100, {500'101}, 500'101, 500'100},
        // What is wrong in one stretch alone, and right again in the next.
        EdgeCase{"a_gap_of_one_stretch",
                 {{0, 299'999}, {300'100, 2'000'000}},
                 100,
                 1'000'000,
                 {300'000, 300'100},
                 299'999,
                 300'000},
        EdgeCase{
            "a_gap_of_one_second", {{0, 299'999}, {300'001, 2'000'000}}, 100, 1'000'000, {300'000}, 299'999, 300'000},
        EdgeCase{"a_gap_before_an_instant",
                 {{0, 299'990}, {300'000, 2'000'000}},
                 100,
                 1'000'000,
                 {300'000},
                 299'990,
                 299'991},
        // Near its edge an answer may depend on chance.
        EdgeCase{"a_gap_just_inside", {{0, 777'700}, {777'720, 777'777}}, 100, 1'000'000, {}, 777'700, 777'701},
        EdgeCase{"a_gap_just_inside_back", {{4'321, 4'400}, {5'000, 2'000'000}}, 1'000'000, 100, {}, 5'000, 4'999},
        EdgeCase{"instants_beyond_both_ends", {{0, 500}}, 100, 1'000, {50, 100, 1'000, 2'000}, 500, 501}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(FindEdge, AsksForWholeMultiplesButForItsOwnEnds) {
  EdgeQuestion question;
  question.from = second(100) + milliseconds(185);
  question.limit = second(100'000) + milliseconds(7);
  question.instants = {second(5'000) + milliseconds(1)};
  question.resolution = seconds(10);
  const SimTime change = second(61'234);
  const EdgeAnswer found = find_edge(question, [&](SimTime at) {
    EXPECT_TRUE(unix_milliseconds(at) % 10'000 == 0 || at == question.limit) << to_string(at);
    return std::optional(at < change);
  });
  EXPECT_EQ(found.last, second(61'230));
  EXPECT_EQ(found.other, second(61'240));
}

TEST(FindEdge, NearWhereItBeginsIsNoFartherThanTheResolution) {
  EdgeQuestion question;
  question.from = second(100) + milliseconds(185);
  question.limit = second(1'000);
  const EdgeAnswer found = find_edge(question, [&](SimTime) { return std::optional(false); });
  EXPECT_EQ(found.last, question.from);
  EXPECT_EQ(found.other, second(101));
}

TEST(FindEdge, GivesUpWhenItsQuestionsAreUsedUp) {
  EdgeQuestion question;
  question.from = second(0);
  question.limit = second(1'000'000);
  question.most_questions = 5;
  const EdgeAnswer found = find_edge(question, [&](SimTime at) { return std::optional(at < second(777'777)); });
  EXPECT_TRUE(found.given_up);
  EXPECT_EQ(found.questions, 5U);
  EXPECT_LE(found.last, second(777'776));
}

TEST(FindEdge, StopsWhenNobodyAnswers) {
  EdgeQuestion question;
  question.from = second(0);
  question.limit = second(1'000'000);
  const EdgeAnswer found = find_edge(question, [&](SimTime) { return std::optional<bool>(); });
  EXPECT_TRUE(found.stopped);
  EXPECT_EQ(found.questions, 1U);
}

TEST(Rounded, KeepsMultiplesAndGoesTheWayItSays) {
  EXPECT_EQ(rounded_down(second(7), seconds(1)), second(7));
  EXPECT_EQ(rounded_up(second(7), seconds(1)), second(7));
  EXPECT_EQ(rounded_down(second(7) + milliseconds(1), seconds(1)), second(7));
  EXPECT_EQ(rounded_up(second(7) + milliseconds(1), seconds(1)), second(8));
  EXPECT_EQ(rounded_down(second(-7) - milliseconds(1), seconds(1)), second(-8));  // before 1970
  EXPECT_EQ(rounded_up(second(-7) - milliseconds(1), seconds(1)), second(-7));
}

}  // namespace
}  // namespace certdrill::plan
