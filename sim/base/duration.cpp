#include "base/duration.h"

#include <array>
#include <charconv>

#include "base/text.h"

namespace certdrill {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array<Unit, 6> units = {
    {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::int64_t longest = 10'000LL * 366 * 86'400'000;
constexpr std::string_view expected_form = "expected a number and a unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m";

std::vector<std::string> parts_of(Duration length) {
  std::vector<std::string> parts;
  // The magnitude, unsigned: the shortest duration of all has no positive counterpart.
  const auto count = static_cast<std::uint64_t>(length.count());
  std::uint64_t rest = length < Duration(0) ? 0 - count : count;
  for (std::size_t i = 1; i < units.size(); ++i) {  // weeks are read, not written
    const auto unit = static_cast<std::uint64_t>(units[i].milliseconds);
    if (rest >= unit) parts.push_back(std::to_string(rest / unit) + std::string(units[i].name));
    rest %= unit;
  }
  if (parts.empty()) parts.emplace_back("0s");
  return parts;
}

std::string sign_of(Duration length) { return length < Duration(0) ? "-" : ""; }

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto wrong = [&](std::string why) {
    return problem("not a duration: " + quoted(text) + ": " + std::move(why), std::string(expected_form));
  };
  if (text.empty()) return wrong("it is empty");
  std::int64_t total = 0;
  std::size_t next_unit = 0;  // units may only get smaller
  std::size_t at = 0;
  while (at < text.size()) {
    std::int64_t amount = 0;
    const char* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), amount);
    if (end == begin || *begin == '-') return wrong("it has no number at " + quoted(text.substr(at)));
    if (error != std::errc()) return wrong("the number is too large");
    at += static_cast<std::size_t>(end - begin);
    std::size_t length = 0;
    while (at + length < text.size() && (text[at + length] < '0' || text[at + length] > '9')) ++length;
    const std::string_view name = text.substr(at, length);
    if (name.empty()) return wrong("the number has no unit");
    std::size_t unit = 0;
    while (unit < units.size() && units[unit].name != name) ++unit;
    if (unit == units.size()) return wrong("unknown unit " + quoted(name));
    if (unit < next_unit) return wrong("units go from large to small, each once");
    next_unit = unit + 1;
    if (amount > longest / units[unit].milliseconds) return wrong("it is longer than 10,000 years");
    total += amount * units[unit].milliseconds;
    if (total > longest) return wrong("it is longer than 10,000 years");
    at += length;
  }
  return Duration(total);
}

std::string to_string(Duration length) { return sign_of(length) + join(parts_of(length), ""); }

std::string rough(Duration length) {
  std::vector<std::string> parts = parts_of(length);
  if (parts.size() > 2) parts.resize(2);
  if (parts.size() == 2 && parts[1].ends_with("ms")) parts.pop_back();
  return sign_of(length) + join(parts, " ");
}

}  // namespace certdrill
