// Where to go next in a run: the events that a person wants to step to.
//
// Each answer is the number of an event, or nothing when there is none in that direction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "replay/condition.h"
#include "replay/recorded_run.h"

namespace certdrill::replay {

enum class Direction : std::uint8_t { forward, back };
enum class Stride : std::uint8_t {
  event,
  instant,  // to the end of the next (or last) instant
  domain,   // to where an upgrade domain is completed; back: to where the last one was
  phase,    // likewise a step of the plan
};

[[nodiscard]] std::optional<EventNumber> step(const RecordedRun& run, EventNumber from, Stride stride,
                                              Direction direction);
// The moment at which the next (or last) finding began, and which finding that is.
struct FindingPlace {
  EventNumber event = 0;
  std::size_t finding = 0;
};
[[nodiscard]] std::optional<FindingPlace> next_finding(const RecordedRun& run, EventNumber from, Direction direction);
// The event at which a finding began: the settled state that the check saw.
[[nodiscard]] EventNumber event_of_finding(const RecordedRun& run, std::size_t finding);
// The next event after which this node has another state, or other settings, or another session.
[[nodiscard]] std::optional<EventNumber> next_change_of(const RecordedRun& run, EventNumber from, model::NodeIndex node,
                                                        Direction direction);
// The next event that the condition holds for.
[[nodiscard]] std::optional<EventNumber> next_where(const RecordedRun& run, EventNumber from,
                                                    const Condition& condition, Direction direction);

// A moment as a user writes it: "after 'present B' UD2", "after 'present B'", "2026-01-10T00:08:06Z", "+90m" (from the
// start), "event 120", "finding 1", "start", "end". Problems name what is allowed, with a suggestion.
[[nodiscard]] Result<EventNumber> find_moment(const RecordedRun& run, std::string_view text);

}  // namespace certdrill::replay
