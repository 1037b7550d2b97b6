// A real mutual TLS handshake between two OpenSSL endpoints in memory, at a simulated time.
//
// Both ends verify the other one. Purposes, names of extensions and the order of faults are OpenSSL's; the time is the
// simulated one; verification is at security level 1 and trusts nothing but `trusted`, as in pki/chain.h.
// Completed  means that after the handshake one byte went each way: in TLS 1.3 a client learns only afterwards that its
//            certificate was refused.
// Sent       what an endpoint has to send goes out as it is; OpenSSL adds nothing to it. Weak certificates may be
//            shown: it is for the other end to refuse them. (A key of 512 bits cannot sign in TLS 1.3 at all.)
// Off        session tickets, caches, renegotiation, ciphers without certificates.
// Threads    calls may come from several threads.
// Errors     none: what fails is told by the outcome. A key that cannot be read or is of another certificate fails its
//            own side.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate.h"
#include "pki/chain.h"
#include "pki/crl.h"

namespace certdrill::pki {

enum class TlsVersion : std::uint8_t { tls1_2, tls1_3 };

struct TlsEndpoint {
  std::optional<Certificate> leaf;   // none: shows nothing (a server cannot do without)
  std::string key_pem;               // of the leaf
  std::vector<Certificate> sent;     // beside the leaf
  std::vector<Certificate> trusted;  // roots
  std::vector<Crl> crls;             // of one issuer (and key) the newest by number counts
  bool demand_certificate = true;    // false: it asks for one, and goes on without (a server only)
  // Called for each fault that OpenSSL's verify callback is called with; true goes on, false ends the handshake. It
  // must not throw. Empty: stock verification without any callback of ours, so that any fault fails the handshake.
  std::function<bool(int openssl_error, int depth)> on_fault;
  // Which certificates on_fault hears about. Stock verification knows the leaf alone, or all with the root: without
  // on_fault, chain_without_root and where_declared demand lists of all, the root's own included.
  RevocationCheck revocation = RevocationCheck::off;
  Duration clock_offset{};  // how far its clock is off
};

struct TlsSide {
  bool completed = false;
  std::string failure;                      // OpenSSL's words; empty when completed
  std::vector<std::pair<int, int>> faults;  // OpenSSL error and depth, as on_fault was called with
  int verify_result = 0;                    // OpenSSL's last error of the other end's chain; 0: none
  // As the other end sent it, leaf first. Stock verification keeps it only when it accepts it.
  std::vector<Certificate> peer_chain;
};

struct TlsOutcome {
  TlsSide client;
  TlsSide server;
  [[nodiscard]] bool completed() const { return client.completed && server.completed; }
};

[[nodiscard]] TlsOutcome tls_handshake(const TlsEndpoint& client, const TlsEndpoint& server, TlsVersion version,
                                       SimTime at);

}  // namespace certdrill::pki
