// The part of chain verification that concerns revocation lists: what OpenSSL is given, and which of its answers count.
// Private to pki.
//
// OpenSSL looks up the leaf alone or every certificate up to the root; what RevocationCheck leaves out of that is taken
// out of its answer here.
// Source     RFC 5280 section 6.3; OpenSSL 3.0, X509_V_FLAG_CRL_CHECK and X509_V_FLAG_CRL_CHECK_ALL.
#pragma once

#include <span>
#include <vector>

#include "pki/chain.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

// What OpenSSL's verify callback was told.
struct RawFault {
  int error;
  int depth;
};

[[nodiscard]] unsigned long revocation_flags(RevocationCheck check);

// Of each issuer and key the list of the highest number (then of the latest thisUpdate), in an order that does not
// depend on the one given. OpenSSL by itself would take an old list that is still current for as good as a new one.
[[nodiscard]] CrlStack newest_lists(std::span<const Crl> crls);

[[nodiscard]] bool is_revocation_fault(int openssl_error);

// Is a certificate of the chain looked up? `is_end`: it is the last one.
[[nodiscard]] bool is_looked_up(X509* x509, bool is_end, RevocationCheck check);

// Takes out the revocation faults of certificates that `check` does not look up; and of those found in a list whose
// signature or issuer is in doubt, since such a list says nothing.
void drop_uncounted_revocation_faults(std::vector<RawFault>& faults, std::span<const Certificate> chain,
                                      RevocationCheck check);

}  // namespace certdrill::pki
