// The three pictures of a cluster at one moment: the ring in the order of node ids, the map of upgrade domains by fault
// domains, and the matrix of who accepts whom.
//
// Ring     nodes on a circle by upgrade domain, and in the order of their ids within it; seed nodes have a diamond; the
//          fill is the certificate that a node presents, with its name; a node that is not up is hollow and says so. A
//          link that is full is a thin line (drawn when there are few, or one end is selected or hovered); a one-way
//          link is dashed with an arrow at the end that accepts and a bar at the one that refuses; a refused link has a
//          cross. A session that lives on an old certificate is a dotted line beside its link. Pieces of the federation
//          are arcs outside the ring, parted where it is parted, with their nodes and seeds and whether they have a
//          quorum.
// Groups   above most_single_nodes: a circle for each domain and class, with its count; a click opens its domain.
// Matrix   rows judge, columns show; classes with counts, opened to nodes when there are few.
// Rule     nothing is judged or computed about graphs here: that is in the snapshot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/snapshot.h"
#include "scene/drawing.h"
#include "scene/predict.h"
#include "scene/view.h"
#include "world/setting.h"

namespace certdrill::scene {

// Everything that a picture of a moment is made from.
struct Moment {
  const world::Setting* setting = nullptr;
  const replay::Snapshot* now = nullptr;
  const replay::SnapshotChange* change = nullptr;  // null: nothing is to be marked as changed
  Selection selection;
  Target hovered;
  const Prediction* prediction = nullptr;  // null: not in predict mode
};

// What the nodes of a group have in common: their class, and what they present. Target::b of a group.
[[nodiscard]] std::uint64_t group_kind(const replay::NodeMoment& node);

// Drawn into a canvas of this size, its viewport applied to places and radii but not to text.
[[nodiscard]] Drawing draw_ring(const Moment& moment, const View& view, Point size, const TextMeasure& text);
[[nodiscard]] Drawing draw_map(const Moment& moment, const View& view, Point size, const TextMeasure& text);
[[nodiscard]] Drawing draw_matrix(const Moment& moment, const View& view, Point size, const TextMeasure& text);
// That of view.graph.
[[nodiscard]] Drawing draw_graph(const Moment& moment, const View& view, Point size, const TextMeasure& text);

// The line above the picture: "10 nodes up, 9 of 45 pairs cannot authenticate, 2 pieces: 8 and 2, quorum kept".
[[nodiscard]] std::string headline(const replay::Snapshot& now, const model::Scenario& scenario);
// What the shapes mean, for the corner of the picture.
[[nodiscard]] Drawing draw_legend(const Moment& moment, const View& view, Point size, const TextMeasure& text);
// What to say of the thing under the mouse: "N3 (UD2): presents A, up", "N0 refuses N5".
[[nodiscard]] std::string hint(const Moment& moment, const Target& target);

}  // namespace certdrill::scene
