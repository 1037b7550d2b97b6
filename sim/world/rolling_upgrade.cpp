#include "world/rolling_upgrade.h"

#include <algorithm>

#include "world/machines.h"
#include "world/membership.h"
#include "world/sessions.h"
#include "world/upgrade_policy_of.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;
using Why = AwaitedNode::Why;

// Has it a process that the failover manager counts as up? One that is suspended still belongs to the ring.
bool counts_as_up(const World& world, model::NodeIndex node) {
  if (!world.federation().on) return true;
  const NodeState state = world.federation().state[node];
  return state == NodeState::up || state == NodeState::suspended;
}

bool in_domain_under_way(const World& world, model::NodeIndex node) {
  return world.progress().stage == Stage::in_domain &&
         world.scenario().cluster.nodes[node].upgrade_domain == world.progress().domain;
}

}  // namespace

// The next domain with a node that has something to change; when there is none, the upgrade is done.
void RollingUpgrade::await_domain(std::uint32_t first_candidate, SimTime at, Effects& effects) {
  const auto domains = static_cast<std::uint32_t>(world_.scenario().cluster.upgrade_domains.size());
  std::uint32_t domain = first_candidate;
  const auto has_work = [&](std::uint32_t candidate) {
    const auto nodes = world_.setting().nodes_of_domain(candidate);
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](model::NodeIndex node) { return target_of(world_, node).has_value(); });
  };
  while (domain < domains && !has_work(domain)) ++domain;
  if (domain == domains) {
    finish(at, effects);
    return;
  }
  world_.progress_.stage = Stage::before_domain;
  world_.progress_.domain = domain;
  world_.progress_.resume_at = at;
  effects.enabled.push_back({BeginDomain{domain}, {at, at}});
}

void RollingUpgrade::begin_domain(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (!Membership(world_).has_quorum()) {
    wait_for_quorum(effects);
    return;
  }
  Progress& progress = world_.progress_;
  progress.stage = Stage::in_domain;
  progress.since = at;
  progress.remaining = 0;
  upgrade.told_by = progress.step;
  if (!upgrade.rollback) world_.announce_during(progress.step, progress.domain, at, effects);

  const model::UpgradePolicy& policy = policy_of(world_);
  const bool restarts = policy.restart_nodes && world_.federation_.on;
  const bool seeds_wait = restarts && world_.setting().seeds().size() >= 3;
  const Window window = switch_window(at, policy);
  for (const model::NodeIndex node : world_.setting().nodes_of_domain(progress.domain)) {
    const std::optional<std::uint32_t> target = target_of(world_, node);
    if (!target) continue;
    if (upgrade.irregular) {
      forget_node(node);
      // What it was to be told is forgotten, and perhaps it has what it should have.
      if (upgrade.owed.erase(node) > 0 && !target_of(world_, node)) {
        world_.mark_acted(node);
        continue;
      }
    }
    if (!Machines::is_deployed(world_, node)) {
      // Its machine will be made for the settings that the cluster has then: nobody waits for it.
      world_.mark_acted(node);
      if (security_of(world_, node) != *target)
        world_.set_configuration(node, world_.table_.with_security(world_.configuration_[node], *target), at, effects);
      continue;
    }
    if (!counts_as_up(world_, node)) {
      // The failover manager lists the nodes that are up: nobody waits for the others.
      world_.mark_acted(node);
      if (security_of(world_, node) != *target) upgrade.owed[node] = *target;
      upgrade.irregular = true;
      continue;
    }
    ++progress.remaining;
    if (seeds_wait && world_.scenario().cluster.nodes[node].seed) {
      await_node(node, Why::seed_turn, false, at, effects);
    } else {
      effects.enabled.push_back({SwitchNode{node}, window});
    }
  }
  if (!upgrade.seed_turns.empty()) let_seeds_go(at, effects);
  // The timeouts are looked at whether or not the domain has finished.
  const bool has_timeout = policy.upgrade_domain_timeout || policy.upgrade_timeout;
  if (!upgrade.rollback && upgrade.mode == model::UpgradeMode::monitored && has_timeout)
    plan_check(at + policy.health_check_interval, effects);
  if (progress.remaining == 0) complete_domain(at, effects);
}

void RollingUpgrade::switch_node(model::NodeIndex node, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (upgrade.owed.count(node) != 0) {
    switch_late(node, at, effects);
    return;
  }
  if (!is_told(node, at, effects)) return;
  if (upgrade.irregular) forget_node(node);
  const std::uint32_t security = *target_of(world_, node);
  world_.set_configuration(node, world_.table_.with_security(world_.configuration_[node], security), at, effects);
  if (!world_.federation_.on) {
    finish_node(node, at, effects);
  } else if (policy_of(world_).restart_nodes) {
    await_node(node, Why::restarting, false, at, effects);
    Membership(world_).stop(node, Membership::Stop::in_order, Cause::plan, at, effects);
    Membership(world_).start(node, Cause::plan, false, at, effects);
  } else {
    // Its part is done with its answer, even when the new settings are the end of it.
    world_.mark_acted(node);
    Sessions(world_).settings_changed(node, at, effects);
    if (--world_.progress_.remaining == 0) complete_domain(at, effects);
  }
}

void RollingUpgrade::finish_node(model::NodeIndex node, SimTime at, Effects& effects) {
  world_.mark_acted(node);
  if (--world_.progress_.remaining == 0) complete_domain(at, effects);
}

