// Pieces are the parts into which the nodes of the ring fall: nodes are in one piece when messages find a way between
// them, over open sessions or over new ones that a node on the way could make.
//
// Cost       near-linear in nodes and leases, and quadratic in the different (configuration, loaded certificate, side
//            of the partitions), not in nodes: equal ones are one vertex.
// Source     Service Fabric runtime source, Federation/RoutingManager.cpp: messages are routed around what is
//            unreachable.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sim_time.h"
#include "world/world.h"

namespace certdrill::world {

struct Pieces {
  std::vector<std::uint32_t> piece;  // by node; nobody when it is not alive
  std::vector<std::uint64_t> nodes;  // by piece; pieces are numbered by their first node
  std::vector<std::uint64_t> seeds;  // seed nodes in it

  static Pieces of(const World& world, SimTime at);
};

}  // namespace certdrill::world
