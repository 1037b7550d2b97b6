// EventLadder keeps events in their total order (time, insertion number). It is the store inside EventQueue.
//
// How it works, far to near:
//   top      events later than every rung, unsorted.
//   rungs    each divides one bucket of the rung before it (the first: the whole of an old top) into at most 512
//   buckets
//            of equal width, a power of two of milliseconds; unsorted inside. A rung is made when its bucket comes to
//            the front with too many events to sort at once.
//   front    the events of one small bucket, sorted. New events of its span are inserted; when it fills up it becomes
//            a rung of its own.
//   early    events before the span of the front: only when the front was looked at, not taken, and something was
//            scheduled before it. A binary heap; when it outgrows the rest, everything goes back to the top.
// Equal times always lie in one place in insertion order, because the place depends on the time alone.
//
// Cost    amortised: each event goes down once per rung, a rung is at least 32 times finer than the one before, so 14
//         moves at the very worst for any distribution over all 64 bits; 2 to 3 in practice. O(log n) for early events.
//         No allocation once the pools have grown to the largest number of events held.
// Source  Tang, Goh, Thng: Ladder queue, ACM TOMACS 15(3), 2005. Ours differs: widths are powers of two (a shift
//         instead of a division, and the bound above), lists are chunks instead of nodes, and empty buckets are skipped
//         by a bit mask.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "kernel/event.h"
#include "kernel/event_chain.h"

namespace certdrill {

template <typename What>
class EventLadder {
 public:
  using Event = certdrill::Event<What>;

  // Events of equal time must be pushed in insertion order. The earliest SimTime of all is no time for an event.
  void push(const Event& event) {
    ++size_;
    place(event);
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  // The first event; there must be one. The reference lives until the next change.
  [[nodiscard]] const Event& front() {
    if (!early_.empty()) [[unlikely]]
      return early_.front();
    if (head_ == end_) refill();
    return front_[head_];
  }

  // Removes what front() has just returned.
  void drop_front() {
    --size_;
    if (!early_.empty()) [[unlikely]] {
      std::pop_heap(early_.begin(), early_.end(), later);
      early_.pop_back();
    } else {
      ++head_;
    }
  }

  // In any order.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Event& event : early_) visit(event);
    for (std::size_t i = head_; i < end_; ++i) visit(front_[i]);
    for (const EventChain& bucket : buckets_) chains_.for_each(bucket, visit);
    chains_.for_each(top_, visit);
  }

  // After drop_front(): visit(event, near) for the events of one bucket that comes a little later than the front, and
  // of the next one, which is near; once a bucket as a rule. A hint: nothing is moved, and some events are never
  // visited.
  template <typename Visit>
  void for_each_soon(Visit visit) const {
    if (head_ != 1 || depth_ == 0) return;  // only when the front is new
    const Rung& rung = rungs_[depth_ - 1];
    if (rung.cursor >= rung.filled.size()) return;
    const auto visit_first = [&](std::uint64_t filled, bool near) {
      if (filled == 0) return;
      const auto index = rung.cursor * 64 + static_cast<std::uint32_t>(std::countr_zero(filled));
      const EventChain& bucket = buckets_[rung.base + index];
      if (bucket.count > sorted_at_once) return;
      chains_.for_each(bucket, [&](const Event& event) { visit(event, near); });
    };
    std::uint64_t filled = rung.filled[rung.cursor];
    visit_first(filled, true);
    for (std::uint32_t skipped = 0; skipped < soon_distance && filled != 0; ++skipped) filled &= filled - 1;
    visit_first(filled, false);
  }

  // Removes all events but those that `keep` wants; O(size).
  template <typename Keep>
  void keep_if(Keep keep) {
    rebuild(keep);
  }

 private:
  using Ticks = std::int64_t;
  static constexpr std::uint32_t sorted_at_once = 32;  // a larger bucket becomes a rung
  static constexpr std::uint32_t front_room = 64;
  static constexpr std::uint32_t soon_distance =
      2;  // from the near bucket of for_each_soon() to the other, filled ones counted
  static constexpr std::uint32_t most_buckets = 512;
  static constexpr std::size_t most_rungs = 16;
  static_assert(sorted_at_once % EventChains<Event>::chunk_size == 0 && 2 * sorted_at_once <= front_room);

  struct Rung {
    Ticks start = 0;
    std::uint32_t shift = 0;   // a bucket is 2^shift milliseconds wide
    std::uint32_t base = 0;    // its first bucket in buckets_
    std::uint32_t cursor = 0;  // words of `filled` before this one are 0
    std::array<std::uint64_t, most_buckets / 64> filled{};
  };

