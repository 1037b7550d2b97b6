// Private keys that depend on the seed and the certificate's name alone, of each KeyType.
//
// Rule       Ed25519: the 32 secret bytes are SHA-256("certdrill key/1" | seed | name). P-256: the first 32 bytes of
//            the stream "p256" that are a scalar of the group. RSA-2048: two primes of 1024 bits, each the next one at
//            or above 128 bytes of the stream "rsa2048"; e = 65537. RSA-512: the same with primes of 256 bits and the
//            stream "rsa512". Streams: pki/deterministic_bytes.h.
// Errors     OpenSSL refusing such a key is a mistake of ours: it aborts.
#pragma once

#include <cstdint>
#include <string_view>

#include "pki/certificate_spec.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

[[nodiscard]] Key make_private_key(KeyType type, std::uint64_t seed, std::string_view name);

// Does making one take so long (tens of milliseconds) that a second thread pays?
[[nodiscard]] constexpr bool is_slow_to_make(KeyType type) { return type == KeyType::rsa2048; }

}  // namespace certdrill::pki
