// Client is who connects to the management endpoints from outside: an administrator, a user, a gateway, a deployment
// tool.
//
// Rules      its P is what it shows, its V what it takes for the cluster's certificate. What it does in life are calls,
//            each kind with rules of its own: a health check may look at another thing than a deployment does.
// Stores     certificates lie in places, LocalMachine/MY unless said otherwise; a call looks into one of them.
// Source     authentication article, "Identities and their respective roles"; Octopus client certificates page and
//            OctopusDeploy/Calamari (docs/clients.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "base/sim_time.h"
#include "pki/certificate_spec.h"

namespace certdrill::model {

using ClientIndex = std::uint32_t;  // into Cluster::clients

// What a call needs to be allowed.
enum class NeededRole : std::uint8_t { user, admin };

// A certificate store of a client's machine.
struct ClientPlace {
  std::string location = "LocalMachine";
  std::string name = "MY";
  std::uint32_t store = 0;  // index into Cluster::stores: what lies in it when the scenario begins
};

// Who makes a call: it decides in which words a failure is told.
enum class CallKind : std::uint8_t { plain, octopus_deployment, octopus_health_check };

// A kind of call that a client makes again and again.
struct ClientCall {
  std::string name;  // "deployment", "health check"
  CallKind kind = CallKind::plain;
  std::uint32_t security = 0;  // index into Scenario::securities
  std::uint32_t place = 0;     // of Client::places: where its certificate is looked for
  SimTime first{};
  Duration every{};  // 0: once
  NeededRole needs = NeededRole::admin;
  std::uint32_t attempts = 5;
  Duration pause = std::chrono::seconds(5);          // between attempts
  std::optional<pki::CertificateId> installs_first;  // before it connects, when it is not in its place
};

struct Client {
  std::string name;
  std::uint32_t security = 0;  // index into Scenario::securities
  std::uint32_t store = 0;     // index into Cluster::stores: that of its first place
  Location where;
  bool known = true;                // false: nobody knows what it shows and accepts
  bool gateway = false;             // a reverse proxy or an HTTP gateway: a word for reports
  std::vector<ClientPlace> places;  // at least one
  std::uint32_t place = 0;          // of these: where `security` finds its certificate
  std::vector<ClientCall> calls;
};

}  // namespace certdrill::model
