// The turns of an upgrade: it begins, fails, goes back, is interrupted, completes; and the phases of a conversion.
#include <algorithm>

#include "world/installed_check.h"
#include "world/machines.h"
#include "world/rolling_upgrade.h"
#include "world/upgrade_policy_of.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

const model::ConvertStep& conversion_of(const World& world) {
  return std::get<model::ConvertStep>(world.scenario().steps[world.progress().step].what);
}

}  // namespace

void RollingUpgrade::begin(SimTime at, Effects& effects) {
  world_.upgrade_.conversion.reset();
  begin_walk(at, effects);
}

// The orchestrator refuses what its validator does not like, and what is not there on its own node. The phases were
// made for what the steps before lead to; when one of them was refused or rolled back, they do not fit any more (ours).
void RollingUpgrade::begin_conversion(SimTime at, Effects& effects) {
  const model::ConvertStep& conversion = conversion_of(world_);
  const auto& securities = world_.scenario().securities;
  std::string_view refusal = conversion.refusal;
  // What the first node was left behind with counts as taken: it is the cluster's settings that are asked for.
  model::NodeIndex own = 0;
  while (own + 1 < world_.configuration_.size() && !Machines::is_deployed(world_, own)) ++own;
  const auto owed = world_.upgrade_.owed.find(own);
  const std::uint32_t current =
      owed != world_.upgrade_.owed.end() ? owed->second : world_.table_[world_.configuration_[own]].security;
  if (current != conversion.from) refusal = "CurrentConfigurationNotAsPlanned";
  if (refusal.empty() && !conversion.phases.empty()) {
    refusal = refusal_on_node(securities[conversion.from].presents, securities[conversion.to].presents,
                              world_.table_.store_of(world_.configuration_[own]), *world_.setting().certificates(), at);
  }
  if (!refusal.empty() || conversion.phases.empty()) {
    effects.turn = refusal.empty() ? UpgradeTurn::completed : UpgradeTurn::refused;
    effects.error = refusal;
    world_.complete_step(at, effects);
    return;
  }
  world_.upgrade_.conversion.emplace(static_cast<std::uint32_t>(conversion.phases.size()),
                                     conversion.quirk_backward_off_by_two);
  begin_phase(at, effects);
}

void RollingUpgrade::begin_phase(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const model::ConvertStep& conversion = conversion_of(world_);
  const std::optional<std::uint32_t> phase = upgrade.conversion->target();
  upgrade.target = phase ? conversion.phases[*phase] : conversion.from;
  effects.phase = upgrade.conversion->phase();
  effects.backward = upgrade.conversion->backward();
  begin_walk(at, effects);
}

// One upgrade, from the first domain.
void RollingUpgrade::begin_walk(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const model::UpgradePolicy& policy = policy_of(world_);
  upgrade.under_way = true;
  upgrade.mode = upgrade.conversion ? model::UpgradeMode::monitored : policy.mode;
  upgrade.rollback = false;
  upgrade.failure = UpgradeFailure::none;
  upgrade.began = at;
  upgrade.moved_at = at;
  upgrade.health_since = no_time;
  upgrade.before.clear();
  const bool rolls_back = upgrade.mode == model::UpgradeMode::monitored &&
                          (upgrade.conversion || policy.failure_action == model::FailureAction::rollback);
  if (rolls_back || world_.setting().has_interruptions()) {
    upgrade.before.reserve(world_.configuration_.size());
    for (const std::uint32_t configuration : world_.configuration_)
      upgrade.before.push_back(world_.table_[configuration].security);
    // The cluster's settings are also those that a node which was left behind has yet to take.
    for (const auto& [node, security] : upgrade.owed) upgrade.before[node] = security;
  }
  std::fill(world_.acted_.begin(), world_.acted_.end(), 0);
  remember_health();
  await_domain(0, at, effects);
}

