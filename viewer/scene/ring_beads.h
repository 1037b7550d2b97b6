// The beads of the ring: what stands on its circle, in the order of upgrade domains and of node ids within them. A bead
// is a node, or in a large cluster the nodes of a domain that are of one class, in one piece of the federation, and
// present the same.
//
// Cost       linear in nodes, and in beads.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "scene/domain_slots.h"
#include "scene/graph_scene.h"

namespace certdrill::scene {

struct Bead {
  std::uint32_t slot = 0;
  std::uint32_t class_id = 0;
  pki::CertificateId presents = pki::no_certificate;
  std::uint64_t kind = 0;      // group_kind
  model::NodeIndex first = 0;  // the node, or the first of its nodes
  std::uint32_t nodes = 1;
  std::uint32_t seeds = 0;
  std::uint32_t not_up = 0;
  std::uint32_t lost = 0;
  std::uint32_t not_there = 0;  // not deployed
  std::uint32_t key_waits = 0;  // for the scan of the store
  bool single = true;
  bool more = false;  // those of an open domain that are not shown by themselves
  bool changed = false;
  float angle = 0;
  float half_angle = 0;  // of what belongs to it on the circle
  float radius = 0;
  Point center;

  [[nodiscard]] Target target(std::uint32_t domain) const {
    return single ? Target{Target::Kind::node, first, 0} : Target{Target::Kind::group, domain, kind};
  }
};

struct RingBeads {
  Point center;
  float radius = 0;
  float bead_radius = 0;  // of the largest
  bool grouped = false;
  std::vector<DomainSlot> slots;
  std::vector<std::pair<float, float>> slot_angles;  // from, to
  std::vector<Bead> beads;

  // Of the node itself, or of the group that it is in.
  [[nodiscard]] std::optional<std::size_t> bead_of(model::NodeIndex node) const;
  [[nodiscard]] Point at(float angle, float distance) const;
  [[nodiscard]] Target target_of(const Bead& bead) const { return bead.target(slots[bead.slot].first); }

  std::vector<std::uint32_t> slot_of_domain;
  // Which bead a node is in: by node when nodes stand alone, else by slot and kind.
  std::vector<std::uint32_t> bead_of_node;
  std::vector<std::uint32_t> bead_of_kind;
  std::vector<std::pair<model::NodeIndex, std::uint32_t>> single_nodes;  // of open domains, with their beads; sorted
  // By class: what kinds there are, and the rank of each; the smallest share the last rank.
  struct Kind {
    pki::CertificateId presents = pki::no_certificate;
    std::uint32_t piece = 0;
    std::uint32_t nodes = 0;
    std::uint32_t rank = 0;
  };
  std::vector<std::vector<Kind>> kinds_of_class;
  const Moment* moment = nullptr;
};

// `area` is where the whole ring with its labels goes, before the viewport.
[[nodiscard]] RingBeads ring_beads(const Moment& moment, const View& view, const Rect& area, const TextMeasure& text);

}  // namespace certdrill::scene
