// What the vaults hold, what the agents do and what becomes of machines, as far as it changes: a part of the world's
// state. Plain values, copied, compared and hashed with it; empty where the scenario has none of them.
//
// Memory     17 bytes a node; of each agent 24 bytes for each node of the cluster.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/sim_time.h"
#include "model/scenario.h"

namespace certdrill::world {

// A line of versions in a vault. Versions are made in their order.
struct LineState {
  static constexpr std::uint32_t no_version = 0xFFFFFFFF;

  std::vector<bool> made;      // by version: the vault has it
  std::vector<bool> disabled;  // by version
  std::vector<bool> ordered;   // by version: somebody asked for it, and it is made when it can be
  bool deleted = false;
  bool renewal_waits = false;          // it was due during an outage
  SimTime renews_at = SimTime::max();  // the next version that makes itself; max: none, or it waits
  std::uint32_t current = no_version;  // the newest version that is made and not disabled; follows from the above
  friend bool operator==(const LineState&, const LineState&) = default;
};
struct VaultState {
  std::vector<model::IdentityIndex> readers;  // sorted
  std::optional<SimTime> out_until;           // an outage is under way
  friend bool operator==(const VaultState&, const VaultState&) = default;
};

// An agent on one machine. `first_cycle` fixes the moments of all its cycles: it is drawn once, when the agent starts.
struct AgentOnNode {
  enum class Stage : std::uint8_t {
    absent,    // not on this machine
    starting,  // its first cycle is to come: not before next_poll, and by first_cycle at the latest
    syncing,   // the first cycle failed, and the machine waits for all that the agent observes
    running,
  };
  SimTime first_cycle = SimTime::min();
  // The next cycle that may find something, or since when an update is on its way to the machine (scale-set secrets);
  // min: nothing new is to be found.
  SimTime next_poll = SimTime::min();
  Stage stage = Stage::absent;
  bool on_its_way = false;  // it starts, or an update reaches it, within minutes: counts as unsettled
  friend bool operator==(const AgentOnNode&, const AgentOnNode&) = default;
};
struct AgentState {
  std::vector<model::ObservedCertificate> observes;
  bool runs = false;
  std::vector<AgentOnNode> by_node;  // of all nodes of the cluster
  friend bool operator==(const AgentState&, const AgentState&) = default;
};

// The machine of a node.
enum class MachineStage : std::uint8_t {
  deployed,
  not_made,
  provisioning,   // made, or back to its image; what comes before the bootstrap agent is under way
  failed,         // its deployment
  bootstrapping,  // what comes before the bootstrap agent is done: it is next
};

struct Provisioned {
  bool on = false;  // the scenario has vaults, agents, machines that come later, or keys that wait for the scan
  std::vector<VaultState> vaults;
  std::vector<LineState> lines;
  std::vector<AgentState> agents;
  std::vector<MachineStage> machines;   // by node; empty: all deployed, for good
  std::vector<SimTime> machines_since;  // likewise: in that stage
  std::vector<bool> never_deployed;     // likewise: nobody has known it as a node yet
  std::uint32_t absent_nodes = 0;       // so many of these
  std::vector<SimTime> scan_from;       // by node: a ScanStore is possible from then on; min: none is
  std::vector<bool> warned;             // by certificate: of its expiry; empty: nobody watches the health
  // By certificate: since when some node has presented it, to peers or to clients; min: nobody does.
  std::vector<SimTime> in_use_since;
  // What is under way and over soon, whatever the plan does: scans of stores, and updates and new agents on their way to
  // machines. A run does not end before. Cycles that are to come do not count: there is always one.
  std::uint64_t unsettled = 0;

  void add_to(Hash& hash) const;
  [[nodiscard]] std::size_t memory_bytes() const;  // about
  friend bool operator==(const Provisioned&, const Provisioned&) = default;
};

// The state when the scenario begins, with all lists as long as they are going to be; `on` says whether there is
// anything.
[[nodiscard]] Provisioned first_provisioned(const model::Scenario& scenario);

// What the nodes would present now, in numbers. Kept answers to questions about the state, not state: numbers of
// configurations mean nothing without their table.
struct PresentedNow {
  struct Shown {
    pki::CertificateId to_peers = pki::no_certificate;
    pki::CertificateId to_clients = pki::no_certificate;
  };
  std::vector<std::uint32_t> nodes;  // by configuration
  std::vector<Shown> shown;          // likewise
  std::vector<std::uint64_t> users;  // by certificate: nodes that show it to peers, and such that do so to clients
  std::vector<pki::CertificateId> touched;  // of the event that is followed: those that came into use or went out of it
};

// The clients, as far as they change.
struct ClientState {
  std::uint32_t variant = 0;         // 0: as the scenario has it; else 1 + the ClientStep that changed it last
  std::vector<model::Store> places;  // what lies in them now
  struct CallState {
    SimTime next_at{};          // of the next attempt; max: none will come
    std::uint32_t attempt = 1;  // which one that is
    SimTime began{};            // the call of that attempt
    std::uint64_t calls = 0;    // begun so far
    friend bool operator==(const CallState&, const CallState&) = default;
  };
  std::vector<CallState> calls;
  friend bool operator==(const ClientState&, const ClientState&) = default;
};
struct ClientStates {
  std::vector<ClientState> clients;
  void add_to(Hash& hash) const;
  friend bool operator==(const ClientStates&, const ClientStates&) = default;
};

}  // namespace certdrill::world