void RollingUpgrade::fail(UpgradeFailure failure, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  effects.wait = WaitReason::none;
  effects.wait_until.reset();
  if (upgrade.conversion || policy_of(world_).failure_action == model::FailureAction::rollback) {
    effects.turn = UpgradeTurn::rollback_begins;
    roll_back(failure, at, effects);
    return;
  }
  effects.turn = UpgradeTurn::becomes_manual;
  effects.failure = failure;
  upgrade.failure = failure;
  upgrade.mode = model::UpgradeMode::unmonitored_manual;
  // A domain that is not done yet goes on, and the operator is asked behind it.
  if (world_.progress_.stage == Stage::after_domain) ask_operator(at, effects);
}

// A new upgrade to what each node had before, through all domains from the first.
void RollingUpgrade::roll_back(UpgradeFailure failure, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  effects.failure = failure;
  effects.backward = true;
  upgrade.failure = failure;
  upgrade.rollback = true;
  upgrade.irregular = true;
  upgrade.look_at = no_time;
  upgrade.check_at = no_time;
  upgrade.move_at = no_time;
  upgrade.operator_decides = false;
  // Who was awaited is asked again, or left behind, when its domain begins.
  for (auto each = upgrade.nodes.begin(); each != upgrade.nodes.end();) {
    const auto [node, awaited] = *each++;
    if (!awaited.left_behind) forget_node(node);
  }
  std::fill(world_.acted_.begin(), world_.acted_.end(), 0);
  world_.progress_.remaining = 0;
  await_domain(0, at, effects);
}

void RollingUpgrade::finish(SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  const bool interrupted = upgrade.rollback && upgrade.failure == UpgradeFailure::interrupted;
  upgrade.before.clear();
  upgrade.before.shrink_to_fit();
  const bool back = upgrade.rollback || (upgrade.conversion && upgrade.conversion->backward());
  // An upgrade that was interrupted before it had changed anything is rolled back at once.
  if (effects.turn != UpgradeTurn::interrupted)
    effects.turn = upgrade.rollback ? UpgradeTurn::rolled_back : UpgradeTurn::completed;
  effects.failure = upgrade.failure;
  if (upgrade.conversion && !interrupted) {
    PhaseWalk& walk = *upgrade.conversion;
    upgrade.rollback ? walk.fail() : walk.succeed();
    if (walk.retries() && upgrade.retries_since == no_time) upgrade.retries_since = at;
    if (!walk.finished()) {
      begin_phase(at, effects);
      return;
    }
    if (back) effects.turn = UpgradeTurn::rolled_back;
  }
  upgrade.conversion.reset();
  upgrade.retries_since = no_time;
  upgrade.under_way = false;
  upgrade.rollback = false;
  world_.complete_step(at, effects);
}

void RollingUpgrade::interrupt(std::uint32_t by_step, SimTime at, Effects& effects) {
  UpgradeState& upgrade = world_.upgrade_;
  if (upgrade.conversion && !upgrade.conversion->may_be_interrupted()) {
    effects.turn = UpgradeTurn::refused;
    effects.error = "FabricUpgradeInProgress";
    effects.upgrade_step = by_step;
    return;
  }
  world_.interludes_.waiting.push_back(by_step);
  const bool goes_back_already = upgrade.rollback;
  if (goes_back_already) return;
  effects.turn = UpgradeTurn::interrupted;
  roll_back(UpgradeFailure::interrupted, at, effects);
}

bool RollingUpgrade::stuck(const World& world) {
  const UpgradeState& upgrade = world.upgrade_;
  if (!upgrade.under_way) return false;
  if (upgrade.retries_since != no_time || upgrade.no_quorum) return true;
  if (upgrade.operator_decides && upgrade.move_at == no_time) return true;
  return world.progress_.stage == Stage::in_domain && upgrade.stalled > 0 &&
         upgrade.stalled == world.progress_.remaining && upgrade.check_at == no_time && upgrade.look_at == no_time;
}

}  // namespace certdrill::world
