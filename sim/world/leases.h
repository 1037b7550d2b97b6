// Leases of neighbours in the ring: renewed, renewed through a common neighbour, expired, arbitrated, established
// again.
//
// After a grant both ends renew directly at lease_duration / lease_renew_begin_ratio; a third of what is left later
// they ask their other neighbours to renew it for them; at lease_duration it expires. Then each end asks all voters to
// decide: see world/arbitration.h. Only a lease in doubt has events.
// Source     Service Fabric runtime source, Lease/linux/Leases.cpp SetRenewTimer, RenewOrArbitrate; LeaseAgent.cpp.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Leases {
 public:
  explicit Leases(World& world) : world_(world) {}

  // Makes the lease of these two, by a new session, at once when they can talk; else they try for lease_duration.
  void establish(LeaseIndex index, model::NodeIndex opener, model::NodeIndex acceptor, SimTime at, Effects& effects);
  // They are no neighbours any more. The kernels may keep their session.
  void drop(LeaseIndex index, Effects& effects);
  // Its session has gone, or its ends cannot reach each other any more: the next renewal is an event.
  void doubt(LeaseIndex index, SimTime at, Effects& effects);
  // Something has changed for its ends: one that is to be established is tried again at the next moment for that.
  void wake(LeaseIndex index, SimTime at, Effects& effects);
  // The same for all leases.
  void wake_all(SimTime at, Effects& effects);
  // Do renewals have to be looked at, because the network is slow or loses messages?
  [[nodiscard]] static bool is_rough(const World& world, const Lease& lease);

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
  [[nodiscard]] static EnabledAction next_of(const World& world, LeaseIndex index);
  [[nodiscard]] static bool expects_next(const World& world, LeaseIndex index, Lease::Next next, SimTime at);
  void begin_action(LeaseIndex index, Effects& effects) const;
  void set_state(Lease& lease, Lease::State state);
  void await(LeaseIndex index, Lease::Next next, SimTime when, Effects& effects);
  void stop_awaiting(Lease& lease);
  void retry_establishing(LeaseIndex index, SimTime at, Effects& effects);
  void direct_renewal_failed(LeaseIndex index, Effects& effects);
  [[nodiscard]] bool renew_directly(LeaseIndex index, SimTime at, Effects& effects);
  [[nodiscard]] bool renew_through_others(LeaseIndex index, SimTime at, Effects& effects);
  void grant(LeaseIndex index, SimTime answered, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
