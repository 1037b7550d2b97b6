// The oracle of the handshake tests: what an endpoint makes of the faults that OpenSSL's verify callback was called
// with in a real handshake, by a profile's checks written down anew, plainly, with nothing of sim/trust but the values
// it reads rules from.
//
// Source  authentication article, "Certificate configuration rules"; Service Fabric runtime source,
//         SecurityContextSsl.cpp (CertVerifyCallback, VerifyCertificate) and CryptoUtility.Linux.cpp
//         (VerifyCertificate).
#pragma once

#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate.h"
#include "trust/judge.h"

namespace certdrill::handshake {

// One end of a handshake as the rules know it.
struct Judging {
  model::Profile profile = model::Profile::documented;
  model::Switches switches;
  trust::Role role = trust::Role::cluster;
  trust::RuleSet rules;
  const pki::Certificate* own = nullptr;
  std::vector<pki::Certificate> trusted;  // roots, among which the issuer of a leaf sent alone may be found
};

// May the handshake go on after this fault? On Linux the callback ends it for all but a few; the others look at the
// faults when it is over.
[[nodiscard]] bool goes_on(const Judging& judging, int openssl_error);

struct PlainAnswer {
  bool accepted = false;
  trust::Grant grant = trust::Grant::none;
};

// After the handshake. `chain` is what the peer sent, leaf first.
[[nodiscard]] PlainAnswer check_after_handshake(const Judging& judging, const std::vector<std::pair<int, int>>& faults,
                                                const std::vector<pki::Certificate>& chain, SimTime at);

}  // namespace certdrill::handshake
