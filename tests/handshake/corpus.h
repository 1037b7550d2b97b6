// A generated corpus of handshakes: who shows what to whom, under which rules, profile, roles, roots and at what time.
//
// Everything that rules can tell apart is in it: certificates self-signed and issued, by two authorities of one root
// and one of another, valid and not, for clients, servers, both, neither, with names of every form, with keys shared
// between two, revoked, wrongly signed, too far below their root; sent with their chain, without the root, alone.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "pki/certificate_set.h"
#include "pki/tls_handshake.h"
#include "plain_check.h"

namespace certdrill::handshake {

struct End {
  pki::CertificateId shows = pki::no_certificate;
  std::vector<pki::CertificateId> trusts;  // roots
  bool has_lists = true;                   // the CRLs of the moment can be fetched
  Judging judging;
};

struct Case {
  End client;
  End server;
  SimTime at;
  pki::TlsVersion version = pki::TlsVersion::tls1_3;
  std::string text;  // all of it in words, for a test that fails
};

[[nodiscard]] const pki::CertificateSet& corpus_certificates();
[[nodiscard]] Case any_case(Random& random);

// A rule of V that asks for nothing but a trusted chain and a name that the certificate has.
[[nodiscard]] Case any_plain_case(Random& random);

// The CRLs that stand at that time.
[[nodiscard]] std::vector<pki::Crl> lists_at(SimTime at);

[[nodiscard]] pki::TlsEndpoint endpoint_of(const End& end, SimTime at);

// What the rule engine says of what `shown` shows to `end`.
[[nodiscard]] trust::Verdict verdict_of(const End& end, pki::CertificateId shown, SimTime at);

}  // namespace certdrill::handshake
