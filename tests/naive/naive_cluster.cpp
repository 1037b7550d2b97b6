#include "naive/naive_cluster.h"

#include <algorithm>

#include "trust/judge.h"
#include "trust/presentation.h"

namespace certdrill::naive {

NaiveCluster::NaiveCluster(const world::World&, std::shared_ptr<const pki::CertificateSet> certificates)
    : certificates_(std::move(certificates)) {}

pki::CertificateId NaiveCluster::presented(const world::World& world, model::NodeIndex node, SimTime now) {
  const std::uint32_t configuration = world.configuration_of(node);
  const auto known = presented_.find(configuration);
  if (known != presented_.end()) return known->second;
  const model::SecurityConfiguration& security =
      world.scenario().securities[world.configurations()[configuration].security];
  const pki::CertificateId chosen = trust::choose_presented(trust::resolve(security.presents, *certificates_),
                                                            world.configurations().store_of(configuration),
                                                            *certificates_, world.scenario().switches, now)
                                        .chosen;
  presented_.emplace(configuration, chosen);
  return chosen;
}

void NaiveCluster::forget_unless(SimTime now) {
  if (now == asked_at_) return;
  verdicts_.clear();
  presented_.clear();
  asked_at_ = now;
}

bool NaiveCluster::accepts(const world::World& world, model::NodeIndex validator, model::NodeIndex shower,
                           SimTime now) {
  forget_unless(now);
  const std::uint32_t mine = world.configuration_of(validator);
  const auto key = std::tuple(mine, world.configuration_of(shower));
  const auto known = verdicts_.find(key);
  if (known != verdicts_.end()) return known->second;
  const pki::CertificateId shown = presented(world, shower, now);
  bool accepted = false;
  if (shown != pki::no_certificate) {
    std::vector<pki::Certificate> roots;
    for (const pki::CertificateId root : world.configurations().store_of(mine).trusted_roots)
      roots.push_back(certificates_->certificate(root));
    const model::SecurityConfiguration& security = world.scenario().securities[world.configurations()[mine].security];
    const model::Scenario& scenario = world.scenario();
    const model::Store& store = world.configurations().store_of(mine);
    const pki::CertificateId own = presented(world, validator, now);
    const trust::Judge judge{scenario.profile, scenario.switches, trust::Role::cluster,
                             own == pki::no_certificate ? nullptr : &certificates_->certificate(own)};
    const trust::RuleSet rules{trust::resolve(security.accepts, *certificates_, store, scenario.switches), {}};
    accepted = trust::judge(trust::examine(trust::show(*certificates_, shown), {roots, {}}, scenario.switches, now),
                            rules, judge)
                   .accepted;
  }
  verdicts_.emplace(key, accepted);
  return accepted;
}

std::vector<int> pieces(const std::vector<std::vector<bool>>& linked, const std::vector<bool>& left_out) {
  std::vector<int> piece(linked.size(), -1);
  int count = 0;
  for (std::size_t start = 0; start < linked.size(); ++start) {
    if (piece[start] >= 0 || left_out[start]) continue;
    std::vector<std::size_t> open = {start};
    piece[start] = count;
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      for (std::size_t other = 0; other < linked.size(); ++other) {
        if (!linked[node][other] || left_out[other] || piece[other] >= 0) continue;
        piece[other] = count;
        open.push_back(other);
      }
    }
    ++count;
  }
  return piece;
}

Answer NaiveCluster::ask(const world::World& world, SimTime now) {
  const auto n = static_cast<model::NodeIndex>(world.setting().node_count());
  forget_unless(now);
  Answer answer;
  std::vector<std::vector<bool>> linked(n, std::vector<bool>(n, false));
  for (model::NodeIndex a = 0; a < n; ++a) {
    for (model::NodeIndex b = a + 1; b < n; ++b) {
      const bool forth = accepts(world, a, b, now);
      const bool back = accepts(world, b, a, now);
      linked[a][b] = linked[b][a] = forth && back;
      answer.broken_pairs += forth && back ? 0 : 1;
      answer.one_way_pairs += forth != back ? 1U : 0U;
    }
    const pki::CertificateId shown = presented(world, a, now);
    if (shown != pki::no_certificate) ++answer.presented[shown];
  }
  const std::vector<int> piece = pieces(linked, std::vector<bool>(n, false));
  std::map<int, std::uint64_t> nodes;
  std::map<int, std::uint64_t> seeds;
  for (model::NodeIndex node = 0; node < n; ++node) {
    ++nodes[piece[node]];
    if (world.scenario().cluster.nodes[node].seed) ++seeds[piece[node]];
    answer.shape.isolated_nodes +=
        std::find(linked[node].begin(), linked[node].end(), true) == linked[node].end() ? 1U : 0U;
  }
  if (answer.broken_pairs == 0) answer.shape.isolated_nodes = 0;  // a cluster of one node is not called isolated
  answer.shape.components = nodes.size();
  for (const auto& [id, count] : nodes)
    answer.shape.largest_component = std::max(answer.shape.largest_component, count);
  for (const auto& [id, count] : seeds) answer.shape.best_seeds = std::max(answer.shape.best_seeds, count);
  for (model::NodeIndex node = 0; node < n; ++node) {
    std::vector<bool> without(n, false);
    without[node] = true;
    const std::vector<int> rest = pieces(linked, without);
    const std::uint64_t left = static_cast<std::uint64_t>(*std::max_element(rest.begin(), rest.end()) + 1);
    // Alone in its piece, a node takes its piece with it; otherwise the pieces stay as many unless it held some
    // together.
    const bool alone = nodes[piece[node]] == 1;
    if (left > nodes.size() - (alone ? 1U : 0U)) answer.cut_nodes.push_back(node);
  }
  return answer;
}

std::uint64_t broken_with(const std::vector<std::uint32_t>& configuration_by_node,
                          const std::vector<std::vector<bool>>& link, model::NodeIndex node) {
  std::uint64_t broken = 0;
  const std::vector<bool>& row = link[configuration_by_node[node]];
  for (std::size_t other = 0; other < configuration_by_node.size(); ++other) {
    broken += other != node && !row[configuration_by_node[other]] ? 1U : 0U;
  }
  return broken;
}

}  // namespace certdrill::naive
