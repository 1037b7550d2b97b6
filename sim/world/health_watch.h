// The runtime warns of certificates that are in use and expire soon.
//
// One warning a certificate: when its end is StoreWatch::expiry_warning away, or later, when it comes into use. What is
// declared and could be presented counts as in use only where it is presented, to other nodes or to clients, by a node
// that is deployed.
// Watched    where certificates are provisioned (Provisioned::on), or the scenario says how long before.
// Cost       a few numbers for each node that changes; for each boundary of validity the configurations that hold the
//            certificate. Nothing where no certificate comes so near to its end before the scenario is over.
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

  // Behind all others: who presents what is known then.
  static void begin(World& world);
  [[nodiscard]] static bool is_on(const World& world) { return !world.provisioned().warned.empty(); }

  // The changes of this event from `first` on.
  void follow(std::size_t first, SimTime at, Effects& effects);
  // This certificate has become valid, or has ended: another may be presented in its place.
  void boundary_passed(pki::CertificateId certificate, SimTime at, Effects& effects);

  void apply(const WarnOfExpiry& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const WarnOfExpiry& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  [[nodiscard]] PresentedNow::Shown shown_by(std::uint32_t configuration, SimTime at) const;
  void learn(SimTime at);
  void count(std::uint32_t configuration, bool add);
  void use(pki::CertificateId certificate, std::uint64_t nodes, bool add);
  void settle(SimTime at, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
