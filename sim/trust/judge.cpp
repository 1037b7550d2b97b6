#include "trust/judge.h"

#include <algorithm>

#include "base/text.h"
#include "trust/common_name_pattern.h"
#include "trust/fault.h"
#include "trust/name_map.h"

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
    case ChainFaultKind::revoked:
      reason.found += " was revoked by its issuer";
      break;
    case ChainFaultKind::revocation_unknown:
      reason.found = "no revocation list for " + who;
      break;
    case ChainFaultKind::revocation_list_unusable:
      reason.found = "the revocation list for " + who + " cannot be used: " + fault.openssl_text;
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

bool is_offline(const ChainFault& fault, const model::Switches& switches) {
  return fault.kind == ChainFaultKind::revocation_unknown ||
         (fault.kind == ChainFaultKind::revocation_list_unusable && switches.expired_crl_is_offline);
}

// Whether a CRL that cannot be had is ignored depends on who judges whom.
// Source: Service Fabric runtime source, FederationConfig.h and SecurityConfig.h.
bool ignores_offline(const Judge& judge) {
  switch (judge.role) {
    case Role::cluster:
      return judge.switches.ignore_crl_offline_cluster;
    case Role::server:
      return judge.switches.ignore_crl_offline_server;
    case Role::client:
      return judge.switches.ignore_crl_offline_clients;
  }
  return false;
}

// Thumbprint rules suppress trust errors, "with the exception of expired certificates"; the signatures have to match and
// the validity period to contain the moment. The time of every certificate of the chain counts: "expired certificates" is
// said of chain building as a whole, and the runtime does so on both platforms (docs/decisions/0011).
// Revoked is always fatal: Service Fabric runtime source, SecurityContextSsl.cpp.
bool fatal_for_pinned(const ChainFault& fault, const model::Switches& switches) {
  switch (fault.kind) {
    case ChainFaultKind::not_yet_valid:
    case ChainFaultKind::expired:
    case ChainFaultKind::signature_invalid:
    case ChainFaultKind::malformed:
    case ChainFaultKind::revoked:
      return true;
    case ChainFaultKind::constraint_violated:
    case ChainFaultKind::weak_crypto:
    case ChainFaultKind::other:
      return !switches.pinned_forgives_constraints;
    case ChainFaultKind::revocation_list_unusable:
      return !switches.expired_crl_is_offline;
    case ChainFaultKind::untrusted_root:
    case ChainFaultKind::partial_chain:
    case ChainFaultKind::revocation_unknown:
    case ChainFaultKind::usage_not_allowed:
      return false;
  }
  return true;
}

// "the cluster owner can explicitly state that self-signed certificates declared by thumbprint shall be considered valid"
// although expired; "this behavior does not extend to CA-issued certificates".
bool forgiven_expiry(const ChainFault& fault, const ExaminedCertificate& examined, const Judge& judge) {
  return fault.kind == ChainFaultKind::expired && fault.depth == 0 && judge.switches.accept_expired_pinned &&
         examined.shown.leaf.is_self_signed();
}

bool nothing_refuses(const std::vector<Reason>& reasons) {
  return std::none_of(reasons.begin(), reasons.end(), [](const Reason& r) { return r.weight == Weight::refuses; });
}

// A thumbprint-based declaration: authentication article, "its chain can be built, signatures match", "NotBefore <= now
// < NotAfter", "the certificate's SHA-1 hash matches the declaration". With ?true the chain has to be good as well; only
// a revocation list that cannot be had may be ignored (Service Fabric runtime source, SecurityContextSsl.cpp).
RuleVerdict apply(const ThumbprintRule& rule, const ExaminedCertificate& examined, const Judge& judge) {
  RuleVerdict verdict;
  verdict.rule = rule.text;
  const bool matches = rule.certificate.thumbprint == examined.shown.leaf.thumbprint();
  for (const ChainFault& fault : examined.chain.faults) {
    bool fatal = fatal_for_pinned(fault, judge.switches);
    if (rule.check_chain && !fatal) fatal = !(is_offline(fault, judge.switches) && ignores_offline(judge));
    if (matches && forgiven_expiry(fault, examined, judge)) fatal = false;
    verdict.reasons.push_back(word(examined, fault, fatal ? Weight::refuses : Weight::tolerated));
  }
  if (matches) {
    verdict.reasons.push_back(shown_against(ReasonId::ThumbprintMatched, Weight::supports, examined, {}));
  } else {
    verdict.reasons.push_back(shown_against(ReasonId::ThumbprintNotMatched, Weight::refuses, examined,
                                            "listed " + to_string(rule.certificate)));
  }
  verdict.accepted = nothing_refuses(verdict.reasons);
  return verdict;
}

