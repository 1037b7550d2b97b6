// Recorder watches a run and notes what RecordedRun keeps of it.
//
// Keyframes  one whenever the events since the last one are about as dear to repeat as a copy of the world is to make.
//            When they take more than they may, every second one goes, and they come half as often.
// Inside     for recorded_run.cpp alone.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "check/rehearsal.h"
#include "replay/recorded_run.h"

namespace certdrill::replay {

class Recorder : public check::RunObserver {
 public:
  Recorder(RecordedRun& run, std::size_t keyframe_bytes) : run_(run), most_bytes_(keyframe_bytes) {}

  void on_monitor(const check::Monitor& monitor) override { monitor_ = &monitor; }
  void on_start(const world::World& world, world::AuthenticationClasses& classes) override;
  void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                world::AuthenticationClasses& classes) override;
  void on_instant(SimTime at) override;
  void on_end(SimTime end, const world::World& world) override;

  void finish(check::RunResult result, std::optional<EventNumber> most_events);

 private:
  [[nodiscard]] EventDetail detail_of(const RecordedEvent& event, const world::Effects& effects,
                                      const world::World& world) const;
  [[nodiscard]] std::uint32_t intern(const EventDetail& detail);
  void note_nodes(const RecordedEvent& event, const world::Effects& effects, const world::World& world);
  void note_journey(const RecordedEvent& event, const world::Effects& effects);
  void note_state(EventNumber event, const world::NodeStateChange& change);
  void note_trust(EventNumber event);
  void note_clients(EventNumber event);
  void note_place(EventNumber event);
  void note_findings(EventNumber event);
  void keep(EventNumber event, const world::World& world);
  [[nodiscard]] EventNumber now() const { return run_.events_.size(); }

  RecordedRun& run_;
  const check::Monitor* monitor_ = nullptr;
  std::size_t most_bytes_;
  std::map<EventDetail, std::uint32_t> detail_numbers_;
  std::uint32_t last_detail_ = 0;
  std::map<model::NodeIndex, std::size_t> absent_;  // into RecordedRun::absences_
  std::vector<std::size_t> bytes_of_keyframes_;
  std::uint64_t work_ = 0;          // since the last keyframe: what it would take to repeat it
  std::uint64_t work_between_ = 0;  // two keyframes
  std::uint64_t thinned_ = 0;       // so often
};

}  // namespace certdrill::replay
