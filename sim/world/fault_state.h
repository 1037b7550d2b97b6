// FaultState is what is wrong at present: a part of the world's state (world/faults.h says how it comes and goes).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/sim_time.h"

namespace certdrill::world {

struct ActiveFault {
  // The number of its step; of a random fault first_random_fault + the place of its window in FaultState::strikes_from.
  std::uint32_t id = 0;
  std::optional<SimTime> until;
  friend bool operator==(const ActiveFault&, const ActiveFault&) = default;
};

inline constexpr std::uint32_t first_random_fault = 0x80000000;

struct FaultState {
  std::vector<ActiveFault> active;  // by id
  // The window of each random fault and each node that it may strike begins then: fault by fault, node by node. Not a
  // time while the strike lasts.
  std::vector<SimTime> strikes_from;
  friend bool operator==(const FaultState&, const FaultState&) = default;
};

}  // namespace certdrill::world