// The names that a rule may match: the common names and the alternative ones, each once.
std::vector<std::string> names_of(const pki::Certificate& leaf) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& common_name : leaf.common_names()) add(common_name);
  for (const std::string& dns_name : leaf.dns_names()) add(dns_name);
  return names;
}

std::string with_names(const pki::Certificate& leaf) {
  std::vector<std::string> words;
  for (const std::string& name : names_of(leaf)) words.push_back(quoted(name));
  return " with " + (words.empty() ? "no name" : join_words(words));
}

bool allows(const pki::Certificate& leaf, pki::KeyUsage usage) {
  const auto& usages = leaf.key_usages();
  return std::find(usages.begin(), usages.end(), usage) != usages.end();
}

// In which passes is this certificate tried by name?
// Source: Service Fabric runtime source, SecurityContextSsl.cpp (Windows: as a client's when its usages say so, then as
// a server's) and CryptoUtility.Linux.cpp (one pass: a client's when they say client and not server).
struct Passes {
  bool client = false;
  bool server = false;
};
Passes passes_of(const pki::Certificate& leaf, const model::Switches& switches) {
  const bool client = allows(leaf, pki::KeyUsage::client_auth);
  if (switches.usage_passes == model::UsagePasses::client_then_server) return {client, true};
  const bool client_only = client && !allows(leaf, pki::KeyUsage::server_auth);
  return {client_only, !client_only};
}

// "a certificate will be considered a match if its subject common name or any of its subject alternative names matches
// the CN declaration"; the runtime's ways of it are switches. The name that matched, if one did.
std::optional<std::string> matching_name(const pki::Certificate& leaf, const std::string& expected,
                                         const model::Switches& switches) {
  const Passes passes = passes_of(leaf, switches);
  if (passes.client && switches.exact_name_for_clients && !expected.empty() &&
      equal_ignoring_ascii_case(leaf.common_name(), expected))
    return leaf.common_name();
  const bool same_way_for_clients = passes.client && !switches.exact_name_for_clients;
  if (!passes.server && !same_way_for_clients) return std::nullopt;
  if (switches.name_matching == model::NameMatching::host_name) {
    if (expected.empty() || !leaf.matches_host(expected)) return std::nullopt;
    return expected;
  }
  for (const std::string& name : names_of(leaf)) {
    if (name_matches(name, expected)) return name;
  }
  return std::nullopt;
}

Reason match_name(const CommonNameRule& rule, const ExaminedCertificate& examined, const Judge& judge) {
  const pki::Certificate& leaf = examined.shown.leaf;
  if (const auto name = matching_name(leaf, rule.common_name, judge.switches)) {
    return {ReasonId::CommonNameMatched, Weight::supports, quoted(*name), "expected " + quoted(rule.common_name)};
  }
  Reason reason{ReasonId::CommonNameNotMatched, Weight::refuses,
                "shown " + quoted(examined.shown.name) + with_names(leaf), "expected " + quoted(rule.common_name)};
  // Where another way of comparing would have found it, that is what to know.
  model::Switches any_way = judge.switches;
  any_way.name_matching = model::NameMatching::any_name;
  any_way.exact_name_for_clients = false;
  if (matching_name(leaf, rule.common_name, any_way)) {
    const Passes passes = passes_of(leaf, judge.switches);
    reason.id = ReasonId::NameNotCounted;
    reason.expected += passes.client && !passes.server
                           ? ", and a certificate for clients is compared by its common name alone, exactly"
                           : ", and beside DNS names the common name does not count";
  }
  return reason;
}

