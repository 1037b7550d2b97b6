#include "scene/lesson.h"

#include <string>

#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::scene {
namespace {

using Kind = LessonBlock::Kind;

model::Scenario rotation() { return test::read_shipped_scenario("thumbprint_rotation"); }

TEST(Lesson, IsBlocksWithoutMarks) {
  const auto lesson = read_lesson(
      "# A *title*\n\nSome `code`, **strong** words\nand [a link](../x/about.md).\n\n- **First**: this\n  goes on\n- "
      "second\n\n1. counted\n",
      rotation());
  ASSERT_EQ(lesson.size(), 5U);
  EXPECT_EQ(lesson[0].kind, Kind::heading);
  EXPECT_EQ(lesson[0].text, "A title");
  EXPECT_EQ(lesson[1].kind, Kind::paragraph);
  EXPECT_EQ(lesson[1].text, "Some code, strong words and a link.");
  EXPECT_EQ(lesson[2].kind, Kind::item);
  EXPECT_EQ(lesson[2].text, "First: this goes on");
  EXPECT_EQ(lesson[3].text, "second");
  EXPECT_EQ(lesson[4].text, "counted");
}

TEST(Lesson, LeavesOutCommandsAndKeepsCode) {
  const auto lesson =
      read_lesson("before\n```console\n$ certdrill run x\n```\n```json\n{ \"a\": 1 }\n  b\n```\nbehind", rotation());
  ASSERT_EQ(lesson.size(), 3U);
  EXPECT_EQ(lesson[0].text, "before");
  EXPECT_EQ(lesson[1].kind, Kind::code);
  EXPECT_EQ(lesson[1].text, "{ \"a\": 1 }\n  b");
  EXPECT_EQ(lesson[2].text, "behind");
}

struct StepCase {
  const char* name;
  const char* text;
  std::vector<std::uint32_t> steps;  // of "accept B as well", "present B", "retire A"
};
class LessonSteps : public testing::TestWithParam<StepCase> {};

TEST_P(LessonSteps, AreThoseThatTheTextNames) {
  const auto lesson = read_lesson(GetParam().text, rotation());
  ASSERT_EQ(lesson.size(), 1U);
  EXPECT_EQ(lesson[0].steps, GetParam().steps);
}

INSTANTIATE_TEST_SUITE_P(Texts, LessonSteps,
                         testing::Values(StepCase{"none", "They are all up.", {}},
                                         StepCase{"one", "During *present B* both are shown.", {1}},
                                         StepCase{"at_the_beginning", "Present B comes next.", {1}},
                                         StepCase{"two", "\"accept B as well\" before \"retire A\"", {0, 2}},
                                         StepCase{"part_of_a_word", "They present Back doors.", {}},
                                         StepCase{"a_domain_of_one_of_three_upgrades", "In UD2 it happens.", {}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Lesson, ADomainMeansTheOnlyUpgrade) {
  const model::Scenario swap = test::read_shipped_scenario("thumbprint_swap_without_overlap");
  EXPECT_EQ(read_lesson("In UD2 the quorum passes.", swap).front().steps, std::vector<std::uint32_t>{0});
}

TEST(Lesson, FollowsTheStepUnderWay) {
  const auto lesson = read_lesson(
      "# Present B\n\nIntroduction.\n\nFirst accept B as well.\n\nThen present B.\n\nAgain: present B.", rotation());
  check::PlanPlace place;
  EXPECT_EQ(block_at(lesson, place), std::nullopt);
  place.step = 1;
  EXPECT_EQ(block_at(lesson, place), 3U) << "the first, but not the heading";
  place.step = 2;
  EXPECT_EQ(block_at(lesson, place), std::nullopt);
}

class ShippedLesson : public testing::TestWithParam<std::string> {};

TEST_P(ShippedLesson, CanBeReadAsText) {
  const auto lesson = read_lesson(test::read_text(test::scenarios_folder() / GetParam() / "about.md"),
                                  test::read_shipped_scenario(GetParam()));
  ASSERT_GT(lesson.size(), 4U);
  EXPECT_EQ(lesson.front().kind, Kind::heading);
  for (const LessonBlock& block : lesson) {
    EXPECT_FALSE(block.text.empty());
    if (block.kind == Kind::code) continue;
    for (const char* const mark : {"`", "**", "](", "$ certdrill"})
      EXPECT_EQ(block.text.find(mark), std::string::npos) << block.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedLesson, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

TEST(Lesson, OfNothingIsEmpty) { EXPECT_TRUE(read_lesson("", rotation()).empty()); }

TEST(Lesson, SurvivesUnfinishedMarks) {
  const auto lesson = read_lesson("an `open mark\n\n[half](\n\n```console\nnever closed", rotation());
  ASSERT_EQ(lesson.size(), 2U);
  EXPECT_EQ(lesson[0].text, "an `open mark");
}

}  // namespace
}  // namespace certdrill::scene
