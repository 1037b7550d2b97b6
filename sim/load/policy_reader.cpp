#include "load/policy_reader.h"

#include <utility>

#include "base/duration.h"
#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {
namespace {

using model::UpgradePolicy;

constexpr std::pair<std::string_view, Duration UpgradePolicy::*> lengths[] = {
    {"domainDuration", &UpgradePolicy::domain_duration},
    {"pauseBetweenDomains", &UpgradePolicy::pause_between_domains},
    {"healthCheckWaitDuration", &UpgradePolicy::health_check_wait},
    {"healthCheckStableDuration", &UpgradePolicy::health_check_stable},
    {"healthCheckRetryTimeout", &UpgradePolicy::health_check_retry},
    {"healthCheckInterval", &UpgradePolicy::health_check_interval},
    {"expectedNodeUpgradeDuration", &UpgradePolicy::expected_node_upgrade},
    {"seedWait", &UpgradePolicy::seed_wait}};
constexpr std::pair<std::string_view, std::optional<Duration> UpgradePolicy::*> limits[] = {
    {"upgradeDomainTimeout", &UpgradePolicy::upgrade_domain_timeout},
    {"upgradeTimeout", &UpgradePolicy::upgrade_timeout},
    {"operatorDelay", &UpgradePolicy::operator_delay}};
constexpr std::pair<std::string_view, std::uint32_t UpgradePolicy::*> percentages[] = {
    {"maxPercentUnhealthyNodes", &UpgradePolicy::max_percent_unhealthy_nodes},
    {"maxPercentDeltaUnhealthyNodes", &UpgradePolicy::max_percent_delta_unhealthy_nodes},
    {"maxPercentUpgradeDomainDeltaUnhealthyNodes", &UpgradePolicy::max_percent_domain_delta_unhealthy_nodes}};
constexpr std::pair<std::string_view, model::UpgradeMode> modes[] = {
    {"unmonitoredAuto", model::UpgradeMode::unmonitored_auto},
    {"unmonitoredManual", model::UpgradeMode::unmonitored_manual},
    {"monitored", model::UpgradeMode::monitored}};
constexpr std::pair<std::string_view, model::FailureAction> failure_actions[] = {
    {"manual", model::FailureAction::manual}, {"rollback", model::FailureAction::rollback}};
constexpr std::string_view monitored_only[] = {"failureAction",
                                               "healthCheckWaitDuration",
                                               "healthCheckStableDuration",
                                               "healthCheckRetryTimeout",
                                               "healthCheckInterval",
                                               "upgradeDomainTimeout",
                                               "upgradeTimeout",
                                               "maxPercentUnhealthyNodes",
                                               "maxPercentDeltaUnhealthyNodes",
                                               "maxPercentUpgradeDomainDeltaUnhealthyNodes"};

constexpr Duration shortest_interval = std::chrono::seconds(1);

// What a person can do about a limit: raise it, or lower what it is compared with.
void check_limits(Report& report, const Fields& fields, const UpgradePolicy& policy, const JsonValue& object) {
  const auto place = [&](std::string_view first, std::string_view second) {
    return fields.get(first) ? *fields.get(first) : fields.get(second) ? *fields.get(second) : object;
  };
  const auto said_any = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (fields.has(name)) return true;
    }
    return false;
  };
  const Duration health = policy.health_check_wait + policy.health_check_stable;
  if (policy.upgrade_domain_timeout && *policy.upgrade_domain_timeout < health &&
      said_any({"upgradeDomainTimeout", "healthCheckWaitDuration", "healthCheckStableDuration"})) {
    report.error(place("upgradeDomainTimeout", "healthCheckStableDuration"),
                 "\"upgradeDomainTimeout\" of " + to_string(*policy.upgrade_domain_timeout) +
                     " is over before a domain can be found healthy: wait " + to_string(policy.health_check_wait) +
                     " and stable " + to_string(policy.health_check_stable) + " take " + to_string(health),
                 "at least " + to_string(health) + ", or shorter health checks");
  }
  if (policy.upgrade_timeout && policy.upgrade_domain_timeout &&
      *policy.upgrade_timeout < *policy.upgrade_domain_timeout &&
      said_any({"upgradeTimeout", "upgradeDomainTimeout"})) {
    report.error(place("upgradeTimeout", "upgradeDomainTimeout"),
                 "\"upgradeTimeout\" of " + to_string(*policy.upgrade_timeout) + " is shorter than " +
                     quoted("upgradeDomainTimeout") + " of " + to_string(*policy.upgrade_domain_timeout),
                 "the whole upgrade takes at least as long as one of its domains");
  }
}

