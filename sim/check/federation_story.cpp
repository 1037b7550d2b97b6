#include "check/federation_story.h"

#include <algorithm>

#include "base/duration.h"
#include "base/text.h"

namespace certdrill::check {
namespace {

// What happens to several nodes within it is told in one line.
constexpr Duration one_turn = std::chrono::minutes(1);

std::string text_of(const Stretch& stretch) {
  return "from " + to_string(stretch.from) + (stretch.until ? " until " + to_string(*stretch.until) : " to the end");
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
  std::string who = is_domain ? cluster.upgrade_domains[domain] + " left: " + names_of(nodes, cluster)
                              : names_of(nodes, cluster) + " left";
  if (nodes.size() == cluster.nodes.size()) who = "every node left";
  // A cluster that was never whole has no old sessions to live on.
  const auto from_the_first = [&](const std::vector<Stretch>& stretches) {
    return result.trust.number > 0 && !stretches.empty() && stretches.front().from <= result.trust.from;
  };
  if (from_the_first(result.without_quorum) || from_the_first(result.not_one_piece))
    return "was not whole from " + to_string(result.trust.from) + " on; at " + to_string(first.at) + " " + who;
  const bool on_old_sessions = result.trust.number > 0 && result.trust.from < first.at;
  return (on_old_sessions ? "survived on old sessions until " : "was whole until ") + to_string(first.at) + ", then " +
         who;
}

}  // namespace

std::string is_or_are(std::size_t number) { return number == 1 ? " is " : " are "; }

std::string names_with_domain(const std::vector<model::NodeIndex>& nodes, const model::Cluster& cluster) {
  const std::uint32_t domain = cluster.nodes[nodes.front()].upgrade_domain;
  const bool one_domain = std::all_of(
      nodes.begin(), nodes.end(), [&](model::NodeIndex node) { return cluster.nodes[node].upgrade_domain == domain; });
  return names_of(nodes, cluster) + (one_domain ? " (" + cluster.upgrade_domains[domain] + ")" : "");
}

std::string words_for_several(world::Cause cause, std::size_t number) {
  std::string words(words_for(cause));
  if (number > 1 && words.rfind("its ", 0) == 0) words = "their " + words.substr(4);
  if (number > 1 && words.rfind("it ", 0) == 0)
    words = cause == world::Cause::no_credential ? "they have no certificate to present" : "they " + words.substr(3);
  return words;
}

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
    case world::Cause::plan:
      return "the plan restarts it";
    case world::Cause::fault:
      return "a fault stopped it";
    case world::Cause::host_restarts_it:
      return "its host started it again";
    case world::Cause::lease_expired:
      return "a lease of it has expired";
    case world::Cause::not_deployed:
      return "its machine has not been deployed";
    case world::Cause::reimaged:
      return "its machine goes back to its image";
    case world::Cause::deployed:
      return "its bootstrap agent started it";
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
    // Where nodes are away, they may be all that cannot authenticate, and have no session to live on.
    const bool on_old_sessions = trust.number > 0 && result.most_unavailable == 0;
    result.federation_reading += on_old_sessions ? "survived on old sessions, no node was lost" : "no node was lost";
    if (result.unavailable > 0) {
      result.federation_reading +=
          "; " + counted(result.unavailable, "node") + is_or_are(result.unavailable) + "not up at the end";
    }
  }
  std::vector<FederationTurn>& turns = result.turns;
  // Of what happens at one moment, causes are told first.
  add_losses(result, cluster, turns);
  for (std::size_t i = 0; i < result.rings_formed.size(); ++i) {
    const bool first = i == 0 && result.forms_during_run;
    turns.push_back(
        {result.rings_formed[i], first ? "the seed nodes form the ring" : "the seed nodes form the ring anew"});
  }
  for (const Stretch& stretch : result.without_quorum) {
    turns.push_back({stretch.from, "the quorum of seed nodes is lost"});
    if (stretch.until) turns.push_back({*stretch.until, "there is a quorum of seed nodes again"});
  }
  for (const Stretch& stretch : result.not_one_piece) {
    // Without a quorum they part one by one, and nobody asks in how many pieces.
    const bool told = std::any_of(result.without_quorum.begin(), result.without_quorum.end(), [&](const Stretch& lost) {
      return lost.from <= stretch.from && (!lost.until || (stretch.until && *stretch.until <= *lost.until));
    });
    if (told) continue;
    turns.push_back({stretch.from, "the nodes that are up are in several pieces"});
    if (stretch.until) turns.push_back({*stretch.until, "the nodes that are up are in one piece again"});
  }
  add_returns(result, cluster, turns);
  std::stable_sort(turns.begin(), turns.end(),
                   [](const FederationTurn& a, const FederationTurn& b) { return a.at < b.at; });
}

}  // namespace certdrill::check
