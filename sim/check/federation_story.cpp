#include "check/federation_story.h"

#include <algorithm>

#include "base/duration.h"
#include "base/text.h"
#include "check/advice.h"
#include "check/story.h"
#include "model/notation.h"

namespace certdrill::check {
namespace {

constexpr std::size_t names_told = 5;
// What happens to several nodes within it is told in one line.
constexpr Duration one_turn = std::chrono::minutes(1);

std::string text_of(const Stretch& stretch) {
  return "from " + to_string(stretch.from) + (stretch.until ? " until " + to_string(*stretch.until) : " to the end");
}

// "N0, N5 (UD0)" when all are of one domain.
std::string names_with_domain(const std::vector<model::NodeIndex>& nodes, const model::Cluster& cluster) {
  const std::uint32_t domain = cluster.nodes[nodes.front()].upgrade_domain;
  const bool one_domain = std::all_of(
      nodes.begin(), nodes.end(), [&](model::NodeIndex node) { return cluster.nodes[node].upgrade_domain == domain; });
  return names_of(nodes, cluster) + (one_domain ? " (" + cluster.upgrade_domains[domain] + ")" : "");
}

std::string is_or_are(std::size_t number) { return number == 1 ? " is " : " are "; }

// The same with "its" and "their".
std::string words_for_several(world::Cause cause, std::size_t number) {
  std::string words(words_for(cause));
  if (number > 1 && words.rfind("its ", 0) == 0) words = "their " + words.substr(4);
  if (number > 1 && words.rfind("it ", 0) == 0)
    words = cause == world::Cause::no_credential ? "they have no certificate to present" : "they " + words.substr(3);
  return words;
}

// Why the runtime's validator may refuse, and what goes instead.
std::string advice_on_refusal(std::string_view error) {
  if (error == "CertificateUpgradeWithNoIntersectionNotAllowed" ||
      error == "TwoCertificatesToTwoCertificatesNotAllowed")
    return "go in two conversions: the first keeps one of the present certificates and adds a new one, the second "
           "drops "
           "the old one";
  if (error == "CertificateNotInstalled" || error == "CertificateNotInstalledOnNode")
    return "install the certificate on every node before the conversion";
  if (error == "CertificateInvalid") return "begin when every certificate that is named is valid";
  if (error == "IssuerThumbprintUpgradeWithNoIntersection")
    return "add the new issuers beside the old ones first, and take these out afterwards";
  return {};
}

void add_losses(const FederationResult& result, const model::Cluster& cluster, std::vector<FederationTurn>& turns) {
  for (std::size_t first = 0; first < result.losses.size();) {
    std::vector<model::NodeIndex> nodes;
    const NodeLoss& begin = result.losses[first];
    std::size_t next = first;
    for (; next < result.losses.size() && result.losses[next].at - begin.at <= one_turn &&
           result.losses[next].cause == begin.cause;
         ++next) {
      nodes.push_back(result.losses[next].node);
    }
    std::sort(nodes.begin(), nodes.end());
    turns.push_back({begin.at, names_with_domain(nodes, cluster) + is_or_are(nodes.size()) +
                                   "lost: " + words_for_several(begin.cause, nodes.size())});
    first = next;
  }
}

void add_returns(const FederationResult& result, const model::Cluster& cluster, std::vector<FederationTurn>& turns) {
  std::vector<std::pair<SimTime, model::NodeIndex>> back;
  for (const NodeLoss& loss : result.losses) {
    if (loss.back) back.emplace_back(*loss.back, loss.node);
  }
  std::sort(back.begin(), back.end());
  for (std::size_t first = 0; first < back.size();) {
    std::vector<model::NodeIndex> nodes;
    std::size_t next = first;
    for (; next < back.size() && back[next].first - back[first].first <= one_turn; ++next)
      nodes.push_back(back[next].second);
    std::sort(nodes.begin(), nodes.end());
    turns.push_back({back[first].first, names_with_domain(nodes, cluster) + is_or_are(nodes.size()) + "back"});
    first = next;
  }
}

std::string reading_of_losses(const FederationResult& result, const model::Cluster& cluster) {
  const NodeLoss& first = result.losses.front();
  std::vector<model::NodeIndex> nodes;
  for (const NodeLoss& loss : result.losses) {
    if (loss.at - first.at <= one_turn) nodes.push_back(loss.node);
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  const std::uint32_t domain = cluster.nodes[nodes.front()].upgrade_domain;
  const auto in_domain = [&](model::NodeIndex node) { return cluster.nodes[node].upgrade_domain == domain; };
  const auto domain_size =
      static_cast<std::size_t>(std::count_if(cluster.nodes.begin(), cluster.nodes.end(),
                                             [&](const model::Node& node) { return node.upgrade_domain == domain; }));
  const bool is_domain = nodes.size() == domain_size && std::all_of(nodes.begin(), nodes.end(), in_domain);
  std::string who = (is_domain ? cluster.upgrade_domains[domain] + " left: " : "left: ") + names_of(nodes, cluster);
  if (nodes.size() == cluster.nodes.size()) who = "every node left";
  const bool on_old_sessions = result.trust.number > 0 && result.trust.from <= first.at;
  return (on_old_sessions ? "survived on old sessions until " : "was whole until ") + to_string(first.at) + ", then " +
         who;
}

}  // namespace

std::string names_of(const std::vector<model::NodeIndex>& nodes, const model::Cluster& cluster, std::size_t most) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(nodes.size(), most); ++i) names.push_back(cluster.node_name(nodes[i]));
  std::string out = join(names, ", ");
  if (nodes.size() > most) out += " and " + std::to_string(nodes.size() - most) + " more";
  return out;
}

