// What one role of a cluster may be configured with, as the settings write it, becomes rules.
//
// Order of checks  thumbprints, names, default issuers, then the conflicts: default issuers beside names with issuers of
//            their own or beside issuer stores, pinned names beside issuer stores.
// Names      are not trimmed. Two that differ in case alone: the first in byte order counts, the other's issuers are
//            dropped. A name twice merges as in trust/name_map.h.
// Errors     the runtime's name of the error first: InvalidX509Thumbprint, InvalidX509NameList, InvalidArgument.
// Source     Service Fabric runtime source, SecuritySettings.cpp (FromConfiguration) and SecurityConfig.cpp
//            (X509NameMap, Parse); authentication article for what they mean.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/rule_profile.h"
#include "trust/rules.h"

namespace certdrill::trust {

struct ConfiguredName {
  std::string name;
  std::string issuers;  // thumbprints, separated by commas; empty: not pinned
};

struct RoleConfiguration {
  std::string thumbprints;            // ClusterCertThumbprints and its like
  std::vector<ConfiguredName> names;  // section Security/ClusterX509Names and its like
  std::string common_names;           // ClusterAllowedCommonNames and its like: separated by commas, not trimmed
  std::string default_issuers;        // ClusterCertIssuers and its like: the issuers of common_names
  bool has_issuer_stores = false;     // section Security/ClusterCertificateIssuerStores and its like has entries
  std::vector<NamedKey> issuer_keys;  // the keys that were found in them; none leaves the names unpinned
};

[[nodiscard]] Result<std::vector<Rule>> configured_rules(const RoleConfiguration& role,
                                                         const model::Switches& switches);

}  // namespace certdrill::trust
