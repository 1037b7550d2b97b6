#include "base/duration.h"

#include <gtest/gtest.h>

namespace certdrill {
namespace {

struct DurationCase {
  const char* name;
  const char* text;
  std::int64_t ms;
  const char* printed;
  const char* rough;
};

class DurationReads : public testing::TestWithParam<DurationCase> {};

TEST_P(DurationReads, AndPrintsWhatItMeans) {
  const auto& row = GetParam();
  const auto length = parse_duration(row.text);
  ASSERT_TRUE(length) << length.problem().what;
  EXPECT_EQ(length->count(), row.ms);
  EXPECT_EQ(to_string(*length), row.printed);
  EXPECT_EQ(rough(*length), row.rough);
  const auto again = parse_duration(to_string(*length));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *length);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DurationReads,
    testing::Values(DurationCase{"milliseconds", "250ms", 250, "250ms", "250ms"},
                    DurationCase{"seconds", "30s", 30'000, "30s", "30s"},
                    DurationCase{"minutes", "5m", 300'000, "5m", "5m"},
                    DurationCase{"hours", "12h", 43'200'000, "12h", "12h"},
                    DurationCase{"days", "90d", 7'776'000'000, "90d", "90d"},
                    DurationCase{"weeks_are_printed_as_days", "2w", 1'209'600'000, "14d", "14d"},
                    DurationCase{"sum", "1h30m", 5'400'000, "1h30m", "1h 30m"},
                    DurationCase{"all_units", "1w1d1h1m1s1ms", 694'861'001, "8d1h1m1s1ms", "8d 1h"},
                    DurationCase{"more_than_its_unit", "90m", 5'400'000, "1h30m", "1h 30m"},
                    DurationCase{"minute_and_millisecond", "1m1ms", 60'001, "1m1ms", "1m"},
                    DurationCase{"zero", "0s", 0, "0s", "0s"}, DurationCase{"zero_weeks", "0w", 0, "0s", "0s"},
                    DurationCase{"leading_zeros", "007s", 7000, "7s", "7s"},
                    DurationCase{"longest", "3660000d", 316'224'000'000'000, "3660000d", "3660000d"}),
    [](const auto& row) { return std::string(row.param.name); });

struct RefusedDuration {
  const char* name;
  const char* text;
  const char* what;
};

class DurationRefuses : public testing::TestWithParam<RefusedDuration> {};

TEST_P(DurationRefuses, AndSaysWhy) {
  const auto length = parse_duration(GetParam().text);
  ASSERT_FALSE(length) << length->count();
  EXPECT_EQ(length.problem().what, GetParam().what);
  EXPECT_EQ(length.problem().help, "expected a number and a unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m");
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DurationRefuses,
    testing::Values(
        RefusedDuration{"empty", "", "not a duration: \"\": it is empty"},
        RefusedDuration{"no_unit", "30", "not a duration: \"30\": the number has no unit"},
        RefusedDuration{"no_unit_at_the_end", "1h30", "not a duration: \"1h30\": the number has no unit"},
        RefusedDuration{"no_number", "h", "not a duration: \"h\": it has no number at \"h\""},
        RefusedDuration{"unknown_unit", "3y", "not a duration: \"3y\": unknown unit \"y\""},
        RefusedDuration{"capital_unit", "3H", "not a duration: \"3H\": unknown unit \"H\""},
        RefusedDuration{"word", "3days", "not a duration: \"3days\": unknown unit \"days\""},
        RefusedDuration{"minus", "-3s", "not a duration: \"-3s\": it has no number at \"-3s\""},
        RefusedDuration{"plus", "+3s", "not a duration: \"+3s\": it has no number at \"+3s\""},
        RefusedDuration{"inner_minus", "1h-3m", "not a duration: \"1h-3m\": unknown unit \"h-\""},
        RefusedDuration{"space_before_the_unit", "3 s", "not a duration: \"3 s\": unknown unit \" s\""},
        RefusedDuration{"space_before", " 3s", "not a duration: \" 3s\": it has no number at \" 3s\""},
        RefusedDuration{"space_after", "3s ", "not a duration: \"3s \": unknown unit \"s \""},
        RefusedDuration{"fraction", "1.5h", "not a duration: \"1.5h\": unknown unit \".\""},
        RefusedDuration{"out_of_order", "30m1h", "not a duration: \"30m1h\": units go from large to small, each once"},
        RefusedDuration{"twice", "1h1h", "not a duration: \"1h1h\": units go from large to small, each once"},
        RefusedDuration{"too_long", "3660001d", "not a duration: \"3660001d\": it is longer than 10,000 years"},
        RefusedDuration{"too_long_as_a_sum", "3660000d1ms",
                        "not a duration: \"3660000d1ms\": it is longer than 10,000 years"},
        RefusedDuration{"more_than_64_bits", "9223372036854775808ms",
                        "not a duration: \"9223372036854775808ms\": the number is too large"},
        RefusedDuration{"64_bits_of_weeks", "9223372036854775807w",
                        "not a duration: \"9223372036854775807w\": it is longer than 10,000 years"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Duration, ANegativeOneHasItsSignInFront) {
  EXPECT_EQ(to_string(Duration(-5'400'000)), "-1h30m");
  EXPECT_EQ(rough(Duration(-5'400'250)), "-1h 30m");
  EXPECT_EQ(to_string(Duration::min()), "-106751991167d7h12m55s808ms");
  EXPECT_EQ(to_string(Duration::max()), "106751991167d7h12m55s807ms");
}

}  // namespace
}  // namespace certdrill
