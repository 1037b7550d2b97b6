// One line of words for one event: "N3 (UD3) switches to {P:{TP=B}, V:{TP=A, TP=B}}", "N3 and N4 renew their session:
// N3 shows B, N4 shows A". The same words wherever events are listed. Event 0 is "the start".
#pragma once

#include <string>
#include <string_view>

#include "replay/recorded_run.h"

namespace certdrill::replay {

[[nodiscard]] std::string event_text(const RecordedRun& run, EventNumber number);
[[nodiscard]] std::string_view event_name(const RecordedRun& run, EventNumber number);  // "SwitchNode"

}  // namespace certdrill::replay
