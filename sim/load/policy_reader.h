// Reads the policy of upgrades: that of the scenario, and what a step says instead.
//
// Warnings   what is said and can have no effect: health and time limits where nobody monitors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/fields.h"
#include "model/upgrade_policy.h"

namespace certdrill::load {

struct DefaultPolicy {
  model::UpgradePolicy policy;
  // Of conversions, which the orchestrator monitors and rolls back, whatever the mode of other upgrades.
  model::UpgradePolicy of_conversions = model::UpgradePolicy::of_the_orchestrator();
  Duration pause_between_steps = std::chrono::seconds(60);
  // What only a monitored upgrade looks at: warned of when there turns out to be none.
  std::vector<JsonValue> for_monitored;
};

[[nodiscard]] DefaultPolicy read_upgrade_policy(Report& report, const std::optional<JsonValue>& value);

// What a step says, over the policy of the scenario.
[[nodiscard]] model::UpgradePolicy read_step_policy(Report& report, const JsonValue& value,
                                                    const model::UpgradePolicy& otherwise);
[[nodiscard]] model::UpgradePolicy read_conversion_policy(Report& report, const JsonValue& value,
                                                          const model::UpgradePolicy& otherwise);

void warn_of_unmonitored(Report& report, const std::vector<JsonValue>& for_monitored);

}  // namespace certdrill::load
