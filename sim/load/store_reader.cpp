#include "load/store_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {

namespace {

model::PrivateKeyState default_key_of(const pki::CertificateSpec& spec) {
  return spec.authority ? model::PrivateKeyState::absent : model::PrivateKeyState::usable;
}

std::optional<model::PrivateKeyState> read_key_state(Report& report, const JsonValue& value) {
  if (value.kind() == JsonKind::boolean)
    return value.is_true() ? model::PrivateKeyState::usable : model::PrivateKeyState::absent;
  if (value.kind() != JsonKind::string) {
    report.wrong_type(value, "privateKey", R"(true, false, "unreadable", "not granted" or "of another certificate")");
    return std::nullopt;
  }
  static constexpr std::pair<std::string_view, model::PrivateKeyState> states[] = {
      {"unreadable", model::PrivateKeyState::unreadable},
      {"not granted", model::PrivateKeyState::not_granted},
      {"of another certificate", model::PrivateKeyState::of_another_certificate}};
  return read_choice(report, value, "privateKey", "state of a private key", states);
}

}  // namespace

std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names, const JsonValue& value,
                                                  std::string_view field) {
  if (value.kind() == JsonKind::string) {
    const auto id = names.find_or_report(report, inside_of(value), value.text());
    if (!id) return std::nullopt;
    return model::StoreEntry{*id, default_key_of(names.spec(*id))};
  }
  if (value.kind() != JsonKind::object) {
    report.wrong_type(value, field,
                      "names of certificates, or objects such as {\"certificate\": \"A\", \"privateKey\": false}");
    return std::nullopt;
  }
  return read_store_entry(report, names, Fields(report, value, store_entry_fields));
}

std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names, const Fields& fields) {
  const auto certificate = fields.get("certificate");
  if (!certificate) {
    report.error(fields.object(), "\"certificate\" is missing", "say which one");
    return std::nullopt;
  }
  model::StoreEntry entry;
  bool good = false;
  if (const auto name = read_string(report, *certificate, "certificate", "the name of a certificate")) {
    if (const auto id = names.find_or_report(report, inside_of(*certificate), *name)) {
      entry = {*id, default_key_of(names.spec(*id))};
      good = true;
    }
  }
  if (const auto flag = fields.get("privateKey")) {
    const std::optional<model::PrivateKeyState> key = read_key_state(report, *flag);
    good = good && key.has_value();
    entry.key = key.value_or(entry.key);
  }
  if (!good) return std::nullopt;
  return entry;
}

std::optional<std::vector<model::StoreEntry>> read_store_entries(Report& report, const CertificateNames& names,
                                                                 const JsonValue& list, std::string_view field,
                                                                 bool may_be_empty) {
  if (!is_list(report, list, field, "a list of certificates", may_be_empty)) return std::nullopt;
  std::vector<model::StoreEntry> entries;
  bool good = true;
  list.for_each_item([&](const JsonValue& item) {
    const auto entry = read_store_entry(report, names, item, field);
    good = good && entry.has_value();
    if (entry) entries.push_back(*entry);
  });
  if (!good) return std::nullopt;
  sort_entries(entries);
  return entries;
}

void sort_entries(std::vector<model::StoreEntry>& entries) {
  // Several files of one certificate: whoever looks for its key finds the best.
  std::sort(entries.begin(), entries.end(), [](const model::StoreEntry& a, const model::StoreEntry& b) {
    return a.certificate != b.certificate ? a.certificate < b.certificate : a.key > b.key;
  });
  const auto same = [](const model::StoreEntry& a, const model::StoreEntry& b) {
    return a.certificate == b.certificate;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
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

std::optional<std::vector<pki::CertificateId>> read_crl_issuers(Report& report, const CertificateNames& names,
                                                                const JsonValue& value, std::string_view field) {
  std::vector<pki::CertificateId> issuers;
  std::unordered_set<pki::CertificateId> seen;
  bool good = true;
  const auto read = [&](const JsonValue& item) {
    const auto name = read_string(report, item, field, "the name of an authority, or a list of names");
    const auto id = name ? names.find_or_report(report, inside_of(item), *name) : std::nullopt;
    good = good && id.has_value();
    if (!id) return;
    const pki::CertificateSpec& spec = names.spec(*id);
    if (!spec.publishes_crl) {
      report.error(item,
                   quoted(*name) + (spec.authority ? " publishes no CRL" : " is no authority and publishes no CRL"),
                   spec.authority ? std::string(add_crl) : std::string());
      good = false;
    } else if (!seen.insert(*id).second) {
      report.error(item, "authority " + quoted(*name) + " stands here a second time");
      good = false;
    } else {
      issuers.push_back(*id);
    }
  };
  if (value.kind() == JsonKind::list) {
    value.for_each_item(read);
  } else {
    read(value);
  }
  if (!good) return std::nullopt;
  std::sort(issuers.begin(), issuers.end());
  return issuers;
}

std::vector<model::StoreEntry> default_store_entries(const std::vector<pki::CertificateSpec>& specs) {
  std::vector<model::StoreEntry> entries;
  for (pki::CertificateId id = 0; id < specs.size(); ++id) {
    if (!specs[id].authority) entries.push_back({id, model::PrivateKeyState::usable});
  }
  return entries;
}

}  // namespace certdrill::load
