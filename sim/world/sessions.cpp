#include "world/sessions.h"

#include <algorithm>

#include "world/global_lease.h"
#include "world/leases.h"
#include "world/links.h"
#include "world/membership.h"
#include "world/neighbourhood.h"

namespace certdrill::world {
namespace {

using Session = Lease::Session;

const model::FederationSettings& settings_of(const World& world) { return world.scenario().federation; }

// Between which moments a session that is to be renewed is renewed. Short lives have no random time on top, and a
// change of settings does not take longer to be noticed than they last.
Window renewal_window(const World& world, const Lease& lease) {
  const model::FederationSettings& settings = settings_of(world);
  const Duration life = settings.session_expiration;
  Duration delay{};
  if (!lease.natural) {
    delay = life > Duration(0) ? std::min(life, settings.session_refresh_delay) : settings.session_refresh_delay;
  } else if (life >= settings.session_expiration_spread) {
    delay = settings.session_expiration_spread;
  }
  return {lease.session_at, lease.session_at + delay};
}

Window notice_window(const World& world, SimTime from) {
  const Duration monitor = std::max(Duration(1), settings_of(world).certificate_monitor);
  return {from + Duration(1), from + monitor};
}

}  // namespace

void Sessions::set(Lease& lease, Session session, bool natural, SimTime session_at) {
  const auto counts = [](const Lease& each) {
    return each.session == Session::to_be_closed || (each.session == Session::to_be_renewed && !each.natural);
  };
  std::uint64_t& changing = world_.federation_.changing_sessions;
  if (counts(lease)) --changing;
  lease.session = session;
  lease.natural = natural;
  lease.session_at = session_at;
  if (counts(lease)) ++changing;
}

void Sessions::make(LeaseIndex index, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  Lease& lease = federation.leases[index];
  lease.transport = {federation.loaded[lease.opener], federation.loaded[lease.acceptor]};
  if (!lease.kernel_open) lease.kernel = lease.transport;
  lease.kernel_open = true;
  lease.made = at;
  effects.sessions.push_back(index);
  lease.opener_changed = false;
  set(lease, Session::open, false, {});
  const Duration lifetime = settings_of(world_).session_expiration;
  if (federation.ages_at != SimTime::min() || lifetime <= Duration(0)) return;
  federation.ages_at = at + lifetime;
  effects.enabled.push_back({AgeSessions{}, {federation.ages_at, federation.ages_at}});
}

// The transport's only: the kernels keep theirs until their session is closed or their host goes down.
void Sessions::end(LeaseIndex index, Effects& effects) {
  Lease& lease = world_.federation_.leases[index];
  effects.sessions.push_back(index);
  lease.transport = {};
  lease.made = {};
  lease.opener_changed = false;
  set(lease, Session::none, false, {});
}

void Sessions::remake(LeaseIndex index, SimTime at, Effects& effects) {
  world_.federation_.leases[index].kernel_open = false;
  make(index, at, effects);
}

void Sessions::take_settings(model::NodeIndex node, std::uint32_t security, SimTime at, Effects& effects) {
  world_.set_configuration(node, world_.table_.with_security(world_.configuration_[node], security), at, effects);
  settings_changed(node, at, effects);
}

void Sessions::settings_changed(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on) return;
  const NodeState state = federation.state[node];
  const pki::CertificateId presentable = Links(world_).presentable(node, at);
  if (state == NodeState::down || state == NodeState::booting) {
    Membership(world_).credential_may_have_come(node, at, effects);
    return;
  }
  federation.notice_from[node] = SimTime::min();
  if (presentable == pki::no_certificate) {
    Membership(world_).stop(node, Membership::Stop::in_order, Cause::no_credential, at, effects);
    return;
  }
  federation.loaded[node] = presentable;
  Neighbourhood::for_each_lease(world_, node, [&](LeaseIndex index) {
    Lease& lease = federation.leases[index];
    const bool waits = lease.session == Session::to_be_renewed && !lease.natural;
    if (!lease.has_session() || waits || lease.session == Session::to_be_closed) return;
    lease.opener_changed = lease.opener == node;
    set(lease, Session::to_be_renewed, false, at);
    effects.enabled.push_back({RenewSession{index}, renewal_window(world_, lease)});
  });
  Membership(world_).node_changed(node, at, effects);
}

void Sessions::store_changed(model::NodeIndex node, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  if (!federation.on) return;
  const NodeState state = federation.state[node];
  if (state == NodeState::down || state == NodeState::booting) {
    Membership(world_).credential_may_have_come(node, at, effects);
    return;
  }
  if (federation.notice_from[node] == SimTime::min()) {
    const pki::CertificateId presentable = Links(world_).presentable(node, at);
    if (presentable != federation.loaded[node] && presentable != pki::no_certificate) {
      federation.notice_from[node] = at;
      effects.enabled.push_back({NoticeStore{node}, notice_window(world_, at)});
    }
  }
  // What lies in a store may decide whom the node accepts, too.
  Membership(world_).node_changed(node, at, effects);
}

void Sessions::apply(const RenewSession& action, SimTime at, Effects& effects) {
  Lease& lease = world_.federation_.leases[action.lease];
  effects.one_end = lease.opener;
  effects.other_end = lease.acceptor;
  if (Links(world_).fresh(lease.opener, lease.acceptor, at)) {
    remake(action.lease, at, effects);
    effects.outcome = Outcome::renewed;
    return;
  }
  effects.outcome = Outcome::refused;
  const model::FederationSettings& settings = settings_of(world_);
  if (lease.natural) {  // it survives, and is tried again later
    set(lease, Session::to_be_renewed, true, at + settings.session_refresh_retry);
    effects.enabled.push_back({RenewSession{action.lease}, renewal_window(world_, lease)});
    return;
  }
  const Duration closing =
      settings.session_refresh_timeout + (lease.opener_changed ? Duration(0) : settings.session_close_delay);
  set(lease, Session::to_be_closed, false, at + closing);
  effects.enabled.push_back({CloseSession{action.lease}, {lease.session_at, lease.session_at}});
}

