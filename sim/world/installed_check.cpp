#include "world/installed_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "pki/thumbprint.h"

namespace certdrill::world {
namespace {

constexpr std::string_view not_installed = "CertificateNotInstalled";
constexpr std::string_view invalid = "CertificateInvalid";

// One value of P: a certificate, or a common name.
struct Value {
  bool by_name = false;
  std::string text;  // of a thumbprint: the scenario's name of the certificate, or its digits
  friend bool operator==(const Value&, const Value&) = default;
};

// Each once: (A, A) is (A).
std::vector<Value> values_of(const model::PresentationRule& rule, const pki::CertificateSet& certificates) {
  std::vector<Value> values;
  const auto add = [&](Value value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
  };
  if (const auto* thumbprints = std::get_if<model::PresentByThumbprint>(&rule)) {
    for (const model::ThumbprintReference& entry : thumbprints->entries) add({false, entry.text});
  } else if (const auto* names = std::get_if<model::PresentByCommonName>(&rule)) {
    for (const model::CommonNameReference& entry : names->entries) {
      std::string text = entry.text;
      for (pki::CertificateId id = 0; id < certificates.size() && !entry.literal; ++id) {
        if (certificates.spec(id).name == entry.text) text = certificates.spec(id).common_name;
      }
      add({true, std::move(text)});
    }
  }
  return values;
}

bool is_meant(const Value& value, pki::CertificateId id, const pki::CertificateSet& certificates) {
  const pki::CertificateSpec& spec = certificates.spec(id);
  if (value.by_name) return spec.common_name == value.text;
  if (spec.name == value.text) return true;
  const auto thumbprint = pki::Thumbprint::parse(value.text);
  return thumbprint && certificates.certificate(id).thumbprint() == *thumbprint;
}

// The certificate of the store that this value stands for.
std::optional<pki::CertificateId> installed(const Value& value, const model::Store& store,
                                            const pki::CertificateSet& certificates) {
  std::optional<pki::CertificateId> found;
  for (const model::StoreEntry& entry : store.entries) {
    if (!is_meant(value, entry.certificate, certificates)) continue;
    if (!found || certificates.spec(entry.certificate).not_after > certificates.spec(*found).not_after)
      found = entry.certificate;
  }
  return found;
}

struct Count {
  std::size_t all = 0;
  std::size_t installed = 0;
  std::size_t valid = 0;
};

Count count_of(const std::vector<Value>& values, const model::Store& store, const pki::CertificateSet& certificates,
               SimTime now) {
  Count count;
  for (const Value& value : values) {
    ++count.all;
    const std::optional<pki::CertificateId> id = installed(value, store, certificates);
    if (!id) continue;
    ++count.installed;
    const pki::CertificateSpec& spec = certificates.spec(*id);
    if (spec.not_before <= now && now < spec.not_after) ++count.valid;
  }
  return count;
}

}  // namespace

std::string_view refusal_on_node(const model::PresentationRule& from, const model::PresentationRule& to,
                                 const model::Store& store, const pki::CertificateSet& certificates, SimTime now) {
  const std::vector<Value> current = values_of(from, certificates);
  const std::vector<Value> wanted = values_of(to, certificates);
  if (current == wanted) return {};
  std::vector<Value> unchanged;
  std::vector<Value> added;
  for (const Value& value : wanted) {
    const bool stays = std::find(current.begin(), current.end(), value) != current.end();
    (stays ? unchanged : added).push_back(value);
  }
  // Of those that are now, one that is there and valid is enough; of those that stay, all have to be there and one
  // valid; those that come have to be there and valid, all of them.
  const Count now_there = count_of(current, store, certificates, now);
  if (now_there.all > 0 && now_there.installed == 0) return not_installed;
  if (now_there.all > 0 && now_there.valid == 0) return invalid;
  const Count stay = count_of(unchanged, store, certificates, now);
  if (stay.installed < stay.all) return not_installed;
  if (stay.all > 0 && stay.valid == 0) return invalid;
  const Count come = count_of(added, store, certificates, now);
  if (come.installed < come.all) return not_installed;
  if (come.valid < come.all) return invalid;
  return {};
}

}  // namespace certdrill::world
