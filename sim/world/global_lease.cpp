#include "world/global_lease.h"

#include <algorithm>
#include <vector>

#include "world/membership.h"
#include "world/pieces.h"

namespace certdrill::world {
namespace {

bool has_quorum(const World& world, std::uint64_t seeds) { return seeds >= world.setting().ring().quorum(); }

}  // namespace

void GlobalLease::set_numbers(std::uint64_t pieces, std::uint64_t with_quorum, std::uint64_t largest, SimTime at,
                              Effects& effects) {
  FederationNumbers& numbers = world_.federation_.numbers;
  const bool quorum_came = numbers.nodes_with_quorum == 0 && with_quorum > 0;
  numbers.pieces = pieces;
  numbers.nodes_with_quorum = with_quorum;
  numbers.largest_piece = largest;
  if (quorum_came) Membership(world_).wake_all_joiners(at, effects);
}

void GlobalLease::touch(SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  const std::uint64_t up = federation.numbers.up;
  const bool whole = federation.is_whole();
  const bool quorum = has_quorum(world_, federation.numbers.eligible_seeds);
  if (whole) {
    set_numbers(up > 0 ? 1 : 0, quorum ? up : 0, up, at, effects);
    // Some had no quorum at the last refresh, and have one now.
    if (quorum && !federation.all_have_quorum) Membership(world_).wake_all_joiners(at, effects);
  }
  if ((whole && quorum && federation.all_have_quorum) || federation.tickets_at != SimTime::min()) return;
  if (up == 0 && federation.global_lease_at == SimTime::min()) {
    federation.all_have_quorum = true;
    return;
  }
  const SimTime start = world_.scenario().start;
  const Duration step = std::max(Duration(1), world_.scenario().federation.global_lease_refresh);
  federation.tickets_at = start + ((at - start) / step + 1) * step;
  effects.enabled.push_back({RefreshTickets{}, {federation.tickets_at, federation.tickets_at}});
}

// Between this refresh and the one before it nothing changed but what asked for this one, so a node that has contact no
// more got its last ticket then.
void GlobalLease::apply(const RefreshTickets& /*action*/, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  federation.tickets_at = SimTime::min();
  const SimTime last_refresh = at - world_.scenario().federation.global_lease_refresh;
  const auto nodes = static_cast<model::NodeIndex>(federation.state.size());
  const bool whole = federation.is_whole();
  Pieces pieces;
  if (!whole) pieces = Pieces::of(world_, at);
  std::uint64_t with_quorum = 0;
  bool some_came_back = false;
  federation.all_have_quorum = true;
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    if (!federation.alive(node)) continue;
    const std::uint32_t piece = whole ? 0 : pieces.piece[node];
    federation.piece[node] = piece;
    if (has_quorum(world_, whole ? federation.numbers.eligible_seeds : pieces.seeds[piece])) {
      some_came_back = some_came_back || federation.quorum_seen[node] != SimTime::max();
      federation.quorum_seen[node] = SimTime::max();
      ++with_quorum;
      continue;
    }
    federation.all_have_quorum = false;
    if (federation.quorum_seen[node] == SimTime::max()) {
      federation.quorum_seen[node] = std::max(last_refresh, federation.since[node]);
    }
  }
  if (whole) {
    const std::uint64_t up = federation.numbers.up;
    set_numbers(up > 0 ? 1 : 0, with_quorum, up, at, effects);
  } else {
    const auto largest = std::max_element(pieces.nodes.begin(), pieces.nodes.end());
    set_numbers(pieces.nodes.size(), with_quorum, largest == pieces.nodes.end() ? 0 : *largest, at, effects);
  }
  // Joining nodes whose neighbours had no quorum until now.
  if (some_came_back) Membership(world_).wake_all_joiners(at, effects);
  await_expiry(effects);
}

void GlobalLease::await_expiry(Effects& effects) {
  Federation& federation = world_.federation_;
  SimTime oldest = SimTime::max();
  if (!federation.all_have_quorum) {
    for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
      if (federation.alive(node)) oldest = std::min(oldest, federation.quorum_seen[node]);
    }
  }
  const SimTime before = federation.global_lease_at;
  federation.global_lease_at =
      oldest == SimTime::max() ? SimTime::min() : oldest + world_.scenario().federation.global_lease;
  if (federation.global_lease_at == SimTime::min() || federation.global_lease_at == before) return;
  effects.enabled.push_back({ExpireGlobalLease{}, {federation.global_lease_at, federation.global_lease_at}});
}

void GlobalLease::apply(const ExpireGlobalLease& /*action*/, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  federation.global_lease_at = SimTime::min();
  std::vector<model::NodeIndex> ended;
  for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
    if (!federation.alive(node) || federation.quorum_seen[node] == SimTime::max()) continue;
    if (federation.quorum_seen[node] + world_.scenario().federation.global_lease <= at) ended.push_back(node);
  }
  // All of them first, so that none makes a lease with another.
  for (const model::NodeIndex node : ended) Membership(world_).lose(node, at, at, effects);
  for (const model::NodeIndex node : ended) {
    Membership(world_).stop(node, Membership::Stop::in_order, Cause::global_lease_lost, at, effects);
  }
  await_expiry(effects);
  touch(at, effects);
}

bool GlobalLease::expects(const World& world, const RefreshTickets& /*action*/, SimTime at) {
  return world.federation().on && world.federation().tickets_at == at;
}
bool GlobalLease::expects(const World& world, const ExpireGlobalLease& /*action*/, SimTime at) {
  return world.federation().on && world.federation().global_lease_at == at;
}

void GlobalLease::list_possible(const World& world, Effects& found) {
  const Federation& federation = world.federation();
  if (!federation.on) return;
  if (federation.tickets_at != SimTime::min()) {
    found.enabled.push_back({RefreshTickets{}, {federation.tickets_at, federation.tickets_at}});
  }
  if (federation.global_lease_at != SimTime::min()) {
    found.enabled.push_back({ExpireGlobalLease{}, {federation.global_lease_at, federation.global_lease_at}});
  }
}

}  // namespace certdrill::world
