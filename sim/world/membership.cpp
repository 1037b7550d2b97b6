#include "world/membership.h"

#include <algorithm>

#include "world/global_lease.h"
#include "world/leases.h"
#include "world/links.h"
#include "world/machines.h"
#include "world/neighbourhood.h"
#include "world/sessions.h"

namespace certdrill::world {
namespace {

const model::FederationSettings& settings_of(const World& world) { return world.scenario().federation; }

// A losing node is suspended lease_suspend_timeout after the expiry, and fails arbitration_timeout after it.
SimTime suspended_at(const World& world, model::NodeIndex node) {
  const model::FederationSettings& settings = settings_of(world);
  return world.federation().next_at[node] - settings.arbitration_timeout + settings.lease_suspend_timeout;
}

Window exactly(SimTime at) { return {at, at}; }

}  // namespace

void Membership::count(model::NodeIndex node, bool add) {
  Federation& federation = world_.federation_;
  const std::uint64_t one = add ? 1 : ~std::uint64_t{0};
  const NodeState state = federation.state[node];
  const bool awaits = federation.next_at[node] != SimTime::min();
  if (state == NodeState::suspended) federation.numbers.suspended += one;
  if (federation.alive(node)) {
    federation.numbers.up += one;
    if (world_.scenario().cluster.nodes[node].seed) federation.numbers.eligible_seeds += one;
  }
  if (federation.is_losing(node)) federation.losing += one;
  if (state != NodeState::down && awaits) federation.changing_nodes += one;
  if (state == NodeState::joining && !awaits) {
    const RingPosition position = world_.setting().ring().position_of(node);
    if (add) {
      federation.blocked.insert(position);
    } else {
      federation.blocked.erase(position);
    }
  }
}

void Membership::set_state(model::NodeIndex node, NodeState to, Cause cause, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  effects.states.push_back({node, federation.state[node], to, cause});
  if (to != NodeState::suspended) federation.since[node] = at;
  federation.state[node] = to;
  federation.cause[node] = cause;
}

void Membership::stop(model::NodeIndex node, Stop how, Cause cause, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on || !Machines::is_deployed(world_, node)) return;
  const bool in_order = how == Stop::in_order || how == Stop::in_order_with_host;
  const bool with_host = how == Stop::in_order_with_host || how == Stop::silently_with_host;
  if (with_host) {
    Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
      federation.leases[index].kernel_open = false;
      federation.leases[index].kernel = {};
      effects.sessions.push_back(index);
    });
  }
  if (federation.state[node] == NodeState::down) {
    federation.cause[node] = cause;  // a fault holds it from now on
    return;
  }
  change(node, [&] {
    federation.next_at[node] = SimTime::min();
    federation.taken_in[node] = false;
    set_state(node, NodeState::down, cause, at, effects);
  });
  federation.notice_from[node] = SimTime::min();
  federation.loaded[node] = pki::no_certificate;
  federation.quorum_seen[node] = SimTime::max();
  // One that was losing may have no lease left from which somebody could learn of its end: they know it already.
  bool watched = false;
  Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
    watched = watched || federation.leases[index].state != Lease::State::absent;
  });
  if (in_order || !watched || federation.numbers.up == 0) {
    Neighbourhood(world_).leave(node, at, effects);
  } else {
    Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
      Sessions(world_).end(index, effects);
      Leases(world_).doubt(index, at, effects);
    });
  }
  GlobalLease(world_).touch(at, effects);
  if (cause == Cause::lease_failed || cause == Cause::global_lease_lost) {
    start(node, Cause::host_restarts_it, false, at, effects);
  }
  await_ring(at, effects);
}

void Membership::start(model::NodeIndex node, Cause cause, bool with_host, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on || federation.state[node] != NodeState::down) return;
  if (!Machines::is_deployed(world_, node)) return;  // what ends a fault does not make a machine
  const model::FederationSettings& settings = settings_of(world_);
  change(node, [&] {
    federation.next_at[node] = at + (with_host ? settings.host_start : settings.process_start);
    set_state(node, NodeState::booting, cause, at, effects);
  });
  effects.enabled.push_back({StartNode{node}, exactly(federation.next_at[node])});
}