UpgradePolicy read_policy(Report& report, const Fields& fields, UpgradePolicy policy, bool may_choose_mode) {
  for (const auto& [name, member] : lengths) {
    const auto value = fields.get(name);
    if (value) policy.*member = read_duration(report, *value, name).value_or(policy.*member);
  }
  for (const auto& [name, member] : limits) {
    const auto value = fields.get(name);
    if (!value) continue;
    const auto length = read_duration(report, *value, name);
    if (length) policy.*member = length;
  }
  for (const auto& [name, member] : percentages) {
    const auto value = fields.get(name);
    if (!value) continue;
    const auto number = read_count(report, *value, name, 0, 100);
    if (number) policy.*member = static_cast<std::uint32_t>(*number);
  }
  if (const auto value = fields.get("restartNodes"))
    policy.restart_nodes = read_flag(report, *value, "restartNodes").value_or(policy.restart_nodes);
  if (may_choose_mode) {
    if (const auto value = fields.get("mode"))
      policy.mode = read_choice(report, *value, "mode", "upgrade mode", modes).value_or(policy.mode);
    if (const auto value = fields.get("failureAction")) {
      policy.failure_action = read_choice(report, *value, "failureAction", "failure action", failure_actions)
                                  .value_or(policy.failure_action);
    }
  }
  if (policy.health_check_interval < shortest_interval && fields.has("healthCheckInterval")) {
    report.error(*fields.get("healthCheckInterval"),
                 "\"healthCheckInterval\" is too short: " + to_string(policy.health_check_interval), "at least 1s");
    policy.health_check_interval = shortest_interval;
  }
  check_limits(report, fields, policy, fields.object());
  return policy;
}

std::vector<JsonValue> fields_for_monitored(const Fields& fields) {
  std::vector<JsonValue> keys;
  for (const std::string_view name : monitored_only) {
    if (const auto key = fields.key(name)) keys.push_back(*key);
  }
  return keys;
}

}  // namespace

void warn_of_unmonitored(Report& report, const std::vector<JsonValue>& for_monitored) {
  for (const JsonValue& key : for_monitored) {
    report.warning(key, quoted(key.text()) + " has no effect: the upgrade is not monitored",
                   "add \"mode\": \"monitored\", or leave it out");
  }
}

DefaultPolicy read_upgrade_policy(Report& report, const std::optional<JsonValue>& value) {
  DefaultPolicy policy;
  if (!value) return policy;
  const Fields fields(report, *value, upgrade_policy_fields);
  policy.policy = read_policy(report, fields, policy.policy, true);
  const auto take_over = [&](const auto& table) {
    for (const auto& [name, member] : table) {
      if (fields.has(name)) policy.of_conversions.*member = policy.policy.*member;
    }
  };
  take_over(lengths);
  take_over(limits);
  take_over(percentages);
  policy.of_conversions.restart_nodes = policy.policy.restart_nodes;
  if (policy.policy.mode != model::UpgradeMode::monitored) policy.for_monitored = fields_for_monitored(fields);
  if (const auto pause = fields.get("pauseBetweenSteps")) {
    policy.pause_between_steps =
        read_duration(report, *pause, "pauseBetweenSteps").value_or(policy.pause_between_steps);
  }
  return policy;
}

UpgradePolicy read_step_policy(Report& report, const JsonValue& value, const UpgradePolicy& otherwise) {
  const Fields fields(report, value, step_policy_fields);
  const UpgradePolicy policy = read_policy(report, fields, otherwise, true);
  if (policy.mode != model::UpgradeMode::monitored) warn_of_unmonitored(report, fields_for_monitored(fields));
  return policy;
}

UpgradePolicy read_conversion_policy(Report& report, const JsonValue& value, const UpgradePolicy& otherwise) {
  return read_policy(report, Fields(report, value, conversion_policy_fields), otherwise, false);
}

}  // namespace certdrill::load
