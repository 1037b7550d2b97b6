// Simulation drives a world through its plan: it draws one moment in each action's window and applies the actions in
// the order of their moments.
//
// A copyable value: a copy taken between two instants goes on exactly like the original, draw for draw. Actions at
// the same moment are applied in the order in which they became possible. One that has become moot meanwhile is
// dropped. The run is over when the plan is done, or stuck, the federation has settled and the scenario's end has been
// reached; what would happen later is not run. A federation that does not settle is watched for most_after_plan behind
// the end of the plan and of its last fault, and no longer.
// Source     docs/determinism.md, docs/decisions/0003.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/random.h"
#include "kernel/event_loop.h"
#include "world/world.h"

namespace certdrill::world {

class Simulation {
 public:
  using Event = EventLoop<Action>::Event;

  static constexpr Duration most_after_plan = std::chrono::hours(2);

  explicit Simulation(const std::shared_ptr<const Setting>& setting)
      : world_(setting), loop_(setting->scenario().start), random_(setting->scenario().seed) {
    draw(world_.enabled());
  }

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] SimTime now() const { return loop_.now(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] SimTime next_time() { return loop_.next_time(); }  // there must be something pending
  // The run is over after so many events, even in the middle of an instant.
  void stop_after(std::uint64_t events) { most_events_ = events; }
  [[nodiscard]] bool over() {
    if (loop_.idle() || events_ >= most_events_) return true;
    const std::optional<SimTime> stuck = world_.stuck_since();
    if (!world_.done() && !stuck) return false;
    const SimTime next = loop_.next_time();
    if (world_.at_rest()) return next > end();
    const SimTime planned = stuck.value_or(world_.progress().since);
    return next > std::max(end(), std::max(planned, world_.last_fault_ends().value_or(planned)) + most_after_plan);
  }

  // When the run ends, as far as it is known: the scenario's end, or when the plan is done and the federation has
  // settled, if that is later.
  [[nodiscard]] SimTime end() const {
    const SimTime planned = world_.scenario().end.value_or(world_.scenario().start);
    const std::optional<SimTime> stuck = world_.stuck_since();
    const SimTime reached = stuck.value_or(world_.progress().since);
    return std::max({planned, reached, world_.done() || stuck ? restless_until_ : loop_.now()});
  }

  // Settles the next instant. on_event(event, effects, world) after each event, on_instant(time, world) once; false
  // when the run is over.
  template <typename OnEvent, typename OnInstant>
  bool run_instant(OnEvent&& on_event, OnInstant&& on_instant) {
    if (over()) return false;
    return loop_.run_instant(
        [&](const Event& event) {
          if (world_.is_large())
            loop_.for_each_soon([&](const Event& soon, bool near) { world_.expect_soon(soon.what, near); });
          // What follows the plan while the federation settles belongs to the run; what comes after that does not.
          const bool settles = (world_.done() || world_.stuck_since()) && !world_.at_rest();
          if (events_ >= most_events_) return;
          effects_.clear();
          if (!world_.apply_if_expected(event.what, event.at, effects_)) return;
          ++events_;
          if (settles) restless_until_ = event.at;
          draw(effects_.enabled);
          on_event(event, std::as_const(effects_), std::as_const(world_));
        },
        [&](SimTime at) { on_instant(at, std::as_const(world_)); });
  }

  // Equal for equal states: the world, what is pending in its order, the clock and the draws to come. n log n in what
  // is pending.
  [[nodiscard]] std::uint64_t hash() const {
    Hash hash;
    hash.add(world_.hash());
    hash.add(static_cast<std::uint64_t>(unix_milliseconds(loop_.now())));
    for (const std::uint64_t word : random_.state()) hash.add(word);
    std::vector<Event> pending;  // in their order, which decides between equal times
    loop_.queue().for_each([&](const Event& event) { pending.push_back(event); });
    std::sort(pending.begin(), pending.end(), [](const Event& a, const Event& b) { return comes_before(a, b); });
    for (const Event& event : pending) {
      hash.add(static_cast<std::uint64_t>(unix_milliseconds(event.at)));
      hash.add(hash_of(event.what));
    }
    return hash.value();
  }

 private:
  void draw(const std::vector<EnabledAction>& enabled) {
    for (const EnabledAction& each : enabled) {
      const auto [earliest, latest] = each.window;
      const SimTime at = earliest == latest ? earliest : random_.between(earliest, latest);
      const bool otherwise = each.otherwise_percent > 0 && random_.below(100) < each.otherwise_percent;
      loop_.schedule(at, otherwise ? each.otherwise : each.action);
    }
  }

  World world_;
  EventLoop<Action> loop_;
  Random random_;
  std::uint64_t events_ = 0;
  std::uint64_t most_events_ = UINT64_MAX;
  SimTime restless_until_ = SimTime::min();
  Effects effects_;  // of the event being handled; kept for its memory only
};

}  // namespace certdrill::world
