#include "world/network.h"

#include <algorithm>

#include "world/leases.h"
#include "world/membership.h"
#include "world/neighbourhood.h"

namespace certdrill::world {
namespace {

template <typename OnNode>
void for_each_selected(const World& world, const model::NodeSelection& where, OnNode&& on_node) {
  if (where.all) {
    for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node) on_node(node);
  } else {
    for (const model::NodeIndex node : where.nodes) on_node(node);
  }
}

}  // namespace

bool Network::begin(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on) return true;
  const bool parts = fault.kind == model::FaultKind::partition;
  auto& faults = parts ? federation.partitions : federation.rough_faults;
  const auto free =
      std::find_if(faults.begin(), faults.end(), [](const NetworkFault& each) { return each.id == nobody; });
  if (free == faults.end()) return false;
  *free = {id, fault.kind == model::FaultKind::slow ? fault.delay : Duration{},
           fault.kind == model::FaultKind::lossy ? fault.percent : 0};
  const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(free - faults.begin());
  std::vector<std::uint32_t>& bits = parts ? federation.side : federation.rough;
  if (parts) ++federation.partitions_on;
  for_each_selected(world_, fault.where, [&](model::NodeIndex node) { bits[node] |= bit; });
  for_each_selected(world_, fault.where, [&](model::NodeIndex node) {
    Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
      const Lease& lease = federation.leases[index];
      if (lease.state != Lease::State::active) return;
      const bool cut = federation.side[lease.opener] != federation.side[lease.acceptor];
      if (cut || Leases::is_rough(world_, lease)) Leases(world_).doubt(index, at, effects);
    });
  });
  Membership(world_).links_changed(at, effects);
  return true;
}

void Network::end(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on) return;
  const bool parts = fault.kind == model::FaultKind::partition;
  auto& faults = parts ? federation.partitions : federation.rough_faults;
  const auto place =
      std::find_if(faults.begin(), faults.end(), [&](const NetworkFault& each) { return each.id == id; });
  if (place == faults.end()) return;
  const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(place - faults.begin());
  std::vector<std::uint32_t>& bits = parts ? federation.side : federation.rough;
  *place = {};
  if (parts) --federation.partitions_on;
  for_each_selected(world_, fault.where, [&](model::NodeIndex node) { bits[node] &= ~bit; });
  Membership(world_).links_changed(at, effects);
}

void Network::heal(const model::NodeSelection& where, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on) return;
  std::uint32_t healed_sides = 0;
  std::uint32_t healed_rough = 0;
  for_each_selected(world_, where, [&](model::NodeIndex node) {
    healed_sides |= federation.side[node];
    healed_rough |= federation.rough[node];
    federation.side[node] = 0;
    federation.rough[node] = 0;
  });
  std::uint32_t left_sides = 0;
  std::uint32_t left_rough = 0;
  for (const std::uint32_t side : federation.side) left_sides |= side;
  for (const std::uint32_t rough : federation.rough) left_rough |= rough;
  // What touches nobody any more has ended.
  for (std::uint32_t bit = 0; bit < most_network_faults; ++bit) {
    const std::uint32_t mask = std::uint32_t{1} << bit;
    if ((healed_sides & ~left_sides & mask) != 0) {
      federation.partitions[bit] = {};
      --federation.partitions_on;
    }
    if ((healed_rough & ~left_rough & mask) != 0) federation.rough_faults[bit] = {};
  }
  Membership(world_).links_changed(at, effects);
}

bool Network::reach_each_other(model::NodeIndex a, model::NodeIndex b) const {
  return !world_.federation_.on || world_.federation_.side[a] == world_.federation_.side[b];
}

}  // namespace certdrill::world
