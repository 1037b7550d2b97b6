#include "check/client_access.h"

#include <algorithm>

#include "model/notation.h"

namespace certdrill::check {
namespace {

// A byte of a row is a trust::Grant.
std::size_t index_of(char grant) { return static_cast<unsigned char>(grant); }

const std::vector<model::Client>& clients_of(const world::World& world) { return world.scenario().cluster.clients; }

bool holds_certificate(const model::Store& store, pki::CertificateId certificate) {
  return std::any_of(store.entries.begin(), store.entries.end(),
                     [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
}

// Is it this certificate, or issued below it?
bool depends(const pki::CertificateSet& certificates, pki::CertificateId shown, pki::CertificateId on_what) {
  if (shown == pki::no_certificate) return false;
  if (shown == on_what) return true;
  const auto issuers = certificates.issuers_of(shown);
  return std::find(issuers.begin(), issuers.end(), on_what) != issuers.end();
}

}  // namespace

ClientAccess::ClientAccess(const world::World& world, AuthenticationClasses& classes,
                           const std::vector<Population>& nodes, SimTime now) {
  const model::Scenario& scenario = world.scenario();
  if (scenario.cluster.clients.empty()) return;
  std::map<std::string, std::uint32_t> texts;
  for (const model::SecurityConfiguration& security : scenario.securities) {
    const std::string text =
        model::to_string(security.management.clients) + model::to_string(security.management.admins);
    rules_of_security_.push_back(texts.emplace(text, static_cast<std::uint32_t>(texts.size())).first->second);
  }
  std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> validators;
  for (const model::Client& client : scenario.cluster.clients) {
    const std::string accepts = model::to_string(scenario.securities[client.security].accepts);
    const auto next = static_cast<std::uint32_t>(validators.size());
    client_validator_.push_back(validators.emplace(std::pair(accepts, client.store), next).first->second);
    shown_.push_back(classes.client_presentation(client, now).chosen);
  }
  recount(world, classes, nodes, now);
}

ClientAccess::Known& ClientAccess::known(const world::World& world, AuthenticationClasses& classes, ConfigurationId id,
                                         SimTime now) {
  if (known_.size() <= id) known_.resize(world.configurations().size());
  std::optional<Known>& known = known_[id];
  if (known) return *known;
  const std::uint32_t security = world.configurations()[id].security;
  const model::Store& store = world.configurations().store_of(id);
  const model::ManagementSecurity& management = world.scenario().securities[security].management;
  Endpoint endpoint{rules_of_security_[security], store.trusted_roots, store.unreachable_crls, {}};
  if (!management.clients.issuer_stores.empty() || !management.admins.issuer_stores.empty()) {
    for (const model::StoreEntry& entry : store.entries) endpoint.installed.push_back(entry.certificate);
  }
  const auto next = static_cast<std::uint32_t>(endpoint_ids_.size());
  known.emplace();
  known->endpoint = endpoint_ids_.emplace(std::move(endpoint), next).first->second;
  known->presented = classes.endpoint_presentation(world.configurations(), id, now).chosen;
  return *known;
}

ClientAccess::RowId ClientAccess::row_of(const world::World& world, AuthenticationClasses& classes, ConfigurationId id,
                                         SimTime now) {
  Known& node = known(world, classes, id, now);
  if (node.row) return *node.row;
  ever_shown_.insert(node.presented);
  ever_shown_.insert(shown_.begin(), shown_.end());
  const std::vector<model::Client>& clients = clients_of(world);
  std::string row;
  row.reserve(clients.size());
  for (ClientIndex client = 0; client < clients.size(); ++client) {
    const auto [granted, new_here] = by_endpoint_.try_emplace({node.endpoint, shown_[client]}, trust::Grant::none);
    if (new_here) {
      const trust::Verdict verdict = classes.endpoint_verdict(world.configurations(), id, shown_[client], now);
      if (verdict.accepted) granted->second = verdict.grant;
    }
    const auto [accepted, new_there] = by_client_.try_emplace({client_validator_[client], node.presented}, false);
    if (new_there) accepted->second = classes.client_verdict(clients[client], node.presented, now).accepted;
    row += static_cast<char>(accepted->second ? granted->second : trust::Grant::none);
  }
  const auto [place, added] = row_ids_.emplace(row, static_cast<RowId>(rows_.size()));
  if (added) rows_.push_back(std::move(row));
  node.row = place->second;
  return place->second;
}

void ClientAccess::add(RowId row, std::uint64_t nodes) {
  for (ClientIndex client = 0; client < standings_.size(); ++client) {
    const auto grant = index_of(rows_[row][client]);
    standings_[client].by_grant[grant] += nodes;
    if (grant == static_cast<std::size_t>(trust::Grant::none)) refused_ += nodes;
  }
}

void ClientAccess::recount(const world::World& world, AuthenticationClasses& classes,
                           const std::vector<Population>& nodes, SimTime now) {
  standings_.assign(shown_.size(), {});
  refused_ = 0;
  for (ConfigurationId id = 0; id < nodes.size(); ++id) {
    if (nodes[id].nodes > 0) add(row_of(world, classes, id, now), nodes[id].nodes);
  }
}

void ClientAccess::move(const world::World& world, AuthenticationClasses& classes, ConfigurationId from,
                        ConfigurationId to, SimTime now) {
  if (standings_.empty()) return;
  const RowId before = row_of(world, classes, from, now);
  const RowId after = row_of(world, classes, to, now);
  if (before == after) return;
  for (ClientIndex client = 0; client < standings_.size(); ++client) {
    const auto left = index_of(rows_[before][client]);
    const auto joined = index_of(rows_[after][client]);
    --standings_[client].by_grant[left];
    ++standings_[client].by_grant[joined];
    constexpr auto none = static_cast<std::size_t>(trust::Grant::none);
    if (left == none) --refused_;
    if (joined == none) ++refused_;
  }
}

void ClientAccess::enter(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now) {
  if (!standings_.empty()) add(row_of(world, classes, id, now), 1);
}

void ClientAccess::leave(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now) {
  if (standings_.empty()) return;
  const RowId row = row_of(world, classes, id, now);
  for (ClientIndex client = 0; client < standings_.size(); ++client) {
    const auto grant = index_of(rows_[row][client]);
    --standings_[client].by_grant[grant];
    if (grant == static_cast<std::size_t>(trust::Grant::none)) --refused_;
  }
}

bool ClientAccess::pass(const world::World& world, AuthenticationClasses& classes, pki::CertificateId certificate,
                        const std::vector<Population>& nodes, SimTime now) {
  if (standings_.empty()) return false;
  const auto judged_by_it = [&](const auto& entry) {
    return depends(classes.certificates(), entry.first.second, certificate);
  };
  bool anew = std::erase_if(by_endpoint_, judged_by_it) > 0;
  anew = std::erase_if(by_client_, judged_by_it) > 0 || anew;
  const std::vector<model::Client>& clients = clients_of(world);
  for (ClientIndex client = 0; client < clients.size(); ++client) {
    if (!holds_certificate(world.scenario().cluster.stores[clients[client].store], certificate)) continue;
    const pki::CertificateId shown = classes.client_presentation(clients[client], now).chosen;
    anew = anew || shown != shown_[client];
    shown_[client] = shown;
  }
  for (ConfigurationId id = 0; id < known_.size(); ++id) {
    if (!known_[id] || !holds_certificate(world.configurations().store_of(id), certificate)) continue;
    const pki::CertificateId presented = classes.endpoint_presentation(world.configurations(), id, now).chosen;
    anew = anew || presented != known_[id]->presented;
    known_[id]->presented = presented;
  }
  if (!anew) return false;
  for (std::optional<Known>& each : known_) {
    if (each) each->row.reset();
  }
  const std::vector<ClientStandings> before = std::move(standings_);
  recount(world, classes, nodes, now);
  return standings_ != before;
}

trust::Grant ClientAccess::grant(ClientIndex client, ConfigurationId id) const {
  return static_cast<trust::Grant>(rows_[known_[id].value().row.value()][client]);
}

}  // namespace certdrill::check
