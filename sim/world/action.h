// Action is something that can happen in the world, as data; a Window says when.
//
// Nothing in the world draws a random moment: applying an action tells which actions become possible and between
// which moments. The simulator (world/simulation.h) draws one moment in each window; another driver may try them all,
// or let a person pick.
// Moot       what happened since may have taken the ground from an action that was possible: a node that was to switch
//            died. World::expects() tells, and a driver drops such an action without a word.
// Source     docs/decisions/0003, 0016.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "pki/certificate_spec.h"

namespace certdrill::world {

using LeaseIndex = std::uint32_t;  // into Federation::leases

struct OfStep {
  explicit constexpr OfStep(std::uint32_t index = 0) : step(index) {}
  std::uint32_t step;
  friend bool operator==(const OfStep&, const OfStep&) = default;
};
struct OfDomain {
  explicit constexpr OfDomain(std::uint32_t index = 0) : domain(index) {}
  std::uint32_t domain;
  friend bool operator==(const OfDomain&, const OfDomain&) = default;
};
struct OfNode {
  explicit constexpr OfNode(model::NodeIndex index = 0) : node(index) {}
  model::NodeIndex node;
  friend bool operator==(const OfNode&, const OfNode&) = default;
};
struct OfCertificate {
  explicit constexpr OfCertificate(pki::CertificateId id = 0) : certificate(id) {}
  pki::CertificateId certificate;
  friend bool operator==(const OfCertificate&, const OfCertificate&) = default;
};
struct OfAuthority {
  explicit constexpr OfAuthority(pki::CertificateId id = 0) : authority(id) {}
  pki::CertificateId authority;
  friend bool operator==(const OfAuthority&, const OfAuthority&) = default;
};
struct OfLease {
  explicit constexpr OfLease(LeaseIndex index = 0) : lease(index) {}
  LeaseIndex lease;
  friend bool operator==(const OfLease&, const OfLease&) = default;
};
struct OfRandomFault {  // of Scenario::random_faults, and whom it strikes
  OfRandomFault() = default;
  constexpr OfRandomFault(std::uint32_t fault_index, model::NodeIndex node_index)
      : node(node_index & 0xFFFFFF), fault(fault_index & 0xFF) {}
  std::uint32_t node : 24 = 0;
  std::uint32_t fault : 8 = 0;
  friend bool operator==(const OfRandomFault&, const OfRandomFault&) = default;
};
struct OfVault {
  explicit constexpr OfVault(model::VaultIndex index = 0) : vault(index) {}
  model::VaultIndex vault;
  friend bool operator==(const OfVault&, const OfVault&) = default;
};
struct OfLine {  // a vault certificate
  explicit constexpr OfLine(model::LineIndex index = 0) : line(index) {}
  model::LineIndex line;
  friend bool operator==(const OfLine&, const OfLine&) = default;
};
struct OfAgentOnNode {
  OfAgentOnNode() = default;
  constexpr OfAgentOnNode(model::AgentIndex agent_index, model::NodeIndex node_index)
      : node(node_index & 0xFFFFFF), agent(agent_index & 0xFF) {}
  std::uint32_t node : 24 = 0;
  std::uint32_t agent : 8 = 0;
  friend bool operator==(const OfAgentOnNode&, const OfAgentOnNode&) = default;
};
struct OfCall {  // of Client::calls
  OfCall() = default;
  constexpr OfCall(model::ClientIndex client_index, std::uint32_t call_index)
      : client(client_index & 0xFFFFFF), call(call_index & 0xFF) {}
  std::uint32_t client : 24 = 0;
  std::uint32_t call : 8 = 0;
  friend bool operator==(const OfCall&, const OfCall&) = default;
};
struct OfAll {
  friend bool operator==(const OfAll&, const OfAll&) = default;
};

// The plan (world.cpp).
struct BeginStep : OfStep {
  using OfStep::OfStep;
};
// One that begins while another is under way.
struct BeginStepDuring : OfStep {
  using OfStep::OfStep;
};
struct EndWait : OfStep {
  using OfStep::OfStep;
};

// The upgrade that is under way (rolling_upgrade.cpp).
struct BeginDomain : OfDomain {
  using OfDomain::OfDomain;
};
// To its new security configuration.
struct SwitchNode : OfNode {
  using OfNode::OfNode;
};
// May the next seed nodes of the domain restart?
struct CheckSeeds : OfDomain {
  using OfDomain::OfDomain;
};
// Of a monitored upgrade.
struct CheckHealth : OfDomain {
  using OfDomain::OfDomain;
};
// The operator says: on to the next domain.
struct MoveNext : OfDomain {
  using OfDomain::OfDomain;
};
// It went down during its domain and was awaited long enough.
struct GiveUpNode : OfNode {
  using OfNode::OfNode;
};

// Stores (provisioning.cpp), certificates and CRLs over time.
// As the step that is under way says: certificates, or the way to CRLs.
struct ChangeStore : OfNode {
  using OfNode::OfNode;
};
struct CertificateBecomesValid : OfCertificate {
  using OfCertificate::OfCertificate;
};
struct CertificateExpires : OfCertificate {
  using OfCertificate::OfCertificate;
};
// The nextUpdate of a list has come (world/crl_publisher.h says of which). It matters only when the authority has
// published none since.
struct CrlExpires : OfAuthority {
  using OfAuthority::OfAuthority;
};

// By itself, as its policy says.
struct PublishCrl : OfAuthority {
  using OfAuthority::OfAuthority;
};

// Vaults (vaults.cpp).
// The next version of the line is due by its policy.
struct RenewVersion : OfLine {
  using OfLine::OfLine;
};
struct EndVaultOutage : OfVault {
  using OfVault::OfVault;
};

// Provisioning agents (agents.cpp).
// Its first cycle on this machine: when that is fixes the moments of all later ones.
struct StartAgent : OfAgentOnNode {
  using OfAgentOnNode::OfAgentOnNode;
};
// A later cycle, which may find something new. Those that cannot are no events.
struct PollVault : OfAgentOnNode {
  using OfAgentOnNode::OfAgentOnNode;
};
// The scan of the store grants access to keys (access_scan.cpp). Only where there is something to grant.
struct ScanStore : OfNode {
  using OfNode::OfNode;
};

// Machines (machines.cpp).
struct ReimageNode : OfNode {
  using OfNode::OfNode;
};
// Its machine is made.
struct DeployNode : OfNode {
  using OfNode::OfNode;
};
// The bootstrap agent looks for the certificates of the node, and starts it.
struct BootstrapNode : OfNode {
  using OfNode::OfNode;
};
// What has to come before the bootstrap agent has taken too long.
struct FailDeployment : OfNode {
  using OfNode::OfNode;
};

// Health (health_watch.cpp): a certificate that is in use expires soon.
struct WarnOfExpiry : OfCertificate {
  using OfCertificate::OfCertificate;
};

// Clients (client_calls.cpp). The first attempt of a call, or a further one.
struct CallEndpoint : OfCall {
  using OfCall::OfCall;
};

// Faults (faults.cpp).
struct EndFault : OfStep {
  using OfStep::OfStep;
};
struct RandomStrike : OfRandomFault {
  using OfRandomFault::OfRandomFault;
};
struct EndRandomStrike : OfRandomFault {
  using OfRandomFault::OfRandomFault;
};

// The life of a node (membership.cpp).
// Its process has started: it joins, if it has a credential.
struct StartNode : OfNode {
  using OfNode::OfNode;
};
struct TryToJoin : OfNode {
  using OfNode::OfNode;
};
struct CompleteJoin : OfNode {
  using OfNode::OfNode;
};
// Its lease has expired and arbitration has not saved it yet.
struct SuspendNode : OfNode {
  using OfNode::OfNode;
};
// It lost: the process ends.
struct FailNode : OfNode {
  using OfNode::OfNode;
};
// Seed nodes without a ring.
struct FormRing : OfAll {};

// Sessions (sessions.cpp). A session has the number of its lease.
struct RenewSession : OfLease {
  using OfLease::OfLease;
};
// Its renewal failed, and the time for that is over.
struct CloseSession : OfLease {
  using OfLease::OfLease;
};
// Some have reached their natural lifetime.
struct AgeSessions : OfAll {};
// The certificate monitor looks into the store.
struct NoticeStore : OfNode {
  using OfNode::OfNode;
};

// Leases in doubt (leases.cpp). Those that are not are renewed without an event.
struct RenewLease : OfLease {
  using OfLease::OfLease;
};
struct RenewLeaseIndirectly : OfLease {
  using OfLease::OfLease;
};
// And arbitrate.
struct ExpireLease : OfLease {
  using OfLease::OfLease;
};
struct EstablishLease : OfLease {
  using OfLease::OfLease;
};
// Instead of a renewal, where links lose messages: the driver decides which of the two.
struct LoseRenewal : OfLease {
  using OfLease::OfLease;
};

// Votes (global_lease.cpp).
struct RefreshTickets : OfAll {};
struct ExpireGlobalLease : OfAll {};

using Action =
    std::variant<BeginStep, EndWait, BeginDomain, SwitchNode, ChangeStore, CertificateBecomesValid, CertificateExpires,
                 CrlExpires, BeginStepDuring, CheckSeeds, CheckHealth, MoveNext, GiveUpNode, EndFault, RandomStrike,
                 EndRandomStrike, StartNode, TryToJoin, CompleteJoin, SuspendNode, FailNode, FormRing, RenewSession,
                 CloseSession, AgeSessions, NoticeStore, RenewLease, RenewLeaseIndirectly, ExpireLease, EstablishLease,
                 LoseRenewal, RefreshTickets, ExpireGlobalLease, PublishCrl, RenewVersion, EndVaultOutage, StartAgent,
                 PollVault, ScanStore, ReimageNode, DeployNode, BootstrapNode, FailDeployment, WarnOfExpiry,
                 CallEndpoint>;
static_assert(sizeof(Action) == 8, "millions of these may be pending");

[[nodiscard]] std::string_view name_of(const Action& action);  // "SwitchNode"
[[nodiscard]] std::uint64_t hash_of(const Action& action);

// The moments at which an action can happen, first and last included. Every moment between them is as likely as any
// other.
struct Window {
  SimTime earliest;
  SimTime latest;
  friend bool operator==(const Window&, const Window&) = default;
};

struct EnabledAction {
  Action action;
  Window window;
  // Of a hundred, how often `otherwise` happens in the place of `action`; 0: never.
  std::uint32_t otherwise_percent = 0;
  Action otherwise = BeginStep{};
  friend bool operator==(const EnabledAction&, const EnabledAction&) = default;
};

// A node went from one configuration (world/configuration_table.h) to another, perhaps to the same.
struct NodeChange {
  model::NodeIndex node = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

// down: no process. booting: it starts. joining: it runs, and asks its neighbours to take it in. suspended: a lease of
// it has expired, and it may not act until arbitration has decided.
enum class NodeState : std::uint8_t { down, booting, joining, up, suspended };
[[nodiscard]] std::string_view to_string(NodeState state);  // "up"

// Why a node is in the state it is in.
enum class Cause : std::uint8_t {
  none,
  plan,               // the upgrade restarts it, or starts it
  fault,              // a step or a random fault stopped it, or ended
  no_credential,      // its P finds nothing that it could use
  lease_failed,       // arbitration decided against it, or it reached no quorum of voters
  global_lease_lost,  // it had no contact with a quorum of seed nodes for too long
  host_restarts_it,   // the host starts again what ended by itself
  joined,
  lease_expired,    // suspended
  arbitration_won,  // and acts again
  not_deployed,     // its machine has not been made, or its bootstrap agent has not started it
  reimaged,         // its machine goes back to its image
  deployed,         // its bootstrap agent has started it
};
[[nodiscard]] std::string_view to_string(Cause cause);  // "leaseFailed"

struct NodeStateChange {
  model::NodeIndex node = 0;
  NodeState from = NodeState::down;
  NodeState to = NodeState::down;
  Cause cause = Cause::none;
};

// How the thing that an action tried went.
enum class Outcome : std::uint8_t {
  none,
  renewed,  // a session or a lease
  failed,   // a renewal, an establishing, a join: to be tried again
  refused,  // a session: the two ends cannot authenticate; `one_end` and `other_end` are set
  established,
  one_side_loses,  // arbitration: `loser` is set
  nobody_loses,    // neutral: the pair tries to get its lease again
  both_lose,       // neither reaches a quorum of voters
  healthy,
  unhealthy,
  allowed,         // a call of a client
  not_authorized,  // the client is let in, and may not do what it calls for
};
[[nodiscard]] std::string_view to_string(Outcome outcome);

// What an upgrade waits for.
enum class WaitReason : std::uint8_t {
  none,
  health_check_wait,    // HealthCheckWaitDuration after a domain
  health_check_stable,  // healthy, not yet for long enough
  health_check_retry,   // unhealthy, not yet for too long
  seed_node_quorum,     // EnsureSeedNodeQuorum
  node_down,            // a node of the domain is down: it is awaited
  node_unreachable,     // ... is cut off from the quorum
  node_hangs,
  no_quorum,          // there is nobody to go on with the upgrade
  operator_decision,  // unmonitoredManual
};
[[nodiscard]] std::string_view to_string(WaitReason reason);

// What became of an upgrade, or of a phase of one.
enum class UpgradeTurn : std::uint8_t {
  none,
  refused,  // the runtime does not begin it; `error` names why
  domain_verified,
  rollback_begins,  // `failure` says why
  becomes_manual,   // failed, and its failure action is manual
  interrupted,      // by the upgrade that begins now
  rolled_back,
  completed,
};
[[nodiscard]] std::string_view to_string(UpgradeTurn turn);
enum class UpgradeFailure : std::uint8_t {
  none,
  health_check,
  upgrade_domain_timeout,
  overall_upgrade_timeout,
  interrupted
};
[[nodiscard]] std::string_view to_string(UpgradeFailure failure);  // "HealthCheck", as the runtime names it

// Why an agent did not get what it observes, or a machine did not come into being.
enum class ProvisioningFailure : std::uint8_t {
  none,
  access_denied,        // its identity may not read the secrets of the vault
  vault_unavailable,    // an outage
  version_disabled,     // that one, or every one of the line
  secret_deleted,       // the line
  unknown_certificate,  // the vault has never had one of that name
  no_version_yet,
  certificate_missing,      // bootstrap: a certificate that the node presents is not in its store
  private_key_missing,      // bootstrap: it is, without its key
  initial_sync_timed_out,   // what comes before the bootstrap agent was never done
  template_deployment_off,  // the compute service may not read the vault
};
[[nodiscard]] std::string_view to_string(ProvisioningFailure failure);  // "accessDenied"

// What an action did, beside the lists of Effects.
struct EffectFacts {
  std::uint64_t crl_number = 0;   // of CrlExpires: the list that has ended
  bool domain_completed = false;  // the domain of the upgrade under way, by the last of its nodes
  bool step_completed = false;

