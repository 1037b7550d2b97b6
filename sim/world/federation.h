// Federation is what lives between the nodes: who is up, the ring of their ids, the leases and sessions of neighbours,
// and the votes of the seed nodes. It is a part of the world's state: plain values, copied, compared and hashed with
// it.
//
// Ring       positions 0 to n-1 by node id. A node has leases with the `neighborhood_size` next nodes that are in the
//            ring, on each side. The leases of the full ring are its home leases and have fixed numbers; those that
//            bridge missing nodes come and go behind them.
// Session    of a lease, made with the certificates that both ends had loaded at that moment. The transport's ends with
//            the process; the kernel's, which carries the lease, ends with the host.
// Healthy    a lease whose session is open is renewed every lease_duration / lease_renew_begin_ratio, counted from
//            `granted`, and no event says so. One whose session is not open, or whose ends cannot reach each other, is
//            in doubt, and every try is an event.
// Memory     per node 54 bytes and a few bits here, 8 in Ring, and neighborhood_size leases of 64 bytes: 256 with the
//            default. A lease is one line of the cache: nearly every event is about one of many, somewhere in memory.
// Source     Service Fabric runtime source, Federation/, LeaseAgent/, Lease/; docs/federation.md tells what was
//            simplified.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/sim_time.h"
#include "model/scenario.h"
#include "world/action.h"
#include "world/position_set.h"

namespace certdrill::world {

using RingPosition = std::uint32_t;
inline constexpr std::uint32_t nobody = 0xFFFFFFFF;

// The certificates that the two ends of a session showed when it was made.
struct SessionCertificates {
  pki::CertificateId of_opener = pki::no_certificate;
  pki::CertificateId of_acceptor = pki::no_certificate;
  friend bool operator==(const SessionCertificates&, const SessionCertificates&) = default;
};

struct alignas(64) Lease {
  // absent: one end is not in the ring, or they are not neighbours. establishing: to be had. active: granted, perhaps
  // in doubt.
  enum class State : std::uint8_t { absent, establishing, active };
  enum class Session : std::uint8_t {
    none,  // to be made by the next try
    open,
    to_be_renewed,  // open; it is renewed between `session_at` and session_refresh_delay later
    to_be_closed,   // open; a renewal failed, and it is closed at `session_at`
  };
  enum class Next : std::uint8_t { nothing, renew, renew_indirectly, expire, establish };

  model::NodeIndex opener = nobody;
  model::NodeIndex acceptor = nobody;
  State state = State::absent;
  Session session = Session::none;
  Next next = Next::nothing;    // what happens at `next_at` to a lease in doubt
  bool opener_changed = false;  // of to_be_renewed: whose settings changed first
  bool kernel_open = false;     // the kernels still have their session, whatever became of the transport's
  bool natural = false;         // of to_be_renewed: because of its age, and no settings have changed
  std::uint8_t indirect_rounds = 0;
  SessionCertificates transport;
  SessionCertificates kernel;
  SimTime made{};  // the session
  SimTime session_at{};
  SimTime granted{};  // active: the last grant that was an event; renewals of a healthy lease are counted from it
  SimTime next_at{};

  [[nodiscard]] bool has_session() const { return session != Session::none; }
  [[nodiscard]] bool in_doubt() const { return next != Next::nothing; }
  friend bool operator==(const Lease&, const Lease&) = default;
};
static_assert(sizeof(Lease) == 64, "there are millions of them, and each event touches one");

// Numbers that are kept up to date, for properties and reports.
struct FederationNumbers {
  std::uint64_t up = 0;  // suspended ones included: they still belong to the ring
  std::uint64_t suspended = 0;
  std::uint64_t eligible_seeds = 0;  // seed nodes that are up
  std::uint64_t leases_in_doubt = 0;
  // As of the last look (RefreshTickets): pieces that the nodes in the ring form over sessions and links, the nodes in
  // the piece that has a quorum of seed nodes (0: none has), and in the largest one.
  std::uint64_t pieces = 1;
  std::uint64_t nodes_with_quorum = 0;
  std::uint64_t largest_piece = 0;
  friend bool operator==(const FederationNumbers&, const FederationNumbers&) = default;
};

// A partition, slowness or loss that is under way. Its place is the number of its bit.
struct NetworkFault {
  std::uint32_t id = nobody;  // whose it is (world/network.h); nobody: the bit is free
  Duration delay{};
  std::uint32_t percent = 0;
  friend bool operator==(const NetworkFault&, const NetworkFault&) = default;
};
inline constexpr std::uint32_t most_network_faults = 32;  // of partitions, and of slow and lossy links together

// Sessions that were open at some moment, the oldest first: those that were made since are younger. Some of them may be
// others by now, or none. Kept answers, not state: any two are equal.
struct SessionsByAge {
  std::vector<std::pair<SimTime, LeaseIndex>> made;
  std::size_t next = 0;  // those before it have been dealt with
  friend bool operator==(const SessionsByAge&, const SessionsByAge&) { return true; }
};

struct Federation {
  bool on = false;

