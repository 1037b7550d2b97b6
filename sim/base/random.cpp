#include "base/random.h"

#include <cstdlib>

namespace certdrill {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

constexpr std::uint64_t rotate_left(std::uint64_t value, int bits) { return (value << bits) | (value >> (64 - bits)); }

}  // namespace

Random::Random(std::uint64_t seed) : state_{} {
  for (std::uint64_t& word : state_) word = split_mix(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound == 0) std::abort();
  Wide product = static_cast<Wide>(next()) * bound;
  auto low = static_cast<std::uint64_t>(product);
  if (low < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (low < threshold) {
      product = static_cast<Wide>(next()) * bound;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

Duration Random::between(Duration shortest, Duration longest) {
  if (longest < shortest) std::abort();
  return shortest +
         Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((longest - shortest).count()) + 1)));
}

SimTime Random::between(SimTime earliest, SimTime latest) { return earliest + between(Duration(0), latest - earliest); }

// Von Neumann: draw a descending run u1 > u2 > ...; a run of odd length ends the trial and u1 is the fraction, an even
// one adds a whole.
Duration Random::exponential(Duration mean) {
  std::uint64_t wholes = 0;
  for (;;) {
    const std::uint64_t first = next();
    std::uint64_t last = first;
    bool odd = true;
    for (std::uint64_t draw = next(); draw < last; draw = next()) {
      last = draw;
      odd = !odd;
    }
    if (odd) {
      const auto scale = static_cast<std::uint64_t>(mean.count());
      const auto fraction = static_cast<std::uint64_t>((static_cast<Wide>(first) * scale) >> 64);
      return Duration(static_cast<std::int64_t>(wholes * scale + fraction));
    }
    ++wholes;
  }
}

}  // namespace certdrill
