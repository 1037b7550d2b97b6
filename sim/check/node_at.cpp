#include "check/node_at.h"

#include "world/simulation.h"

namespace certdrill::check {

MomentOfPlan nodes_at(const std::shared_ptr<const world::Setting>& setting, const std::vector<model::NodeIndex>& nodes,
                      SimTime at) {
  world::Simulation simulation(setting);
  const auto on_event = [](const world::Simulation::Event&, const world::Effects&, const world::World&) {};
  const auto on_instant = [](SimTime, const world::World&) {};
  while (!simulation.over() && simulation.next_time() <= at) simulation.run_instant(on_event, on_instant);
  const world::World& world = simulation.world();
  MomentOfPlan moment{{}, world.crls()};
  for (const model::NodeIndex node : nodes) {
    const std::uint32_t id = world.configuration_of(node);
    moment.nodes.push_back(
        {setting->scenario().securities[world.configurations()[id].security], world.configurations().store_of(id)});
  }
  return moment;
}

}  // namespace certdrill::check
