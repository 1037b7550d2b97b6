// EventQueue holds what is still to happen, in its total order: by time, then by insertion number.
//
// A value: a copy taken in mid-run goes on with the same events in the same order.
// Time    anything from the time of the last popped event on, that very time included; such an event comes after those
//         already scheduled for it. SimTime::min() is no time for an event.
// Cancel  a handle names an event by time and number. Whether it is still to come is told by comparing it with the last
//         popped one; that it was cancelled, by a set. The event itself stays where it is until it comes to the front,
//         or until half of the stored ones are cancelled: then all of them are swept out. So the queue holds at most as
//         many dead events as live ones (and 64), and nothing is paid for cancellation where nobody cancels.
// Cost    schedule and pop amortised O(1) for any distribution (kernel/event_ladder.h); cancel amortised O(log n); no
//         allocation once warmed up.
// Errors  an event in the past, popping an empty queue, or a handle of another queue is a mistake of ours: it aborts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kernel/event_ladder.h"
#include "kernel/mistake.h"
#include "kernel/order_set.h"

namespace certdrill {

template <typename What>
class EventQueue {
 public:
  using Event = certdrill::Event<What>;
  using Handle = EventHandle;

  Handle schedule(SimTime at, const What& what) {
    if (at < last_popped_.at || at == SimTime::min()) refuse_time(at);
    const Handle handle{at, next_order_++};
    ladder_.push(Event{at, handle.order, what});
    return handle;
  }

  // True when the event was still to come and now is not; false when it was handled or cancelled before.
  bool cancel(Handle handle) {
    if (handle.order >= next_order_) mistake("no event has the number " + std::to_string(handle.order) + " yet");
    if (popped_any_ && handle <= last_popped_) return false;
    if (handle.order < swept_before_ && !std::binary_search(survivors_.begin(), survivors_.end(), handle.order)) {
      return false;
    }
    if (!cancelled_.insert(handle.order)) return false;
    ++dead_;
    if (cancelled_.size() > 64 && cancelled_.size() > ladder_.size() / 2) sweep();
    return true;
  }

  [[nodiscard]] std::size_t size() const { return ladder_.size() - dead_; }
  [[nodiscard]] std::size_t stored() const { return ladder_.size(); }  // with the cancelled ones not yet swept out
  [[nodiscard]] bool empty() const { return size() == 0; }

  // The time of the next event; there must be one. Not const: finding it may sort a part of the queue.
  [[nodiscard]] SimTime next_time() { return next().at; }

  Event pop() {
    const Event event = next();
    ladder_.drop_front();
    last_popped_ = event.handle();
    popped_any_ = true;
    return event;
  }

  // visit(event) for each pending event, in any order.
  template <typename Visit>
  void for_each(Visit visit) const {
    ladder_.for_each([&](const Event& event) {
      if (dead_ == 0 || !cancelled_.contains(event.order)) visit(event);
    });
  }
  // visit(event, near) for some that come next, cancelled ones perhaps included; to be called after each pop().
  template <typename Visit>
  void for_each_soon(Visit visit) const {
    ladder_.for_each_soon(visit);
  }

 private:
  const Event& next() {
    if (empty()) mistake("the event queue is empty");
    while (dead_ != 0 && cancelled_.contains(ladder_.front().order)) [[unlikely]] {
        ladder_.drop_front();  // its number stays in cancelled_, so that cancelling it again is still refused
        --dead_;
      }
    return ladder_.front();
  }

  // Throws the cancelled events out. Which of the older ones are left is kept, so that a handle to one of them is still
  // told from a handle to one that is gone.
  void sweep() {
    const std::size_t expected = size();
    survivors_.clear();
    ladder_.keep_if([&](const Event& event) {
      if (cancelled_.contains(event.order)) return false;
      survivors_.push_back(event.order);
      return true;
    });
    if (ladder_.size() != expected) mistake("an event of another queue was cancelled");
    std::sort(survivors_.begin(), survivors_.end());
    swept_before_ = next_order_;
    cancelled_.clear();
    dead_ = 0;
  }

  [[noreturn]] void refuse_time(SimTime at) const {
    mistake("an event at " + std::to_string(unix_milliseconds(at)) + " ms, but the time is " +
            std::to_string(unix_milliseconds(last_popped_.at)) + " ms already");
  }

  EventLadder<What> ladder_;
  std::uint64_t next_order_ = 0;
  Handle last_popped_{SimTime::min(), 0};
  bool popped_any_ = false;
  std::size_t dead_ = 0;                  // cancelled events still in the ladder
  OrderSet cancelled_;                    // since the last sweep
  std::vector<std::uint64_t> survivors_;  // numbers of the events the last sweep left, sorted
  std::uint64_t swept_before_ = 0;        // events from this number on were scheduled after the last sweep
};

}  // namespace certdrill
