#include "world/vault_state.h"

namespace certdrill::world {
namespace {

void add_time(Hash& hash, SimTime at) { hash.add(static_cast<std::uint64_t>(unix_milliseconds(at))); }

void add_bits(Hash& hash, const std::vector<bool>& bits) {
  for (const bool bit : bits) hash.add(bit ? 1U : 0U);
}

}  // namespace

void Provisioned::add_to(Hash& hash) const {
  if (!on) return;
  for (const VaultState& vault : vaults) {
    hash.add(vault.readers.size());
    for (const model::IdentityIndex reader : vault.readers) hash.add(reader);
    add_time(hash, vault.out_until.value_or(SimTime::min()));
  }
  for (const LineState& line : lines) {
    add_bits(hash, line.made);
    add_bits(hash, line.disabled);
    hash.add((line.deleted ? 1U : 0U) + (line.renewal_waits ? 2U : 0U));
  }
  for (const AgentState& agent : agents) {
    hash.add(agent.runs ? 1U : 0U);
    hash.add(agent.observes.size());
    for (const model::ObservedCertificate& observed : agent.observes) {
      hash.add(observed.vault);
      hash.add(std::uint64_t{observed.line.value_or(0xFFFFFFFF)} << 32 | observed.version.value_or(0xFFFFFFFF));
    }
    for (const AgentOnNode& each : agent.by_node) {
      add_time(hash, each.first_cycle);
      add_time(hash, each.next_poll);
      hash.add(static_cast<std::uint64_t>(each.stage));
    }
  }
  for (const MachineStage stage : machines) hash.add(static_cast<std::uint64_t>(stage));
  for (const SimTime since : machines_since) add_time(hash, since);
  for (const SimTime from : scan_from) add_time(hash, from);
  add_bits(hash, warned);
}

std::size_t Provisioned::memory_bytes() const {
  std::size_t bytes = machines.capacity() * sizeof(MachineStage) + machines_since.capacity() * sizeof(SimTime) +
                      scan_from.capacity() * sizeof(SimTime) + warned.capacity() / 8;
  for (const AgentState& agent : agents) bytes += agent.by_node.capacity() * sizeof(AgentOnNode);
  return bytes;
}

void ClientStates::add_to(Hash& hash) const {
  for (const ClientState& client : clients) {
    hash.add(client.variant);
    hash.add(client.next_node);
    for (const model::Store& place : client.places) {
      hash.add(place.entries.size());
      for (const model::StoreEntry& entry : place.entries)
        hash.add(std::uint64_t{entry.certificate} * 8 + static_cast<std::uint64_t>(entry.key));
    }
    for (const ClientState::CallState& call : client.calls) {
      add_time(hash, call.next_at);
      hash.add(call.attempt);
      add_time(hash, call.began);
      hash.add(call.calls);
    }
  }
}

}  // namespace certdrill::world
