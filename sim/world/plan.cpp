// The plan of a world: one step after the other, and steps that begin while others are under way.
#include <algorithm>

#include "world/agents.h"
#include "world/client_calls.h"
#include "world/crl_publisher.h"
#include "world/faults.h"
#include "world/machines.h"
#include "world/provisioning.h"
#include "world/rolling_upgrade.h"
#include "world/vaults.h"
#include "world/world.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

}  // namespace

void World::apply_one(const BeginStep& /*action*/, SimTime at, Effects& effects) { begin_step(at, effects); }
void World::apply_one(const BeginStepDuring& action, SimTime at, Effects& effects) {
  begin_step_during(action.step, at, effects);
}
void World::apply_one(const EndWait& /*action*/, SimTime at, Effects& effects) { complete_step(at, effects); }

bool World::expects_one(const BeginStep& action, SimTime at) const {
  return progress_.stage == Stage::before_step && progress_.step == action.step && progress_.resume_at <= at;
}
bool World::expects_one(const BeginStepDuring& action, SimTime at) const {
  const auto& pending = interludes_.pending;
  return std::find(pending.begin(), pending.end(), PendingDuring{action.step, at}) != pending.end();
}
bool World::expects_one(const EndWait& action, SimTime /*at*/) const {
  return progress_.stage == Stage::waiting && progress_.step == action.step;
}

void World::announce_during(std::uint32_t step, std::optional<std::uint32_t> domain, SimTime at, Effects& effects) {
  for (const std::uint32_t other : setting_->steps_during(step)) {
    const model::During& during = *scenario().steps[other].during;
    if (during.domain != domain || !interludes_.announced.insert(other).second) continue;
    const SimTime begin = at + during.after;
    interludes_.pending.push_back({other, begin});
    effects.enabled.push_back({BeginStepDuring{other}, {begin, begin}});
  }
}

void World::begin_step_during(std::uint32_t step, SimTime at, Effects& effects) {
  std::erase_if(interludes_.pending, [&](const PendingDuring& each) { return each.step == step; });
  if (std::holds_alternative<model::FaultStep>(scenario().steps[step].what)) {
    announce_during(step, std::nullopt, at, effects);
    begin_fault(step, at, effects);
  } else if (upgrade_.under_way) {
    RollingUpgrade(*this).interrupt(step, at, effects);
  } else if (progress_.stage == Stage::before_step && !current_step().during) {
    interludes_.next_in_sequence = progress_.step;
    await_at(step, at, effects);
  } else if (progress_.stage == Stage::done) {
    await_at(step, at, effects);
  } else {
    interludes_.waiting.push_back(step);
  }
}

void World::begin_fault(std::uint32_t step, SimTime at, Effects& effects) {
  const model::Fault& fault = std::get<model::FaultStep>(scenario().steps[step].what).fault;
  Faults(*this).begin(step, fault, at, effects);
}

void World::begin_step(SimTime at, Effects& effects) {
  std::fill(acted_.begin(), acted_.end(), 0);
  progress_.since = at;
  announce_during(progress_.step, std::nullopt, at, effects);
  const model::Step& step = current_step();
  if (std::holds_alternative<model::UpgradeStep>(step.what)) {
    RollingUpgrade(*this).begin(at, effects);
  } else if (std::holds_alternative<model::ConvertStep>(step.what)) {
    RollingUpgrade(*this).begin_conversion(at, effects);
  } else if (std::holds_alternative<model::FaultStep>(step.what)) {
    // It goes on while the next step begins.
    const std::uint32_t fault = progress_.step;
    begin_fault(fault, at, effects);
    complete_step(at, effects);
  } else if (const auto* wait = std::get_if<model::WaitStep>(&step.what)) {
    progress_.stage = Stage::waiting;
    progress_.resume_at = wait->until ? std::max(at, *wait->until) : at + wait->length;
    effects.enabled.push_back({EndWait{progress_.step}, {progress_.resume_at, progress_.resume_at}});
  } else if (const auto* revoke = std::get_if<model::RevokeStep>(&step.what)) {
    CrlPublisher(*this).revoke(revoke->certificates, at, effects);
    complete_step(at, effects);
  } else if (const auto* publish = std::get_if<model::PublishCrlStep>(&step.what)) {
    CrlPublisher(*this).publish(publish->authorities, at, effects);
    complete_step(at, effects);
  } else if (const auto* reimage = std::get_if<model::ReimageStep>(&step.what)) {
    Machines(*this).begin_reimage(*reimage, at, effects);
  } else if (const auto* deploy = std::get_if<model::DeployStep>(&step.what)) {
    Machines(*this).begin_deploy(*deploy, at, effects);
  } else if (!begin_step_at_once(step, at, effects)) {
    Provisioning(*this).begin(at, effects);
  }
}

