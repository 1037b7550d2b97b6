// The condensed graph against the graph of all nodes, on random classes: components, scattered classes and cut nodes
// have to agree.
#include "check/condensed_graph.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "naive/naive_cluster.h"

namespace certdrill::check {
namespace {

struct RandomGraph {
  std::vector<std::uint32_t> nodes;       // by class
  std::vector<std::vector<bool>> linked;  // class x class, symmetric
};

RandomGraph random_graph(Random& random) {
  RandomGraph graph;
  const auto classes = random.below(6) + 1;
  const std::uint64_t density = random.below(5);
  graph.linked.assign(classes, std::vector<bool>(classes, false));
  for (std::uint64_t a = 0; a < classes; ++a) {
    graph.nodes.push_back(static_cast<std::uint32_t>(random.below(5)));
    for (std::uint64_t b = 0; b <= a; ++b) graph.linked[a][b] = graph.linked[b][a] = random.below(4) < density;
  }
  return graph;
}

TEST(CondensedGraph, AgreesWithTheGraphOfAllNodes) {
  Random random(7);
  std::size_t with_cut_nodes = 0;
  for (int round = 0; round < 20'000; ++round) {
    const RandomGraph graph = random_graph(random);
    const CondensedShape shape =
        condense(graph.nodes, [&](std::uint32_t a, std::uint32_t b) { return graph.linked[a][b]; });

    std::vector<std::uint32_t> class_of;
    for (std::uint32_t c = 0; c < graph.nodes.size(); ++c) class_of.insert(class_of.end(), graph.nodes[c], c);
    const std::size_t n = class_of.size();
    std::vector<std::vector<bool>> linked(n, std::vector<bool>(n, false));
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) linked[a][b] = a != b && graph.linked[class_of[a]][class_of[b]];
    }
    const std::vector<int> piece = naive::pieces(linked, std::vector<bool>(n, false));

    // Nodes lie in one piece exactly when their classes do, and a scattered class's nodes in none with others.
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        const bool together = shape.component_of[class_of[a]] == shape.component_of[class_of[b]] &&
                              !(class_of[a] == class_of[b] && shape.scattered[class_of[a]]);
        ASSERT_EQ(piece[a] == piece[b], together) << "round " << round;
      }
    }
    for (std::uint32_t c = 0; c < graph.nodes.size(); ++c)
      ASSERT_EQ(shape.component_of[c] == CondensedShape::absent, graph.nodes[c] == 0);

    std::set<std::uint32_t> cut;
    for (std::size_t node = 0; node < n; ++node) {
      std::vector<bool> without(n, false);
      without[node] = true;
      const std::vector<int> rest = naive::pieces(linked, without);
      std::set<int> split;
      for (std::size_t other = 0; other < n; ++other) {
        if (other != node && piece[other] == piece[node]) split.insert(rest[other]);
      }
      if (split.size() > 1) cut.insert(class_of[node]);
    }
    with_cut_nodes += cut.empty() ? 0U : 1U;
    ASSERT_EQ(std::vector<std::uint32_t>(cut.begin(), cut.end()), shape.cut_classes) << "round " << round;
  }
  EXPECT_GT(with_cut_nodes, 1000U) << "the cases are meant to have some";
}

TEST(CondensedGraph, NoNodesAreNoComponents) {
  const CondensedShape shape = condense({0, 0}, [](std::uint32_t, std::uint32_t) { return true; });
  EXPECT_EQ(shape.components, 0U);
  EXPECT_TRUE(shape.cut_classes.empty());
}

TEST(CondensedGraph, AHubOfOneNodeHoldsNodesThatRefuseEachOther) {
  // Class 1: five nodes that refuse each other and all accept the one node of class 0.
  const CondensedShape shape = condense({1, 5}, [](std::uint32_t a, std::uint32_t b) { return a != b; });
  EXPECT_EQ(shape.components, 1U);
  EXPECT_EQ(shape.cut_classes, (std::vector<std::uint32_t>{0}));
}

}  // namespace
}  // namespace certdrill::check
