// Rules with their names looked up: what model/security.h writes as "B" is here the real certificate's thumbprint or
// common name.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "model/rule_profile.h"
#include "model/scenario.h"
#include "model/security.h"
#include "pki/certificate_set.h"
#include "pki/thumbprint.h"

namespace certdrill::trust {

// A thumbprint that a rule names, and the name it was written by.
struct NamedThumbprint {
  std::string name;
  pki::Thumbprint thumbprint;

  friend bool operator==(const NamedThumbprint& a, const NamedThumbprint& b) { return a.thumbprint == b.thumbprint; }
};
[[nodiscard]] std::string to_string(const NamedThumbprint& named);  // A 0B08..5273

struct ThumbprintRule {
  std::string text;  // in the notation
  NamedThumbprint certificate;
  bool check_chain = false;  // ?true
};
// A pinned public key, with the name of the certificate it came from.
struct NamedKey {
  std::string name;
  pki::PublicKeyId key;
  friend bool operator==(const NamedKey& a, const NamedKey& b) { return a.key == b.key; }
};
struct CommonNameRule {
  std::string text;
  std::string common_name;
  std::vector<NamedThumbprint> issuers;  // with issuer_keys empty as well: not pinned, the root has to be trusted
  std::vector<NamedKey> issuer_keys;     // by ?key or from issuer stores

  [[nodiscard]] bool pinned() const { return !issuers.empty() || !issuer_keys.empty(); }
};
using Rule = std::variant<ThumbprintRule, CommonNameRule>;

// A rule that makes a client an admin.
struct AdminRule {
  Rule rule;
  bool connects = true;  // does it let the client in as well? Not where a merged rule for clients has taken its place.
};

// All that one validating endpoint accepts in one role.
struct RuleSet {
  std::vector<Rule> rules;        // of role client: those for clients
  std::vector<AdminRule> admins;  // role client alone

  [[nodiscard]] bool empty() const { return rules.empty() && admins.empty(); }
};

struct PresentByThumbprints {
  std::vector<pki::Thumbprint> primary_and_secondary;
  std::vector<std::string> names;
};
struct PresentByCommonNames {
  std::vector<std::string> primary_and_secondary;
};
struct PresentByDnsNames {
  std::vector<std::string> primary_and_secondary;
};
using Presenting = std::variant<std::monostate, PresentByThumbprints, PresentByCommonNames, PresentByDnsNames>;

// Mints the certificates that are named by thumbprint or key, no others. `store` is the validating node's: issuer stores
// are looked up in it (an empty result leaves the names unpinned: Service Fabric runtime source, SecuritySettings.cpp).
// Equal entries are merged where the switch repeatedEntriesMerge says so.
// Errors   a name that the set does not know, or a form that no profile judges yet, is refused by the reader; here it
// aborts.
[[nodiscard]] std::vector<Rule> resolve(const model::ValidationRules& rules, const pki::CertificateSet& certificates,
                                        const model::Store& store, const model::Switches& switches);
// For role client: the rules for clients and those for admins, put together as the switches say.
[[nodiscard]] RuleSet resolve_management(const model::ManagementSecurity& management,
                                         const pki::CertificateSet& certificates, const model::Store& store,
                                         const model::Switches& switches);
[[nodiscard]] Presenting resolve(const model::PresentationRule& rule, const pki::CertificateSet& certificates);

}  // namespace certdrill::trust
