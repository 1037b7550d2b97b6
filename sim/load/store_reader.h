// Reads what lies in the stores of nodes: "installed", "trustedRoots", "unreachableCrls", and the lists of steps that
// change these.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

// "A", {"certificate": "A", "privateKey": false, "renewedBy": "B"}; a certificate comes with its key unless said
// otherwise, an authority without. Sorted by certificate; of one that stands there several times, the entry with the
// best key. Nothing when an entry is wrong, or when renewal marks lead round in a circle.
[[nodiscard]] std::optional<std::vector<model::StoreEntry>> read_store_entries(
    Report& report, const CertificateNames& names, const JsonValue& list, std::string_view field, bool may_be_empty);
[[nodiscard]] std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names,
                                                                const JsonValue& value, std::string_view field);
// The same of an object that may have other fields beside these: whose table lists them all.
[[nodiscard]] std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names,
                                                                const Fields& fields);
// The entries of one store as it has them: sorted by certificate, each once, with the best key. `marks`: where the renewal
// mark of a certificate stands. Nothing when they lead round in a circle.
using RenewalMarks = std::map<pki::CertificateId, JsonValue>;
[[nodiscard]] std::optional<std::vector<model::StoreEntry>> put_in_order(Report& report, const CertificateNames& names,
                                                                         std::vector<model::StoreEntry> entries,
                                                                         const RenewalMarks& marks);

// Authorities and self-signed certificates. Sorted.
[[nodiscard]] std::optional<std::vector<pki::CertificateId>> read_trusted_roots(Report& report,
                                                                                const CertificateNames& names,
                                                                                const JsonValue& list);

// Authorities that publish CRLs, one or a list of them. Sorted. Nothing when one is wrong.
[[nodiscard]] std::optional<std::vector<pki::CertificateId>> read_crl_issuers(Report& report,
                                                                              const CertificateNames& names,
                                                                              const JsonValue& value,
                                                                              std::string_view field);
inline constexpr std::string_view add_crl = R"(add "crl": {"validFor": "7d"} to the authority)";

// Every certificate that is no authority, with its key; but what vaults hold is for agents to bring.
[[nodiscard]] std::vector<model::StoreEntry> default_store_entries(const model::Scenario& scenario);

}  // namespace certdrill::load
