#include "check/rehearsal.h"

#include "check/profile_comparison.h"

namespace certdrill::check {

std::shared_ptr<const pki::CertificateSet> certificates_of(const model::Scenario& scenario) {
  return std::make_shared<const pki::CertificateSet>(scenario.seed, scenario.certificates);
}

std::optional<RunResult> rehearse(const std::shared_ptr<const world::Setting>& setting,
                                  const RehearsalOptions& options) {
  constexpr std::uint64_t events_between_progress = 1 << 14;
  world::Simulation simulation(setting);
  Monitor monitor(simulation.world());
  RunObserver* const observer = options.observer;
  if (options.most_events) simulation.stop_after(*options.most_events);
  if (observer != nullptr) observer->on_monitor(monitor);
  if (observer != nullptr) observer->on_start(simulation.world(), monitor.classes());
  const auto on_event = [&](const world::Simulation::Event& event, const world::Effects& effects,
                            const world::World& world) {
    monitor.on_event(event.at, event.what, effects, world);
    if (observer != nullptr) observer->on_event(event, effects, world, monitor.classes());
  };
  const auto on_instant = [&](SimTime at, const world::World& world) {
    monitor.on_instant(at, world);
    if (observer != nullptr) observer->on_instant(at);
  };
  std::uint64_t next_progress = events_between_progress;
  std::size_t findings_asked = 0;
  bool stopped = false;
  const auto ask_of_findings = [&] {
    while (!stopped && findings_asked < monitor.findings()) stopped = options.stops(monitor.finding(findings_asked++));
  };
  if (options.stops) ask_of_findings();
  while (!stopped && simulation.run_instant(on_event, on_instant)) {
    if (options.stops) ask_of_findings();
    if (simulation.events() < next_progress || !options.progress) continue;
    next_progress = simulation.events() + events_between_progress;
    if (!options.progress(simulation.now(), simulation.events())) return std::nullopt;
  }
  if (observer != nullptr) observer->on_end(simulation.end(), simulation.world());
  // It may have come to its end with just as many events as were allowed.
  if (options.most_events) simulation.stop_after(UINT64_MAX);
  const bool whole = !stopped && simulation.over();
  const SimTime end = whole ? simulation.end() : simulation.now();
  RunResult result = monitor.finish(end, simulation.events(), simulation.world(), whole);
  if (!options.most_events && !stopped) result.under_other_profiles = compare_profiles(*setting, result);
  return result;
}

}  // namespace certdrill::check
