#include "check/monitor.h"

#include <algorithm>
#include <tuple>

#include "check/state_line.h"

namespace certdrill::check {
namespace {

constexpr std::size_t happenings_kept = 8;

StepKind kind_of(const model::Step& step) {
  if (std::holds_alternative<model::UpgradeStep>(step.what)) return StepKind::upgrade;
  if (std::holds_alternative<model::InstallStep>(step.what)) return StepKind::install;
  if (std::holds_alternative<model::RemoveStep>(step.what)) return StepKind::remove;
  if (std::holds_alternative<model::RevokeStep>(step.what)) return StepKind::revoke;
  if (std::holds_alternative<model::PublishCrlStep>(step.what)) return StepKind::publish_crl;
  if (const auto* reach = std::get_if<model::CrlReachStep>(&step.what))
    return reach->reachable ? StepKind::unblock_crl : StepKind::block_crl;
  if (std::holds_alternative<model::ConvertStep>(step.what)) return StepKind::convert;
  if (std::holds_alternative<model::FaultStep>(step.what)) return StepKind::fault;
  if (std::holds_alternative<model::VaultAccessStep>(step.what)) return StepKind::vault_access;
  if (std::holds_alternative<model::VaultOutageStep>(step.what)) return StepKind::vault_outage;
  if (std::holds_alternative<model::VersionStep>(step.what)) return StepKind::vault_version;
  if (std::holds_alternative<model::DeleteSecretStep>(step.what)) return StepKind::delete_secret;
  if (std::holds_alternative<model::RenewStep>(step.what)) return StepKind::renew_secret;
  if (std::holds_alternative<model::AgentStep>(step.what)) return StepKind::agent;
  if (std::holds_alternative<model::ReimageStep>(step.what)) return StepKind::reimage;
  if (std::holds_alternative<model::DeployStep>(step.what)) return StepKind::deploy;
  if (std::holds_alternative<model::ClientStep>(step.what)) return StepKind::client;
  return StepKind::wait;
}

// At every instant, not only at the end of the run.
bool asks_about_sessions_often(const model::Scenario& scenario) {
  return std::any_of(scenario.checks.begin(), scenario.checks.end(), [](const model::Check& check) {
    return check.quantifier != model::Quantifier::finally && about_sessions(check.property);
  });
}

bool asks_about_clean_up_often(const model::Scenario& scenario) {
  return std::any_of(scenario.checks.begin(), scenario.checks.end(), [](const model::Check& check) {
    return check.quantifier != model::Quantifier::finally &&
           std::holds_alternative<model::CanBeCleanedUp>(check.property);
  });
}

// When time alone may decide.
bool asks_about_time(const model::Scenario& scenario) {
  return std::any_of(scenario.checks.begin(), scenario.checks.end(), [](const model::Check& check) {
    return std::holds_alternative<model::NoOutageLongerThan>(check.property) ||
           std::holds_alternative<model::UpgradeCompletesWithin>(check.property);
  });
}

// Of a large federation nearly every event renews a session, and nobody but those who count sessions can tell.
bool is_quiet(const world::Action& action, const world::Effects& effects) {
  return std::holds_alternative<world::RenewSession>(action) && effects.states.empty() && effects.changes.empty();
}

bool has_ended(StepState state) { return state != StepState::not_begun && state != StepState::under_way; }

}  // namespace

std::vector<pki::CertificateId> Monitor::asked_certificates(const model::Scenario& scenario) {
  std::vector<pki::CertificateId> asked;
  for (const model::Check& check : scenario.checks) {
    if (asks_who_accepts(check.property)) asked.push_back(watch(check.property, scenario).certificate);
  }
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  return asked;
}

Monitor::Monitor(const world::World& world)
    : classes_(&world.classes()),
      count_(world, *classes_, asked_certificates(world.scenario()), world.scenario().start),
      federation_(world.scenario().cluster, world.federation(), world.scenario().start),
      asks_about_time_(asks_about_time(world.scenario())),
      asks_about_clean_up_(asks_about_clean_up_often(world.scenario())) {
  const model::Scenario& scenario = world.scenario();
  if (world.federation().on && asks_about_sessions_often(scenario))
    sessions_.emplace(world.federation(), scenario.certificates.size());
  for (const model::Check& check : scenario.checks)
    watches_.push_back({watch(check.property, scenario), false, {}, {}, {}});
  for (const model::Step& step : scenario.steps) {
    result_.steps.push_back({});
    result_.steps.back().name = step.name;
    result_.steps.back().kind = kind_of(step);
  }
  presented_now_.assign(scenario.certificates.size(), false);
  presented_until_.assign(scenario.certificates.size(), std::nullopt);
  result_.start = scenario.start;
  result_.nodes = world.setting().node_count();
  result_.come_later = count_.not_deployed();
  result_.worst = {scenario.start, 1, count_.connectivity().nodes(), 0};
  result_.initial = state_line("initial state", {}, scenario.start, world, count_);
  presented_changes_seen_ = count_.presented_changes() + 1;
  federation_.settle(scenario.start, world.federation(), count_.connectivity().broken_pairs() == 0);
  evaluate(scenario.start, world);
}

// A step begins in its turn. A fault may begin while another step is under way, and leaves it where it is; an upgrade
// that interrupts another begins when that one has been rolled back, in its turn then.
void Monitor::begin_step(SimTime at, const world::Action& action, const world::Effects& effects) {
  if (const auto* begin = std::get_if<world::BeginStep>(&action)) {
    UpgradeWatch::begin(at, begin->step, result_.steps);
    step_ = begin->step;
    domain_.reset();
    between_domains_ = false;
  } else if (const auto* during = std::get_if<world::BeginStepDuring>(&action)) {
    if (result_.steps[during->step].kind == StepKind::fault) {
      StepResult& fault = result_.steps[during->step];
      fault.state = StepState::completed;
      fault.completed = true;
      fault.start = at;
      fault.end = at;
    }
  } else if (const auto* ended = std::get_if<world::EndFault>(&action)) {
    result_.steps[ended->step].end = at;
  } else if (const auto* domain = std::get_if<world::BeginDomain>(&action)) {
    domain_ = domain->domain;
    between_domains_ = false;
  }
  const std::optional<std::uint32_t> whose = effects.upgrade_step ? effects.upgrade_step : step_;
  if (effects.turn == world::UpgradeTurn::refused && whose)
    refused_.push_back({*whose, std::string(effects.error), at});
}

// A step may end and the next begin within one instant: what is said of the one that ended is said here.
void Monitor::end_step(SimTime at, const world::Effects& effects, const world::World& world) {
  if (effects.domain_completed && domain_) {
    between_domains_ = true;
    pending_lines_.push_back(
        {"after " + world.scenario().cluster.upgrade_domains[*domain_] + (upgrades_.backward() ? ", going back" : ""),
         step_});
  }
  if (!effects.step_completed || !step_) return;
  upgrades_.complete(at, *step_, result_.steps);
  const StepResult& step = result_.steps[*step_];
  if (step.kind != StepKind::upgrade && step.kind != StepKind::convert && step.kind != StepKind::wait &&
      step.kind != StepKind::fault) {
    pending_lines_.push_back({"after " + step.name, step_});
  }
  step_.reset();
  domain_.reset();
  between_domains_ = false;
}

InstantNumbers Monitor::numbers_at(SimTime at, bool at_end) const {
  InstantNumbers numbers = count_.numbers();
  numbers.federation = &federation_;
  numbers.sessions = sessions_ ? &*sessions_ : nullptr;
  numbers.steps = &result_.steps;
  numbers.now = at;
  numbers.at_end = at_end;
  return numbers;
}

void Monitor::on_event(SimTime at, const world::Action& action, const world::Effects& effects,
                       const world::World& world) {
  if (sessions_ && !effects.sessions.empty()) {
    sessions_->follow(effects, world.federation());
    sessions_touched_ = true;
  }
  if (is_quiet(action, effects)) {
    last_quiet_ = action;
    return;
  }
  touched_ = true;
  last_quiet_.reset();
  const auto* expiring = std::get_if<world::CertificateExpires>(&action);
  const auto* valid = std::get_if<world::CertificateBecomesValid>(&action);
  if (expiring != nullptr || valid != nullptr) {
    const pki::CertificateId certificate = expiring != nullptr ? expiring->certificate : valid->certificate;
    if (count_.pass_boundary(world, certificate, at)) {
      const std::string& name = world.scenario().certificates[certificate].name;
      pending_lines_.push_back({"when " + name + (expiring != nullptr ? " expires" : " becomes valid"), step_});
    }
  }
  begin_step(at, action, effects);
  upgrades_.follow(at, action, effects, step_, domain_, result_.steps);
  federation_.follow(at, action, effects, {step_, domain_, between_domains_});
  count_.follow(world, effects, at);
  provisioning_.follow(at, action, effects, {step_, domain_, between_domains_}, world, count_);
  const bool crls_matter = !effects.crls_changed.empty() && count_.pass_crls(world, effects.crls_changed, at);
  if (const auto* ending = std::get_if<world::CrlExpires>(&action); ending != nullptr && crls_matter) {
    const std::string& name = world.scenario().certificates[ending->authority].name;
    pending_lines_.push_back({"when CRL " + std::to_string(effects.crl_number) + " of " + name + " ends", step_});
  }

  if (happenings_.size() == happenings_kept) happenings_.erase(happenings_.begin());
  happenings_.push_back({action, effects.changes.empty() ? std::nullopt : std::optional(effects.changes.back()), step_,
                         domain_, between_domains_, !effects.crls_changed.empty()});

  end_step(at, effects, world);
}

void Monitor::on_instant(SimTime at, const world::World& world) {
  if (!touched_ && !sessions_touched_ && !asks_about_time_) return;  // as in the instant before
  if (last_quiet_) happenings_.push_back({*last_quiet_, std::nullopt, step_, domain_, between_domains_, false});
  if (touched_) {
    federation_.settle(at, world.federation(), count_.connectivity().broken_pairs() == 0);
    if (!refused_.empty()) report_refusals(world);
    report_provisioning(at, world);
  }
  evaluate(at, world);
  write_pending_lines(at, world);
  happenings_.clear();
  last_quiet_.reset();
  sessions_touched_ = false;
  touched_ = federation_.outage_ends();  // it is over in the next instant
}

void Monitor::write_pending_lines(SimTime at, const world::World& world) {
  for (const PendingLine& pending : pending_lines_) {
    std::optional<std::size_t> owner = pending.step;
    for (std::size_t step = 0; step < result_.steps.size() && !pending.step; ++step) {
      if (has_ended(result_.steps[step].state))
        owner = step;  // between two steps, or behind the last: it belongs to what went before
    }
    std::vector<StateLine>& lines = owner ? result_.steps[*owner].lines : result_.lines_before_steps;
    lines.push_back(state_line(pending.label, pending.step, at, world, count_));
  }
  pending_lines_.clear();
}

std::string Monitor::step_name(const world::World& world) const {
  const Happening* const cause = decisive(happenings_);
  return cause != nullptr && cause->step ? world.scenario().steps[*cause->step].name : std::string();
}

void Monitor::report_refusals(const world::World& world) {
  for (const Refused& refused : refused_) {
    const StoryTeller teller(world, *classes_, count_, numbers_at(refused.at, false));
    result_.findings.push_back(teller.tell_refusal(refused.step, refused.error));
    result_.holds = false;
  }
  refused_.clear();
}

void Monitor::report_provisioning(SimTime at, const world::World& world) {
  for (const std::size_t index : provisioning_.take_findings_due()) {
    ProvisioningTrouble& trouble = provisioning_.trouble(index);
    StoryTeller teller(world, *classes_, count_, numbers_at(at, false));
    trouble.finding = result_.findings.size();
    result_.findings.push_back(teller.tell_trouble(trouble));
    result_.holds = false;
  }
}

void Monitor::evaluate(SimTime at, const world::World& world, bool at_end) {
  InstantNumbers numbers = numbers_at(at, at_end);
  if (at_end || asks_about_clean_up_) numbers.clean_up = &world;
  const Connectivity& connectivity = count_.connectivity();
  if (connectivity.broken_pairs() > 0) {
    const Shape shape = connectivity.shape();
    const auto badness = [](std::uint64_t largest, std::uint64_t components, std::uint64_t broken) {
      return std::tuple(~largest, components, broken);
    };
    const Worst& worst = result_.worst;
    if (badness(shape.largest_component, shape.components, connectivity.broken_pairs()) >
        badness(worst.largest_component, worst.components, worst.broken_pairs)) {
      result_.worst = {at, shape.components, shape.largest_component, connectivity.broken_pairs()};
    }
  }
  if (count_.presented_changes() != presented_changes_seen_) follow_presented(at);
  const bool first_look = at == result_.start && happenings_.empty();
  for (std::size_t i = 0; i < watches_.size(); ++i) {
    Watch& watch = watches_[i];
    const bool now = check::holds(watch.watched, numbers);
    if (now == watch.true_at_last && !first_look) continue;  // nothing to note: most instants end here
    watch.true_at_last = now;
    if (now && !watch.first_true) {
      watch.first_true = at;
      watch.step_of_first_true = step_name(world);
    }
    const model::Quantifier quantifier = world.scenario().checks[i].quantifier;
    const bool violates =
        (quantifier == model::Quantifier::always && !now) || (quantifier == model::Quantifier::never && now);
    if (violates && !watch.finding) {
      report(i, numbers, world, false);
    } else if (!violates && watch.finding) {
      std::optional<SimTime>& until = result_.findings[*watch.finding].until;
      if (!until) until = at;
    } else if (violates) {
      result_.findings[*watch.finding].until.reset();  // broken again: "until" is the last moment that mended it
    }
  }
}

void Monitor::follow_presented(SimTime at) {
  presented_changes_seen_ = count_.presented_changes();
  for (pki::CertificateId id = 0; id < presented_now_.size(); ++id) {
    const bool now = count_.presented()[id] > 0;
    if (presented_now_[id] && !now) presented_until_[id] = at;
    if (now) presented_until_[id].reset();
    presented_now_[id] = now;
    if (now && std::none_of(result_.margins.begin(), result_.margins.end(),
                            [id](const Margin& m) { return m.certificate == id; })) {
      result_.margins.push_back({id, at, true, {}});
    }
  }
}

// How a node was lost is told once: several findings may end with it.
void Monitor::refer_to_what_was_told(Finding& finding) const {
  constexpr std::ptrdiff_t worth_it = 4;
  for (std::size_t other = 0; other < result_.findings.size(); ++other) {
    const std::vector<std::string>& told = result_.findings[other].story;
    const auto differs = std::mismatch(finding.story.rbegin(), finding.story.rend(), told.rbegin(), told.rend()).first;
    const std::ptrdiff_t shared = differs - finding.story.rbegin();
    if (shared < worth_it) continue;
    finding.story.resize(finding.story.size() - static_cast<std::size_t>(shared));
    finding.story.push_back("What led to it is told with finding " + std::to_string(other + 1) + ".");
    return;
  }
}

void Monitor::report(std::size_t check, const InstantNumbers& numbers, const world::World& world, bool at_end) {
  StoryTeller teller(world, *classes_, count_, numbers);
  Finding finding = teller.tell(world.scenario().checks[check], watches_[check].watched,
                                at_end ? std::vector<Happening>() : happenings_);
  finding.check = check;
  if (const std::optional<SimTime> limit = passed_limit(watches_[check].watched, numbers); limit && !at_end)
    finding.at = *limit;
  finding.step = step_name(world);
  if (const Happening* const cause = decisive(happenings_)) {
    if (cause->domain) finding.domain = world.scenario().cluster.upgrade_domains[*cause->domain];
    finding.between_domains = cause->domain && cause->between_domains;
    finding.by_expiry = std::holds_alternative<world::CertificateExpires>(cause->action);
  }
  if (std::holds_alternative<model::UpgradeCompletesWithin>(watches_[check].watched.property)) {
    finding.step = world.scenario().steps[watches_[check].watched.step].name;
    finding.domain.clear();
  }
  for (std::size_t other = 0; other < result_.findings.size() && !finding.same_as; ++other) {
    const Finding& told = result_.findings[other];
    if (told.at == finding.at && !told.same_as && !finding.story.empty() && told.story == finding.story)
      finding.same_as = other;
  }
  if (!finding.same_as && about_federation(watches_[check].watched.property)) refer_to_what_was_told(finding);
  watches_[check].finding = result_.findings.size();
  result_.findings.push_back(std::move(finding));
}

}  // namespace certdrill::check
