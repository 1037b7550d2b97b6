// OrderSet is a set of insertion numbers that only grows until it is cleared.
//
// A value. Open addressing at most half full; memory is kept when it is cleared, so a warmed-up set does not allocate.
// Nothing ever reads its numbers in the order in which they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace certdrill {

class OrderSet {
 public:
  bool insert(std::uint64_t order);  // false when it was there already
  [[nodiscard]] bool contains(std::uint64_t order) const;
  [[nodiscard]] std::size_t size() const { return size_; }
  void clear();

 private:
  [[nodiscard]] std::size_t slot_of(std::uint64_t order) const;
  void grow();

  std::vector<std::uint64_t> slots_;  // order + 1; 0 is a free slot
  std::size_t size_ = 0;
};

}  // namespace certdrill