std::string_view words_for(world::Cause cause) {
  switch (cause) {
    case world::Cause::no_credential:
      return "it has no certificate to present";
    case world::Cause::lease_failed:
      return "its leases failed";
    case world::Cause::global_lease_lost:
      return "it had no contact with a quorum of seed nodes for too long";
    default:
      return world::to_string(cause);
  }
}

std::string words_for(const UpgradeWait& wait, const model::Cluster& cluster) {
  const std::string node = wait.node ? cluster.node_name(*wait.node) : "a node";
  switch (wait.reason) {
    case world::WaitReason::none:
      return {};
    case world::WaitReason::health_check_wait:
      return "waits before it looks at the health (HealthCheckWaitDuration)";
    case world::WaitReason::health_check_stable:
      return "waits until the cluster has been healthy for long enough (HealthCheckStableDuration)";
    case world::WaitReason::health_check_retry:
      return "waits while the cluster is unhealthy (HealthCheckRetryTimeout)";
    case world::WaitReason::seed_node_quorum:
      return "waits until enough seed nodes have been up for long enough (EnsureSeedNodeQuorum)" +
             (wait.node ? ": " + node : "");
    case world::WaitReason::node_down:
      return "waits for " + node + ", which is down";
    case world::WaitReason::node_unreachable:
      return "waits for " + node + ", which is cut off from the quorum";
    case world::WaitReason::node_hangs:
      return "waits for " + node + ", which does not answer";
    case world::WaitReason::no_quorum:
      return "waits, for without a quorum nobody can go on with it";
    case world::WaitReason::operator_decision:
      return "waits for the operator";
  }
  return {};
}

std::string words_for(const UpgradeEvent& event) {
  const std::string why = event.failure == world::UpgradeFailure::none
                              ? std::string()
                              : ": " + std::string(world::to_string(event.failure));
  switch (event.turn) {
    case world::UpgradeTurn::refused:
      return "is refused: " + event.error;
    case world::UpgradeTurn::rollback_begins:
      return "fails and rolls back" + why;
    case world::UpgradeTurn::becomes_manual:
      return "fails and waits for an operator" + why;
    case world::UpgradeTurn::interrupted:
      return "is interrupted by another upgrade";
    case world::UpgradeTurn::rolled_back:
      return "is rolled back" + why;
    case world::UpgradeTurn::domain_verified:
      return "has verified the domain";
    case world::UpgradeTurn::completed:
      return "is complete";
    case world::UpgradeTurn::none:
      return {};
  }
  return {};
}

