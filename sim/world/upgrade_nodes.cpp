// Nodes that an upgrade waits for, and those that it leaves behind.
#include <algorithm>

#include "world/membership.h"
#include "world/rolling_upgrade.h"
#include "world/sessions.h"
#include "world/upgrade_policy_of.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;
using Why = AwaitedNode::Why;

// How often the failover manager looks at what it waits for. Source: runtime source, PeriodicStateScanInterval.
constexpr Duration look_interval = std::chrono::seconds(5);

WaitReason reason_of(Why why) {
  switch (why) {
    case Why::down:
    case Why::restarting:
      return WaitReason::node_down;
    case Why::hangs:
      return WaitReason::node_hangs;
    case Why::unreachable:
      return WaitReason::node_unreachable;
    case Why::seed_turn:
      return WaitReason::seed_node_quorum;
    case Why::to_switch:
      return WaitReason::none;
  }
  return WaitReason::none;
}

bool stalls(const AwaitedNode& awaited) {
  return !awaited.left_behind && (awaited.why == Why::hangs || awaited.why == Why::unreachable);
}

}  // namespace

void RollingUpgrade::await_node(model::NodeIndex node, Why why, bool left_behind, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  forget_node(node);
  upgrade.irregular = true;
  const AwaitedNode awaited{why, left_behind, left_behind ? upgrade.told_by : world_.progress_.step, at};
  upgrade.nodes[node] = awaited;
  if (stalls(awaited)) ++upgrade.stalled;
  if (why == Why::seed_turn) upgrade.seed_turns.insert(node);
  if (why == Why::unreachable) upgrade.unreachable.insert(node);
  const model::UpgradePolicy& policy = policy_of(world_, awaited.step);
  if (why == Why::to_switch) {
    effects.enabled.push_back({SwitchNode{node}, switch_window(at, policy)});
    return;
  }
  // A restart is the ordinary course of things, and of the seed nodes that wait one stands for all.
  if (!left_behind && why != Why::seed_turn && why != Why::restarting) {
    effects.wait = reason_of(why);
    effects.awaited = node;
  }
  if (why == Why::down || why == Why::restarting) {
    const SimTime until = at + policy.expected_node_upgrade;
    effects.enabled.push_back({GiveUpNode{node}, {until, until}});
    if (why == Why::down) effects.wait_until = until;
  }
}

void RollingUpgrade::forget_node(model::NodeIndex node) {
  UpgradeState& upgrade = world_.upgrade_;
  const auto found = upgrade.nodes.find(node);
  if (found == upgrade.nodes.end()) return;
  if (stalls(found->second)) --upgrade.stalled;
  if (found->second.why == Why::seed_turn) upgrade.seed_turns.erase(node);
  if (found->second.why == Why::unreachable) upgrade.unreachable.erase(node);
  upgrade.nodes.erase(found);
}

// Can this node be told to switch now? If not, it is awaited.
bool RollingUpgrade::is_told(model::NodeIndex node, SimTime at, Effects& effects) {
  const UpgradeState& upgrade = world_.upgrade_;
  const bool left_behind = upgrade.owed.count(node) != 0;
  if (upgrade.hanging.count(node) != 0) {
    await_node(node, Why::hangs, left_behind, at, effects);
    return false;
  }
  if (Membership(world_).is_managed(node)) return true;
  await_node(node, Why::unreachable, left_behind, at, effects);
  if (Membership(world_).has_quorum()) {
    if (upgrade.look_at == no_time) plan_look(at + look_interval, effects);
  } else {
    effects.wait = WaitReason::no_quorum;
  }
  return false;
}

