// ECDSA on P-256 and the nonce of RFC 6979: the same key and message give the same signature.
//
// OpenSSL 3.0 draws its nonces at random and offers no switch, so the signature is computed here from its big numbers
// and points. Not constant-time: for rehearsals only.
// Source     RFC 6979 sections 3.2 (nonce) and 2.4 (signature); the test vectors of its appendix A.2.5 are in
//            the tests.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace certdrill::pki {

using P256Scalar = std::array<std::uint8_t, 32>;  // big-endian

// What the message is hashed with, and the nonce made with (RFC 6979 takes one digest for both).
enum class SignatureDigest : std::uint8_t { sha256, sha1 };

// DER: SEQUENCE { r INTEGER, s INTEGER }.
[[nodiscard]] std::vector<std::uint8_t> sign_p256(const P256Scalar& private_key, SignatureDigest digest,
                                                  std::span<const std::uint8_t> message);

}  // namespace certdrill::pki
