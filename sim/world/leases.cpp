#include "world/leases.h"

#include <algorithm>

#include "world/arbitration.h"
#include "world/global_lease.h"
#include "world/links.h"
#include "world/neighbourhood.h"
#include "world/sessions.h"

namespace certdrill::world {
namespace {

using Next = Lease::Next;
using State = Lease::State;

const model::FederationSettings& settings_of(const World& world) { return world.scenario().federation; }

Duration direct_after(const World& world) {
  const model::FederationSettings& settings = settings_of(world);
  return settings.lease_duration / static_cast<Duration::rep>(std::max(1U, settings.lease_renew_begin_ratio));
}

// The retry timer shares what is left of the lease; it does not renew directly, it asks others.
// Source: Lease/linux/Leases.cpp SetRenewTimer.
Duration indirect_after(const World& world) {
  const model::FederationSettings& settings = settings_of(world);
  const Duration first = direct_after(world);
  return first +
         (settings.lease_duration - first) / static_cast<Duration::rep>(std::max(1U, settings.lease_retry_count));
}

std::int64_t most_indirect_rounds(const World& world) {
  const model::FederationSettings& settings = settings_of(world);
  return settings.lease_duration.count() > 0 ? settings.max_indirect_lease / settings.lease_duration : 0;
}

bool both_alive(const Federation& federation, const Lease& lease) {
  return federation.alive(lease.opener) && federation.alive(lease.acceptor);
}

}  // namespace

bool Leases::is_rough(const World& world, const Lease& lease) {
  const Federation& federation = world.federation();
  if ((federation.rough[lease.opener] | federation.rough[lease.acceptor]) == 0) return false;
  const Links links(world);
  return links.percent_lost(lease.opener, lease.acceptor) > 0 ||
         direct_after(world) + 2 * links.delay(lease.opener, lease.acceptor) > settings_of(world).lease_duration;
}

EnabledAction Leases::next_of(const World& world, LeaseIndex index) {
  const Lease& lease = world.federation().leases[index];
  const Window exactly{lease.next_at, lease.next_at};
  const auto may_get_lost = [&](const Action& action) {
    return EnabledAction{action, exactly, Links(world).percent_lost(lease.opener, lease.acceptor), LoseRenewal{index}};
  };
  switch (lease.next) {
    case Next::renew:
      return may_get_lost(RenewLease{index});
    case Next::renew_indirectly:
      return may_get_lost(RenewLeaseIndirectly{index});
    case Next::establish:
      return {EstablishLease{index}, exactly};
    case Next::expire:
    case Next::nothing:
      break;
  }
  return {ExpireLease{index}, exactly};
}

void Leases::set_state(Lease& lease, State state) {
  Federation& federation = world_.federation_;
  if (lease.state == State::establishing) --federation.establishing;
  if (state == State::establishing) ++federation.establishing;
  lease.state = state;
}

void Leases::await(LeaseIndex index, Next next, SimTime when, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  if (!lease.in_doubt()) ++world_.federation_.numbers.leases_in_doubt;
  lease.next = next;
  lease.next_at = when;
  effects.enabled.push_back(next_of(world_, index));
}

void Leases::stop_awaiting(Lease& lease) {
  if (lease.in_doubt()) --world_.federation_.numbers.leases_in_doubt;
  lease.next = Next::nothing;
  lease.next_at = SimTime{};
}

void Leases::grant(LeaseIndex index, SimTime answered, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  set_state(lease, State::active);
  lease.granted = answered;
  lease.indirect_rounds = 0;
  if (is_rough(world_, lease)) {
    await(index, Next::renew, answered + direct_after(world_), effects);
  } else {
    stop_awaiting(lease);
  }
}

// Over the session, or over a new one when there is none.
bool Leases::renew_directly(LeaseIndex index, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  Lease& lease = federation.leases[index];
  const Links links(world_);
  if (!both_alive(federation, lease)) return false;
  const SimTime answered = at + 2 * links.delay(lease.opener, lease.acceptor);
  if (answered > lease.granted + settings_of(world_).lease_duration) return false;
  if (!lease.has_session()) {
    if (!links.fresh(lease.opener, lease.acceptor, at)) return false;
    Sessions(world_).make(index, at, effects);
  } else if (!links.reach(lease.opener, lease.acceptor)) {
    return false;
  }
  grant(index, answered, effects);
  return true;
}

// A neighbour that has a lease and an open session with both forwards the request; that is good for a number of rounds
// without a direct renewal between them. Source: Leases.cpp SendIndirectLeaseForwardMessages.
bool Leases::renew_through_others(LeaseIndex index, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  Lease& lease = federation.leases[index];
  if (!both_alive(federation, lease) || lease.indirect_rounds >= most_indirect_rounds(world_)) return false;
  const Links links(world_);
  const SimTime expiry = lease.granted + settings_of(world_).lease_duration;
  const auto carries = [&](LeaseIndex each) {
    if (each == nobody) return false;
    const Lease& other = federation.leases[each];
    return other.state == State::active && links.over_session(other);
  };
  for (const model::NodeIndex common : Neighbourhood::of(world_, lease.opener)) {
    if (common == lease.acceptor || !federation.alive(common)) continue;
    if (!carries(Neighbourhood::lease_of(world_, lease.opener, common)) ||
        !carries(Neighbourhood::lease_of(world_, common, lease.acceptor))) {
      continue;
    }
    const SimTime answered = at + 2 * (links.delay(lease.opener, common) + links.delay(common, lease.acceptor));
    if (answered > expiry) continue;
    lease.granted = answered;
    ++lease.indirect_rounds;
    await(index, Next::renew, answered + direct_after(world_), effects);
    return true;
  }
  return false;
}

void Leases::establish(LeaseIndex index, model::NodeIndex opener, model::NodeIndex acceptor, SimTime at,
                       Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  if (lease.opener != opener) {
    std::swap(lease.kernel.of_opener, lease.kernel.of_acceptor);
    lease.opener = opener;
    lease.acceptor = acceptor;
  }
  set_state(lease, State::establishing);
  lease.granted = at;
  if (renew_directly(index, at, effects)) return;
  await(index, Next::expire, at + settings_of(world_).lease_duration, effects);
  GlobalLease(world_).touch(at, effects);
}

void Leases::drop(LeaseIndex index, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  Sessions(world_).end(index, effects);
  stop_awaiting(lease);
  set_state(lease, State::absent);
  lease.indirect_rounds = 0;
  lease.granted = {};
}

// The last renewal that was no event: they come in steps from the last one that was.
void Leases::doubt(LeaseIndex index, SimTime at, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  if (lease.state != State::active || lease.in_doubt()) return;
  const Duration period = std::max(Duration(1), direct_after(world_));
  if (at > lease.granted) lease.granted += (at - lease.granted) / period * period;
  await(index, Next::renew, lease.granted + period, effects);
  GlobalLease(world_).touch(at, effects);
}

void Leases::wake(LeaseIndex index, SimTime at, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  if (lease.state == State::establishing && lease.next == Next::expire) retry_establishing(index, at, effects);
}

void Leases::wake_all(SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (federation.establishing == 0) return;
  for (LeaseIndex index = 0; index < federation.leases.size(); ++index) wake(index, at, effects);
}

// At the next moment of its grid, unless it expires by then.
void Leases::retry_establishing(LeaseIndex index, SimTime at, Effects& effects) {
  const Lease& lease = world_.federation_.leases[index];
  const Duration step = std::max(Duration(1), settings_of(world_).establish_retry);
  const SimTime retry = lease.granted + ((at - lease.granted) / step + 1) * step;
  if (retry < lease.granted + settings_of(world_).lease_duration) await(index, Next::establish, retry, effects);
}

void Leases::begin_action(LeaseIndex index, Effects& effects) const {
  const Lease& lease = world_.federation_.leases[index];
  effects.one_end = lease.opener;
  effects.other_end = lease.acceptor;
}

void Leases::direct_renewal_failed(LeaseIndex index, Effects& effects) {
  effects.outcome = Outcome::failed;
  await(index, Next::renew_indirectly, world_.federation_.leases[index].granted + indirect_after(world_), effects);
}

void Leases::apply(const RenewLease& action, SimTime at, Effects& effects) {
  begin_action(action.lease, effects);
  if (!renew_directly(action.lease, at, effects)) {
    direct_renewal_failed(action.lease, effects);
    return;
  }
  effects.outcome = Outcome::renewed;
  GlobalLease(world_).touch(at, effects);
}

void Leases::apply(const RenewLeaseIndirectly& action, SimTime at, Effects& effects) {
  begin_action(action.lease, effects);
  if (renew_through_others(action.lease, at, effects)) {
    effects.outcome = Outcome::renewed;
    return;
  }
  effects.outcome = Outcome::failed;
  const Lease& lease = world_.federation_.leases[action.lease];
  await(action.lease, Next::expire, lease.granted + settings_of(world_).lease_duration, effects);
}

// A renewal that the network lost has failed like any other.
void Leases::apply(const LoseRenewal& action, SimTime /*at*/, Effects& effects) {
  begin_action(action.lease, effects);
  const Lease& lease = world_.federation_.leases[action.lease];
  if (lease.next == Next::renew) {
    direct_renewal_failed(action.lease, effects);
    return;
  }
  effects.outcome = Outcome::failed;
  await(action.lease, Next::expire, lease.granted + settings_of(world_).lease_duration, effects);
}

void Leases::apply(const EstablishLease& action, SimTime at, Effects& effects) {
  begin_action(action.lease, effects);
  if (renew_directly(action.lease, at, effects)) {
    effects.outcome = Outcome::established;
    GlobalLease(world_).touch(at, effects);
    return;
  }
  // Until something changes the tries would all fail alike.
  effects.outcome = Outcome::failed;
  const Lease& lease = world_.federation_.leases[action.lease];
  await(action.lease, Next::expire, lease.granted + settings_of(world_).lease_duration, effects);
}

void Leases::apply(const ExpireLease& action, SimTime at, Effects& effects) {
  begin_action(action.lease, effects);
  Lease& lease = world_.federation_.leases[action.lease];
  const Arbitration::Decision decision = Arbitration(world_).decide(action.lease, at);
  world_.federation_.expired[action.lease] = at;
  effects.outcome = decision.outcome;
  if (decision.loser != nobody) effects.loser = decision.loser;
  if (decision.outcome == Outcome::nobody_loses) {
    set_state(lease, State::establishing);
    lease.granted = at;
    lease.indirect_rounds = 0;
    const SimTime again = at + settings_of(world_).lease_duration;
    await(action.lease, Next::expire, again, effects);
    retry_establishing(action.lease, at, effects);
  } else {
    drop(action.lease, effects);
    Arbitration(world_).carry_out(decision, at, effects);
  }
  GlobalLease(world_).touch(at, effects);
}

bool Leases::expects_next(const World& world, LeaseIndex index, Next next, SimTime at) {
  const std::vector<Lease>& leases = world.federation().leases;
  return index < leases.size() && leases[index].next == next && leases[index].next_at == at;
}
bool Leases::expects(const World& world, const RenewLease& action, SimTime at) {
  return expects_next(world, action.lease, Next::renew, at);
}
bool Leases::expects(const World& world, const RenewLeaseIndirectly& action, SimTime at) {
  return expects_next(world, action.lease, Next::renew_indirectly, at);
}
bool Leases::expects(const World& world, const ExpireLease& action, SimTime at) {
  return expects_next(world, action.lease, Next::expire, at);
}
bool Leases::expects(const World& world, const EstablishLease& action, SimTime at) {
  return expects_next(world, action.lease, Next::establish, at);
}
bool Leases::expects(const World& world, const LoseRenewal& action, SimTime at) {
  return expects_next(world, action.lease, Next::renew, at) ||
         expects_next(world, action.lease, Next::renew_indirectly, at);
}

void Leases::list_possible(const World& world, Effects& found) {
  if (world.federation().numbers.leases_in_doubt == 0) return;
  for (LeaseIndex index = 0; index < world.federation().leases.size(); ++index) {
    if (world.federation().leases[index].in_doubt()) found.enabled.push_back(next_of(world, index));
  }
}

}  // namespace certdrill::world
