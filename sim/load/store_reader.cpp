#include "load/store_reader.h"

#include <algorithm>
#include <map>
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

// Where each certificate of a store is given its renewal mark.

// Marks that lead round in a circle lead to no certificate at all. Each is passed once.
bool report_circle(Report& report, const CertificateNames& names, const std::vector<model::StoreEntry>& entries,
                   const RenewalMarks& marks) {
  std::map<pki::CertificateId, pki::CertificateId> next;
  for (const model::StoreEntry& entry : entries) {
    if (entry.renewed_by != pki::no_certificate) next.emplace(entry.certificate, entry.renewed_by);
  }
  std::map<pki::CertificateId, pki::CertificateId> passed_from;  // each on the way, by where that way began
  for (const auto& [start, target] : next) {
    auto at = next.find(start);
    while (at != next.end() && passed_from.try_emplace(at->first, start).second) at = next.find(at->second);
    if (at == next.end() || passed_from.at(at->first) != start) continue;
    std::vector<std::string> way = {names.spec(at->first).name};
    for (auto each = next.find(at->second); each != at && way.size() < 8; each = next.find(each->second))
      way.push_back(names.spec(each->first).name);
    way.push_back(way.front());
    report.error(marks.at(at->first),
                 "certificates are renewed by each other in a circle: " + join(way, " is renewed by "),
                 "the last one has no \"renewedBy\"");
    return true;
  }
  return false;
}

}  // namespace

std::optional<model::StoreEntry> read_store_entry(Report& report, const CertificateNames& names, const JsonValue& value,
                                                  std::string_view field) {
  if (value.kind() == JsonKind::string) {
    const auto id = names.find_or_report(report, inside_of(value), value.text());
    if (!id) return std::nullopt;
    return model::StoreEntry{*id, default_key_of(names.spec(*id)), pki::no_certificate};
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
      entry = {*id, default_key_of(names.spec(*id)), pki::no_certificate};
      good = true;
    }
  }
  if (const auto flag = fields.get("privateKey")) {
    const std::optional<model::PrivateKeyState> key = read_key_state(report, *flag);
    good = good && key.has_value();
    entry.key = key.value_or(entry.key);
  }
  if (const auto target = fields.get("renewedBy")) {
    const auto name = read_string(report, *target, "renewedBy", "the name of a certificate");
    const auto id = name ? names.find_or_report(report, inside_of(*target), *name) : std::nullopt;
    good = good && id.has_value();
    entry.renewed_by = id.value_or(pki::no_certificate);
  }
  if (!good) return std::nullopt;
  return entry;
}

std::optional<std::vector<model::StoreEntry>> read_store_entries(Report& report, const CertificateNames& names,
                                                                 const JsonValue& list, std::string_view field,
                                                                 bool may_be_empty) {
  if (!is_list(report, list, field, "a list of certificates", may_be_empty)) return std::nullopt;
  std::vector<model::StoreEntry> entries;
  RenewalMarks marks;
  bool good = true;
  list.for_each_item([&](const JsonValue& item) {
    const auto entry = read_store_entry(report, names, item, field);
    good = good && entry.has_value();
    if (!entry) return;
    entries.push_back(*entry);
    if (entry->renewed_by != pki::no_certificate) marks.try_emplace(entry->certificate, item);
  });
  if (!good) return std::nullopt;
  return put_in_order(report, names, std::move(entries), marks);
}

std::optional<std::vector<model::StoreEntry>> put_in_order(Report& report, const CertificateNames& names,
                                                           std::vector<model::StoreEntry> entries,
                                                           const RenewalMarks& marks) {
  // Several files of one certificate: whoever looks for its key finds the best. One mark is enough for all of them.
  std::stable_sort(entries.begin(), entries.end(), [](const model::StoreEntry& a, const model::StoreEntry& b) {
    return a.certificate != b.certificate ? a.certificate < b.certificate : a.key > b.key;
  });
  std::vector<model::StoreEntry> kept;
  for (const model::StoreEntry& entry : entries) {
    if (kept.empty() || kept.back().certificate != entry.certificate) {
      kept.push_back(entry);
    } else if (kept.back().renewed_by == pki::no_certificate) {
      kept.back().renewed_by = entry.renewed_by;
    }
  }
  if (!marks.empty() && report_circle(report, names, kept, marks)) return std::nullopt;
  return kept;
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

std::vector<model::StoreEntry> default_store_entries(const model::Scenario& scenario) {
  std::vector<bool> left_out(scenario.certificates.size(), false);
  for (const model::VaultCertificate& line : scenario.vault_certificates) {
    for (const model::VaultVersion& version : line.versions) left_out[version.certificate] = true;
  }
  std::vector<model::StoreEntry> entries;
  for (pki::CertificateId id = 0; id < scenario.certificates.size(); ++id) {
    if (!scenario.certificates[id].authority && !left_out[id])
      entries.push_back({id, model::PrivateKeyState::usable, pki::no_certificate});
  }
  return entries;
}

}  // namespace certdrill::load
