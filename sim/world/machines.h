// Machines come into being and go back to their image; the bootstrap agent starts the node of a new one.
//
// Bootstrap  waits for the agents that Bootstrap::after names, and then looks for every certificate that the node
//            presents: one that is not there with its key, and the deployment of the machine has failed.
// Re-image   the store is that of the start of the scenario again, and agents start anew; the node is down meanwhile.
// Not there  a node that has not been deployed has a store with deployed = false, and nobody counts it.
// Source     management article, "Certificate cleanup" (re-imaging, scaling), "Certificate provisioning, explained".
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Machines {
 public:
  explicit Machines(World& world) : world_(world) {}

  static void begin(World& world);

  void begin_reimage(const model::ReimageStep& step, SimTime at, Effects& effects);
  void begin_deploy(const model::DeployStep& step, SimTime at, Effects& effects);
  // An agent has done its first work there: the bootstrap agent may be next.
  void agent_ready(model::NodeIndex node, SimTime at, Effects& effects);
  [[nodiscard]] static bool is_deployed(const World& world, model::NodeIndex node);

  void apply(const ReimageNode& action, SimTime at, Effects& effects);
  void apply(const DeployNode& action, SimTime at, Effects& effects);
  void apply(const BootstrapNode& action, SimTime at, Effects& effects);
  void apply(const FailDeployment& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const ReimageNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const DeployNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const BootstrapNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const FailDeployment& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
