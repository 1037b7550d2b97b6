// EventLoop is the clock and the queue: it hands out events one by one and moves the time on.
//
// Instant  all events of one time, those included that are scheduled for that time while it is being settled. Observers
//          look once after each instant, never in the middle of one.
// Handler  called with each const Event&, in order; may schedule and cancel on this loop.
// Observer called with the time, after each settled instant; the loop must not be changed from it.
// A value: a copy taken between instants goes on exactly like the original. Handlers are arguments, never kept.
// Errors   an event before now(), going back in time, and an instant that never settles (handlers that schedule for now
//          for ever) are mistakes of ours: they abort with the time.
#pragma once

#include <cstdint>
#include <string>

#include "kernel/event_queue.h"

namespace certdrill {

template <typename What>
class EventLoop {
 public:
  using Event = certdrill::Event<What>;
  using Handle = EventHandle;

  explicit EventLoop(SimTime start) : now_(start) {}

  [[nodiscard]] SimTime now() const { return now_; }
  [[nodiscard]] std::uint64_t handled() const { return handled_; }
  [[nodiscard]] bool idle() const { return queue_.empty(); }
  [[nodiscard]] const EventQueue<What>& queue() const { return queue_; }
  [[nodiscard]] SimTime next_time() { return queue_.next_time(); }  // there must be an event

  Handle schedule(SimTime at, const What& what) {
    if (at < now_) mistake("an event at " + to_string(at) + ", but it is " + to_string(now_) + " already");
    return queue_.schedule(at, what);
  }
  bool cancel(Handle handle) { return queue_.cancel(handle); }

  // visit(event, near) for some of the events that come next, once for most events: a hint for those who can prepare
  // for one.
  template <typename Visit>
  void for_each_soon(Visit visit) const {
    queue_.for_each_soon(visit);
  }

  // More events than this in one instant are taken for a loop without end.
  void set_most_events_per_instant(std::uint64_t count) { most_events_per_instant_ = count; }

  // Settles the next instant; false, and nothing happens, when there is none.
  template <typename Handler, typename Observer>
  bool run_instant(Handler&& handle, Observer&& observe) {
    if (queue_.empty()) return false;
    now_ = queue_.next_time();
    const std::uint64_t before = handled_;
    do {
      if (handled_ - before == most_events_per_instant_) refuse_to_go_on();
      ++handled_;
      handle(queue_.pop());
    } while (!queue_.empty() && queue_.next_time() == now_);
    observe(now_);
    return true;
  }

  // Settles every instant up to `end`, that one included; then it is `end`.
  template <typename Handler, typename Observer>
  void run_until(SimTime end, Handler&& handle, Observer&& observe) {
    if (end < now_) mistake("asked to run until " + to_string(end) + ", but it is " + to_string(now_) + " already");
    while (!queue_.empty() && queue_.next_time() <= end) run_instant(handle, observe);
    now_ = end;
  }

 private:
  [[noreturn]] void refuse_to_go_on() const {
    mistake("the instant " + to_string(now_) + " does not settle: " + std::to_string(most_events_per_instant_) +
            " events were handled in it and there are more");
  }

  SimTime now_;
  std::uint64_t handled_ = 0;
  std::uint64_t most_events_per_instant_ = 100'000'000;
  EventQueue<What> queue_;
};

}  // namespace certdrill
