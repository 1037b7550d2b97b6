// GlobalLease ends nodes that have had no contact with a quorum of seed nodes for global_lease.
//
// While anything is in doubt, tickets are refreshed every global_lease_refresh: the nodes of a piece that has a quorum
// of seed nodes get new ones. While nothing is, every node always has fresh ones, and there is no event.
// Source     Service Fabric runtime source, Federation/VoteManager.cpp.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class GlobalLease {
 public:
  explicit GlobalLease(World& world) : world_(world) {}

  // Something has changed that may part the federation, or join it again: numbers are kept, and tickets are looked at
  // when they are refreshed next. Cheap when nothing is in doubt.
  void touch(SimTime at, Effects& effects);
  // So many seed nodes, a quorum, have found each other: they need no look to know it.
  void ring_formed(std::uint64_t nodes, SimTime at, Effects& effects) { set_numbers(1, nodes, nodes, at, effects); }

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const RefreshTickets& action, SimTime at, Effects& effects);
  void apply(const ExpireGlobalLease& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const RefreshTickets& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const ExpireGlobalLease& action, SimTime at);
  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

 private:
  void set_numbers(std::uint64_t pieces, std::uint64_t with_quorum, std::uint64_t largest, SimTime at,
                   Effects& effects);
  void await_expiry(Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
