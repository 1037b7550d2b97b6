#include "world/setting.h"

#include <algorithm>

namespace certdrill::world {
namespace {

// How far clocks may be off in this scenario: not at all first, then in the order of its steps and random faults.
std::vector<Duration> clock_offsets(const model::Scenario& scenario) {
  std::vector<Duration> offsets = {Duration(0)};
  const auto add = [&](const model::Fault& fault) {
    const bool known = std::find(offsets.begin(), offsets.end(), fault.clock_offset) != offsets.end();
    if (fault.kind == model::FaultKind::clock && !known) offsets.push_back(fault.clock_offset);
  };
  for (const model::Step& step : scenario.steps) {
    if (const auto* fault = std::get_if<model::FaultStep>(&step.what)) add(fault->fault);
  }
  for (const model::RandomFault& random : scenario.random_faults) add(random.fault);
  return offsets;
}

}  // namespace

Setting::Setting(model::Scenario scenario) : Setting(std::move(scenario), nullptr) {}

Setting::Setting(model::Scenario scenario, std::shared_ptr<const pki::CertificateSet> certificates)
    : scenario_(std::move(scenario)), certificates_(std::move(certificates)) {
  if (!certificates_) {
    certificates_ = std::make_shared<const pki::CertificateSet>(scenario_.seed, scenario_.certificates);
  }
  const std::vector<model::Node>& nodes = scenario_.cluster.nodes;
  domain_begin_.assign(scenario_.cluster.upgrade_domains.size() + 1, 0);
  for (const model::Node& node : nodes) ++domain_begin_[node.upgrade_domain + 1];
  for (std::size_t d = 1; d < domain_begin_.size(); ++d) domain_begin_[d] += domain_begin_[d - 1];
  std::vector<std::size_t> next = domain_begin_;
  nodes_by_domain_.resize(nodes.size());
  for (model::NodeIndex i = 0; i < nodes.size(); ++i) nodes_by_domain_[next[nodes[i].upgrade_domain]++] = i;

  for (model::NodeIndex i = 0; i < nodes.size(); ++i) {
    if (nodes[i].seed) seeds_.push_back(i);
  }
  if (const std::vector<std::string>& ids = scenario_.cluster.node_ids; !ids.empty()) {
    std::stable_sort(seeds_.begin(), seeds_.end(),
                     [&](model::NodeIndex a, model::NodeIndex b) { return ids[a] < ids[b]; });
  }
  for (std::uint32_t step = 0; step < scenario_.steps.size(); ++step) {
    const model::Step& each = scenario_.steps[step];
    if (!each.during) continue;
    during_.push_back(step);
    if (!std::holds_alternative<model::FaultStep>(each.what)) has_interruptions_ = true;
  }
  std::stable_sort(during_.begin(), during_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return scenario_.steps[a].during->step < scenario_.steps[b].during->step;
  });

  const model::FederationSettings& federation = scenario_.federation;
  if (federation.simulate) ring_ = Ring(scenario_.cluster, federation.neighborhood_size);

  for (const Duration offset : clock_offsets(scenario_)) {
    for (pki::CertificateId id = 0; id < scenario_.certificates.size(); ++id) {
      const pki::CertificateSpec& spec = scenario_.certificates[id];
      const SimTime begins = spec.not_before - offset;
      const SimTime ends = spec.not_after - offset;
      if (begins > scenario_.start) boundaries_.push_back({begins, CertificateBecomesValid{id}, offset});
      if (ends > scenario_.start) boundaries_.push_back({ends, CertificateExpires{id}, offset});
    }
  }
  std::stable_sort(boundaries_.begin(), boundaries_.end(),
                   [](const Boundary& a, const Boundary& b) { return a.at < b.at; });
}

std::span<const std::uint32_t> Setting::steps_during(std::uint32_t during) const {
  const auto referred = [&](std::uint32_t step) { return scenario_.steps[step].during->step; };
  const auto first =
      std::partition_point(during_.begin(), during_.end(), [&](std::uint32_t step) { return referred(step) < during; });
  const auto last =
      std::partition_point(first, during_.end(), [&](std::uint32_t step) { return referred(step) == during; });
  return {first, last};
}

}  // namespace certdrill::world
