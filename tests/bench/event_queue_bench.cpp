// The event queue against std::priority_queue, both ordered by (time, insertion number), both with 24-byte events.
//
// Hold model: N events are pending; each handled event schedules one at +Exp(1), scaled to a mean of 1,000,000 ms. The
// increments come from the same cheap generator for both.
// Cancel model: each handled event schedules two and cancels one of the earlier ones, as timeouts are. The reference
// marks a cancelled event in a hash set and skips it when it comes up.
#include <array>
#include <cstdint>
#include <queue>
#include <unordered_set>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/random.h"
#include "kernel/event_queue.h"

namespace certdrill {
namespace {

struct Action {
  std::uint64_t node;
};

// About 1 ns each: a linear congruential step picks one of 1,024 exponential draws (8 KB) and up to 1,023 ms beside it,
// so that neither a branch predictor nor equal times can make it easy.
class Increments {
 public:
  Increments() {
    Random random(1);
    for (Duration& each : table_) each = random.exponential(Duration(1'000'000));
  }
  Duration next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;  // Knuth, MMIX
    return table_[state_ >> 54] + Duration((state_ >> 40) & 1023);
  }

 private:
  std::array<Duration, 1024> table_;
  std::uint64_t state_ = 1;
};

class PriorityQueue {
 public:
  using Event = certdrill::Event<Action>;
  using Handle = EventHandle;
  Handle schedule(SimTime at, const Action& what) {
    queue_.push(Event{at, order_, what});
    return {at, order_++};
  }
  Event pop() {
    while (!cancelled_.empty() && cancelled_.erase(queue_.top().order) > 0) queue_.pop();
    const Event event = queue_.top();
    queue_.pop();
    return event;
  }
  void cancel(Handle handle) { cancelled_.insert(handle.order); }

 private:
  struct Later {
    bool operator()(const Event& left, const Event& right) const { return comes_before(right, left); }
  };
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
  std::unordered_set<std::uint64_t> cancelled_;
  std::uint64_t order_ = 0;
};

template <typename Queue>
void hold(benchmark::State& state) {
  Increments increments;
  Queue queue;
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  for (std::uint64_t i = 0; i < pending; ++i) queue.schedule(SimTime(increments.next()), Action{i});
  const auto step = [&] {
    const auto event = queue.pop();
    queue.schedule(event.at + increments.next(), event.what);
  };
  for (std::uint64_t i = 0; i < 3 * pending; ++i) step();
  for (auto _ : state) step();
  state.SetItemsProcessed(state.iterations());
}

template <typename Queue>
void cancel_heavy(benchmark::State& state) {
  Increments increments;
  Queue queue;
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  std::vector<EventHandle> timeouts(pending);
  for (std::uint64_t i = 0; i < pending; ++i) {
    queue.schedule(SimTime(increments.next()), Action{i});
    timeouts[i] = queue.schedule(SimTime(Duration(20'000'000) + increments.next()), Action{pending});
  }
  const auto step = [&] {
    const auto event = queue.pop();
    queue.cancel(timeouts[event.what.node]);
    timeouts[event.what.node] = queue.schedule(event.at + Duration(20'000'000) + increments.next(), Action{pending});
    queue.schedule(event.at + increments.next(), event.what);
  };
  for (std::uint64_t i = 0; i < 3 * pending; ++i) step();
  for (auto _ : state) step();
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_TEMPLATE(hold, PriorityQueue)->Arg(100)->Arg(10'000)->Arg(1'000'000);
BENCHMARK_TEMPLATE(hold, EventQueue<Action>)->Arg(100)->Arg(10'000)->Arg(1'000'000);
BENCHMARK_TEMPLATE(cancel_heavy, PriorityQueue)->Arg(10'000);
BENCHMARK_TEMPLATE(cancel_heavy, EventQueue<Action>)->Arg(10'000);

}  // namespace
}  // namespace certdrill
