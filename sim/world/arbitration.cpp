#include "world/arbitration.h"

#include <algorithm>
#include <tuple>

#include "world/links.h"
#include "world/membership.h"
#include "world/neighbourhood.h"

namespace certdrill::world {

// Itself; a neighbour over the session they have; anybody else by a new handshake.
std::uint32_t Arbitration::voters_reached(const World& world, model::NodeIndex node, SimTime at) {
  const Federation& federation = world.federation();
  const Links links(world);
  const Duration history = world.scenario().federation.voter_history;
  std::uint32_t reached = 0;
  for (const model::NodeIndex seed : world.setting().ring().seeds()) {
    if (!federation.alive(seed) || at - federation.since[seed] < history) continue;
    bool reaches = seed == node || links.fresh(node, seed, at);
    if (!reaches) {
      const LeaseIndex lease = Neighbourhood::lease_of(world, node, seed);
      reaches = lease != nobody && links.over_session(federation.leases[lease]);
    }
    if (reaches) ++reached;
  }
  return reached;
}

// Source: ArbitrationTable.cpp, suspicion levels: each that asked against it within the life of a record counts.
std::uint32_t Arbitration::reports_against(model::NodeIndex node, SimTime at) const {
  std::uint32_t reports = 0;
  Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
    if (world_.federation_.has_expired_lately(index, world_.scenario().federation.repeat_window, at)) ++reports;
  });
  return reports;
}

Arbitration::Decision Arbitration::decide(LeaseIndex index, SimTime at) const {
  const Federation& federation = world_.federation_;
  const Lease& lease = federation.leases[index];
  const Ring& ring = world_.setting().ring();
  struct Side {
    model::NodeIndex node;
    std::uint32_t voters;
    bool has_quorum;
  };
  const auto side = [&](model::NodeIndex node) -> Side {
    if (!federation.alive(node)) return {node, 0, false};
    const std::uint32_t voters = voters_reached(world_, node, at);
    return {node, voters, voters >= ring.quorum()};
  };
  const Side one = side(lease.opener);
  const Side other = side(lease.acceptor);
  Decision decision;
  decision.one_end = one.node;
  decision.other_end = other.node;
  if (one.has_quorum != other.has_quorum) {
    decision.outcome = Outcome::one_side_loses;
    decision.loser = one.has_quorum ? other.node : one.node;
    return decision;
  }
  if (!one.has_quorum) {
    decision.outcome = Outcome::both_lose;
    return decision;
  }
  const bool repeated = federation.has_expired_lately(index, world_.scenario().federation.repeat_window, at);
  if (!repeated) {
    decision.outcome = Outcome::nobody_loses;
    return decision;
  }
  // The least loses: fewer voters, more reports, the lower id.
  const auto rank = [&](const Side& each) {
    return std::tuple(each.voters, -static_cast<std::int64_t>(reports_against(each.node, at)),
                      ring.position_of(each.node));
  };
  decision.outcome = Outcome::one_side_loses;
  decision.loser = rank(one) < rank(other) ? one.node : other.node;
  decision.at_once = true;
  return decision;
}

void Arbitration::carry_out(const Decision& decision, SimTime at, Effects& effects) {
  const SimTime fails = decision.at_once ? at : at + world_.scenario().federation.arbitration_timeout;
  if (decision.outcome == Outcome::one_side_loses) {
    lose(decision.loser, fails, at, effects);
    return;
  }
  lose(decision.one_end, fails, at, effects);
  lose(decision.other_end, fails, at, effects);
}

void Arbitration::lose(model::NodeIndex node, SimTime fails, SimTime at, Effects& effects) {
  if (!world_.federation_.alive(node)) {
    Neighbourhood(world_).leave(node, at, effects);
    return;
  }
  Membership(world_).lose(node, fails, at, effects);
}

}  // namespace certdrill::world
