// How nodes come into the ring: the second half of world/membership.h.
#include <algorithm>
#include <utility>

#include "world/global_lease.h"
#include "world/leases.h"
#include "world/links.h"
#include "world/machines.h"
#include "world/membership.h"
#include "world/neighbourhood.h"
#include "world/sessions.h"

namespace certdrill::world {
namespace {

const model::FederationSettings& settings_of(const World& world) { return world.scenario().federation; }

Window exactly(SimTime at) { return {at, at}; }

// The first moment behind `at` on the grid of this step that begins at `origin`.
SimTime next_on_grid(SimTime origin, Duration step, SimTime at) {
  const Duration whole = std::max(Duration(1), step);
  return origin + ((at - origin) / whole + 1) * whole;
}

// Long enough ago for everything that asks how long a node has been up.
constexpr Duration long_ago = std::chrono::hours(24);

}  // namespace

void Membership::begin() {
  Federation& federation = world_.federation_;
  const Ring& ring = world_.setting().ring();
  const std::size_t nodes = world_.setting().node_count();
  const SimTime start = world_.scenario().start;
  federation.on = true;
  federation.state.assign(nodes, NodeState::up);
  federation.cause.assign(nodes, Cause::none);
  federation.loaded.assign(nodes, pki::no_certificate);
  federation.since.assign(nodes, start - long_ago);
  federation.next_at.assign(nodes, SimTime::min());
  federation.instance.assign(nodes, 1);
  federation.side.assign(nodes, 0);
  federation.rough.assign(nodes, 0);
  federation.in_ring.assign(nodes, true);
  federation.taken_in.assign(nodes, false);
  federation.notice_from.assign(nodes, SimTime::min());
  federation.quorum_seen.assign(nodes, SimTime::max());
  federation.piece.assign(nodes, 0);
  federation.ring = PositionSet(static_cast<std::uint32_t>(nodes));
  federation.blocked = PositionSet(static_cast<std::uint32_t>(nodes));
  federation.leases.resize(ring.home_leases());
  Effects ignored;
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    const bool deployed = Machines::is_deployed(world_, node);
    if (deployed) federation.loaded[node] = Links(world_).presentable(node, start);
    if (federation.loaded[node] == pki::no_certificate) {
      federation.state[node] = NodeState::down;
      federation.cause[node] = deployed ? Cause::no_credential : Cause::not_deployed;
      federation.in_ring[node] = false;
    } else {
      federation.ring.insert(ring.position_of(node));
    }
    count(node, true);
  }
  // Renewals are spread over their period as the ids of their openers are.
  const Duration period =
      std::max(Duration(1), settings_of(world_).lease_duration /
                                static_cast<Duration::rep>(std::max(1U, settings_of(world_).lease_renew_begin_ratio)));
  for (RingPosition position = 0; position < ring.size(); ++position) {
    const model::NodeIndex opener = ring.node_at(position);
    if (!federation.in_ring[opener]) continue;
    const std::uint64_t id = node_id(world_.scenario().cluster, opener).low;
    for (std::uint32_t distance = 1; distance <= ring.home_distance(); ++distance) {
      const LeaseIndex index = ring.home_lease_at(position, distance);
      const model::NodeIndex acceptor = ring.node_at((position + distance) % ring.size());
      if (index == nobody || !federation.in_ring[acceptor]) continue;
      Lease& lease = federation.leases[index];
      lease.opener = opener;
      lease.acceptor = acceptor;
      lease.state = Lease::State::active;
      Hash phase;
      phase.add(id);
      phase.add(distance);
      lease.granted =
          start - Duration(static_cast<Duration::rep>(phase.value() % static_cast<std::uint64_t>(period.count())));
      if (Links(world_).fresh(opener, acceptor, start)) {
        Sessions(world_).make(index, start, ignored);
      } else {
        Leases(world_).doubt(index, start, ignored);
      }
    }
  }
  if (federation.ring.count() < ring.size()) {
    for (model::NodeIndex node = 0; node < nodes; ++node) {
      if (!federation.in_ring[node]) Neighbourhood(world_).settle(node, start, ignored);
    }
  }
  GlobalLease(world_).touch(start, ignored);
}

