#include "model/seed_nodes.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace certdrill::model {

std::vector<NodeIndex> choose_seed_nodes(const std::vector<Node>& nodes, std::uint32_t node_type, std::uint32_t count) {
  std::uint32_t fault_domains = 0;
  std::uint32_t upgrade_domains = 0;
  for (const Node& node : nodes) {
    fault_domains = std::max(fault_domains, node.fault_domain + 1);
    upgrade_domains = std::max(upgrade_domains, node.upgrade_domain + 1);
  }
  std::vector<std::uint32_t> in_fault_domain(fault_domains);
  std::vector<std::uint32_t> in_upgrade_domain(upgrade_domains);
  std::vector<bool> chosen(nodes.size(), false);
  std::vector<NodeIndex> seeds;
  while (seeds.size() < count) {
    // The domain that is fuller counts first, so that neither kind gets ahead of the other.
    const auto rank = [&](const Node& node) {
      const std::uint32_t fault = in_fault_domain[node.fault_domain];
      const std::uint32_t upgrade = in_upgrade_domain[node.upgrade_domain];
      return std::tuple(std::max(fault, upgrade), fault + upgrade);
    };
    std::optional<NodeIndex> best;
    for (NodeIndex i = 0; i < nodes.size(); ++i) {
      if (chosen[i] || nodes[i].node_type != node_type) continue;
      if (!best || rank(nodes[i]) < rank(nodes[*best])) best = i;
    }
    if (!best) break;
    chosen[*best] = true;
    ++in_fault_domain[nodes[*best].fault_domain];
    ++in_upgrade_domain[nodes[*best].upgrade_domain];
    seeds.push_back(*best);
  }
  return seeds;
}

}  // namespace certdrill::model
