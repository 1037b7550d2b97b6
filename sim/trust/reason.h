// Reason is one thing that was found while a rule was applied: an id, the values that decided, and what it meant for
// the outcome.
//
// Ids are stable, CamelCase, and taken from the public runtime where it has a name for the thing
// (CertificateNotMatched). The text of a reason is made here and nowhere else, and is stable: reports, JSON and the
// viewer show these same words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pki/chain.h"
#include "trust/role.h"

namespace certdrill::trust {

enum class ReasonId : std::uint8_t {
  // What the peer showed
  NothingPresented,
  // The certificate and its chain (one for each pki::ChainFaultKind)
  NotYetValid,
  Expired,
  SignatureInvalid,
  UntrustedRoot,
  PartialChain,
  Revoked,
  RevocationUnknown,
  UsageNotAllowed,
  ConstraintViolated,
  WeakCrypto,
  Malformed,
  OtherChainFault,
  RevocationListUnusable,
  ChainClean,
  // Rules
  SamePublicKey,
  ThumbprintMatched,
  ThumbprintNotMatched,
  CommonNameMatched,
  CommonNameNotMatched,
  NameNotCounted,  // the name is in the certificate, but not where this profile looks
  IssuerMatched,
  IssuerNotMatched,
  // The whole of V
  NoValidationRule,
  CertificateNotMatched,
  RolesNotInEffect,
};

[[nodiscard]] std::string_view to_string(ReasonId id);  // "CertificateNotMatched"
[[nodiscard]] std::string_view source_of(ReasonId id);  // the sentence or section the rule comes from
[[nodiscard]] ReasonId reason_for(pki::ChainFaultKind kind);
[[nodiscard]] const std::vector<ReasonId>& all_reason_ids();

// supports: speaks for acceptance. tolerated: a fault that this rule does not mind. refuses: decides against.
enum class Weight : std::uint8_t { supports, tolerated, refuses };
[[nodiscard]] std::string_view to_string(Weight weight);

struct Reason {
  ReasonId id = ReasonId::CertificateNotMatched;
  Weight weight = Weight::refuses;
  std::string found;     // what was there: `"B" 0B08..5273`, `expired 2026-02-01T00:00:00Z`
  std::string expected;  // what the rule wanted; empty when the id says it all

  friend bool operator==(const Reason&, const Reason&) = default;
};

// "IssuerNotMatched: issued by "I2" 77AB..01C3, pinned I1 1B45..844D"
[[nodiscard]] std::string to_string(const Reason& reason);

// What one rule of V says.
struct RuleVerdict {
  std::string rule;         // in the notation; "the same public key" for implicit peer trust
  bool for_admins = false;  // a rule of the admin list
  bool accepted = false;
  std::vector<Reason> reasons;  // in the order in which the document lists the checks

  friend bool operator==(const RuleVerdict&, const RuleVerdict&) = default;
};

// Does this endpoint accept what that one shows, now? All rules are applied, so that the whole of it can be explained; the
// first that accepts is the one that decides.
struct Verdict {
  bool accepted = false;
  std::vector<RuleVerdict> rules;  // in the order of V
  std::vector<Reason> reasons;     // what concerns the whole: nothing presented, no rule, no rule matched
  std::size_t deciding_rule = 0;   // when accepted
  Role role = Role::cluster;
  Grant grant = Grant::none;  // when accepted, what the caller may do
  // When refused: what the other side sees, "ConnectionDenied: CertificateNotMatched". Source: SecurityContext.cpp.
  std::string fault;

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// The shortest answer to "why not?": the reasons that decided. Of several refusing rules, the one that came closest (it
// failed last) is told. For an accepted certificate, the reasons of the deciding rule.
[[nodiscard]] std::string summary(const Verdict& verdict);

// The refusing reasons of the rule that came closest; the reasons for the whole when there is no rule.
[[nodiscard]] std::vector<Reason> decisive_reasons(const Verdict& verdict);

}  // namespace certdrill::trust