void Membership::lose(model::NodeIndex node, SimTime fails, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.alive(node) || (federation.is_losing(node) && federation.next_at[node] <= fails)) return;
  change(node, [&] {
    federation.next_at[node] = fails;
    // One that has lost for good does not wait for its suspension.
    if (fails == at && federation.state[node] == NodeState::up) {
      set_state(node, NodeState::suspended, Cause::lease_expired, at, effects);
    }
  });
  if (federation.state[node] == NodeState::up) {
    const SimTime suspended = std::max(at, suspended_at(world_, node));
    effects.enabled.push_back({SuspendNode{node}, exactly(suspended)});
  }
  effects.enabled.push_back({FailNode{node}, exactly(fails)});
  wake_joiners_near(node, at, effects);
}

void Membership::node_changed(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (federation.state[node] == NodeState::joining) {
    wake_joiner(node, at, effects);
    await_ring(at, effects);
    return;
  }
  if (federation.establishing > 0) {
    Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) { Leases(world_).wake(index, at, effects); });
  }
  wake_joiners_near(node, at, effects);
  GlobalLease(world_).touch(at, effects);
}

void Membership::credential_may_have_come(model::NodeIndex node, SimTime at, Effects& effects) {
  const Federation& federation = world_.federation_;
  if (federation.state[node] != NodeState::down || federation.cause[node] != Cause::no_credential) return;
  if (Links(world_).presentable(node, at) == pki::no_certificate) return;
  start(node, Cause::host_restarts_it, false, at, effects);
}

void Membership::everything_changed(SimTime at, Effects& effects) {
  const Federation& federation = world_.federation_;
  for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
    const bool waits = federation.state[node] == NodeState::down && federation.cause[node] == Cause::no_credential;
    const pki::CertificateId loaded = federation.loaded[node];
    const bool runs = loaded != pki::no_certificate;
    if (waits || (runs && Links(world_).presentable(node, at) != loaded)) {
      Sessions(world_).store_changed(node, at, effects);
    }
  }
  links_changed(at, effects);
}

void Membership::links_changed(SimTime at, Effects& effects) {
  Leases(world_).wake_all(at, effects);
  wake_all_joiners(at, effects);
  await_ring(at, effects);
  GlobalLease(world_).touch(at, effects);
}

bool Membership::has_quorum() const {
  return !world_.federation_.on || world_.federation_.numbers.nodes_with_quorum > 0;
}

// As of the last refresh of tickets, unless the ring is whole: then all have what one has.
bool Membership::has_contact(model::NodeIndex node) const {
  const Federation& federation = world_.federation_;
  return has_quorum() && (federation.is_whole() || federation.quorum_seen[node] == SimTime::max());
}

bool Membership::is_managed(model::NodeIndex node) const {
  const Federation& federation = world_.federation_;
  return !federation.on || (federation.state[node] == NodeState::up && has_contact(node));
}

void Membership::apply(const SuspendNode& action, SimTime at, Effects& effects) {
  change(action.node, [&] { set_state(action.node, NodeState::suspended, Cause::lease_expired, at, effects); });
}

void Membership::apply(const FailNode& action, SimTime at, Effects& effects) {
  stop(action.node, Stop::in_order, Cause::lease_failed, at, effects);
}

bool Membership::expects(const World& world, const SuspendNode& action, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.state[action.node] == NodeState::up && federation.is_losing(action.node) &&
         suspended_at(world, action.node) == at;
}
bool Membership::expects(const World& world, const FailNode& action, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.is_losing(action.node) && federation.next_at[action.node] == at;
}

void Membership::list_possible(const World& world, Effects& found) {
  const Federation& federation = world.federation();
  if (!federation.on) return;
  if (federation.changing_nodes > 0) {
    for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
      const SimTime next = federation.next_at[node];
      if (next == SimTime::min()) continue;
      switch (federation.state[node]) {
        case NodeState::booting:
          found.enabled.push_back({StartNode{node}, exactly(next)});
          break;
        case NodeState::joining:
          if (federation.taken_in[node]) {
            found.enabled.push_back({CompleteJoin{node}, exactly(next)});
          } else {
            found.enabled.push_back({TryToJoin{node}, exactly(next)});
          }
          break;
        case NodeState::up:
          found.enabled.push_back({SuspendNode{node}, exactly(suspended_at(world, node))});
          [[fallthrough]];
        case NodeState::suspended:
          found.enabled.push_back({FailNode{node}, exactly(next)});
          break;
        case NodeState::down:
          break;
      }
    }
  }
  if (federation.ring_forms_at != SimTime::min()) {
    found.enabled.push_back({FormRing{}, exactly(federation.ring_forms_at)});
  }
}

}  // namespace certdrill::world
