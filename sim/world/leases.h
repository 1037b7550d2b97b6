// Leases of neighbours in the ring: renewed, renewed through a common neighbour, expired, arbitrated, established again.
//
// After a grant both ends renew directly at lease_duration / lease_renew_begin_ratio; a third of what is left later they ask
// their other neighbours to renew it for them; at lease_duration it expires. Then each end asks all voters to decide: see
// world/arbitration.h. Only a lease in doubt has events.
// Source     Service Fabric runtime source, Lease/linux/Leases.cpp SetRenewTimer, RenewOrArbitrate; LeaseAgent.cpp.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Leases {
 public:
  explicit Leases(World& world) : world_(world) {}

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const RenewLease& action, SimTime at, Effects& effects);
  void apply(const RenewLeaseIndirectly& action, SimTime at, Effects& effects);
  void apply(const ExpireLease& action, SimTime at, Effects& effects);
  void apply(const EstablishLease& action, SimTime at, Effects& effects);
  void apply(const LoseRenewal& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const RenewLease& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const RenewLeaseIndirectly& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const ExpireLease& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const EstablishLease& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const LoseRenewal& action, SimTime at);
  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