void Membership::block(model::NodeIndex node) {
  change(node, [&] {
    world_.federation_.taken_in[node] = false;
    world_.federation_.next_at[node] = SimTime::min();
  });
}

void Membership::wake_joiner(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (federation.state[node] != NodeState::joining || federation.next_at[node] != SimTime::min()) return;
  if (federation.ring.count() == 0) return;  // there is nobody to ask
  change(node,
         [&] { federation.next_at[node] = next_on_grid(federation.since[node], settings_of(world_).join_retry, at); });
  effects.enabled.push_back({TryToJoin{node}, exactly(federation.next_at[node])});
}

void Membership::wake_joiners_near(model::NodeIndex node, SimTime at, Effects& effects) {
  const Federation& federation = world_.federation_;
  if (federation.blocked.count() == 0) return;
  const Ring& ring = world_.setting().ring();
  const std::uint32_t reach = ring.neighborhood_size();
  if (federation.ring.count() <= 2 * reach) {
    wake_all_joiners(at, effects);
    return;
  }
  // Those that lie between the outermost of its neighbours.
  RingPosition first = ring.position_of(node);
  RingPosition last = first;
  for (std::uint32_t i = 0; i < reach; ++i) {
    first = federation.ring.previous(first);
    last = federation.ring.next(last);
  }
  const auto wake_between = [&](RingPosition from, RingPosition to) {
    for (RingPosition each = federation.blocked.at_or_after(from); each != PositionSet::none && each <= to;
         each = federation.blocked.at_or_after(each + 1)) {
      wake_joiner(ring.node_at(each), at, effects);
    }
  };
  if (first <= last) {
    wake_between(first, last);
  } else {
    wake_between(first, ring.size() - 1);
    wake_between(0, last);
  }
}

void Membership::wake_all_joiners(SimTime at, Effects& effects) {
  const Federation& federation = world_.federation_;
  if (federation.blocked.count() == 0 || federation.ring.count() == 0) return;
  for (RingPosition each = federation.blocked.at_or_after(0); each != PositionSet::none;
       each = federation.blocked.at_or_after(each + 1)) {
    wake_joiner(world_.setting().ring().node_at(each), at, effects);
  }
}

// All its neighbours take it in, by new sessions; and the ring is one that has a quorum. A seed node need not wait for
// that: its vote may be the one that is missing. Source: Federation/JoinManager.cpp LeaseEstablishHandler,
// IsSafeToCompleteJoinQuery.
bool Membership::may_join(model::NodeIndex node, SimTime at) const {
  const Federation& federation = world_.federation_;
  if (federation.ring.count() == 0) return false;
  bool quorum = world_.scenario().cluster.nodes[node].seed;
  for (const model::NodeIndex neighbour : Neighbourhood::of(world_, node)) {
    if (!federation.alive(neighbour) || federation.is_losing(neighbour)) return false;
    if (!Links(world_).fresh(node, neighbour, at)) return false;
    quorum = quorum || has_contact(neighbour);
  }
  return quorum;
}

void Membership::become_up(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  change(node, [&] {
    federation.next_at[node] = SimTime::min();
    federation.taken_in[node] = false;
    set_state(node, NodeState::up, Cause::joined, at, effects);
  });
  federation.quorum_seen[node] = SimTime::max();
  Neighbourhood(world_).enter(node, at, effects);
  node_changed(node, at, effects);
}

// A credential, or it cannot open. Its old instance, if the others still count it among them, is gone by this.
void Membership::apply(const StartNode& action, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  const model::NodeIndex node = action.node;
  Neighbourhood(world_).leave(node, at, effects);
  ++federation.instance[node];
  federation.loaded[node] = Links(world_).presentable(node, at);
  const bool opens = federation.loaded[node] != pki::no_certificate;
  change(node, [&] {
    federation.next_at[node] = opens ? at : SimTime::min();
    set_state(node, opens ? NodeState::joining : NodeState::down, opens ? federation.cause[node] : Cause::no_credential,
              at, effects);
  });
  if (opens) effects.enabled.push_back({TryToJoin{node}, exactly(at)});
  await_ring(at, effects);
  GlobalLease(world_).touch(at, effects);
}

