// Rehearsal runs a scenario from its start to its end and watches it.
#pragma once

#include <functional>
#include <memory>

#include "check/monitor.h"
#include "check/result.h"
#include "pki/certificate_set.h"
#include "world/simulation.h"

namespace certdrill::check {

// One who wants to see each event, for a trace or a picture. Called after the checks have looked.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  // Before all else, for those who want to read in each call what the checks count. It lives until on_end().
  virtual void on_monitor(const Monitor& /*monitor*/) {}
  virtual void on_start(const world::World& world, AuthenticationClasses& classes) = 0;
  virtual void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                        AuthenticationClasses& classes) = 0;
  // The instant has settled, and the checks have looked at it.
  virtual void on_instant(SimTime /*at*/) {}
  virtual void on_end(SimTime end, const world::World& world) = 0;
};

struct RehearsalOptions {
  RunObserver* observer = nullptr;
  // Called now and then with the simulated time and the number of events; returning false stops the run (and rehearse()
  // returns nothing).
  std::function<bool(SimTime, std::uint64_t)> progress;
  // The run ends after so many events, as if nothing more would happen, and is not compared with other profiles. none:
  // it goes on to its end.
  std::optional<std::uint64_t> most_events;
  // Called with each finding as soon as the instant that it is of has settled; returning true ends the run there, and
  // nothing is said of what would come. Findings that only the end of a run brings come too late for it.
  std::function<bool(const Finding&)> stops;
};

[[nodiscard]] std::optional<RunResult> rehearse(const std::shared_ptr<const world::Setting>& setting,
                                                const RehearsalOptions& options = {});

// The certificates of a scenario, made from its seed when they are needed.
[[nodiscard]] std::shared_ptr<const pki::CertificateSet> certificates_of(const model::Scenario& scenario);

}  // namespace certdrill::check
