#include "world/pieces.h"

#include <map>
#include <numeric>
#include <tuple>

#include "world/links.h"

namespace certdrill::world {
namespace {

class UnionFind {
 public:
  explicit UnionFind(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    parent_[a < b ? b : a] = a < b ? a : b;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

// Nodes that could make the same new sessions: those of one class, as long as they have loaded what they would present.
std::tuple<std::uint32_t, std::uint32_t, pki::CertificateId> kind_of(const World& world, model::NodeIndex node,
                                                                     SimTime at) {
  const Federation& federation = world.federation();
  const AuthenticationClasses::Facts& facts = Links(world).facts(node, at);
  const pki::CertificateId loaded = federation.loaded[node];
  if (loaded == facts.presented) return {federation.side[node], facts.class_id, pki::no_certificate};
  return {federation.side[node], world.configuration_of(node), loaded};
}

}  // namespace

Pieces Pieces::of(const World& world, SimTime at) {
  const Federation& federation = world.federation();
  const auto nodes = static_cast<std::uint32_t>(federation.state.size());
  const Links links(world);
  UnionFind joined(nodes);
  std::map<std::tuple<std::uint32_t, std::uint32_t, pki::CertificateId>, model::NodeIndex> first_of_kind;
  std::vector<model::NodeIndex> representatives;
  std::vector<model::NodeIndex> representative(nodes, nobody);  // by node
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    if (!federation.alive(node)) continue;
    const auto [place, added] = first_of_kind.emplace(kind_of(world, node, at), node);
    if (added) representatives.push_back(node);
    representative[node] = place->second;
    // Nodes of a kind that accepts itself find each other.
    if (!added && links.fresh(place->second, node, at)) joined.join(place->second, node);
  }
  // Two kinds that link make one piece, even of nodes that refuse their own kind.
  std::vector<bool> drawn_together(nodes, false);
  bool any_drawn = false;
  for (std::size_t i = 0; i < representatives.size(); ++i) {
    for (std::size_t j = i + 1; j < representatives.size(); ++j) {
      if (!links.fresh(representatives[i], representatives[j], at)) continue;
      joined.join(representatives[i], representatives[j]);
      drawn_together[representatives[i]] = drawn_together[representatives[j]] = any_drawn = true;
    }
  }
  for (model::NodeIndex node = 0; node < nodes && any_drawn; ++node) {
    const model::NodeIndex first = representative[node];
    if (first != nobody && drawn_together[first]) joined.join(first, node);
  }
  for (const Lease& lease : federation.leases) {
    if (lease.opener != nobody && links.over_session(lease) && federation.alive(lease.opener) &&
        federation.alive(lease.acceptor)) {
      joined.join(lease.opener, lease.acceptor);
    }
  }
  Pieces pieces;
  pieces.piece.assign(nodes, nobody);
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    if (!federation.alive(node)) continue;
    const std::uint32_t root = joined.find(node);  // the least of its piece, so it was numbered before
    if (root == node) {
      pieces.piece[node] = static_cast<std::uint32_t>(pieces.nodes.size());
      pieces.nodes.push_back(0);
      pieces.seeds.push_back(0);
    }
    const std::uint32_t piece = pieces.piece[root];
    pieces.piece[node] = piece;
    ++pieces.nodes[piece];
    if (world.scenario().cluster.nodes[node].seed) ++pieces.seeds[piece];
  }
  return pieces;
}

}  // namespace certdrill::world
