// Orchestration is what the upgrade service of a standalone cluster makes of a change of the cluster's certificates:
// the phases in which it is carried out, each a whole upgrade, and the changes that it refuses.
//
// Phases     1 widens V to what is accepted before and after, 2 switches P, 3 narrows V; the first is left out when
//            nothing is added, the last when nothing was removed.
// Equality   thumbprints without regard to case, common names with it.
// Departures two oddities of the runtime are off unless asked for. `pins_at_once`: a name that gets its first pins has
//            them in phase 1 already, when others still present certificates of other issuers. Likewise, the runtime
//            never narrows V after an addition, even when pins were taken away in the same change; without the switch,
//            phase 3 does. (The other, how far a failed change is walked back, is the upgrade's: model::ConvertStep.)
// Errors     refusals have the runtime's names, "TwoCertificatesToTwoCertificatesNotAllowed".
// Source     Service Fabric runtime source, CertificateClusterUpgradeFlow.cs (phases), ClusterUpgradeStateFactory.cs
//            (what a change is), StandaloneSettingsValidator.cs (refusals).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::model {

// A common name with the thumbprints of the issuers that are pinned; none: any issuer with a trusted root.
struct ClusterName {
  std::string name;
  std::vector<std::string> issuers;
  friend bool operator==(const ClusterName&, const ClusterName&) = default;
};

// What a cluster's configuration declares its certificate to be. At most two of one kind, the primary first; both kinds
// at once only where V or the file store is between two declarations.
struct ClusterCertificates {
  std::vector<std::string> thumbprints;
  std::vector<ClusterName> names;
  [[nodiscard]] bool empty() const { return thumbprints.empty() && names.empty(); }
  friend bool operator==(const ClusterCertificates&, const ClusterCertificates&) = default;
};

struct OrchestrationPhase {
  ClusterCertificates accepts;     // V; the order does not matter
  ClusterCertificates presents;    // P
  ClusterCertificates file_store;  // whose accounts the image store lets in: not simulated
  friend bool operator==(const OrchestrationPhase&, const OrchestrationPhase&) = default;
};

// Only these are carried out in phases. Pins, issuer stores, the order of two, and all else is one ordinary upgrade.
[[nodiscard]] bool is_certificate_change(const ClusterCertificates& from, const ClusterCertificates& to);

// Nothing when so many values changed that the runtime knows no way: none, or more than four.
[[nodiscard]] std::optional<std::vector<OrchestrationPhase>> phases_of(const ClusterCertificates& from,
                                                                       const ClusterCertificates& to,
                                                                       bool pins_at_once = false);

// The names of `to` that `from` lacks, and for names of both the pins that are new.
[[nodiscard]] std::vector<ClusterName> added_names(const std::vector<ClusterName>& from,
                                                   const std::vector<ClusterName>& to);
// `names` with `added`: new names behind the others, new pins behind the pins of theirs. An unpinned name stays
// unpinned, or is pinned at once, as the runtime does.
[[nodiscard]] std::vector<ClusterName> merged_names(std::vector<ClusterName> names,
                                                    const std::vector<ClusterName>& added, bool pins_at_once);
// In how many of the two places they differ; a single one stands in both. Against none, each counts.
[[nodiscard]] std::uint32_t changed_places(const std::vector<std::string>& from, const std::vector<std::string>& to,
                                           bool ignore_case);

// What the validator finds in the store of the node that it runs on.
enum class Installed : std::uint8_t { no, invalid, valid };
struct LocalStore {
  std::function<Installed(const std::string& thumbprint)> thumbprint;
  std::function<Installed(const std::string& name)> name;  // of several, the one that expires last
  // Is there one of this name with this issuer somewhere in its chain?
  std::function<bool(const std::string& name, const std::string& issuer)> issued_by;
};
// Where everything is installed and in order.
[[nodiscard]] LocalStore well_kept_store();

struct IssuerStoreDeclaration {
  std::string issuer_common_name;  // empty: any
  std::vector<std::string> stores;
};
struct OrchestratedSecurity {
  ClusterCertificates certificates;
  std::vector<IssuerStoreDeclaration> issuer_stores;
};

// The error with which the change is refused before anything happens; empty when it is not.
[[nodiscard]] std::string_view refusal_of(const OrchestratedSecurity& from, const OrchestratedSecurity& to,
                                          const LocalStore& store);
// Its parts, in this order; empty when this part has nothing against it.
[[nodiscard]] std::string_view refusal_of_pins(const std::vector<ClusterName>& from, const std::vector<ClusterName>& to,
                                               const LocalStore& store);
[[nodiscard]] std::string_view refusal_of_values(const ClusterCertificates& from, const ClusterCertificates& to);
[[nodiscard]] std::string_view refusal_of_installation(const ClusterCertificates& from, const ClusterCertificates& to,
                                                       const LocalStore& store);
[[nodiscard]] std::string_view refusal_of_issuer_stores(const std::vector<IssuerStoreDeclaration>& from,
                                                        const std::vector<IssuerStoreDeclaration>& to);

}  // namespace certdrill::model
