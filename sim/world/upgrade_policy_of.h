// What the step under way says about its upgrade, in one form for upgrades and conversions. For the files of the
// rolling upgrade only.
#pragma once

#include <algorithm>
#include <optional>

#include "world/world.h"

namespace certdrill::world {

inline const model::UpgradePolicy& policy_of(const World& world, std::uint32_t step) {
  const auto& what = world.scenario().steps[step].what;
  if (const auto* conversion = std::get_if<model::ConvertStep>(&what)) return conversion->policy;
  return std::get<model::UpgradeStep>(what).policy;
}
inline const model::UpgradePolicy& policy_of(const World& world) { return policy_of(world, world.progress().step); }

// Each node switches at a moment of its own after `since`: its domain began, or it came back.
inline Window switch_window(SimTime since, const model::UpgradePolicy& policy) {
  return {since + Duration(1), since + std::max(Duration(1), policy.domain_duration)};
}

inline std::uint32_t security_of(const World& world, model::NodeIndex node) {
  return world.configurations()[world.configuration_of(node)].security;
}

// The settings that the walk under way brings this node; none: it has nothing to do with it.
inline std::optional<std::uint32_t> target_of(const World& world, model::NodeIndex node) {
  const UpgradeState& upgrade = world.upgrade();
  if (upgrade.rollback) {
    if (upgrade.before.empty()) return std::nullopt;
    const bool differs = security_of(world, node) != upgrade.before[node] || upgrade.owed.count(node) != 0;
    return differs ? std::optional(upgrade.before[node]) : std::nullopt;
  }
  if (upgrade.conversion) {
    const bool differs = security_of(world, node) != upgrade.target || upgrade.owed.count(node) != 0;
    return differs ? std::optional(upgrade.target) : std::nullopt;
  }
  const auto& step = std::get<model::UpgradeStep>(world.scenario().steps[world.progress().step].what);
  // Most clusters have one node type: then the node's entry, somewhere in a large array, need not be looked at.
  const bool one_type = step.security_by_node_type.size() == 1;
  return step.security_by_node_type[one_type ? 0 : world.scenario().cluster.nodes[node].node_type];
}

}  // namespace certdrill::world
