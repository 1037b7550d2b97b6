// Snapshot is what a cluster looks like after one event, as plain values: what a picture needs, and nothing to be
// computed there.
//
// Cost       linear in nodes and, where sessions are asked for, in leases.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "check/federation_result.h"
#include "replay/actors.h"
#include "replay/recorded_run.h"
#include "world/world.h"

namespace certdrill::replay {

struct NodeMoment {
  world::NodeState state = world::NodeState::up;
  world::Cause cause = world::Cause::none;
  bool seed = false;
  bool in_ring = true;
  bool lost = false;     // down, booting or joining because of no_credential, lease_failed or global_lease_lost
  bool deployed = true;  // false: it is not there, and nobody counts it
  bool is_new = false;   // it has not been there before
  world::MachineStage machine = world::MachineStage::deployed;
  bool key_waits = false;  // it has a certificate to whose key the scan has still to give it access
  bool switched = false;   // has taken its new settings in the upgrade that is under way
  std::uint32_t configuration = 0;
  std::uint32_t security = 0;                         // its P and V: into Scenario::securities
  std::uint32_t class_id = 0;                         // into Snapshot::classes
  pki::CertificateId presents = pki::no_certificate;  // to a fresh handshake
  pki::CertificateId loaded = pki::no_certificate;    // by its process; without federation what it presents
  std::uint32_t trust_piece = 0;                      // number of the component, largest first
  std::uint32_t federation_piece = 0;                 // likewise over sessions and links; 0 when all are one
};

struct ClassMoment {
  std::uint32_t nodes = 0;
  std::uint32_t seeds = 0;
  std::uint32_t configuration = 0;  // of its first node
  pki::CertificateId presents = pki::no_certificate;
  std::string security;  // of its first node, in the articles' notation
};

// How two nodes stand to each other.
enum class Link : std::uint8_t { full, only_first_accepts, only_second_accepts, refused };

struct SessionMoment {
  enum class State : std::uint8_t { none, open, to_be_renewed, to_be_closed };
  model::NodeIndex opener = 0;
  model::NodeIndex acceptor = 0;
  State state = State::none;
  world::SessionCertificates shows;  // that it was made with
  bool old = false;  // made with a certificate that its end would not show, or the other not accept, today
  bool lease_in_doubt = false;
};

struct PieceMoment {
  std::uint32_t nodes = 0;
  std::uint32_t seeds = 0;
  bool has_quorum = false;
};

struct Snapshot {
  SimTime at{};
  EventNumber event = 0;
  bool settled = true;  // the last event of its instant
  check::PlanPlace place;
  std::vector<NodeMoment> nodes;
  std::vector<ClassMoment> classes;            // those without nodes too: numbers are class ids
  std::vector<bool> accepts;                   // validator * classes.size() + shower
  std::vector<PieceMoment> pieces;             // of the trust reading, largest first
  std::vector<PieceMoment> federation_pieces;  // likewise of the federation reading; empty when all are one
  std::vector<SessionMoment> sessions;         // only when asked for
  std::uint64_t pairs = 0;
  std::uint64_t broken_pairs = 0;
  std::uint64_t one_way_pairs = 0;
  std::uint64_t not_deployed = 0;
  std::uint64_t unavailable = 0;    // nodes that are deployed, and not `up`
  std::uint64_t sessions_open = 0;  // these two are counted when sessions are asked for
  std::uint64_t sessions_old = 0;
  std::uint32_t quorum = 0;  // seed nodes needed; 0: there are none
  std::uint32_t seeds_up = 0;
  bool quorum_kept = true;
  ActorsMoment actors;

  [[nodiscard]] bool class_accepts(std::uint32_t validator, std::uint32_t shower) const {
    return accepts[validator * classes.size() + shower];
  }
  [[nodiscard]] Link link_of_classes(std::uint32_t first, std::uint32_t second) const {
    const bool one = class_accepts(first, second);
    const bool other = class_accepts(second, first);
    return one ? (other ? Link::full : Link::only_first_accepts) : (other ? Link::only_second_accepts : Link::refused);
  }
  [[nodiscard]] Link link(model::NodeIndex first, model::NodeIndex second) const {
    return link_of_classes(nodes[first].class_id, nodes[second].class_id);
  }
};

// What is drawn differently in `now` than in `before`: nodes whose state, configuration or presented certificate
// changed.
struct SnapshotChange {
  std::vector<model::NodeIndex> nodes;
  // Pairs whose link changed, among the first `most_pairs` in order; `pairs_changed` counts all of them.
  std::vector<std::pair<model::NodeIndex, model::NodeIndex>> pairs;
  std::uint64_t pairs_changed = 0;
};
inline constexpr std::size_t most_pairs = 2'000;
// Nodes linear, pairs by pairs of classes (before and now): not quadratic in nodes beyond most_pairs.
[[nodiscard]] SnapshotChange change_between(const Snapshot& before, const Snapshot& now);

// Of the world after this event. It asks the world's own classes, which have to be up to date with it.
[[nodiscard]] Snapshot make_snapshot(const RecordedRun& run, EventNumber event, const world::World& world,
                                     bool with_sessions);

// Looks at one event after another of a run. Going on costs the events between; going back a keyframe's copy and the
// events behind it.
class Cursor {
 public:
  explicit Cursor(std::shared_ptr<const RecordedRun> run, bool with_sessions = true);

  [[nodiscard]] const RecordedRun& run() const { return *run_; }
  [[nodiscard]] const std::shared_ptr<const RecordedRun>& run_pointer() const { return run_; }
  [[nodiscard]] EventNumber event() const { return event_; }
  [[nodiscard]] SimTime now() const { return run_->time_of(event_); }
  void go_to(EventNumber number);  // beyond the last: the last
  [[nodiscard]] const world::World& world() const { return *world_; }
  // Of the event that it stands at; made when it is asked for, once.
  [[nodiscard]] const Snapshot& snapshot() const;

 private:
  std::shared_ptr<const RecordedRun> run_;
  bool with_sessions_ = true;
  EventNumber event_ = 0;
  std::unique_ptr<world::World> world_;
  world::Effects effects_;  // of the event being repeated; kept for its memory only
  mutable std::optional<Snapshot> snapshot_;
};

}  // namespace certdrill::replay
