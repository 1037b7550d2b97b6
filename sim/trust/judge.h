// Judges a shown certificate against the rules of one endpoint, for one role and the switches of a profile.
//
// Pure: the verdict depends on the arguments alone. All the trouble lies in the chain, which OpenSSL builds and
// verifies (pki/chain.h); a chain is worth keeping, since the rules of many nodes are applied to the same one.
// Order      implicit peer trust, then each rule in the order written, those for admin clients last; all are applied, so
//            that the whole can be explained, and the first that accepts decides.
// Source     each rule stands under its sentence in judge.cpp; the switches in model/rule_profile.h.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "model/rule_profile.h"
#include "pki/certificate_set.h"
#include "pki/chain.h"
#include "pki/crl.h"
#include "trust/reason.h"
#include "trust/rules.h"

namespace certdrill::trust {

// A certificate as a peer shows it, with the intermediates it sends.
struct ShownCertificate {
  std::string name;  // of the leaf
  pki::Certificate leaf;
  // What it sends beside the leaf, direct issuer first. A peer of a scenario sends all, the root included, so that an
  // untrusted root is told from a missing one (docs/decisions/0006), unless its scenario says that it sends the leaf alone.
  std::vector<pki::Certificate> sent;
  std::vector<std::string> issuer_names;  // names of the issuers up to the root, direct issuer first
};
[[nodiscard]] ShownCertificate show(const pki::CertificateSet& certificates, pki::CertificateId id);

// What one endpoint knows when it judges: its trusted roots, and the CRLs it has.
struct TrustView {
  std::span<const pki::Certificate> trusted_roots;
  std::span<const pki::Crl> crls;
};

// The chain of a shown certificate as one node sees it at a moment: what every rule below looks at.
struct ExaminedCertificate {
  ShownCertificate shown;
  pki::ChainResult chain;
  SimTime at;
};

[[nodiscard]] pki::RevocationCheck revocation_check(model::RevocationFlag flag);

// Builds and verifies the chain; usages and revocation as the switches say.
// Source: authentication article, "the chain is built and evaluated first for a client role ... If the certificate does
// not have the client authentication usage, or the validation failed, the Service Fabric runtime will build and
// evaluate the chain for server authentication".
[[nodiscard]] ExaminedCertificate examine(ShownCertificate shown, const TrustView& view,
                                          const model::Switches& switches, SimTime now);

// Who judges, and as what.
struct Judge {
  model::Profile profile = model::Profile::documented;  // for the words of the fault; the switches decide the rest
  model::Switches switches;
  Role role = Role::cluster;
  // What the judging node itself presents, for implicit peer trust; null: nothing.
  const pki::Certificate* own = nullptr;
};

[[nodiscard]] Verdict judge(const ExaminedCertificate& examined, const RuleSet& rules, const Judge& judge);

// The verdict on a peer that shows nothing: it is refused whatever the rules are, since the handshake is mutual.
[[nodiscard]] Verdict judge_nothing(const RuleSet& rules, const Judge& judge);

}  // namespace certdrill::trust
