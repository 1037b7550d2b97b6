// Faults are what goes wrong: steps of the plan, and random ones (model/fault.h). They stop and start nodes, part the
// network, and put clocks wrong.
#pragma once

#include "base/sim_time.h"
#include "model/fault.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Faults {
 public:
  explicit Faults(World& world) : world_(world) {}

  void begin(std::uint32_t step, const model::Fault& fault, SimTime at, Effects& effects);
  void end(std::uint32_t step, const model::Fault& fault, SimTime at, Effects& effects);

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const EndFault& action, SimTime at, Effects& effects);
  void apply(const RandomStrike& action, SimTime at, Effects& effects);
  void apply(const EndRandomStrike& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const EndFault& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const RandomStrike& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const EndRandomStrike& action, SimTime at);
  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
