// FederationResult is what a run did to the federation: who was lost and came back, how long there was no quorum, who
// was unavailable, and where each certificate still is at the end. Plain values; reports format them, no more.
//
// Words      lost: a node left because it had no credential, because its leases failed or because it had no contact
//            with a quorum of seed nodes for too long; not because the plan or a fault stopped it.
//            Unavailable: not `up`.
// Without    when the federation is not simulated, `simulated` is false, nobody is lost, and everybody is up.
// Cost       as large as what went wrong; a run in which nothing did has a few numbers here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "model/fault.h"
#include "pki/certificate_spec.h"
#include "world/action.h"

namespace certdrill::check {

// Where in the plan something happened.
struct PlanPlace {
  std::optional<std::uint32_t> step;    // under way
  std::optional<std::uint32_t> domain;  // under way, or the last one of the step
  bool between_domains = false;         // that domain had been completed
  friend bool operator==(const PlanPlace&, const PlanPlace&) = default;
};

struct Stretch {
  SimTime from{};
  std::optional<SimTime> until;  // none: to the end of the run
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

struct NodeLoss {
  model::NodeIndex node = 0;
  world::Cause cause = world::Cause::none;
  SimTime at{};
  std::optional<SimTime> back;
  PlanPlace place;
};

// A node that was not up, or the whole cluster without a quorum of seed nodes.
struct Outage {
  std::optional<model::NodeIndex> node;  // none: the cluster
  Stretch time;
};

// Where a certificate is at the end of a run.
struct CertificateUse {
  pki::CertificateId certificate = pki::no_certificate;
  std::uint64_t on_disk = 0;                  // nodes with it in their store
  std::uint64_t loaded = 0;                   // nodes whose process has it loaded to present
  std::uint64_t transport_sessions = 0;       // open ones with it at one end or at both
  std::uint64_t kernel_leases = 0;            // likewise, the sessions of the kernels that carry leases
  std::uint64_t nodes = 0;                    // that have it loaded, or show it in a session
  std::vector<model::NodeIndex> first_nodes;  // of these, in order; a few
  [[nodiscard]] bool in_use() const { return nodes > 0; }
  friend bool operator==(const CertificateUse&, const CertificateUse&) = default;
};

// The trust reading, as one sentence needs it.
struct TrustBreaks {
  std::uint64_t number = 0;      // how often it broke
  SimTime from{};                // the first time
  std::optional<SimTime> until;  // the last time it mended; none: broken at the end
};

// One line of what became of the federation.
struct FederationTurn {
  SimTime at{};
  std::string text;  // "N0, N5 (UD0) are lost: their leases failed"
};

struct FederationResult {
  bool simulated = false;
  TrustBreaks trust;
  std::uint64_t nodes = 0;        // without those that were never deployed
  bool forms_during_run = false;  // its seed nodes are deployed during the run
  std::uint64_t unavailable = 0;  // at the end
  std::uint64_t lost = 0;         // at the end: lost and not back
  std::uint64_t most_unavailable = 0;
  SimTime most_unavailable_at{};
  std::vector<NodeLoss> losses;  // in order of time
  std::optional<Outage> longest_outage;
  std::vector<Stretch> without_quorum;
  std::vector<Stretch> not_one_piece;  // of the nodes that belong to it
  std::vector<SimTime> rings_formed;
  std::vector<CertificateUse> use;  // of each certificate that a node holds, loads or shows
  // The words: one sentence for each reading, and the turns of events in their order.
  std::string trust_reading;
  std::string federation_reading;
  std::vector<FederationTurn> turns;
};

}  // namespace certdrill::check
