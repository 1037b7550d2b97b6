#include "load/calendar.h"

#include <algorithm>

namespace certdrill::load {
namespace {

Duration length_of_upgrade(const model::UpgradePolicy& policy, std::int64_t domains, Duration room) {
  const Duration each = policy.domain_duration + policy.pause_between_domains + policy.health_check_wait +
                        policy.health_check_stable + policy.operator_delay.value_or(Duration(0));
  return each > room / domains ? room + Duration(1) : each * domains;
}

}  // namespace

Calendar::Calendar(const model::Scenario& scenario)
    : latest_end_(scenario.start),
      domains_(std::max<std::int64_t>(1, static_cast<std::int64_t>(scenario.cluster.upgrade_domains.size()))),
      bootstrap_(scenario.cluster.bootstrap.timeout) {}

Duration Calendar::length_of(const model::Step& step, Duration room) const {
  if (const auto* upgrade = std::get_if<model::UpgradeStep>(&step.what))
    return length_of_upgrade(upgrade->policy, domains_, room);
  if (const auto* convert = std::get_if<model::ConvertStep>(&step.what)) {
    const auto phases = std::max<std::int64_t>(1, static_cast<std::int64_t>(convert->phases.size()));
    return length_of_upgrade(convert->policy, domains_ * phases, room);
  }
  if (const auto* fault = std::get_if<model::FaultStep>(&step.what)) return fault->fault.length.value_or(Duration(0));
  if (const auto* install = std::get_if<model::InstallStep>(&step.what)) return install->within;
  if (const auto* remove = std::get_if<model::RemoveStep>(&step.what)) return remove->within;
  if (const auto* reach = std::get_if<model::CrlReachStep>(&step.what)) return reach->within;
  if (const auto* wait = std::get_if<model::WaitStep>(&step.what)) return wait->length;
  if (const auto* outage = std::get_if<model::VaultOutageStep>(&step.what)) return outage->length;
  if (const auto* reimage = std::get_if<model::ReimageStep>(&step.what))
    return length_of_machines(reimage->within, room);
  if (const auto* deploy = std::get_if<model::DeployStep>(&step.what)) return length_of_machines(deploy->within, room);
  return Duration(0);
}

// The last machine is begun at the end of `within`, and has so long then.
Duration Calendar::length_of_machines(Duration within, Duration room) const {
  return within > room ? room + Duration(1) : within + bootstrap_;
}

bool Calendar::has_room_for(const model::Step& step) {
  if (full_) return true;
  const auto* wait = std::get_if<model::WaitStep>(&step.what);
  const SimTime until = wait != nullptr ? wait->until.value_or(latest_end_) : latest_end_;
  const Duration room = latest_sim_time() - std::max({latest_end_, step.not_before.value_or(latest_end_), until});
  const Duration length = length_of(step, room);
  full_ = step.pause_before > room || length > room - step.pause_before;
  if (!full_) latest_end_ = latest_sim_time() - room + step.pause_before + length;
  return !full_;
}

}  // namespace certdrill::load
