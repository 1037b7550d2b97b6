// Reads what the file says of keys: their types, and which certificates have the same one.
//
// keyOf      a certificate that is renewed with its old key, an authority that is renewed or cross-signed.
#pragma once

#include <optional>
#include <vector>

#include "load/declared_certificate.h"
#include "load/fields.h"

namespace certdrill::load {

[[nodiscard]] std::optional<pki::KeyType> read_key_type(Report& report, const JsonValue& value);

// Finds whose key each certificate has, through others that have it from somebody themselves, and gives it that key's
// type. Then every signature has to be one that its signer's key can make. Issuers have been found.
void settle_keys(Report& report, std::vector<DeclaredCertificate>& authorities,
                 std::vector<DeclaredCertificate>& certificates);

}  // namespace certdrill::load
