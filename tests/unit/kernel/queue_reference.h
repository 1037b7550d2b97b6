// What the event queue is compared with: a std::set in the order (time, insertion number), and the mixes of times it is
// tried on.
#pragma once

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "kernel/event.h"

namespace certdrill::testing_kernel {

struct Label {
  std::uint32_t number = 0;
  std::uint32_t check = 0;
  std::uint32_t kind = 0;  // 12 bytes, as the world's action
};

class ReferenceQueue {
 public:
  EventHandle schedule(SimTime at) {
    pending_.insert({at, next_order_});
    return {at, next_order_++};
  }
  bool cancel(EventHandle handle) { return pending_.erase({handle.at, handle.order}) > 0; }
  [[nodiscard]] std::size_t size() const { return pending_.size(); }
  [[nodiscard]] SimTime next_time() const { return pending_.begin()->first; }
  std::pair<SimTime, std::uint64_t> pop() {
    const auto first = *pending_.begin();
    pending_.erase(pending_.begin());
    return first;
  }
  [[nodiscard]] const std::set<std::pair<SimTime, std::uint64_t>>& pending() const { return pending_; }

 private:
  std::set<std::pair<SimTime, std::uint64_t>> pending_;
  std::uint64_t next_order_ = 0;
};

struct Mix {
  const char* name;
  // How far ahead of `now` the next event lies.
  Duration (*ahead)(Random&);
};

inline const std::vector<Mix>& mixes() {
  static const std::vector<Mix> all = {
      {"all_at_one_time", [](Random&) { return Duration(0); }},
      {"many_ties", [](Random& random) { return Duration(static_cast<std::int64_t>(random.below(4))); }},
      {"exponential", [](Random& random) { return random.exponential(Duration(1'000'000)); }},
      {"exponential_dense", [](Random& random) { return random.exponential(Duration(20)); }},
      {"far_outliers",
       [](Random& random) {
         const Duration years = std::chrono::hours(24 * 365) * static_cast<std::int64_t>(1 + random.below(5000));
         return random.below(20) == 0 ? years : random.exponential(Duration(1000));
       }},
      {"bimodal",
       [](Random& random) {
         return random.below(2) == 0 ? random.exponential(Duration(50))
                                     : Duration(10'000'000) + random.exponential(Duration(50));
       }},
      {"every_magnitude",
       [](Random& random) { return Duration(static_cast<std::int64_t>(random.next() >> (2 + random.below(62)))); }},
  };
  return all;
}

// now + ahead, kept inside the range of the type.
inline SimTime later_by(SimTime now, Duration ahead) {
  const Duration room = SimTime::max() - std::max(now, SimTime(Duration(0)));
  return ahead > room ? SimTime::max() : now + ahead;
}

}  // namespace certdrill::testing_kernel
