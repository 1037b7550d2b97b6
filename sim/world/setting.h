// Setting is what never changes while a scenario runs: the scenario itself and what follows from it. Shared by all
// copies of a world.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"
#include "world/action.h"
#include "world/federation.h"

namespace certdrill::world {

class Setting {
 public:
  // A moment at which a certificate begins or ends to be valid, and so may change who can talk to whom, with nobody
  // doing anything. A clock that some step puts wrong comes to it at a moment of its own.
  struct Boundary {
    SimTime at;
    Action action;
    Duration clock_offset{};
  };

  // Its certificates are made from its seed when they are needed; or they come from another setting of the same ones.
  explicit Setting(model::Scenario scenario);
  Setting(model::Scenario scenario, std::shared_ptr<const pki::CertificateSet> certificates);

  [[nodiscard]] const model::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const std::shared_ptr<const pki::CertificateSet>& certificates() const { return certificates_; }
  [[nodiscard]] std::size_t node_count() const { return scenario_.cluster.nodes.size(); }
  // In the order of their index.
  [[nodiscard]] std::span<const model::NodeIndex> nodes_of_domain(std::uint32_t domain) const {
    return {nodes_by_domain_.data() + domain_begin_[domain], domain_begin_[domain + 1] - domain_begin_[domain]};
  }
  // The seed nodes by their ids, or by index when the scenario gives no ids.
  [[nodiscard]] const std::vector<model::NodeIndex>& seeds() const { return seeds_; }
  // The steps that begin while the step `during` is under way, in their order.
  [[nodiscard]] std::span<const std::uint32_t> steps_during(std::uint32_t during) const;
  // Is there an upgrade that interrupts another?
  [[nodiscard]] bool has_interruptions() const { return has_interruptions_; }
  // After the start of the scenario, by time, then by clock, the right one first, then by certificate.
  [[nodiscard]] const std::vector<Boundary>& boundaries() const { return boundaries_; }
  // Empty when the federation is not simulated.
  [[nodiscard]] const Ring& ring() const { return ring_; }

 private:
  model::Scenario scenario_;
  std::shared_ptr<const pki::CertificateSet> certificates_;
  std::vector<std::size_t> domain_begin_;  // counting sort of the nodes by domain
  std::vector<model::NodeIndex> nodes_by_domain_;
  std::vector<model::NodeIndex> seeds_;
  std::vector<std::uint32_t> during_;  // steps that begin during others, by those, then by their own number
  bool has_interruptions_ = false;
  std::vector<Boundary> boundaries_;
  Ring ring_;
};

}  // namespace certdrill::world
