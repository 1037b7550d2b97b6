#include "check/connectivity.h"

#include <algorithm>

namespace certdrill::check {

void Connectivity::reset(const AuthenticationClasses& classes, const std::vector<Population>& by_class) {
  const std::uint32_t n = classes.class_count();
  nodes_ = seeds_ = broken_pairs_ = one_way_pairs_ = 0;
  nodes_by_class_.assign(n, 0);
  seeds_by_class_.assign(n, 0);
  broken_.assign(n, {});
  linked_.assign(std::size_t{n} * n, false);
  for (ClassId a = 0; a < n; ++a) {
    for (ClassId b = 0; b < n; ++b) {
      const bool up = classes.linked(a, b);
      linked_[std::size_t{a} * n + b] = up;
      if (!up) broken_[a].push_back({b, classes.accepts(a, b) != classes.accepts(b, a)});
    }
  }
  for (ClassId c = 0; c < n; ++c) {
    // The pairs inside a class first, then those with the classes counted before.
    const std::uint64_t here = by_class[c].nodes;
    for (const BrokenLink& link : broken_[c]) {
      const std::uint64_t pairs =
          link.with == c ? here * (here - (here > 0 ? 1 : 0)) / 2 : here * nodes_by_class_[link.with];
      broken_pairs_ += pairs;
      if (link.one_way) one_way_pairs_ += pairs;
    }
    nodes_by_class_[c] = by_class[c].nodes;
    seeds_by_class_[c] = by_class[c].seeds;
    nodes_ += by_class[c].nodes;
    seeds_ += by_class[c].seeds;
  }
  graph_changed_ = true;
}

// The pairs that one node of this class makes with all others, before it is added or after it is taken away.
void Connectivity::count(ClassId class_id, bool add) {
  std::uint64_t broken = 0;
  std::uint64_t one_way = 0;
  for (const BrokenLink& link : broken_[class_id]) {
    broken += nodes_by_class_[link.with];
    if (link.one_way) one_way += nodes_by_class_[link.with];
  }
  broken_pairs_ = add ? broken_pairs_ + broken : broken_pairs_ - broken;
  one_way_pairs_ = add ? one_way_pairs_ + one_way : one_way_pairs_ - one_way;
}

void Connectivity::move(ClassId from, ClassId to, bool seed) {
  if (from == to) return;
  if (nodes_by_class_[from] <= 2 || nodes_by_class_[to] <= 1) graph_changed_ = true;
  --nodes_by_class_[from];
  count(from, false);
  count(to, true);
  ++nodes_by_class_[to];
  if (seed) {
    --seeds_by_class_[from];
    ++seeds_by_class_[to];
  }
}

void Connectivity::add(ClassId to, bool seed) {
  if (nodes_by_class_[to] <= 1) graph_changed_ = true;
  count(to, true);
  ++nodes_by_class_[to];
  ++nodes_;
  if (!seed) return;
  ++seeds_by_class_[to];
  ++seeds_;
}

void Connectivity::remove(ClassId from, bool seed) {
  if (nodes_by_class_[from] <= 2) graph_changed_ = true;
  --nodes_by_class_[from];
  count(from, false);
  --nodes_;
  if (!seed) return;
  --seeds_by_class_[from];
  --seeds_;
}

const CondensedShape& Connectivity::condensed() const {
  if (graph_changed_) {
    const std::size_t n = nodes_by_class_.size();
    condensed_ =
        condense(nodes_by_class_, [&](std::uint32_t a, std::uint32_t b) { return linked_[std::size_t{a} * n + b]; });
    graph_changed_ = false;
  }
  return condensed_;
}

Shape Connectivity::shape() const {
  if (broken_pairs_ == 0) return {nodes_ > 0 ? 1U : 0U, nodes_, seeds_, 0};
  const CondensedShape& drawn = condensed();
  Shape shape;
  std::vector<std::uint64_t> nodes(drawn.components, 0);
  std::vector<std::uint64_t> seeds(drawn.components, 0);
  for (ClassId c = 0; c < nodes_by_class_.size(); ++c) {
    if (nodes_by_class_[c] == 0) continue;
    if (drawn.scattered[c]) {
      shape.components += nodes_by_class_[c];
      shape.isolated_nodes += nodes_by_class_[c];
      shape.largest_component = std::max<std::uint64_t>(shape.largest_component, 1);
      if (seeds_by_class_[c] > 0) shape.best_seeds = std::max<std::uint64_t>(shape.best_seeds, 1);
      continue;
    }
    const std::uint32_t component = drawn.component_of[c];
    if (nodes[component] == 0) ++shape.components;
    nodes[component] += nodes_by_class_[c];
    seeds[component] += seeds_by_class_[c];
    shape.largest_component = std::max(shape.largest_component, nodes[component]);
    shape.best_seeds = std::max(shape.best_seeds, seeds[component]);
  }
  return shape;
}

}  // namespace certdrill::check