void Membership::apply(const TryToJoin& action, SimTime at, Effects& effects) {
  if (!may_join(action.node, at)) {
    effects.outcome = Outcome::failed;
    block(action.node);
    return;
  }
  Federation& federation = world_.federation_;
  change(action.node, [&] {
    federation.taken_in[action.node] = true;
    federation.next_at[action.node] = at + settings_of(world_).join_duration;
  });
  effects.enabled.push_back({CompleteJoin{action.node}, exactly(federation.next_at[action.node])});
}

void Membership::apply(const CompleteJoin& action, SimTime at, Effects& effects) {
  if (!may_join(action.node, at)) {
    effects.outcome = Outcome::failed;
    block(action.node);
    return;
  }
  effects.outcome = Outcome::established;
  become_up(action.node, at, effects);
}

// When there is no ring and enough seed nodes run, they look for each other at the next request of votes.
void Membership::await_ring(SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  const Ring& ring = world_.setting().ring();
  if (federation.ring.count() > 0 || federation.ring_forms_at != SimTime::min() || ring.seeds().empty()) return;
  const auto running = std::count_if(ring.seeds().begin(), ring.seeds().end(), [&](model::NodeIndex seed) {
    return federation.state[seed] == NodeState::joining;
  });
  if (static_cast<std::uint64_t>(running) < ring.quorum()) return;
  federation.ring_forms_at = next_on_grid(world_.scenario().start, settings_of(world_).bootstrap_interval, at);
  effects.enabled.push_back({FormRing{}, exactly(federation.ring_forms_at)});
}

// The seed node that can talk to most others begins, and each next one that can talk to all of those found is taken.
std::vector<model::NodeIndex> Membership::seeds_that_agree(SimTime at) const {
  const Federation& federation = world_.federation_;
  const Links links(world_);
  std::vector<model::NodeIndex> running;
  for (const model::NodeIndex seed : world_.setting().ring().seeds()) {
    if (federation.state[seed] == NodeState::joining) running.push_back(seed);
  }
  std::vector<std::pair<std::size_t, model::NodeIndex>> by_links;
  by_links.reserve(running.size());
  for (const model::NodeIndex seed : running) {
    const auto linked = static_cast<std::size_t>(std::count_if(
        running.begin(), running.end(), [&](model::NodeIndex other) { return links.fresh(seed, other, at); }));
    by_links.emplace_back(running.size() - linked, seed);
  }
  std::sort(by_links.begin(), by_links.end());
  std::vector<model::NodeIndex> agreed;
  for (const auto& [missing, seed] : by_links) {
    const bool all = std::all_of(agreed.begin(), agreed.end(), [&, candidate = seed](model::NodeIndex other) {
      return links.fresh(candidate, other, at);
    });
    if (all) agreed.push_back(seed);
  }
  return agreed;
}

void Membership::apply(const FormRing& /*action*/, SimTime at, Effects& effects) {
  world_.federation_.ring_forms_at = SimTime::min();
  const std::vector<model::NodeIndex> agreed = seeds_that_agree(at);
  if (agreed.size() < world_.setting().ring().quorum()) {
    effects.outcome = Outcome::failed;
    return;
  }
  effects.outcome = Outcome::established;
  for (const model::NodeIndex seed : agreed) become_up(seed, at, effects);
  GlobalLease(world_).ring_formed(agreed.size(), at, effects);
  links_changed(at, effects);
}

bool Membership::expects(const World& world, const StartNode& action, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.state[action.node] == NodeState::booting && federation.next_at[action.node] == at;
}
bool Membership::expects(const World& world, const TryToJoin& action, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.state[action.node] == NodeState::joining && !federation.taken_in[action.node] &&
         federation.next_at[action.node] == at;
}
bool Membership::expects(const World& world, const CompleteJoin& action, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.state[action.node] == NodeState::joining && federation.taken_in[action.node] &&
         federation.next_at[action.node] == at;
}
bool Membership::expects(const World& world, const FormRing& /*action*/, SimTime at) {
  const Federation& federation = world.federation();
  return federation.on && federation.ring_forms_at == at && federation.ring.count() == 0;
}

}  // namespace certdrill::world
