// The fast lines are the same as those put together plainly.
#include "report/trace_line.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace certdrill::report {
namespace {

SimTime at(const std::string& text) { return *parse_sim_time(text); }

std::string node_event(TraceLine& line, const NodeEvent& event) {
  std::array<char, TraceLine::longest> text;
  text.fill('#');
  return {text.data(), line.node_event(text.data(), event)};
}

struct LineCase {
  const char* name;
  NodeEvent event;
  const char* text;
};

void PrintTo(const LineCase& row, std::ostream* out) { *out << row.name; }

// In the order in which one TraceLine makes them: each keeps something of the one before it, and changes something.
const LineCase line_cases[] = {
    {"first",
     {at("2026-01-10T00:00:00Z"), 1, world::SwitchNode{0}, 0, 1},
     R"({"at":"2026-01-10T00:00:00.000Z","n":1,"event":"SwitchNode","node":"N0","from":0,"to":1})"},
    {"same_moment",
     {at("2026-01-10T00:00:00Z"), 2, world::SwitchNode{7}, 0, 1},
     R"({"at":"2026-01-10T00:00:00.000Z","n":2,"event":"SwitchNode","node":"N7","from":0,"to":1})"},
    {"last_moment_of_the_minute",
     {at("2026-01-10T00:00:59.999Z"), 9'999, world::SwitchNode{10}, 0, 1},
     R"({"at":"2026-01-10T00:00:59.999Z","n":9999,"event":"SwitchNode","node":"N10","from":0,"to":1})"},
    {"next_minute_and_ten_thousand",
     {at("2026-01-10T00:01:00Z"), 10'000, world::SwitchNode{999'999}, 0, 1},
     R"({"at":"2026-01-10T00:01:00.000Z","n":10000,"event":"SwitchNode","node":"N999999","from":0,"to":1})"},
    {"zeros_inside_the_number",
     {at("2026-01-10T00:01:00.001Z"), 20'003, world::SwitchNode{5}, 0, 1},
     R"({"at":"2026-01-10T00:01:00.001Z","n":20003,"event":"SwitchNode","node":"N5","from":0,"to":1})"},
    {"other_event_same_configurations",
     {at("2026-01-10T00:01:09.010Z"), 20'004, world::ChangeStore{5}, 0, 1},
     R"({"at":"2026-01-10T00:01:09.010Z","n":20004,"event":"ChangeStore","node":"N5","from":0,"to":1})"},
    {"other_origin",
     {at("2026-01-10T00:01:10.100Z"), 20'005, world::ChangeStore{5}, 12, 1},
     R"({"at":"2026-01-10T00:01:10.100Z","n":20005,"event":"ChangeStore","node":"N5","from":12,"to":1})"},
    {"other_end_and_next_year",
     {at("2027-01-01T00:00:00.5Z"), 20'006, world::ChangeStore{5}, 12, 3},
     R"({"at":"2027-01-01T00:00:00.500Z","n":20006,"event":"ChangeStore","node":"N5","from":12,"to":3})"},
    {"back_in_time",
     {at("1950-01-01T00:00:00Z"), 20'007, world::ChangeStore{5}, 12, 3},
     R"({"at":"1950-01-01T00:00:00.000Z","n":20007,"event":"ChangeStore","node":"N5","from":12,"to":3})"},
    {"largest",
     {at("9999-12-31T23:59:59.999Z"), UINT64_MAX, world::ChangeStore{UINT32_MAX}, UINT32_MAX, UINT32_MAX},
     R"({"at":"9999-12-31T23:59:59.999Z","n":18446744073709551615,"event":"ChangeStore","node":"N4294967295","from":4294967295,"to":4294967295})"},
    {"small_again",
     {at("9999-12-31T23:59:59.999Z"), 3, world::SwitchNode{1}, 0, 0},
     R"({"at":"9999-12-31T23:59:59.999Z","n":3,"event":"SwitchNode","node":"N1","from":0,"to":0})"},
};

class NodeLine : public testing::TestWithParam<LineCase> {};

TEST_P(NodeLine, OnItsOwn) {
  TraceLine line;
  EXPECT_EQ(node_event(line, GetParam().event), std::string(GetParam().text) + "\n");
}

INSTANTIATE_TEST_SUITE_P(Texts, NodeLine, testing::ValuesIn(line_cases),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(TraceLine, WhatIsKeptFromLineToLineIsNeverStale) {
  TraceLine line;
  for (const LineCase& each : line_cases) {
    EXPECT_EQ(node_event(line, each.event), std::string(each.text) + "\n") << each.name;
  }
}

TEST(TraceLine, NumbersGoOnWithoutAGap) {
  TraceLine line;
  const SimTime moment = at("2026-01-10T00:00:00Z");
  for (std::uint64_t number = 1; number <= 120'000; ++number) {
    std::array<char, TraceLine::longest> text;
    const std::string made(text.data(), line.begin_event(text.data(), moment, number));
    ASSERT_EQ(made, "{\"at\":\"2026-01-10T00:00:00.000Z\",\"n\":" + std::to_string(number));
  }
}

TEST(TraceLine, EveryMillisecondOfAMinute) {
  TraceLine line;
  const SimTime minute = at("2026-01-10T23:59:00Z");
  for (int ms = 0; ms < 60'000; ++ms) {
    std::array<char, TraceLine::longest> text;
    const std::string made(text.data(), line.begin(text.data(), minute + Duration(ms)));
    const std::string digits = std::to_string(100'000 + ms);  // 1SSmmm
    ASSERT_EQ(made, "{\"at\":\"2026-01-10T23:59:" + digits.substr(1, 2) + "." + digits.substr(3) + "Z\"");
  }
}

}  // namespace
}  // namespace certdrill::report
