// Properties are the named statements that a run is checked for; a Check says when one has to be true.
//
// Text form  a plain sentence, read by parse_property() and written by to_string(), which agree:
//   every pair can authenticate               every two nodes accept each other's certificate (fresh handshakes)
//   the federation is connected               the graph of such pairs is one piece
//   seed quorum                               more than half of the seed nodes are in one piece (seeds / 2 + 1)
//   at least 80 % of nodes are in the largest component
//   every node presents B                     B is what each node would show now
//   every node accepts B                      each node would accept B now, if it were shown
//   no node presents A
//   no node accepts A
//   A is presented by someone
//   two certificates are presented at once    at least two different ones; any number from two to ten, in words
//   every client can connect                  each client and the management endpoint of each node accept each other
//   client deploy can connect                 this one and the endpoint of each node
//   client deploy is Admin                    ... and each node gives it this role, or all roles
//   client deploy is User                     ... and each node gives it this role and no higher one
//   client deploy is refused                  it can connect to no node
// Letter case and spacing do not matter on reading; the canonical text above is printed.
// Errors     parse_property() suggests the nearest sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/result.h"

namespace certdrill::model {

struct EveryPairCanAuthenticate {
  friend bool operator==(const EveryPairCanAuthenticate&, const EveryPairCanAuthenticate&) = default;
};
struct FederationIsConnected {
  friend bool operator==(const FederationIsConnected&, const FederationIsConnected&) = default;
};
struct SeedQuorum {
  friend bool operator==(const SeedQuorum&, const SeedQuorum&) = default;
};
struct LargestComponentHolds {
  std::uint32_t percent = 0;
  friend bool operator==(const LargestComponentHolds&, const LargestComponentHolds&) = default;
};
struct EveryNodePresents {
  std::string certificate;
  friend bool operator==(const EveryNodePresents&, const EveryNodePresents&) = default;
};
struct EveryNodeAccepts {
  std::string certificate;
  friend bool operator==(const EveryNodeAccepts&, const EveryNodeAccepts&) = default;
};
struct NoNodePresents {
  std::string certificate;
  friend bool operator==(const NoNodePresents&, const NoNodePresents&) = default;
};
struct NoNodeAccepts {
  std::string certificate;
  friend bool operator==(const NoNodeAccepts&, const NoNodeAccepts&) = default;
};
struct SomeNodePresents {
  std::string certificate;
  friend bool operator==(const SomeNodePresents&, const SomeNodePresents&) = default;
};
struct SeveralArePresented {
  std::uint32_t at_least = 2;
  friend bool operator==(const SeveralArePresented&, const SeveralArePresented&) = default;
};

struct EveryClientCanConnect {
  friend bool operator==(const EveryClientCanConnect&, const EveryClientCanConnect&) = default;
};
// One client against the management endpoints of all nodes.
enum class ClientStanding : std::uint8_t { can_connect, admin, user, refused };
struct ClientStands {
  std::string client;
  ClientStanding as = ClientStanding::can_connect;
  friend bool operator==(const ClientStands&, const ClientStands&) = default;
};

using Property = std::variant<EveryPairCanAuthenticate, FederationIsConnected, SeedQuorum, LargestComponentHolds,
                              EveryNodePresents, EveryNodeAccepts, NoNodePresents, NoNodeAccepts, SomeNodePresents,
                              SeveralArePresented, EveryClientCanConnect, ClientStands>;

[[nodiscard]] Result<Property> parse_property(std::string_view text);
// Each sentence once, with some name or number where it has one: for those who have to know all kinds of properties.
[[nodiscard]] std::vector<Property> one_of_each_property();

[[nodiscard]] std::string to_string(const Property& property);
[[nodiscard]] const std::string* certificate_named_by(const Property& property);  // null when it names none
[[nodiscard]] const std::string* client_named_by(const Property& property);

// always: at every instant of the run. never: at none. sometimes: at one at least. finally: at the end.
enum class Quantifier : std::uint8_t { always, never, sometimes, finally };
[[nodiscard]] std::string_view to_string(Quantifier quantifier);
[[nodiscard]] std::optional<Quantifier> parse_quantifier(std::string_view text);

struct Check {
  Quantifier quantifier = Quantifier::always;
  Property property;
  bool expect_violated = false;  // the scenario teaches a mistake: this check is to fail
  std::string expected_step;     // ... and to fail first during the step of this name; empty: in any
  Location where;
};

}  // namespace certdrill::model
