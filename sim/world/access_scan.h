// The scan of the store: every minute the service that looks after a node looks for certificates that its presentation
// rules name, and grants it access to their keys. Nobody else's are touched.
//
// A scan is an event only where it grants something; when it comes within the minute is a window. Where no node runs, on a
// machine that is not deployed yet, nobody scans.
// Source     management article, "Certificate consumption and monitoring": ACLing follows the presentation rules, so a
//            certificate declared by thumbprint and auto-refreshed will not be accessible.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class AccessScan {
 public:
  explicit AccessScan(World& world) : world_(world) {}

  static void begin(World& world);

  // Its store or its settings are others now: is there anything to grant?
  void node_changed(model::NodeIndex node, SimTime at, Effects& effects);

  void apply(const ScanStore& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const ScanStore& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
