#include "scene/ring_pieces.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scene/words.h"

namespace certdrill::scene {

namespace {

constexpr std::uint32_t no_piece = 0xFFFFFFFF;
constexpr std::size_t most_named = 6;

struct Piece {
  std::uint64_t nodes = 0;
  std::uint32_t seeds = 0;
  bool has_quorum = false;
};

// An arc over neighbours of one piece.
struct Stretch {
  std::uint32_t piece = 0;
  float from = 0;
  float to = 0;
};

std::uint32_t piece_of(const replay::NodeMoment& node, PieceReading reading) {
  if (reading == PieceReading::trust) return node.trust_piece;
  const bool belongs = node.state == world::NodeState::up || node.state == world::NodeState::suspended;
  return belongs ? node.federation_piece : no_piece;
}

std::vector<Piece> count_pieces(const replay::Snapshot& now, PieceReading reading) {
  std::vector<Piece> pieces;
  if (reading == PieceReading::trust) {
    for (const replay::PieceMoment& each : now.pieces) pieces.push_back({each.nodes, each.seeds, each.has_quorum});
    return pieces;
  }
  for (const replay::NodeMoment& node : now.nodes) {
    const std::uint32_t piece = piece_of(node, reading);
    if (piece == no_piece) continue;
    if (piece >= pieces.size()) pieces.resize(piece + 1);
    ++pieces[piece].nodes;
    pieces[piece].seeds += node.seed ? 1U : 0U;
  }
  for (Piece& piece : pieces) piece.has_quorum = now.quorum > 0 && piece.seeds >= now.quorum;
  return pieces;
}

std::vector<Stretch> stretches_of(const Moment& moment, const RingBeads& ring, PieceReading reading) {
  std::vector<Stretch> stretches;
  std::vector<std::uint32_t> piece_of_bead;
  for (const Bead& bead : ring.beads) piece_of_bead.push_back(piece_of(moment.now->nodes[bead.first], reading));
  const std::size_t beads = ring.beads.size();
  std::size_t begin = 0;
  while (begin + 1 < beads && piece_of_bead[begin] == piece_of_bead.back()) ++begin;
  if (begin + 1 == beads) begin = 0;
  for (std::size_t step = 0; step < beads; ++step) {
    const Bead& bead = ring.beads[(begin + step) % beads];
    const std::uint32_t piece = piece_of_bead[(begin + step) % beads];
    if (stretches.empty() || stretches.back().piece != piece)
      stretches.push_back({piece, bead.angle - bead.half_angle, bead.angle + bead.half_angle});
    float to = bead.angle + bead.half_angle;
    if (to < stretches.back().from) to += 2 * std::numbers::pi_v<float>;
    stretches.back().to = to;
  }
  return stretches;
}

std::string words_of(const Piece& piece, const replay::Snapshot& now, std::uint64_t all_seeds) {
  std::string words = counted_with_thousands(piece.nodes, "node");
  if (now.quorum == 0) return words;
  words += ", " + std::to_string(piece.seeds) + " of " + std::to_string(all_seeds) + " seeds: ";
  return words + (piece.has_quorum ? "quorum" : "no quorum");
}

}  // namespace

PieceReading piece_reading(const replay::Snapshot& now) {
  const auto& nodes = now.nodes;
  const bool parted = std::any_of(nodes.begin(), nodes.end(), [](const replay::NodeMoment& node) {
    return piece_of(node, PieceReading::federation) != no_piece && node.federation_piece != 0;
  });
  return parted ? PieceReading::federation : now.pieces.size() > 1 ? PieceReading::trust : PieceReading::whole;
}

void draw_pieces(const Moment& moment, const RingBeads& ring, Drawing& drawing, LabelRoom& room, Drawing& labels) {
  const replay::Snapshot& now = *moment.now;
  const PieceReading reading = piece_reading(now);
  if (reading == PieceReading::whole || ring.beads.empty()) return;
  const std::vector<Piece> pieces = count_pieces(now, reading);
  const auto all_seeds = static_cast<std::uint64_t>(
      std::count_if(now.nodes.begin(), now.nodes.end(), [](const replay::NodeMoment& node) { return node.seed; }));
  const float radius = ring.radius + ring.bead_radius + 9;
  const float part =
      std::min(0.03F, 6 / std::max(1.0F, radius));  // between two arcs, so that they are seen to be parted

  std::vector<Stretch> longest(pieces.size());
  for (const Stretch& each : stretches_of(moment, ring, reading)) {
    if (each.piece >= pieces.size()) continue;
    const bool quorum = pieces[each.piece].has_quorum || now.quorum == 0;
    const float from = each.from + part;
    const float to = std::max(from, each.to - part);
    if (quorum) {
      drawing.marks.emplace_back(Arc{ring.center, radius, from, to, 4, Tone::good, {}});
    } else {  // broken, so that it is told apart without its colour
      const float dash = 9 / std::max(1.0F, radius);
      for (float at = from; at < to; at += 1.7F * dash)
        drawing.marks.emplace_back(Arc{ring.center, radius, at, std::min(to, at + dash), 4, Tone::quorum_lost, {}});
    }
    if (each.to - each.from > longest[each.piece].to - longest[each.piece].from) longest[each.piece] = each;
  }

  // No words upon the arcs.
  const float step = 8 / std::max(8.0F, radius);
  for (float angle = 0; angle < 2 * std::numbers::pi_v<float>; angle += step) {
    const Point at = ring.at(angle, radius);
    room.keep_free({{at.x - 4, at.y - 4}, {at.x + 4, at.y + 4}});
  }
  for (std::size_t piece = 0; piece < std::min(pieces.size(), most_named); ++piece) {
    const bool alone = pieces[piece].nodes == 1 && pieces.size() > 3;  // many of those would say nothing new
    if (pieces[piece].nodes == 0 || alone || longest[piece].to == longest[piece].from) continue;
    const bool good = pieces[piece].has_quorum || now.quorum == 0;
    const std::string words = words_of(pieces[piece], now, all_seeds);
    const float half_width = room.width(words) / 2;
    const float half_height = room.height() / 2;
    // Along its arc from the middle outwards, further and further away from the names of nodes.
    bool placed = false;
    for (int further = 0; further < 6 && !placed; ++further) {
      for (const float along : {0.5F, 0.42F, 0.58F, 0.33F, 0.67F, 0.22F, 0.78F, 0.1F, 0.9F}) {
        const float angle = longest[piece].from + (longest[piece].to - longest[piece].from) * along;
        const float distance = radius + 2.4F * room.height() + 10 + static_cast<float>(further) * room.height() * 0.8F;
        Point at = ring.at(angle, distance);
        at.x += std::cos(angle) * half_width;
        at.x = std::clamp(at.x, room.area().min.x + half_width + 2,
                          std::max(room.area().min.x + half_width + 2, room.area().max.x - half_width - 2));
        at.y = std::clamp(at.y, room.area().min.y + half_height + 2,
                          std::max(room.area().min.y + half_height + 2, room.area().max.y - half_height - 2));
        placed =
            room.put(labels, Label{at, words, good ? Tone::good : Tone::quorum_lost, Align::center, 1, Tone::none, {}});
        if (placed) break;
      }
    }
  }
}

}  // namespace certdrill::scene
