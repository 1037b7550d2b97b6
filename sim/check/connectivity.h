// Who can talk to whom, in numbers, kept up to date as nodes go from class to class.
//
// A link is up when both ends accept what the other shows. Pairs are unordered: n nodes have n (n-1) / 2.
// Cost       move(): the number of classes that the two classes have no link with, nothing when all is well. shape():
// linear in classes when some
//            link is down; the graph itself (Boost.Graph) is looked at again only when a class becomes empty, single or
//            plural.
// Source     docs/overview.md, docs/decisions/0004 and 0005.
#pragma once

#include <cstdint>
#include <vector>

#include "check/classes.h"
#include "check/condensed_graph.h"

namespace certdrill::check {

struct Population {
  std::uint32_t nodes = 0;
  std::uint32_t seeds = 0;
};

struct Shape {
  std::uint64_t components = 0;         // pieces of the federation, isolated nodes included
  std::uint64_t largest_component = 0;  // nodes in the largest
  std::uint64_t best_seeds = 0;         // seed nodes in the component that has most of them
  std::uint64_t isolated_nodes = 0;     // nodes without any link
  friend bool operator==(const Shape&, const Shape&) = default;
};

class Connectivity {
 public:
  // Begins anew with these classes and the nodes in them.
  void reset(const AuthenticationClasses& classes, const std::vector<Population>& by_class);
  void move(ClassId from, ClassId to, bool seed);
  // A node comes into being, or ceases to be one.
  void add(ClassId to, bool seed);
  void remove(ClassId from, bool seed);

  [[nodiscard]] std::uint64_t nodes() const { return nodes_; }
  [[nodiscard]] std::uint64_t pairs() const { return nodes_ * (nodes_ - (nodes_ > 0 ? 1 : 0)) / 2; }
  [[nodiscard]] std::uint64_t broken_pairs() const { return broken_pairs_; }
  [[nodiscard]] std::uint64_t one_way_pairs() const {
    return one_way_pairs_;
  }  // of the broken ones: exactly one end accepts
  [[nodiscard]] Shape shape() const;

  // Classes that consist of one node whose loss would split the rest into more pieces.
  [[nodiscard]] const std::vector<std::uint32_t>& cut_classes() const { return condensed().cut_classes; }
  [[nodiscard]] const CondensedShape& condensed() const;
  [[nodiscard]] const std::vector<std::uint32_t>& nodes_by_class() const { return nodes_by_class_; }

 private:
  struct BrokenLink {
    ClassId with = 0;
    bool one_way = false;
  };

  void count(ClassId class_id, bool add);

  std::uint64_t nodes_ = 0;
  std::uint64_t seeds_ = 0;
  std::uint64_t broken_pairs_ = 0;
  std::uint64_t one_way_pairs_ = 0;
  std::vector<std::uint32_t> nodes_by_class_;
  std::vector<std::uint32_t> seeds_by_class_;
  std::vector<std::vector<BrokenLink>> broken_;  // by class, itself included when its nodes refuse each other
  std::vector<bool> linked_;                     // class x class
  mutable bool graph_changed_ = true;
  mutable CondensedShape condensed_;
};

}  // namespace certdrill::check
