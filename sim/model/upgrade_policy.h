// UpgradePolicy says how an upgrade walks from domain to domain, who decides that it goes on, and what happens when it
// fails.
//
// Defaults   RollingUpgradeMonitoringPolicy.cpp, ManagementConfig.h, FailoverConfig.h of the Service Fabric runtime
//            source; "ours" where the runtime has no such number. docs/federation.md has the table.
#pragma once

#include <cstdint>
#include <optional>

#include "base/sim_time.h"

namespace certdrill::model {

// unmonitored_auto: on to the next domain when this one is done. unmonitored_manual: an operator says so. monitored:
// when the cluster has been healthy long enough.
enum class UpgradeMode : std::uint8_t { unmonitored_auto, unmonitored_manual, monitored };
enum class FailureAction : std::uint8_t { manual, rollback };

struct UpgradePolicy {
  // Every node of a domain switches at a moment of its own within it: ours.
  Duration domain_duration = std::chrono::seconds(60);
  // From the last node of a domain to the next domain, where nobody checks the health: ours.
  Duration pause_between_domains = std::chrono::seconds(30);

  UpgradeMode mode = UpgradeMode::unmonitored_auto;
  FailureAction failure_action = FailureAction::manual;
  Duration health_check_wait{};                                 // HealthCheckWaitDuration
  Duration health_check_stable = std::chrono::minutes(2);       // HealthCheckStableDuration
  Duration health_check_retry = std::chrono::seconds(600);      // HealthCheckRetryTimeout
  Duration health_check_interval = std::chrono::seconds(60);    // FabricUpgradeHealthCheckInterval
  std::optional<Duration> upgrade_domain_timeout;               // none: infinite
  std::optional<Duration> upgrade_timeout;                      // none: infinite
  std::uint32_t max_percent_unhealthy_nodes = 0;                // ClusterHealthPolicy
  std::uint32_t max_percent_delta_unhealthy_nodes = 10;         // ClusterUpgradeHealthPolicy, against the beginning
  std::uint32_t max_percent_domain_delta_unhealthy_nodes = 15;  // the same within the domain just upgraded

  // unmonitored_manual, and an upgrade that failed with `manual`: the operator says "next" this long after a domain;
  // none: never.
  std::optional<Duration> operator_delay;

  // A static setting or the code changes as well: nodes restart to take their new settings, and seed nodes wait for
  // their turn.
  bool restart_nodes = false;
  // ExpectedNodeFabricUpgradeDuration: how long a node that went down during its domain is awaited.
  Duration expected_node_upgrade = std::chrono::minutes(30);
  // (LeaseDuration + ArbitrationTimeout) * SeedNodeWaitSafetyFactor: the up-time from which on a seed counts.
  Duration seed_wait = std::chrono::seconds(180);

  // What the standalone orchestrator asks for when it is not told otherwise: StartUpgradeDescription.cs,
  // FabricClientWrapper.cs.
  static UpgradePolicy of_the_orchestrator() {
    UpgradePolicy policy;
    policy.mode = UpgradeMode::monitored;
    policy.failure_action = FailureAction::rollback;
    policy.health_check_stable = {};
    policy.max_percent_delta_unhealthy_nodes = 0;
    policy.max_percent_domain_delta_unhealthy_nodes = 0;
    return policy;
  }

  friend bool operator==(const UpgradePolicy&, const UpgradePolicy&) = default;
};

}  // namespace certdrill::model
