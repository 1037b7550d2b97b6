// ProvisioningResult is what a run showed of the journey of certificates: what could not be fetched or deployed, which
// certificates came near their end in use, and which ones can be cleaned up. Plain values; reports format them, no more.
//
// Trouble    one entry for what failed alike: one agent, one address, one reason, or the machines of one step that lack
//            the same. It goes on as long as it does somewhere.
// Cost       as large as what went wrong, and a few numbers for each certificate that lies in a store.
// Source     management article, "Certificate rotation" (health warnings), "Certificate provisioning, explained",
//            "Certificate cleanup".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "model/fault.h"
#include "pki/certificate_spec.h"
#include "world/action.h"

namespace certdrill::check {

// The ids of these findings and warnings.
inline constexpr std::string_view id_of_failed_deployment = "DeploymentFailed";
inline constexpr std::string_view id_of_failed_provisioning = "ProvisioningFailed";
inline constexpr std::string_view id_of_near_expiry = "ExpiryNear";

struct ProvisioningTrouble {
  // agent: on nodes. update: an operator's update of an agent, which failed as a whole. vault: a version was due. step:
  // one that found nothing to change.
  enum class Of : std::uint8_t { agent, update, vault, machine, step };
  Of of = Of::agent;
  std::string who;           // the name of the agent, or of the vault certificate
  std::string what;          // "kv/cluster", "TP=A": what could not be had; empty where `why` says it all
  bool of_endpoint = false;  // machine: the entry is one of the server's P
  world::ProvisioningFailure why = world::ProvisioningFailure::none;
  std::uint64_t nodes = 0;  // that had it at any time
  std::optional<model::NodeIndex> first_node;
  SimTime since{};
  std::optional<SimTime> until;       // none: to the end of the run
  std::optional<std::uint32_t> step;  // under way
  std::optional<std::size_t> finding;
  [[nodiscard]] bool violates() const { return of == Of::machine || of == Of::update; }
};

struct HealthWarning {
  pki::CertificateId certificate = pki::no_certificate;
  SimTime at{};
  SimTime not_after{};
  std::uint64_t nodes = 0;                 // that presented it then, to other nodes or to clients
  std::optional<SimTime> presented_until;  // none: it is still presented at the end
};

// Can a certificate be taken from the stores?
// in_use       a process has it loaded, or a session was made with it.
// needed       the P of some node finds no other.
// comes_back   an agent that runs there would install it again.
// safe         none of these, on any node that has it.
// gone         no node has it in its store.
enum class CleanUpVerdict : std::uint8_t { gone, safe, comes_back, needed, in_use };
[[nodiscard]] std::string_view to_string(CleanUpVerdict verdict);  // "inUse", the word of the JSON result

struct CleanUp {
  struct Nodes {
    std::uint64_t count = 0;
    std::vector<model::NodeIndex> first;  // in order; a few
    friend bool operator==(const Nodes&, const Nodes&) = default;
  };
  pki::CertificateId certificate = pki::no_certificate;
  CleanUpVerdict verdict = CleanUpVerdict::gone;  // the worst of all nodes
  std::uint64_t held = 0;                         // nodes with it in their store
  Nodes in_use;                                   // each node stands in the first of these that is true of it
  Nodes needed;
  Nodes comes_back;
  Nodes safe;
  bool kernels_alone = false;             // it is in use by sessions of the kernels and by nothing else
  std::vector<std::uint32_t> brought_by;  // agents, into Scenario::agents
};

struct ProvisioningResult {
  std::vector<ProvisioningTrouble> troubles;  // in order of time
  std::vector<HealthWarning> warnings;        // likewise
  bool tells_clean_up = false;                // the scenario has vaults or agents
  std::vector<CleanUp> clean_up;              // then: of each certificate that a node holds or uses, but authorities
};

}  // namespace certdrill::check
