// PublicKeyId names a public key: the SHA-256 digest of its bits (the subjectPublicKey of RFC 5280, without the
// algorithm).
//
// Source     Service Fabric runtime source, X509PubKey.cpp: the Linux build compares the key's bits alone.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace certdrill::pki {

class PublicKeyId {
 public:
  using Bytes = std::array<std::uint8_t, 32>;
  PublicKeyId() = default;
  explicit PublicKeyId(const Bytes& bytes) : bytes_(bytes) {}

  [[nodiscard]] std::string to_short_string() const;  // "0B08..5273"
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  friend auto operator<=>(const PublicKeyId&, const PublicKeyId&) = default;

 private:
  Bytes bytes_{};
};

}  // namespace certdrill::pki
