#include "base/sim_time.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace certdrill {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::string_view expected_form = "expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z";

constexpr SimTime at_midnight(year_month_day date) {
  return SimTime(std::chrono::duration_cast<Duration>(sys_days(date).time_since_epoch()));
}

// Reads exactly `digits` digits; -1 when there are others.
int read_number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool has_char(std::string_view text, std::size_t at, char wanted) { return at < text.size() && text[at] == wanted; }

}  // namespace

SimTime earliest_sim_time() { return at_midnight(year(1950) / 1 / 1); }
SimTime latest_sim_time() { return at_midnight(year(9999) / 12 / 31) + std::chrono::days(1) - Duration(1); }

Result<SimTime> parse_sim_time(std::string_view text) {
  const auto wrong = [&](std::string why) {
    return problem("not a time: " + quoted(text) + ": " + std::move(why), std::string(expected_form));
  };
  const int y = read_number(text, 0, 4);
  const int m = read_number(text, 5, 2);
  const int d = read_number(text, 8, 2);
  if (y < 0 || m < 0 || d < 0 || !has_char(text, 4, '-') || !has_char(text, 7, '-'))
    return wrong("it does not begin with a date");
  const year_month_day date = year(y) / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d));
  if (!date.ok()) return wrong("the calendar has no such day");
  if (y < 1950) return wrong("the earliest year a certificate can name is 1950");
  SimTime at = at_midnight(date);
  if (text.size() == 10) return at;

  const int hours = read_number(text, 11, 2);
  const int minutes = read_number(text, 14, 2);
  const int seconds = read_number(text, 17, 2);
  if (!has_char(text, 10, 'T') || hours < 0 || minutes < 0 || seconds < 0 || !has_char(text, 13, ':') ||
      !has_char(text, 16, ':')) {
    return wrong("after the date comes T and hours:minutes:seconds");
  }
  if (hours > 23 || minutes > 59 || seconds > 59) return wrong("there is no such time of day");
  at += std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
  std::size_t next = 19;
  if (has_char(text, next, '.')) {
    int unit = 100;
    std::size_t digits = 0;
    for (++next; next < text.size() && text[next] >= '0' && text[next] <= '9'; ++next, ++digits, unit /= 10) {
      at += Duration((text[next] - '0') * unit);
    }
    if (digits == 0 || digits > 3) return wrong("a fraction of a second has one to three digits");
  }
  if (!has_char(text, next, 'Z')) return wrong("it does not end with Z; all times are UTC");
  if (next + 1 != text.size()) return wrong("there is text after the Z");
  return at;
}

std::string to_string(SimTime at) {
  const auto days = std::chrono::floor<std::chrono::days>(at.time_since_epoch());
  const year_month_day date{sys_days(days)};
  const std::int64_t of_day = (at.time_since_epoch() - days).count();
  std::array<char, 40> text{};
  const auto part = [&](std::int64_t divisor, std::int64_t modulus) {
    return static_cast<int>(of_day / divisor % modulus);
  };
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), part(3'600'000, 24),
                part(60'000, 60), part(1000, 60));
  std::string out = text.data();
  if (of_day % 1000 != 0) {
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(of_day % 1000));
    out += text.data();
  }
  return out + "Z";
}

std::string date_to_string(SimTime at) {
  const std::string text = to_string(at);
  return text.substr(10) == "T00:00:00Z" ? text.substr(0, 10) : text;
}

}  // namespace certdrill
