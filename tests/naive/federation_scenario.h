// Clusters for the tests and benchmarks of the federation: certificates A and B, node ids in the order of the nodes, so
// that node i sits at position i of the ring.
#pragma once

#include <cstdint>

#include "model/scenario.h"

namespace certdrill::naive {

// Indices into Scenario::securities of the scenario below.
inline constexpr std::uint32_t only_a = 0;      // {P:{TP=A}, V:{TP=A}}
inline constexpr std::uint32_t a_and_both = 1;  // {P:{TP=A}, V:{TP=A, TP=B}}
inline constexpr std::uint32_t b_and_both = 2;  // {P:{TP=B}, V:{TP=A, TP=B}}
inline constexpr std::uint32_t only_b = 3;      // {P:{TP=B}, V:{TP=B}}
inline constexpr std::uint32_t missing = 4;     // {P:{TP=C}, V:{TP=A}}: C lies on no node

// `nodes` nodes, the first `seeds` of them seed nodes, both certificates on all of them; no steps.
[[nodiscard]] model::Scenario federation_scenario(std::uint32_t nodes, std::uint32_t seeds);

// The same with three upgrades to present B, in five domains: the rotation of the documents. Or without overlap: one
// upgrade from A to B, which parts the cluster.
[[nodiscard]] model::Scenario federation_rotation(std::uint32_t nodes, bool overlap);

}  // namespace certdrill::naive
