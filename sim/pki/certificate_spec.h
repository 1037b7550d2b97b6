// CertificateSpec is what a scenario says of one certificate, before it is made: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"

namespace certdrill::pki {

enum class KeyType : std::uint8_t { ed25519, p256, rsa2048 };

// The extended key usages of TLS (RFC 5280, 4.2.1.12).
enum class KeyUsage : std::uint8_t { server_auth, client_auth, code_signing, any };

// Names a certificate in its CertificateSet: its place in the list of specs.
using CertificateId = std::uint32_t;
inline constexpr CertificateId no_certificate = 0xFFFFFFFF;

struct CertificateSpec {
  std::string name;         // the scenario's name for it, unique; the key is derived from the seed and this name
  std::string common_name;  // subject common name; may be empty when there are DNS names
  std::vector<std::string> dns_names;  // subject alternative names of type dNSName
  std::vector<KeyUsage> key_usages;    // empty: no extended key usage extension, which means any use
  SimTime not_before;                  // whole seconds: X.509 cannot say less
  SimTime not_after;                   // the first moment at which it is no longer valid
  KeyType key_type = KeyType::ed25519;
  bool authority = false;               // may issue certificates (basicConstraints CA)
  std::optional<CertificateId> issuer;  // none: self-signed

  friend bool operator==(const CertificateSpec&, const CertificateSpec&) = default;
};

}  // namespace certdrill::pki
