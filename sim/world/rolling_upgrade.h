// The rolling upgrade: one upgrade domain after the other, each node of a domain at a moment of its own.
//
// A domain begins, its nodes switch between one millisecond and the policy's domain_duration later, and when the last
// has switched, the next domain that has nodes to upgrade begins a pause later. A node takes its new settings without
// a restart: the settings that hold P and V are dynamic (Service Fabric runtime source, FabricNodeConfig.h).
// Source     authentication article (states after each upgrade domain); runtime source, fm/NodeCache.cpp: one domain at a
//            time, sorted with digits as numbers.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class RollingUpgrade {
 public:
  explicit RollingUpgrade(World& world) : world_(world) {}

  void begin(SimTime at, Effects& effects);
  void begin_domain(SimTime at, Effects& effects);
  void switch_node(model::NodeIndex node, SimTime at, Effects& effects);
  void hang(model::NodeIndex node, bool hangs, SimTime at, Effects& effects);

  static void list_switches(const World& world, Effects& found);

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
  void await_domain(std::uint32_t first_candidate, SimTime at, Effects& effects);
  void complete_domain(SimTime at, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
