#include "world/client_calls.h"

#include <algorithm>

#include "world/provisioning.h"

namespace certdrill::world {
namespace {

constexpr SimTime never = SimTime::max();

// The first moment of the schedule that is not before this one.
SimTime scheduled_from(const model::ClientCall& call, SimTime from) {
  if (call.first >= from) return call.first;
  if (call.every <= Duration(0)) return never;
  const auto passed = (from - call.first + call.every - Duration(1)) / call.every;
  return call.first + passed * call.every;
}

bool is_up(const World& world, model::NodeIndex node) {
  const std::vector<MachineStage>& machines = world.provisioned().machines;
  if (!machines.empty() && machines[node] != MachineStage::deployed) return false;
  return !world.federation().on || world.federation().state[node] == NodeState::up;
}

bool is_enough(trust::Grant grant, model::NeededRole needed) {
  return grant == trust::Grant::admin || grant == trust::Grant::all ||
         (grant == trust::Grant::user && needed == model::NeededRole::user);
}

}  // namespace

void ClientCalls::begin(World& world) {
  const model::Cluster& cluster = world.scenario().cluster;
  for (const model::Client& client : cluster.clients) {
    ClientState state;
    for (const model::ClientPlace& place : client.places) state.places.push_back(cluster.stores[place.store]);
    for (const model::ClientCall& call : client.calls) {
      ClientState::CallState next;
      next.next_at = scheduled_from(call, world.scenario().start);
      state.calls.push_back(next);
      world.clients_.any_calls = true;
    }
    world.clients_.clients.push_back(std::move(state));
  }
  for (const model::Step& step : world.scenario().steps) {
    const auto* change = std::get_if<model::ClientStep>(&step.what);
    if (change != nullptr && !change->becomes.calls.empty()) world.clients_.any_calls = true;
  }
}

const model::Client& ClientCalls::variant(const model::Scenario& scenario, model::ClientIndex index,
                                          std::uint32_t number) {
  if (number == 0) return scenario.cluster.clients[index];
  return std::get<model::ClientStep>(scenario.steps[number - 1].what).becomes;
}

const model::Client& ClientCalls::client(const World& world, model::ClientIndex index) {
  return variant(world.scenario(), index, world.clients_.clients[index].variant);
}

ClientConduct ClientCalls::conduct(const World& world, model::ClientIndex index) {
  const model::Client& who = client(world, index);
  return {who.security, &world.clients_.clients[index].places[who.place]};
}

ClientConduct ClientCalls::conduct(const World& world, model::ClientIndex index, std::uint32_t call) {
  const model::ClientCall& what = client(world, index).calls[call];
  return {what.security, &world.clients_.clients[index].places[what.place]};
}

void ClientCalls::enable(const World& world, model::ClientIndex client, std::uint32_t call, Effects& effects) {
  const SimTime next = world.clients_.clients[client].calls[call].next_at;
  if (next != never) effects.enabled.push_back({CallEndpoint{client, call}, {next, next}});
}

// A call that is made as before goes on where it is, in the middle of its attempts too; another one begins at its next
// moment.
void ClientCalls::change(const model::ClientStep& step, std::uint32_t number, SimTime at, Effects& effects) {
  ClientState& state = world_.clients_.clients[step.client];
  const std::vector<model::ClientCall> before = client(world_, step.client).calls;
  const std::vector<ClientState::CallState> states = std::move(state.calls);
  state.variant = number + 1;
  state.calls.clear();
  for (const model::ClientCall& call : step.becomes.calls) {
    ClientState::CallState next;
    const auto same = std::find_if(before.begin(), before.end(),
                                   [&](const model::ClientCall& each) { return each.name == call.name; });
    if (same != before.end()) next = states[static_cast<std::size_t>(same - before.begin())];
    const bool as_before = same != before.end() && same->first == call.first && same->every == call.every;
    if (!as_before || next.attempt > call.attempts) {
      next.next_at = scheduled_from(call, at);
      next.attempt = 1;
    }
    state.calls.push_back(next);
    enable(world_, step.client, static_cast<std::uint32_t>(state.calls.size() - 1), effects);
  }
  effects.clients.push_back(step.client);
}

void ClientCalls::install(const model::InstallStep& step, SimTime /*at*/, Effects& effects) {
  for (const model::ClientIndex client : step.clients) install_into(client, 0, step.entries, effects);
}

void ClientCalls::install_into(model::ClientIndex client, std::uint32_t place,
                               const std::vector<model::StoreEntry>& entries, Effects& effects) {
  model::Store& store = world_.clients_.clients[client].places[place];
  model::Store after = with_installed(store, entries);
  if (after == store) return;
  store = std::move(after);
  effects.clients.push_back(client);
}

// Each node that is up in its turn. A node that is not is passed over: the address of the cluster does not lead to it.
std::optional<model::NodeIndex> ClientCalls::next_endpoint(ClientState& client) const {
  const auto nodes = static_cast<model::NodeIndex>(world_.setting().node_count());
  for (model::NodeIndex tried = 0; tried < nodes; ++tried) {
    const model::NodeIndex node = client.next_node;
    client.next_node = node + 1 == nodes ? 0 : node + 1;
    if (is_up(world_, node)) return node;
  }
  return std::nullopt;
}

Outcome ClientCalls::call(const OfCall& which, const model::ClientCall& call, model::NodeIndex node, SimTime at) {
  AuthenticationClasses& classes = world_.classes_;
  const ClientConduct who = conduct(world_, which.client, which.call);
  const std::uint32_t endpoint = world_.configuration_[node];
  const pki::CertificateId shown = classes.client_presentation(who.security, *who.store, at).chosen;
  const trust::Grant grant = classes.endpoint_grants(world_.table_, endpoint, shown, at);
  if (grant == trust::Grant::none) return Outcome::refused;
  const pki::CertificateId endpoint_shows = classes.endpoint_shows(world_.table_, endpoint, at);
  if (!classes.client_accepts(who.security, *who.store, endpoint_shows, at)) return Outcome::refused;
  return is_enough(grant, call.needs) ? Outcome::allowed : Outcome::not_authorized;
}

void ClientCalls::apply(const CallEndpoint& action, SimTime at, Effects& effects) {
  ClientState& client = world_.clients_.clients[action.client];
  const model::ClientCall& call = ClientCalls::client(world_, action.client).calls[action.call];
  ClientState::CallState& state = client.calls[action.call];
  if (state.attempt == 1) {
    state.began = at;
    ++state.calls;
    if (call.installs_first) {
      install_into(action.client, call.place,
                   {{*call.installs_first, model::PrivateKeyState::usable, pki::no_certificate}}, effects);
    }
  }
  effects.attempt = state.attempt;
  effects.client_variant = client.variant;
  effects.one_end = next_endpoint(client);
  effects.outcome = effects.one_end ? this->call(action, call, *effects.one_end, at) : Outcome::failed;
  const bool connected = effects.outcome == Outcome::allowed || effects.outcome == Outcome::not_authorized;
  if (connected || state.attempt >= call.attempts) {
    state.attempt = 1;
    state.next_at = scheduled_from(call, at + Duration(1));
  } else {
    ++state.attempt;
    state.next_at = at + call.pause;
  }
  enable(world_, action.client, action.call, effects);
}

bool ClientCalls::expects(const World& world, const CallEndpoint& action, SimTime at) {
  const std::vector<ClientState>& clients = world.clients_.clients;
  return action.client < clients.size() && action.call < clients[action.client].calls.size() &&
         clients[action.client].calls[action.call].next_at == at;
}

void ClientCalls::list_possible(const World& world, Effects& found) {
  if (!world.clients_.any_calls) return;
  for (model::ClientIndex client = 0; client < world.clients_.clients.size(); ++client) {
    const auto calls = static_cast<std::uint32_t>(world.clients_.clients[client].calls.size());
    for (std::uint32_t call = 0; call < calls; ++call) enable(world, client, call, found);
  }
}

}  // namespace certdrill::world
