// ClientAccess knows which clients can connect to the management endpoints of which nodes, and what they may do there.
//
// A client connects when the endpoint accepts what the client shows, and the client what the endpoint shows. What it
// may do is what the endpoint grants; a client that cannot connect is granted nothing, whichever of the two refuses.
// Cost       verdicts: each (certificate, validating endpoint or client) once in a validity period, whatever the number
//            of nodes. A node that changes costs nothing where all clients stand as they did with it, else the number
//            of clients.
// Source     authentication article, "Identities and their respective roles".
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "check/classes.h"
#include "check/connectivity.h"
#include "trust/role.h"
#include "world/world.h"

namespace certdrill::check {

using ClientIndex = model::ClientIndex;

// How many nodes grant a client what.
struct ClientStandings {
  std::array<std::uint64_t, 4> by_grant{};  // by trust::Grant; none: it cannot connect to them

  [[nodiscard]] std::uint64_t operator[](trust::Grant grant) const { return by_grant[static_cast<std::size_t>(grant)]; }
  [[nodiscard]] std::uint64_t connects() const {
    return (*this)[trust::Grant::user] + (*this)[trust::Grant::admin] + (*this)[trust::Grant::all];
  }
  // All is more than Admin.
  [[nodiscard]] std::uint64_t admin() const { return (*this)[trust::Grant::admin] + (*this)[trust::Grant::all]; }
  friend bool operator==(const ClientStandings&, const ClientStandings&) = default;
};

class ClientAccess {
 public:
  ClientAccess() = default;  // no clients
  // Counts all nodes; the classes have learnt the configurations.
  ClientAccess(const world::World& world, AuthenticationClasses& classes, const std::vector<Population>& nodes,
               SimTime now);

  // A node went from one configuration to another.
  void move(const world::World& world, AuthenticationClasses& classes, ConfigurationId from, ConfigurationId to,
            SimTime now);
  // A node of this configuration comes into being, or ceases to be one.
  void enter(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now);
  void leave(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now);
  // This certificate began or ceased to be valid, or it is an authority that has another CRL now, or none that is
  // current; the classes know already. True when that changed how some client stands.
  bool pass(const world::World& world, AuthenticationClasses& classes, pki::CertificateId certificate,
            const std::vector<Population>& nodes, SimTime now);

  [[nodiscard]] const std::vector<ClientStandings>& standings() const { return standings_; }  // by client
  // What endpoints and clients have shown each other at any time.
  [[nodiscard]] const std::set<pki::CertificateId>& ever_shown() const { return ever_shown_; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }  // pairs (client, node) that cannot connect
  [[nodiscard]] pki::CertificateId shown_by(ClientIndex client) const { return shown_[client]; }
  // What nodes of this configuration grant; there are some.
  [[nodiscard]] trust::Grant grant(ClientIndex client, ConfigurationId id) const;

 private:
  using RowId = std::uint32_t;
  // What an endpoint's verdicts depend on, beside the certificate that is shown to it.
  struct Endpoint {
    std::uint32_t rules = 0;  // equal rules are one
    std::vector<pki::CertificateId> trusted_roots;
    std::vector<pki::CertificateId> unreachable_crls;
    std::vector<pki::CertificateId> installed;  // where issuer stores are looked up in it; else empty
    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
  };
  struct Known {  // of a configuration
    std::uint32_t endpoint = 0;
    pki::CertificateId presented = pki::no_certificate;
    std::optional<RowId> row;
  };

  Known& known(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now);
  RowId row_of(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now);
  void recount(const world::World& world, AuthenticationClasses& classes, const std::vector<Population>& nodes,
               SimTime now);
  void add(RowId row, std::uint64_t nodes);

  std::vector<std::uint32_t> rules_of_security_;  // by security configuration: equal management rules are one
  std::vector<std::uint32_t> client_validator_;   // by client: those with the same V and store are one
  std::vector<pki::CertificateId> shown_;         // by client
  std::map<Endpoint, std::uint32_t> endpoint_ids_;
  std::vector<std::optional<Known>> known_;                                           // by configuration
  std::map<std::pair<std::uint32_t, pki::CertificateId>, trust::Grant> by_endpoint_;  // what endpoints grant
  std::map<std::pair<std::uint32_t, pki::CertificateId>, bool> by_client_;            // what client validators accept
  std::map<std::string, RowId> row_ids_;
  std::vector<std::string> rows_;  // a byte for each client: the trust::Grant
  std::vector<ClientStandings> standings_;
  std::set<pki::CertificateId> ever_shown_;
  std::uint64_t refused_ = 0;
};

}  // namespace certdrill::check
