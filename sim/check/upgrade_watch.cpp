#include "check/upgrade_watch.h"

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

void UpgradeWatch::end_wait(SimTime at, std::vector<StepResult>& steps) {
  if (waiting_) steps[*waiting_].waits.back().time.until = at;
  waiting_.reset();
}

void UpgradeWatch::follow(SimTime at, const world::Action& action, const world::Effects& effects,
                          std::optional<std::uint32_t> under_way, std::optional<std::uint32_t> domain,
                          std::vector<StepResult>& steps) {
  const std::optional<std::uint32_t> whose = effects.upgrade_step ? effects.upgrade_step : under_way;
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
  if (effects.turn == world::UpgradeTurn::rollback_begins) backward_ = true;

  if (effects.wait != world::WaitReason::none && under_way) {
    std::vector<UpgradeWait>& waits = steps[*under_way].waits;
    const bool same = waiting_ == under_way && waits.back().reason == effects.wait &&
                      waits.back().node == effects.awaited && waits.back().domain == domain;
    if (same) return;
    end_wait(at, steps);
    waits.push_back({effects.wait, effects.awaited, domain, {at, std::nullopt}});
    waiting_ = under_way;
  } else if (effects.turn != world::UpgradeTurn::none || effects.domain_completed || effects.step_completed ||
             std::holds_alternative<world::BeginDomain>(action)) {
    end_wait(at, steps);
  }
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