  Outcome outcome = Outcome::none;
  std::optional<model::NodeIndex> one_end;  // of the lease or session that the action is about: who opened it
  std::optional<model::NodeIndex> other_end;
  std::optional<model::NodeIndex> loser;
  WaitReason wait = WaitReason::none;
  std::optional<model::NodeIndex> awaited;  // the node that is waited for
  std::optional<SimTime> wait_until;
  UpgradeTurn turn = UpgradeTurn::none;
  UpgradeFailure failure = UpgradeFailure::none;
  std::string_view error;              // of `refused`: the runtime's name for it; lives as long as the program
  std::optional<std::uint32_t> phase;  // of a conversion: which phase begins with this event, from 0
  bool backward = false;               // the phase or upgrade that begins goes back
  // Of an agent, a vault or a machine: the first thing that failed, and of which observed certificate (its place in the
  // agent's list).
  ProvisioningFailure provisioning = ProvisioningFailure::none;
  std::optional<std::uint32_t> observed;
  std::optional<pki::CertificateId> version;  // of RenewVersion, RenewStep: the one that the vault has now
  std::optional<std::uint32_t> attempt;       // of CallEndpoint: from 1; `one_end` is the node that was called
  std::optional<std::uint32_t>
      upgrade_step;  // whose turn it is, when it is not the step under way: one that was interrupted
};

// What an action did, for those who watch: the world forgets it.
struct Effects : EffectFacts {
  std::vector<NodeChange> changes;
  std::vector<EnabledAction> enabled;  // newly possible; what is possible already stays so
  // Authorities whose list is another one now, or has ended without another: what they issued is to be judged anew.
  std::vector<pki::CertificateId> crls_changed;
  std::vector<NodeStateChange> states;
  std::vector<LeaseIndex>
      sessions;  // leases whose sessions, of transports or kernels, were made or ended; perhaps twice

  // Keeps the memory of the lists: millions of events use the same Effects.
  void clear() {
    changes.clear();
    enabled.clear();
    crls_changed.clear();
    states.clear();
    sessions.clear();
    static_cast<EffectFacts&>(*this) = {};
  }
};

}  // namespace certdrill::world
