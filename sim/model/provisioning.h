// Where certificates come from: vaults that keep and renew them, and the agents that bring them to the nodes.
//
// Vault        a vault certificate is a line of versions under one policy. All that the policy will make until the end of
//              the scenario is known when it is read: a certificate for each version, with its dates. When the vault has
//              a version is for the run to say: an outage delays it, a step may make one.
// Address      "kv/cluster" is version-less, and means the newest version that is not disabled; "kv/cluster/2" is the
//              second one, whatever comes later.
// Agent        reads from vaults with an identity of its own, and installs on the machines of its nodes.
// Source       management article, "The journey of a certificate", "Certificate enrollment", "Certificate provisioning".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/sim_time.h"
#include "model/fault.h"
#include "pki/certificate_spec.h"

namespace certdrill::model {

using VaultIndex = std::uint32_t;     // into Scenario::vaults
using LineIndex = std::uint32_t;      // into Scenario::vault_certificates
using IdentityIndex = std::uint32_t;  // into Scenario::identities
using AgentIndex = std::uint32_t;     // into Scenario::agents

struct Vault {
  std::string name;
  std::vector<IdentityIndex> readers;  // who may get its secrets when the scenario begins; sorted
  bool template_deployment = true;     // the compute service may read it for scale-set secrets
  Location where;
};

// One instance of a vault certificate.
struct VaultVersion {
  pki::CertificateId certificate = pki::no_certificate;
  SimTime created{};     // when the vault has it, unless something is in the way; the certificate is valid from then on
  bool by_step = false;  // a RenewStep makes it, and nothing else
};

// When the next version is made.
struct RenewalPolicy {
  std::optional<Duration> validity;         // of each version; none: certificates were imported, and nothing is renewed
  std::optional<std::uint32_t> at_percent;  // of its life; or
  std::optional<Duration> before_expiry;    // so long before its end; neither: never by itself
  bool same_key = false;                    // renewal in the strict sense; else each version has a new key
};

struct VaultCertificate {
  std::string
      name;  // unique among all vaults: its versions are the certificates "name-1", "name-2", ... unless imported
  VaultIndex vault = 0;
  RenewalPolicy policy;
  std::vector<VaultVersion> versions;  // by the moment of their creation; at least one
  Location where;
};

// scale_set_secrets   versioned addresses alone. Installs what it is told when the operator updates it, and on each
//                     machine that is made or re-imaged; one version that it cannot read, and the update or the machine
//                     fails.
// key_vault_extension version-less addresses. Polls every `polling_interval`, in the order of its list; goes on with the
//                     next one when one fails, and sleeps until the next cycle. Installs the newest version, and never
//                     removes anything.
// file_drop           likewise, but what it brings takes the place of what it brought before, and whoever runs the node
//                     may read it at once.
enum class AgentKind : std::uint8_t { scale_set_secrets, key_vault_extension, file_drop };
[[nodiscard]] std::string_view to_string(AgentKind kind);  // "keyVaultExtension", the word of a scenario file

struct ObservedCertificate {
  std::optional<LineIndex> line;         // none: the vault has no certificate of that name
  std::optional<std::uint32_t> version;  // place in VaultCertificate::versions; none: version-less
  VaultIndex vault = 0;
  std::string address;  // as written: "kv/cluster"
  friend bool operator==(const ObservedCertificate&, const ObservedCertificate&) = default;
};

struct Agent {
  std::string name;
  AgentKind kind = AgentKind::key_vault_extension;
  IdentityIndex identity = 0;
  NodeSelection where;
  std::vector<ObservedCertificate> observes;  // in order
  Duration polling_interval = std::chrono::hours(1);
  bool require_initial_sync = false;
  bool link_on_renewal = false;
  bool runs_at_start = true;  // it has done its work before the scenario begins; else a step starts it
  Location where_said;
};

// What comes before a new machine's node: the bootstrap agent waits for these, and needs the certificates that the node
// presents.
// Source   management article, "Certificate provisioning, explained": provisionAfterExtensions, requireInitialSync.
struct Bootstrap {
  std::vector<AgentIndex> after;                // sorted
  Duration timeout = std::chrono::minutes(90);  // for them: then the deployment of the machine has failed
};

// The service that looks after a node: which keys it gives the node access to, and what it warns of.
struct StoreWatch {
  Duration scan_interval = std::chrono::minutes(1);  // management article: "The process runs on a 1-minute cadence"
  Duration expiry_warning = std::chrono::hours(24 * 30);
  bool says_expiry_warning = false;  // by the scenario: then it warns even where nothing else is provisioned
};

}  // namespace certdrill::model
