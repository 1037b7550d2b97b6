#include "trust/judge.h"

#include <algorithm>

#include "base/text.h"
#include "trust/common_name_pattern.h"

namespace certdrill::trust {
namespace {

using pki::ChainFault;
using pki::ChainFaultKind;

std::string name_at(const ExaminedCertificate& examined, std::uint32_t depth) {
  if (depth == 0) return examined.shown.name;
  if (depth - 1 < examined.shown.issuer_names.size()) return examined.shown.issuer_names[depth - 1];
  return {};
}

// The words for one fault of the chain: which certificate, and what of it decided.
Reason word(const ExaminedCertificate& examined, const ChainFault& fault, Weight weight) {
  const std::string name = name_at(examined, fault.depth);
  std::string who = quoted(name.empty() ? fault.subject : name);
  if (fault.depth > 0) who = "issuer " + who;
  Reason reason{reason_for(fault.kind), weight, who, {}};
  switch (fault.kind) {
    case ChainFaultKind::not_yet_valid:
      reason.found += " is valid from " + to_string(fault.boundary);
      break;
    case ChainFaultKind::expired:
      reason.found += " expired " + to_string(fault.boundary);
      break;
    case ChainFaultKind::signature_invalid:
      reason.found = "the signature of " + who + " does not verify";
      break;
    case ChainFaultKind::untrusted_root:
      reason.found +=
          fault.depth == 0 ? " is self-signed and not among the trusted roots" : " is a root that is not trusted";
      break;
    case ChainFaultKind::partial_chain:
      reason.found = "the issuer of " + who + " is missing";
      break;
    case ChainFaultKind::usage_not_allowed:
      reason.found += " allows neither client nor server authentication";
      break;
    default:
      reason.found += ": " + fault.openssl_text;
      break;
  }
  return reason;
}

Reason shown_against(ReasonId id, Weight weight, const ExaminedCertificate& examined, std::string expected) {
  return {id, weight, "shown " + quoted(examined.shown.name) + " " + examined.shown.leaf.thumbprint().to_short_string(),
          std::move(expected)};
}

std::string issuers_text(const std::vector<NamedThumbprint>& issuers) {
  std::vector<std::string> parts;
  parts.reserve(issuers.size());
  for (const NamedThumbprint& issuer : issuers) parts.push_back(to_string(issuer));
  return join(parts, ", ");
}

// Thumbprint rules suppress trust errors, "with the exception of expired certificates"; the signatures have to match and
// the validity period to contain the moment. The time of every certificate of the chain counts: "expired certificates" is
// said of chain building as a whole, and the runtime does so on both platforms (docs/decisions/0011).
bool fatal_for_thumbprint_rule(ChainFaultKind kind) {
  switch (kind) {
    case ChainFaultKind::not_yet_valid:
    case ChainFaultKind::expired:
    case ChainFaultKind::signature_invalid:
    case ChainFaultKind::malformed:
    case ChainFaultKind::revoked:
      return true;
    default:
      return false;
  }
}

// A thumbprint-based declaration: authentication article, "its chain can be built, signatures match", "NotBefore <= now
// < NotAfter", "the certificate's SHA-1 hash matches the declaration".
RuleVerdict apply(const ThumbprintRule& rule, const ExaminedCertificate& examined) {
  RuleVerdict verdict{rule.text, true, {}};
  const bool matches = rule.certificate.thumbprint == examined.shown.leaf.thumbprint();
  for (const ChainFault& fault : examined.chain.faults) {
    const bool fatal = fatal_for_thumbprint_rule(fault.kind);
    verdict.reasons.push_back(word(examined, fault, fatal ? Weight::refuses : Weight::tolerated));
    if (fatal) verdict.accepted = false;
  }
  if (matches) {
    verdict.reasons.push_back(shown_against(ReasonId::ThumbprintMatched, Weight::supports, examined, {}));
  } else {
    verdict.accepted = false;
    verdict.reasons.push_back(shown_against(ReasonId::ThumbprintNotMatched, Weight::refuses, examined,
                                            "listed " + to_string(rule.certificate)));
  }
  return verdict;
}

// The names that a rule may match: the common name and the alternative ones, each once.
std::vector<std::string> names_of(const pki::Certificate& leaf) {
  std::vector<std::string> names;
  if (!leaf.common_name().empty()) names.push_back(leaf.common_name());
  for (const std::string& dns_name : leaf.dns_names()) {
    if (std::find(names.begin(), names.end(), dns_name) == names.end()) names.push_back(dns_name);
  }
  return names;
}

std::string with_names(const pki::Certificate& leaf) {
  std::vector<std::string> words;
  for (const std::string& name : names_of(leaf)) words.push_back(quoted(name));
  return " with " + (words.empty() ? "no name" : join_words(words));
}

// "a certificate will be considered a match if its subject common name or any of its subject alternative names matches
// the CN declaration".
Reason match_name(const CommonNameRule& rule, const ExaminedCertificate& examined) {
  for (const std::string& name : names_of(examined.shown.leaf)) {
    if (name_matches(name, rule.common_name)) {
      return {ReasonId::CommonNameMatched, Weight::supports, quoted(name), "expected " + quoted(rule.common_name)};
    }
  }
  return {ReasonId::CommonNameNotMatched, Weight::refuses,
          "shown " + quoted(examined.shown.name) + with_names(examined.shown.leaf),
          "expected " + quoted(rule.common_name)};
}

// "the thumbprint of the direct issuer of the certificate matches one of the comma-separated entries".
Reason match_issuer(const CommonNameRule& rule, const ExaminedCertificate& examined) {
  const pki::Certificate* issuer = examined.chain.direct_issuer();
  const std::string pinned = "pinned " + issuers_text(rule.issuers);
  if (issuer == nullptr) {
    return {ReasonId::IssuerNotMatched, Weight::refuses,
            "the issuer of " + quoted(examined.shown.name) + " is not known", pinned};
  }
  const bool self = *issuer == examined.shown.leaf;
  const std::string issuer_name = self ? examined.shown.name : name_at(examined, 1);
  const std::string who = quoted(examined.shown.name) +
                          (self ? " is its own issuer " : " was issued by " + quoted(issuer_name) + " ") +
                          issuer->thumbprint().to_short_string();
  for (const NamedThumbprint& pin : rule.issuers) {
    if (pin.thumbprint == issuer->thumbprint()) return {ReasonId::IssuerMatched, Weight::supports, who, {}};
  }
  return {ReasonId::IssuerNotMatched, Weight::refuses, who, pinned};
}

// A common name-based declaration: "the certificate's chain is built and is expected to be error-free"; "pinning the
// issuers will result in considering the 'untrusted root' status as a non-fatal error"; then the issuer, then the name.
RuleVerdict apply(const CommonNameRule& rule, const ExaminedCertificate& examined) {
  RuleVerdict verdict{rule.text, true, {}};
  const bool pinned = !rule.issuers.empty();
  for (const ChainFault& fault : examined.chain.faults) {
    const bool tolerated = pinned && fault.kind == ChainFaultKind::untrusted_root;
    verdict.reasons.push_back(word(examined, fault, tolerated ? Weight::tolerated : Weight::refuses));
  }
  if (examined.chain.clean())
    verdict.reasons.push_back({ReasonId::ChainClean, Weight::supports, "up to a trusted root", {}});
  if (pinned) verdict.reasons.push_back(match_issuer(rule, examined));
  verdict.reasons.push_back(match_name(rule, examined));
  verdict.accepted = std::none_of(verdict.reasons.begin(), verdict.reasons.end(),
                                  [](const Reason& r) { return r.weight == Weight::refuses; });
  return verdict;
}

std::string listed(std::span<const Rule> rules) {
  std::vector<std::string> parts;
  for (const Rule& rule : rules) {
    if (const auto* pinned = std::get_if<ThumbprintRule>(&rule)) {
      parts.push_back(to_string(pinned->certificate));
    } else {
      parts.push_back(std::get<CommonNameRule>(rule).text);
    }
  }
  return join(parts, ", ");
}

}  // namespace

ShownCertificate show(const pki::CertificateSet& certificates, pki::CertificateId id) {
  ShownCertificate shown{certificates.spec(id).name, certificates.certificate(id), {}, {}};
  for (const pki::CertificateId issuer : certificates.issuers_of(id)) {
    shown.issuer_names.push_back(certificates.spec(issuer).name);
    shown.sent.push_back(certificates.certificate(issuer));
  }
  return shown;
}

ExaminedCertificate examine(ShownCertificate shown, std::span<const pki::Certificate> trusted_roots, SimTime now) {
  const auto& usages = shown.leaf.key_usages();
  const auto allows = [&](pki::KeyUsage usage) {
    return std::find(usages.begin(), usages.end(), usage) != usages.end();
  };
  const bool client =
      !shown.leaf.limits_key_usage() || allows(pki::KeyUsage::client_auth) || allows(pki::KeyUsage::any);
  const pki::ChainUse first = client ? pki::ChainUse::tls_client : pki::ChainUse::tls_server;
  pki::ChainResult chain = pki::verify_chain(shown.leaf, shown.sent, trusted_roots, first, now);
  if (client && chain.has(ChainFaultKind::usage_not_allowed)) {
    pki::ChainResult as_server =
        pki::verify_chain(shown.leaf, shown.sent, trusted_roots, pki::ChainUse::tls_server, now);
    if (!as_server.has(ChainFaultKind::usage_not_allowed)) chain = std::move(as_server);
  }
  // RFC 5280, 4.2.1.12: anyExtendedKeyUsage places no restriction; OpenSSL's purposes for TLS do not take it so.
  if (allows(pki::KeyUsage::any)) {
    std::erase_if(chain.faults, [](const ChainFault& fault) {
      return fault.kind == ChainFaultKind::usage_not_allowed && fault.depth == 0;
    });
  }
  return {std::move(shown), std::move(chain)};
}

Verdict judge(const ExaminedCertificate& examined, std::span<const Rule> rules) {
  Verdict verdict;
  verdict.rules.reserve(rules.size());
  for (const Rule& rule : rules) {
    verdict.rules.push_back(std::visit([&](const auto& each) { return apply(each, examined); }, rule));
    if (!verdict.accepted && verdict.rules.back().accepted) {
      verdict.accepted = true;
      verdict.deciding_rule = verdict.rules.size() - 1;
    }
  }
  if (rules.empty()) {
    verdict.reasons.push_back({ReasonId::NoValidationRule, Weight::refuses, "V is empty", {}});
  } else if (!verdict.accepted) {
    Reason reason =
        shown_against(ReasonId::CertificateNotMatched, Weight::refuses, examined, "listed " + listed(rules));
    const bool by_name = std::any_of(rules.begin(), rules.end(),
                                     [](const Rule& rule) { return std::holds_alternative<CommonNameRule>(rule); });
    if (by_name) reason.found += with_names(examined.shown.leaf);
    verdict.reasons.push_back(std::move(reason));
  }
  return verdict;
}

Verdict judge_nothing(std::span<const Rule> rules) {
  Verdict verdict;
  verdict.reasons.push_back({ReasonId::NothingPresented, Weight::refuses, "no certificate was shown", {}});
  if (rules.empty()) verdict.reasons.push_back({ReasonId::NoValidationRule, Weight::refuses, "V is empty", {}});
  return verdict;
}

}  // namespace certdrill::trust
