// Reads the fields that certificates and CRLs have alike: times and names. Private to pki.
//
// Errors     nothing is returned for what cannot be read; OpenSSL may leave an error behind (ERR_clear_error).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate_spec.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

// An X.509 time in one of the two forms of RFC 5280, 4.1.2.5: YYMMDDhhmmssZ and YYYYMMDDhhmmssZ. OpenSSL also reads
// times without seconds or with a zone, but its verification refuses them, so they are refused here already.
[[nodiscard]] std::optional<SimTime> read_time(const ASN1_TIME* time);

// All attributes in their order, as UTF-8. A key without a short name is its number ("1.3.6.1.4.1.311.60.2.1.3"), a
// value that is no text is "#" and the hex digits of its bytes. Nothing when a common name is no text.
[[nodiscard]] std::optional<std::vector<SubjectAttribute>> read_name(const X509_NAME* name);

// The first common name; empty when there is none.
[[nodiscard]] std::string first_common_name(const std::vector<SubjectAttribute>& name);

}  // namespace certdrill::pki
