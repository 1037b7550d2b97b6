#include "trust/rules.h"

#include <cstdio>
#include <cstdlib>

#include "model/notation.h"

namespace certdrill::trust {
namespace {

[[noreturn]] void unchecked_input(const std::string& what) {
  std::fprintf(stderr, "certdrill: internal error: %s reached the rules unchecked\n", what.c_str());
  std::abort();
}

pki::CertificateId find(const std::string& name, const pki::CertificateSet& certificates) {
  for (pki::CertificateId id = 0; id < certificates.size(); ++id) {
    if (certificates.spec(id).name == name) return id;
  }
  return pki::no_certificate;
}

NamedThumbprint resolve_thumbprint(const model::ThumbprintReference& reference,
                                   const pki::CertificateSet& certificates) {
  const pki::CertificateId id = find(reference.text, certificates);
  if (id != pki::no_certificate) return {reference.text, certificates.certificate(id).thumbprint()};
  const Result<pki::Thumbprint> literal = pki::Thumbprint::parse(reference.text);
  if (!literal) unchecked_input("certificate " + reference.text);
  return {{}, *literal};
}

std::string resolve_common_name(const model::CommonNameReference& reference, const pki::CertificateSet& certificates) {
  if (reference.literal) return reference.text;
  const pki::CertificateId id = find(reference.text, certificates);
  if (id == pki::no_certificate) unchecked_input("certificate " + reference.text);
  return certificates.spec(id).common_name;
}

}  // namespace

std::string to_string(const NamedThumbprint& named) {
  return (named.name.empty() ? "" : named.name + " ") + named.thumbprint.to_short_string();
}

std::vector<Rule> resolve(const model::ValidationRules& rules, const pki::CertificateSet& certificates) {
  std::vector<Rule> resolved;
  resolved.reserve(rules.rules.size());
  for (const model::ValidationRule& rule : rules.rules) {
    if (const auto* pinned = std::get_if<model::AcceptThumbprint>(&rule); pinned != nullptr && !pinned->check_chain) {
      resolved.emplace_back(
          ThumbprintRule{model::to_string(rule), resolve_thumbprint(pinned->certificate, certificates)});
    } else if (const auto* named = std::get_if<model::AcceptCommonName>(&rule); named != nullptr) {
      CommonNameRule by_name{model::to_string(rule), resolve_common_name(named->name, certificates), {}};
      for (const model::ThumbprintReference& issuer : named->issuers)
        by_name.issuers.push_back(resolve_thumbprint(issuer, certificates));
      resolved.emplace_back(std::move(by_name));
    } else {
      unchecked_input("rule " + model::to_string(rule));
    }
  }
  return resolved;
}

Presenting resolve(const model::PresentationRule& rule, const pki::CertificateSet& certificates) {
  if (const auto* pinned = std::get_if<model::PresentByThumbprint>(&rule); pinned != nullptr) {
    PresentByThumbprints by_thumbprint;
    for (const model::ThumbprintReference& entry : pinned->entries) {
      by_thumbprint.primary_and_secondary.push_back(resolve_thumbprint(entry, certificates).thumbprint);
      by_thumbprint.names.push_back(entry.text);
    }
    return by_thumbprint;
  }
  if (const auto* named = std::get_if<model::PresentByCommonName>(&rule); named != nullptr) {
    PresentByCommonNames by_name;
    for (const model::CommonNameReference& entry : named->entries) {
      by_name.primary_and_secondary.push_back(resolve_common_name(entry, certificates));
    }
    return by_name;
  }
  if (!std::holds_alternative<model::PresentNothing>(rule))
    unchecked_input("presentation rule " + model::to_string(rule));
  return std::monostate{};
}

}  // namespace certdrill::trust
