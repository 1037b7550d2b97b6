#include "check/provisioning_watch.h"

#include <algorithm>

#include "world/machines.h"

namespace certdrill::check {
namespace {

using world::ProvisioningFailure;
using Of = ProvisioningTrouble::Of;

bool same_kind(const ProvisioningTrouble& a, const ProvisioningTrouble& b) {
  return a.of == b.of && a.who == b.who && a.what == b.what && a.of_endpoint == b.of_endpoint && a.why == b.why &&
         (a.of != Of::machine || a.step == b.step);
}

std::string address_of(const world::World& world, model::AgentIndex agent, const world::Effects& effects) {
  const std::vector<world::AgentState>& states = world.provisioned().agents;
  const auto& observes = agent < states.size() ? states[agent].observes : world.scenario().agents[agent].observes;
  if (!effects.observed || *effects.observed >= observes.size()) return {};
  return observes[*effects.observed].address;
}

// To other nodes or to clients.
std::uint64_t nodes_that_show(pki::CertificateId certificate, SimTime at, const world::World& world,
                              const ClusterCount& count) {
  std::uint64_t nodes = 0;
  for (ConfigurationId id = 0; id < count.by_configuration().size(); ++id) {
    const std::uint64_t here = count.by_configuration()[id].nodes;
    if (here == 0) continue;
    AuthenticationClasses& classes = world.classes();
    const bool shows = classes.presentation(world.configurations(), id, at).chosen == certificate ||
                       classes.endpoint_presentation(world.configurations(), id, at).chosen == certificate;
    if (shows) nodes += here;
  }
  return nodes;
}

}  // namespace

std::string_view to_string(CleanUpVerdict verdict) {
  switch (verdict) {
    case CleanUpVerdict::gone:
      return "gone";
    case CleanUpVerdict::safe:
      return "safe";
    case CleanUpVerdict::comes_back:
      return "comesBack";
    case CleanUpVerdict::needed:
      return "needed";
    case CleanUpVerdict::in_use:
      return "inUse";
  }
  return "gone";
}

std::size_t ProvisioningWatch::find_or_add(const ProvisioningTrouble& trouble) {
  for (std::size_t i = result_.troubles.size(); i-- > 0;) {
    ProvisioningTrouble& known = result_.troubles[i];
    if (!same_kind(known, trouble)) continue;
    // What is over has ended; machines of one step are one trouble, however far apart they fail.
    if (known.until && trouble.of != Of::machine) break;
    known.until.reset();
    return i;
  }
  result_.troubles.push_back(trouble);
  had_it_.emplace_back();
  have_it_.push_back(0);
  if (trouble.violates()) findings_due_.push_back(result_.troubles.size() - 1);
  return result_.troubles.size() - 1;
}

void ProvisioningWatch::fail(const Subject& subject, const ProvisioningTrouble& trouble) {
  const auto known = failing_.find(subject);
  if (known != failing_.end() && same_kind(result_.troubles[known->second], trouble)) return;
  recover(subject, trouble.since);
  const std::size_t index = find_or_add(trouble);
  failing_[subject] = index;
  ProvisioningTrouble& found = result_.troubles[index];
  if (!found.first_node) found.first_node = subject.second;
  had_it_[index].insert(subject.second);
  found.nodes = had_it_[index].size();
  ++have_it_[index];
}

void ProvisioningWatch::recover(const Subject& subject, SimTime at) {
  const auto known = failing_.find(subject);
  if (known == failing_.end()) return;
  if (--have_it_[known->second] == 0) result_.troubles[known->second].until = at;
  failing_.erase(known);
}

void ProvisioningWatch::follow_agent(SimTime at, model::AgentIndex agent, model::NodeIndex node,
                                     const world::Effects& effects, const PlanPlace& place, const world::World& world) {
  const Subject subject{agent, node};
  if (effects.provisioning == ProvisioningFailure::none) return recover(subject, at);
  ProvisioningTrouble trouble;
  trouble.of = Of::agent;
  trouble.who = world.scenario().agents[agent].name;
  trouble.what = address_of(world, agent, effects);
  trouble.why = effects.provisioning;
  trouble.since = at;
  trouble.step = place.step;
  fail(subject, trouble);
}

void ProvisioningWatch::follow_machine(SimTime at, model::NodeIndex node, const world::Effects& effects,
                                       const PlanPlace& place, const world::World& world) {
  const Subject subject{machine, node};
  if (effects.provisioning == ProvisioningFailure::none) return recover(subject, at);
  ProvisioningTrouble trouble;
  trouble.of = Of::machine;
  trouble.why = effects.provisioning;
  trouble.since = at;
  trouble.step = place.step;
  if (trouble.why == ProvisioningFailure::initial_sync_timed_out) {
    if (const auto agent = world::Machines::awaited_agent(world, node))
      trouble.who = world.scenario().agents[*agent].name;
  } else {
    const world::Machines::Lack lack = world::Machines::lack_of(world, node, at);
    trouble.what = lack.entry;
    trouble.of_endpoint = lack.of_endpoint;
  }
  fail(subject, trouble);
}

// The update of an agent fails as a whole; one that is stopped has no trouble any more.
void ProvisioningWatch::follow_step(SimTime at, const world::Effects& effects, const PlanPlace& place,
                                    const world::World& world) {
  if (!place.step) return;
  const auto& what = world.scenario().steps[*place.step].what;
  if (const auto* renew = std::get_if<model::RenewStep>(&what))
    return follow_line(at, renew->line, effects, place, world);
  const auto* const step = std::get_if<model::AgentStep>(&what);
  if (step == nullptr && effects.provisioning == ProvisioningFailure::none) return;
  if (step == nullptr) {
    ProvisioningTrouble trouble;
    trouble.of = Of::step;
    trouble.who = world.scenario().steps[*place.step].name;
    trouble.why = effects.provisioning;
    trouble.since = at;
    trouble.step = place.step;
    result_.troubles[find_or_add(trouble)].until = at;
    return;
  }
  if (effects.provisioning != ProvisioningFailure::none) {
    ProvisioningTrouble trouble;
    trouble.of = Of::update;
    trouble.who = world.scenario().agents[step->agent].name;
    if (step->observes && effects.observed && *effects.observed < step->observes->size()) {
      trouble.what = (*step->observes)[*effects.observed].address;
    } else {
      trouble.what = address_of(world, step->agent, effects);
    }
    trouble.why = effects.provisioning;
    trouble.since = at;
    trouble.step = place.step;
    result_.troubles[find_or_add(trouble)].until = at;  // it was tried once
  }
  if (step->run != model::AgentStep::Run::stop) return;
  for (auto each = failing_.lower_bound({step->agent, 0});
       each != failing_.end() && each->first.first == step->agent;) {
    const Subject subject = (each++)->first;
    recover(subject, at);
  }
}

void ProvisioningWatch::follow_line(SimTime at, model::LineIndex line, const world::Effects& effects,
                                    const PlanPlace& place, const world::World& world) {
  const auto known = failing_lines_.find(line);
  if (effects.provisioning == ProvisioningFailure::none) {
    if (known == failing_lines_.end()) return;
    result_.troubles[known->second].until = at;
    failing_lines_.erase(known);
    return;
  }
  if (known != failing_lines_.end()) return;
  const model::VaultCertificate& of = world.scenario().vault_certificates[line];
  ProvisioningTrouble trouble;
  trouble.of = Of::vault;
  trouble.who = world.scenario().vaults[of.vault].name + "/" + of.name;
  trouble.why = effects.provisioning;
  trouble.since = at;
  trouble.step = place.step;
  failing_lines_[line] = find_or_add(trouble);
}

void ProvisioningWatch::follow(SimTime at, const world::Action& action, const world::Effects& effects,
                               const PlanPlace& place, const world::World& world, const ClusterCount& count) {
  if (const auto* poll = std::get_if<world::PollVault>(&action)) {
    follow_agent(at, poll->agent, poll->node, effects, place, world);
  } else if (const auto* start = std::get_if<world::StartAgent>(&action)) {
    follow_agent(at, start->agent, start->node, effects, place, world);
  } else if (const auto* boot = std::get_if<world::BootstrapNode>(&action)) {
    follow_machine(at, boot->node, effects, place, world);
  } else if (const auto* failed = std::get_if<world::FailDeployment>(&action)) {
    follow_machine(at, failed->node, effects, place, world);
  } else if (const auto* renewed = std::get_if<world::RenewVersion>(&action)) {
    follow_line(at, renewed->line, effects, place, world);
  } else if (const auto* begun = std::get_if<world::BeginStep>(&action)) {
    follow_step(at, effects, {begun->step, {}, false}, world);
  } else if (const auto* warning = std::get_if<world::WarnOfExpiry>(&action)) {
    const pki::CertificateId id = warning->certificate;
    result_.warnings.push_back(
        {id, at, world.scenario().certificates[id].not_after, nodes_that_show(id, at, world, count), std::nullopt});
  }
  // What is presented changes with a node, or with time.
  const bool may_change = !effects.changes.empty() || std::holds_alternative<world::CertificateExpires>(action) ||
                          std::holds_alternative<world::CertificateBecomesValid>(action);
  if (!may_change) return;
  for (HealthWarning& warning : result_.warnings) {
    const bool in_use = world.provisioned().in_use_since[warning.certificate] != SimTime::min();
    if (in_use) warning.presented_until.reset();
    if (!in_use && !warning.presented_until) warning.presented_until = at;
  }
}

std::vector<std::size_t> ProvisioningWatch::take_findings_due() { return std::exchange(findings_due_, {}); }

ProvisioningResult ProvisioningWatch::finish() { return std::move(result_); }

}  // namespace certdrill::check
