// Builds and verifies certificate chains at a simulated time. OpenSSL decides; this header gives its answer as data.
//
// All faults are collected, none stops the search: which of them matter is for the rules (sim/trust) to say.
// Trust      nothing but `trusted`: no directory, file or setting of the machine takes part. The security level is 1
//            (RSA from 1024 bits, no SHA-1 signatures), whatever OpenSSL is configured to.
// Time       valid from not_before, no longer valid at not_after, at one-second granularity (the article's "NotBefore
//            <= now < NotAfter"; OpenSSL agrees).
// Revocation a list says nothing unless its issuer signed it: then what it lists is not revoked but unknown. An expired
//            list still revokes what it lists, beside being expired.
// Source     RFC 5280 section 6; OpenSSL 3.0, X509_verify_cert.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate.h"
#include "pki/crl.h"

namespace certdrill::pki {

// What a chain is checked for. TLS has one party in each.
enum class ChainUse : std::uint8_t { tls_client, tls_server, any };

// Which certificates of a chain are looked up in CRLs. A self-signed end of the chain never is.
enum class RevocationCheck : std::uint8_t {
  off,
  leaf,
  chain_without_root,
  where_declared,  // those that name a CRL distribution point
};

// One kind of thing that can be wrong with a chain. Every OpenSSL verification error maps to one of these
// (chain_fault_of, tested over all of them); what has no business here maps to `other` and keeps its number and text.
enum class ChainFaultKind : std::uint8_t {
  not_yet_valid,             // some certificate of the chain, see depth
  expired,                   //
  signature_invalid,         // a signature does not verify, or cannot be verified at all
  untrusted_root,            // the chain is complete and ends in a self-signed certificate that is not trusted (also: a
                             // self-signed leaf)
  partial_chain,             // an issuer is missing
  revoked,                   //
  revocation_unknown,        // no CRL
  revocation_list_unusable,  // there is one, but it is expired, not yet valid or wrongly signed
  usage_not_allowed,         // key usage or extended key usage does not fit ChainUse
  constraint_violated,       // basic constraints, path length, name constraints, policies; an issuer that may not issue
  weak_crypto,               // key or digest below the security level
  malformed,                 // unreadable fields, unknown critical extensions
  other,
};

[[nodiscard]] std::string_view to_string(ChainFaultKind kind);  // the reason id: "NotYetValid", "UntrustedRoot", ...
[[nodiscard]] ChainFaultKind chain_fault_of(int openssl_error);

struct ChainFault {
  ChainFaultKind kind = ChainFaultKind::other;
  std::uint32_t depth = 0;  // 0 is the leaf
  std::string subject;      // common name of the certificate at that depth; its RFC 2253 subject when it has none
  SimTime boundary{};       // for not_yet_valid and expired: the moment that decided
  int openssl_error = 0;
  std::string openssl_text;  // OpenSSL's own words, for reports
  // OpenSSL does not look at the time of the last certificate of a chain whose issuer is missing, unless it is the leaf:
  // such a fault is found beside it.
  bool beside_openssl = false;

  friend bool operator==(const ChainFault&, const ChainFault&) = default;
};

struct ChainResult {
  std::vector<ChainFault> faults;  // by depth, then in OpenSSL's order; no fault twice
  std::vector<Certificate> chain;  // as built, leaf first

  [[nodiscard]] bool clean() const { return faults.empty(); }
  [[nodiscard]] bool has(ChainFaultKind kind) const;
  // The certificate that issued the leaf: the next of the chain, the leaf itself when it is self-signed, null when it
  // is missing. Source: Service Fabric runtime source, CryptoUtility.cpp (direct issuer only; a self-signed leaf is its
  // own).
  [[nodiscard]] const Certificate* direct_issuer() const;
};

// What is asked of a chain.
struct ChainQuestion {
  ChainUse use = ChainUse::any;
  SimTime at;
  RevocationCheck revocation = RevocationCheck::off;
  // The lists that the validator has; of one issuer (and key) the newest by number counts.
  std::span<const Crl> crls = {};
};

// `sent` is what the peer sends beside its leaf, `trusted` the roots that the validator trusts.
[[nodiscard]] ChainResult verify_chain(const Certificate& leaf, std::span<const Certificate> sent,
                                       std::span<const Certificate> trusted, const ChainQuestion& question);

// How many chains this process has verified with OpenSSL, for the counters that show that no call is made without need.
[[nodiscard]] std::uint64_t verified_chain_count();

}  // namespace certdrill::pki
