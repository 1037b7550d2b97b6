#include "replay/actors.h"

#include <algorithm>

#include "world/vaults.h"

namespace certdrill::replay {
namespace {

constexpr std::size_t most_installs = 8;       // of an agent in one instant
constexpr EventNumber most_looked_back = 256;  // an instant may have as many events as there are nodes

VaultMoment vault_at(model::VaultIndex index, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  const world::Provisioned& state = world.provisioned();
  VaultMoment vault;
  if (index < state.vaults.size()) {
    vault.readers = state.vaults[index].readers;
    vault.out_until = state.vaults[index].out_until;
  }
  for (model::LineIndex line = 0; line < scenario.vault_certificates.size(); ++line) {
    const model::VaultCertificate& said = scenario.vault_certificates[line];
    if (said.vault != index) continue;
    LineMoment moment;
    moment.line = line;
    const world::LineState* const is = line < state.lines.size() ? &state.lines[line] : nullptr;
    for (std::size_t version = 0; version < said.versions.size(); ++version) {
      const auto bit = [&](const std::vector<bool>& bits) { return version < bits.size() && bits[version]; };
      moment.versions.push_back(
          {said.versions[version].certificate, is != nullptr && bit(is->made), is != nullptr && bit(is->disabled)});
    }
    if (is != nullptr) {
      moment.deleted = is->deleted;
      moment.renewal_waits = is->renewal_waits;
      if (!is->deleted) moment.current = world::Vaults::current_version(world, line);
    }
    vault.lines.push_back(std::move(moment));
  }
  return vault;
}

// How many nodes of an agent are in each configuration, and in which stage.
AgentMoment agent_at(model::AgentIndex index, const world::World& world) {
  using Stage = world::AgentOnNode::Stage;
  const world::AgentState& state = world.provisioned().agents[index];
  AgentMoment agent;
  agent.runs = state.runs;
  std::vector<std::uint64_t> nodes_of(world.configurations().size(), 0);
  for (model::NodeIndex node = 0; node < state.by_node.size(); ++node) {
    const world::AgentOnNode& each = state.by_node[node];
    if (each.stage == Stage::absent) continue;
    ++agent.nodes;
    ++nodes_of[world.configuration_of(node)];
    agent.syncing += each.stage == Stage::syncing ? 1U : 0U;
    agent.starting += each.stage == Stage::starting ? 1U : 0U;
    agent.to_poll += each.stage != Stage::starting && each.next_poll != SimTime::min() ? 1U : 0U;
  }
  const model::IdentityIndex identity = world.scenario().agents[index].identity;
  for (const model::ObservedCertificate& observed : state.observes) {
    ObservedMoment moment;
    moment.vault = observed.vault;
    moment.address = observed.address;
    const world::Vaults::Answer answer = world::Vaults::get(world, observed, identity);
    moment.failure = answer.failure;
    moment.certificate = answer.certificate;
    for (std::uint32_t id = 0; id < nodes_of.size() && answer.certificate != pki::no_certificate; ++id) {
      if (nodes_of[id] == 0) continue;
      const auto& entries = world.configurations().store_of(id).entries;
      const bool has = std::any_of(entries.begin(), entries.end(), [&](const model::StoreEntry& entry) {
        return entry.certificate == answer.certificate;
      });
      if (has) moment.nodes_with += nodes_of[id];
    }
    agent.observed.push_back(moment);
  }
  return agent;
}

// What agents did in the instant of this event, until it.
void tell_cycles(const RecordedRun& run, EventNumber event, std::vector<AgentMoment>& agents) {
  const std::vector<JourneyPoint>& journey = run.deliveries();
  auto next = std::upper_bound(journey.begin(), journey.end(), event,
                               [](EventNumber wanted, const JourneyPoint& each) { return wanted < each.event; });
  while (next != journey.begin()) {
    const JourneyPoint& point = *--next;
    if (run.time_of(point.event) != run.time_of(event) || event - point.event > most_looked_back) break;
    const bool installed = point.kind == JourneyPoint::Kind::installed;
    if ((!installed && point.kind != JourneyPoint::Kind::failed) || point.of >= agents.size()) continue;
    AgentMoment& agent = agents[point.of];
    if (!installed) agent.fails = true;
    const model::NodeIndex node = run.event(point.event).node;
    if (installed && node != world::nobody && agent.installs.size() < most_installs)
      agent.installs.push_back({node, brought_by(run, point.event)});
  }
}

}  // namespace

pki::CertificateId brought_by(const RecordedRun& run, EventNumber number) {
  const EventDetail& detail = run.detail(number);
  if (detail.from == world::nobody || detail.to == world::nobody) return pki::no_certificate;
  const std::vector<model::StoreEntry>& before = run.configurations().store_of(detail.from).entries;
  for (const model::StoreEntry& entry : run.configurations().store_of(detail.to).entries) {
    const bool there = std::any_of(before.begin(), before.end(), [&](const model::StoreEntry& each) {
      return each.certificate == entry.certificate;
    });
    if (!there) return entry.certificate;
  }
  return pki::no_certificate;
}

const ObservedMoment* AgentMoment::on_its_way() const {
  const auto found = std::find_if(observed.begin(), observed.end(), [this](const ObservedMoment& each) {
    return each.certificate != pki::no_certificate && each.nodes_with < nodes;
  });
  return found == observed.end() ? nullptr : &*found;
}

ActorsMoment actors_at(const RecordedRun& run, EventNumber event, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  ActorsMoment actors;
  for (model::VaultIndex vault = 0; vault < scenario.vaults.size(); ++vault)
    actors.vaults.push_back(vault_at(vault, world));
  for (model::AgentIndex agent = 0; agent < scenario.agents.size(); ++agent) {
    actors.agents.push_back(agent < world.provisioned().agents.size() ? agent_at(agent, world) : AgentMoment{});
  }
  if (event > 0) tell_cycles(run, event, actors.agents);
  for (model::ClientIndex client = 0; client < scenario.cluster.clients.size(); ++client) {
    ClientMoment moment;
    const ClientPoint& point = run.client_at(client, event);
    moment.known = point.standings.known;
    moment.shows = point.shows;
    moment.standings = point.standings;
    moment.last_calls = run.last_calls(client, event);
    actors.clients.push_back(moment);
  }
  return actors;
}

}  // namespace certdrill::replay