void Sessions::apply(const CloseSession& action, SimTime at, Effects& effects) {
  Lease& lease = world_.federation_.leases[action.lease];
  effects.one_end = lease.opener;
  effects.other_end = lease.acceptor;
  if (Links(world_).fresh(lease.opener, lease.acceptor, at)) {
    remake(action.lease, at, effects);
    effects.outcome = Outcome::renewed;
    return;
  }
  effects.outcome = Outcome::refused;
  end(action.lease, effects);
  lease.kernel_open = false;
  lease.kernel = {};
  Leases(world_).doubt(action.lease, at, effects);
  GlobalLease(world_).touch(at, effects);
}

// Those that have reached their lifetime are renewed soon, each at a moment of its own; and the next of the others are
// awaited. All sessions are looked at once in a lifetime, not at each of these events.
void Sessions::apply(const AgeSessions& /*action*/, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  const Duration lifetime = settings_of(world_).session_expiration;
  SessionsByAge& by_age = federation.by_age;
  std::vector<LeaseIndex> aged;
  federation.ages_at = SimTime::min();
  while (by_age.next < by_age.made.size() || find_open_sessions()) {
    const auto [made, index] = by_age.made[by_age.next];
    Lease& lease = federation.leases[index];
    const bool is_it = lease.session == Session::open && lease.made == made;
    if (is_it && made + lifetime > at) {
      federation.ages_at = made + lifetime;
      break;
    }
    ++by_age.next;
    if (!is_it) continue;
    set(lease, Session::to_be_renewed, true, at);
    aged.push_back(index);
  }
  std::sort(aged.begin(), aged.end());
  for (const LeaseIndex index : aged)
    effects.enabled.push_back({RenewSession{index}, renewal_window(world_, federation.leases[index])});
  if (federation.ages_at != SimTime::min())
    effects.enabled.push_back({AgeSessions{}, {federation.ages_at, federation.ages_at}});
}

// False when there are none.
bool Sessions::find_open_sessions() {
  const std::vector<Lease>& leases = world_.federation_.leases;
  SessionsByAge& by_age = world_.federation_.by_age;
  by_age.made.clear();
  by_age.next = 0;
  for (LeaseIndex index = 0; index < leases.size(); ++index) {
    if (leases[index].session == Session::open) by_age.made.emplace_back(leases[index].made, index);
  }
  std::sort(by_age.made.begin(), by_age.made.end());
  return !by_age.made.empty();
}

// When it finds nothing usable it keeps what it has. Source: TransportSecurity.cpp RefreshX509CredentialsIfNeeded.
void Sessions::apply(const NoticeStore& action, SimTime at, Effects& effects) {
  Federation& federation = world_.federation_;
  federation.notice_from[action.node] = SimTime::min();
  const pki::CertificateId presentable = Links(world_).presentable(action.node, at);
  if (presentable == pki::no_certificate || presentable == federation.loaded[action.node]) return;
  federation.loaded[action.node] = presentable;
  Membership(world_).node_changed(action.node, at, effects);
}

bool Sessions::expects(const World& world, const RenewSession& action, SimTime at) {
  const std::vector<Lease>& leases = world.federation().leases;
  if (action.lease >= leases.size() || leases[action.lease].session != Session::to_be_renewed) return false;
  const auto [earliest, latest] = renewal_window(world, leases[action.lease]);
  return earliest <= at && at <= latest;
}
bool Sessions::expects(const World& world, const CloseSession& action, SimTime at) {
  const std::vector<Lease>& leases = world.federation().leases;
  return action.lease < leases.size() && leases[action.lease].session == Session::to_be_closed &&
         leases[action.lease].session_at == at;
}
bool Sessions::expects(const World& world, const AgeSessions& /*action*/, SimTime at) {
  return world.federation().on && world.federation().ages_at == at;
}
bool Sessions::expects(const World& world, const NoticeStore& action, SimTime at) {
  const Federation& federation = world.federation();
  if (!federation.on || federation.notice_from[action.node] == SimTime::min()) return false;
  const auto [earliest, latest] = notice_window(world, federation.notice_from[action.node]);
  return earliest <= at && at <= latest;
}

void Sessions::list_possible(const World& world, Effects& found) {
  const Federation& federation = world.federation();
  for (LeaseIndex index = 0; index < federation.leases.size(); ++index) {
    const Lease& lease = federation.leases[index];
    if (lease.session == Session::to_be_renewed) {
      found.enabled.push_back({RenewSession{index}, renewal_window(world, lease)});
    } else if (lease.session == Session::to_be_closed) {
      found.enabled.push_back({CloseSession{index}, {lease.session_at, lease.session_at}});
    }
  }
  if (federation.ages_at != SimTime::min()) {
    found.enabled.push_back({AgeSessions{}, {federation.ages_at, federation.ages_at}});
  }
  for (model::NodeIndex node = 0; node < federation.notice_from.size(); ++node) {
    if (federation.notice_from[node] == SimTime::min()) continue;
    found.enabled.push_back({NoticeStore{node}, notice_window(world, federation.notice_from[node])});
  }
}

}  // namespace certdrill::world
