#include "world/neighbourhood.h"

#include <algorithm>

#include "world/leases.h"
#include "world/membership.h"

namespace certdrill::world {

bool Neighbourhood::Nodes::contains(model::NodeIndex node) const { return std::find(begin(), end(), node) != end(); }

Neighbourhood::Nodes Neighbourhood::of(const World& world, model::NodeIndex node) {
  Nodes found;
  const Ring& ring = world.setting().ring();
  const PositionSet& members = world.federation().ring;
  if (members.count() == 0) return found;
  const RingPosition here = ring.position_of(node);
  RingPosition position = here;
  for (std::uint32_t i = 0; i < ring.neighborhood_size(); ++i) {
    position = members.previous(position);
    if (position == here || (i > 0 && ring.node_at(position) == *found.begin())) return found;  // all the way round
    found.add(ring.node_at(position));
  }
  position = here;
  for (std::uint32_t i = 0; i < ring.neighborhood_size(); ++i) {
    position = members.next(position);
    if (position == here || found.contains(ring.node_at(position))) return found;
    found.add(ring.node_at(position));
  }
  return found;
}

LeaseIndex Neighbourhood::lease_of(const World& world, model::NodeIndex a, model::NodeIndex b) {
  const LeaseIndex home = world.setting().ring().home_lease(a, b);
  if (home != nobody) return home;
  const auto place = world.federation().temporary.find({a, b});
  return place == world.federation().temporary.end() ? nobody : place->second;
}

LeaseIndex Neighbourhood::lease_for(model::NodeIndex a, model::NodeIndex b) {
  const LeaseIndex known = lease_of(world_, a, b);
  if (known != nobody) return known;
  Federation& federation = world_.federation_;
  LeaseIndex lease = 0;
  if (federation.free_leases.empty()) {
    lease = static_cast<LeaseIndex>(federation.leases.size());
    federation.leases.emplace_back();
  } else {
    lease = federation.free_leases.back();
    federation.free_leases.pop_back();
  }
  federation.temporary[{a, b}] = lease;
  federation.temporary[{b, a}] = lease;
  return lease;
}

void Neighbourhood::free_temporary(LeaseIndex lease) {
  Federation& federation = world_.federation_;
  const Lease& gone = federation.leases[lease];
  federation.temporary.erase({gone.opener, gone.acceptor});
  federation.temporary.erase({gone.acceptor, gone.opener});
  federation.leases[lease] = {};
  federation.expired.erase(lease);
  federation.free_leases.push_back(lease);
}

void Neighbourhood::enter(model::NodeIndex node, SimTime at, Effects& effects) {
  world_.federation_.in_ring[node] = true;
  world_.federation_.ring.insert(world_.setting().ring().position_of(node));
  settle_one(node, node, at, effects);
  for (const model::NodeIndex neighbour : of(world_, node)) settle_one(neighbour, node, at, effects);
}

void Neighbourhood::leave(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.in_ring[node]) return;
  remove(node, at, effects);
  // When nobody is left who could tell that the others are dead, they are out of it too.
  while (federation.numbers.up == 0 && federation.ring.count() > 0) {
    remove(world_.setting().ring().node_at(federation.ring.at_or_after(0)), at, effects);
  }
}

void Neighbourhood::remove(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  federation.in_ring[node] = false;
  federation.ring.erase(world_.setting().ring().position_of(node));
  const LeaseIndex home = world_.setting().ring().home_leases();
  for_each_lease(world_, node, [&](LeaseIndex lease) {
    Leases(world_).drop(lease, effects);
    if (lease >= home) free_temporary(lease);
  });
  settle(node, at, effects);
  Membership(world_).wake_joiners_near(node, at, effects);
}

void Neighbourhood::settle(model::NodeIndex node, SimTime at, Effects& effects) {
  for (const model::NodeIndex neighbour : of(world_, node)) settle_one(neighbour, nobody, at, effects);
}

void Neighbourhood::settle_one(model::NodeIndex node, model::NodeIndex joiner, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  const Nodes wanted = of(world_, node);
  const LeaseIndex home = world_.setting().ring().home_leases();
  if (!federation.temporary.empty()) {
    for_each_lease(world_, node, [&](LeaseIndex index) {
      const Lease& lease = federation.leases[index];
      if (index < home || wanted.contains(lease.opener == node ? lease.acceptor : lease.opener)) return;
      Leases(world_).drop(index, effects);
      free_temporary(index);
    });
  }
  if (federation.is_losing(node)) return;
  for (const model::NodeIndex other : wanted) {
    if (federation.is_losing(other)) continue;  // nobody makes a lease with a node that is to fail
    const LeaseIndex index = lease_for(node, other);
    if (federation.leases[index].state != Lease::State::absent) continue;
    const bool opens = joiner == node || (joiner != other && world_.setting().ring().position_of(node) <
                                                                 world_.setting().ring().position_of(other));
    Leases(world_).establish(index, opens ? node : other, opens ? other : node, at, effects);
  }
}

}  // namespace certdrill::world
