// What the lines of events say beyond their kind: see trace_events.cpp. Private to sim/report.
#pragma once

#include "world/action.h"

namespace certdrill::report {

// An event whose line says no more than whom it concerned and how it went.
[[nodiscard]] bool is_plain(const world::Effects& effects);

}  // namespace certdrill::report
