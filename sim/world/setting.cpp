#include "world/setting.h"

#include <algorithm>

namespace certdrill::world {

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

  const model::FederationSettings& federation = scenario_.federation;
  if (federation.simulate) ring_ = Ring(scenario_.cluster, federation.neighborhood_size);

  for (pki::CertificateId id = 0; id < scenario_.certificates.size(); ++id) {
    const pki::CertificateSpec& spec = scenario_.certificates[id];
    if (spec.not_before > scenario_.start) boundaries_.push_back({spec.not_before, CertificateBecomesValid{id}});
    if (spec.not_after > scenario_.start) boundaries_.push_back({spec.not_after, CertificateExpires{id}});
  }
  std::stable_sort(boundaries_.begin(), boundaries_.end(),
                   [](const Boundary& a, const Boundary& b) { return a.at < b.at; });
}

}  // namespace certdrill::world
