// Scenario is what a scenario file says, checked and with every default filled in: plain values, no behaviour.
//
// Units      times are SimTime, lengths Duration; counts say what they count.
// Limits     see `limits`: the reader refuses more.
// Source     docs/scenario_format.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/sim_time.h"
#include "model/client.h"
#include "model/fault.h"
#include "model/federation_settings.h"
#include "model/property.h"
#include "model/provisioning.h"
#include "model/rule_profile.h"
#include "model/security.h"
#include "model/upgrade_policy.h"
#include "pki/certificate_spec.h"

namespace certdrill::model {

namespace limits {
inline constexpr std::uint32_t nodes = 10'000'000;
inline constexpr std::uint32_t upgrade_domains = 10'000;
inline constexpr std::uint32_t certificates = 100'000;
inline constexpr std::uint32_t clients = 1'000;
inline constexpr std::uint32_t calls_of_client = 16;
inline constexpr std::uint32_t vaults = 1'000;
inline constexpr std::uint32_t vault_certificates = 10'000;
inline constexpr std::uint32_t versions_of_line = 10'000;
inline constexpr std::uint32_t agents = 200;
inline constexpr std::uint32_t observed_by_agent = 1'000;
inline constexpr std::uint32_t steps = 10'000;
inline constexpr std::uint32_t checks = 1'000;
inline constexpr std::uint32_t random_faults = 200;
}  // namespace limits

// What a node has of the private key of a certificate in its store. Better states have larger numbers: of several files
// of one certificate the best counts.
enum class PrivateKeyState : std::uint8_t {
  absent,
  of_another_certificate,  // there is a key beside it, but another one's
  unreadable,              // there, but the node's account may not read it (ACL), and nobody will change that
  not_granted,             // the same, until the scan of the store grants access
  usable,
};

// A certificate in the store of a node, with its private key or without.
struct StoreEntry {
  pki::CertificateId certificate = pki::no_certificate;
  PrivateKeyState key = PrivateKeyState::usable;
  // Its renewal mark: who asks for this certificate is given that one, whatever it is. The management article,
  // "Certificate linking, explained"; Windows only (switch followRenewalLinks).
  pki::CertificateId renewed_by = pki::no_certificate;
  friend auto operator<=>(const StoreEntry&, const StoreEntry&) = default;
};

// What lies on a node: sorted by certificate, each once; the roots it trusts, sorted; and how far its clock is off.
struct Store {
  std::vector<StoreEntry> entries;
  std::vector<pki::CertificateId> unreachable_crls;  // authorities whose CRL this node cannot fetch; sorted
  std::vector<pki::CertificateId> trusted_roots;
  Duration clock_offset{};  // what the node takes for now, minus now
  bool deployed = true;     // false: the node does not exist yet, and nobody counts it
  friend bool operator==(const Store&, const Store&) = default;
};

// 24 bytes, because there may be millions; what nodes have in common is an index into Cluster.
struct Node {
  std::uint32_t upgrade_domain = 0;
  std::uint32_t fault_domain = 0;
  std::uint32_t node_type = 0;
  std::uint32_t security = 0;
  std::uint32_t store = 0;
  bool seed = false;
};

struct Cluster {
  std::vector<Node> nodes;
  std::vector<std::string> node_names;       // empty when the nodes are N0, N1, ...
  std::vector<std::string> upgrade_domains;  // in the order in which they are upgraded: NaturalLess
  std::vector<std::string> fault_domains;    // likewise sorted; one, "FD0", when none are said
  std::vector<std::string> node_ids;         // 32 hex digits each; empty when they are hashed from the names
  std::vector<std::string> node_types;       // at least one; the unnamed one is ""
  std::vector<Store> stores;                 // the different ones at the start, of nodes and clients
  std::vector<Client> clients;
  Bootstrap bootstrap;
  StoreWatch store_watch;

