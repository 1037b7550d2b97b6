// NameMap is what an endpoint accepts by name: each name once, with the issuers pinned to it.
//
// Equality   names are compared without regard to ASCII case, and are not trimmed.
// Merging    a name that comes twice is one entry: unpinned as soon as one of the two is unpinned, else pinned to the
//            issuers of both.
// Matching   of an unpinned name any issuer; of a pinned one the issuer whose thumbprint, or whose public key, is pinned.
// Source     Service Fabric runtime source, SecurityConfig.cpp (X509NameMap: Add, MatchIssuer).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trust/rules.h"

namespace certdrill::trust {

// What is known of the certificate that issued a leaf; both are empty when nothing is.
struct IssuerIdentity {
  std::optional<pki::PublicKeyId> key;
  std::optional<pki::Thumbprint> thumbprint;
};

class NameMap {
 public:
  void add(CommonNameRule rule);  // merges, keeping the place of the first of that name

  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] const std::vector<CommonNameRule>& rules() const { return rules_; }
  [[nodiscard]] const CommonNameRule* find(std::string_view name) const;
  [[nodiscard]] bool matches(std::string_view name, const IssuerIdentity& issuer) const;

 private:
  std::vector<CommonNameRule> rules_;
};

[[nodiscard]] bool issuer_matches(const CommonNameRule& rule, const IssuerIdentity& issuer);

// The rules with equal entries merged: of equal thumbprints the first is kept, with its own ?true or without it (Service
// Fabric runtime source, ThumbprintSet.cpp); names as above. Order otherwise as given.
[[nodiscard]] std::vector<Rule> merged(std::span<const Rule> rules);

// Rules for clients and for admin clients as the runtime puts them together: a client connects by the two lists merged,
// and becomes admin by the admin list alone.
// Source: Service Fabric runtime source, SecuritySettings.cpp (EnableAdminRole).
[[nodiscard]] RuleSet merged_with_admins(std::span<const Rule> clients, std::span<const Rule> admins);

}  // namespace certdrill::trust
