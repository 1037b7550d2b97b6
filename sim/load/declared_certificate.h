// DeclaredCertificate is one entry of "authorities" or "certificates", as far as it could be read: what it says of
// itself, and the places of what it says of others.
#pragma once

#include <cstddef>
#include <optional>

#include "base/sim_time.h"
#include "load/json_tree.h"
#include "pki/certificate_spec.h"

namespace certdrill::load {

struct DeclaredCertificate {
  pki::CertificateSpec spec;
  JsonValue key;
  std::optional<JsonValue> issuer_value;
  std::optional<std::size_t> issuer;  // an index into the authorities
  std::optional<JsonValue> key_type_value;
  std::optional<JsonValue> key_of_value;
  DeclaredCertificate* key_of =
      nullptr;  // whose key this is too; once the key is settled, the one that has it of its own
  std::optional<JsonValue> digest_value;
  std::optional<Duration> crl_valid_for;
  std::optional<Duration> crl_publish_every;

  DeclaredCertificate(JsonValue at, bool authority) : key(at) {
    spec.name = at.text();
    spec.authority = authority;
  }
};

}  // namespace certdrill::load
