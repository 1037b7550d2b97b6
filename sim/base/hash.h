// Hash accumulates a 64-bit digest of values in order. The same values give the same digest on every machine and in
// every process: it is used to compare states, never to order anything. Not cryptographic.
#pragma once

#include <cstdint>
#include <string_view>

namespace certdrill {

class Hash {
 public:
  constexpr void add(std::uint64_t value) { state_ = mix(state_ ^ mix(value + 0x9E3779B97F4A7C15ULL)); }
  constexpr void add(std::string_view text) {
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    add(text.size());
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return state_; }

 private:
  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace certdrill