// A node that was left behind takes the settings that its cluster has by now.
void RollingUpgrade::switch_late(model::NodeIndex node, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (!is_told(node, at, effects)) return;
  const auto owed = upgrade.owed.find(node);
  const std::uint32_t security = owed->second;
  upgrade.owed.erase(owed);
  forget_node(node);
  world_.set_configuration(node, world_.table_.with_security(world_.configuration_[node], security), at, effects);
  if (policy_of(world_, upgrade.told_by).restart_nodes) {
    Membership(world_).stop(node, Membership::Stop::in_order, Cause::plan, at, effects);
    Membership(world_).start(node, Cause::plan, false, at, effects);
  } else {
    Sessions(world_).settings_changed(node, at, effects);
  }
}

void RollingUpgrade::node_came_up(model::NodeIndex node, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (upgrade.owed.count(node) != 0) {
    await_node(node, Why::to_switch, true, at, effects);
    return;
  }
  const auto found = upgrade.nodes.find(node);
  if (found == upgrade.nodes.end()) return;
  upgrade.moved_at = at;
  if (found->second.why == Why::restarting) {
    forget_node(node);
    finish_node(node, at, effects);
  } else if (found->second.why == Why::down) {
    const bool seed = world_.scenario().cluster.nodes[node].seed;
    const bool waits_for_turn =
        seed && policy_of(world_).restart_nodes && world_.federation_.on && world_.setting().seeds().size() >= 3;
    await_node(node, waits_for_turn ? Why::seed_turn : Why::to_switch, false, at, effects);
    if (waits_for_turn) let_seeds_go(at, effects);
  }
}

void RollingUpgrade::node_went_down(model::NodeIndex node, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const auto found = upgrade.nodes.find(node);
  if (found != upgrade.nodes.end()) {
    if (found->second.left_behind) {
      forget_node(node);
    } else if (found->second.why == Why::restarting) {
      if (at == found->second.since) return;  // that is the restart
      effects.wait = WaitReason::node_down;
      effects.awaited = node;
      effects.wait_until = found->second.since + policy_of(world_).expected_node_upgrade;
    } else if (found->second.why != Why::down) {
      await_node(node, Why::down, false, at, effects);
    }
    return;
  }
  const Progress& progress = world_.progress_;
  const bool in_domain = progress.stage == Stage::in_domain && !world_.acted(node) &&
                         world_.scenario().cluster.nodes[node].upgrade_domain == progress.domain;
  if (in_domain && target_of(world_, node)) await_node(node, Why::down, false, at, effects);
}

void RollingUpgrade::hang(model::NodeIndex node, bool hangs, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (hangs) {
    upgrade.hanging.insert(node);
    upgrade.irregular = true;
    return;
  }
  upgrade.hanging.erase(node);
  const auto found = upgrade.nodes.find(node);
  if (found == upgrade.nodes.end() || found->second.why != Why::hangs) return;
  upgrade.moved_at = at;
  await_node(node, Why::to_switch, found->second.left_behind, at, effects);
}

void RollingUpgrade::wait_for_quorum(Effects& effects) {
  world_.upgrade_.no_quorum = true;
  effects.wait = WaitReason::no_quorum;
}

void RollingUpgrade::quorum_came_back(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (upgrade.look_at == no_time && (!upgrade.unreachable.empty() || !upgrade.seed_turns.empty()))
    plan_look(at, effects);
  if (!upgrade.no_quorum) return;
  upgrade.no_quorum = false;
  upgrade.moved_at = at;
  Progress& progress = world_.progress_;
  if (progress.stage == Stage::before_domain) {
    progress.resume_at = std::max(progress.resume_at, at);
    effects.enabled.push_back({BeginDomain{progress.domain}, {progress.resume_at, progress.resume_at}});
  } else if (upgrade.operator_decides) {
    upgrade.move_at = at;
    effects.enabled.push_back({MoveNext{progress.domain}, {at, at}});
  } else if (upgrade.check_at == no_time) {  // else its domain was done meanwhile, and has a moment of its own
    plan_check(at, effects);
  }
}

void RollingUpgrade::plan_look(SimTime at, Effects& effects) {
  world_.upgrade_.look_at = at;
  effects.enabled.push_back({CheckSeeds{world_.progress_.domain}, {at, at}});
}

