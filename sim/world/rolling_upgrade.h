// The rolling upgrade: one upgrade domain after the other, each node of a domain at a moment of its own.
//
// A domain begins, its nodes switch between one millisecond and the policy's domain_duration later, and when the last
// has switched, the next domain that has nodes to upgrade begins: a pause later, when the cluster has been healthy long
// enough, or when an operator says so. A node takes its new settings in place, because those that hold P and V are
// dynamic; with restart_nodes its process ends and starts with them.
// Awaited    a node that cannot be told (it hangs, is cut off from the quorum, went down after its domain began) holds
//            its domain up; one that was down already is left behind, and told when it is up again.
// Back       a failed upgrade walks all domains again from the first, to what each node had before. Nobody checks the
//            health on that way, and domains with nothing to change are passed at once. It is never manual (ours): the
//            operator who interrupts a manual upgrade wants the next one to begin.
// Source     authentication article (states after each upgrade domain); runtime source, fm/NodeCache.cpp: one domain at
//            a time, sorted with digits as numbers; FabricNodeConfig.h; FM/FabricUpgradeManager.cpp;
//            CM/ProcessFabricUpgradeContextAsyncOperation.cpp; management article, "Cluster upgrades".
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/upgrade_state.h"
#include "world/world.h"

namespace certdrill::world {

class RollingUpgrade {
 public:
  explicit RollingUpgrade(World& world) : world_(world) {}

  // The step under way is an upgrade, or a conversion: it begins.
  void begin(SimTime at, Effects& effects);
  void begin_conversion(SimTime at, Effects& effects);
  // Another upgrade begins while something is under way: that one rolls back first, or the other is refused, or waits.
  void interrupt(std::uint32_t by_step, SimTime at, Effects& effects);

  // What others tell. A node is up when it has joined, and down when its process has ended, for whatever cause.
  void node_came_up(model::NodeIndex node, SimTime at, Effects& effects);
  void node_went_down(model::NodeIndex node, SimTime at, Effects& effects);
  void quorum_came_back(SimTime at, Effects& effects);
  // From now on the node does not answer an upgrade, or does so again.
  void hang(model::NodeIndex node, bool hangs, SimTime at, Effects& effects);

  // Nothing can bring the upgrade on any more, unless somebody comes to its help.
  [[nodiscard]] static bool stuck(const World& world);

  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const BeginDomain& action, SimTime at, Effects& effects);
  void apply(const SwitchNode& action, SimTime at, Effects& effects);
  void apply(const CheckSeeds& action, SimTime at, Effects& effects);
  void apply(const CheckHealth& action, SimTime at, Effects& effects);
  void apply(const MoveNext& action, SimTime at, Effects& effects);
  void apply(const GiveUpNode& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const BeginDomain& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const SwitchNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const CheckSeeds& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const CheckHealth& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const MoveNext& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const GiveUpNode& action, SimTime at);

 private:
  // The walk (rolling_upgrade.cpp).
  void await_domain(std::uint32_t first_candidate, SimTime at, Effects& effects);
  void begin_domain(SimTime at, Effects& effects);
  void switch_node(model::NodeIndex node, SimTime at, Effects& effects);
  void finish_node(model::NodeIndex node, SimTime at, Effects& effects);
  void complete_domain(SimTime at, Effects& effects);
  void go_on(SimTime at, Effects& effects);
  void ask_operator(SimTime at, Effects& effects);

  // Nodes that are awaited or left behind (upgrade_nodes.cpp).
  bool is_told(model::NodeIndex node, SimTime at, Effects& effects);
  void await_node(model::NodeIndex node, AwaitedNode::Why why, bool left_behind, SimTime at, Effects& effects);
  void forget_node(model::NodeIndex node);
  void switch_late(model::NodeIndex node, SimTime at, Effects& effects);
  void let_seeds_go(SimTime at, Effects& effects);
  void plan_look(SimTime at, Effects& effects);
  void wait_for_quorum(Effects& effects);

  // The health (upgrade_health.cpp).
  void remember_health();
  void plan_check(SimTime at, Effects& effects);

  // Its turns (upgrade_turns.cpp).
  void begin_walk(SimTime at, Effects& effects);
  void begin_phase(SimTime at, Effects& effects);
  void fail(UpgradeFailure failure, SimTime at, Effects& effects);
  void roll_back(UpgradeFailure failure, SimTime at, Effects& effects);
  void finish(SimTime at, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
