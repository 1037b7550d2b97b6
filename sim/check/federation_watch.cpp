#include "check/federation_watch.h"

#include <algorithm>

#include "check/property_watch.h"

namespace certdrill::check {
namespace {

bool is_loss(world::Cause cause) {
  return cause == world::Cause::no_credential || cause == world::Cause::lease_failed ||
         cause == world::Cause::global_lease_lost;
}

}  // namespace

FederationWatch::FederationWatch(const model::Cluster& cluster, const world::Federation& federation, SimTime start) {
  result_.simulated = federation.on;
  result_.nodes = cluster.nodes.size();
  result_.most_unavailable_at = start;
  seeds_ = static_cast<std::uint64_t>(
      std::count_if(cluster.nodes.begin(), cluster.nodes.end(), [](const model::Node& node) { return node.seed; }));
  if (!federation.on) return;
  changes_.resize(cluster.nodes.size());
  std::uint64_t absent_seeds = 0;
  for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
    const world::NodeState state = federation.state[node];
    if (federation.cause[node] == world::Cause::not_deployed) {
      absent_.insert(node);
      absent_seeds += cluster.nodes[node].seed ? 1U : 0U;
    } else if (state != world::NodeState::up)
      follow_state(start, {node, world::NodeState::up, state, federation.cause[node]}, {});
  }
  result_.most_unavailable = down_.size();
  forms_ = seeds_ - absent_seeds < quorum_of(seeds_);
  result_.forms_during_run = forms_;
}

void FederationWatch::follow(SimTime at, const world::Action& action, const world::Effects& effects,
                             const PlanPlace& place) {
  if (changes_.empty()) return;
  for (const world::NodeChange& change : effects.changes) {
    if (change.from != change.to) changes_[change.node] = {at, change.from, place.step};
  }
  note_trouble(at, action, effects);
  if (std::holds_alternative<world::FormRing>(action) && effects.outcome != world::Outcome::failed)
    result_.rings_formed.push_back(at);
  for (const world::NodeStateChange& change : effects.states) follow_state(at, change, place);
}

void FederationWatch::follow_state(SimTime at, const world::NodeStateChange& change, const PlanPlace& place) {
  const auto known_loss = lost_.find(change.node);
  if (change.to == world::NodeState::up) {
    if (const auto down = down_.find(change.node); down != down_.end()) {
      const Stretch time{down->second, at};
      down_.erase(down);
      end_outage({change.node, time});
    }
    if (known_loss != lost_.end()) {
      result_.losses[known_loss->second].back = at;
      lost_.erase(known_loss);
      --lost_now_;
    }
    // What led to a suspension is still part of the story when the next one ends otherwise.
    if (change.cause == world::Cause::joined) troubles_.erase(change.node);
    return;
  }
  absent_.erase(change.node);
  if (down_.emplace(change.node, at).second) fell_.emplace_back(at, change.node);
  const bool left = change.to == world::NodeState::down || change.to == world::NodeState::booting;
  if (left && is_loss(change.cause) && known_loss == lost_.end()) {
    lost_.emplace(change.node, result_.losses.size());
    result_.losses.push_back({change.node, change.cause, at, std::nullopt, place});
    ++lost_now_;
  }
}

void FederationWatch::note_trouble(SimTime at, const world::Action& action, const world::Effects& effects) {
  // A session that was to be closed may have been renewed at the last moment.
  const bool closes = std::holds_alternative<world::CloseSession>(action) && effects.outcome != world::Outcome::renewed;
  const bool expires = std::holds_alternative<world::ExpireLease>(action);
  if ((!closes && !expires) || !effects.one_end || !effects.other_end) return;
  for (const auto& [node, partner] :
       {std::pair(*effects.one_end, *effects.other_end), std::pair(*effects.other_end, *effects.one_end)}) {
    NodeTrouble& trouble = troubles_[node];
    trouble.partner = partner;
    if (closes) {
      if (trouble.sessions_closed++ == 0) trouble.first_closed = at;
      trouble.last_closed = at;
    } else {
      if (trouble.leases_expired++ == 0) trouble.first_expired = at;
      trouble.last_expired = at;
      trouble.outcome = effects.outcome;
      trouble.loser = effects.loser;
    }
  }
}

