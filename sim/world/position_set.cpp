#include "world/position_set.h"

#include <bit>

namespace certdrill::world {

PositionSet::PositionSet(std::uint32_t size) {
  std::uint32_t words = size;
  do {
    words = (words + 63) / 64;
    levels_.emplace_back(words == 0 ? 1 : words, 0);
  } while (words > 1);
}

void PositionSet::insert(std::uint32_t position) {
  if (contains(position)) return;
  ++count_;
  for (std::vector<std::uint64_t>& level : levels_) {
    level[position / 64] |= std::uint64_t{1} << (position % 64);
    position /= 64;
  }
}

void PositionSet::erase(std::uint32_t position) {
  if (!contains(position)) return;
  --count_;
  for (std::vector<std::uint64_t>& level : levels_) {
    level[position / 64] &= ~(std::uint64_t{1} << (position % 64));
    if (level[position / 64] != 0) return;
    position /= 64;
  }
}

std::uint32_t PositionSet::at_or_after(std::uint32_t position) const {
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    const std::size_t word = position / 64;
    if (word >= levels_[level].size()) return none;
    const std::uint64_t rest = levels_[level][word] >> (position % 64);
    if (rest != 0) {
      position += static_cast<std::uint32_t>(std::countr_zero(rest));
      while (level-- > 0) {
        position = position * 64 + static_cast<std::uint32_t>(std::countr_zero(levels_[level][position]));
      }
      return position;
    }
    position = static_cast<std::uint32_t>(word) + 1;
  }
  return none;
}

std::uint32_t PositionSet::before(std::uint32_t position) const {
  for (std::size_t level = 0; level < levels_.size() && position > 0; ++level) {
    const std::uint32_t last = position - 1;
    const std::uint64_t rest = levels_[level][last / 64] << (63 - last % 64);
    if (rest != 0) {
      position = last - static_cast<std::uint32_t>(std::countl_zero(rest));
      while (level-- > 0) {
        position = position * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(levels_[level][position]));
      }
      return position;
    }
    position = last / 64;
  }
  return none;
}

std::uint32_t PositionSet::next(std::uint32_t position) const {
  const std::uint32_t found = at_or_after(position + 1);
  return found != none ? found : at_or_after(0);
}

std::uint32_t PositionSet::previous(std::uint32_t position) const {
  const std::uint32_t found = before(position);
  return found != none ? found : before(static_cast<std::uint32_t>(levels_[0].size() * 64));
}

}  // namespace certdrill::world