void RollingUpgrade::complete_domain(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  effects.domain_completed = true;
  upgrade.check_at = no_time;
  if (upgrade.rollback || upgrade.mode != model::UpgradeMode::monitored) {
    go_on(at, effects);
    return;
  }
  const model::UpgradePolicy& policy = policy_of(world_);
  world_.progress_.stage = Stage::after_domain;
  world_.progress_.resume_at = at + policy.health_check_wait;
  upgrade.health_since = no_time;
  plan_check(world_.progress_.resume_at, effects);
  if (policy.health_check_wait > Duration{}) {
    effects.wait = WaitReason::health_check_wait;
    effects.wait_until = world_.progress_.resume_at;
  }
}

// The domain is done with, and nobody has anything against the next one: but perhaps an operator has to ask for it.
void RollingUpgrade::go_on(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const model::UpgradePolicy& policy = policy_of(world_);
  const std::uint32_t done = world_.progress_.domain;
  const std::size_t before = effects.enabled.size();
  await_domain(done + 1, at, effects);
  // A pause, or the operator's, lies between two domains, not behind the last.
  if (world_.progress_.stage != Stage::before_domain || effects.enabled.size() != before + 1) return;
  if (upgrade.rollback || upgrade.mode == model::UpgradeMode::unmonitored_auto) {
    world_.progress_.resume_at += policy.pause_between_domains;
    effects.enabled[before].window = {world_.progress_.resume_at, world_.progress_.resume_at};
  } else if (upgrade.mode == model::UpgradeMode::unmonitored_manual) {
    effects.enabled.pop_back();
    world_.progress_.domain = done;
    ask_operator(at, effects);
  }
}

// Another domain begins when an operator says so, which may be never.
void RollingUpgrade::ask_operator(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const std::optional<Duration> delay = policy_of(world_).operator_delay;
  world_.progress_.stage = Stage::after_domain;
  world_.progress_.resume_at = at;
  upgrade.operator_decides = true;
  effects.wait = WaitReason::operator_decision;
  if (!delay) return;
  upgrade.move_at = at + *delay;
  effects.wait_until = upgrade.move_at;
  effects.enabled.push_back({MoveNext{world_.progress_.domain}, {upgrade.move_at, upgrade.move_at}});
}

void RollingUpgrade::apply(const BeginDomain& /*action*/, SimTime at, Effects& effects) {
  world_.upgrade_.moved_at = at;
  begin_domain(at, effects);
}

void RollingUpgrade::apply(const SwitchNode& action, SimTime at, Effects& effects) {
  world_.upgrade_.moved_at = at;
  switch_node(action.node, at, effects);
}

void RollingUpgrade::apply(const MoveNext& /*action*/, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  upgrade.moved_at = at;
  upgrade.move_at = no_time;
  if (!Membership(world_).has_quorum()) {
    wait_for_quorum(effects);
    return;
  }
  upgrade.operator_decides = false;
  await_domain(world_.progress_.domain + 1, at, effects);
}

bool RollingUpgrade::expects(const World& world, const BeginDomain& action, SimTime at) {
  const Progress& progress = world.progress_;
  return progress.stage == Stage::before_domain && progress.domain == action.domain && progress.resume_at == at &&
         !world.upgrade_.no_quorum;
}

bool RollingUpgrade::expects(const World& world, const MoveNext& /*action*/, SimTime at) {
  return world.upgrade_.move_at == at;
}

bool RollingUpgrade::expects(const World& world, const SwitchNode& action, SimTime at) {
  const UpgradeState& upgrade = world.upgrade_;
  const bool to_act = world.progress_.stage == Stage::in_domain && !world.acted(action.node);
  if (!upgrade.irregular) return to_act;
  SimTime since = world.progress_.since;
  std::uint32_t step = world.progress_.step;
  if (const auto found = upgrade.nodes.find(action.node); found != upgrade.nodes.end()) {
    if (found->second.why != Why::to_switch) return false;
    since = found->second.since;
    step = found->second.step;
  } else if (!to_act || !in_domain_under_way(world, action.node) || !target_of(world, action.node)) {
    return false;
  }
  const Window window = switch_window(since, policy_of(world, step));
  return window.earliest <= at && at <= window.latest;
}

void RollingUpgrade::list_possible(const World& world, Effects& found) {
  const UpgradeState& upgrade = world.upgrade_;
  const Progress& progress = world.progress_;
  if (progress.stage == Stage::before_domain && !upgrade.no_quorum)
    found.enabled.push_back({BeginDomain{progress.domain}, {progress.resume_at, progress.resume_at}});
  if (progress.stage == Stage::in_domain) {
    const Window window = switch_window(progress.since, policy_of(world));
    for (const model::NodeIndex node : world.setting().nodes_of_domain(progress.domain)) {
      if (world.acted(node) || !target_of(world, node) || upgrade.nodes.count(node) != 0) continue;
      found.enabled.push_back({SwitchNode{node}, window});
    }
  }
  for (const auto& [node, awaited] : upgrade.nodes) {
    const model::UpgradePolicy& policy = policy_of(world, awaited.step);
    if (awaited.why == Why::to_switch) {
      found.enabled.push_back({SwitchNode{node}, switch_window(awaited.since, policy)});
    } else if (awaited.why == Why::down || awaited.why == Why::restarting) {
      const SimTime at = awaited.since + policy.expected_node_upgrade;
      found.enabled.push_back({GiveUpNode{node}, {at, at}});
    }
  }
  const auto add = [&](SimTime at, const Action& action) {
    if (at != no_time) found.enabled.push_back({action, {at, at}});
  };
  add(upgrade.look_at, CheckSeeds{progress.domain});
  add(upgrade.check_at, CheckHealth{progress.domain});
  add(upgrade.move_at, MoveNext{progress.domain});
}

}  // namespace certdrill::world
