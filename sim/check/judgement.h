// Judgement is the whole answer about one certificate in the hand: is it accepted, by which rule or why not, and what
// would have accepted it.
//
// Nothing of it is simulated: the certificate, what is sent with it and the rules are given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "check/nearest_rule.h"
#include "trust/judge.h"

namespace certdrill::check {

struct KnownCertificate {
  std::string name;  // by which rules and reports call it
  pki::Certificate certificate;
};

struct CertificateInHand {
  trust::ShownCertificate shown;  // without the names of issuers: they are found in the chain
  std::vector<pki::Certificate> trusted_roots;
  std::vector<pki::Crl> crls;
  std::vector<KnownCertificate> known;
  trust::RuleSet rules;
  trust::Judge judge;
  std::optional<pki::Certificate> own;  // what the judging node presents itself
  SimTime at;
};

struct Judgement {
  trust::Judge judge;  // `own` is not kept
  trust::ExaminedCertificate examined;
  trust::Verdict verdict;
  std::optional<NearestRule> nearest;  // of a refused one
};

[[nodiscard]] Judgement judge_in_hand(const CertificateInHand& hand);

// How a certificate is called: the name by which it is known, else its common name, else its short thumbprint.
[[nodiscard]] std::string name_of(const pki::Certificate& certificate, const std::vector<KnownCertificate>& known);

}  // namespace certdrill::check
