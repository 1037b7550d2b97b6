// Two runs side by side: where they first go different ways.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/recorded_run.h"

namespace certdrill::replay {

struct FirstDifference {
  EventNumber in_first = 0;  // the first event that the other does not have; one behind the last when it has ended
  EventNumber in_second = 0;
  SimTime at{};      // the earlier of the two
  std::string text;  // what happens in the one, and what in the other
};
// none: they are the same, event for event.
[[nodiscard]] std::optional<FirstDifference> first_difference(const RecordedRun& first, const RecordedRun& second);
// How the outcomes differ, a line each: verdicts, checks, findings that only one has, nodes lost. Empty: not at all.
[[nodiscard]] std::vector<std::string> outcome_difference(const RecordedRun& first, const RecordedRun& second);

}  // namespace certdrill::replay
