// Arbitration decides what becomes of the two ends of a lease that has expired.
//
// Each end asks all voters; a voter counts when it is up, has been for voter_history, and the asking end reaches it.
// One side     only one has a quorum of voters: the other fails arbitration_timeout after the expiry.
// First time   both have one, and the pair has not expired within repeat_window: nobody loses, they try for a new
//              lease.
// Again        both have one: exactly one loses, at once. It is the one with fewer voters; then the one against which
//              more leases have expired within repeat_window; then the one with the lower id.
// Nobody       neither has one: both fail arbitration_timeout after the expiry.
// Dead end     one that does not run asks nobody; whoever wins against it, or nobody, the ring is rid of it.
// What a voter answers, weak and strong suspicion included, comes down to this when all answer within one round trip.
// Cost         linear in the seed nodes for each lease that expires; real clusters have nine of them at most.
// Source       Service Fabric runtime source, Federation/ArbitrationTable.cpp MakeDecision, ArbitrationOperation.cpp.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Arbitration {
 public:
  explicit Arbitration(World& world) : world_(world) {}

  struct Decision {
    Outcome outcome = Outcome::none;
    model::NodeIndex loser = nobody;  // of one_side_loses
    model::NodeIndex one_end = nobody;
    model::NodeIndex other_end = nobody;
    bool at_once = false;  // the loser does not wait for arbitration_timeout
  };
  // The lease expires at this moment; its `expired` still says when it did before.
  [[nodiscard]] Decision decide(LeaseIndex index, SimTime at) const;
  // Nobody loses is left to the lease.
  void carry_out(const Decision& decision, SimTime at, Effects& effects);

  [[nodiscard]] static std::uint32_t voters_reached(const World& world, model::NodeIndex node, SimTime at);

 private:
  void lose(model::NodeIndex node, SimTime fails, SimTime at, Effects& effects);
  [[nodiscard]] std::uint32_t reports_against(model::NodeIndex node, SimTime at) const;

  World& world_;
};

}  // namespace certdrill::world
