// The links of the ring: a line for each as long as a person can follow them. Beyond that, neighbours of one class are
// taken together under a bracket, and one thick line with a count stands for all links between two brackets.
#pragma once

#include "scene/label_room.h"
#include "scene/ring_beads.h"

namespace certdrill::scene {

// Lines and arcs go to the drawing at once; labels and crosses of bundles, which lie above, are for `above`.
void draw_links(const Moment& moment, const View& view, const RingBeads& ring, Drawing& drawing, LabelRoom& room,
                Drawing& above);
// Sessions that live on old certificates, and those of the node that is selected or hovered.
void draw_sessions(const Moment& moment, const View& view, const RingBeads& ring, Drawing& drawing);

}  // namespace certdrill::scene
