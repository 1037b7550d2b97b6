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
// These speak of what became of the cluster, not of fresh handshakes:
//   no node is lost                           none ended for want of a certificate, of its leases or of the seed quorum
//   the federation is whole                   every node is up and in one piece, sessions and leases counted
//   quorum is kept                            some piece of the federation holds more than half of the seed nodes
//   at most 2 nodes are unavailable           so many are not up; "at most 1 node is unavailable"
//   upgrade 'present B' completes within 2h   the step of this name; spaces belong to it, case as well
//   every session uses B                      both ends of each session were let in with B
//   no session uses A                         neither end of any
//   certificate A can be cleaned up           nobody has it in use, no P finds it alone, and no agent would bring it again
//   no outage is longer than 5m               of a node that is not up, or of the cluster without quorum
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
#include "base/sim_time.h"

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

// What became of the cluster.
struct NoNodeIsLost {
  friend bool operator==(const NoNodeIsLost&, const NoNodeIsLost&) = default;
};
struct FederationIsWhole {
  friend bool operator==(const FederationIsWhole&, const FederationIsWhole&) = default;
};
struct QuorumIsKept {
  friend bool operator==(const QuorumIsKept&, const QuorumIsKept&) = default;
};
struct AtMostUnavailable {
  std::uint32_t count = 0;
  friend bool operator==(const AtMostUnavailable&, const AtMostUnavailable&) = default;
};
struct UpgradeCompletesWithin {
  std::string step;
  Duration length{};  // from its beginning
  friend bool operator==(const UpgradeCompletesWithin&, const UpgradeCompletesWithin&) = default;
};
struct EverySessionUses {
  std::string certificate;
  friend bool operator==(const EverySessionUses&, const EverySessionUses&) = default;
};
struct NoSessionUses {
  std::string certificate;
  friend bool operator==(const NoSessionUses&, const NoSessionUses&) = default;
};
struct NoOutageLongerThan {
  Duration length{};
  friend bool operator==(const NoOutageLongerThan&, const NoOutageLongerThan&) = default;
};

struct CanBeCleanedUp {
  std::string certificate;
  friend bool operator==(const CanBeCleanedUp&, const CanBeCleanedUp&) = default;
};

using Property =
    std::variant<EveryPairCanAuthenticate, FederationIsConnected, SeedQuorum, LargestComponentHolds, EveryNodePresents,
                 EveryNodeAccepts, NoNodePresents, NoNodeAccepts, SomeNodePresents, SeveralArePresented,
                 EveryClientCanConnect, ClientStands, NoNodeIsLost, FederationIsWhole, QuorumIsKept, AtMostUnavailable,
                 UpgradeCompletesWithin, EverySessionUses, NoSessionUses, NoOutageLongerThan, CanBeCleanedUp>;

[[nodiscard]] Result<Property> parse_property(std::string_view text);
// Each sentence once, with some name or number where it has one: for those who have to know all kinds of properties.
[[nodiscard]] std::vector<Property> one_of_each_property();

[[nodiscard]] std::string to_string(const Property& property);
[[nodiscard]] const std::string* certificate_named_by(const Property& property);  // null when it names none
[[nodiscard]] const std::string* client_named_by(const Property& property);
[[nodiscard]] const std::string* step_named_by(const Property& property);

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
