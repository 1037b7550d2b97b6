#include "scene/ring_beads.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace certdrill::scene {

namespace {

constexpr std::uint32_t no_bead = 0xFFFFFFFF;
constexpr std::uint32_t most_kinds = 9;  // of groups in a domain: the largest eight, and the others
constexpr float turn = 2 * std::numbers::pi_v<float>;
constexpr float gap_between_slots = 0.6F;  // in beads
constexpr float open_node_weight = 0.35F;  // of a node in an open domain, beside a group

template <typename Pairs>
auto single_place(Pairs& pairs, model::NodeIndex node) {
  return std::lower_bound(pairs.begin(), pairs.end(), node,
                          [](const auto& each, model::NodeIndex of) { return each.first < of; });
}

bool is_of(const replay::NodeMoment& node, const RingBeads::Kind& kind) {
  return kind.presents == node.presents && kind.piece == node.federation_piece;
}

std::uint32_t rank_of(const RingBeads& ring, const replay::NodeMoment& node) {
  const std::vector<RingBeads::Kind>& kinds = ring.kinds_of_class[node.class_id];
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const RingBeads::Kind& kind) { return is_of(node, kind); });
  return found == kinds.end() ? most_kinds - 1 : found->rank;
}

class BeadMaker {
 public:
  BeadMaker(const Moment& moment, const View& view, const Rect& area, const TextMeasure& text)
      : moment_(moment), cluster_(moment.setting->scenario().cluster), snapshot_(*moment.now) {
    ring_.moment = &moment;
    ring_.grouped = snapshot_.nodes.size() > most_single_nodes;
    place_circle(view, area, text);
    place_slots(view);
    if (ring_.grouped) {
      find_kinds();
      make_groups();
    } else {
      make_nodes();
    }
    mark_changed();
    place_beads(view);
  }
  RingBeads take() { return std::move(ring_); }

 private:
  // Around the circle there is room for a node's name, its domain's, and a line for a piece of the federation. It does
  // not depend on the moment, so that the ring stands still while time goes by.
  void place_circle(const View& view, const Rect& area, const TextMeasure& text) {
    float widest = text.width("00,000 down");
    if (!ring_.grouped) {
      widest = 0;
      for (model::NodeIndex node = 0; node < snapshot_.nodes.size(); ++node)
        widest = std::max(widest, text.width(cluster_.node_name(node)));
      widest += text.width(" booting");
    }
    float domain = 0;
    for (std::size_t each = 0; each < std::min<std::size_t>(cluster_.upgrade_domains.size(), 64); ++each)
      domain = std::max(domain, text.width(cluster_.upgrade_domains[each]));
    const float beside = std::min(widest, area.width() * 0.14F) + std::min(domain, area.width() * 0.08F) + 44;
    const float above = 3.4F * text.height + 34;
    const float radius =
        std::max({24.0F, area.width() * 0.12F, std::min(area.width() / 2 - beside, area.height() / 2 - above)});
    const Viewport& viewport = view.viewports[static_cast<std::size_t>(GraphKind::ring)];
    const Point middle{(area.min.x + area.max.x) / 2, (area.min.y + area.max.y) / 2};
    ring_.radius = std::min(radius, area.height() * 0.5F) * viewport.zoom;
    ring_.center = {middle.x * viewport.zoom + viewport.offset.x, middle.y * viewport.zoom + viewport.offset.y};
  }

  void place_slots(const View& view) {
    const std::size_t domains = cluster_.upgrade_domains.size();
    // A domain of a large cluster needs so many pixels for its circle and its name.
    const std::size_t room = static_cast<std::size_t>(std::clamp(turn * ring_.radius / 70, 6.0F, 400.0F));
    std::vector<std::uint32_t> open;
    if (ring_.grouped) open = view.open_domains;
    if (open.size() > 6) open.resize(6);
    ring_.slots = domain_slots(domains, open, ring_.grouped ? room : domains);
    ring_.slot_of_domain = slot_of_domain(ring_.slots, domains);
  }

  void make_nodes() {
    ring_.bead_of_node.assign(snapshot_.nodes.size(), no_bead);
    const world::Ring& ids = moment_.setting->ring();
    for (const DomainSlot& slot : ring_.slots) {
      const auto nodes = moment_.setting->nodes_of_domain(slot.first);
      std::vector<model::NodeIndex> ordered(nodes.begin(), nodes.end());
      if (ids.size() > 0) {
        std::sort(ordered.begin(), ordered.end(),
                  [&](model::NodeIndex a, model::NodeIndex b) { return ids.position_of(a) < ids.position_of(b); });
      }
      for (const model::NodeIndex node : ordered) add_node(node);
    }
  }

