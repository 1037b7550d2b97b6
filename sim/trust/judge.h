// Judges a shown certificate against the validation rules of a node: profile `documented`, cluster role.
//
// Pure: the verdict depends on the arguments alone. All the trouble lies in the chain, which OpenSSL builds and
// verifies (pki/chain.h); a chain is worth keeping, since the rules of many nodes are applied to the same one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate_set.h"
#include "pki/chain.h"
#include "trust/reason.h"
#include "trust/rules.h"

namespace certdrill::trust {

// A certificate as a peer shows it, with the intermediates it sends.
struct ShownCertificate {
  std::string name;  // of the leaf
  pki::Certificate leaf;
  std::vector<pki::Certificate>
      sent;  // its issuers, the root included: so that an untrusted root is told from a missing one
  std::vector<std::string> issuer_names;  // names of the issuers up to the root, direct issuer first
};
[[nodiscard]] ShownCertificate show(const pki::CertificateSet& certificates, pki::CertificateId id);

// The chain of a shown certificate as one node sees it at a moment: what every rule below looks at.
struct ExaminedCertificate {
  ShownCertificate shown;
  pki::ChainResult chain;
};

// Builds and verifies the chain. For a client role first, then, when its usages do not allow that, for a server role.
// Source: authentication article, "the chain is built and evaluated first for a client role ... If the certificate does
// not have the client authentication usage, or the validation failed, the Service Fabric runtime will build and
// evaluate the chain for server authentication".
[[nodiscard]] ExaminedCertificate examine(ShownCertificate shown, std::span<const pki::Certificate> trusted_roots,
                                          SimTime now);

// Every rule is applied; the first that accepts decides.
[[nodiscard]] Verdict judge(const ExaminedCertificate& examined, std::span<const Rule> rules);

// The verdict on a peer that shows nothing: it is refused whatever the rules are, since the handshake is mutual.
[[nodiscard]] Verdict judge_nothing(std::span<const Rule> rules);

}  // namespace certdrill::trust
