// PositionSet is a set of positions of the ring, 0 to size - 1, that finds the next and the previous member quickly:
// words of 64 bits, and above them words that say which of those are not empty.
//
// Cost   insert, erase, next, previous: one word on each level, four levels for ten million positions. Memory: 1 bit a
//        position and a 64th of that above it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash.h"

namespace certdrill::world {

class PositionSet {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  PositionSet() = default;
  explicit PositionSet(std::uint32_t size);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] bool contains(std::uint32_t position) const {
    return (levels_[0][position / 64] >> (position % 64) & 1U) != 0;
  }
  void insert(std::uint32_t position);
  void erase(std::uint32_t position);

  // The first member at or behind `position`, the last one before it; none when there is no such member.
  [[nodiscard]] std::uint32_t at_or_after(std::uint32_t position) const;
  [[nodiscard]] std::uint32_t before(std::uint32_t position) const;
  // The same on a circle, the position itself left out until everything else has been passed; none when the set is
  // empty.
  [[nodiscard]] std::uint32_t next(std::uint32_t position) const;
  [[nodiscard]] std::uint32_t previous(std::uint32_t position) const;

  void add_to(Hash& hash) const {
    if (levels_.empty()) return;
    for (const std::uint64_t word : levels_[0]) hash.add(word);
  }
  friend bool operator==(const PositionSet&, const PositionSet&) = default;

 private:
  std::vector<std::vector<std::uint64_t>> levels_;  // a bit for each position; a bit for each word of the level before
  std::uint32_t count_ = 0;
};

}  // namespace certdrill::world