  static Ticks ticks(const Event& event) { return unix_milliseconds(event.at); }
  static std::uint64_t distance(Ticks from, Ticks to) {
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  }
  static Ticks advance(Ticks from, std::uint64_t by) {  // stops at the end of time
    return static_cast<Ticks>(static_cast<std::uint64_t>(from) +
                              std::min(by, distance(from, std::numeric_limits<Ticks>::max())));
  }
  static bool later(const Event& left, const Event& right) { return comes_before(right, left); }

  void place(const Event& event) {
    const Ticks at = ticks(event);
    if (at > last_[0]) {
      top_first_ = std::min(top_first_, at);
      top_last_ = std::max(top_last_, at);
      chains_.append(top_, event);
      return;
    }
    std::size_t level = 0;
    while (level < depth_ && at <= last_[level + 1]) ++level;
    if (level < depth_) {
      put_on_rung(rungs_[level], event);
    } else {
      put_in_front(event);
    }
  }

  void put_on_rung(Rung& rung, const Event& event) {
    const auto index = static_cast<std::uint32_t>(distance(rung.start, ticks(event)) >> rung.shift);
    rung.filled[index / 64] |= std::uint64_t{1} << (index % 64);
    chains_.append(buckets_[rung.base + index], event);
  }

  void put_in_front(const Event& event) {
    if (ticks(event) < front_first_) {
      put_early(event);
      return;
    }
    if (end_ == front_room) {
      if (head_ == 0) {
        turn_front_into_rung();
        place(event);
        return;
      }
      std::copy(front_.begin() + head_, front_.begin() + end_, front_.begin());
      end_ -= head_;
      head_ = 0;
    }
    std::uint32_t hole = end_++;
    for (; hole > head_ && event.at < front_[hole - 1].at; --hole) front_[hole] = front_[hole - 1];
    front_[hole] = event;
  }

  void put_early(const Event& event) {
    early_.push_back(event);
    std::push_heap(early_.begin(), early_.end(), later);
    // Few far events were looked at and many near ones followed: start over, at no more than one move for each.
    if (early_.size() > front_room && early_.size() > size_ / 2) rebuild([](const Event&) { return true; });
  }

  void turn_front_into_rung() {
    add_rung(front_first_, last_[depth_], end_ - head_);
    for (std::uint32_t i = head_; i < end_; ++i) put_on_rung(rungs_[depth_ - 1], front_[i]);
    head_ = end_ = 0;
  }

  // A new innermost rung for `count` events from first to last, both included; two events a bucket measures best. The
  // front then covers nothing.
  Rung& add_rung(Ticks first, Ticks last, std::uint32_t count) {
    const std::uint32_t wanted = std::clamp(std::bit_ceil(count / 2), sorted_at_once, most_buckets);
    const auto span_bits = static_cast<std::uint32_t>(std::bit_width(distance(first, last)));
    const auto bucket_bits = static_cast<std::uint32_t>(std::countr_zero(wanted));
    Rung& rung = rungs_[depth_];
    rung.start = first;
    rung.shift = span_bits > bucket_bits ? span_bits - bucket_bits : 0;
    rung.base = static_cast<std::uint32_t>(buckets_.size());
    rung.cursor = 0;
    rung.filled.fill(0);
    buckets_.resize(buckets_.size() + wanted);
    last_[depth_] = last;
    ++depth_;
    last_[depth_] = first - 1;
    return rung;
  }

  void drop_rung() {
    --depth_;
    last_[depth_] = last_[depth_ + 1];
    buckets_.resize(rungs_[depth_].base);
  }

  // Brings the earliest events into the empty front.
  void refill() {
    head_ = end_ = 0;
    for (;;) {
      if (depth_ == 0) {
        if (top_.count <= sorted_at_once) {
          front_first_ = top_first_;
          last_[0] = top_last_;
          pull(top_, top_.count);
          forget_top();
          return;
        }
        spread_top();
      }
      Rung& rung = rungs_[depth_ - 1];
      while (rung.cursor < rung.filled.size() && rung.filled[rung.cursor] == 0) ++rung.cursor;
      if (rung.cursor == rung.filled.size()) {
        drop_rung();
        continue;
      }
      const std::uint32_t index =
          rung.cursor * 64 + static_cast<std::uint32_t>(std::countr_zero(rung.filled[rung.cursor]));
      EventChain& bucket = buckets_[rung.base + index];
      const Ticks first = advance(rung.start, std::uint64_t{index} << rung.shift);
      const Ticks last = advance(first, (std::uint64_t{1} << rung.shift) - 1);
      if (rung.shift == 0) {
        // One millisecond: in order already, so a part of it will do, and what is scheduled for it joins the rest.
        front_first_ = first;
        last_[depth_] = first - 1;
        end_ = std::min(bucket.count, sorted_at_once);
        chains_.take(bucket, end_, front_.data());
        if (bucket.count == 0) clear_filled(rung, index);
        return;
      }
      clear_filled(rung, index);
      if (bucket.count <= sorted_at_once) {
        front_first_ = first;
        last_[depth_] = last;
        pull(bucket, bucket.count);
        return;
      }
      EventChain all = bucket;
      bucket = EventChain{};
      Rung& finer = add_rung(first, last, all.count);
      chains_.drain(all, [&](const Event& event) { put_on_rung(finer, event); });
    }
  }

