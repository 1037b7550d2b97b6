// RecordedRun is a whole run of a scenario that can be looked at from any of its events, forward and back.
//
// How        it keeps every event as data (moment and action) and, now and then, a copy of the world: a keyframe. The
//            world after any event is the keyframe before it with the events since applied, for applying an action is a
//            function of (state, action, time) and nothing else.
// Numbers    EventNumber n means: after the n-th event of the run, counted from 1 as the trace counts; 0: before the first.
// Memory     32 bytes an event, and keyframes within a budget: when it is used up, every second one goes.
// Threads    made once, then never changed: many may read it. The worlds that it hands out are copies.
// Source     docs/decisions/0019.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/sim_time.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::replay {

using EventNumber = std::uint64_t;

struct RecordedEvent {
  SimTime at{};
  world::Action what;
  // Whom it is about: the node of a node's event, the opener and the acceptor of a lease's. world::nobody: none.
  model::NodeIndex node = world::nobody;
  model::NodeIndex other = world::nobody;
  // How what it tried went, and whether its domain or step was completed by it.
  world::Outcome outcome = world::Outcome::none;
  world::UpgradeTurn turn = world::UpgradeTurn::none;
  bool domain_completed = false;
  bool step_completed = false;
};

// A node went on to another state by this event.
struct NodeTurn {
  EventNumber event = 0;
  model::NodeIndex node = 0;
  world::NodeState from = world::NodeState::down;
  world::NodeState to = world::NodeState::down;
  world::Cause cause = world::Cause::none;
};

// Who can talk to whom, in numbers, as it became by this event; one whenever a number changed, the first of event 0.
struct TrustPoint {
  EventNumber event = 0;
  std::uint64_t broken_pairs = 0;
  std::uint64_t one_way_pairs = 0;
  std::uint64_t components = 0;
  std::uint64_t largest_component = 0;
};

// Where in the plan the run is from this event on; one whenever that changed.
struct PlanPoint {
  EventNumber event = 0;
  check::PlanPlace place;
};

struct RecordingOptions {
  // Called now and then with the simulated time and the number of events; false stops the run.
  std::function<bool(SimTime, std::uint64_t)> progress;
  std::size_t keyframe_bytes = std::size_t{512} << 20;
  // The run ends after so many events: of a trace that was cut off. none: it goes on to its end.
  std::optional<EventNumber> most_events;
};

class RecordedRun {
 public:
  // Runs the scenario. null when options.progress stopped it.
  [[nodiscard]] static std::shared_ptr<const RecordedRun> record(const std::shared_ptr<const world::Setting>& setting,
                                                                 const RecordingOptions& options = {});

  [[nodiscard]] const std::shared_ptr<const world::Setting>& setting() const { return setting_; }
  [[nodiscard]] const model::Scenario& scenario() const { return setting_->scenario(); }
  [[nodiscard]] const check::RunResult& result() const { return result_; }
  [[nodiscard]] EventNumber last_event() const { return events_.size(); }
  [[nodiscard]] const RecordedEvent& event(EventNumber number) const { return events_[number - 1]; }  // from 1
  [[nodiscard]] const std::vector<NodeTurn>& node_turns() const { return node_turns_; }
  [[nodiscard]] const std::vector<TrustPoint>& trust_points() const { return trust_points_; }
  [[nodiscard]] const std::vector<PlanPoint>& plan_points() const { return plan_points_; }
  // When this event was; of 0, the start.
  [[nodiscard]] SimTime time_of(EventNumber number) const;
  // The last event at this time or before it: the state of the cluster then.
  [[nodiscard]] EventNumber last_event_until(SimTime at) const;
  // The last event of the instant that this event is in. The states between two instants are those that checks see.
  [[nodiscard]] EventNumber settled(EventNumber number) const;
  [[nodiscard]] check::PlanPlace place_at(EventNumber number) const;

  // A copy of the last keyframe that is not behind this event, and which event it stands for.
  struct Keyframe {
    EventNumber event = 0;
    std::shared_ptr<const world::World> world;
  };
  [[nodiscard]] const Keyframe& keyframe_before(EventNumber number) const;

  [[nodiscard]] std::size_t memory_bytes() const;  // about
  [[nodiscard]] std::size_t keyframes() const { return keyframes_.size(); }

 private:
  friend class Recorder;

  std::shared_ptr<const world::Setting> setting_;
  check::RunResult result_;
  std::vector<RecordedEvent> events_;
  std::vector<NodeTurn> node_turns_;
  std::vector<TrustPoint> trust_points_;
  std::vector<PlanPoint> plan_points_;
  std::vector<Keyframe> keyframes_;  // the first of event 0
};

}  // namespace certdrill::replay
