#include "world/agents.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "world/machines.h"
#include "world/vaults.h"

namespace certdrill::world {
namespace {

using Stage = AgentOnNode::Stage;
using Key = model::PrivateKeyState;

// What an agent was given for one of the addresses on its list.
struct Retrieved {
  pki::CertificateId certificate = pki::no_certificate;
  model::LineIndex line = 0;
};
struct Retrieval {
  std::vector<Retrieved> got;                               // in the order of its list
  ProvisioningFailure failure = ProvisioningFailure::none;  // the first one
  std::uint32_t failed = 0;                                 // its place in the list
};

bool polls(const model::Agent& agent) { return agent.kind != model::AgentKind::scale_set_secrets; }

template <typename Visit>
void for_each_node(const World& world, const model::NodeSelection& where, Visit&& visit) {
  if (where.all) {
    for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node) visit(node);
  } else {
    for (const model::NodeIndex node : where.nodes) visit(node);
  }
}

bool selects(const model::NodeSelection& where, model::NodeIndex node) {
  return where.all || std::binary_search(where.nodes.begin(), where.nodes.end(), node);
}

bool has_machine(const World& world, model::NodeIndex node) {
  const std::vector<MachineStage>& machines = world.provisioned().machines;
  return machines.empty() || machines[node] != MachineStage::not_made;
}

// In its order; one that fails is passed over. The compute service takes all or none.
// Source   management article, "Certificate provisioning, explained": "On failing to retrieve an observed certificate, it
//          would continue to the next in line"; "Certificate cleanup": a disabled version fails deployments as a whole.
Retrieval retrieve(const World& world, const model::Agent& agent,
                   const std::vector<model::ObservedCertificate>& observes) {
  Retrieval retrieval;
  for (std::uint32_t place = 0; place < observes.size(); ++place) {
    const Vaults::Answer answer = Vaults::get(world, observes[place], agent.identity);
    if (answer.failure == ProvisioningFailure::none) {
      retrieval.got.push_back({answer.certificate, *observes[place].line});
    } else if (retrieval.failure == ProvisioningFailure::none) {
      retrieval.failure = answer.failure;
      retrieval.failed = place;
    }
  }
  if (!polls(agent) && retrieval.failure != ProvisioningFailure::none) retrieval.got.clear();
  return retrieval;
}

// Says in full what installing this does to a store; `first`: before the scenario begins.
std::vector<std::uint32_t> key_of(model::AgentIndex agent, const Retrieval& retrieval, bool first) {
  std::vector<std::uint32_t> key = {agent, first ? 1U : 0U};
  key.reserve(2 + 2 * retrieval.got.size());
  for (const Retrieved& each : retrieval.got) {
    key.push_back(each.certificate);
    key.push_back(each.line);
  }
  return key;
}

// A file that is dropped takes the place of the one before it: whatever the line had brought.
void remove_older(model::Store& store, const model::VaultCertificate& line, pki::CertificateId newest) {
  std::vector<pki::CertificateId> of_line;
  for (const model::VaultVersion& version : line.versions) of_line.push_back(version.certificate);
  std::sort(of_line.begin(), of_line.end());
  std::erase_if(store.entries, [&](const model::StoreEntry& entry) {
    return entry.certificate != newest && std::binary_search(of_line.begin(), of_line.end(), entry.certificate);
  });
}

// True when it was not there before, or not with its key. A key that lies there stays as it is.
bool add(model::Store& store, pki::CertificateId certificate, Key key) {
  const auto place =
      std::lower_bound(store.entries.begin(), store.entries.end(), certificate,
                       [](const model::StoreEntry& entry, pki::CertificateId id) { return entry.certificate < id; });
  if (place == store.entries.end() || place->certificate != certificate) {
    store.entries.insert(place, {certificate, key, pki::no_certificate});
    return true;
  }
  if (place->key != Key::absent && place->key != Key::of_another_certificate) return false;
  place->key = key;
  return true;
}

// `key_for(certificate)`: what the node gets of its private key.
template <typename KeyFor>
model::Store install(model::Store store, const model::Scenario& scenario, const model::Agent& agent,
                     const Retrieval& retrieval, KeyFor&& key_for) {
  for (const Retrieved& each : retrieval.got) {
    const bool drops = agent.kind == model::AgentKind::file_drop;
    if (drops) remove_older(store, scenario.vault_certificates[each.line], each.certificate);
    const bool is_new = add(store, each.certificate, drops ? Key::usable : key_for(each.certificate));
    if (is_new && agent.link_on_renewal)
      store = with_links_to(std::move(store), each.certificate, scenario.certificates);
  }
  return store;
}

// Names of different types never are the same.
std::vector<std::string> alternative_names(const pki::CertificateSpec& spec) {
  std::vector<std::string> names;
  for (const std::string& name : spec.dns_names) names.push_back("dns:" + lower_ascii(name));
  for (const std::string& name : spec.email_names) names.push_back("email:" + lower_ascii(name));
  for (const std::string& name : spec.ip_addresses) names.push_back("ip:" + name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

SimTime next_cycle(const model::Agent& agent, const AgentOnNode& each, SimTime after) {
  const Duration interval = std::max(Duration(1), agent.polling_interval);
  return each.first_cycle + ((after - each.first_cycle) / interval + 1) * interval;
}

Window window_of_poll(const model::Agent& agent, const AgentOnNode& each) {
  return {each.next_poll, polls(agent) ? each.next_poll : each.next_poll + Agents::rollout};
}

bool concerns(const AgentState& state, model::IdentityIndex identity, model::VaultIndex vault,
              const VaultChange& change) {
  if (change.identity && *change.identity != identity) return false;
  return std::any_of(state.observes.begin(), state.observes.end(), [&](const model::ObservedCertificate& observed) {
    return observed.vault == vault && (!change.line || observed.line == change.line);
  });
}

}  // namespace

// What was retrieved in earlier cycles is there: the current versions of what it can read. Access to their keys was
// granted where the rules name them.
void Agents::begin(World& world) {
  const model::Scenario& scenario = world.scenario();
  for (model::AgentIndex index = 0; index < scenario.agents.size(); ++index) {
    const model::Agent& agent = scenario.agents[index];
    AgentState& state = world.provisioned_.agents[index];
    if (!state.runs) continue;
    const Retrieval retrieval = retrieve(world, agent, state.observes);
    const std::vector<std::uint32_t> key = key_of(index, retrieval, true);
    for_each_node(world, agent.where, [&](model::NodeIndex node) {
      if (!has_machine(world, node)) return;
      const std::uint32_t from = world.configuration_[node];
      world.configuration_[node] = world.table_.with_known_change(from, key, [&](model::Store store) {
        const std::uint32_t security = world.table_[from].security;
        return install(std::move(store), scenario, agent, retrieval, [&](pki::CertificateId certificate) {
          return world.classes_.presents_by_rule(security, certificate) ? Key::usable : Key::not_granted;
        });
      });
      AgentOnNode& each = state.by_node[node];
      each.stage = polls(agent) ? Stage::starting : Stage::running;
      if (!polls(agent)) return;
      each.next_poll = scenario.start;
      each.first_cycle = scenario.start + agent.polling_interval;
    });
  }
}

void Agents::vault_changed(model::VaultIndex vault, const VaultChange& change, SimTime at, Effects& effects) {
  const std::vector<model::Agent>& agents = world_.scenario().agents;
  for (model::AgentIndex index = 0; index < agents.size(); ++index) {
    const AgentState& state = world_.provisioned_.agents[index];
    if (!state.runs || !polls(agents[index]) || !concerns(state, agents[index].identity, vault, change)) continue;
    for_each_node(world_, agents[index].where, [&](model::NodeIndex node) { update_on(index, node, at, effects); });
  }
}

// Something new may be found on this machine: in the next cycle, or when the update reaches it.
void Agents::update_on(model::AgentIndex agent, model::NodeIndex node, SimTime at, Effects& effects) {
  AgentOnNode& each = world_.provisioned_.agents[agent].by_node[node];
  if (each.stage != Stage::running && each.stage != Stage::syncing) return;
  const model::Agent& who = world_.scenario().agents[agent];
  if (polls(who)) {
    if (each.next_poll != SimTime::min()) return;
    each.next_poll = next_cycle(who, each, at);
  } else {
    each.next_poll = at + Duration(1);
    set_on_its_way(each, true);
  }
  effects.enabled.push_back({PollVault{agent, node}, window_of_poll(who, each)});
}

void Agents::set_on_its_way(AgentOnNode& each, bool on_its_way) {
  if (each.on_its_way && !on_its_way) --world_.provisioned_.unsettled;
  if (!each.on_its_way && on_its_way) ++world_.provisioned_.unsettled;
  each.on_its_way = on_its_way;
}

bool Agents::can_read_all(const std::vector<model::ObservedCertificate>& observes, model::AgentIndex agent,
                          Effects& effects) const {
  const Retrieval retrieval = retrieve(world_, world_.scenario().agents[agent], observes);
  if (retrieval.failure == ProvisioningFailure::none) return true;
  effects.provisioning = retrieval.failure;
  effects.observed = retrieval.failed;
  return false;
}

void Agents::change(const model::AgentStep& step, SimTime at, Effects& effects) {
  using Run = model::AgentStep::Run;
  const model::Agent& agent = world_.scenario().agents[step.agent];
  AgentState& state = world_.provisioned_.agents[step.agent];
  const bool starts = step.run == Run::start && !state.runs;
  const bool will_run = starts || (state.runs && step.run != Run::stop);
  if (!polls(agent) && will_run && (starts || step.observes) &&
      !can_read_all(step.observes.value_or(state.observes), step.agent, effects))
    return;
  if (step.observes) state.observes = *step.observes;
  if (step.run == Run::stop) {
    stop(step.agent, at, effects);
  } else if (starts) {
    state.runs = true;
    for_each_node(world_, agent.where, [&](model::NodeIndex node) { start_on(step.agent, node, at, effects); });
  } else if (state.runs && step.observes) {
    for_each_node(world_, agent.where, [&](model::NodeIndex node) { update_on(step.agent, node, at, effects); });
  }
}

void Agents::machine_made(model::NodeIndex node, SimTime at, Effects& effects) {
  const std::vector<model::Agent>& agents = world_.scenario().agents;
  for (model::AgentIndex agent = 0; agent < agents.size(); ++agent) {
    stop_on(agent, node);
    if (world_.provisioned_.agents[agent].runs && selects(agents[agent].where, node))
      start_on(agent, node, at, effects);
  }
}

void Agents::start_on(model::AgentIndex agent, model::NodeIndex node, SimTime at, Effects& effects) {
  if (!has_machine(world_, node)) return;
  AgentOnNode& each = world_.provisioned_.agents[agent].by_node[node];
  each.stage = Stage::starting;
  each.next_poll = at + Duration(1);
  each.first_cycle = at + rollout;
  set_on_its_way(each, true);
  effects.enabled.push_back({StartAgent{agent, node}, {each.next_poll, each.first_cycle}});
}

void Agents::stop_on(model::AgentIndex agent, model::NodeIndex node) {
  AgentOnNode& each = world_.provisioned_.agents[agent].by_node[node];
  set_on_its_way(each, false);
  each = {};
}

void Agents::stop(model::AgentIndex agent, SimTime at, Effects& effects) {
  AgentState& state = world_.provisioned_.agents[agent];
  state.runs = false;
  for_each_node(world_, world_.scenario().agents[agent].where, [&](model::NodeIndex node) {
    const bool was_ready = ready(world_, agent, node);
    stop_on(agent, node);
    if (!was_ready) Machines(world_).agent_ready(node, at, effects);  // nobody waits for it any more
  });
}

bool Agents::ready(const World& world, model::AgentIndex agent, model::NodeIndex node) {
  const Stage stage = world.provisioned().agents[agent].by_node[node].stage;
  return stage == Stage::running || stage == Stage::absent;
}

void Agents::apply(const StartAgent& action, SimTime at, Effects& effects) {
  AgentOnNode& each = world_.provisioned_.agents[action.agent].by_node[action.node];
  each.first_cycle = at;
  work(action.agent, action.node, at, effects);
}

void Agents::apply(const PollVault& action, SimTime at, Effects& effects) {
  work(action.agent, action.node, at, effects);
}

void Agents::work(model::AgentIndex index, model::NodeIndex node, SimTime at, Effects& effects) {
  const model::Agent& agent = world_.scenario().agents[index];
  AgentState& state = world_.provisioned_.agents[index];
  AgentOnNode& each = state.by_node[node];
  each.next_poll = SimTime::min();
  set_on_its_way(each, false);
  const Retrieval retrieval = retrieve(world_, agent, state.observes);
  const bool failed = retrieval.failure != ProvisioningFailure::none;
  if (failed) {
    effects.provisioning = retrieval.failure;
    effects.observed = retrieval.failed;
  }
  const std::uint32_t to = world_.table_.with_known_change(
      world_.configuration_[node], key_of(index, retrieval, false), [&](model::Store store) {
        return install(std::move(store), world_.scenario(), agent, retrieval,
                       [](pki::CertificateId) { return Key::not_granted; });
      });
  world_.set_store(node, to, at, effects);
  if (each.stage == Stage::running) return;
  const bool all_required = agent.require_initial_sync || !polls(agent);
  each.stage = failed && all_required ? Stage::syncing : Stage::running;
  if (each.stage == Stage::running) Machines(world_).agent_ready(node, at, effects);
}

bool Agents::expects(const World& world, const StartAgent& action, SimTime at) {
  const std::vector<AgentState>& agents = world.provisioned().agents;
  if (action.agent >= agents.size()) return false;
  const AgentOnNode& each = agents[action.agent].by_node[action.node];
  return each.stage == Stage::starting && each.next_poll <= at && at <= each.first_cycle;
}

bool Agents::expects(const World& world, const PollVault& action, SimTime at) {
  const std::vector<AgentState>& agents = world.provisioned().agents;
  if (action.agent >= agents.size()) return false;
  const AgentOnNode& each = agents[action.agent].by_node[action.node];
  if (each.next_poll == SimTime::min() || (each.stage != Stage::running && each.stage != Stage::syncing)) return false;
  const Window window = window_of_poll(world.scenario().agents[action.agent], each);
  return window.earliest <= at && at <= window.latest;
}

void Agents::list_possible(const World& world, Effects& found) {
  const std::vector<AgentState>& agents = world.provisioned().agents;
  for (model::AgentIndex index = 0; index < agents.size(); ++index) {
    for (model::NodeIndex node = 0; node < agents[index].by_node.size(); ++node) {
      const AgentOnNode& each = agents[index].by_node[node];
      if (each.stage == Stage::starting) {
        found.enabled.push_back({StartAgent{index, node}, {each.next_poll, each.first_cycle}});
      } else if (each.stage != Stage::absent && each.next_poll != SimTime::min()) {
        const Window window = window_of_poll(world.scenario().agents[index], each);
        found.enabled.push_back({PollVault{index, node}, window});
      }
    }
  }
}

model::Store with_links_to(model::Store store, pki::CertificateId retrieved,
                           const std::vector<pki::CertificateSpec>& certificates) {
  const std::vector<std::string> all = alternative_names(certificates[retrieved]);
  for (model::StoreEntry& entry : store.entries) {
    if (entry.certificate == retrieved) continue;
    const std::vector<std::string> names = alternative_names(certificates[entry.certificate]);
    const bool included = !names.empty() && std::includes(all.begin(), all.end(), names.begin(), names.end());
    if (included) entry.renewed_by = retrieved;
  }
  return store;
}

}  // namespace certdrill::world
