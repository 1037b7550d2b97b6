// Deadlines in words, and as JSON (format certdrill.deadlines/1).
#pragma once

#include <string>

#include "model/scenario.h"
#include "plan/deadlines.h"

namespace certdrill::report {

// A table, a line each: planned, earliest, latest, margin; then what happens to who is late, or too soon.
[[nodiscard]] std::string deadlines_text(const model::Scenario& scenario, const plan::Deadlines& deadlines,
                                         bool colored = false);
[[nodiscard]] std::string deadlines_json(const model::Scenario& scenario, const plan::Deadlines& deadlines);

}  // namespace certdrill::report
