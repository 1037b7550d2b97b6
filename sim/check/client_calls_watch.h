// ClientCallsWatch follows the calls that clients make: how many succeed, why the others fail, and how long a client is
// out.
//
// Call       one with its attempts. It fails when its last attempt does; a client that is let in and may not do what it
//            calls for fails at once.
// Outage     of one kind of call of a client: from the beginning of the first call that failed to the next call that
//            succeeds. It is known when that call has failed.
// Cost       constant a call; verdicts are asked for when an outage begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "check/classes.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::check {

class ClientCallsWatch {
 public:
  // One kind of call of one client, by its name: the settings of the client may change under it.
  struct Record {
    ClientCallResult result;
    SimTime began{};                   // the last call
    std::optional<SimTime> out_since;  // the last call failed
    std::optional<SimTime> out_until;  // when the outage before ended
    SimTime last_out_since{};          // and when it began
    std::optional<SimTime> succeeded;  // last
    // Of the last call that failed.
    SimTime failed_at{};
    std::optional<model::NodeIndex> failed_node;  // none: no node was up
    world::Outcome outcome = world::Outcome::none;
    std::uint32_t attempts = 0;
    std::uint32_t variant = 0;  // of the client: world/client_calls.h
    std::uint32_t call = 0;     // of that
  };

  ClientCallsWatch() = default;
  explicit ClientCallsWatch(const model::Scenario& scenario) : by_client_(scenario.cluster.clients.size()) {}

  // After each event. True when it was the end of a call.
  bool follow(SimTime at, const world::Action& action, const world::Effects& effects, const world::World& world,
              AuthenticationClasses& classes);

  // Kinds of calls whose last one failed.
  [[nodiscard]] std::uint64_t failing() const { return failing_; }
  [[nodiscard]] bool fails(ClientIndex client, std::string_view call) const;  // empty: any of its calls
  // When a call of the client had been out for so long; none when it is not, or was not until this moment.
  [[nodiscard]] std::optional<SimTime> outage_over(ClientIndex client, Duration length, SimTime now) const;
  // The last outage of the client that has ended did so then.
  [[nodiscard]] std::optional<SimTime> outage_ended(ClientIndex client) const;

  [[nodiscard]] const std::vector<Record>& of_client(ClientIndex client) const { return by_client_[client]; }
  [[nodiscard]] std::vector<ClientCallResult> results() const;  // by client, and in the order of their first calls

 private:
  Record& record_of(ClientIndex client, const model::ClientCall& call);

  std::vector<std::vector<Record>> by_client_;
  std::uint64_t failing_ = 0;
};

// What a client is told when a call fails, at this moment: "N3: ServerAuthenticationFailed: CertificateNotMatched".
[[nodiscard]] std::string why_call_failed(const world::World& world, AuthenticationClasses& classes, ClientIndex client,
                                          std::uint32_t call, std::optional<model::NodeIndex> node,
                                          world::Outcome outcome, SimTime now);

}  // namespace certdrill::check
