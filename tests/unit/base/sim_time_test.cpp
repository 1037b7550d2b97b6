#include "base/sim_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace certdrill {
namespace {

struct TimeCase {
  const char* name;
  const char* text;
  std::int64_t unix_ms;
  const char* printed;
};

class SimTimeReads : public testing::TestWithParam<TimeCase> {};

TEST_P(SimTimeReads, AndPrintsWhatItMeans) {
  const auto& row = GetParam();
  const auto at = parse_sim_time(row.text);
  ASSERT_TRUE(at) << at.problem().what;
  EXPECT_EQ(unix_milliseconds(*at), row.unix_ms);
  EXPECT_EQ(to_string(*at), row.printed);
  const auto again = parse_sim_time(to_string(*at));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *at);
}

// The numbers are those of `date -u -d TEXT +%s`.
INSTANTIATE_TEST_SUITE_P(
    Texts, SimTimeReads,
    testing::Values(
        TimeCase{"epoch", "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        TimeCase{"bare_date", "2026-01-10", 1'768'003'200'000, "2026-01-10T00:00:00Z"},
        TimeCase{"time_of_day", "2026-01-10T13:05:09Z", 1'768'050'309'000, "2026-01-10T13:05:09Z"},
        TimeCase{"one_digit_of_a_second", "2026-01-10T00:00:00.5Z", 1'768'003'200'500, "2026-01-10T00:00:00.500Z"},
        TimeCase{"two_digits_of_a_second", "2026-01-10T00:00:00.05Z", 1'768'003'200'050, "2026-01-10T00:00:00.050Z"},
        TimeCase{"milliseconds", "2026-01-10T00:00:00.007Z", 1'768'003'200'007, "2026-01-10T00:00:00.007Z"},
        TimeCase{"no_milliseconds_are_not_printed", "2026-01-10T00:00:00.000Z", 1'768'003'200'000,
                 "2026-01-10T00:00:00Z"},
        TimeCase{"leap_day", "2024-02-29", 1'709'164'800'000, "2024-02-29T00:00:00Z"},
        TimeCase{"leap_day_of_a_fourth_century", "2000-02-29", 951'782'400'000, "2000-02-29T00:00:00Z"},
        TimeCase{"before_the_epoch", "1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
        TimeCase{"first", "1950-01-01", -631'152'000'000, "1950-01-01T00:00:00Z"},
        TimeCase{"last", "9999-12-31T23:59:59.999Z", 253'402'300'799'999, "9999-12-31T23:59:59.999Z"}),
    [](const auto& row) { return std::string(row.param.name); });

struct RefusedTime {
  const char* name;
  const char* text;
  const char* what;
};

class SimTimeRefuses : public testing::TestWithParam<RefusedTime> {};

TEST_P(SimTimeRefuses, AndSaysWhy) {
  const auto at = parse_sim_time(GetParam().text);
  ASSERT_FALSE(at) << to_string(*at);
  EXPECT_EQ(at.problem().what, GetParam().what);
  EXPECT_EQ(at.problem().help, "expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z");
}

INSTANTIATE_TEST_SUITE_P(
    Texts, SimTimeRefuses,
    testing::Values(
        RefusedTime{"empty", "", "not a time: \"\": it does not begin with a date"},
        RefusedTime{"words", "tomorrow", "not a time: \"tomorrow\": it does not begin with a date"},
        RefusedTime{"two_digit_year", "26-01-10", "not a time: \"26-01-10\": it does not begin with a date"},
        RefusedTime{"slashes", "2026/01/10", "not a time: \"2026/01/10\": it does not begin with a date"},
        RefusedTime{"one_digit_month", "2026-1-10", "not a time: \"2026-1-10\": it does not begin with a date"},
        RefusedTime{"sign", "+026-01-10", "not a time: \"+026-01-10\": it does not begin with a date"},
        RefusedTime{"leading_space", " 2026-01-10", "not a time: \" 2026-01-10\": it does not begin with a date"},
        RefusedTime{"month_13", "2026-13-01", "not a time: \"2026-13-01\": the calendar has no such day"},
        RefusedTime{"month_0", "2026-00-01", "not a time: \"2026-00-01\": the calendar has no such day"},
        RefusedTime{"day_0", "2026-01-00", "not a time: \"2026-01-00\": the calendar has no such day"},
        RefusedTime{"april_31", "2026-04-31", "not a time: \"2026-04-31\": the calendar has no such day"},
        RefusedTime{"no_leap_day", "2026-02-29", "not a time: \"2026-02-29\": the calendar has no such day"},
        RefusedTime{"no_leap_day_in_a_century", "2100-02-29",
                    "not a time: \"2100-02-29\": the calendar has no such day"},
        RefusedTime{"too_early", "1949-12-31",
                    "not a time: \"1949-12-31\": the earliest year a certificate can name is 1950"},
        RefusedTime{"five_digit_year", "10000-01-01", "not a time: \"10000-01-01\": it does not begin with a date"},
        RefusedTime{"space_for_t", "2026-01-10 00:00:00Z",
                    "not a time: \"2026-01-10 00:00:00Z\": after the date comes T and hours:minutes:seconds"},
        RefusedTime{"text_after_the_date", "2026-01-10x",
                    "not a time: \"2026-01-10x\": after the date comes T and hours:minutes:seconds"},
        RefusedTime{"no_seconds", "2026-01-10T00:00Z",
                    "not a time: \"2026-01-10T00:00Z\": after the date comes T and hours:minutes:seconds"},
        RefusedTime{"hour_24", "2026-01-10T24:00:00Z",
                    "not a time: \"2026-01-10T24:00:00Z\": there is no such time of day"},
        RefusedTime{"minute_60", "2026-01-10T00:60:00Z",
                    "not a time: \"2026-01-10T00:60:00Z\": there is no such time of day"},
        RefusedTime{"leap_second", "2016-12-31T23:59:60Z",
                    "not a time: \"2016-12-31T23:59:60Z\": there is no such time of day"},
        RefusedTime{"no_digits_after_the_point", "2026-01-10T00:00:00.Z",
                    "not a time: \"2026-01-10T00:00:00.Z\": a fraction of a second has one to three digits"},
        RefusedTime{"microseconds", "2026-01-10T00:00:00.1234Z",
                    "not a time: \"2026-01-10T00:00:00.1234Z\": a fraction of a second has one to three digits"},
        RefusedTime{"no_zone", "2026-01-10T00:00:00",
                    "not a time: \"2026-01-10T00:00:00\": it does not end with Z; all times are UTC"},
        RefusedTime{"another_zone", "2026-01-10T00:00:00+01:00",
                    "not a time: \"2026-01-10T00:00:00+01:00\": it does not end with Z; all times are UTC"},
        RefusedTime{"small_z", "2026-01-10T00:00:00z",
                    "not a time: \"2026-01-10T00:00:00z\": it does not end with Z; all times are UTC"},
        RefusedTime{"text_after_the_zone", "2026-01-10T00:00:00Z.",
                    "not a time: \"2026-01-10T00:00:00Z.\": there is text after the Z"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SimTime, EveryCutOfAGoodTextIsRefusedButTheDate) {
  const std::string whole = "2026-01-10T00:00:00.123Z";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(parse_sim_time(whole.substr(0, length)).ok(), length == 10) << whole.substr(0, length);
  }
}

TEST(SimTime, TheRangeIsThatOfACertificate) {
  EXPECT_EQ(to_string(earliest_sim_time()), "1950-01-01T00:00:00Z");
  EXPECT_EQ(to_string(latest_sim_time()), "9999-12-31T23:59:59.999Z");
}

TEST(SimTime, EveryDayOfFourCenturiesReadsBack) {
  const std::int64_t day_ms = 86'400'000;
  std::string before;
  for (std::int64_t day = -7305; day < 365 * 400; ++day) {
    const SimTime at{Duration(day * day_ms)};
    const std::string text = date_to_string(at);
    ASSERT_LT(before, text) << "dates sort as text";
    const auto back = parse_sim_time(text);
    ASSERT_TRUE(back) << text;
    ASSERT_EQ(*back, at) << text;
    before = text;
  }
}

TEST(SimTime, ADateIsShortOnlyAtMidnight) {
  EXPECT_EQ(date_to_string(from_unix_seconds(1'768'003'200)), "2026-01-10");
  EXPECT_EQ(date_to_string(from_unix_seconds(1'768'003'201)), "2026-01-10T00:00:01Z");
  EXPECT_EQ(date_to_string(SimTime(Duration(1))), "1970-01-01T00:00:00.001Z");
}

TEST(SimTime, ASecondIsTheOneThatContainsTheMoment) {
  EXPECT_EQ(unix_seconds(SimTime(Duration(1999))), 1);
  EXPECT_EQ(unix_seconds(SimTime(Duration(-1))), -1);
  EXPECT_EQ(unix_seconds(SimTime(Duration(-1000))), -1);
}

}  // namespace
}  // namespace certdrill
