// The health of the cluster while an upgrade is under way, and what a monitored upgrade concludes from it.
//
// Only nodes count: one that is not up is unhealthy. Without the federation every node is healthy, always.
// Source     runtime source, ManagementConfig.h, CM/ProcessFabricUpgradeContextAsyncOperation.cpp; management article.
#include <algorithm>

#include "world/membership.h"
#include "world/rolling_upgrade.h"
#include "world/upgrade_policy_of.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

// Nobody knows of nodes that have never been deployed.
std::uint64_t nodes_of_cluster(const World& world) {
  return world.setting().node_count() - world.provisioned().absent_nodes;
}
bool is_of_cluster(const World& world, model::NodeIndex node) {
  const std::vector<bool>& absent = world.provisioned().never_deployed;
  return absent.empty() || !absent[node];
}

std::uint64_t unhealthy_nodes(const World& world) {
  if (!world.federation().on) return 0;
  const FederationNumbers& numbers = world.federation().numbers;
  return nodes_of_cluster(world) - (numbers.up - numbers.suspended);
}

std::uint32_t unhealthy_of_domain(const World& world, std::uint32_t domain) {
  const auto nodes = world.setting().nodes_of_domain(domain);
  return static_cast<std::uint32_t>(std::count_if(nodes.begin(), nodes.end(), [&](model::NodeIndex node) {
    return world.federation().state[node] != NodeState::up && is_of_cluster(world, node);
  }));
}

// Is `count` of `all` more than so many percent? The runtime rounds the allowed number up, so that one failure in a
// small cluster is tolerated wherever any is.
bool exceeds(std::uint64_t count, std::uint64_t all, std::uint32_t percent) {
  return count > (all * percent + 99) / 100;
}

// Has the share of the unhealthy grown by more than so many percent of all?
bool grew_by_more(std::uint64_t before, std::uint64_t now, std::uint64_t all, std::uint32_t percent) {
  return now > before && (now - before) * 100 > all * percent;
}

bool healthy(const World& world) {
  const std::uint64_t unhealthy = unhealthy_nodes(world);
  if (unhealthy == 0) return true;
  const model::UpgradePolicy& policy = policy_of(world);
  const UpgradeState& upgrade = world.upgrade();
  const std::uint64_t all = nodes_of_cluster(world);
  if (exceeds(unhealthy, all, policy.max_percent_unhealthy_nodes)) return false;
  if (grew_by_more(upgrade.unhealthy_at_beginning, unhealthy, all, policy.max_percent_delta_unhealthy_nodes))
    return false;
  const std::uint32_t domain = world.progress().domain;
  const std::uint64_t before = upgrade.unhealthy_by_domain.empty() ? 0 : upgrade.unhealthy_by_domain[domain];
  const auto nodes = world.setting().nodes_of_domain(domain);
  const auto of_domain = static_cast<std::uint64_t>(
      std::count_if(nodes.begin(), nodes.end(), [&](model::NodeIndex node) { return is_of_cluster(world, node); }));
  return !grew_by_more(before, unhealthy_of_domain(world, domain), of_domain,
                       policy.max_percent_domain_delta_unhealthy_nodes);
}

}  // namespace

void RollingUpgrade::remember_health() {
  UpgradeState& upgrade = world_.upgrade_;
  upgrade.unhealthy_at_beginning = unhealthy_nodes(world_);
  upgrade.unhealthy_by_domain.clear();
  if (upgrade.unhealthy_at_beginning == 0) return;
  const auto domains = static_cast<std::uint32_t>(world_.scenario().cluster.upgrade_domains.size());
  for (std::uint32_t domain = 0; domain < domains; ++domain)
    upgrade.unhealthy_by_domain.push_back(unhealthy_of_domain(world_, domain));
}

void RollingUpgrade::plan_check(SimTime at, Effects& effects) {
  world_.upgrade_.check_at = at;
  effects.enabled.push_back({CheckHealth{world_.progress_.domain}, {at, at}});
}

void RollingUpgrade::apply(const CheckHealth& /*action*/, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const model::UpgradePolicy& policy = policy_of(world_);
  upgrade.moved_at = at;
  upgrade.check_at = no_time;
  if (!Membership(world_).has_quorum()) {
    wait_for_quorum(effects);
    return;
  }
  const bool is_healthy = healthy(world_);
  effects.outcome = is_healthy ? Outcome::healthy : Outcome::unhealthy;
  if (world_.progress_.stage == Stage::after_domain) {
    if (upgrade.health_since == no_time || upgrade.healthy != is_healthy) upgrade.health_since = at;
    upgrade.healthy = is_healthy;
    const Duration enough = is_healthy ? policy.health_check_stable : policy.health_check_retry;
    if (at >= upgrade.health_since + enough) {
      if (!is_healthy) {
        fail(UpgradeFailure::health_check, at, effects);
        return;
      }
      effects.turn = UpgradeTurn::domain_verified;
      go_on(at, effects);
      return;
    }
    effects.wait = is_healthy ? WaitReason::health_check_stable : WaitReason::health_check_retry;
    effects.wait_until = upgrade.health_since + enough;
  }
  if (policy.upgrade_domain_timeout && at >= world_.progress_.since + *policy.upgrade_domain_timeout) {
    fail(UpgradeFailure::upgrade_domain_timeout, at, effects);
  } else if (policy.upgrade_timeout && at >= upgrade.began + *policy.upgrade_timeout) {
    fail(UpgradeFailure::overall_upgrade_timeout, at, effects);
  } else {
    plan_check(at + std::max(Duration(1), policy.health_check_interval), effects);
  }
}

bool RollingUpgrade::expects(const World& world, const CheckHealth& /*action*/, SimTime at) {
  return world.upgrade_.check_at == at;
}

}  // namespace certdrill::world
