#include "load/store_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {

std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names, const JsonValue& value,
                                                  std::string_view field) {
  if (value.kind() == JsonKind::string) {
    const auto id = names.find_or_report(report, inside_of(value), value.text());
    if (!id) return std::nullopt;
    return model::StoreEntry{*id, !names.spec(*id).authority};
  }
  if (value.kind() != JsonKind::object) {
    report.wrong_type(value, field,
                      "names of certificates, or objects such as {\"certificate\": \"A\", \"privateKey\": false}");
    return std::nullopt;
  }
  const Fields fields(report, value, store_entry_fields);
  const auto certificate = fields.get("certificate");
  if (!certificate) {
    report.error(value, "\"certificate\" is missing", "say which one");
    return std::nullopt;
  }
  model::StoreEntry entry;
  bool good = false;
  if (const auto name = read_string(report, *certificate, "certificate", "the name of a certificate")) {
    if (const auto id = names.find_or_report(report, inside_of(*certificate), *name)) {
      entry = {*id, !names.spec(*id).authority};
      good = true;
    }
  }
  if (const auto flag = fields.get("privateKey")) {
    const std::optional<bool> key = read_flag(report, *flag, "privateKey");
    good = good && key.has_value();
    entry.has_private_key = key.value_or(true);
  }
  if (!good) return std::nullopt;
  return entry;
}

std::optional<std::vector<model::StoreEntry>> read_store_entries(Report& report, const CertificateNames& names,
                                                                 const JsonValue& list, std::string_view field,
                                                                 bool may_be_empty) {
  if (!is_list(report, list, field, "a list of certificates", may_be_empty)) return std::nullopt;
  std::vector<model::StoreEntry> entries;
  std::unordered_set<pki::CertificateId> seen;
  bool good = true;
  list.for_each_item([&](const JsonValue& item) {
    const auto entry = read_store_entry(report, names, item, field);
    good = good && entry.has_value();
    if (!entry) return;
    if (!seen.insert(entry->certificate).second) {
      report.error(item, "certificate " + quoted(names.spec(entry->certificate).name) + " stands here a second time");
      good = false;
      return;
    }
    entries.push_back(*entry);
  });
  if (!good) return std::nullopt;
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::optional<std::vector<pki::CertificateId>> read_trusted_roots(Report& report, const CertificateNames& names,
                                                                  const JsonValue& list) {
  if (!is_list(report, list, "trustedRoots", "a list of authorities", true)) return std::nullopt;
  std::vector<pki::CertificateId> roots;
  std::unordered_set<pki::CertificateId> seen;
  list.for_each_item([&](const JsonValue& item) {
    const auto name = read_string(report, item, "trustedRoots", "a list of the names of authorities");
    if (!name) return;
    const auto id = names.find_or_report(report, inside_of(item), *name);
    if (!id) return;
    if (names.spec(*id).issuer) {
      report.error(
          item, "certificate " + quoted(*name) + " cannot be a trusted root",
          "roots are self-signed; trust the root of its chain, or pin it: TP= for itself, CN=...@ for an issuer");
    } else if (!seen.insert(*id).second) {
      report.error(item, "certificate " + quoted(*name) + " stands here a second time");
    } else {
      roots.push_back(*id);
    }
  });
  if (roots.size() != list.size()) return std::nullopt;
  std::sort(roots.begin(), roots.end());
  return roots;
}

std::vector<model::StoreEntry> default_store_entries(const std::vector<pki::CertificateSpec>& specs) {
  std::vector<model::StoreEntry> entries;
  for (pki::CertificateId id = 0; id < specs.size(); ++id) {
    if (!specs[id].authority) entries.push_back({id, true});
  }
  return entries;
}

}  // namespace certdrill::load
