// FederationWatch follows what a run does to the federation: who is lost and comes back, who is unavailable, when there
// is no quorum, and when the trust reading broke meanwhile.
//
// It reads what events did (world::Effects) and the numbers that the federation keeps, so an event costs nothing unless
// it changed a node or a lease, and an instant costs a few comparisons.
// New nodes  those whose machines have not been deployed are neither up nor unavailable: they count from when their
//            bootstrap agents start them. A cluster that is deployed as a whole has a quorum to lose from when it has had
//            one.
// Without    a federation that is not simulated loses nobody and has its quorum.
// Words      those of check/federation_result.h; how a finding tells of them: check/federation_story.h.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "check/federation_result.h"
#include "model/scenario.h"
#include "world/federation.h"

namespace certdrill::check {

// What led to the end of a node, as far as it was seen: kept for nodes with trouble only.
struct NodeTrouble {
  std::uint32_t sessions_closed = 0;  // after a failed renewal, or one that was refused
  SimTime first_closed{};
  SimTime last_closed{};
  std::uint32_t leases_expired = 0;
  SimTime first_expired{};
  SimTime last_expired{};
  std::optional<model::NodeIndex> partner;        // of the last session or lease
  world::Outcome outcome = world::Outcome::none;  // of the last arbitration
  std::optional<model::NodeIndex> loser;
};

// The last change of a node's configuration.
struct LastChange {
  SimTime at = SimTime::min();  // min: never
  std::uint32_t from = 0;
  std::optional<std::uint32_t> step;
};

class FederationWatch {
 public:
  FederationWatch(const model::Cluster& cluster, const world::Federation& federation, SimTime start);

  // After each event, in order; then once when the instant has settled.
  void follow(SimTime at, const world::Action& action, const world::Effects& effects, const PlanPlace& place);
  void settle(SimTime at, const world::Federation& federation, bool every_pair_can_authenticate);

  // As of the last settled instant.
  [[nodiscard]] std::uint64_t lost() const { return lost_now_; }
  [[nodiscard]] std::uint64_t unavailable() const { return down_.size(); }
  [[nodiscard]] bool has_quorum() const { return quorum_; }
  // Every node is up, and all are in one piece.
  [[nodiscard]] bool whole() const { return down_.empty() && one_piece_ && quorum_; }
  // Since when has an outage been longer than `length`? Of several, the one that began first; those that ended in this
  // instant count.
  [[nodiscard]] std::optional<SimTime> outage_over(Duration length, SimTime now) const;
  // Has one ended in this instant?
  [[nodiscard]] bool outage_ends() const { return ended_.has_value(); }
  // The outage that outage_over() is about.
  [[nodiscard]] std::optional<Outage> oldest_outage() const;

  [[nodiscard]] const std::vector<NodeLoss>& losses() const { return result_.losses; }
  [[nodiscard]] const std::map<model::NodeIndex, SimTime>& down_since() const { return down_; }
  [[nodiscard]] const NodeTrouble* trouble_of(model::NodeIndex node) const;
  [[nodiscard]] const LastChange& last_change_of(model::NodeIndex node) const;
  // Since when could some pair not make a fresh handshake, if one cannot now?
  [[nodiscard]] std::optional<SimTime> pairs_broken_since() const { return broken_since_; }
  [[nodiscard]] bool simulated() const { return result_.simulated; }
  [[nodiscard]] std::uint64_t seeds() const { return seeds_; }

  [[nodiscard]] FederationResult finish(SimTime end);

 private:
  void follow_state(SimTime at, const world::NodeStateChange& change, const PlanPlace& place);
  void note_trouble(SimTime at, const world::Action& action, const world::Effects& effects);
  void end_outage(const Outage& outage);
  static void follow_stretch(std::vector<Stretch>& stretches, bool& now, bool is_now, SimTime at);

  std::uint64_t seeds_ = 0;
  FederationResult result_;
  bool quorum_ = true;
  bool one_piece_ = true;
  bool forms_ = false;                 // it has had no quorum so far, because its seed nodes come during the run
  std::set<model::NodeIndex> absent_;  // nodes that have not been deployed so far
  bool trust_ = true;
  std::optional<SimTime> broken_since_;  // none while trust_
  std::uint64_t lost_now_ = 0;
  std::map<model::NodeIndex, SimTime> down_;      // unavailable nodes, since when
  std::map<model::NodeIndex, std::size_t> lost_;  // index of its loss
  std::deque<std::pair<SimTime, model::NodeIndex>>
      fell_;                     // in order; entries that are out of date are dropped in front
  std::optional<Outage> ended_;  // in this instant: the one that began first
  SimTime ended_at_{};
  std::map<model::NodeIndex, NodeTrouble> troubles_;
  std::vector<LastChange> changes_;  // by node; empty when the federation is off
};

}  // namespace certdrill::check
