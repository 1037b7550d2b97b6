// Wrong scenarios as rows of tables: what a person is told, and the characters that are marked.
#pragma once

#include <string>

#include <gtest/gtest.h>

namespace certdrill::load {

// The part of a good scenario that a row replaces; the rest is as here.
enum class Part { whole, top, certificates, cluster, steps, checks };

struct WrongCase {
  const char* name;
  Part part;
  const char* text;
  const char* what;
  const char* help;
};

[[nodiscard]] std::string scenario_with(Part part, const std::string& text);

// Is there no error in it?
[[nodiscard]] bool accepted(const std::string& scenario);

// Refused, with this problem alone; its tests are in wrong_scenario.cpp.
class WrongScenario : public testing::TestWithParam<WrongCase> {};
// Read, with this warning alone.
class DoubtfulScenario : public testing::TestWithParam<WrongCase> {};

inline const auto row_name = [](const auto& row) { return std::string(row.param.name); };

inline constexpr const char* name_rule = "a name is a letter and then letters, digits, _ and -";
inline constexpr const char* place_rule = "a letter or _, and then letters, digits, _, - and dots";
inline constexpr const char* time_form = "expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z";
inline constexpr const char* duration_form = "expected a number and a unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m";
inline constexpr const char* attribute_form =
    "write KEY=value, such as O=Contoso; a value with a comma goes into a list: [\"O=Contoso, Inc.\"]";
inline constexpr const char* security_form =
    R"("security" has to be a security configuration in quotes, such as "{P:{TP=A}, V:{TP=A}}", found null)";

}  // namespace certdrill::load
