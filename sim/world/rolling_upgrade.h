// The rolling upgrade: one upgrade domain after the other, each node of a domain at a moment of its own.
//
// A domain begins, its nodes switch between one millisecond and the policy's domain_duration later, and when the last
// has switched, the next domain that has nodes to upgrade begins a pause later. A node takes its new settings without a
// restart: certificate settings are dynamic (federation reference, fact 1). Source     authentication article (states
// after each upgrade domain); federation reference 2.2: domains sorted with digits as numbers, one at a time.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class RollingUpgrade {
 public:
  explicit RollingUpgrade(World& world) : world_(world) {}

  void begin(SimTime at, Effects& effects);
  void begin_domain(SimTime at, Effects& effects);
  void switch_node(model::NodeIndex node, SimTime at, Effects& effects);

  static void list_switches(const World& world, Effects& found);

 private:
  void await_domain(std::uint32_t first_candidate, SimTime at, Effects& effects);
  void complete_domain(SimTime at, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