  [[nodiscard]] std::string node_name(NodeIndex node) const {
    return node_names.empty() ? "N" + std::to_string(node) : node_names[node];
  }
};

struct UpgradeStep {
  // By node type, same order as Cluster::node_types: the security configuration to go to; none leaves nodes of that
  // type alone.
  std::vector<std::optional<std::uint32_t>> security_by_node_type;
  UpgradePolicy policy;
};
// One change of the cluster's certificates, walked in the phases that the standalone orchestrator makes of it
// (model/orchestration.h): each a whole upgrade, and backward phase by phase when one fails.
struct ConvertStep {
  std::uint32_t to = 0;  // index into Scenario::securities
  UpgradePolicy policy;  // mode and failure_action are the orchestrator's, whatever it says
  // Found at load: where the nodes are when it begins, and the way from there, as indices into Scenario::securities; or
  // the name of the validator's reason not to begin at all.
  std::uint32_t from = 0;
  std::vector<std::uint32_t> phases;  // empty: there is nothing to change
  std::string refusal;
  // What the orchestrator does in other ways than one would expect; off unless the step says so (docs/federation.md).
  bool quirk_pins_at_once = false;         // a name that gets its first pins is pinned in the first phase already
  bool quirk_backward_off_by_two = false;  // walking back ends at the second phase instead of the original
};
struct FaultStep {
  Fault fault;
};
struct InstallStep {
  std::vector<StoreEntry> entries;  // a certificate already there gets its key when it had none
  NodeSelection where;              // no node, when only clients are named
  Duration within{};
  std::vector<ClientIndex> clients;  // sorted; into their first places
};
struct RemoveStep {
  std::vector<pki::CertificateId> certificates;
  NodeSelection where;
  Duration within{};
};
struct WaitStep {
  Duration length{};
  std::optional<SimTime> until;  // instead of a length; when it has passed already, the wait is over at once
};

// The authorities of these certificates revoke them and publish a new CRL at once.
struct RevokeStep {
  std::vector<pki::CertificateId> certificates;
};
// These authorities publish a new CRL, listing what they have revoked so far.
struct PublishCrlStep {
  std::vector<pki::CertificateId> authorities;
};
// Nodes lose, or get back, the way to the CRLs of these authorities.
struct CrlReachStep {
  std::vector<pki::CertificateId> authorities;
  bool reachable = false;
  NodeSelection where;
  Duration within{};
};

// An identity may read the secrets of a vault from now on, or may no longer.
struct VaultAccessStep {
  VaultIndex vault = 0;
  IdentityIndex identity = 0;
  bool granted = true;
};
// The vault answers nobody, and renews nothing. Takes no time of its own in the sequence.
struct VaultOutageStep {
  VaultIndex vault = 0;
  Duration length{};
};
// One version can no longer be read, or can be again.
struct VersionStep {
  LineIndex line = 0;
  std::uint32_t version = 0;
  bool enabled = false;
};
// The whole line is gone.
struct DeleteSecretStep {
  LineIndex line = 0;
};
// Somebody makes this version now.
struct RenewStep {
  LineIndex line = 0;
  std::uint32_t version = 0;
};
// An operator changes what an agent observes, starts it or stops it, on all its nodes.
struct AgentStep {
  enum class Run : std::uint8_t { as_it_is, start, stop };
  AgentIndex agent = 0;
  std::optional<std::vector<ObservedCertificate>> observes;
  Run run = Run::as_it_is;
};
// Machines go back to their image: what agents deliver again comes back, all else is lost.
struct ReimageStep {
  NodeSelection where;
  Duration within{};
};
// These nodes do not exist before. Their machines are made, agents deliver, and the bootstrap agent starts the node.
struct DeployStep {
  NodeSelection where;
  Duration within{};
  bool scale_out = false;  // as the scenario calls it
};
// A client connects in another way from now on: its rules and calls, in their order. Its places stay as they are.
struct ClientStep {
  Client becomes;
  ClientIndex client = 0;
};

// A step that does not wait for its turn: it begins while another step is under way, `after` that one's beginning, or
// the beginning of one of its upgrade domains. Faults may do so, and upgrades: such an upgrade interrupts the other.
struct During {
  std::uint32_t step = 0;               // an earlier or later step of the list
  std::optional<std::uint32_t> domain;  // of an upgrade: counted from when this domain begins
  Duration after{};
};

// Steps run one after the other. A step begins when the one before it is done and its own `not_before` has come.
struct Step {
  std::string name;
  std::variant<UpgradeStep, InstallStep, RemoveStep, WaitStep, RevokeStep, PublishCrlStep, CrlReachStep, ConvertStep,
               FaultStep, VaultAccessStep, VaultOutageStep, VersionStep, DeleteSecretStep, RenewStep, AgentStep,
               ReimageStep, DeployStep, ClientStep>
      what;
  std::optional<During> during;  // then it is not in the sequence
  std::optional<SimTime> not_before;
  Duration pause_before{};  // after the end of the step before it
  Location where;
};

// An authority that publishes a CRL: one at the start of the scenario, one whenever it revokes something or a step says
// so.
struct CrlPolicy {
  pki::CertificateId issuer = pki::no_certificate;
  Duration valid_for{};                   // nextUpdate - thisUpdate
  std::optional<Duration> publish_every;  // by itself, counted from the start; none: only when something asks for it
};

// unknown: nothing is violated, and of some client nobody knows enough to say that nothing would be.
enum class Verdict : std::uint8_t { holds, violated, unknown };

struct Scenario {
  std::string name;  // of its folder
  std::string file;  // as the user named it
  // The text it was read from, shared by copies, so that a trace can carry it. null: it was made by a program.
  std::shared_ptr<const std::string> text;
  std::string title;
  SimTime start{};
  std::optional<SimTime> end;  // the run goes on until then even when the steps are done
  std::uint64_t seed = 1;
  Profile profile = Profile::documented;
  Switches switches = switches_of(Profile::documented);  // the profile's, with what the scenario overrides
  std::vector<Profile> also_under;                       // rehearsed under these as well, to tell what differs
  std::vector<pki::CertificateSpec>
      certificates;  // authorities first, both in file order; issuers before what they issue
  std::vector<Location> certificate_locations;
  std::vector<CrlPolicy> crl_policies;  // by issuer
  FederationSettings federation;
  std::vector<RandomFault> random_faults;
  std::vector<SecurityConfiguration> securities;  // the different ones named anywhere, in order of first use
  std::vector<Location> security_locations;       // of that first use
  std::vector<std::string> identities;            // of agents, as far as vaults or agents name them
  std::vector<Vault> vaults;
  std::vector<VaultCertificate> vault_certificates;
  std::vector<Agent> agents;
  Cluster cluster;
  std::vector<Step> steps;
  std::vector<Check> checks;
  Verdict expected = Verdict::holds;

  [[nodiscard]] std::optional<pki::CertificateId> find_certificate(std::string_view certificate_name) const {
    for (pki::CertificateId id = 0; id < certificates.size(); ++id) {
      if (certificates[id].name == certificate_name) return id;
    }
    return std::nullopt;
  }
};

}  // namespace certdrill::model
