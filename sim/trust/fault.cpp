#include "trust/fault.h"

#include <algorithm>

namespace certdrill::trust {
namespace {

using pki::ChainFaultKind;

constexpr std::string_view not_matched = "CertificateNotMatched";

bool has_any(const pki::ChainResult& chain, std::initializer_list<ChainFaultKind> kinds) {
  return std::any_of(kinds.begin(), kinds.end(), [&](ChainFaultKind kind) { return chain.has(kind); });
}

bool allows_clients(const pki::Certificate& leaf) {
  const auto& usages = leaf.key_usages();
  return std::find(usages.begin(), usages.end(), pki::KeyUsage::client_auth) != usages.end();
}

bool allows_servers(const pki::Certificate& leaf) {
  const auto& usages = leaf.key_usages();
  return std::find(usages.begin(), usages.end(), pki::KeyUsage::server_auth) != usages.end();
}

// Did some name rule fail over nothing but a revocation list that cannot be had?
bool only_offline(const Verdict& verdict) {
  return std::any_of(verdict.rules.begin(), verdict.rules.end(), [](const RuleVerdict& rule) {
    bool offline = false;
    for (const Reason& reason : rule.reasons) {
      if (reason.weight != Weight::refuses) continue;
      if (reason.id != ReasonId::RevocationUnknown && reason.id != ReasonId::RevocationListUnusable) return false;
      offline = true;
    }
    return offline;
  });
}

bool broken_beyond_trust(const pki::ChainResult& chain) {
  return has_any(chain, {ChainFaultKind::signature_invalid, ChainFaultKind::constraint_violated,
                         ChainFaultKind::weak_crypto, ChainFaultKind::malformed, ChainFaultKind::other});
}

// Source: Service Fabric runtime source, SecurityContextSsl.cpp (VerifyCertificate), in its order.
std::string_view status_on_windows(const Verdict& verdict, const ExaminedCertificate& examined, const RuleSet& rules) {
  const pki::ChainResult& chain = examined.chain;
  if (rules.empty()) return not_matched;
  if (chain.has(ChainFaultKind::revoked)) return "CRYPT_E_REVOKED";
  if (has_any(chain, {ChainFaultKind::expired, ChainFaultKind::not_yet_valid})) return "CERT_E_EXPIRED";
  if (broken_beyond_trust(chain)) return "E_FAIL";
  if (chain.has(ChainFaultKind::partial_chain) && allows_clients(examined.shown.leaf)) return "CERT_E_UNTRUSTEDROOT";
  if (only_offline(verdict)) return "CRYPT_E_REVOCATION_OFFLINE";
  return not_matched;
}

// Source: Service Fabric runtime source, SecurityContextSsl.cpp (CertVerifyCallback: the handshake fails) and
// CryptoUtility.Linux.cpp (VerifyCertificate, after it).
std::string_view status_on_linux(const Verdict& verdict, const ExaminedCertificate& examined, const RuleSet& rules,
                                 const Judge& judge) {
  const pki::ChainResult& chain = examined.chain;
  const bool unusable_list =
      chain.has(ChainFaultKind::revocation_list_unusable) && !judge.switches.expired_crl_is_offline;
  if (has_any(chain, {ChainFaultKind::revoked, ChainFaultKind::expired, ChainFaultKind::not_yet_valid}) ||
      broken_beyond_trust(chain) || unusable_list)
    return "E_FAIL";
  if (rules.empty()) return not_matched;
  if (has_any(chain, {ChainFaultKind::untrusted_root, ChainFaultKind::partial_chain})) return "OperationFailed";
  const pki::Certificate& leaf = examined.shown.leaf;
  if (allows_clients(leaf) && !allows_servers(leaf) && leaf.common_name().empty()) return "CertificateNotFound";
  return only_offline(verdict) ? "OperationFailed" : not_matched;
}

// The reason that decided, by its id; that nothing matched when nothing did.
std::string_view status_as_documented(const Verdict& verdict) {
  const std::vector<Reason> decisive = decisive_reasons(verdict);
  for (const Reason& reason : decisive) {
    const bool mismatch = reason.id == ReasonId::ThumbprintNotMatched || reason.id == ReasonId::CommonNameNotMatched ||
                          reason.id == ReasonId::NameNotCounted || reason.id == ReasonId::NoValidationRule;
    if (mismatch) return not_matched;
  }
  return decisive.empty() ? not_matched : to_string(decisive.front().id);
}

std::string_view fault_name(Role role) {
  return role == Role::server ? "ServerAuthenticationFailed" : "ConnectionDenied";
}

}  // namespace

std::string fault_of(const Verdict& refused, const ExaminedCertificate& examined, const RuleSet& rules,
                     const Judge& judge) {
  std::string_view status;
  switch (judge.profile) {
    case model::Profile::documented:
      status = status_as_documented(refused);
      break;
    case model::Profile::windows:
      status = status_on_windows(refused, examined, rules);
      break;
    case model::Profile::linux_:
      status = status_on_linux(refused, examined, rules, judge);
      break;
  }
  // This one is told as it is, so that the other side tries again.
  if (status == "CRYPT_E_REVOCATION_OFFLINE") return std::string(status);
  return std::string(fault_name(judge.role)) + ": " + std::string(status);
}

std::string fault_of_nothing(const Judge& judge) {
  return std::string(fault_name(judge.role)) + ": " + std::string(to_string(ReasonId::NothingPresented));
}

}  // namespace certdrill::trust
