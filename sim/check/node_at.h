// How a node of a scenario stands at a time of its plan: what it presents and accepts, what lies in its store, and which
// revocation lists are published then.
//
// Before the start of the run it is the start, after its end the end.
#pragma once

#include <memory>
#include <vector>

#include "model/scenario.h"
#include "world/setting.h"

namespace certdrill::check {

struct NodeAt {
  model::SecurityConfiguration security;
  model::Store store;
};
struct MomentOfPlan {
  std::vector<NodeAt> nodes;       // as they were asked for
  std::vector<pki::CrlSpec> crls;  // published
};

[[nodiscard]] MomentOfPlan nodes_at(const std::shared_ptr<const world::Setting>& setting,
                                    const std::vector<model::NodeIndex>& nodes, SimTime at);

}  // namespace certdrill::check
