// UpgradeWatch writes down what becomes of the upgrades of a plan: their phases, what they waited for, and how they
// ended.
//
// Waits      the same wait is told again with each look at it; from the first to the event that ends it, it is one. A
//            wait for a node ends when the node switches or is given up, and all waits end with their domain.
// Source     Service Fabric runtime source, CM/ProcessFabricUpgradeContextAsyncOperation.cpp (rollback),
//            ClusterManagementCommon/MultiphaseClusterUpgradeState.cs (phases).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "check/result.h"

namespace certdrill::check {

class UpgradeWatch {
 public:
  // A step of the plan begins.
  static void begin(SimTime at, std::uint32_t step, std::vector<StepResult>& steps);

  // After each event. `under_way` is the step under way, `domain` its domain.
  void follow(SimTime at, const world::Action& action, const world::Effects& effects,
              std::optional<std::uint32_t> under_way, std::optional<std::uint32_t> domain,
              std::vector<StepResult>& steps);
  // The step under way is done.
  void complete(SimTime at, std::uint32_t step, std::vector<StepResult>& steps);
  // What is still under way at the end of the run is stuck.
  static void finish(SimTime end, std::vector<StepResult>& steps);

  // Is it going back?
  [[nodiscard]] bool backward() const { return backward_; }

 private:
  void take_turn(SimTime at, const world::Effects& effects, std::optional<std::uint32_t> domain, StepResult& step);
  void follow_waits(SimTime at, const world::Action& action, const world::Effects& effects,
                    std::optional<std::uint32_t> domain, std::vector<UpgradeWait>& waits);

  std::vector<std::size_t> open_;  // waits of the step under way that go on
  bool backward_ = false;
};

}  // namespace certdrill::check
