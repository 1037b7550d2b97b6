// Reads the fields that a certificate and the policy of a vault certificate have in common.
//
// Errors     as in load/fields.h: a problem is added, and the field keeps its default.
#pragma once

#include <optional>
#include <string_view>

#include "load/fields.h"
#include "pki/certificate_spec.h"

namespace certdrill::load {

// Of a subject common name: RFC 5280, ub-common-name; ours default to the name.
inline constexpr std::size_t longest_certificate_name = 64;

[[nodiscard]] inline SimTime to_whole_second(SimTime at) { return from_unix_seconds(unix_seconds(at)); }

// A moment in whole seconds: X.509 cannot say less.
[[nodiscard]] std::optional<SimTime> read_certificate_date(Report& report, const JsonValue& value,
                                                           std::string_view field);

// "dnsNames", "emailNames", "ipAddresses", "extendedKeyUsage".
void read_other_names(Report& report, const Fields& fields, pki::CertificateSpec& spec);
// Once the other names have been read: with them, an issued certificate may have none.
void read_common_name(Report& report, const std::optional<JsonValue>& value, bool has_issuer,
                      pki::CertificateSpec& spec);
// "selfSigned" and "issuer" have to agree.
void read_self_signed(Report& report, const Fields& fields);
void read_sent_chain(Report& report, const JsonValue& value, pki::CertificateSpec& spec);

}  // namespace certdrill::load
