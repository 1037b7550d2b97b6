// Lists of things that happened, each with the event by which it did, in the order of the events.
#pragma once

#include <algorithm>
#include <vector>

#include "replay/recorded_run.h"

namespace certdrill::replay {

// Is one of the things that happened by this event a wanted one? Logarithmic in the list.
template <typename T, typename Wanted>
bool any_at(const std::vector<T>& list, EventNumber number, Wanted wanted) {
  auto each = std::lower_bound(list.begin(), list.end(), number,
                               [](const T& entry, EventNumber event) { return entry.event < event; });
  for (; each != list.end() && each->event == number; ++each) {
    if (wanted(*each)) return true;
  }
  return false;
}

}  // namespace certdrill::replay
