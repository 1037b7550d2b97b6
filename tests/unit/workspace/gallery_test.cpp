#include "workspace/gallery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"

namespace certdrill::workspace {
namespace {

using testing::IsEmpty;
using testing::Not;

TEST(Gallery, HasAllShippedScenariosWithTheirLessons) {
  const std::vector<GalleryEntry> entries = shipped_gallery();
  std::vector<std::string> names;
  for (const GalleryEntry& entry : entries) {
    names.push_back(entry.name);
    EXPECT_THAT(entry.title, Not(IsEmpty())) << entry.name;
    EXPECT_TRUE(entry.teaches.starts_with("This scenario ")) << entry.name << ": " << entry.teaches;
    EXPECT_TRUE(entry.teaches.ends_with(".")) << entry.name << ": " << entry.teaches;
    EXPECT_TRUE(std::filesystem::exists(entry.file)) << entry.file;
  }
  EXPECT_EQ(names, test::scenario_names());
}

TEST(Gallery, TellsMistakesFromGoodPlans) {
  bool mistake = false;
  bool good = false;
  for (const GalleryEntry& entry : shipped_gallery()) {
    if (entry.name == "thumbprint_swap_without_overlap") mistake = entry.expects_violation;
    if (entry.name == "thumbprint_rotation") good = !entry.expects_violation;
  }
  EXPECT_TRUE(mistake);
  EXPECT_TRUE(good);
}

struct SentenceCase {
  const char* name;
  const char* markdown;
  const char* sentence;
};

class FirstSentence : public testing::TestWithParam<SentenceCase> {};

TEST_P(FirstSentence, Is) { EXPECT_EQ(first_sentence(GetParam().markdown), GetParam().sentence); }

INSTANTIATE_TEST_SUITE_P(
    Texts, FirstSentence,
    testing::Values(SentenceCase{"behind_the_heading", "# Title\n\nOne. Two.\n", "One."},
                    SentenceCase{"over_two_lines", "# Title\n\nIt goes\non here. And on.\n", "It goes on here."},
                    SentenceCase{"only_one", "# Title\nAll of it.\n\nNot this.", "All of it."},
                    SentenceCase{"without_marks", "The `present B` *step* ends. More", "The present B step ends."},
                    SentenceCase{"no_full_stop", "# T\n\nno end here", "no end here"},
                    SentenceCase{"windows_line_ends", "# T\r\n\r\nOne\r\nline. Two.\r\n", "One line."},
                    SentenceCase{"nothing", "", ""}, SentenceCase{"only_a_heading", "# Title", ""}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::workspace