void FederationWatch::end_outage(const Outage& outage) {
  const SimTime until = *outage.time.until;
  if (!ended_ || ended_at_ != until || outage.time.from < ended_->time.from) {
    ended_ = outage;
    ended_at_ = until;
  }
  const auto length = [](const Outage& each) { return *each.time.until - each.time.from; };
  if (!result_.longest_outage || length(outage) > length(*result_.longest_outage)) result_.longest_outage = outage;
}

void FederationWatch::follow_stretch(std::vector<Stretch>& stretches, bool& now, bool is_now, SimTime at) {
  if (now == is_now) return;
  now = is_now;
  if (is_now) {
    stretches.back().until = at;
  } else {
    stretches.push_back({at, std::nullopt});
  }
}

void FederationWatch::settle(SimTime at, const world::Federation& federation, bool every_pair_can_authenticate) {
  if (every_pair_can_authenticate != trust_) {
    trust_ = every_pair_can_authenticate;
    broken_since_ = trust_ ? std::nullopt : std::optional(at);
    if (trust_) {
      result_.trust.until = at;
    } else {
      if (result_.trust.number++ == 0) result_.trust.from = at;
      result_.trust.until.reset();
    }
  }
  if (changes_.empty()) return;
  // Pieces are as of the last look, and are looked at while something is in doubt.
  const world::FederationNumbers& numbers = federation.numbers;
  bool quorum = numbers.eligible_seeds >= quorum_of(seeds_) && numbers.nodes_with_quorum > 0;
  forms_ = forms_ && !quorum;
  if (forms_) quorum = true;  // there is none to lose yet
  const bool had_quorum = quorum_;
  follow_stretch(result_.without_quorum, quorum_, quorum, at);
  if (!had_quorum && quorum_) end_outage({std::nullopt, result_.without_quorum.back()});
  follow_stretch(result_.not_one_piece, one_piece_, numbers.pieces <= 1, at);
  if (down_.size() > result_.most_unavailable) {
    result_.most_unavailable = down_.size();
    result_.most_unavailable_at = at;
  }
  while (!fell_.empty()) {
    const auto found = down_.find(fell_.front().second);
    if (found != down_.end() && found->second == fell_.front().first) break;
    fell_.pop_front();
  }
  if (ended_ && ended_at_ != at) ended_.reset();
}

std::optional<Outage> FederationWatch::oldest_outage() const {
  std::optional<Outage> oldest = ended_;
  const auto consider = [&](std::optional<model::NodeIndex> node, SimTime from) {
    if (!oldest || from < oldest->time.from) oldest = Outage{node, {from, std::nullopt}};
  };
  if (!quorum_) consider(std::nullopt, result_.without_quorum.back().from);
  if (!fell_.empty()) consider(fell_.front().second, fell_.front().first);
  return oldest;
}

std::optional<SimTime> FederationWatch::outage_over(Duration length, SimTime now) const {
  const std::optional<Outage> oldest = oldest_outage();
  if (!oldest || oldest->time.until.value_or(now) - oldest->time.from <= length) return std::nullopt;
  return oldest->time.from + length;
}

const NodeTrouble* FederationWatch::trouble_of(model::NodeIndex node) const {
  const auto found = troubles_.find(node);
  return found == troubles_.end() ? nullptr : &found->second;
}

const LastChange& FederationWatch::last_change_of(model::NodeIndex node) const {
  static constexpr LastChange never{};
  return node < changes_.size() ? changes_[node] : never;
}

FederationResult FederationWatch::finish(SimTime end) {
  // Those that go on count as long as they were seen.
  const auto length = [end](const Outage& each) { return each.time.until.value_or(end) - each.time.from; };
  if (const std::optional<Outage> oldest = oldest_outage();
      oldest && (!result_.longest_outage || length(*oldest) > length(*result_.longest_outage))) {
    result_.longest_outage = oldest;
  }
  result_.nodes -= absent_.size();
  result_.unavailable = down_.size();
  result_.lost = lost_now_;
  return result_;
}

}  // namespace certdrill::check
