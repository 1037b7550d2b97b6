// The state of a cluster in one line: who runs with what, what is presented, and who can talk to whom.
//
// Cost       linear in nodes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "check/cluster_count.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::check {

// `step`: the one under way, if any; the nodes that it has reached come first.
[[nodiscard]] StateLine state_line(std::string label, std::optional<std::uint32_t> step, SimTime at,
                                   const world::World& world, const ClusterCount& count);

}  // namespace certdrill::check
