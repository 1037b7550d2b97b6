// The actors beside the ring: vaults and agents to its left, clients to its right, and the certificates that are on
// their way between them. Where they stand depends on the scenario alone, so that they stand still while time goes by.
//
// Vault      a box with a row for each line of versions: filled what it has, dashed what is to come, crossed what is
//            disabled; the current one has a frame.
// Agent      a hexagon, with a line from each vault that it reads; a bar at the vault's end where it is not answered.
// Client     a head and shoulders, with a line to the node that it called last, one for each kind of call: an arrow where it was let in, a bar
//            where it was not, a cross where it may not do what it called for.
// On the way a small sheet: from the vault while nodes of the agent do not have it yet, and to each node that it is
//            installed on in this instant.
#pragma once

#include "scene/label_room.h"
#include "scene/ring_beads.h"

namespace certdrill::scene {

// What they leave of this area for the ring; all of it when there are none, or no room for them.
[[nodiscard]] Rect area_beside_actors(const Moment& moment, const Rect& area);
// Lines go to the drawing at once; all else, which lies above the nodes, is for `above`.
void draw_actors(const Moment& moment, const View& view, const Rect& area, const RingBeads& ring, Drawing& drawing,
                 LabelRoom& room, Drawing& above);

}  // namespace certdrill::scene
