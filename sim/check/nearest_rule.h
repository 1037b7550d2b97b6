// The nearest rule that would have accepted a refused certificate, found by trying: each candidate is judged for real,
// and the first that accepts is the answer.
//
// Order      the rules as they are with another issuer pinned, where only that was wrong; a rule of the form that was
//            asked for, then one of the other form, by the names and the thumbprint of the certificate; then the rules
//            as they are, and after them the new rules, with one setting changed.
// Settings   none that turns revocation off or trusts a key unseen: a revoked certificate has no nearest rule.
// Source     authentication article, "Certificate configuration rules".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "trust/judge.h"

namespace certdrill::check {

struct CertificateInHand;

struct NearestRule {
  bool found = false;
  std::string rule;        // in the notation; empty when the rules may stay as they are
  std::string set_switch;  // "acceptExpiredPinned=yes"; empty when none has to be changed
  std::string setting;     // the runtime's setting of that switch
  std::vector<std::pair<std::string, pki::Thumbprint>> names;  // the certificates that `rule` calls by name
  trust::Verdict verdict;  // under that rule; when there is none, what a rule by thumbprint would say
};

[[nodiscard]] NearestRule nearest_rule(const CertificateInHand& hand, const trust::ExaminedCertificate& examined,
                                       const trust::Verdict& refused);

}  // namespace certdrill::check
