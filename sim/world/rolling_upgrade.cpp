#include "world/rolling_upgrade.h"

#include <algorithm>

#include "world/sessions.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

const model::UpgradeStep& upgrade_of(const World& world) {
  return std::get<model::UpgradeStep>(world.scenario().steps[world.progress().step].what);
}

bool takes_part(const World& world, const model::UpgradeStep& upgrade, model::NodeIndex node) {
  return upgrade.security_by_node_type[world.scenario().cluster.nodes[node].node_type].has_value();
}

Window switch_window(const World& world, const model::UpgradeStep& upgrade) {
  const SimTime begin = world.progress().since;
  return {begin + Duration(1), begin + std::max(Duration(1), upgrade.policy.domain_duration)};
}

}  // namespace

void RollingUpgrade::begin(SimTime at, Effects& effects) { await_domain(0, at, effects); }

// The next domain with a node that takes part; when there is none, the upgrade is done.
void RollingUpgrade::await_domain(std::uint32_t first_candidate, SimTime at, Effects& effects) {
  const model::UpgradeStep& upgrade = upgrade_of(world_);
  const auto domains = static_cast<std::uint32_t>(world_.scenario().cluster.upgrade_domains.size());
  std::uint32_t domain = first_candidate;
  const auto has_work = [&](std::uint32_t candidate) {
    const auto nodes = world_.setting().nodes_of_domain(candidate);
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](model::NodeIndex node) { return takes_part(world_, upgrade, node); });
  };
  while (domain < domains && !has_work(domain)) ++domain;
  if (domain == domains) {
    world_.complete_step(at, effects);
    return;
  }
  world_.progress_.stage = Stage::before_domain;
  world_.progress_.domain = domain;
  world_.progress_.resume_at = at;
  effects.enabled.push_back({BeginDomain{domain}, {at, at}});
}

void RollingUpgrade::begin_domain(SimTime at, Effects& effects) {
  Progress& progress = world_.progress_;
  progress.stage = Stage::in_domain;
  progress.since = at;
  const std::size_t before = effects.enabled.size();
  list_switches(world_, effects);
  progress.remaining = static_cast<std::uint32_t>(effects.enabled.size() - before);
}

void RollingUpgrade::list_switches(const World& world, Effects& found) {
  const model::UpgradeStep& upgrade = upgrade_of(world);
  const Window window = switch_window(world, upgrade);
  for (const model::NodeIndex node : world.setting().nodes_of_domain(world.progress().domain)) {
    if (takes_part(world, upgrade, node) && !world.acted(node)) found.enabled.push_back({SwitchNode{node}, window});
  }
}

void RollingUpgrade::switch_node(model::NodeIndex node, SimTime at, Effects& effects) {
  // Most clusters have one node type: then the node's entry, somewhere in a large array, need not be looked at.
  const bool one_type = world_.scenario().cluster.node_types.size() == 1;
  const std::uint32_t node_type = one_type ? 0 : world_.scenario().cluster.nodes[node].node_type;
  const std::uint32_t security = *upgrade_of(world_).security_by_node_type[node_type];
  world_.mark_acted(node);
  world_.set_configuration(node, world_.table_.with_security(world_.configuration_[node], security), effects);
  Sessions(world_).settings_changed(node, at, effects);
  if (--world_.progress_.remaining == 0) complete_domain(at, effects);
}

void RollingUpgrade::complete_domain(SimTime at, Effects& effects) {
  effects.domain_completed = true;
  const std::uint32_t next = world_.progress_.domain + 1;
  const std::size_t before = effects.enabled.size();
  await_domain(next, at, effects);
  if (world_.progress_.stage != Stage::before_domain) return;
  // A pause lies between two domains, not behind the last.
  world_.progress_.resume_at += upgrade_of(world_).policy.pause_between_domains;
  effects.enabled[before].window = {world_.progress_.resume_at, world_.progress_.resume_at};
}

void RollingUpgrade::apply(const BeginDomain& /*action*/, SimTime at, Effects& effects) { begin_domain(at, effects); }

void RollingUpgrade::apply(const SwitchNode& action, SimTime at, Effects& effects) {
  switch_node(action.node, at, effects);
}

bool RollingUpgrade::expects(const World& world, const BeginDomain& action, SimTime /*at*/) {
  return world.progress_.stage == Stage::before_domain && world.progress_.domain == action.domain;
}

bool RollingUpgrade::expects(const World& world, const SwitchNode& action, SimTime /*at*/) {
  return world.progress_.stage == Stage::in_domain && !world.acted(action.node);
}

void RollingUpgrade::apply(const CheckSeeds& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void RollingUpgrade::apply(const CheckHealth& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void RollingUpgrade::apply(const MoveNext& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void RollingUpgrade::apply(const GiveUpNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool RollingUpgrade::expects(const World& /*world*/, const CheckSeeds& /*action*/, SimTime /*at*/) { return false; }

bool RollingUpgrade::expects(const World& /*world*/, const CheckHealth& /*action*/, SimTime /*at*/) { return false; }

bool RollingUpgrade::expects(const World& /*world*/, const MoveNext& /*action*/, SimTime /*at*/) { return false; }

bool RollingUpgrade::expects(const World& /*world*/, const GiveUpNode& /*action*/, SimTime /*at*/) { return false; }

}  // namespace certdrill::world
