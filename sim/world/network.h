// Network is who can reach whom, whatever certificates they have: partitions, slow links, links that lose messages.
//
// Each partition that is under way has a bit of Federation::side; two nodes reach each other when all their bits agree.
// Errors     more than 32 partitions at once: the one that begins is not begun, and says so (docs/federation.md).
#pragma once

#include "base/sim_time.h"
#include "model/fault.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Network {
 public:
  explicit Network(World& world) : world_(world) {}

  // Begins and ends a partition, slowness or loss. `id` tells one from the others: the number of its step. False when
  // it could not begin, because too many are under way.
  bool begin(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects);
  void end(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects);
  // The selected nodes are rid of all of them.
  void heal(const model::NodeSelection& where, SimTime at, Effects& effects);
  [[nodiscard]] bool reach_each_other(model::NodeIndex a, model::NodeIndex b) const;

 private:
  World& world_;
};

}  // namespace certdrill::world