void tell_readings(const model::Cluster& cluster, FederationResult& result) {
  const TrustBreaks& trust = result.trust;
  if (trust.number == 0) {
    result.trust_reading = "every pair could authenticate: yes, at every moment";
  } else {
    result.trust_reading = "every pair could authenticate: no, " + text_of({trust.from, trust.until});
    if (trust.number > 1) result.trust_reading += ", in " + std::to_string(trust.number) + " stretches";
  }
  if (!result.simulated) {
    result.federation_reading = "federation: not simulated";
    return;
  }
  result.federation_reading = "federation: ";
  if (!result.losses.empty()) {
    result.federation_reading += reading_of_losses(result, cluster);
  } else {
    result.federation_reading += trust.number > 0 ? "survived on old sessions, no node was lost" : "no node was lost";
  }
  std::vector<FederationTurn>& turns = result.turns;
  add_losses(result, cluster, turns);
  add_returns(result, cluster, turns);
  for (const Stretch& stretch : result.without_quorum) {
    turns.push_back({stretch.from, "the quorum of seed nodes is lost"});
    if (stretch.until) turns.push_back({*stretch.until, "there is a quorum of seed nodes again"});
  }
  for (const Stretch& stretch : result.not_one_piece) {
    turns.push_back({stretch.from, "the nodes are in several pieces"});
    if (stretch.until) turns.push_back({*stretch.until, "the nodes are in one piece again"});
  }
  for (const SimTime at : result.rings_formed) turns.push_back({at, "the seed nodes form the ring anew"});
  std::stable_sort(turns.begin(), turns.end(),
                   [](const FederationTurn& a, const FederationTurn& b) { return a.at < b.at; });
}

void StoryTeller::tell_refusals_between(model::NodeIndex node, model::NodeIndex partner, Finding& finding) {
  const model::Cluster& cluster = world_->scenario().cluster;
  for (const auto& [validator, shower] : {std::pair(partner, node), std::pair(node, partner)}) {
    const pki::CertificateId shown = facts_of(shower).presented;
    trust::Verdict verdict = classes_->verdict(world_->configuration_of(validator), shown, now_);
    if (verdict.accepted) continue;
    finding.story.push_back(cluster.node_name(validator) + " refuses " + cluster.node_name(shower) + ": " +
                            trust::summary(verdict) + ".");
    finding.refusals.push_back({validator, shower, shown, std::move(verdict)});
  }
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
    finding.story.push_back(node_label(node) + " was changed to " +
                            model::to_string(security_of(world_->configuration_of(node))) + " at " +
                            to_string(change.at) + ", in " + quoted(world_->scenario().steps[change.step].name) + ".");
    return true;
  };
  std::optional<model::NodeIndex> changed_last;
  if (switched(loss.node)) changed_last = loss.node;
  const bool has_partner = trouble != nullptr && trouble->partner;
  if (has_partner && !changed_last && switched(*trouble->partner)) changed_last = trouble->partner;
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
  if (!has_partner) return;
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
  finding.message = std::to_string(every ? sessions.sessions() - sessions.with_at_both_ends(watched.certificate)
                                         : sessions.with(watched.certificate)) +
                    " of " + counted(sessions.sessions(), "session") +
                    (every ? " do not use " + name + " at both ends" : " still use " + name);
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
  if (const auto* outage = std::get_if<model::NoOutageLongerThan>(&watched.property)) {
    const std::optional<Outage> oldest = watch.oldest_outage();
    if (!oldest) return;
    finding.message =
        (oldest->node ? node_label(*oldest->node) + " is unavailable" : "there is no quorum of seed nodes") +
        " for longer than " + certdrill::to_string(outage->length) + ", since " + to_string(oldest->time.from);
    finding.until = oldest->time.until;
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
      finding.story.push_back(
          node_label(node) + " is " + std::string(world::to_string(world_->federation().state[node])) + " (" +
          std::string(words_for(world_->federation().cause[node])) + "), not up since " + to_string(since) + ".");
    }
  }
  tell_losses(finding);
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
