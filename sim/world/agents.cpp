#include "world/agents.h"

#include <algorithm>

#include "world/delivery.h"
#include "world/machines.h"
#include "world/vaults.h"

namespace certdrill::world {
namespace {

using Stage = AgentOnNode::Stage;

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

// Access to the keys that are new in the store was granted where the rules name them; those that wait for it in the
// scenario still do.
model::Store with_new_keys_granted(model::Store store, const model::Store& before, World& world,
                                   std::uint32_t security) {
  for (model::StoreEntry& entry : store.entries) {
    if (entry.key != model::PrivateKeyState::not_granted) continue;
    const bool waited = std::any_of(before.entries.begin(), before.entries.end(), [&](const model::StoreEntry& held) {
      return held.certificate == entry.certificate && held.key == entry.key;
    });
    if (!waited && world.classes().presents_by_rule(security, entry.certificate))
      entry.key = model::PrivateKeyState::usable;
  }
  return store;
}

}  // namespace

// What was retrieved in earlier cycles is there: the current versions of what it can read.
void Agents::begin(World& world) {
  const model::Scenario& scenario = world.scenario();
  for (model::AgentIndex index = 0; index < scenario.agents.size(); ++index) {
    const model::Agent& agent = scenario.agents[index];
    AgentState& state = world.provisioned_.agents[index];
    if (!state.runs) continue;
    const Retrieval retrieval = retrieve(world, agent, state.observes);
    std::vector<std::uint32_t> key = key_of(index, retrieval);
    key.push_back(pki::no_certificate);  // with access: not what it will deliver later
    for_each_node(world, agent.where, [&](model::NodeIndex node) {
      if (!has_machine(world, node)) return;
      const std::uint32_t from = world.configuration_[node];
      world.configuration_[node] = world.table_.with_known_change(from, key, [&](const model::Store& before) {
        return with_new_keys_granted(with_delivered(before, scenario, agent, retrieval), before, world,
                                     world.table_[from].security);
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
      world_.configuration_[node], key_of(index, retrieval),
      [&](model::Store store) { return with_delivered(std::move(store), world_.scenario(), agent, retrieval); });
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

}  // namespace certdrill::world
