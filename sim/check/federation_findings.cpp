// Findings about the federation and about upgrades: what StoryTeller tells of lost nodes, quorum, outages, sessions and
// refused steps.
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/duration.h"
#include "base/text.h"
#include "check/advice.h"
#include "check/federation_story.h"
#include "check/story.h"
#include "model/notation.h"
#include "world/links.h"
#include "world/neighbourhood.h"

namespace certdrill::check {
namespace {

constexpr std::size_t names_told = 5;

// Why the runtime's validator may refuse, and what goes instead.
std::string advice_on_refusal(std::string_view error) {
  if (error == "CertificateUpgradeWithNoIntersectionNotAllowed" ||
      error == "TwoCertificatesToTwoCertificatesNotAllowed") {
    return "go in two conversions: the first keeps one of the present certificates and adds a new one, the second "
           "drops "
           "the old one";
  }
  if (error == "CertificateNotInstalled" || error == "CertificateNotInstalledOnNode")
    return "install the certificate on every node before the conversion";
  if (error == "CertificateInvalid") return "begin when every certificate that is named is valid";
  if (error == "IssuerThumbprintUpgradeWithNoIntersection")
    return "add the new issuers beside the old ones first, and take these out afterwards";
  return {};
}

}  // namespace

void StoryTeller::tell_refusals_between(model::NodeIndex node, model::NodeIndex partner, Finding& finding) {
  const model::Cluster& cluster = world_->scenario().cluster;
  for (const auto& [validator, shower] : {std::pair(partner, node), std::pair(node, partner)}) {
    const pki::CertificateId shown = facts_of(shower).presented;
    trust::Verdict verdict = classes_->verdict(world_->configuration_of(validator), shown, now_);
    if (verdict.accepted) continue;
    finding.story.push_back(cluster.node_name(validator) + " refuses " + cluster.node_name(shower) + ": " +
                            trust::summary(verdict) + ".");
    tell_clock(validator, finding);
    finding.refusals.push_back({validator, shower, shown, std::move(verdict)});
  }
}

// Is it the network that keeps the two apart? Then no certificate is to blame.
bool StoryTeller::tell_parted(model::NodeIndex node, model::NodeIndex partner, Finding& finding) const {
  const model::Scenario& scenario = world_->scenario();
  if (world::Links(*world_).reach(node, partner)) return false;
  std::vector<std::string> names;
  const std::uint32_t apart = world_->federation().side[node] ^ world_->federation().side[partner];
  for (std::size_t bit = 0; bit < world::most_network_faults; ++bit) {
    const std::uint32_t id = world_->federation().partitions[bit].id;
    if (((apart >> bit) & 1U) != 0 && id < scenario.steps.size()) names.push_back(quoted(scenario.steps[id].name));
  }
  finding.story.push_back(scenario.cluster.node_name(node) + " and " + scenario.cluster.node_name(partner) +
                          " cannot reach each other" + (names.empty() ? "" : ": " + join_words(names)) + ".");
  return true;
}

// A node joins when all its neighbours in the ring take it in: the first that does not.
bool StoryTeller::tell_why_outside(model::NodeIndex node, Finding& finding) {
  const std::string name = world_->scenario().cluster.node_name(node);
  for (const model::NodeIndex neighbour : world::Neighbourhood::of(*world_, node)) {
    if (world::Links(*world_).fresh(node, neighbour, now_)) continue;
    finding.story.push_back(name + " cannot join without its neighbour " + node_label(neighbour) + ".");
    if (tell_parted(node, neighbour, finding)) return true;
    tell_refusals_between(node, neighbour, finding);
    if (!(security_of(world_->configuration_of(node)) == security_of(world_->configuration_of(neighbour)))) {
      finding.advice =
          "give " + name + " the settings of the others by hand: no upgrade reaches a node that cannot join";
    }
    return true;
  }
  return false;
}

// Which settings changed, what became of its sessions and leases, how the voters decided, and who refuses whom.
void StoryTeller::tell_loss(const NodeLoss& loss, Finding& finding) {
  const model::Cluster& cluster = world_->scenario().cluster;
  const FederationWatch& watch = *numbers_.federation;
  const std::string name = cluster.node_name(loss.node);
  const NodeTrouble* const trouble = watch.trouble_of(loss.node);
  const auto switched = [&](model::NodeIndex node) {
    const LastChange& change = watch.last_change_of(node);
    if (change.at == SimTime::min()) return false;
    const std::string when =
        " at " + to_string(change.at) +
        (change.step ? ", in " + quoted(world_->scenario().steps[*change.step].name) : std::string()) + ".";
    const ConfigurationId now = world_->configuration_of(node);
    const bool store_alone = world_->configurations()[change.from].security == world_->configurations()[now].security;
    finding.story.push_back((store_alone && world_->provisioned().on
                                 ? changed_store(node, {node, change.from, now})
                                 : node_label(node) + " was changed to " + model::to_string(security_of(now))) +
                            when);
    return true;
  };
  std::optional<model::NodeIndex> changed_last;
  const bool has_partner = trouble != nullptr && trouble->partner;
  const bool parted =
      has_partner && loss.cause != world::Cause::no_credential && tell_parted(loss.node, *trouble->partner, finding);
  if (!parted && switched(loss.node)) changed_last = loss.node;
  if (has_partner && !parted && !changed_last && switched(*trouble->partner)) changed_last = trouble->partner;
  if (trouble != nullptr && trouble->sessions_closed > 0) {
    finding.story.push_back(
        counted(trouble->sessions_closed, "session") + " of " + name + " could not be renewed and " +
        (trouble->sessions_closed == 1 ? "was closed at " + to_string(trouble->first_closed)
                                       : "were closed, the first at " + to_string(trouble->first_closed) +
                                             ", the last at " + to_string(trouble->last_closed)) +
        ".");
  }
  if (trouble != nullptr && trouble->leases_expired > 0) {
    finding.story.push_back(counted(trouble->leases_expired, "lease") + " of " + name + " expired" +
                            (trouble->leases_expired == 1 ? " at " + to_string(trouble->first_expired)
                                                          : ", the first at " + to_string(trouble->first_expired) +
                                                                ", the last at " + to_string(trouble->last_expired)) +
                            (trouble->partner ? ", with " + node_label(*trouble->partner) : "") + ".");
    if (trouble->outcome == world::Outcome::both_lose) {
      finding.story.emplace_back("Neither of the two reached a quorum of voters.");
    } else if (trouble->loser) {
      finding.story.push_back("The voters decided against " + cluster.node_name(*trouble->loser) + ".");
    }
  }
  finding.story.push_back(name + " left at " + to_string(loss.at) + ": " + std::string(words_for(loss.cause)) + ".");
  if (loss.cause == world::Cause::no_credential) {
    finding.story.push_back(presents(loss.node) + ".");
    finding.advice = "have a certificate that its P names in the store of " + name +
                     ", valid and with its private key, before its settings change";
    return;
  }
  if (!has_partner || parted) return;
  finding.story.push_back(presents(loss.node) + ". " + presents(*trouble->partner) + ".");
  tell_refusals_between(loss.node, *trouble->partner, finding);
  std::vector<Happening> change;
  if (changed_last) {
    const LastChange& last = watch.last_change_of(*changed_last);
    change.push_back({world::SwitchNode{*changed_last},
                      world::NodeChange{*changed_last, last.from, world_->configuration_of(*changed_last)}, last.step,
                      std::nullopt, false, false});
  }
  finding.advice = advise_on_links(*world_, *classes_, finding.refusals, change, now_);
}

void StoryTeller::tell_losses(Finding& finding) {
  for (const NodeLoss& loss : numbers_.federation->losses()) {
    if (loss.back) continue;
    return tell_loss(loss, finding);
  }
}

void StoryTeller::tell_of_upgrade(const model::UpgradeCompletesWithin& property, std::uint32_t index,
                                  Finding& finding) {
  const StepResult& step = (*numbers_.steps)[index];
  const model::Cluster& cluster = world_->scenario().cluster;
  finding.message = quoted(step.name);
  switch (step.state) {
    case StepState::not_begun:
      finding.message += " has not begun";
      break;
    case StepState::completed:
    case StepState::under_way:
    case StepState::stuck:
      finding.message += " takes longer than " + certdrill::to_string(property.length);
      break;
    default:
      finding.message +=
          " is not complete: it " + (step.events.empty() ? "ended otherwise" : words_for(step.events.back()));
  }
  if (step.state != StepState::not_begun)
    finding.story.push_back(quoted(step.name) + " began at " + to_string(step.start) + ".");
  for (const UpgradeEvent& event : step.events)
    finding.story.push_back("At " + to_string(event.at) + " it " + words_for(event) + ".");
  // The longest waits are what it took its time for.
  std::vector<UpgradeWait> waits = step.waits;
  const auto length = [&](const UpgradeWait& wait) { return wait.time.until.value_or(now_) - wait.time.from; };
  std::stable_sort(waits.begin(), waits.end(),
                   [&](const UpgradeWait& a, const UpgradeWait& b) { return length(a) > length(b); });
  constexpr std::size_t most_told = 3;
  for (std::size_t i = 0; i < std::min(waits.size(), most_told); ++i) {
    const std::string where =
        waits[i].domain ? "In " + cluster.upgrade_domains[*waits[i].domain] + " it " : std::string("It ");
    finding.story.push_back(where + words_for(waits[i], cluster) + ", for " + rough(length(waits[i])) + " from " +
                            to_string(waits[i].time.from) + ".");
  }
}

void StoryTeller::tell_of_sessions(const WatchedProperty& watched, Finding& finding) {
  const std::string name = certificate_name(watched.certificate);
  const bool every = std::holds_alternative<model::EverySessionUses>(watched.property);
  if (!numbers_.federation->simulated() || numbers_.sessions == nullptr) {
    const std::uint64_t presenting = (*numbers_.presented)[watched.certificate];
    const std::uint64_t nodes = numbers_.connectivity->nodes();
    finding.message = std::to_string(every ? nodes - presenting : presenting) + " of " + counted(nodes, "node") +
                      (every ? " would not use " : " would still use ") + name + " (the federation is not simulated)";
    return;
  }
  const SessionCount& sessions = *numbers_.sessions;
  const std::uint64_t others = every ? sessions.sessions() - sessions.with_at_both_ends(watched.certificate)
                                     : sessions.with(watched.certificate);
  finding.message = std::to_string(others) + " of " + counted(sessions.sessions(), "session") +
                    (every ? (others == 1 ? " does not use " : " do not use ") + name + " at both ends"
                           : (others == 1 ? " still uses " : " still use ") + name);
  const auto has_it = [&](const world::SessionCertificates& shown) {
    const int ends =
        (shown.of_opener == watched.certificate ? 1 : 0) + (shown.of_acceptor == watched.certificate ? 1 : 0);
    return every ? ends < 2 : ends > 0;
  };
  for (const world::Lease& lease : world_->federation().leases) {
    const bool by_transport = lease.has_session() && has_it(lease.transport);
    const bool by_kernel = lease.kernel_open && has_it(lease.kernel);
    if (!by_transport && !by_kernel) continue;
    const world::SessionCertificates& shown = by_transport ? lease.transport : lease.kernel;
    finding.message += "; first that of " + node_label(lease.opener) + " and " + node_label(lease.acceptor);
    finding.story.push_back(std::string(by_transport ? "The session of " : "The session of the kernels of ") +
                            node_label(lease.opener) + " and " + node_label(lease.acceptor) + " was made with " +
                            certificate_name(shown.of_opener) + " and " + certificate_name(shown.of_acceptor) +
                            (by_transport ? " at " + to_string(lease.made) : "") + ".");
    finding.story.push_back(presents(lease.opener) + ". " + presents(lease.acceptor) + ".");
    if (!every && by_transport)
      finding.advice = "wait until the last session has been renewed before " + name + " is thought gone";
    if (!every && !by_transport)
      finding.advice = "restart the hosts: a restart of the nodes leaves the kernels' sessions";
    return;
  }
}

void StoryTeller::tell_of_federation(const WatchedProperty& watched, Finding& finding) {
  const FederationWatch& watch = *numbers_.federation;
  const model::Cluster& cluster = world_->scenario().cluster;
  if (const auto* upgrade = std::get_if<model::UpgradeCompletesWithin>(&watched.property))
    return tell_of_upgrade(*upgrade, watched.step, finding);
  if (about_sessions(watched.property)) return tell_of_sessions(watched, finding);
  const auto tell_state = [&](model::NodeIndex node, SimTime since) {
    finding.story.push_back(
        node_label(node) + " is " + std::string(world::to_string(world_->federation().state[node])) + " (" +
        std::string(words_for(world_->federation().cause[node])) + "), not up since " + to_string(since) + ".");
  };
  if (const auto* outage = std::get_if<model::NoOutageLongerThan>(&watched.property)) {
    const std::optional<Outage> oldest = watch.oldest_outage();
    if (!oldest) return;
    finding.message =
        (oldest->node ? node_label(*oldest->node) + " is unavailable" : "there is no quorum of seed nodes") +
        " for longer than " + certdrill::to_string(outage->length) + ", since " + to_string(oldest->time.from);
    finding.until = oldest->time.until;
    // The limit passed between two instants: what the node does by now is another matter.
    const world::Cause cause = oldest->node ? world_->federation().cause[*oldest->node] : world::Cause::none;
    if (cause == world::Cause::fault || cause == world::Cause::plan)
      finding.story.push_back(node_label(*oldest->node) + " is away because " + std::string(words_for(cause)) + ".");
  } else if (std::holds_alternative<model::NoNodeIsLost>(watched.property)) {
    std::vector<model::NodeIndex> lost;
    world::Cause cause = world::Cause::none;
    for (const NodeLoss& loss : watch.losses()) {
      if (loss.back) continue;
      if (lost.empty()) cause = loss.cause;
      lost.push_back(loss.node);
    }
    if (lost.empty()) return;
    std::sort(lost.begin(), lost.end());
    finding.message =
        names_with_domain(lost, cluster) + is_or_are(lost.size()) + "lost: " + words_for_several(cause, lost.size());
  } else if (std::holds_alternative<model::QuorumIsKept>(watched.property)) {
    const std::uint64_t up = world_->federation().numbers.eligible_seeds;
    finding.message = "no piece of the federation has " + std::to_string(quorum_of(watch.seeds())) + " of the " +
                      counted(watch.seeds(), "seed node") + "; " + std::to_string(up) + is_or_are(up) + "up";
  } else {
    std::vector<model::NodeIndex> down;
    for (const auto& [node, since] : watch.down_since()) down.push_back(node);
    if (const auto* at_most = std::get_if<model::AtMostUnavailable>(&watched.property)) {
      finding.message = counted(down.size(), "node") + is_or_are(down.size()) + "unavailable, more than " +
                        std::to_string(at_most->count) + ": " + check::names_of(down, cluster);
    } else {
      finding.message = !down.empty() ? "the federation is not whole: " + names_with_domain(down, cluster) +
                                            is_or_are(down.size()) + "not up"
                                      : "the federation is not whole: its nodes are in several pieces";
    }
    for (const auto& [node, since] : watch.down_since()) {
      if (finding.story.size() == names_told) break;
      tell_state(node, since);
    }
    for (const auto& [node, since] : watch.down_since()) {
      if (world_->federation().state[node] == world::NodeState::joining && tell_why_outside(node, finding)) break;
    }
  }
  // Who keeps a node outside now is one thing, how it was lost another, with advice of its own.
  const std::string advice_on_return = std::exchange(finding.advice, {});
  std::vector<Refusal> of_return = std::exchange(finding.refusals, {});
  tell_losses(finding);
  if (finding.advice.empty()) finding.advice = advice_on_return;
  finding.refusals.insert(finding.refusals.begin(), std::make_move_iterator(of_return.begin()),
                          std::make_move_iterator(of_return.end()));
}

Finding StoryTeller::tell_refusal(std::uint32_t step, std::string_view error) const {
  Finding finding;
  finding.id = "UpgradeRefused";
  finding.check = no_check;
  finding.at = now_;
  finding.step = world_->scenario().steps[step].name;
  finding.message = quoted(finding.step) + " is refused: " + std::string(error);
  finding.story.emplace_back(
      "The runtime looks at an upgrade before it begins, and refuses this one. No node was changed.");
  finding.advice = advice_on_refusal(error);
  return finding;
}

}  // namespace certdrill::check
