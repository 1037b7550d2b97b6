// ClusterCount counts the cluster: nodes by configuration, by class, by what they present, by whom they let in. Follows
// each change of a node by difference.
//
// Nodes whose machines have not been deployed, or are being re-imaged, are none yet: they are counted when they are.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sim_time.h"
#include "check/classes.h"
#include "check/client_access.h"
#include "check/connectivity.h"
#include "check/property_watch.h"
#include "world/world.h"

namespace certdrill::check {

class ClusterCount {
 public:
  // `asked_certificates`: those for which the nodes that would accept them are counted.
  ClusterCount(const world::World& world, AuthenticationClasses& classes,
               std::vector<pki::CertificateId> asked_certificates, SimTime now);

  // Follows what one event did.
  void follow(const world::World& world, const world::Effects& effects, SimTime now);
  // True when it changed who presents what, or who is accepted.
  bool pass_boundary(const world::World& world, pki::CertificateId certificate, SimTime now);
  // The same when these authorities have another CRL now, or none that is current.
  bool pass_crls(const world::World& world, const std::vector<pki::CertificateId>& authorities, SimTime now);

  [[nodiscard]] InstantNumbers numbers() const {
    InstantNumbers numbers{&connectivity_, &presented_, distinct_presented_, seeds_, &accepted_by_, &clients_};
    numbers.count = this;
    return numbers;
  }
  [[nodiscard]] const ClientAccess& clients() const { return clients_; }
  [[nodiscard]] const Connectivity& connectivity() const { return connectivity_; }
  [[nodiscard]] const std::vector<std::uint64_t>& presented() const { return presented_; }
  [[nodiscard]] std::uint64_t presenting_nothing() const { return presenting_nothing_; }
  [[nodiscard]] const std::vector<Population>& by_configuration() const { return by_configuration_; }
  [[nodiscard]] std::uint64_t seeds() const { return seeds_; }
  [[nodiscard]] std::uint64_t not_deployed() const { return not_deployed_; }  // nodes that are not counted
  // Goes up whenever some certificate begins or ceases to be presented by anybody.
  [[nodiscard]] std::uint64_t presented_changes() const { return presented_changes_; }

 private:
  void recount(SimTime now);
  void follow_deployed(const world::World& world, const world::NodeChange& change, SimTime now);
  void add_presented(pki::CertificateId certificate, std::uint64_t nodes);
  void remove_presented(pki::CertificateId certificate, std::uint64_t nodes);

  // The world keeps its classes up to date itself, as far as the federation needs them.
  [[nodiscard]] bool kept_by(const world::World& world) const {
    return classes_ == &world.classes() && world.federation().on;
  }
  [[nodiscard]] bool recount_if_renumbered(SimTime now);

  AuthenticationClasses* classes_;
  std::uint64_t version_ = 0;  // of the classes, at the last count
  std::vector<bool> is_seed_;
  std::vector<pki::CertificateId> asked_;
  std::vector<Population> by_configuration_;
  std::vector<std::uint64_t> presented_;    // by certificate
  std::vector<std::uint64_t> accepted_by_;  // by certificate, for the asked ones
  std::uint64_t presenting_nothing_ = 0;
  std::uint32_t distinct_presented_ = 0;
  std::uint64_t seeds_ = 0;
  std::uint64_t not_deployed_ = 0;
  std::uint64_t presented_changes_ = 0;
  Connectivity connectivity_;
  ClientAccess clients_;
};

}  // namespace certdrill::check
