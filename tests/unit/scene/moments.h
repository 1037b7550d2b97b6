// Moments of clusters, made by hand, and what tests ask of drawings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scene/graph_scene.h"

namespace certdrill::test {

// Every letter is 8 pixels wide.
[[nodiscard]] const scene::TextMeasure& even_letters();

// Nodes 0, 1, 2 ... over the upgrade domains in turn, the first of them seed nodes, all presenting A and accepting each
// other.
struct ClusterShape {
  std::uint32_t nodes = 10;
  std::uint32_t domains = 5;
  std::uint32_t seeds = 5;
  std::uint32_t fault_domains = 1;
  std::string name_before = {};  // of nodes and domains; empty: N0 and UD0
  std::uint32_t actors = 0;      // so many vaults, agents and clients each
};

// Of a cluster with actors every vault has two versions of a certificate, the second one current and on its way to all
// nodes but the first; agents in turn bring it to a node now, or cannot read it; clients in turn were let in, refused,
// not allowed, or have not called.
class TestMoment {
 public:
  explicit TestMoment(const ClusterShape& shape = {});

  replay::Snapshot now;
  replay::SnapshotChange change;
  scene::Moment moment;

  // The nodes of the first so many domains present B and are of a class of their own.
  TestMoment& switched(std::uint32_t domains, bool new_accept_old, bool old_accept_new);
  TestMoment& state(model::NodeIndex node, world::NodeState state, bool lost = false);
  TestMoment& old_session(model::NodeIndex opener, model::NodeIndex acceptor);
  // Not deployed: to come, being made, failed.
  TestMoment& absent(model::NodeIndex node, world::MachineStage stage);
  // Two pieces of the federation: the nodes of the first so many domains, and the others.
  TestMoment& parted(std::uint32_t domains);

 private:
  std::shared_ptr<const world::Setting> setting_;
};

// What is wrong with the labels of a drawing: two that overlap, one that leaves the canvas; empty when nothing is.
[[nodiscard]] std::vector<std::string> faults_of_labels(const scene::Drawing& drawing);
[[nodiscard]] std::vector<std::string> labels_of(const scene::Drawing& drawing);
[[nodiscard]] bool has_label(const scene::Drawing& drawing, const std::string& text);

template <typename OfMark>
std::vector<OfMark> all_of(const scene::Drawing& drawing) {
  std::vector<OfMark> found;
  for (const scene::Mark& mark : drawing.marks) {
    if (const auto* each = std::get_if<OfMark>(&mark)) found.push_back(*each);
  }
  return found;
}

}  // namespace certdrill::test
