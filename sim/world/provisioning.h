// The one who fills stores: installs certificates on nodes and removes them, blocks and unblocks the way to CRLs, each
// node at a moment of its own within the step's time.
//
// Source     management article, "Certificate provisioning": what is declared has to be found on each node, inclusive
// of its private key.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Provisioning {
 public:
  explicit Provisioning(World& world) : world_(world) {}

  void begin(SimTime at, Effects& effects);
  void change_store(model::NodeIndex node, SimTime at, Effects& effects);

  static void list_changes(const World& world, Effects& found);

 private:
  World& world_;
};

// Installing a certificate that is there already betters its private key if it can; it never takes one away.
[[nodiscard]] model::Store with_installed(model::Store store, const std::vector<model::StoreEntry>& entries);
[[nodiscard]] model::Store with_removed(model::Store store, const std::vector<pki::CertificateId>& certificates);
[[nodiscard]] model::Store with_crl_reach(model::Store store, const std::vector<pki::CertificateId>& authorities,
                                          bool reachable);

}  // namespace certdrill::world