// The certificate that a pin is compared with: null when it is not known.
const pki::Certificate* issuer_of(const ExaminedCertificate& examined, const model::Switches& switches) {
  if (switches.direct_issuer == model::DirectIssuer::of_built_chain) return examined.chain.direct_issuer();
  return examined.shown.sent.empty() ? &examined.shown.leaf : &examined.shown.sent.front();
}

std::string pins_text(const CommonNameRule& rule) {
  std::vector<std::string> parts;
  parts.reserve(rule.issuers.size() + rule.issuer_keys.size());
  for (const NamedThumbprint& issuer : rule.issuers) parts.push_back(to_string(issuer));
  for (const NamedKey& key : rule.issuer_keys) parts.push_back("the key of " + key.name);
  return join(parts, ", ");
}

// "the thumbprint of the direct issuer of the certificate matches one of the comma-separated entries".
Reason match_issuer(const CommonNameRule& rule, const ExaminedCertificate& examined, const Judge& judge) {
  const pki::Certificate* issuer = issuer_of(examined, judge.switches);
  std::string pinned = "pinned " + pins_text(rule);
  if (issuer == nullptr) {
    return {ReasonId::IssuerNotMatched, Weight::refuses,
            "the issuer of " + quoted(examined.shown.name) + " is not known", std::move(pinned)};
  }
  const bool self = *issuer == examined.shown.leaf;
  const std::string issuer_name = self ? examined.shown.name : name_at(examined, 1);
  std::string who = quoted(examined.shown.name) +
                    (self ? " is its own issuer " : " was issued by " + quoted(issuer_name) + " ") +
                    issuer->thumbprint().to_short_string();
  IssuerIdentity identity{std::nullopt, issuer->thumbprint()};
  if (judge.switches.issuer_keys) identity.key = issuer->public_key();
  if (issuer_matches(rule, identity)) return {ReasonId::IssuerMatched, Weight::supports, std::move(who), {}};
  if (!judge.switches.issuer_keys && !rule.issuer_keys.empty()) pinned += ", and public keys are not compared";
  if (self && !examined.shown.leaf.is_self_signed()) who += ", since it came without its issuer";
  return {ReasonId::IssuerNotMatched, Weight::refuses, std::move(who), std::move(pinned)};
}

// A common name-based declaration: "the certificate's chain is built and is expected to be error-free"; "pinning the
// issuers will result in considering the 'untrusted root' status as a non-fatal error"; then the issuer, then the name.
RuleVerdict apply(const CommonNameRule& rule, const ExaminedCertificate& examined, const Judge& judge) {
  RuleVerdict verdict;
  verdict.rule = rule.text;
  const bool forgives_root = rule.pinned() && judge.switches.pinned_issuer_forgives_root;
  for (const ChainFault& fault : examined.chain.faults) {
    const bool tolerated = (forgives_root && fault.kind == ChainFaultKind::untrusted_root) ||
                           (is_offline(fault, judge.switches) && ignores_offline(judge));
    verdict.reasons.push_back(word(examined, fault, tolerated ? Weight::tolerated : Weight::refuses));
  }
  if (examined.chain.clean())
    verdict.reasons.push_back({ReasonId::ChainClean, Weight::supports, "up to a trusted root", {}});
  if (rule.pinned()) verdict.reasons.push_back(match_issuer(rule, examined, judge));
  verdict.reasons.push_back(match_name(rule, examined, judge));
  verdict.accepted = nothing_refuses(verdict.reasons);
  return verdict;
}

