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
  virtual void on_start(const world::World& world, AuthenticationClasses& classes) = 0;
  virtual void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                        AuthenticationClasses& classes) = 0;
  virtual void on_end(SimTime end, const world::World& world) = 0;
};

struct RehearsalOptions {
  RunObserver* observer = nullptr;
  // Called now and then with the simulated time and the number of events; returning false stops the run (and rehearse()
  // returns nothing).
  std::function<bool(SimTime, std::uint64_t)> progress;
};

[[nodiscard]] std::optional<RunResult> rehearse(const std::shared_ptr<const world::Setting>& setting,
                                                const RehearsalOptions& options = {});

// The certificates of a scenario, made from its seed when they are needed.
[[nodiscard]] std::shared_ptr<const pki::CertificateSet> certificates_of(const model::Scenario& scenario);

}  // namespace certdrill::check
