// Short words for times and numbers, as panels show them.
#pragma once

#include <cstdint>
#include <string>

#include "check/federation_result.h"
#include "model/scenario.h"

namespace certdrill::panels {

[[nodiscard]] std::string clock_text(SimTime at, bool with_day);  // 01-10 00:08:06, or with milliseconds
[[nodiscard]] std::string grouped(std::uint64_t number);          // 1,200,000
// "present B, UD2", "present B, after UD2"; what the plan does when no step is under way.
[[nodiscard]] std::string place_text(const check::PlanPlace& place, const model::Scenario& scenario);

}  // namespace certdrill::panels