// Of the seed nodes of the domain that have yet to restart only the first ones by id may go: as many as there are seed
// nodes, up for long enough, above the quorum.
// Source: runtime source, FM/FabricUpgradeManager.cpp, EnsureSeedNodeQuorum.
void RollingUpgrade::let_seeds_go(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const std::vector<model::NodeIndex>& seeds = world_.setting().seeds();
  const Federation& federation = world_.federation_;
  const Duration long_enough = policy_of(world_).seed_wait;
  const auto counts = [&](model::NodeIndex seed) {
    return federation.state[seed] == NodeState::up && federation.since[seed] + long_enough < at;
  };
  const auto eligible = static_cast<std::size_t>(std::count_if(seeds.begin(), seeds.end(), counts));
  const std::size_t quorum = seeds.size() / 2 + 1;
  std::size_t ready = eligible > quorum ? eligible - quorum : 0;
  std::optional<model::NodeIndex> first_waiting;
  for (const model::NodeIndex seed : seeds) {
    if (world_.scenario().cluster.nodes[seed].upgrade_domain != world_.progress_.domain || world_.acted(seed)) continue;
    const auto found = upgrade.nodes.find(seed);
    if (found != upgrade.nodes.end() && (found->second.why == Why::restarting || found->second.why == Why::down))
      continue;
    if (ready > 0) {
      --ready;
      if (found != upgrade.nodes.end() && found->second.why == Why::seed_turn)
        await_node(seed, Why::to_switch, false, at, effects);
    } else if (!first_waiting && upgrade.seed_turns.count(seed) != 0) {
      first_waiting = seed;
    }
  }
  if (!first_waiting) return;
  effects.wait = WaitReason::seed_node_quorum;
  effects.awaited = first_waiting;
  if (upgrade.look_at == no_time) plan_look(at + look_interval, effects);
}

void RollingUpgrade::apply(const CheckSeeds& /*action*/, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  upgrade.look_at = no_time;
  upgrade.moved_at = at;
  const std::vector<model::NodeIndex> cut_off(upgrade.unreachable.begin(), upgrade.unreachable.end());
  for (const model::NodeIndex node : cut_off) {
    if (Membership(world_).is_managed(node))
      await_node(node, Why::to_switch, upgrade.nodes.at(node).left_behind, at, effects);
  }
  if (!upgrade.seed_turns.empty()) let_seeds_go(at, effects);
  if (upgrade.unreachable.empty()) return;
  if (effects.wait == WaitReason::none) {
    effects.wait = WaitReason::node_unreachable;
    effects.awaited = *upgrade.unreachable.begin();
  }
  // Without a quorum there is nobody who looks.
  if (upgrade.look_at == no_time && Membership(world_).has_quorum()) plan_look(at + look_interval, effects);
}

bool RollingUpgrade::expects(const World& world, const CheckSeeds& /*action*/, SimTime at) {
  return world.upgrade_.look_at == at;
}

void RollingUpgrade::apply(const GiveUpNode& action, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  upgrade.moved_at = at;
  const bool has_its_settings = upgrade.nodes.at(action.node).why == Why::restarting;
  forget_node(action.node);
  if (const auto target = target_of(world_, action.node); target && !has_its_settings) {
    upgrade.owed[action.node] = *target;
  }
  finish_node(action.node, at, effects);
}

bool RollingUpgrade::expects(const World& world, const GiveUpNode& action, SimTime at) {
  const auto found = world.upgrade_.nodes.find(action.node);
  if (found == world.upgrade_.nodes.end()) return false;
  const AwaitedNode& awaited = found->second;
  return (awaited.why == Why::down || awaited.why == Why::restarting) &&
         awaited.since + policy_of(world, awaited.step).expected_node_upgrade == at;
}

}  // namespace certdrill::world