  void add_node(model::NodeIndex node) {
    if (!ring_.bead_of_node.empty()) ring_.bead_of_node[node] = static_cast<std::uint32_t>(ring_.beads.size());
    Bead bead;
    bead.slot = ring_.slot_of_domain[cluster_.nodes[node].upgrade_domain];
    bead.first = node;
    bead.nodes = 0;
    describe(bead, node);
    count(bead, node);
    ring_.beads.push_back(bead);
  }

  void describe(Bead& bead, model::NodeIndex first) const {
    const replay::NodeMoment& node = snapshot_.nodes[first];
    bead.first = first;
    bead.class_id = node.class_id;
    bead.presents = node.presents;
    bead.kind = group_kind(node);
  }

  void count(Bead& bead, model::NodeIndex node) const {
    const replay::NodeMoment& each = snapshot_.nodes[node];
    bead.nodes += 1;
    bead.seeds += each.seed ? 1U : 0U;
    bead.not_up += each.deployed && each.state != world::NodeState::up ? 1U : 0U;
    bead.not_there += each.deployed ? 0U : 1U;
    bead.key_waits += each.key_waits ? 1U : 0U;
    bead.lost += each.lost ? 1U : 0U;
  }

  // A kind is what is of one class, presents the same and is in one piece of the federation; the largest kinds are told
  // apart.
  void find_kinds() {
    ring_.kinds_of_class.resize(snapshot_.classes.size());
    for (const replay::NodeMoment& node : snapshot_.nodes) {
      std::vector<RingBeads::Kind>& kinds = ring_.kinds_of_class[node.class_id];
      const auto found =
          std::find_if(kinds.begin(), kinds.end(), [&](const RingBeads::Kind& kind) { return is_of(node, kind); });
      if (found != kinds.end()) {
        ++found->nodes;
      } else {
        kinds.push_back({node.presents, node.federation_piece, 1, most_kinds - 1});
      }
    }
    std::vector<RingBeads::Kind*> order;
    for (auto& kinds : ring_.kinds_of_class) {
      for (RingBeads::Kind& kind : kinds) order.push_back(&kind);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->nodes > b->nodes; });
    for (std::uint32_t rank = 0; rank < std::min<std::size_t>(order.size(), most_kinds); ++rank)
      order[rank]->rank = rank;
  }

  void make_groups() {
    std::vector<Bead> groups(ring_.slots.size() * most_kinds);
    for (Bead& group : groups) {
      group.nodes = 0;
      group.single = false;
    }
    std::vector<std::uint32_t> shown(ring_.slots.size(), 0);
    std::vector<std::uint32_t> most_shown(ring_.slots.size(), 0);
    const auto open = static_cast<std::uint32_t>(
        std::count_if(ring_.slots.begin(), ring_.slots.end(), [](const DomainSlot& slot) { return slot.open; }));
    const float room = std::clamp(turn * ring_.radius * 0.6F / 18, 8.0F, 400.0F);
    for (std::uint32_t slot = 0; slot < ring_.slots.size(); ++slot) {
      if (ring_.slots[slot].open) most_shown[slot] = static_cast<std::uint32_t>(room) / open;
    }
    std::vector<std::vector<model::NodeIndex>> singles(ring_.slots.size());
    for (model::NodeIndex node = 0; node < snapshot_.nodes.size(); ++node) {
      const std::uint32_t slot = ring_.slot_of_domain[cluster_.nodes[node].upgrade_domain];
      const bool selected = moment_.selection.kind == Selection::Kind::node && moment_.selection.first == node;
      if (most_shown[slot] > 0 && (shown[slot] < most_shown[slot] || selected)) {
        ++shown[slot];
        singles[slot].push_back(node);
        continue;
      }
      Bead& group = groups[slot * most_kinds + rank_of(ring_, snapshot_.nodes[node])];
      if (group.nodes == 0) {
        group.slot = slot;
        describe(group, node);
        group.more = ring_.slots[slot].open;
      }
      count(group, node);
    }
    ring_.bead_of_kind.assign(groups.size(), no_bead);
    for (const auto& nodes : singles) {
      for (const model::NodeIndex node : nodes) ring_.single_nodes.emplace_back(node, 0);
    }
    std::sort(ring_.single_nodes.begin(), ring_.single_nodes.end());
    for (std::size_t slot = 0; slot < ring_.slots.size(); ++slot) {
      for (const model::NodeIndex node : singles[slot]) {
        single_place(ring_.single_nodes, node)->second = static_cast<std::uint32_t>(ring_.beads.size());
        add_node(node);
      }
      for (std::size_t kind = 0; kind < most_kinds; ++kind) {
        const Bead& group = groups[slot * most_kinds + kind];
        if (group.nodes == 0) continue;
        ring_.bead_of_kind[slot * most_kinds + kind] = static_cast<std::uint32_t>(ring_.beads.size());
        ring_.beads.push_back(group);
      }
    }
  }

  void mark_changed() {
    if (moment_.change == nullptr) return;
    for (const model::NodeIndex node : moment_.change->nodes) {
      if (const auto bead = ring_.bead_of(node)) ring_.beads[*bead].changed = true;
    }
  }

  [[nodiscard]] float weight_of(const Bead& bead) const { return ring_.grouped && bead.single ? open_node_weight : 1; }

  void place_beads(const View& view) {
    float total = 0;
    std::uint32_t largest = 1;
    for (const Bead& bead : ring_.beads) {
      total += weight_of(bead);
      if (!bead.single) largest = std::max(largest, bead.nodes);
    }
    total += gap_between_slots * static_cast<float>(ring_.slots.size());
    if (total <= 0) return;
    const float angle_per_weight = turn / total;
    const float spacing = angle_per_weight * ring_.radius;
    const float zoom = std::clamp(view.viewports[static_cast<std::size_t>(GraphKind::ring)].zoom, 0.3F, 2.0F);
    const float largest_group = std::max(3.0F, std::min({0.44F * spacing, 44.0F * zoom, 0.2F * ring_.radius}));
    const float largest_node = std::clamp(ring_.radius / std::max(zoom, 1.0F) * 0.085F, 6.0F, 24.0F) * zoom;

    float angle = -turn / 4 + gap_between_slots / 2 * angle_per_weight;
    ring_.slot_angles.assign(ring_.slots.size(), {angle, angle});
    std::size_t next = 0;
    for (std::uint32_t slot = 0; slot < ring_.slots.size(); ++slot) {
      const float from = angle;
      for (; next < ring_.beads.size() && ring_.beads[next].slot == slot; ++next) {
        Bead& bead = ring_.beads[next];
        bead.half_angle = weight_of(bead) * angle_per_weight / 2;
        bead.angle = angle + bead.half_angle;
        bead.center = ring_.at(bead.angle, ring_.radius);
        bead.radius =
            bead.single
                ? std::max(1.5F, std::min(0.4F * weight_of(bead) * spacing, largest_node))
                : std::max(std::min(6.0F, largest_group),
                           largest_group * std::sqrt(static_cast<float>(bead.nodes) / static_cast<float>(largest)));
        ring_.bead_radius = std::max(ring_.bead_radius, bead.radius);
        angle += 2 * bead.half_angle;
      }
      ring_.slot_angles[slot] = {from, angle};
      angle += gap_between_slots * angle_per_weight;
    }
  }

  const Moment& moment_;
  const model::Cluster& cluster_;
  const replay::Snapshot& snapshot_;
  RingBeads ring_;
};

}  // namespace

std::optional<std::size_t> RingBeads::bead_of(model::NodeIndex node) const {
  if (node >= moment->now->nodes.size()) return std::nullopt;
  std::uint32_t found = no_bead;
  if (!grouped) {
    found = bead_of_node[node];
  } else {
    const std::uint32_t slot = slot_of_domain[moment->setting->scenario().cluster.nodes[node].upgrade_domain];
    if (slots[slot].open) {
      const auto single = single_place(single_nodes, node);
      if (single != single_nodes.end() && single->first == node) return single->second;
    }
    found = bead_of_kind[slot * most_kinds + rank_of(*this, moment->now->nodes[node])];
  }
  return found == no_bead ? std::nullopt : std::optional<std::size_t>(found);
}

Point RingBeads::at(float angle, float distance) const {
  return {center.x + distance * std::cos(angle), center.y + distance * std::sin(angle)};
}

RingBeads ring_beads(const Moment& moment, const View& view, const Rect& area, const TextMeasure& text) {
  return BeadMaker(moment, view, area, text).take();
}

}  // namespace certdrill::scene
