// Faults are what goes wrong: steps of the plan, and random ones (model/fault.h). They stop and start nodes, part the
// network, and put clocks wrong.
//
// Random     each node that a random fault may strike has a window of its own, as long as twice the mean time between
//            strikes times their number; when a strike is over, the next window begins. Who is struck when is for the
//            driver to draw.
#pragma once

#include <vector>

#include "base/sim_time.h"
#include "model/fault.h"
#include "world/action.h"
#include "world/fault_state.h"
#include "world/world.h"

namespace certdrill::world {

class Faults {
 public:
  explicit Faults(World& world) : world_(world) {}

  // Of a run: nothing is wrong yet.
  [[nodiscard]] static FaultState first_state(const model::Scenario& scenario);

  // When the last fault of the plan ends that does so by itself; none: there is no such. Random ones come and go for
  // ever.
  [[nodiscard]] static std::optional<SimTime> last_end(const FaultState& state);

  void begin(std::uint32_t step, const model::Fault& fault, SimTime at, Effects& effects);

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
  template <typename Visit>
  void for_each_node(const model::NodeSelection& where, Visit visit) const;
  void strike(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects);
  void undo(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects);
  void await_strike(std::uint32_t place, SimTime at, Effects& effects);
  void heal(const model::NodeSelection& where, SimTime at, Effects& effects);
  void set_clock(model::NodeIndex node, Duration offset, SimTime at, Effects& effects);
  [[nodiscard]] model::Fault fault_of(std::uint32_t id) const;
  [[nodiscard]] std::vector<model::Fault> under_way_like(model::FaultKind kind) const;

  World& world_;
};

}  // namespace certdrill::world
