#include "scene/graph_scene.h"

namespace certdrill::scene {

std::uint64_t group_kind(const replay::NodeMoment& node) {
  return (std::uint64_t{node.presents} + 1) << 32U | node.class_id;  // + 1: what presents nothing is 2^32
}

Drawing draw_graph(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  switch (view.graph) {
    case GraphKind::ring:
      return draw_ring(moment, view, size, text);
    case GraphKind::map:
      return draw_map(moment, view, size, text);
    case GraphKind::matrix:
      return draw_matrix(moment, view, size, text);
  }
  return {};
}

}  // namespace certdrill::scene
