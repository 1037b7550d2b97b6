// Machines come into being and go back to their image; the bootstrap agent starts the node of a new one.
//
// Bootstrap  waits for the agents that Bootstrap::after names, as far as they run, and then looks for every certificate
//            that the node presents, to its peers and to clients: one that is not there with its key, and the deployment
//            of the machine has failed. It runs elevated, so nobody has to have granted it access to the key. Of several
//            that a common name finds, one is enough. The first scan of the store is done before the node starts.
// Re-image   the store is that of the start of the scenario again, and agents start anew; the node is down meanwhile.
//            A machine whose deployment failed is tried again in the same way.
// Not there  a node whose machine has not been deployed has a store with deployed = false, and nobody counts it; while
//            its machine is re-imaged, neither. An upgrade gives it the new settings in passing: it is born with them.
// Source     management article, "Certificate cleanup" (re-imaging, scaling), "Certificate provisioning, explained".
#pragma once

#include <string>

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
  [[nodiscard]] static bool is_deployed(const World& world, model::NodeIndex node) {
    const std::vector<MachineStage>& machines = world.provisioned().machines;
    return machines.empty() || machines[node] == MachineStage::deployed;
  }

  // What a node cannot be started for want of: the first entry of its P, or of its server P, that is not there.
  struct Lack {
    ProvisioningFailure failure = ProvisioningFailure::none;
    std::string entry;  // "TP=A", "CN=cluster.contoso.test"
    bool of_endpoint = false;
  };
  [[nodiscard]] static Lack lack_of(const World& world, model::NodeIndex node, SimTime at);
  // The first agent that the bootstrap agent of this machine still waits for; none: it need not wait.
  [[nodiscard]] static std::optional<model::AgentIndex> awaited_agent(const World& world, model::NodeIndex node);

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
  void begin_step(SimTime at, Effects& effects);
  static void list_step(const World& world, Effects& found);
  void make(model::NodeIndex node, SimTime at, Effects& effects);
  void set_stage(model::NodeIndex node, MachineStage stage, SimTime at);
  void finish(SimTime at, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
