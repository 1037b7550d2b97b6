// Runs a simulation to its end and writes down each event as a line: "00:00:01.250 SwitchNode N3".
#pragma once

#include <string>
#include <vector>

#include "world/simulation.h"

namespace certdrill::test {

struct LoggedEvent {
  SimTime at;
  world::Action action;
  bool domain_completed = false;
  bool step_completed = false;
};

inline std::vector<LoggedEvent> log_of(world::Simulation& simulation) {
  std::vector<LoggedEvent> log;
  while (simulation.run_instant(
      [&](const world::Simulation::Event& event, const world::Effects& effects, const world::World&) {
        log.push_back({event.at, event.what, effects.domain_completed, effects.step_completed});
      },
      [](SimTime, const world::World&) {})) {
  }
  return log;
}

inline std::vector<LoggedEvent> log_of(const std::shared_ptr<const world::Setting>& setting) {
  world::Simulation simulation(setting);
  return log_of(simulation);
}

}  // namespace certdrill::test
