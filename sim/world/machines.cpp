#include "world/machines.h"

#include <algorithm>
#include <utility>

#include "trust/presentation.h"
#include "world/agents.h"
#include "world/membership.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

// How long the bootstrap agent takes to come, once it may.
constexpr Duration bootstrap_takes = std::chrono::minutes(1);

struct MachineStep {
  const model::NodeSelection* where = nullptr;
  Duration within{};
  bool reimages = false;
};

// Null unless the step under way makes machines, or brings them back to their image.
MachineStep step_under_way(const World& world) {
  if (world.progress().stage != Stage::making_machines) return {};
  const auto& what = world.scenario().steps[world.progress().step].what;
  if (const auto* reimage = std::get_if<model::ReimageStep>(&what)) return {&reimage->where, reimage->within, true};
  const auto& deploy = std::get<model::DeployStep>(what);
  return {&deploy.where, deploy.within, false};
}

bool selects(const model::NodeSelection& where, model::NodeIndex node) {
  return where.all || std::binary_search(where.nodes.begin(), where.nodes.end(), node);
}

template <typename Visit>
void for_each_node(const World& world, const model::NodeSelection& where, Visit visit) {
  if (where.all) {
    for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node) visit(node);
  } else {
    for (const model::NodeIndex node : where.nodes) visit(node);
  }
}

Window window_of_step(const World& world, const MachineStep& step) {
  const SimTime begin = world.progress().since;
  return {begin + Duration(1), begin + std::max(Duration(1), step.within)};
}

Window bootstrap_window(SimTime since) { return {since + Duration(1), since + bootstrap_takes}; }

// Is there something for this step to do? A machine that was never made has no image to go back to.
bool is_waiting(const World& world, const MachineStep& step, model::NodeIndex node) {
  if (world.has_acted(node)) return false;
  const MachineStage stage = world.provisioned().machines[node];
  return step.reimages ? stage == MachineStage::deployed || stage == MachineStage::failed
                       : stage == MachineStage::not_made;
}

// Its entries as they are written, each once, with the place that the resolved rule has them in.
std::vector<std::pair<std::size_t, std::string>> entries_of(const model::PresentationRule& rule) {
  std::vector<std::pair<std::size_t, std::string>> entries;
  const auto add = [&](std::size_t place, std::string text) {
    const bool known =
        std::any_of(entries.begin(), entries.end(), [&](const auto& each) { return each.second == text; });
    if (!known) entries.emplace_back(place, std::move(text));
  };
  if (const auto* thumbprints = std::get_if<model::PresentByThumbprint>(&rule)) {
    for (std::size_t i = 0; i < thumbprints->entries.size(); ++i) add(i, "TP=" + thumbprints->entries[i].text);
  } else if (const auto* names = std::get_if<model::PresentByCommonName>(&rule)) {
    for (std::size_t i = 0; i < names->entries.size(); ++i) add(i, "CN=" + names->entries[i].text);
  } else if (const auto* extension = std::get_if<model::PresentByExtension>(&rule)) {
    for (std::size_t i = 0; i < extension->entries.size(); ++i) add(i, "SAN=" + extension->entries[i].text);
  }
  return entries;
}

bool has_key(const trust::Candidate& candidate) {
  return candidate.fate != trust::CandidateFate::no_private_key &&
         candidate.fate != trust::CandidateFate::key_of_another;
}

Machines::Lack lack_of_rule(const World& world, const model::PresentationRule& rule, const model::Store& store,
                            SimTime at) {
  const std::vector<std::pair<std::size_t, std::string>> entries = entries_of(rule);
  if (entries.empty()) return {};
  const pki::CertificateSet& certificates = *world.setting().certificates();
  const trust::Presentation found = trust::choose_presented(trust::resolve(rule, certificates), store, certificates,
                                                            world.scenario().switches, at + store.clock_offset);
  for (const auto& [place, text] : entries) {
    const auto of_entry = [place = place](const trust::Candidate& each) { return each.entry == place; };
    const auto& all = found.candidates;
    if (std::none_of(all.begin(), all.end(), of_entry)) return {ProvisioningFailure::certificate_missing, text, false};
    if (std::none_of(all.begin(), all.end(), [&](const auto& each) { return of_entry(each) && has_key(each); }))
      return {ProvisioningFailure::private_key_missing, text, false};
  }
  return {};
}

// Parts the kept answers about stores from those of agents, whose keys begin with the number of an agent.
constexpr std::uint32_t of_machines = 0xFFFFFFFF;
enum class Change : std::uint32_t { to_image, deployed };

}  // namespace

