// Edge search: from a moment whose answer is known outward to where the answer changes.
//
// The question may be anything that a moment answers with yes or no. Between two critical instants its answer mostly
// stays, so they cut the time into stretches; the first, middle and last moment of each are asked for, from the inside
// outward. Where one answers otherwise, the change is narrowed down between it and the moment asked before it. Then
// moments at growing distances inside of the change are asked for as well, and one that answers otherwise there is the
// nearer change. So the answer need not be the same all the way beyond it: what is found is the first change met.
//
// Moments    whole multiples of the resolution since 1970, but for where the search begins and the last moment it may
//            ask for, which are taken as they are.
// Limits     at most so many questions as are allowed: then the search gives up, and says how far it came.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/sim_time.h"

namespace certdrill::plan {

struct EdgeQuestion {
  SimTime from{};      // its answer is known
  SimTime limit{};     // the last moment to ask for; before `from`: the search goes back in time
  bool answer = true;  // of `from`
  Duration resolution = std::chrono::seconds(1);
  std::vector<SimTime> instants;  // in any order, perhaps twice, perhaps beyond the limit
  std::size_t most_questions = 400;
};

struct EdgeAnswer {
  SimTime last{};                // answers as `from` does
  std::optional<SimTime> other;  // answers otherwise; at most one resolution beyond `last`, unless the search gave up
  bool given_up = false;         // the questions were used up
  bool stopped = false;          // the question was not answered
  std::size_t questions = 0;
};

// `ask` answers nothing when the whole search is to stop.
[[nodiscard]] EdgeAnswer find_edge(const EdgeQuestion& question,
                                   const std::function<std::optional<bool>(SimTime)>& ask);

// The multiple of the resolution that is not after, or not before, the moment.
[[nodiscard]] SimTime rounded_down(SimTime at, Duration resolution);
[[nodiscard]] SimTime rounded_up(SimTime at, Duration resolution);

}  // namespace certdrill::plan