// "a node always accepts peers presenting its own key pair": lists are skipped, fatal errors of the chain are not.
// Source: Service Fabric runtime source, SecurityContextSsl.cpp (TryAuthenticateRemoteAsPeer).
bool has_my_key(const ExaminedCertificate& examined, const Judge& judge) {
  return judge.role == Role::cluster && judge.switches.implicit_peer_trust && judge.own != nullptr &&
         judge.own->public_key() == examined.shown.leaf.public_key();
}
RuleVerdict apply_peer_trust(const ExaminedCertificate& examined, const Judge& judge) {
  RuleVerdict verdict;
  verdict.rule = "the same public key";
  for (const ChainFault& fault : examined.chain.faults) {
    const bool fatal = fatal_for_pinned(fault, judge.switches);
    verdict.reasons.push_back(word(examined, fault, fatal ? Weight::refuses : Weight::tolerated));
  }
  verdict.reasons.push_back({ReasonId::SamePublicKey,
                             Weight::supports,
                             quoted(examined.shown.name) + " has the key of what the judging node presents itself",
                             {}});
  verdict.accepted = nothing_refuses(verdict.reasons);
  return verdict;
}

std::string listed(const RuleSet& rules, bool with_admins) {
  std::vector<std::string> parts;
  const auto add = [&](const Rule& rule) {
    if (const auto* pinned = std::get_if<ThumbprintRule>(&rule)) {
      parts.push_back(to_string(pinned->certificate));
    } else {
      parts.push_back(std::get<CommonNameRule>(rule).text);
    }
  };
  for (const Rule& rule : rules.rules) add(rule);
  if (with_admins) {
    for (const AdminRule& admin : rules.admins) add(admin.rule);
  }
  return join(parts, ", ");
}

bool has_name_rule(const RuleSet& rules) {
  const auto by_name = [](const Rule& rule) { return std::holds_alternative<CommonNameRule>(rule); };
  return std::any_of(rules.rules.begin(), rules.rules.end(), by_name) ||
         std::any_of(rules.admins.begin(), rules.admins.end(),
                     [&](const AdminRule& each) { return by_name(each.rule); });
}

Grant granted(const Judge& judge, bool as_admin) {
  if (judge.role != Role::client || !judge.switches.roles_in_effect) return Grant::all;
  return as_admin ? Grant::admin : Grant::user;
}

}  // namespace

ShownCertificate show(const pki::CertificateSet& certificates, pki::CertificateId id) {
  ShownCertificate shown{certificates.spec(id).name, certificates.certificate(id), {}, {}};
  const std::vector<pki::CertificateId> issuers = certificates.issuers_of(id);
  for (const pki::CertificateId issuer : issuers) {
    shown.issuer_names.push_back(certificates.spec(issuer).name);
    const bool is_root = issuer == issuers.back();
    const pki::SentChain sent = certificates.spec(id).sent;
    if (sent == pki::SentChain::whole || (sent == pki::SentChain::without_root && !is_root))
      shown.sent.push_back(certificates.certificate(issuer));
  }
  return shown;
}

pki::RevocationCheck revocation_check(model::RevocationFlag flag) {
  switch (flag) {
    case model::RevocationFlag::off:
      return pki::RevocationCheck::off;
    case model::RevocationFlag::leaf:
      return pki::RevocationCheck::leaf;
    case model::RevocationFlag::chain_without_root:
      return pki::RevocationCheck::chain_without_root;
    case model::RevocationFlag::where_declared:
      return pki::RevocationCheck::where_declared;
  }
  return pki::RevocationCheck::off;
}

namespace {

pki::ChainResult verify_for(const ShownCertificate& shown, const TrustView& view, const model::Switches& switches,
                            pki::ChainQuestion question) {
  if (!switches.usage_matters) return pki::verify_chain(shown.leaf, shown.sent, view.trusted_roots, question);
  const bool any_usage = allows(shown.leaf, pki::KeyUsage::any);
  const bool client = !shown.leaf.limits_key_usage() || allows(shown.leaf, pki::KeyUsage::client_auth) || any_usage;
  question.use = client ? pki::ChainUse::tls_client : pki::ChainUse::tls_server;
  pki::ChainResult chain = pki::verify_chain(shown.leaf, shown.sent, view.trusted_roots, question);
  if (client && chain.has(ChainFaultKind::usage_not_allowed)) {
    question.use = pki::ChainUse::tls_server;
    pki::ChainResult as_server = pki::verify_chain(shown.leaf, shown.sent, view.trusted_roots, question);
    if (!as_server.has(ChainFaultKind::usage_not_allowed)) chain = std::move(as_server);
  }
  // RFC 5280, 4.2.1.12: anyExtendedKeyUsage places no restriction; OpenSSL's purposes for TLS do not take it so.
  if (any_usage) {
    std::erase_if(chain.faults, [](const ChainFault& fault) {
      return fault.kind == ChainFaultKind::usage_not_allowed && fault.depth == 0;
    });
  }
  return chain;
}

}  // namespace

