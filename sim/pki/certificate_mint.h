// Makes the DER bytes of one certificate: X.509 version 3, signed by its issuer or by itself.
//
// Serial     16 bytes from the seed and the name, positive.
// Subject    the common name, then the further attributes: UTF8String, but C as PrintableString, DC and emailAddress as
//            IA5String (RFC 5280, appendix A.1).
// Dates      as the spec says them; UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5).
// Extensions in this order: basicConstraints and keyUsage (critical), extendedKeyUsage when the spec has usages,
//            subjectAltName when it has DNS names, mail or IP addresses (critical when the subject is empty: RFC 5280,
//            4.2.1.6), subjectKeyIdentifier, authorityKeyIdentifier, cRLDistributionPoints when the issuer publishes
//            a CRL.
// Self-signed ones carry an authorityKeyIdentifier too: certificates of one name are told apart by it, else OpenSSL may
//            take another certificate of that name for the issuer.
// Errors     OpenSSL failing, an attribute of no known name or an IP address that is none is a mistake of ours: it
//            aborts.
#pragma once

#include <cstdint>
#include <vector>

#include "pki/certificate.h"
#include "pki/certificate_spec.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

struct MintIssuer {
  const CertificateSpec* spec = nullptr;
  const Certificate* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

// Without an issuer it signs itself.
[[nodiscard]] std::vector<std::uint8_t> mint_der(std::uint64_t seed, const CertificateSpec& spec, EVP_PKEY* key,
                                                 const MintIssuer* issuer);

}  // namespace certdrill::pki
