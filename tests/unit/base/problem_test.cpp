#include "base/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace certdrill {
namespace {

Problem at(std::uint32_t column, std::uint32_t length, std::string line) {
  return Problem{{"s.json", 14, column, length, std::move(line)}, "wrong", ""};
}

TEST(ProblemText, LooksLikeACompilersMessage) {
  const Problem problem{{"scenario.json", 14, 17, 2, R"(    "to": "{P:{TP=Bx}, V:{TP=A}}")"},
                        "unknown certificate \"Bx\"",
                        "did you mean \"B\"?"};
  EXPECT_EQ(to_text(problem), R"(scenario.json:14:17: error: unknown certificate "Bx"
    "to": "{P:{TP=Bx}, V:{TP=A}}"
                ^~
help: did you mean "B"?
)");
}

struct CaretCase {
  const char* name;
  Problem problem;
  const char* excerpt;  // the two lines of the excerpt
};

class ProblemCaret : public testing::TestWithParam<CaretCase> {};

TEST_P(ProblemCaret, StandsUnderTheCharacter) {
  const Problem& problem = GetParam().problem;
  EXPECT_EQ(to_text(problem),
            "s.json:14:" + std::to_string(problem.where.column) + ": error: wrong\n" + GetParam().excerpt);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ProblemCaret,
    testing::Values(CaretCase{"first_column", at(1, 1, "abc"), "    abc\n    ^\n"},
                    CaretCase{"last_column", at(3, 1, "abc"), "    abc\n      ^\n"},
                    CaretCase{"several_characters", at(2, 2, "abc"), "    abc\n     ^~\n"},
                    CaretCase{"length_zero_still_marks", at(2, 0, "abc"), "    abc\n     ^\n"},
                    CaretCase{"length_beyond_the_end", at(2, 99, "abc"), "    abc\n     ^~\n"},
                    CaretCase{"just_after_the_end", at(4, 1, "abc"), "    abc\n       ^\n"},
                    CaretCase{"column_beyond_the_end", at(999, 5, "abc"), "    abc\n       ^\n"},
                    CaretCase{"no_column", at(0, 1, "abc"), "    abc\n    ^\n"},
                    CaretCase{"indentation_is_cut", at(5, 1, "  \t abc"), "    abc\n    ^\n"},
                    CaretCase{"mark_in_the_indentation", at(2, 1, "   abc"), "      abc\n    ^\n"},
                    CaretCase{"inner_tabs_become_spaces", at(4, 1, "a\t\tb"), "    a  b\n       ^\n"},
                    CaretCase{"utf8_counts_characters", at(4, 2, "\u00e4\u20ac\U0001F600xy"),
                              "    \u00e4\u20ac\U0001F600xy\n       ^~\n"},
                    CaretCase{"utf8_length_stops_at_the_end", at(2, 99, "a\u20ac\u20ac"),
                              "    a\u20ac\u20ac\n     ^~\n"},
                    CaretCase{"bytes_that_are_no_utf8",
                              at(3, 1,
                                 "\xFF\xFE"
                                 "a"),
                              "    ?"
                              "?a\n      ^\n"},
                    CaretCase{"escape_sequences_are_defused", at(4, 1, "\x1B[2J"), "    ?[2J\n       ^\n"},
                    CaretCase{"c1_escape_is_defused",
                              at(2, 1,
                                 "\xC2\x9B"
                                 "2J"),
                              "    ?2J\n     ^\n"},
                    CaretCase{"reordering_is_defused", at(2, 1, "\u202Eabc"), "    ?abc\n     ^\n"}),
    [](const auto& row) { return std::string(row.param.name); });

// The line is shortened around the mark, and the mark still stands under its character.
TEST(ProblemText, ShortensOverlongLinesAroundTheMark) {
  for (const std::size_t size : {161U, 200U, 1000U, 100'000U}) {
    for (std::size_t mark = 1; mark <= size; mark += 1 + size / 37) {
      std::string line;
      for (std::size_t i = 1; i <= size; ++i) line += i == mark ? "\u20ac" : (i % 3 == 0 ? "\u00e4" : "b");
      const std::string text = to_text(at(static_cast<std::uint32_t>(mark), 3, line));
      const std::size_t first = text.find('\n') + 1;
      const std::size_t second = text.find('\n', first) + 1;
      const std::string excerpt = text.substr(first, second - first - 1);
      const std::string carets = text.substr(second, text.size() - second - 1);
      const auto characters = utf8_characters(excerpt);
      ASSERT_LE(characters.size(), 4U + 3U + 160U + 3U);
      const std::size_t column = carets.find('^');
      ASSERT_LT(column, characters.size()) << "size " << size << " mark " << mark;
      EXPECT_EQ(characters[column], "\u20ac") << "size " << size << " mark " << mark;
      EXPECT_EQ(excerpt.starts_with("    ..."), mark > 81) << "size " << size << " mark " << mark;
    }
  }
}

TEST(ProblemText, WithoutALineThereIsNoExcerpt) {
  EXPECT_EQ(to_text({{"s.json", 0, 0, 1, ""}, "is empty", ""}), "s.json: error: is empty\n");
  EXPECT_EQ(to_text({{"s.json", 3, 1, 1, ""}, "wrong", ""}), "s.json:3:1: error: wrong\n");
  EXPECT_EQ(to_text({{}, "wrong", "right"}), "error: wrong\nhelp: right\n");
}

TEST(ProblemText, AWarningIsNoError) {
  const Problem warning{{}, "odd", "", Severity::warning};
  EXPECT_EQ(to_text(warning), "warning: odd\n");
  EXPECT_FALSE(has_errors({warning}));
  EXPECT_TRUE(has_errors({warning, Problem{{}, "wrong", ""}}));
  EXPECT_FALSE(has_errors({}));
}

TEST(ProblemText, ColorsChangeNothingButColors) {
  const Problem problem = at(2, 2, "abc");
  std::string text = to_text(problem, true);
  EXPECT_THAT(text, testing::HasSubstr("\033[1;31merror:\033[0m wrong"));
  for (std::size_t escape = text.find('\033'); escape != std::string::npos; escape = text.find('\033')) {
    text.erase(escape, text.find('m', escape) - escape + 1);
  }
  EXPECT_EQ(text, to_text(problem));
}

}  // namespace
}  // namespace certdrill
