#include "trust/reason.h"

#include <algorithm>
#include <array>

namespace certdrill::trust {
namespace {

struct Row {
  ReasonId id;
  std::string_view name;
  std::string_view source;
};

constexpr std::string_view pinned_chain =
    "authentication article, thumbprint-based validation: its chain can be built, signatures match";
constexpr std::string_view time_valid = "authentication article: NotBefore <= now < NotAfter";
constexpr std::string_view error_free =
    "authentication article, common name-based validation: the chain is expected to be error-free";
constexpr std::string_view root_trusted =
    "authentication article: the root of the chain is trusted on the node; pinned issuers make it non-fatal";
constexpr std::string_view usages =
    "authentication article: evaluated for a client role first, then for server authentication";

constexpr std::array<Row, 26> rows = {{
    {ReasonId::NothingPresented, "NothingPresented",
     "authentication article, presentation rules: expired certificates are ignored"},
    {ReasonId::NotYetValid, "NotYetValid", time_valid},
    {ReasonId::Expired, "Expired", time_valid},
    {ReasonId::SignatureInvalid, "SignatureInvalid", pinned_chain},
    {ReasonId::UntrustedRoot, "UntrustedRoot", root_trusted},
    {ReasonId::PartialChain, "PartialChain", error_free},
    {ReasonId::Revoked, "Revoked", error_free},
    {ReasonId::RevocationUnknown, "RevocationUnknown", error_free},
    {ReasonId::UsageNotAllowed, "UsageNotAllowed", usages},
    {ReasonId::ConstraintViolated, "ConstraintViolated", error_free},
    {ReasonId::WeakCrypto, "WeakCrypto", error_free},
    {ReasonId::Malformed, "Malformed", "authentication article: a valid, well-formed certificate"},
    {ReasonId::OtherChainFault, "OtherChainFault", error_free},
    {ReasonId::RevocationListUnusable, "RevocationListUnusable",
     "RFC 5280, 6.3.3: a list has to be current and signed by the issuer"},
    {ReasonId::ChainClean, "ChainClean", error_free},
    {ReasonId::SamePublicKey, "SamePublicKey",
     "Service Fabric runtime source, SecurityContextSsl.cpp (TryAuthenticateRemoteAsPeer)"},
    {ReasonId::ThumbprintMatched, "ThumbprintMatched",
     "authentication article: the SHA-1 hash matches the declaration"},
    {ReasonId::ThumbprintNotMatched, "ThumbprintNotMatched",
     "authentication article: the SHA-1 hash matches the declaration"},
    {ReasonId::CommonNameMatched, "CommonNameMatched",
     "authentication article: subject common name or any subject alternative name"},
    {ReasonId::CommonNameNotMatched, "CommonNameNotMatched",
     "authentication article: subject common name or any subject alternative name"},
    {ReasonId::NameNotCounted, "NameNotCounted",
     "Service Fabric runtime source, CryptoUtility.Linux.cpp: OpenSSL's host check, or the common name alone"},
    {ReasonId::IssuerMatched, "IssuerMatched",
     "authentication article: the thumbprint of the direct issuer matches one of the entries"},
    {ReasonId::IssuerNotMatched, "IssuerNotMatched",
     "management article: not in the list of pinned issuers, invalid whether or not its root is trusted"},
    {ReasonId::NoValidationRule, "NoValidationRule",
     "Service Fabric runtime source, SecurityContextSsl.cpp: an empty list accepts nobody"},
    {ReasonId::CertificateNotMatched, "CertificateNotMatched",
     "Service Fabric runtime source, SecurityContextSsl.cpp: the status that the other side sees"},
    {ReasonId::RolesNotInEffect, "RolesNotInEffect",
     "Service Fabric runtime source, SecurityUtil.cpp (EnableClientRoleIfNeeded): without roles the admin list is not "
     "read"},
}};

const Row& row_of(ReasonId id) {
  return *std::find_if(rows.begin(), rows.end(), [id](const Row& row) { return row.id == id; });
}

constexpr bool is_mismatch(ReasonId id) {
  return id == ReasonId::ThumbprintNotMatched || id == ReasonId::CommonNameNotMatched;
}

// How far a rule got before it refused: the fewer refusing reasons, and the later the first of them in the enum's
// order, the closer.
bool came_closer(const RuleVerdict& a, const RuleVerdict& b) {
  const auto refusing = [](const RuleVerdict& rule) {
    return std::count_if(rule.reasons.begin(), rule.reasons.end(),
                         [](const Reason& r) { return r.weight == Weight::refuses; });
  };
  const auto matched_something = [](const RuleVerdict& rule) {
    return std::any_of(rule.reasons.begin(), rule.reasons.end(), [](const Reason& r) {
      return r.id == ReasonId::ThumbprintMatched || r.id == ReasonId::CommonNameMatched ||
             r.id == ReasonId::SamePublicKey || r.id == ReasonId::NameNotCounted;
    });
  };
  if (matched_something(a) != matched_something(b)) return matched_something(a);
  return refusing(a) < refusing(b);
}

// Of a refused certificate. A rule for admins may accept and yet not let it connect, where a merged rule for clients has
// taken its place (trust/name_map.h): that one does not tell why not.
const RuleVerdict* closest_rule(const Verdict& verdict) {
  const RuleVerdict* best = nullptr;
  for (const RuleVerdict& rule : verdict.rules) {
    if (rule.accepted) continue;
    if (best == nullptr || came_closer(rule, *best)) best = &rule;
  }
  return best;
}

}  // namespace

std::string_view to_string(ReasonId id) { return row_of(id).name; }
std::string_view source_of(ReasonId id) { return row_of(id).source; }

ReasonId reason_for(pki::ChainFaultKind kind) {
  switch (kind) {
    case pki::ChainFaultKind::not_yet_valid:
      return ReasonId::NotYetValid;
    case pki::ChainFaultKind::expired:
      return ReasonId::Expired;
    case pki::ChainFaultKind::signature_invalid:
      return ReasonId::SignatureInvalid;
    case pki::ChainFaultKind::untrusted_root:
      return ReasonId::UntrustedRoot;
    case pki::ChainFaultKind::partial_chain:
      return ReasonId::PartialChain;
    case pki::ChainFaultKind::revoked:
      return ReasonId::Revoked;
    case pki::ChainFaultKind::revocation_unknown:
      return ReasonId::RevocationUnknown;
    case pki::ChainFaultKind::revocation_list_unusable:
      return ReasonId::RevocationListUnusable;
    case pki::ChainFaultKind::usage_not_allowed:
      return ReasonId::UsageNotAllowed;
    case pki::ChainFaultKind::constraint_violated:
      return ReasonId::ConstraintViolated;
    case pki::ChainFaultKind::weak_crypto:
      return ReasonId::WeakCrypto;
    case pki::ChainFaultKind::malformed:
      return ReasonId::Malformed;
    case pki::ChainFaultKind::other:
      return ReasonId::OtherChainFault;
  }
  return ReasonId::OtherChainFault;
}

const std::vector<ReasonId>& all_reason_ids() {
  static const std::vector<ReasonId> ids = [] {
    std::vector<ReasonId> all;
    for (const Row& row : rows) all.push_back(row.id);
    return all;
  }();
  return ids;
}

std::string_view to_string(Weight weight) {
  switch (weight) {
    case Weight::supports:
      return "supports";
    case Weight::tolerated:
      return "tolerated";
    case Weight::refuses:
      return "refuses";
  }
  return "refuses";
}

std::string to_string(const Reason& reason) {
  std::string out(to_string(reason.id));
  if (!reason.found.empty()) out += ": " + reason.found;
  if (!reason.expected.empty()) out += (reason.found.empty() ? ": " : ", ") + reason.expected;
  if (reason.weight == Weight::tolerated) out += " (tolerated)";
  return out;
}

std::vector<Reason> decisive_reasons(const Verdict& verdict) {
  if (verdict.accepted) return verdict.rules[verdict.deciding_rule].reasons;
  const RuleVerdict* closest = closest_rule(verdict);
  if (closest == nullptr || (!verdict.reasons.empty() && verdict.reasons.front().id == ReasonId::NothingPresented))
    return verdict.reasons;
  std::vector<Reason> refusing;
  for (const Reason& reason : closest->reasons) {
    if (reason.weight == Weight::refuses) refusing.push_back(reason);
  }
  return refusing;
}

std::string summary(const Verdict& verdict) {
  const std::vector<Reason> decisive = decisive_reasons(verdict);
  if (verdict.accepted) return "by " + verdict.rules[verdict.deciding_rule].rule;
  std::string out;
  // When nothing but mismatches speaks against it, the whole list is the answer; otherwise the rule that nearly
  // accepted is.
  const bool only_mismatch =
      std::any_of(decisive.begin(), decisive.end(), [](const Reason& r) { return is_mismatch(r.id); }) &&
      std::all_of(decisive.begin(), decisive.end(),
                  [](const Reason& r) { return is_mismatch(r.id) || r.id == ReasonId::IssuerNotMatched; });
  if (only_mismatch || verdict.rules.empty()) {
    for (const Reason& reason : verdict.reasons) out += (out.empty() ? "" : "; ") + to_string(reason);
    return out;
  }
  for (const Reason& reason : decisive) out += (out.empty() ? "" : "; ") + to_string(reason);
  return out + " (rule " + closest_rule(verdict)->rule + ")";
}

}  // namespace certdrill::trust