void Machines::begin(World& world) {
  const model::Scenario& scenario = world.scenario();
  Provisioned& provisioned = world.provisioned_;
  for (const model::Step& step : scenario.steps) {
    const auto* const deploy = std::get_if<model::DeployStep>(&step.what);
    if (deploy == nullptr && !std::holds_alternative<model::ReimageStep>(step.what)) continue;
    provisioned.on = true;
    if (provisioned.machines.empty()) {
      provisioned.machines.assign(world.setting().node_count(), MachineStage::deployed);
      provisioned.machines_since.assign(world.setting().node_count(), scenario.start);
      provisioned.never_deployed.assign(world.setting().node_count(), false);
    }
    if (deploy == nullptr) continue;
    for_each_node(world, deploy->where, [&](model::NodeIndex node) {
      if (provisioned.never_deployed[node]) return;
      provisioned.machines[node] = MachineStage::not_made;
      provisioned.never_deployed[node] = true;
      ++provisioned.absent_nodes;
      world.configuration_[node] = world.table_.with_changed_store(world.configuration_[node], [](model::Store store) {
        store.deployed = false;
        return store;
      });
    });
  }
}

Machines::Lack Machines::lack_of(const World& world, model::NodeIndex node, SimTime at) {
  const std::uint32_t id = world.configuration_of(node);
  const model::SecurityConfiguration& security = world.scenario().securities[world.configurations()[id].security];
  const model::Store& store = world.configurations().store_of(id);
  Lack lack = lack_of_rule(world, security.presents, store, at);
  if (lack.failure != ProvisioningFailure::none || !security.management.presents) return lack;
  lack = lack_of_rule(world, *security.management.presents, store, at);
  lack.of_endpoint = lack.failure != ProvisioningFailure::none;
  return lack;
}

// One that was never started has nothing to do with the machine.
std::optional<model::AgentIndex> Machines::awaited_agent(const World& world, model::NodeIndex node) {
  const model::Scenario& scenario = world.scenario();
  for (const model::AgentIndex agent : scenario.cluster.bootstrap.after) {
    const std::vector<AgentState>& states = world.provisioned().agents;
    if (agent < states.size() && !states[agent].runs) continue;
    if (selects(scenario.agents[agent].where, node) && !Agents::ready(world, agent, node)) return agent;
  }
  return std::nullopt;
}

void Machines::begin_reimage(const model::ReimageStep& /*step*/, SimTime at, Effects& effects) {
  begin_step(at, effects);
}
void Machines::begin_deploy(const model::DeployStep& /*step*/, SimTime at, Effects& effects) {
  begin_step(at, effects);
}

void Machines::begin_step(SimTime at, Effects& effects) {
  Progress& progress = world_.progress_;
  progress.stage = Stage::making_machines;
  progress.since = at;
  const std::size_t before = effects.enabled.size();
  list_step(world_, effects);
  progress.remaining = static_cast<std::uint32_t>(effects.enabled.size() - before);
  if (progress.remaining == 0) world_.complete_step(at, effects);  // a selection that names no node
}

void Machines::list_step(const World& world, Effects& found) {
  const MachineStep step = step_under_way(world);
  if (step.where == nullptr) return;
  const Window window = window_of_step(world, step);
  for_each_node(world, *step.where, [&](model::NodeIndex node) {
    if (!is_waiting(world, step, node)) return;
    if (step.reimages) {
      found.enabled.push_back({ReimageNode{node}, window});
    } else {
      found.enabled.push_back({DeployNode{node}, window});
    }
  });
}

void Machines::set_stage(model::NodeIndex node, MachineStage stage, SimTime at) {
  world_.provisioned_.machines[node] = stage;
  world_.provisioned_.machines_since[node] = at;
}

// The store is that of the image. What its surroundings keep from it, CRLs and the right time, has nothing to do with it.
void Machines::make(model::NodeIndex node, SimTime at, Effects& effects) {
  world_.mark_acted(node);
  set_stage(node, MachineStage::provisioning, at);
  const model::Cluster& cluster = world_.scenario().cluster;
  const std::uint32_t from = world_.configuration_[node];
  const std::vector<std::uint32_t> key = {of_machines, static_cast<std::uint32_t>(Change::to_image),
                                          cluster.nodes[node].store};
  const std::uint32_t to = world_.table_.with_known_change(from, key, [&](model::Store now) {
    model::Store image = cluster.stores[cluster.nodes[node].store];
    image.unreachable_crls = std::move(now.unreachable_crls);
    image.clock_offset = now.clock_offset;
    image.deployed = false;
    return image;
  });
  if (to != from) world_.set_configuration(node, to, at, effects);
  const SimTime fails = at + cluster.bootstrap.timeout;
  effects.enabled.push_back({FailDeployment{node}, {fails, fails}});
  Agents(world_).machine_made(node, at, effects);
  agent_ready(node, at, effects);
}

