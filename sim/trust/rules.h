// Rules with their names looked up: what model/security.h writes as "B" is here the real certificate's thumbprint or
// common name.
#pragma once

#include <string>
#include <variant>
#include <vector>

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
};
struct CommonNameRule {
  std::string text;
  std::string common_name;
  std::vector<NamedThumbprint> issuers;  // empty: not pinned, the root has to be trusted
};
using Rule = std::variant<ThumbprintRule, CommonNameRule>;

struct PresentByThumbprints {
  std::vector<pki::Thumbprint> primary_and_secondary;
  std::vector<std::string> names;
};
struct PresentByCommonNames {
  std::vector<std::string> primary_and_secondary;
};
using Presenting = std::variant<std::monostate, PresentByThumbprints, PresentByCommonNames>;

// Mints the certificates that are named by thumbprint, no others.
// Errors   a name that the set does not know, or a form that no profile judges yet, is refused by the reader; here it
// aborts.
[[nodiscard]] std::vector<Rule> resolve(const model::ValidationRules& rules, const pki::CertificateSet& certificates);
[[nodiscard]] Presenting resolve(const model::PresentationRule& rule, const pki::CertificateSet& certificates);

}  // namespace certdrill::trust
