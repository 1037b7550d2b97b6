// Signs what pki mints, so that the same content and key give the same bytes with every key type.
//
// Ed25519 and RSA PKCS#1 v1.5 signatures are deterministic; the ECDSA signature of OpenSSL gives way to one with the
// nonce of RFC 6979 (pki/p256_signature.h).
// Errors     OpenSSL failing is a mistake of ours: it aborts.
#pragma once

#include <cstdint>
#include <vector>

#include "pki/openssl_handles.h"
#include "pki/p256_signature.h"

namespace certdrill::pki {

// The DER of the signed certificate or list. Ed25519 has a digest of its own and takes no other.
[[nodiscard]] std::vector<std::uint8_t> signed_der(X509* x509, EVP_PKEY* key, SignatureDigest digest);
[[nodiscard]] std::vector<std::uint8_t> signed_der(X509_CRL* crl, EVP_PKEY* key, SignatureDigest digest);

}  // namespace certdrill::pki
