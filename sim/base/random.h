// Random draws every moment and choice of a simulation.
//
// A value: copying it copies the sequence, so a copied simulation goes on exactly like the original. The generator is
// xoshiro256++ seeded by SplitMix64 (Blackman and Vigna); the distributions are our own integer code, because those of
// the standard library may differ between implementations. Same seed: same draws on every machine and compiler. Errors
// an empty range is a mistake of ours: it aborts.
#pragma once

#include <array>
#include <cstdint>

#include "base/sim_time.h"

namespace certdrill {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  [[nodiscard]] std::uint64_t next();

  // Uniform over 0 .. bound-1, without bias (Lemire's multiplication with rejection).
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);

  // Uniform over earliest .. latest, both included, to the millisecond.
  [[nodiscard]] SimTime between(SimTime earliest, SimTime latest);
  [[nodiscard]] Duration between(Duration shortest, Duration longest);

  // Exponential with the given mean, rounded down to the millisecond. Exact comparisons of uniform integers (von
  // Neumann 1951), no logarithm, so no libm can change it.
  [[nodiscard]] Duration exponential(Duration mean);

  friend bool operator==(const Random&, const Random&) = default;
  [[nodiscard]] const std::array<std::uint64_t, 4>& state() const { return state_; }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace certdrill
