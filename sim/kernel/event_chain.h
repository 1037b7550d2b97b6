// EventChains keeps many first-in first-out lists of events in one pool of small chunks.
//
// A chunk holds 16 events side by side, so that walking a list reads memory in order; a list of any length costs one
// chunk number per 16 events. Freed chunks are used again, last freed first (it is the one still in the cache).
// A value: the lists are numbers, not addresses, so a copied pool works with copied lists.
// Cost    append and drain O(1) an event; memory grows to the largest number ever held and stays.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace certdrill {

struct EventChain {
  std::uint32_t first = 0;  // chunks; meaningless while count is 0
  std::uint32_t last = 0;
  std::uint32_t count = 0;  // all chunks but the last are full
};

template <typename Event>
class EventChains {
 public:
  static constexpr std::uint32_t chunk_size = 16;

  void append(EventChain& chain, const Event& event) {
    const std::uint32_t slot = chain.count % chunk_size;
    if (slot == 0) add_chunk(chain);
    events_[std::size_t{chain.last} * chunk_size + slot] = event;
    ++chain.count;
  }

  // Moves the first `count` events to `out`; whole chunks, or all there is.
  void take(EventChain& chain, std::uint32_t count, Event* out) {
    chain.count -= count;
    while (count > 0) {
      const std::uint32_t here = std::min(count, chunk_size);
      out =
          std::copy_n(events_.begin() + static_cast<std::ptrdiff_t>(std::size_t{chain.first} * chunk_size), here, out);
      count -= here;
      drop_first_chunk(chain);
    }
  }

  // Empties the list: visit(event) for each, in order. visit may append to other lists.
  template <typename Visit>
  void drain(EventChain& chain, Visit visit) {
    EventChain rest = chain;
    chain = EventChain{};
    while (rest.count > 0) {
      const std::uint32_t here = std::min(rest.count, chunk_size);
      for (std::uint32_t i = 0; i < here; ++i) {
        const Event event = events_[std::size_t{rest.first} * chunk_size + i];  // a copy: visit may move the pool
        visit(event);
      }
      rest.count -= here;
      drop_first_chunk(rest);
    }
  }

  template <typename Visit>
  void for_each(const EventChain& chain, Visit visit) const {
    std::uint32_t chunk = chain.first;
    for (std::uint32_t done = 0; done < chain.count; ++done) {
      if (done != 0 && done % chunk_size == 0) chunk = next_[chunk];
      visit(events_[std::size_t{chunk} * chunk_size + done % chunk_size]);
    }
  }

 private:
  void add_chunk(EventChain& chain) {
    if (free_ == none) grow();
    const std::uint32_t chunk = free_;
    free_ = next_[chunk];
    if (chain.count == 0) {
      chain.first = chunk;
    } else {
      next_[chain.last] = chunk;
    }
    chain.last = chunk;
  }

  void drop_first_chunk(EventChain& chain) {
    const std::uint32_t chunk = chain.first;
    chain.first = next_[chunk];  // not a chunk of the list when it was the last one: then count is 0
    next_[chunk] = free_;
    free_ = chunk;
  }

  void grow() {
    const auto old_size = static_cast<std::uint32_t>(next_.size());
    const std::uint32_t new_size = std::max<std::uint32_t>(16, old_size + old_size / 2);
    events_.resize(std::size_t{new_size} * chunk_size);
    next_.resize(new_size);
    for (std::uint32_t chunk = new_size; chunk-- > old_size;) {
      next_[chunk] = free_;
      free_ = chunk;
    }
  }

  static constexpr std::uint32_t none = 0xFFFFFFFF;

  std::vector<Event> events_;        // chunk c holds events c * chunk_size and following
  std::vector<std::uint32_t> next_;  // the chunk after this one, in its list or among the free ones
  std::uint32_t free_ = none;
};

}  // namespace certdrill