  // By node.
  std::vector<NodeState> state;
  std::vector<Cause> cause;                // of that state
  std::vector<pki::CertificateId> loaded;  // what its process has loaded to present
  std::vector<SimTime> since;              // in that state; for `up`, since it joined (suspension does not count)
  std::vector<SimTime> next_at;            // of booting, joining, suspended or losing nodes: when it goes on
  std::vector<std::uint32_t> instance;     // how often it has started
  std::vector<std::uint32_t> side;         // a bit for each partition: nodes with equal sides reach each other
  std::vector<bool> in_ring;               // the others count it among them
  std::vector<SimTime> notice_from;        // a NoticeStore is possible from then on; SimTime::min(): none is
  // The last refresh of tickets at which it had contact with a quorum of seed nodes; max: it has, and nothing changed
  // since.
  std::vector<SimTime> quorum_seen;
  std::vector<std::uint32_t> piece;  // as of the last look; meaningless while nothing is in doubt
  std::vector<bool> taken_in;        // of joining nodes: CompleteJoin comes at next_at, else TryToJoin
  std::vector<std::uint32_t> rough;  // a bit for each slowness or loss that touches it

  std::vector<Lease> leases;            // home leases first
  std::vector<LeaseIndex> free_leases;  // behind the home leases, to be used again
  std::map<std::pair<model::NodeIndex, model::NodeIndex>, LeaseIndex> temporary;  // those, from both of their ends
  std::map<LeaseIndex, SimTime> expired;  // leases that have expired: the last time
  PositionSet ring;                       // positions of the nodes in the ring
  PositionSet blocked;                    // positions of joining nodes that wait for something to change
  std::array<NetworkFault, most_network_faults> partitions;    // by bit of `side`
  std::array<NetworkFault, most_network_faults> rough_faults;  // by bit of `rough`
  FederationNumbers numbers;
  std::uint64_t losing = 0;             // nodes in the ring that are to fail
  std::uint64_t changing_nodes = 0;     // booting, suspended, losing, or joining and not blocked
  std::uint64_t changing_sessions = 0;  // to be renewed after a change of settings, or to be closed
  std::uint64_t establishing = 0;       // leases
  std::uint32_t partitions_on = 0;
  bool all_have_quorum = true;               // every quorum_seen is max
  SimTime tickets_at = SimTime::min();       // the next RefreshTickets; min: none, for nothing is in doubt
  SimTime global_lease_at = SimTime::min();  // the next ExpireGlobalLease
  SimTime ring_forms_at = SimTime::min();    // the next FormRing
  SimTime ages_at = SimTime::min();          // the next AgeSessions
  SessionsByAge by_age;

  // Its process belongs to the ring and can act for its leases.
  [[nodiscard]] bool alive(model::NodeIndex node) const {
    return state[node] == NodeState::up || state[node] == NodeState::suspended;
  }
  // Arbitration has decided against it; it fails at next_at.
  [[nodiscard]] bool is_losing(model::NodeIndex node) const { return alive(node) && next_at[node] != SimTime::min(); }
  // Without a lease in doubt, a node that is to fail and a partition, the leases of the ring tie all its nodes
  // together.
  [[nodiscard]] bool is_whole() const { return numbers.leases_in_doubt == 0 && losing == 0 && partitions_on == 0; }
  // Within so long before `at`?
  [[nodiscard]] bool has_expired_lately(LeaseIndex lease, Duration window, SimTime at) const {
    const auto found = expired.find(lease);
    return found != expired.end() && at - found->second <= window;
  }
  // Nobody is about to go on to another state by itself.
  [[nodiscard]] bool settled() const {
    return changing_nodes == 0 && changing_sessions == 0 && numbers.leases_in_doubt == 0 &&
           tickets_at == SimTime::min() && global_lease_at == SimTime::min() && ring_forms_at == SimTime::min();
  }
  void add_to(Hash& hash) const;
  [[nodiscard]] std::size_t memory_bytes() const;  // about
  friend bool operator==(const Federation&, const Federation&) = default;
};

// The 128 bits that place a node on the ring: its id as given, or a hash of its name.
struct NodeId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};
[[nodiscard]] NodeId node_id(const model::Cluster& cluster, model::NodeIndex node);

// What never changes: the order of the ring, and which leases are at home.
class Ring {
 public:
  Ring() = default;
  Ring(const model::Cluster& cluster, std::uint32_t neighborhood_size);

  [[nodiscard]] RingPosition position_of(model::NodeIndex node) const { return position_[node]; }
  [[nodiscard]] model::NodeIndex node_at(RingPosition position) const { return node_[position]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(node_.size()); }
  [[nodiscard]] const std::vector<model::NodeIndex>& seeds() const { return seeds_; }  // by index of node
  [[nodiscard]] std::uint32_t home_distance() const { return home_distance_; }         // at most half of the ring
  [[nodiscard]] LeaseIndex home_leases() const { return home_leases_; }
  [[nodiscard]] std::uint32_t neighborhood_size() const { return neighborhood_size_; }
  // Votes that decide; 0 when there are no seed nodes, so that nothing depends on them.
  [[nodiscard]] std::uint32_t quorum() const {
    return seeds_.empty() ? 0 : static_cast<std::uint32_t>(seeds_.size() / 2 + 1);
  }
  // The home lease of these two; nobody when the ring lies between them.
  [[nodiscard]] LeaseIndex home_lease(model::NodeIndex a, model::NodeIndex b) const;
  // The home lease from this position to the one `distance` further on; nobody when the other end counts it.
  [[nodiscard]] LeaseIndex home_lease_at(RingPosition position, std::uint32_t distance) const {
    const bool opposite = distance * 2 == size();
    return opposite && position >= distance ? nobody : position * home_distance_ + distance - 1;
  }

 private:
  std::vector<RingPosition> position_;  // by node
  std::vector<model::NodeIndex> node_;  // by position
  std::vector<model::NodeIndex> seeds_;
  std::uint32_t neighborhood_size_ = 0;
  std::uint32_t home_distance_ = 0;
  LeaseIndex home_leases_ = 0;
};

}  // namespace certdrill::world
