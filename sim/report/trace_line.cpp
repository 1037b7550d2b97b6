#include "report/trace_line.h"

#include <charconv>
#include <string>

namespace certdrill::report {
namespace {

constexpr std::size_t longest_number = 20;

// 00 01 02 ... 99: numbers are written two digits at a time.
constexpr std::array<char, 200> digit_pairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

void put_pair(char* to, std::uint32_t below_100) { std::memcpy(to, &digit_pairs[std::size_t{2} * below_100], 2); }

char* put_number(char* to, std::uint64_t number) { return std::to_chars(to, to + longest_number, number).ptr; }

}  // namespace

void TraceLine::keep_minute(SimTime at) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch());
  minute_begins_ms_ = Duration(minute).count();
  std::string text = "{\"at\":\"" + to_string(SimTime(minute));
  text.insert(text.size() - 1, ".000");
  begin_.clear();
  begin_.add(text + "\"");
}

char* TraceLine::begin(char* to, SimTime at) {
  constexpr std::int64_t minute_ms = 60'000;
  if (unix_milliseconds(at) < minute_begins_ms_ || unix_milliseconds(at) - minute_begins_ms_ >= minute_ms) {
    keep_minute(at);
  }
  const auto within_ms = static_cast<std::uint32_t>(unix_milliseconds(at) - minute_begins_ms_);
  char* const end = begin_.copy_to(to);
  char* const seconds = end - std::string_view("00.000Z\"").size();
  put_pair(seconds, within_ms / 1000);
  seconds[3] = static_cast<char>('0' + within_ms / 100 % 10);
  put_pair(seconds + 4, within_ms % 100);
  return end;
}

char* TraceLine::begin_event(char* to, SimTime at, std::uint64_t number) {
  static constexpr std::string_view key = ",\"n\":";
  to = begin(to, at);
  std::memcpy(to, key.data(), key.size());
  to += key.size();
  const std::uint64_t above = number / 10'000;
  if (above == 0) return put_number(to, number);
  if (above != number_above_) {
    number_above_ = above;
    number_text_.clear();
    number_text_.add(std::to_string(above));
  }
  const auto below = static_cast<std::uint32_t>(number % 10'000);
  to = number_text_.copy_to(to);
  put_pair(to, below / 100);
  put_pair(to + 2, below % 100);
  return to + 4;
}

void TraceLine::keep_name(const world::Action& what) {
  named_ = what.index();
  name_text_.clear();
  name_text_.add(",\"event\":\"");
  name_text_.add(world::name_of(what));
  name_text_.add("\",\"node\":\"N");
}

void TraceLine::keep_configurations(const NodeEvent& event) {
  from_ = event.from;
  to_ = event.to;
  configurations_text_.clear();
  configurations_text_.add("\",\"from\":");
  configurations_text_.add(std::to_string(from_));
  configurations_text_.add(",\"to\":");
  configurations_text_.add(std::to_string(to_));
  configurations_text_.add("}\n");
}

char* TraceLine::pair_event(char* to, const NodeEvent& event) {
  static constexpr std::string_view second = "\",\"b\":\"N";
  if (event.what.index() != pair_named_) {
    pair_named_ = event.what.index();
    pair_name_text_.clear();
    pair_name_text_.add(",\"event\":\"");
    pair_name_text_.add(world::name_of(event.what));
    pair_name_text_.add("\",\"a\":\"N");
  }
  to = begin_event(to, event.at, event.number);
  to = pair_name_text_.copy_to(to);
  to = put_number(to, event.from);
  std::memcpy(to, second.data(), second.size());
  return put_number(to + second.size(), event.to);
}

char* TraceLine::node_event(char* to, const NodeEvent& event) {
  if (event.what.index() != named_) {
    keep_name(event.what);
    keep_configurations(event);
  } else if (event.from != from_ || event.to != to_) {
    keep_configurations(event);
  }
  const auto* const switching = std::get_if<world::SwitchNode>(&event.what);
  to = begin_event(to, event.at, event.number);
  to = name_text_.copy_to(to);
  to = put_number(to, switching != nullptr ? switching->node : std::get<world::ChangeStore>(event.what).node);
  return configurations_text_.copy_to(to);
}

}  // namespace certdrill::report
