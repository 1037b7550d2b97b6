// The graph of classes that stands for the graph of all nodes.
//
// Each class is drawn with at most two of its nodes: one when it has one, two when it has more. Two are enough: nodes
// of a class have the same neighbours, so a third one never joins or parts anything that two do not, and it never
// becomes the only way between others. The vertices are linked as the nodes are, the two of a class with each other
// only when the class accepts itself.
// Cost       that of Boost.Graph's connected_components and articulation_points on at most 2 x classes vertices.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace certdrill::check {

struct CondensedShape {
  static constexpr std::uint32_t absent = 0xFFFFFFFF;

  std::uint32_t components = 0;             // among the drawn vertices
  std::vector<std::uint32_t> component_of;  // by class: of its first vertex; absent for an empty class
  std::vector<bool> scattered;  // by class: its nodes have no link at all, so that each is a component of its own
  std::vector<std::uint32_t> cut_classes;  // classes of one node whose loss would split the rest, ascending
};

// `nodes` by class; linked(a, b) is symmetric and is asked for a == b too.
[[nodiscard]] CondensedShape condense(const std::vector<std::uint32_t>& nodes,
                                      const std::function<bool(std::uint32_t, std::uint32_t)>& linked);

}  // namespace certdrill::check
