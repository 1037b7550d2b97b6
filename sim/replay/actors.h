// The actors around a cluster at one moment: what its vaults hold, what its agents have brought and have still to
// bring, how its clients fare. A part of a snapshot; empty lists where the scenario has none of them.
//
// Cost       agents by nodes, once per snapshot; nothing for scenarios without actors.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "replay/recorded_run.h"
#include "world/world.h"

namespace certdrill::replay {

struct VersionMoment {
  pki::CertificateId certificate = pki::no_certificate;
  bool made = false;
  bool disabled = false;
};
struct LineMoment {
  model::LineIndex line = 0;
  std::vector<VersionMoment> versions;
  bool deleted = false;
  bool renewal_waits = false;            // due, and the vault was not there
  std::optional<std::uint32_t> current;  // the version that a version-less address means
};
struct VaultMoment {
  std::vector<LineMoment> lines;
  std::vector<model::IdentityIndex> readers;
  std::optional<SimTime> out_until;
};

// What an agent observes, and how many of its nodes have what it would get for that now.
struct ObservedMoment {
  world::ProvisioningFailure failure = world::ProvisioningFailure::none;
  pki::CertificateId certificate = pki::no_certificate;
  model::VaultIndex vault = 0;
  std::string_view address;  // the cursor's world's
  std::uint64_t nodes_with = 0;
};
// A certificate that an agent has brought to a node.
struct Delivery {
  model::NodeIndex node = 0;
  pki::CertificateId certificate = pki::no_certificate;  // none: it changed something else in the store
};
struct AgentMoment {
  bool runs = false;
  std::uint64_t nodes = 0;     // that it is on
  std::uint64_t syncing = 0;   // that wait for what they must have first
  std::uint64_t starting = 0;  // whose first cycle is to come
  std::uint64_t to_poll = 0;   // that have something to find at their next cycle
  std::vector<ObservedMoment> observed;
  // What it did in the instant of this event: installed there (a few of the nodes), or got nothing.
  std::vector<Delivery> installs;
  bool fails = false;

  // The first of what it observes that not all of its nodes have; none: they have it all.
  [[nodiscard]] const ObservedMoment* on_its_way() const;
};

struct ClientMoment {
  bool known = true;
  pki::CertificateId shows = pki::no_certificate;
  check::ClientStandings standings;   // of all nodes: what they grant it
  std::vector<CallPoint> last_calls;  // until this event, the last one of each kind
};

struct ActorsMoment {
  std::vector<VaultMoment> vaults;
  std::vector<AgentMoment> agents;
  std::vector<ClientMoment> clients;
};
// The first certificate that this event brought into the store of its node; none: it brought none.
[[nodiscard]] pki::CertificateId brought_by(const RecordedRun& run, EventNumber number);
[[nodiscard]] ActorsMoment actors_at(const RecordedRun& run, EventNumber event, const world::World& world);

}  // namespace certdrill::replay