ExaminedCertificate examine(ShownCertificate shown, const TrustView& view, const model::Switches& switches,
                            SimTime now) {
  pki::ChainResult chain =
      verify_for(shown, view, switches, {pki::ChainUse::any, now, revocation_check(switches.revocation), view.crls});
  if (!switches.last_issuer_time_counts)
    std::erase_if(chain.faults, [](const ChainFault& fault) { return fault.beside_openssl; });
  return {std::move(shown), std::move(chain), now};
}

Verdict judge(const ExaminedCertificate& examined, const RuleSet& rules, const Judge& judge) {
  Verdict verdict;
  verdict.role = judge.role;
  verdict.rules.reserve(rules.rules.size() + rules.admins.size() + 1);
  const auto decide = [&](bool accepts) {
    if (!accepts || verdict.accepted) return;
    verdict.accepted = true;
    verdict.deciding_rule = verdict.rules.size() - 1;
  };
  const auto apply_rule = [&](const Rule& rule) {
    verdict.rules.push_back(std::visit([&](const auto& each) { return apply(each, examined, judge); }, rule));
    return verdict.rules.back().accepted;
  };
  if (has_my_key(examined, judge)) {
    verdict.rules.push_back(apply_peer_trust(examined, judge));
    decide(verdict.rules.back().accepted);
  }
  for (const Rule& rule : rules.rules) decide(apply_rule(rule));
  std::optional<std::size_t> admin_rule;
  const bool reads_admins = judge.role == Role::client && judge.switches.roles_in_effect;
  if (reads_admins) {
    for (const AdminRule& admin : rules.admins) {
      const bool accepts = apply_rule(admin.rule);
      verdict.rules.back().for_admins = true;
      decide(accepts && admin.connects);
      if (accepts && !admin_rule) admin_rule = verdict.rules.size() - 1;
    }
  }
  if (verdict.accepted) {
    // "If the credential matches multiple validation rules, the runtime will grant the caller the highest-privileged role".
    if (admin_rule) verdict.deciding_rule = *admin_rule;
    verdict.grant = granted(judge, admin_rule.has_value());
    return verdict;
  }
  if (rules.rules.empty() && (rules.admins.empty() || !reads_admins)) {
    verdict.reasons.push_back({ReasonId::NoValidationRule, Weight::refuses, "V is empty", {}});
  } else {
    Reason reason = shown_against(ReasonId::CertificateNotMatched, Weight::refuses, examined,
                                  "listed " + listed(rules, reads_admins));
    if (has_name_rule(rules)) reason.found += with_names(examined.shown.leaf);
    verdict.reasons.push_back(std::move(reason));
  }
  if (judge.role == Role::client && !judge.switches.roles_in_effect && !rules.admins.empty())
    verdict.reasons.push_back({ReasonId::RolesNotInEffect, Weight::refuses, "the list for admins is not read", {}});
  verdict.fault = fault_of(verdict, examined, rules, judge);
  return verdict;
}

Verdict judge_nothing(const RuleSet& rules, const Judge& judge) {
  Verdict verdict;
  verdict.role = judge.role;
  verdict.reasons.push_back({ReasonId::NothingPresented, Weight::refuses, "no certificate was shown", {}});
  if (rules.empty()) verdict.reasons.push_back({ReasonId::NoValidationRule, Weight::refuses, "V is empty", {}});
  verdict.fault = fault_of_nothing(judge);
  return verdict;
}

}  // namespace certdrill::trust
