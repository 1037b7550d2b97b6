// The runtime warns of certificates that are in use and expire soon.
//
// One warning a certificate: when its end is StoreWatch::expiry_warning away, or later, when it comes into use. What is
// declared and could be presented counts as in use only where it is presented.
// Source     management article, "Certificate rotation": "raising health warnings when the expiration date of a
//            certificate (and which is currently in use in the cluster) occurs sooner than a predetermined interval".
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class HealthWatch {
 public:
  explicit HealthWatch(World& world) : world_(world) {}

  void apply(const WarnOfExpiry& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const WarnOfExpiry& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
