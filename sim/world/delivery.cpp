#include "world/delivery.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "world/vaults.h"

namespace certdrill::world {
namespace {

using Key = model::PrivateKeyState;

// A file that is dropped takes the place of the one before it: whatever the line had brought.
void remove_older(model::Store& store, const model::VaultCertificate& line, pki::CertificateId newest) {
  std::vector<pki::CertificateId> of_line;
  for (const model::VaultVersion& version : line.versions) of_line.push_back(version.certificate);
  std::sort(of_line.begin(), of_line.end());
  std::erase_if(store.entries, [&](const model::StoreEntry& entry) {
    return entry.certificate != newest && std::binary_search(of_line.begin(), of_line.end(), entry.certificate);
  });
}

// True when it was not there before, or not with its key. A key that lies there stays as it is; a file is written anew.
bool add(model::Store& store, pki::CertificateId certificate, bool as_file) {
  const Key key = as_file ? Key::usable : Key::not_granted;
  const auto place =
      std::lower_bound(store.entries.begin(), store.entries.end(), certificate,
                       [](const model::StoreEntry& entry, pki::CertificateId id) { return entry.certificate < id; });
  if (place == store.entries.end() || place->certificate != certificate) {
    store.entries.insert(place, {certificate, key, pki::no_certificate});
    return true;
  }
  const bool lacks_key = place->key == Key::absent || place->key == Key::of_another_certificate;
  if (lacks_key || as_file) place->key = key;
  return lacks_key;
}

// Names of different types never are the same.
std::vector<std::string> alternative_names(const pki::CertificateSpec& spec) {
  std::vector<std::string> names;
  for (const std::string& name : spec.dns_names) names.push_back("dns:" + lower_ascii(name));
  for (const std::string& name : spec.email_names) names.push_back("email:" + lower_ascii(name));
  for (const std::string& name : spec.ip_addresses) names.push_back("ip:" + name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

// In its order; one that fails is passed over. The compute service takes all or none.
// Source   management article, "Certificate provisioning, explained": "On failing to retrieve an observed certificate, it
//          would continue to the next in line"; "Certificate cleanup": a disabled version fails deployments as a whole.
Retrieval retrieve(const World& world, const model::Agent& agent,
                   const std::vector<model::ObservedCertificate>& observes) {
  Retrieval retrieval;
  for (std::uint32_t place = 0; place < observes.size(); ++place) {
    const Vaults::Answer answer = Vaults::get(world, observes[place], agent.identity);
    if (answer.failure == ProvisioningFailure::none) {
      retrieval.got.push_back({answer.certificate, *observes[place].line});
    } else if (retrieval.failure == ProvisioningFailure::none) {
      retrieval.failure = answer.failure;
      retrieval.failed = place;
    }
  }
  if (agent.kind == model::AgentKind::scale_set_secrets && retrieval.failure != ProvisioningFailure::none)
    retrieval.got.clear();
  return retrieval;
}

std::vector<std::uint32_t> key_of(model::AgentIndex agent, const Retrieval& retrieval) {
  std::vector<std::uint32_t> key;
  key.reserve(2 + 2 * retrieval.got.size());
  key.push_back(agent);
  for (const Retrieved& each : retrieval.got) {
    key.push_back(each.certificate);
    key.push_back(each.line);
  }
  return key;
}

model::Store with_delivered(model::Store store, const model::Scenario& scenario, const model::Agent& agent,
                            const Retrieval& retrieval) {
  const bool as_file = agent.kind == model::AgentKind::file_drop;
  for (const Retrieved& each : retrieval.got) {
    if (as_file) remove_older(store, scenario.vault_certificates[each.line], each.certificate);
    const bool is_new = add(store, each.certificate, as_file);
    if (is_new && agent.link_on_renewal)
      store = with_links_to(std::move(store), each.certificate, scenario.certificates);
  }
  return store;
}

model::Store with_links_to(model::Store store, pki::CertificateId retrieved,
                           const std::vector<pki::CertificateSpec>& certificates) {
  const std::vector<std::string> all = alternative_names(certificates[retrieved]);
  for (model::StoreEntry& entry : store.entries) {
    if (entry.certificate == retrieved) continue;
    const std::vector<std::string> names = alternative_names(certificates[entry.certificate]);
    const bool included = !names.empty() && std::includes(all.begin(), all.end(), names.begin(), names.end());
    if (included) entry.renewed_by = retrieved;
  }
  return store;
}

}  // namespace certdrill::world
