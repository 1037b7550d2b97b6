#include "replay/store_change.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill::replay {
namespace {

const model::StoreEntry* entry_of(const model::Store& store, pki::CertificateId id) {
  const auto found = std::find_if(store.entries.begin(), store.entries.end(),
                                  [id](const model::StoreEntry& entry) { return entry.certificate == id; });
  return found == store.entries.end() ? nullptr : &*found;
}

std::vector<std::string> crls_beyond(const model::Store& more, const model::Store& less,
                                     const model::Scenario& scenario) {
  std::vector<std::string> names;
  for (const pki::CertificateId authority : more.unreachable_crls) {
    const auto& list = less.unreachable_crls;
    if (std::find(list.begin(), list.end(), authority) == list.end())
      names.push_back(scenario.certificates[authority].name);
  }
  return names;
}

}  // namespace

std::string store_change_text(const model::Store& from, const model::Store& to, const model::Scenario& scenario,
                              std::string_view gets) {
  const auto name = [&](pki::CertificateId id) { return scenario.certificates[id].name; };
  std::vector<std::string> got;
  std::vector<std::string> lost;
  std::vector<std::string> marks;
  for (const model::StoreEntry& entry : to.entries) {
    const model::StoreEntry* const before = entry_of(from, entry.certificate);
    if (before == nullptr || before->key != entry.key) got.push_back(name(entry.certificate));
    const pki::CertificateId marked = before == nullptr ? pki::no_certificate : before->renewed_by;
    if (entry.renewed_by != marked && entry.renewed_by != pki::no_certificate)
      marks.push_back(name(entry.renewed_by) + " as the renewal of " + name(entry.certificate));
  }
  for (const model::StoreEntry& entry : from.entries) {
    if (entry_of(to, entry.certificate) == nullptr) lost.push_back(name(entry.certificate));
  }
  std::vector<std::string> parts;
  if (!got.empty()) parts.push_back(std::string(gets) + " " + join_words(got));
  if (!lost.empty()) parts.push_back("loses " + join_words(lost));
  if (!marks.empty()) parts.push_back("marks " + join_words(marks));
  if (const auto ways = crls_beyond(to, from, scenario); !ways.empty())
    parts.push_back("loses the way to the CRL of " + join_words(ways));
  if (const auto ways = crls_beyond(from, to, scenario); !ways.empty())
    parts.push_back("gets back the way to the CRL of " + join_words(ways));
  return parts.empty() ? "has another store" : join_words(parts);
}

std::vector<std::string> granted_keys(const model::Store& from, const model::Store& to,
                                      const model::Scenario& scenario) {
  std::vector<std::string> names;
  for (const model::StoreEntry& entry : to.entries) {
    const model::StoreEntry* const before = entry_of(from, entry.certificate);
    const bool granted = before != nullptr && before->key == model::PrivateKeyState::not_granted &&
                         entry.key == model::PrivateKeyState::usable;
    if (granted) names.push_back(scenario.certificates[entry.certificate].name);
  }
  return names;
}

}  // namespace certdrill::replay
