// Neighbourhood is who is whose neighbour in the ring, and so which leases there are.
//
// A node that enters the ring gets leases with the neighborhood_size next nodes in it, on each side; leases of nodes
// that it now parts, further apart than that, are taken down. A node that leaves takes its leases with it, and those it
// parted become neighbours. With at most 2 * neighborhood_size + 1 nodes in the ring everybody has a lease with
// everybody.
// Cost       entering and leaving: (2 * neighborhood_size)^2 looks, however many nodes are missing between.
// Source     Service Fabric runtime source, Federation/RoutingTable.cpp Consider, TryExtendPredHood, TryExtendSuccHood.
#pragma once

#include <array>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Neighbourhood {
 public:
  static constexpr std::size_t most = 16;  // 2 * the largest neighborhood_size
  class Nodes {
   public:
    void add(model::NodeIndex node) { nodes_[count_++] = node; }
    [[nodiscard]] bool contains(model::NodeIndex node) const;
    [[nodiscard]] const model::NodeIndex* begin() const { return nodes_.data(); }
    [[nodiscard]] const model::NodeIndex* end() const { return nodes_.data() + count_; }

   private:
    std::array<model::NodeIndex, most> nodes_{};
    std::size_t count_ = 0;
  };

  explicit Neighbourhood(World& world) : world_(world) {}

  // The nodes in the ring that are this one's neighbours, or would be if it were in the ring: first those before it,
  // the nearest first, then those behind it.
  [[nodiscard]] static Nodes of(const World& world, model::NodeIndex node);
  [[nodiscard]] static LeaseIndex lease_of(const World& world, model::NodeIndex a, model::NodeIndex b);

  // Leases at home first, by position and distance; then those that bridge missing nodes, by the other end.
  template <typename OnLease>
  static void for_each_lease(const World& world, model::NodeIndex node, OnLease&& on_lease);

  // The node belongs to the ring from now on; it opens the sessions of its leases.
  void enter(model::NodeIndex node, SimTime at, Effects& effects);
  void leave(model::NodeIndex node, SimTime at, Effects& effects);
  // Gives its neighbours the leases that they lack, and takes down those that they should not have.
  void settle(model::NodeIndex node, SimTime at, Effects& effects);

 private:
  void remove(model::NodeIndex node, SimTime at, Effects& effects);
  void settle_one(model::NodeIndex node, model::NodeIndex joiner, SimTime at, Effects& effects);
  LeaseIndex lease_for(model::NodeIndex a, model::NodeIndex b);
  void free_temporary(LeaseIndex lease);

  World& world_;
};

template <typename OnLease>
void Neighbourhood::for_each_lease(const World& world, model::NodeIndex node, OnLease&& on_lease) {
  const Ring& ring = world.setting().ring();
  const RingPosition position = ring.position_of(node);
  for (std::uint32_t distance = 1; distance <= ring.home_distance(); ++distance) {
    const RingPosition before = position >= distance ? position - distance : position + ring.size() - distance;
    const LeaseIndex forward = ring.home_lease_at(position, distance);
    const LeaseIndex backward = ring.home_lease_at(before, distance);
    if (forward != nobody) on_lease(forward);
    if (backward != nobody) on_lease(backward);
  }
  const auto& temporary = world.federation().temporary;
  if (temporary.empty()) return;
  auto place = temporary.lower_bound({node, 0});
  while (place != temporary.end() && place->first.first == node) {
    const std::pair<model::NodeIndex, model::NodeIndex> ends = place->first;  // the lease may be taken down meanwhile
    on_lease(place->second);
    place = temporary.upper_bound(ends);
  }
}

}  // namespace certdrill::world
