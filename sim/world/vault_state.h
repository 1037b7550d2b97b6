// What the vaults hold, what the agents do and what becomes of machines, as far as it changes: a part of the world's
// state. Plain values, copied, compared and hashed with it; empty where the scenario has none of them.
//
// Memory     5 bits and 8 bytes a node; of each agent 17 bytes for each node of the cluster, 0 for agents of none.
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
  std::vector<bool> made;      // by version: the vault has it
  std::vector<bool> disabled;  // by version
  bool deleted = false;
  bool renewal_waits = false;  // it was due during an outage
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
    starting,  // its first cycle is to come
    syncing,   // the first cycle failed, and an initial sync is required
    running,
  };
  SimTime first_cycle = SimTime::min();
  SimTime next_poll = SimTime::min();  // min: nothing new is to be found
  Stage stage = Stage::absent;
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
  provisioning,  // made; what comes before the bootstrap agent is under way
  failed,        // its deployment
};

struct Provisioned {
  bool on = false;  // the scenario has vaults, agents, machines that come later, or keys that wait for the scan
  std::vector<VaultState> vaults;
  std::vector<LineState> lines;
  std::vector<AgentState> agents;
  std::vector<MachineStage> machines;   // by node; empty: all deployed, for good
  std::vector<SimTime> machines_since;  // likewise: in that stage
  std::vector<SimTime> scan_from;       // by node: a ScanStore is possible from then on; min: none is
  std::vector<bool> warned;             // by certificate: of its expiry

  void add_to(Hash& hash) const;
  [[nodiscard]] std::size_t memory_bytes() const;  // about
  friend bool operator==(const Provisioned&, const Provisioned&) = default;
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
  model::NodeIndex next_node = 0;  // whose turn it is to be called
  friend bool operator==(const ClientState&, const ClientState&) = default;
};
struct ClientStates {
  std::vector<ClientState> clients;
  bool any_calls = false;  // some client makes calls, or will when a step says so
  void add_to(Hash& hash) const;
  friend bool operator==(const ClientStates&, const ClientStates&) = default;
};

}  // namespace certdrill::world
