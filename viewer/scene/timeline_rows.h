// The rows of the timeline, from top to bottom: how high each is, and which there is room for.
#pragma once

#include <vector>

#include "scene/timeline_axis.h"

namespace certdrill::scene {

struct TimelineRow {
  enum class Kind : std::uint8_t {
    cursor,       // where it stands, in words
    axis,         // times
    findings,     // flags
    phase,        // one step of the plan, by `index`
    plan,         // all steps, when there is no room for a row each
    trust,        // broken pairs
    node,         // the selected one
    certificate,  // by `index`: its validity, and when its end was warned of
    deadline,     // by `index`: of TimelineInput::deadlines
    vaults,       // versions made, outages
    agents,       // when they install, and when they cannot
    client,       // by `index`: its calls
    more,         // certificates that there is no room for; `index` of them
  };
  Kind kind = Kind::axis;
  std::uint32_t index = 0;
  bool of_other = false;  // of the second run
  float top = 0;
  float bottom = 0;
  [[nodiscard]] float middle() const { return (top + bottom) / 2; }
};
[[nodiscard]] std::vector<TimelineRow> timeline_rows(const TimelineInput& input, Point size, const TextMeasure& text);

}  // namespace certdrill::scene
