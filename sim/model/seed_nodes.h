// Which nodes a cluster makes its seed nodes, when its configuration says only how reliable it is to be.
//
// Text form  "bronze" 3, "silver" 5, "gold" 7, "platinum" 9 seed nodes.
// Choice     spread over fault domains and upgrade domains as evenly as can be; of equal nodes the first.
// Cost       linear in nodes for each seed.
// Source     Service Fabric runtime source, ReliabilityLevelExtension.cs, SeedNodeSelector.cs; the order among equals
//            is ours.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/scenario.h"

namespace certdrill::model {

inline constexpr std::pair<std::string_view, std::uint32_t> reliability_levels[] = {
    {"bronze", 3}, {"silver", 5}, {"gold", 7}, {"platinum", 9}};

// `count` of the nodes of this type, in the order chosen; all of them when there are not more.
[[nodiscard]] std::vector<NodeIndex> choose_seed_nodes(const std::vector<Node>& nodes, std::uint32_t node_type,
                                                       std::uint32_t count);

}  // namespace certdrill::model