void Machines::agent_ready(model::NodeIndex node, SimTime at, Effects& effects) {
  const std::vector<MachineStage>& machines = world_.provisioned_.machines;
  if (machines.empty() || machines[node] != MachineStage::provisioning || awaited_agent(world_, node)) return;
  set_stage(node, MachineStage::bootstrapping, at);
  effects.enabled.push_back({BootstrapNode{node}, bootstrap_window(at)});
}

void Machines::finish(SimTime at, Effects& effects) {
  if (--world_.progress_.remaining == 0) world_.complete_step(at, effects);
}

void Machines::apply(const ReimageNode& action, SimTime at, Effects& effects) {
  Membership(world_).stop(action.node, Membership::Stop::silently_with_host, Cause::reimaged, at, effects);
  make(action.node, at, effects);
}

void Machines::apply(const DeployNode& action, SimTime at, Effects& effects) { make(action.node, at, effects); }

void Machines::apply(const BootstrapNode& action, SimTime at, Effects& effects) {
  const model::NodeIndex node = action.node;
  effects.provisioning = lack_of(world_, node, at).failure;
  if (effects.provisioning != ProvisioningFailure::none) {
    set_stage(node, MachineStage::failed, at);
    finish(at, effects);
    return;
  }
  set_stage(node, MachineStage::deployed, at);
  if (world_.provisioned_.never_deployed[node]) {
    world_.provisioned_.never_deployed[node] = false;
    --world_.provisioned_.absent_nodes;
  }
  const std::uint32_t from = world_.configuration_[node];
  const std::vector<std::uint32_t> key = {of_machines, static_cast<std::uint32_t>(Change::deployed)};
  const std::uint32_t to = world_.table_.with_known_change(from, key, [&](model::Store store) {
    const std::uint32_t security = world_.table_[from].security;
    store.deployed = true;
    for (model::StoreEntry& entry : store.entries) {
      const bool granted = entry.key == model::PrivateKeyState::not_granted &&
                           world_.classes_.presents_by_rule(security, entry.certificate);
      if (granted) entry.key = model::PrivateKeyState::usable;
    }
    return store;
  });
  world_.set_configuration(node, to, at, effects);
  Membership(world_).start(node, Cause::deployed, false, at, effects);
  finish(at, effects);
}

void Machines::apply(const FailDeployment& action, SimTime at, Effects& effects) {
  effects.provisioning = ProvisioningFailure::initial_sync_timed_out;
  set_stage(action.node, MachineStage::failed, at);
  finish(at, effects);
}

bool Machines::expects(const World& world, const ReimageNode& action, SimTime /*at*/) {
  const MachineStep step = step_under_way(world);
  return step.where != nullptr && step.reimages && selects(*step.where, action.node) &&
         is_waiting(world, step, action.node);
}
bool Machines::expects(const World& world, const DeployNode& action, SimTime /*at*/) {
  const MachineStep step = step_under_way(world);
  return step.where != nullptr && !step.reimages && selects(*step.where, action.node) &&
         is_waiting(world, step, action.node);
}
bool Machines::expects(const World& world, const BootstrapNode& action, SimTime at) {
  const Provisioned& provisioned = world.provisioned();
  if (provisioned.machines.empty() || provisioned.machines[action.node] != MachineStage::bootstrapping) return false;
  const Window window = bootstrap_window(provisioned.machines_since[action.node]);
  return window.earliest <= at && at <= window.latest;
}
bool Machines::expects(const World& world, const FailDeployment& action, SimTime at) {
  const Provisioned& provisioned = world.provisioned();
  return !provisioned.machines.empty() && provisioned.machines[action.node] == MachineStage::provisioning &&
         provisioned.machines_since[action.node] + world.scenario().cluster.bootstrap.timeout == at;
}

void Machines::list_possible(const World& world, Effects& found) {
  list_step(world, found);
  const Provisioned& provisioned = world.provisioned();
  for (model::NodeIndex node = 0; node < provisioned.machines.size(); ++node) {
    const SimTime since = provisioned.machines_since[node];
    if (provisioned.machines[node] == MachineStage::provisioning) {
      const SimTime fails = since + world.scenario().cluster.bootstrap.timeout;
      found.enabled.push_back({FailDeployment{node}, {fails, fails}});
    } else if (provisioned.machines[node] == MachineStage::bootstrapping) {
      found.enabled.push_back({BootstrapNode{node}, bootstrap_window(since)});
    }
  }
}

}  // namespace certdrill::world
