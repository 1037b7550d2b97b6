// Short words for times and numbers, as panels show them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/federation_result.h"
#include "model/scenario.h"

namespace certdrill::panels {

[[nodiscard]] std::string clock_text(SimTime at, bool with_day);  // 01-10 00:08:06, or with milliseconds
// "present B, UD2", "present B, after UD2"; what the plan does when no step is under way.
[[nodiscard]] std::string place_text(const check::PlanPlace& place, const model::Scenario& scenario);

// A page of plain text (`certdrill rule ID`), as a panel shows it: the first line and lines that stand alone are
// headings, indented lines are code as they are; the lines of a paragraph are joined, to be wrapped anew.
struct Paragraph {
  enum class Kind : std::uint8_t { heading, text, code };
  Kind kind = Kind::text;
  std::string text;
  friend bool operator==(const Paragraph&, const Paragraph&) = default;
};
[[nodiscard]] std::vector<Paragraph> paragraphs_of(std::string_view page);

}  // namespace certdrill::panels
