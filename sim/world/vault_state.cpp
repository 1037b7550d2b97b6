#include "world/vault_state.h"

#include <algorithm>

namespace certdrill::world {
namespace {

void add_time(Hash& hash, SimTime at) { hash.add(static_cast<std::uint64_t>(unix_milliseconds(at))); }

void add_bits(Hash& hash, const std::vector<bool>& bits) {
  for (const bool bit : bits) hash.add(bit ? 1U : 0U);
}

bool waits_for_the_scan(const std::vector<model::StoreEntry>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const model::StoreEntry& entry) { return entry.key == model::PrivateKeyState::not_granted; });
}

bool is_for_provisioning(const model::Step& step) {
  if (const auto* install = std::get_if<model::InstallStep>(&step.what)) return waits_for_the_scan(install->entries);
  return std::holds_alternative<model::ReimageStep>(step.what) || std::holds_alternative<model::DeployStep>(step.what);
}

}  // namespace

Provisioned first_provisioned(const model::Scenario& scenario) {
  Provisioned first;
  first.on = !scenario.vaults.empty() || !scenario.agents.empty() ||
             std::any_of(scenario.steps.begin(), scenario.steps.end(), is_for_provisioning) ||
             std::any_of(scenario.cluster.stores.begin(), scenario.cluster.stores.end(),
                         [](const model::Store& store) { return waits_for_the_scan(store.entries); });
  if (!first.on) return first;
  const std::size_t nodes = scenario.cluster.nodes.size();
  for (const model::Vault& vault : scenario.vaults) first.vaults.push_back({vault.readers, std::nullopt});
  for (const model::VaultCertificate& line : scenario.vault_certificates) {
    const std::vector<bool> none(line.versions.size(), false);
    first.lines.push_back({});
    first.lines.back().made = first.lines.back().disabled = first.lines.back().ordered = none;
  }
  for (const model::Agent& agent : scenario.agents)
    first.agents.push_back({agent.observes, agent.runs_at_start, std::vector<AgentOnNode>(nodes)});
  first.scan_from.assign(nodes, SimTime::min());
  return first;
}

void Provisioned::add_to(Hash& hash) const {
  if (!on && warned.empty()) return;
  for (const VaultState& vault : vaults) {
    hash.add(vault.readers.size());
    for (const model::IdentityIndex reader : vault.readers) hash.add(reader);
    add_time(hash, vault.out_until.value_or(SimTime::min()));
  }
  for (const LineState& line : lines) {
    add_bits(hash, line.made);
    add_bits(hash, line.disabled);
    add_bits(hash, line.ordered);
    hash.add((line.deleted ? 1U : 0U) + (line.renewal_waits ? 2U : 0U));
    add_time(hash, line.renews_at);
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
      hash.add(static_cast<std::uint64_t>(each.stage) * 2 + (each.on_its_way ? 1U : 0U));
    }
  }
  for (const MachineStage stage : machines) hash.add(static_cast<std::uint64_t>(stage));
  for (const SimTime since : machines_since) add_time(hash, since);
  for (const SimTime from : scan_from) add_time(hash, from);
  add_bits(hash, never_deployed);
  add_bits(hash, warned);
  for (const SimTime since : in_use_since) add_time(hash, since);
}

std::size_t Provisioned::memory_bytes() const {
  std::size_t bytes = machines.capacity() * sizeof(MachineStage) + machines_since.capacity() * sizeof(SimTime) +
                      scan_from.capacity() * sizeof(SimTime) + (warned.capacity() + never_deployed.capacity()) / 8 +
                      in_use_since.capacity() * sizeof(SimTime);
  for (const AgentState& agent : agents) bytes += agent.by_node.capacity() * sizeof(AgentOnNode);
  return bytes;
}

void ClientStates::add_to(Hash& hash) const {
  for (const ClientState& client : clients) {
    hash.add(client.variant);
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
