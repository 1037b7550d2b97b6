// The pieces that the federation is in, as arcs outside of the ring, parted where it is parted, with their nodes, their
// seed nodes and whether they have a quorum.
#pragma once

#include "scene/label_room.h"
#include "scene/ring_beads.h"

namespace certdrill::scene {

// What the arcs show: of the federation when it is in pieces, else of who could authenticate whom afresh.
enum class PieceReading : std::uint8_t { whole, trust, federation };
[[nodiscard]] PieceReading piece_reading(const replay::Snapshot& now);
void draw_pieces(const Moment& moment, const RingBeads& ring, Drawing& drawing, LabelRoom& room, Drawing& labels);

}  // namespace certdrill::scene
