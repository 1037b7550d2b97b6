#include "check/client_access.h"

#include <algorithm>
#include <iterator>

#include "model/notation.h"
#include "world/client_calls.h"

namespace certdrill::check {
namespace {

// A byte of a row is a trust::Grant.
std::size_t index_of(char grant) { return static_cast<unsigned char>(grant); }

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
  const std::size_t clients = scenario.cluster.clients.size();
  client_validator_.assign(clients, 0);
  shown_.assign(clients, pki::no_certificate);
  for (const model::Client& client : scenario.cluster.clients) known_client_.push_back(client.known);
  for (ClientIndex client = 0; client < clients; ++client) look_at(world, classes, client, now);
  recount(world, classes, nodes, now);
}

void ClientAccess::look_at(const world::World& world, AuthenticationClasses& classes, ClientIndex client, SimTime now) {
  const world::ClientConduct conduct = world::ClientCalls::conduct(world, client);
  auto& alike = validators_[model::to_string(world.scenario().securities[conduct.security].accepts)];
  auto known = std::find_if(alike.begin(), alike.end(), [&](const auto& each) { return each.first == *conduct.store; });
  if (known == alike.end()) {
    alike.emplace_back(*conduct.store, validator_count_++);
    known = std::prev(alike.end());
  }
  client_validator_[client] = known->second;
  shown_[client] = classes.client_presentation(conduct.security, *conduct.store, now).chosen;
}

void ClientAccess::change(const world::World& world, AuthenticationClasses& classes,
                          const std::vector<ClientIndex>& clients, const std::vector<Population>& nodes, SimTime now) {
  if (clients.empty()) return;
  for (const ClientIndex client : clients) look_at(world, classes, client, now);
  for (std::optional<Known>& each : known_) {
    if (each) each->row.reset();
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
  std::string row;
  row.reserve(shown_.size());
  for (ClientIndex client = 0; client < shown_.size(); ++client) {
    const auto [granted, new_here] = by_endpoint_.try_emplace({node.endpoint, shown_[client]}, trust::Grant::none);
    if (new_here) {
      const trust::Verdict verdict = classes.endpoint_verdict(world.configurations(), id, shown_[client], now);
      if (verdict.accepted) granted->second = verdict.grant;
    }
    const auto [accepted, new_there] = by_client_.try_emplace({client_validator_[client], node.presented}, false);
    if (new_there) {
      const world::ClientConduct conduct = world::ClientCalls::conduct(world, client);
      accepted->second = classes.client_verdict(conduct.security, *conduct.store, node.presented, now).accepted;
    }
    row += static_cast<char>(accepted->second ? granted->second : trust::Grant::none);
  }
  const auto [place, added] = row_ids_.emplace(row, static_cast<RowId>(rows_.size()));
  if (added) rows_.push_back(std::move(row));
  node.row = place->second;
  return place->second;
}

void ClientAccess::add(RowId row, std::uint64_t nodes) {
  for (ClientIndex client = 0; client < standings_.size(); ++client) {
    if (!standings_[client].known) continue;
    const auto grant = index_of(rows_[row][client]);
    standings_[client].by_grant[grant] += nodes;
    if (grant == static_cast<std::size_t>(trust::Grant::none)) refused_ += nodes;
  }
}

void ClientAccess::recount(const world::World& world, AuthenticationClasses& classes,
                           const std::vector<Population>& nodes, SimTime now) {
  standings_.assign(shown_.size(), {});
  for (ClientIndex client = 0; client < standings_.size(); ++client) standings_[client].known = known_client_[client];
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
    if (!standings_[client].known) continue;
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
    if (!standings_[client].known) continue;
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
  for (ClientIndex client = 0; client < shown_.size(); ++client) {
    const world::ClientConduct conduct = world::ClientCalls::conduct(world, client);
    if (!holds_certificate(*conduct.store, certificate)) continue;
    const pki::CertificateId shown = classes.client_presentation(conduct.security, *conduct.store, now).chosen;
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
