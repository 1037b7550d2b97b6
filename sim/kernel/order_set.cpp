#include "kernel/order_set.h"

#include <algorithm>

namespace certdrill {

// The slot that holds `order`, or the free one where it belongs. Neighbouring numbers are the common case: the
// multiplication (Fibonacci hashing) spreads them.
std::size_t OrderSet::slot_of(std::uint64_t order) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>((order * 0x9E3779B97F4A7C15ULL) >> 20) & mask;
  while (slots_[slot] != 0 && slots_[slot] != order + 1) slot = (slot + 1) & mask;
  return slot;
}

bool OrderSet::contains(std::uint64_t order) const { return size_ != 0 && slots_[slot_of(order)] != 0; }

bool OrderSet::insert(std::uint64_t order) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  const std::size_t slot = slot_of(order);
  if (slots_[slot] != 0) return false;
  slots_[slot] = order + 1;
  ++size_;
  return true;
}

void OrderSet::clear() {
  std::fill(slots_.begin(), slots_.end(), 0);
  size_ = 0;
}

void OrderSet::grow() {
  const std::vector<std::uint64_t> old = slots_;
  slots_.assign(std::max<std::size_t>(64, 2 * old.size()), 0);
  for (const std::uint64_t each : old) {
    if (each != 0) slots_[slot_of(each - 1)] = each;
  }
}

}  // namespace certdrill
