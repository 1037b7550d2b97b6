#include <algorithm>

#include "base/text.h"
#include "scene/graph_scene.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

std::string nodes_up(const replay::Snapshot& now) {
  const std::uint64_t all = now.nodes.size() - now.not_deployed;
  const std::string others = now.not_deployed == 0 ? "" : " (" + with_thousands(now.not_deployed) + " not there)";
  if (all == 0 && now.not_deployed > 0) return "no node is there yet";
  if (now.unavailable == 0) return (all == 1 ? "1 node up" : "all " + with_thousands(all) + " nodes up") + others;
  const auto lost = static_cast<std::uint64_t>(std::count_if(now.nodes.begin(), now.nodes.end(), [](const auto& node) {
    return node.lost && node.state != world::NodeState::up;
  }));
  std::string text = with_thousands(all - now.unavailable) + " of " + counted_with_thousands(all, "node") + " up";
  if (lost > 0) text += " (" + with_thousands(lost) + " lost)";
  return text + others;
}

std::string pieces_of(const replay::Snapshot& now) {
  constexpr std::size_t most_told = 4;
  const std::string text = std::to_string(now.pieces.size()) + " pieces";
  if (now.pieces.size() > most_told)
    return text + ", the largest of " + counted_with_thousands(now.pieces.front().nodes, "node");
  std::vector<std::string> sizes;
  for (const replay::PieceMoment& piece : now.pieces) sizes.push_back(with_thousands(piece.nodes));
  return text + ": " + join_words(sizes);
}

}  // namespace

std::string headline(const replay::Snapshot& now, const model::Scenario& /*scenario*/) {
  std::vector<std::string> parts = {nodes_up(now)};
  if (now.not_deployed > 0 && now.not_deployed == now.nodes.size()) return parts.front();
  if (now.broken_pairs == 0) {
    parts.emplace_back("every pair can authenticate");
  } else {
    std::string broken =
        with_thousands(now.broken_pairs) + " of " + with_thousands(now.pairs) + " pairs cannot authenticate";
    if (now.one_way_pairs > 0) {
      broken +=
          now.one_way_pairs == now.broken_pairs ? " (one-way)" : " (" + with_thousands(now.one_way_pairs) + " one-way)";
    }
    parts.push_back(std::move(broken));
  }
  if (now.pieces.size() > 1) parts.push_back(pieces_of(now));
  if (now.quorum > 0) {
    const bool by_trust = std::any_of(now.pieces.begin(), now.pieces.end(),
                                      [](const replay::PieceMoment& piece) { return piece.has_quorum; });
    parts.emplace_back(!now.quorum_kept                    ? "NO QUORUM of seed nodes"
                       : now.broken_pairs > 0 && !by_trust ? "quorum kept by sessions alone: no piece would have one"
                                                           : "quorum kept");
  }
  if (now.sessions_old > 0) parts.push_back(counted_with_thousands(now.sessions_old, "old session"));
  return join(parts, ", ");
}

}  // namespace certdrill::scene