  static void clear_filled(Rung& rung, std::uint32_t index) {
    rung.filled[index / 64] &= ~(std::uint64_t{1} << (index % 64));
  }

  void spread_top() {
    EventChain all = top_;
    const Ticks first = top_first_;
    const Ticks last = top_last_;
    forget_top();
    Rung& rung = add_rung(first, last, all.count);
    // Its buckets may reach beyond the last event; what is scheduled there saves the way through the top.
    last_[0] = advance(first, (std::uint64_t{most_buckets_of(rung)} << rung.shift) - 1);
    chains_.drain(all, [&](const Event& event) { put_on_rung(rung, event); });
  }

  std::uint32_t most_buckets_of(const Rung& rung) const {
    return static_cast<std::uint32_t>(buckets_.size()) - rung.base;
  }

  void forget_top() {
    top_ = EventChain{};
    top_first_ = std::numeric_limits<Ticks>::max();
    top_last_ = std::numeric_limits<Ticks>::min();
  }

  // Moves a whole small list into the front and sorts it. Counting how many events come before each compares every two,
  // but without a branch: a mispredicted one costs more than all comparisons of a small list. Equal times keep their
  // order.
  void pull(EventChain& chain, std::uint32_t count) {
    Event* const unsorted = front_.data() + sorted_at_once;  // the other half of its room
    std::array<Ticks, sorted_at_once> times;
    std::array<std::uint32_t, sorted_at_once> ranks;
    chains_.take(chain, count, unsorted);
    end_ = count;
    for (std::uint32_t i = 0; i < count; ++i) {
      const Ticks at = times[i] = ticks(unsorted[i]);
      std::uint32_t rank = i;
      for (std::uint32_t k = 0; k < i; ++k) {
        const std::uint32_t before = at < times[k] ? 1 : 0;
        ranks[k] += before;
        rank -= before;
      }
      ranks[i] = rank;
    }
    for (std::uint32_t i = 0; i < count; ++i) front_[ranks[i]] = unsorted[i];
  }

  // Everything that `keep` wants goes back to the top.
  template <typename Keep>
  void rebuild(Keep keep) {
    EventChain old_top = top_;
    forget_top();
    size_ = 0;
    last_[0] = std::numeric_limits<Ticks>::min();
    const std::size_t old_depth = depth_;
    depth_ = 0;
    const auto put_back = [&](const Event& event) {
      if (keep(event)) push(event);
    };
    std::sort(early_.begin(), early_.end(), comes_before<What>);
    for (const Event& event : early_) put_back(event);
    early_.clear();
    for (std::uint32_t i = head_; i < end_; ++i) put_back(front_[i]);
    head_ = end_ = 0;
    if (old_depth > 0) {
      for (EventChain& bucket : buckets_) chains_.drain(bucket, put_back);
    }
    buckets_.clear();
    chains_.drain(old_top, put_back);
  }

  std::size_t size_ = 0;
  std::size_t depth_ = 0;  // rungs in use
  // The last time each rung covers, outermost first, and after them, at depth_, the last one of the front. Each begins
  // after the next one's end; the top begins after the first.
  std::array<Ticks, most_rungs + 1> last_ = {std::numeric_limits<Ticks>::min()};
  Ticks front_first_ = std::numeric_limits<Ticks>::min();
  std::uint32_t head_ = 0;
  std::uint32_t end_ = 0;
  std::array<Event, front_room> front_{};
  std::array<Rung, most_rungs> rungs_{};
  std::vector<EventChain> buckets_;  // of all rungs in use, outermost first
  EventChains<Event> chains_;
  EventChain top_;
  Ticks top_first_ = std::numeric_limits<Ticks>::max();
  Ticks top_last_ = std::numeric_limits<Ticks>::min();
  std::vector<Event> early_;
};

}  // namespace certdrill
