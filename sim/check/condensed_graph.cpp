#include "check/condensed_graph.h"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>

namespace certdrill::check {

CondensedShape condense(const std::vector<std::uint32_t>& nodes,
                        const std::function<bool(std::uint32_t, std::uint32_t)>& linked) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  const auto classes = static_cast<std::uint32_t>(nodes.size());
  std::vector<std::uint32_t> class_of;      // by vertex
  std::vector<std::size_t> first(classes);  // vertex of each class
  for (std::uint32_t c = 0; c < classes; ++c) {
    first[c] = class_of.size();
    for (std::uint32_t drawn = 0; drawn < std::min<std::uint32_t>(nodes[c], 2); ++drawn) class_of.push_back(c);
  }
  Graph graph(class_of.size());
  CondensedShape shape;
  shape.component_of.assign(classes, CondensedShape::absent);
  shape.scattered.assign(classes, false);
  std::vector<bool> has_link(classes, false);
  for (std::size_t u = 0; u < class_of.size(); ++u) {
    for (std::size_t v = u + 1; v < class_of.size(); ++v) {
      if (!linked(class_of[u], class_of[v])) continue;
      boost::add_edge(u, v, graph);
      has_link[class_of[u]] = has_link[class_of[v]] = true;
    }
  }
  std::vector<std::uint32_t> component(class_of.size());
  shape.components =
      class_of.empty() ? 0 : static_cast<std::uint32_t>(boost::connected_components(graph, component.data()));
  for (std::uint32_t c = 0; c < classes; ++c) {
    if (nodes[c] == 0) continue;
    shape.component_of[c] = component[first[c]];
    shape.scattered[c] = !has_link[c];
  }
  std::vector<Graph::vertex_descriptor> cut_vertices;
  boost::articulation_points(graph, std::back_inserter(cut_vertices));
  for (const auto vertex : cut_vertices) shape.cut_classes.push_back(class_of[vertex]);
  std::sort(shape.cut_classes.begin(), shape.cut_classes.end());
  return shape;
}

}  // namespace certdrill::check
