#include "world/world.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/hash.h"
#include "world/access_scan.h"
#include "world/agents.h"
#include "world/client_calls.h"
#include "world/crl_publisher.h"
#include "world/faults.h"
#include "world/global_lease.h"
#include "world/health_watch.h"
#include "world/leases.h"
#include "world/machines.h"
#include "world/membership.h"
#include "world/neighbourhood.h"
#include "world/provisioning.h"
#include "world/rolling_upgrade.h"
#include "world/sessions.h"
#include "world/vaults.h"

namespace certdrill::world {
namespace {

using Stage = Progress::Stage;

[[noreturn]] void not_enabled(const Action& action, SimTime at) {
  std::fprintf(stderr, "certdrill: internal error: %s at %s is not enabled\n", std::string(name_of(action)).c_str(),
               to_string(at).c_str());
  std::abort();
}

void add_to(Hash& hash, const pki::CrlSpec& list) {
  hash.add(list.number);
  hash.add(static_cast<std::uint64_t>(unix_milliseconds(list.this_update)));
  hash.add(static_cast<std::uint64_t>(unix_milliseconds(list.next_update)));
  hash.add(list.revoked.size());
  for (const pki::CrlSpec::Revoked& entry : list.revoked) {
    hash.add(entry.certificate);
    hash.add(static_cast<std::uint64_t>(unix_milliseconds(entry.at)));
  }
}

// Which actor an action belongs to.
RollingUpgrade actor_of(World& world, const BeginDomain& /*action*/) { return RollingUpgrade(world); }
RollingUpgrade actor_of(World& world, const SwitchNode& /*action*/) { return RollingUpgrade(world); }
RollingUpgrade actor_of(World& world, const CheckSeeds& /*action*/) { return RollingUpgrade(world); }
RollingUpgrade actor_of(World& world, const CheckHealth& /*action*/) { return RollingUpgrade(world); }
RollingUpgrade actor_of(World& world, const MoveNext& /*action*/) { return RollingUpgrade(world); }
RollingUpgrade actor_of(World& world, const GiveUpNode& /*action*/) { return RollingUpgrade(world); }
Membership actor_of(World& world, const StartNode& /*action*/) { return Membership(world); }
Membership actor_of(World& world, const TryToJoin& /*action*/) { return Membership(world); }
Membership actor_of(World& world, const CompleteJoin& /*action*/) { return Membership(world); }
Membership actor_of(World& world, const SuspendNode& /*action*/) { return Membership(world); }
Membership actor_of(World& world, const FailNode& /*action*/) { return Membership(world); }
Membership actor_of(World& world, const FormRing& /*action*/) { return Membership(world); }
Sessions actor_of(World& world, const RenewSession& /*action*/) { return Sessions(world); }
Sessions actor_of(World& world, const CloseSession& /*action*/) { return Sessions(world); }
Sessions actor_of(World& world, const AgeSessions& /*action*/) { return Sessions(world); }
Sessions actor_of(World& world, const NoticeStore& /*action*/) { return Sessions(world); }
Faults actor_of(World& world, const EndFault& /*action*/) { return Faults(world); }
Faults actor_of(World& world, const RandomStrike& /*action*/) { return Faults(world); }
Faults actor_of(World& world, const EndRandomStrike& /*action*/) { return Faults(world); }
Leases actor_of(World& world, const RenewLease& /*action*/) { return Leases(world); }
Leases actor_of(World& world, const RenewLeaseIndirectly& /*action*/) { return Leases(world); }
Leases actor_of(World& world, const ExpireLease& /*action*/) { return Leases(world); }
Leases actor_of(World& world, const EstablishLease& /*action*/) { return Leases(world); }
Leases actor_of(World& world, const LoseRenewal& /*action*/) { return Leases(world); }
GlobalLease actor_of(World& world, const RefreshTickets& /*action*/) { return GlobalLease(world); }
GlobalLease actor_of(World& world, const ExpireGlobalLease& /*action*/) { return GlobalLease(world); }
CrlPublisher actor_of(World& world, const PublishCrl& /*action*/) { return CrlPublisher(world); }
Vaults actor_of(World& world, const RenewVersion& /*action*/) { return Vaults(world); }
Vaults actor_of(World& world, const EndVaultOutage& /*action*/) { return Vaults(world); }
Agents actor_of(World& world, const StartAgent& /*action*/) { return Agents(world); }
Agents actor_of(World& world, const PollVault& /*action*/) { return Agents(world); }
AccessScan actor_of(World& world, const ScanStore& /*action*/) { return AccessScan(world); }
Machines actor_of(World& world, const ReimageNode& /*action*/) { return Machines(world); }
Machines actor_of(World& world, const DeployNode& /*action*/) { return Machines(world); }
Machines actor_of(World& world, const BootstrapNode& /*action*/) { return Machines(world); }
Machines actor_of(World& world, const FailDeployment& /*action*/) { return Machines(world); }
HealthWatch actor_of(World& world, const WarnOfExpiry& /*action*/) { return HealthWatch(world); }
ClientCalls actor_of(World& world, const CallEndpoint& /*action*/) { return ClientCalls(world); }

}  // namespace

template <typename OfAnActor>
void World::apply_one(const OfAnActor& action, SimTime at, Effects& effects) {
  actor_of(*this, action).apply(action, at, effects);
}

template <typename OfAnActor>
bool World::expects_one(const OfAnActor& action, SimTime at) const {
  using Actor = decltype(actor_of(std::declval<World&>(), action));
  return Actor::expects(*this, action, at);
}

World::World(std::shared_ptr<const Setting> setting)
    : setting_(std::move(setting)),
      table_(scenario().cluster.stores),
      acted_((setting_->node_count() + 63) / 64, 0),
      classes_(setting_, setting_->certificates()) {
  configuration_.reserve(setting_->node_count());
  for (const model::Node& node : scenario().cluster.nodes)
    configuration_.push_back(table_.intern({node.security, node.store}));
  progress_.since = scenario().start;
  CrlPublisher(*this).publish_first_lists();
  provisioned_ = first_provisioned(scenario());
  Machines::begin(*this);
  Vaults::begin(*this);
  Agents::begin(*this);
  AccessScan::begin(*this);
  ClientCalls::begin(*this);
  if (scenario().federation.simulate) {
    classes_.begin_with_crls(crls_);
    Membership(*this).begin();
  }
  faults_ = Faults::first_state(scenario());
  HealthWatch::begin(*this);
  Effects ignored;
  await_step(0, scenario().start, ignored);
}

void World::apply(const Action& action, SimTime at, Effects& effects) {
  if (!apply_if_expected(action, at, effects)) not_enabled(action, at);
}

bool World::apply_if_expected(const Action& action, SimTime at, Effects& effects) {
  const std::size_t crls_before = effects.crls_changed.size();
  const std::size_t states_before = effects.states.size();
  const std::size_t changes_before = effects.changes.size();
  const bool had_quorum = federation_.numbers.nodes_with_quorum > 0;
  const auto apply_expected = [&](const auto& what) {
    if (!expects_one(what, at)) return false;
    apply_one(what, at, effects);
    return true;
  };
  // Of a large federation nearly every event is one of these: it is spared the table of all kinds.
  const auto* const renewal = std::get_if<RenewSession>(&action);
  const bool applied = renewal != nullptr ? apply_expected(*renewal) : std::visit(apply_expected, action);
  if (!applied) return false;
  if (HealthWatch::is_on(*this)) HealthWatch(*this).follow(changes_before, at, effects);
  if (!federation_.on) return true;
  if (effects.crls_changed.size() > crls_before) judge_crls_anew(crls_before, at, effects);
  if (!had_quorum || effects.states.size() > states_before) tell_upgrade(states_before, had_quorum, at, effects);
  return true;
}

void World::expect_soon(const Action& action, bool near) const {
  const auto bring_node = [&](model::NodeIndex node) {
    __builtin_prefetch(&configuration_[node]);
    __builtin_prefetch(&federation_.loaded[node]);
    __builtin_prefetch(&federation_.side[node]);
  };
  if (const auto* const renewal = std::get_if<RenewSession>(&action)) {
    if (renewal->lease >= federation_.leases.size()) return;
    const Lease& lease = federation_.leases[renewal->lease];
    if (!near) {
      __builtin_prefetch(&lease, 1);
    } else if (lease.session == Lease::Session::to_be_renewed) {
      bring_node(lease.opener);
      bring_node(lease.acceptor);
    }
  } else if (const auto* const turn = std::get_if<SwitchNode>(&action); turn != nullptr && federation_.on && !near) {
    bring_node(turn->node);
    __builtin_prefetch(&federation_.state[turn->node]);
    __builtin_prefetch(&federation_.quorum_seen[turn->node]);
    __builtin_prefetch(&federation_.notice_from[turn->node], 1);
    Neighbourhood::for_each_lease(*this, turn->node,
                                  [&](LeaseIndex lease) { __builtin_prefetch(&federation_.leases[lease], 1); });
  }
}

// Who runs the upgrade learns who came and who went; what it does then may change more.
void World::tell_upgrade(std::size_t first, bool had_quorum, SimTime at, Effects& effects) {
  for (std::size_t i = first; i < effects.states.size(); ++i) {
    const NodeStateChange change = effects.states[i];
    if (change.to == NodeState::up && change.from == NodeState::joining)
      RollingUpgrade(*this).node_came_up(change.node, at, effects);
    if (change.to == NodeState::down) RollingUpgrade(*this).node_went_down(change.node, at, effects);
  }
  if (!had_quorum && federation_.numbers.nodes_with_quorum > 0) RollingUpgrade(*this).quorum_came_back(at, effects);
}

void World::apply_one(const ChangeStore& action, SimTime at, Effects& effects) {
  Provisioning(*this).change_store(action.node, at, effects);
}
void World::apply_one(const CrlExpires& action, SimTime /*at*/, Effects& effects) {
  CrlPublisher(*this).end_list(action.authority, effects);
}
void World::apply_one(const CertificateBecomesValid& /*action*/, SimTime at, Effects& effects) {
  pass_boundary(at, effects);
}
void World::apply_one(const CertificateExpires& /*action*/, SimTime at, Effects& effects) {
  pass_boundary(at, effects);
}

void World::pass_boundary(SimTime at, Effects& effects) {
  const Action passed = setting_->boundaries()[progress_.next_boundary].action;
  ++progress_.next_boundary;
  enable_next_boundary(effects);
  const auto* expired = std::get_if<CertificateExpires>(&passed);
  const pki::CertificateId certificate =
      expired != nullptr ? expired->certificate : std::get<CertificateBecomesValid>(passed).certificate;
  if (HealthWatch::is_on(*this)) HealthWatch(*this).boundary_passed(certificate, at, effects);
  if (!federation_.on) return;
  if (classes_.pass_boundary(certificate, table_, at)) Membership(*this).everything_changed(at, effects);
}

void World::judge_crls_anew(std::size_t first, SimTime at, Effects& effects) {
  bool changed = false;
  for (std::size_t i = first; i < effects.crls_changed.size(); ++i) {
    changed = classes_.pass_crl(effects.crls_changed[i], crls_, table_, at) || changed;
  }
  if (changed) Membership(*this).everything_changed(at, effects);
}

bool World::expects(const Action& action, SimTime at) const {
  return std::visit([&](const auto& what) { return expects_one(what, at); }, action);
}

bool World::expects_one(const ChangeStore& action, SimTime /*at*/) const {
  return progress_.stage == Stage::changing_stores && !acted(action.node);
}
bool World::expects_one(const CrlExpires& action, SimTime /*at*/) const {
  return CrlPublisher::awaits_end_of(*this, action.authority);
}
bool World::expects_one(const CertificateBecomesValid& action, SimTime /*at*/) const {
  return next_boundary_is(action);
}
bool World::expects_one(const CertificateExpires& action, SimTime /*at*/) const { return next_boundary_is(action); }

bool World::next_boundary_is(const Action& action) const {
  const auto& boundaries = setting_->boundaries();
  return progress_.next_boundary < boundaries.size() && boundaries[progress_.next_boundary].action == action;
}

std::optional<SimTime> World::last_fault_ends() const {
  std::optional<SimTime> last = Faults::last_end(faults_);
  for (const VaultState& vault : provisioned_.vaults) {
    if (vault.out_until && (!last || *vault.out_until > *last)) last = vault.out_until;
  }
  return last;
}

bool World::at_rest() const {
  const bool plan_rests = done() || stuck_since();
  // Nodes that the upgrade cannot tell may stay so for ever; all others of its nodes are about to do something.
  const bool upgrade_rests = upgrade_.nodes.size() == upgrade_.stalled && interludes_.pending.empty();
  return plan_rests && upgrade_rests && provisioned_.unsettled == 0 && !last_fault_ends() &&
         (!federation_.on || federation_.settled());
}

void World::enable_next_boundary(Effects& effects) const {
  const auto& boundaries = setting_->boundaries();
  if (progress_.next_boundary >= boundaries.size()) return;
  const Setting::Boundary& next = boundaries[progress_.next_boundary];
  effects.enabled.push_back({next.action, {next.at, next.at}});
}

void World::set_configuration(model::NodeIndex node, std::uint32_t to, SimTime at, Effects& effects) {
  effects.changes.push_back({node, configuration_[node], to});
  configuration_[node] = to;
  if (provisioned_.on) AccessScan(*this).node_changed(node, at, effects);
}

void World::set_store(model::NodeIndex node, std::uint32_t to, SimTime at, Effects& effects) {
  if (to == configuration_[node]) return;
  set_configuration(node, to, at, effects);
  Sessions(*this).store_changed(node, at, effects);
}

std::vector<EnabledAction> World::enabled() const {
  Effects found;
  enable_next_boundary(found);
  CrlPublisher::list_awaited_ends(*this, found);
  Membership::list_possible(*this, found);
  Sessions::list_possible(*this, found);
  Leases::list_possible(*this, found);
  GlobalLease::list_possible(*this, found);
  Faults::list_possible(*this, found);
  Vaults::list_possible(*this, found);
  Agents::list_possible(*this, found);
  AccessScan::list_possible(*this, found);
  Machines::list_possible(*this, found);
  HealthWatch::list_possible(*this, found);
  ClientCalls::list_possible(*this, found);
  list_plan(*this, found);
  return std::move(found.enabled);
}

std::uint64_t World::hash() const {
  Hash hash;
  for (const std::uint32_t id : configuration_) hash.add(table_.content_hash(id));
  for (const std::uint64_t word : acted_) hash.add(word);
  hash.add(static_cast<std::uint64_t>(progress_.stage));
  hash.add(progress_.step);
  hash.add(progress_.domain);
  hash.add(progress_.remaining);
  hash.add(static_cast<std::uint64_t>(unix_milliseconds(progress_.since)));
  hash.add(static_cast<std::uint64_t>(unix_milliseconds(progress_.resume_at)));
  hash.add(progress_.next_boundary);
  add_to(hash, upgrade_);
  add_to(hash, interludes_);
  for (const pki::CrlSpec& list : crls_) add_to(hash, list);
  for (const AwaitedCrlEnd& awaited : awaited_crl_ends_) {
    hash.add(awaited.number);
    hash.add(static_cast<std::uint64_t>(unix_milliseconds(awaited.at)));
  }
  for (const SimTime due : crls_due_) hash.add(static_cast<std::uint64_t>(unix_milliseconds(due)));
  for (const ActiveFault& fault : faults_.active) {
    hash.add(fault.id);
    hash.add(fault.until ? static_cast<std::uint64_t>(unix_milliseconds(*fault.until)) : 0);
  }
  for (const SimTime from : faults_.strikes_from) hash.add(static_cast<std::uint64_t>(unix_milliseconds(from)));
  provisioned_.add_to(hash);
  clients_.add_to(hash);
  if (federation_.on) federation_.add_to(hash);
  return hash.value();
}

bool operator==(const World& a, const World& b) {
  if (!(a.faults_ == b.faults_)) return false;
  if (a.setting_ != b.setting_ || !(a.progress_ == b.progress_) || a.acted_ != b.acted_) return false;
  if (!(a.upgrade_ == b.upgrade_) || !(a.interludes_ == b.interludes_)) return false;
  if (!(a.federation_ == b.federation_)) return false;
  if (!(a.provisioned_ == b.provisioned_) || !(a.clients_ == b.clients_)) return false;
  if (a.crls_ != b.crls_ || a.awaited_crl_ends_ != b.awaited_crl_ends_ || a.crls_due_ != b.crls_due_) return false;
  const auto same_content = [&](std::uint32_t x, std::uint32_t y) {
    return a.table_[x].security == b.table_[y].security && a.table_.store_of(x) == b.table_.store_of(y);
  };
  // The tables may number the same content differently: compare each pair of numbers once.
  std::vector<std::uint32_t> partner(a.table_.size(), b.table_.size());
  for (std::size_t node = 0; node < a.configuration_.size(); ++node) {
    std::uint32_t& known = partner[a.configuration_[node]];
    const std::uint32_t other = b.configuration_[node];
    if (known == other) continue;
    if (known != b.table_.size() || !same_content(a.configuration_[node], other)) return false;
    known = other;
  }
  return true;
}

}  // namespace certdrill::world
