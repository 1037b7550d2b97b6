// Calendar adds up how long a plan may take: it has to end before the year 10000, so that no sum of times overflows
// later.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/scenario.h"

namespace certdrill::load {

class Calendar {
 public:
  explicit Calendar(const model::Scenario& scenario);

  // Adds a step. False for the first that does not fit; nobody is told a second time.
  bool has_room_for(const model::Step& step);

 private:
  [[nodiscard]] Duration length_of(const model::Step& step, Duration room) const;
  [[nodiscard]] Duration length_of_machines(Duration within, Duration room) const;

  SimTime latest_end_;
  std::int64_t domains_;
  Duration bootstrap_;
  bool full_ = false;
};

}  // namespace certdrill::load