// Steps of vaults, agents and clients take no time of their own.
bool World::begin_step_at_once(const model::Step& step, SimTime at, Effects& effects) {
  if (const auto* access = std::get_if<model::VaultAccessStep>(&step.what)) {
    Vaults(*this).change_access(*access, at, effects);
  } else if (const auto* outage = std::get_if<model::VaultOutageStep>(&step.what)) {
    Vaults(*this).begin_outage(*outage, at, effects);
  } else if (const auto* version = std::get_if<model::VersionStep>(&step.what)) {
    Vaults(*this).change_version(*version, at, effects);
  } else if (const auto* deleted = std::get_if<model::DeleteSecretStep>(&step.what)) {
    Vaults(*this).delete_secret(*deleted, at, effects);
  } else if (const auto* renew = std::get_if<model::RenewStep>(&step.what)) {
    Vaults(*this).renew(*renew, at, effects);
  } else if (const auto* agent = std::get_if<model::AgentStep>(&step.what)) {
    Agents(*this).change(*agent, at, effects);
  } else if (const auto* client = std::get_if<model::ClientStep>(&step.what)) {
    ClientCalls(*this).change(*client, progress_.step, at, effects);
  } else {
    return false;
  }
  complete_step(at, effects);
  return true;
}

void World::complete_step(SimTime at, Effects& effects) {
  effects.step_completed = true;
  progress_.since = at;
  if (interludes_.waiting.empty()) {
    await_step(interludes_.next_in_sequence, at, effects);
    return;
  }
  const std::uint32_t next = interludes_.waiting.front();
  interludes_.waiting.erase(interludes_.waiting.begin());
  await_at(next, at, effects);
}

// The next step of the sequence: those that begin during others are not in it.
void World::await_step(std::uint32_t step, SimTime not_before, Effects& effects) {
  const std::vector<model::Step>& steps = scenario().steps;
  while (step < steps.size() && steps[step].during) ++step;
  interludes_.next_in_sequence = step + 1;
  if (step < steps.size()) {
    const model::Step& next = steps[step];
    await_at(step, std::max(not_before + next.pause_before, next.not_before.value_or(not_before)), effects);
    return;
  }
  progress_.step = step;
  progress_.domain = 0;
  progress_.remaining = 0;
  progress_.stage = Stage::done;
  progress_.resume_at = {};
}

void World::await_at(std::uint32_t step, SimTime at, Effects& effects) {
  progress_.step = step;
  progress_.domain = 0;
  progress_.remaining = 0;
  progress_.stage = Stage::before_step;
  progress_.resume_at = at;
  effects.enabled.push_back({BeginStep{step}, {at, at}});
}

std::optional<SimTime> World::find_stuck_since() const {
  if (done() || !RollingUpgrade::stuck(*this)) return std::nullopt;
  return upgrade_.retries_since != no_time ? upgrade_.retries_since : upgrade_.moved_at;
}

void World::list_plan(const World& world, Effects& found) {
  const Progress& progress = world.progress_;
  const Window exactly{progress.resume_at, progress.resume_at};
  switch (progress.stage) {
    case Stage::before_step:
      found.enabled.push_back({BeginStep{progress.step}, exactly});
      break;
    case Stage::waiting:
      found.enabled.push_back({EndWait{progress.step}, exactly});
      break;
    case Stage::changing_stores:
      Provisioning::list_changes(world, found);
      break;
    case Stage::making_machines:  // Machines lists them
    case Stage::before_domain:
    case Stage::in_domain:
    case Stage::after_domain:
    case Stage::done:
      break;
  }
  RollingUpgrade::list_possible(world, found);
  for (const PendingDuring& each : world.interludes_.pending)
    found.enabled.push_back({BeginStepDuring{each.step}, {each.at, each.at}});
}

}  // namespace certdrill::world
