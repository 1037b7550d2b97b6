#include "pki/thumbprint.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::pki {
namespace {

constexpr const char* canonical = "0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5";

struct ThumbprintCase {
  std::string name;
  std::string text;
  std::string expected;  // the canonical text, or the problem
};

class ThumbprintParse : public testing::TestWithParam<ThumbprintCase> {};

TEST_P(ThumbprintParse, ReadsOrExplains) {
  const Result<Thumbprint> parsed = Thumbprint::parse(GetParam().text);
  EXPECT_EQ(parsed ? parsed->to_string() : "problem: " + parsed.problem().what, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ThumbprintParse,
    testing::Values(ThumbprintCase{"upper_case", "0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5", canonical},
                    ThumbprintCase{"lower_case", "0059b4d12b2c4d5e6f708192a3b4c5d6e7f882f5", canonical},
                    ThumbprintCase{"spaced", "00 59 b4 d1 2b 2c 4d 5e 6f 70 81 92 a3 b4 c5 d6 e7 f8 82 f5", canonical},
                    ThumbprintCase{"spaces_around", "  0059B4D12B2C4D5E6F70 8192A3B4C5D6E7F882F5\t\r\n", canonical},
                    ThumbprintCase{"empty", "", "problem: has 0 hex digits, expected 40"},
                    ThumbprintCase{"one_digit", "a", "problem: has 1 hex digit, expected 40"},
                    ThumbprintCase{"one_digit_short", "0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F",
                                   "problem: has 39 hex digits, expected 40"},
                    ThumbprintCase{"one_digit_long", "0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F50",
                                   "problem: has 41 hex digits, expected 40"},
                    ThumbprintCase{"sha256", "0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F50059B4D12B2C4D5E6F708192",
                                   "problem: has 64 hex digits, expected 40"},
                    ThumbprintCase{"no_hex_digit", "g059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5",
                                   "problem: has a character that is not a hex digit: \"g\""},
                    ThumbprintCase{"colons", "00:59:B4:D1:2B:2C:4D:5E:6F:70:81:92:A3:B4:C5:D6:E7:F8:82:F5",
                                   "problem: has a character that is not a hex digit: \":\""},
                    ThumbprintCase{"pasted_invisible_mark", "\u200E0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5",
                                   "problem: has a character that is not a hex digit: U+200E"},
                    ThumbprintCase{"byte_order_mark", "\uFEFF0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5",
                                   "problem: has a character that is not a hex digit: U+FEFF"},
                    ThumbprintCase{"no_break_space", "00\u00A059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5",
                                   "problem: has a character that is not a hex digit: U+00A0"},
                    ThumbprintCase{"full_width_digit", "\uFF10059B4D12B2C4D5E6F708192A3B4C5D6E7F882F5",
                                   "problem: has a character that is not a hex digit: \"\uFF10\""},
                    ThumbprintCase{"no_utf8", "\xFF\x80",
                                   "problem: has a character that is not a hex digit: \"\\xFF\""},
                    ThumbprintCase{"zero_byte", std::string(1, '\0'),
                                   "problem: has a character that is not a hex digit: \"\\x00\""}),
    [](const auto& row) { return row.param.name; });

TEST(ThumbprintTest, AnInvisibleMarkIsExplainedAndPlaced) {
  const Result<Thumbprint> parsed = Thumbprint::parse("00 59\u200E");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.problem().where.column, 6U);
  EXPECT_NE(parsed.problem().help.find("U+200E cannot be seen"), std::string::npos) << parsed.problem().help;
  EXPECT_NE(parsed.problem().help.find("certificate dialog"), std::string::npos) << parsed.problem().help;
}

TEST(ThumbprintTest, EqualityAndOrderAreThoseOfTheBytes) {
  const Thumbprint lower = *Thumbprint::parse("0059b4d12b2c4d5e6f708192a3b4c5d6e7f882f5");
  const Thumbprint upper = *Thumbprint::parse(canonical);
  const Thumbprint next = *Thumbprint::parse("0059B4D12B2C4D5E6F708192A3B4C5D6E7F882F6");
  EXPECT_EQ(lower, upper);
  EXPECT_NE(lower, next);
  EXPECT_LT(lower, next);
  EXPECT_EQ(lower.bytes()[1], 0x59);
}

TEST(ThumbprintTest, ShortTextKeepsBothEnds) {
  EXPECT_EQ(Thumbprint::parse(canonical)->to_short_string(), "0059..82F5");
}

}  // namespace
}  // namespace certdrill::pki
