// Reads what lies in the stores of nodes: "installed", "trustedRoots", and the lists of install and remove steps.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

// "A", {"certificate": "A", "privateKey": false}; a certificate comes with its key unless said otherwise, an authority
// without. Sorted by certificate. Nothing when an entry is wrong.
[[nodiscard]] std::optional<std::vector<model::StoreEntry>> read_store_entries(
    Report& report, const CertificateNames& names, const JsonValue& list, std::string_view field, bool may_be_empty);
[[nodiscard]] std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names,
                                                                const JsonValue& value, std::string_view field);

// Authorities and self-signed certificates. Sorted.
[[nodiscard]] std::optional<std::vector<pki::CertificateId>> read_trusted_roots(Report& report,
                                                                                const CertificateNames& names,
                                                                                const JsonValue& list);

// Every certificate that is no authority, with its key.
[[nodiscard]] std::vector<model::StoreEntry> default_store_entries(const std::vector<pki::CertificateSpec>& specs);

}  // namespace certdrill::load
