// Makes the DER bytes of one certificate: X.509 version 3, signed by its issuer or by itself.
//
// Serial     16 bytes from the seed and the name, positive.
// Dates      as the spec says them; UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5).
// Extensions in this order: basicConstraints and keyUsage (critical), extendedKeyUsage when the spec has usages,
//            subjectAltName when it has DNS names (critical when the subject is empty: RFC 5280, 4.2.1.6),
//            subjectKeyIdentifier, authorityKeyIdentifier.
// Self-signed ones carry an authorityKeyIdentifier too: certificates of one name are told apart by it, else OpenSSL may
//            take another certificate of that name for the issuer.
// Errors     OpenSSL failing is a mistake of ours: it aborts.
#pragma once

#include <cstdint>
#include <vector>

#include "pki/certificate.h"
#include "pki/certificate_spec.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

// `issuer` is null for a self-signed certificate, and `issuer_key` is then its own.
[[nodiscard]] std::vector<std::uint8_t> mint_der(std::uint64_t seed, const CertificateSpec& spec, EVP_PKEY* key,
                                                 const Certificate* issuer, EVP_PKEY* issuer_key);

}  // namespace certdrill::pki
