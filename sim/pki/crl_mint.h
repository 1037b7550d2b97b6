// Makes the DER bytes of one certificate revocation list: version 2, signed by its issuer.
//
// Entries    by serial number, so that the order in the spec changes nothing; no reason codes.
// Extensions authorityKeyIdentifier and cRLNumber (RFC 5280, 5.2.1 and 5.2.3).
// Errors     OpenSSL failing is a mistake of ours: it aborts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pki/certificate.h"
#include "pki/certificate_spec.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

struct RevokedName {
  std::string name;  // of the certificate's spec: its serial number is made from it
  SimTime at;
};

[[nodiscard]] std::vector<std::uint8_t> mint_crl_der(std::uint64_t seed, const CrlSpec& spec,
                                                     const std::vector<RevokedName>& revoked, const Certificate& issuer,
                                                     EVP_PKEY* issuer_key);

}  // namespace certdrill::pki
