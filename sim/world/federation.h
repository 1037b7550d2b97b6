// Federation is what lives between the nodes: who is up, the ring of their ids, the leases and sessions of neighbours,
// and the votes of the seed nodes. It is a part of the world's state: plain values, copied, compared and hashed with it.
//
// Ring       positions 0 to n-1 by node id. A node has leases with the `neighborhood_size` next nodes that are in the ring,
//            on each side. The leases of the full ring are its home leases and have fixed numbers; those that bridge
//            missing nodes come and go behind them.
// Session    of a lease, made with the certificates that both ends had loaded at that moment. The transport's ends with the
//            process; the kernel's, which carries the lease, ends with the host.
// Healthy    a lease whose session is open is renewed every lease_duration / lease_renew_begin_ratio, counted from
//            `granted`, and no event says so. One whose session is not open, or whose ends cannot reach each other, is in
//            doubt, and every try is an event.
// Source     Service Fabric runtime source, Federation/, LeaseAgent/, Lease/; docs/federation.md tells what was simplified.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "world/action.h"

namespace certdrill::world {

using RingPosition = std::uint32_t;
inline constexpr std::uint32_t nobody = 0xFFFFFFFF;

// The certificates that the two ends of a session showed when it was made.
struct SessionCertificates {
  pki::CertificateId of_opener = pki::no_certificate;
  pki::CertificateId of_acceptor = pki::no_certificate;
  friend bool operator==(const SessionCertificates&, const SessionCertificates&) = default;
};

struct Lease {
  // absent: one end is not in the ring, or they are not neighbours. establishing: to be had. active: granted, perhaps in
  // doubt.
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
  std::uint8_t indirect_rounds = 0;
  SessionCertificates transport;
  SessionCertificates kernel;
  SimTime made{};  // the session
  SimTime session_at{};
  SimTime granted{};  // active: the last grant that was an event; renewals of a healthy lease are counted from it
  SimTime next_at{};
  SimTime expired{};  // the last time it expired; SimTime::min(): never, or longer ago than matters

  [[nodiscard]] bool has_session() const { return session != Session::none; }
  [[nodiscard]] bool in_doubt() const { return next != Next::nothing; }
  friend bool operator==(const Lease&, const Lease&) = default;
};

// Numbers that are kept up to date, for properties and reports.
struct FederationNumbers {
  std::uint64_t up = 0;  // suspended ones included: they still belong to the ring
  std::uint64_t suspended = 0;
  std::uint64_t eligible_seeds = 0;  // seed nodes that are up
  std::uint64_t leases_in_doubt = 0;
  // As of the last look (RefreshTickets): pieces that the nodes in the ring form over sessions and links, the nodes in the
  // piece that has a quorum of seed nodes (0: none has), and in the largest one.
  std::uint64_t pieces = 1;
  std::uint64_t nodes_with_quorum = 0;
  std::uint64_t largest_piece = 0;
  friend bool operator==(const FederationNumbers&, const FederationNumbers&) = default;
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
  std::vector<SimTime> quorum_seen;        // the last moment at which it had contact with a quorum of seed nodes
  std::vector<std::uint32_t> piece;        // as of the last look; meaningless while nothing is in doubt

  std::vector<Lease> leases;            // home leases first
  std::vector<LeaseIndex> free_leases;  // behind the home leases, to be used again
  FederationNumbers numbers;
  SimTime tickets_at = SimTime::min();       // the next RefreshTickets; min: none, for nothing is in doubt
  SimTime global_lease_at = SimTime::min();  // the next ExpireGlobalLease
  SimTime ring_forms_at = SimTime::min();    // the next FormRing
  SimTime ages_at = SimTime::min();          // the next AgeSessions

  friend bool operator==(const Federation&, const Federation&) = default;
};

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

 private:
  std::vector<RingPosition> position_;  // by node
  std::vector<model::NodeIndex> node_;  // by position
  std::vector<model::NodeIndex> seeds_;
  std::uint32_t home_distance_ = 0;
  LeaseIndex home_leases_ = 0;
};

}  // namespace certdrill::world
