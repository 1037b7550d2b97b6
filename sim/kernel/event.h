// Event is one thing that happens at one moment, and EventHandle names it to whoever may cancel it.
//
// Order   by time, then by insertion number: never a tie, so never a second order. Two events of one queue are never
//         equal in it.
// Unit    `at` in milliseconds UTC (base/sim_time.h); `order` counts the events scheduled in one queue from 0.
#pragma once

#include <cstdint>
#include <type_traits>

#include "base/sim_time.h"

namespace certdrill {

struct EventHandle {
  SimTime at;
  std::uint64_t order = 0;

  friend auto operator<=>(const EventHandle&, const EventHandle&) = default;
};

template <typename What>
struct Event {
  // Events are moved by plain copies of bytes, several times each; a large or owning type belongs beside the queue,
  // with its index in `what`.
  static_assert(std::is_trivially_copyable_v<What> && std::is_default_constructible_v<What>);
  static_assert(sizeof(What) <= 32);

  SimTime at;
  std::uint64_t order = 0;
  What what = What();

  [[nodiscard]] EventHandle handle() const { return {at, order}; }
};

template <typename What>
[[nodiscard]] bool comes_before(const Event<What>& left, const Event<What>& right) {
  return left.at != right.at ? left.at < right.at : left.order < right.order;
}

}  // namespace certdrill
