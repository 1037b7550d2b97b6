// What Monitor says when a run is over: how each check came out, the state at the end, and how long certificates lasted.
#include <algorithm>
#include <set>
#include <utility>

#include "base/duration.h"
#include "check/clean_up.h"
#include "check/federation_story.h"
#include "check/monitor.h"
#include "check/state_line.h"

namespace certdrill::check {

void Monitor::close_checks(const InstantNumbers& numbers, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  bool marked = false;
  for (std::size_t i = 0; i < watches_.size(); ++i) {
    const model::Check& check = scenario.checks[i];
    Watch& watch = watches_[i];
    const bool fails_at_end =
        result_.whole && ((check.quantifier == model::Quantifier::finally && !watch.true_at_last) ||
                          (check.quantifier == model::Quantifier::sometimes && !watch.first_true));
    if (fails_at_end) report(i, numbers, world, true);
    CheckResult outcome;
    outcome.check = check;
    outcome.holds = !watch.finding;
    if (watch.finding) {
      const Finding& finding = result_.findings[*watch.finding];
      outcome.at = finding.at;
      outcome.witness = finding.message;
      outcome.step = finding.step;
    } else if (check.quantifier == model::Quantifier::sometimes) {
      outcome.at = watch.first_true;
      outcome.step = watch.step_of_first_true;
    }
    outcome.as_expected = check.expect_violated
                              ? !outcome.holds && (check.expected_step.empty() || check.expected_step == outcome.step)
                              : outcome.holds;
    marked = marked || check.expect_violated;
    result_.holds = result_.holds && outcome.holds;
    result_.checks.push_back(std::move(outcome));
  }
  for (Finding& finding : result_.findings) {
    // By then the plan had mended it, so it would have been early enough by that much.
    if (!finding.by_expiry || !finding.until || finding.advice.empty()) continue;
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(*finding.until - finding.at);
    finding.advice += "; this plan has to begin at least " + certdrill::to_string(Duration(minutes)) + " earlier";
  }
  const bool verdict_expected = result_.holds == (scenario.expected == model::Verdict::holds);
  if (scenario.expected == model::Verdict::violated && !marked) {
    // No check is named: any violation is the expected one.
    for (CheckResult& outcome : result_.checks) outcome.as_expected = verdict_expected;
  }
  result_.as_expected = verdict_expected && std::all_of(result_.checks.begin(), result_.checks.end(),
                                                        [](const CheckResult& c) { return c.as_expected; });
}

void Monitor::tell_state_at_end(SimTime end, const world::World& world) {
  // Nodes that came back late, or changed between the steps.
  StateLine last_told = !result_.lines_before_steps.empty() ? result_.lines_before_steps.back() : result_.initial;
  for (const StepResult& step : result_.steps) {
    if (!step.lines.empty() && step.lines.back().at >= last_told.at) last_told = step.lines.back();
  }
  StateLine at_end = state_line("at the end", {}, end, world, count_);
  if (model::to_string(at_end.groups) != model::to_string(last_told.groups) ||
      at_end.presented != last_told.presented || at_end.broken_pairs != last_told.broken_pairs) {
    result_.at_end = std::move(at_end);
  }
}

void Monitor::tell_presented_at_end(SimTime end, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  std::vector<bool> held(scenario.certificates.size(), false);
  for (std::uint32_t id = 0; id < world.configurations().size(); ++id) {
    for (const model::StoreEntry& entry : world.configurations().store_of(id).entries) held[entry.certificate] = true;
  }
  for (pki::CertificateId id = 0; id < held.size(); ++id) {
    if (held[id]) result_.presented.push_back({id, count_.presented()[id]});
  }
  result_.presenting_nothing = count_.presenting_nothing();
  std::sort(result_.margins.begin(), result_.margins.end(),
            [](const Margin& a, const Margin& b) { return a.certificate < b.certificate; });
  for (Margin& margin : result_.margins) {
    margin.still_presented = presented_now_[margin.certificate];
    margin.presented_until = margin.still_presented ? end : presented_until_[margin.certificate].value_or(end);
    margin.ends_with = margin.certificate;
    for (const pki::CertificateId issuer : classes_->certificates().issuers_of(margin.certificate)) {
      if (scenario.certificates[issuer].not_after < scenario.certificates[margin.ends_with].not_after)
        margin.ends_with = issuer;
    }
    margin.not_after = scenario.certificates[margin.ends_with].not_after;
  }
}

// How many had the same trouble is known at the end.
void Monitor::tell_provisioning(SimTime end, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  result_.not_deployed = count_.not_deployed();
  result_.provisioning = provisioning_.finish();
  for (const ProvisioningTrouble& trouble : result_.provisioning.troubles) {
    if (!trouble.finding) continue;
    Finding& finding = result_.findings[*trouble.finding];
    finding.message = message_for(trouble, scenario);
    if (trouble.of == ProvisioningTrouble::Of::machine) finding.until = trouble.until;
  }
  result_.provisioning.tells_clean_up = !scenario.vaults.empty() || !scenario.agents.empty();
  if (result_.provisioning.tells_clean_up) result_.provisioning.clean_up = clean_up(world, *classes_, end);
}

RunResult Monitor::finish(SimTime end, std::uint64_t events, const world::World& world, bool whole) {
  result_.whole = whole;
  const model::Scenario& scenario = world.scenario();
  if (world.federation().on && !sessions_) {
    const bool asked = std::any_of(scenario.checks.begin(), scenario.checks.end(),
                                   [](const model::Check& check) { return about_sessions(check.property); });
    if (asked) sessions_.emplace(world.federation(), scenario.certificates.size());
  }
  // Limits of time may have passed since the last instant, and what did not happen does not happen any more.
  if (whole && std::any_of(scenario.checks.begin(), scenario.checks.end(), [](const model::Check& check) {
        return about_federation(check.property) || std::holds_alternative<model::CanBeCleanedUp>(check.property);
      })) {
    evaluate(end, world, true);
  }
  if (whole) UpgradeWatch::finish(end, result_.steps);
  step_.reset();
  domain_.reset();
  happenings_.clear();
  const InstantNumbers numbers = numbers_at(end, whole);
  close_checks(numbers, world);
  result_.events = events;
  result_.end = end;
  tell_state_at_end(end, world);
  tell_presented_at_end(end, world);
  tell_provisioning(end, world);
  StoryTeller teller(world, *classes_, count_, numbers);
  for (ClientIndex client = 0; client < scenario.cluster.clients.size(); ++client)
    result_.clients.push_back(teller.result_of(client));
  const std::set<pki::CertificateId>& shown = count_.clients().ever_shown();
  result_.shown_at_endpoints.assign(shown.begin(), shown.end());
  result_.federation = federation_.finish(end);
  result_.federation.use = certificate_use(world, *classes_);
  tell_readings(scenario.cluster, result_.federation);
  result_.judged_pairs = classes_->judged_pairs();
  result_.classes = classes_->class_count();
  return std::move(result_);
}

}  // namespace certdrill::check
