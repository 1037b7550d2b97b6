#include "check/upgrade_watch.h"

#include <algorithm>
#include <array>

namespace certdrill::check {

std::string_view to_string(StepState state) {
  static constexpr std::array<std::string_view, 7> words = {"notBegun",    "underWay", "completed", "rolledBack",
                                                            "interrupted", "refused",  "stuck"};
  return words[static_cast<std::size_t>(state)];
}

void UpgradeWatch::begin(SimTime at, std::uint32_t step, std::vector<StepResult>& steps) {
  steps[step].state = StepState::under_way;
  steps[step].start = at;
}

void UpgradeWatch::follow(SimTime at, const world::Action& action, const world::Effects& effects,
                          std::optional<std::uint32_t> under_way, std::optional<std::uint32_t> domain,
                          std::vector<StepResult>& steps) {
  const std::optional<std::uint32_t> whose = effects.upgrade_step ? effects.upgrade_step : under_way;
  // Refused while another is under way, it has not begun in its turn.
  if (effects.turn == world::UpgradeTurn::refused && effects.upgrade_step) steps[*whose].start = at;
  if (effects.turn != world::UpgradeTurn::none && whose) take_turn(at, effects, domain, steps[*whose]);
  if (effects.phase && under_way) {
    std::vector<PhaseResult>& phases = steps[*under_way].phases;
    if (!phases.empty() && phases.back().state == StepState::under_way) {
      phases.back().state = effects.backward && !phases.back().backward ? StepState::rolled_back : StepState::completed;
      phases.back().end = at;
    }
    phases.push_back({*effects.phase, effects.backward, StepState::under_way, at, at});
  }
  if (effects.phase || std::holds_alternative<world::BeginStep>(action)) backward_ = effects.backward;
  if (effects.turn == world::UpgradeTurn::rollback_begins || effects.turn == world::UpgradeTurn::interrupted)
    backward_ = effects.backward;

  if (under_way) follow_waits(at, action, effects, domain, steps[*under_way].waits);
}

void UpgradeWatch::follow_waits(SimTime at, const world::Action& action, const world::Effects& effects,
                                std::optional<std::uint32_t> domain, std::vector<UpgradeWait>& waits) {
  const auto end_those = [&](auto&& which) {
    std::erase_if(open_, [&](std::size_t each) {
      if (!which(waits[each])) return false;
      waits[each].time.until = at;
      return true;
    });
  };
  const bool all_end = effects.turn != world::UpgradeTurn::none || effects.domain_completed || effects.step_completed ||
                       effects.phase || std::holds_alternative<world::BeginDomain>(action);
  if (open_.empty() && effects.wait == world::WaitReason::none) return;
  const auto* const switching = std::get_if<world::SwitchNode>(&action);
  const auto* const given_up = std::get_if<world::GiveUpNode>(&action);
  if (all_end) {
    end_those([](const UpgradeWait&) { return true; });
  } else if (switching != nullptr || given_up != nullptr) {
    const model::NodeIndex node = switching != nullptr ? switching->node : given_up->node;
    end_those([&](const UpgradeWait& wait) { return wait.node == node; });
  }
  if (effects.wait == world::WaitReason::none) return;
  // One look finds one reason for all, or something about one node.
  end_those([&](const UpgradeWait& wait) {
    return wait.node ? wait.node == effects.awaited && wait.reason != effects.wait
                     : !effects.awaited && wait.reason != effects.wait;
  });
  const bool known = std::any_of(open_.begin(), open_.end(), [&](std::size_t each) {
    return waits[each].reason == effects.wait && waits[each].node == effects.awaited;
  });
  if (known) return;
  open_.push_back(waits.size());
  waits.push_back({effects.wait, effects.awaited, domain, {at, std::nullopt}});
}

void UpgradeWatch::take_turn(SimTime at, const world::Effects& effects, std::optional<std::uint32_t> domain,
                             StepResult& step) {
  if (effects.turn != world::UpgradeTurn::domain_verified && effects.turn != world::UpgradeTurn::completed)
    step.events.push_back({effects.turn, effects.failure, std::string(effects.error), domain, at});
  const auto ends_as = [&](StepState state) {
    // Of a conversion it is a phase that ended; the step goes on, or back.
    const bool of_phase = !step.phases.empty() && step.phases.back().state == StepState::under_way;
    if (of_phase) {
      step.phases.back().state = state;
      step.phases.back().end = at;
    }
    if (of_phase && !effects.step_completed && state != StepState::interrupted) return;
    if (step.state != StepState::under_way && step.state != StepState::not_begun) return;
    step.state = state;
    step.end = at;
  };
  switch (effects.turn) {
    case world::UpgradeTurn::refused:
      return ends_as(StepState::refused);
    case world::UpgradeTurn::interrupted:
      return ends_as(StepState::interrupted);
    case world::UpgradeTurn::rolled_back:
      return ends_as(StepState::rolled_back);
    case world::UpgradeTurn::completed:
      // A conversion whose last phase went back has not reached what it was to.
      return ends_as(!step.phases.empty() && step.phases.back().backward ? StepState::rolled_back
                                                                         : StepState::completed);
    default:
      return;
  }
}

void UpgradeWatch::complete(SimTime at, std::uint32_t step, std::vector<StepResult>& steps) {
  StepResult& result = steps[step];
  const bool went_back = !result.phases.empty() && result.phases.back().backward;
  if (!result.phases.empty() && result.phases.back().state == StepState::under_way) {
    result.phases.back().state = StepState::completed;
    result.phases.back().end = at;
  }
  if (result.state == StepState::under_way) result.state = went_back ? StepState::rolled_back : StepState::completed;
  result.completed = result.state == StepState::completed;
  result.end = at;
  backward_ = false;
  for (const std::size_t wait : open_) result.waits[wait].time.until = at;
  open_.clear();
}

void UpgradeWatch::finish(SimTime end, std::vector<StepResult>& steps) {
  for (StepResult& step : steps) {
    if (step.state != StepState::under_way) continue;
    step.state = StepState::stuck;
    step.end = end;
    if (!step.phases.empty() && step.phases.back().state == StepState::under_way) {
      step.phases.back().state = StepState::stuck;
      step.phases.back().end = end;
    }
  }
}

}  // namespace certdrill::check
