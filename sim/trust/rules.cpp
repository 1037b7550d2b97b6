#include "trust/rules.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "model/notation.h"
#include "trust/name_map.h"

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

NamedKey resolve_key(const model::ThumbprintReference& reference, const pki::CertificateSet& certificates) {
  const pki::CertificateId id = find(reference.text, certificates);
  if (id == pki::no_certificate) unchecked_input("key of " + reference.text);
  return {reference.text, certificates.certificate(id).public_key()};
}

std::string resolve_common_name(const model::CommonNameReference& reference, const pki::CertificateSet& certificates) {
  if (reference.literal) return reference.text;
  const pki::CertificateId id = find(reference.text, certificates);
  if (id == pki::no_certificate) unchecked_input("certificate " + reference.text);
  return certificates.spec(id).common_name;
}

// The public keys that issuer stores contribute. All certificates there count, whatever their validity.
// Source: Service Fabric runtime source, SecuritySettings.cpp.
std::vector<NamedKey> keys_of_stores(const std::vector<model::IssuerStore>& stores, const model::Store& store,
                                     const pki::CertificateSet& certificates) {
  std::vector<NamedKey> keys;
  const auto add = [&](pki::CertificateId id, const std::string& wanted) {
    if (!wanted.empty() && !equal_ignoring_ascii_case(certificates.spec(id).common_name, wanted)) return;
    NamedKey key{certificates.spec(id).name, certificates.certificate(id).public_key()};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  };
  for (const model::IssuerStore& each : stores) {
    if (each.store == model::StoreName::my) {
      for (const model::StoreEntry& entry : store.entries) add(entry.certificate, each.issuer_common_name);
    } else {
      for (const pki::CertificateId root : store.trusted_roots) add(root, each.issuer_common_name);
    }
  }
  return keys;
}

// The runtime has no issuer stores for admins alone: those of the clients pin their names too.
// Source: Service Fabric runtime source, SecuritySettings.cpp (EnableAdminRole).
void pin_unpinned(std::vector<Rule>& rules, const std::vector<NamedKey>& keys) {
  for (Rule& rule : rules) {
    auto* by_name = std::get_if<CommonNameRule>(&rule);
    if (by_name != nullptr && !by_name->pinned()) by_name->issuer_keys = keys;
  }
}

}  // namespace

std::string to_string(const NamedThumbprint& named) {
  return (named.name.empty() ? "" : named.name + " ") + named.thumbprint.to_short_string();
}

std::vector<Rule> resolve(const model::ValidationRules& rules, const pki::CertificateSet& certificates,
                          const model::Store& store, const model::Switches& switches) {
  std::vector<Rule> resolved;
  resolved.reserve(rules.rules.size());
  const std::vector<NamedKey> store_keys = keys_of_stores(rules.issuer_stores, store, certificates);
  for (const model::ValidationRule& rule : rules.rules) {
    if (const auto* pinned = std::get_if<model::AcceptThumbprint>(&rule)) {
      resolved.emplace_back(ThumbprintRule{model::to_string(rule),
                                           resolve_thumbprint(pinned->certificate, certificates), pinned->check_chain});
    } else if (const auto* named = std::get_if<model::AcceptCommonName>(&rule)) {
      CommonNameRule by_name{model::to_string(rule), resolve_common_name(named->name, certificates), {}, store_keys};
      for (const model::IssuerPin& pin : named->issuers) {
        if (pin.by_key) {
          by_name.issuer_keys.push_back(resolve_key(pin.issuer, certificates));
        } else {
          by_name.issuers.push_back(resolve_thumbprint(pin.issuer, certificates));
        }
      }
      resolved.emplace_back(std::move(by_name));
    } else {
      unchecked_input("rule " + model::to_string(rule));
    }
  }
  return switches.repeated_entries_merge ? merged(resolved) : resolved;
}

RuleSet resolve_management(const model::ManagementSecurity& management, const pki::CertificateSet& certificates,
                           const model::Store& store, const model::Switches& switches) {
  std::vector<Rule> clients = resolve(management.clients, certificates, store, switches);
  std::vector<Rule> admins = resolve(management.admins, certificates, store, switches);
  // Without roles the runtime never reads the admin list: it is kept for judge() to say so.
  if (switches.repeated_entries_merge && switches.roles_in_effect) {
    if (management.admins.issuer_stores.empty())
      pin_unpinned(admins, keys_of_stores(management.clients.issuer_stores, store, certificates));
    return merged_with_admins(clients, admins);
  }
  RuleSet set{std::move(clients), {}};
  for (const Rule& admin : admins) set.admins.push_back({admin, switches.roles_in_effect});
  return set;
}

Presenting resolve(const model::PresentationRule& rule, const pki::CertificateSet& certificates) {
  if (const auto* pinned = std::get_if<model::PresentByThumbprint>(&rule)) {
    PresentByThumbprints by_thumbprint;
    for (const model::ThumbprintReference& entry : pinned->entries) {
      by_thumbprint.primary_and_secondary.push_back(resolve_thumbprint(entry, certificates).thumbprint);
      by_thumbprint.names.push_back(entry.text);
    }
    return by_thumbprint;
  }
  if (const auto* named = std::get_if<model::PresentByCommonName>(&rule)) {
    PresentByCommonNames by_name;
    for (const model::CommonNameReference& entry : named->entries) {
      by_name.primary_and_secondary.push_back(resolve_common_name(entry, certificates));
    }
    return by_name;
  }
  if (const auto* by_extension = std::get_if<model::PresentByExtension>(&rule)) {
    PresentByDnsNames by_dns_name;
    for (const model::DnsNameReference& entry : by_extension->entries)
      by_dns_name.primary_and_secondary.push_back(entry.text);
    return by_dns_name;
  }
  if (!std::holds_alternative<model::PresentNothing>(rule))
    unchecked_input("presentation rule " + model::to_string(rule));
  return std::monostate{};
}

}  // namespace certdrill::trust
