// UpgradeState is how far the upgrade that is under way has come: a part of the world's state, plain values.
//
// Progress (world/world.h) says which step and domain it is in; this says what is particular about it. An upgrade that
// walks from domain to domain with everybody up leaves `nodes` empty and costs nothing beside Progress.
// Memory     4 bytes a node for `before` while an upgrade is under way that may have to go back.
// Source     Service Fabric runtime source, FM/FabricUpgradeManager.cpp,
//            CM/ProcessFabricUpgradeContextAsyncOperation.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/hash.h"
#include "base/sim_time.h"
#include "model/fault.h"
#include "model/upgrade_policy.h"
#include "world/action.h"
#include "world/conversion.h"

namespace certdrill::world {

inline constexpr SimTime no_time = SimTime::min();

// A node that does not simply switch at a moment of its own after its domain began.
struct AwaitedNode {
  enum class Why : std::uint8_t {
    to_switch,    // came back at `since`: switches within domain_duration of it
    down,         // went down at `since`: given up expected_node_upgrade later
    restarting,   // took its new settings at `since`, and is up again soon; given up likewise
    hangs,        // does not answer
    unreachable,  // is cut off from the quorum
    seed_turn,    // may not restart yet: too few other seed nodes are up
  };
  Why why = Why::to_switch;
  bool left_behind = false;  // nobody waits for it: its domain went on without it
  std::uint32_t step = 0;    // whose policy holds for it
  SimTime since{};
  friend bool operator==(const AwaitedNode&, const AwaitedNode&) = default;
};

struct UpgradeState {
  bool under_way = false;
  model::UpgradeMode mode = model::UpgradeMode::unmonitored_auto;  // the policy's, or what became of it
  bool rollback = false;
  UpgradeFailure failure = UpgradeFailure::none;  // why it rolls back, or became manual
  SimTime began{};
  // Of a conversion: the settings of the phase under way.
  std::optional<PhaseWalk> conversion;
  std::uint32_t target = 0;  // index into Scenario::securities

  // What has its moment; no_time: it is not about to happen.
  SimTime look_at = no_time;   // the next CheckSeeds
  SimTime check_at = no_time;  // the next CheckHealth
  SimTime move_at = no_time;   // the next MoveNext
  bool no_quorum = false;      // what would come next waits until there is somebody to go on with it
  bool operator_decides = false;
  SimTime retries_since = no_time;  // a step back of a conversion has failed, and is tried for ever

  // Health. The clock runs from the first look behind the wait, and anew whenever the answer changes.
  bool healthy = true;
  SimTime health_since = no_time;
  std::uint64_t unhealthy_at_beginning = 0;
  std::vector<std::uint32_t> unhealthy_by_domain;  // at the beginning; empty: none

  // Nodes. `seed_turns` and `unreachable` are those of `nodes` that are looked at every few seconds.
  std::map<model::NodeIndex, AwaitedNode> nodes;
  std::set<model::NodeIndex> seed_turns;
  std::set<model::NodeIndex> unreachable;
  std::uint32_t stalled = 0;           // of `nodes`: awaited, and without anything that would end that by itself
  std::set<model::NodeIndex> hanging;  // do not answer an upgrade, this one or another
  // Left behind: the settings that they are told to take when they are up again, and the step that says so.
  std::map<model::NodeIndex, std::uint32_t> owed;
  std::uint32_t told_by = 0;
  std::vector<std::uint32_t> before;  // by node: the settings that a rollback brings back; empty: none can be asked for
  SimTime moved_at = no_time;         // when anything of the upgrade happened last
  // Something went another way than domain by domain: actions of an earlier upgrade may be pending.
  bool irregular = false;

  // Nothing of it waits for what may never come.
  [[nodiscard]] bool runs_freely() const {
    return !under_way || (retries_since == no_time && !no_quorum && !operator_decides && stalled == 0);
  }
  friend bool operator==(const UpgradeState&, const UpgradeState&) = default;
};

void add_to(Hash& hash, const UpgradeState& upgrade);

// Steps that begin while others are under way.
struct PendingDuring {
  std::uint32_t step = 0;
  SimTime at{};
  friend bool operator==(const PendingDuring&, const PendingDuring&) = default;
};
struct Interludes {
  std::uint32_t next_in_sequence = 0;  // goes on there when the step under way is done
  std::vector<PendingDuring> pending;  // in the order in which they became possible
  std::vector<std::uint32_t> waiting;  // upgrades that begin when the step under way is done
  std::set<std::uint32_t> announced;   // steps that have become pending: each does so once
  friend bool operator==(const Interludes&, const Interludes&) = default;
};

void add_to(Hash& hash, const Interludes& interludes);

}  // namespace certdrill::world
