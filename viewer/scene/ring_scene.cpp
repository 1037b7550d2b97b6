// The ring, from its marks below to those above: sectors of upgrade domains, links, sessions, pieces, nodes, labels.
#include <algorithm>
#include <cmath>
#include <utility>

#include "scene/graph_scene.h"
#include "scene/label_room.h"
#include "scene/legend.h"
#include "scene/node_look.h"
#include "scene/ring_actors.h"
#include "scene/ring_beads.h"
#include "scene/ring_links.h"
#include "scene/ring_pieces.h"
#include "scene/scaled.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

// Up to so many, every bead should have its name, and beside it what it presents when that does not fit into its
// circle.
constexpr std::size_t most_named_beads = 60;

class RingPainter {
 public:
  RingPainter(const Moment& moment, const View& view, Point size, const TextMeasure& text)
      : moment_(moment),
        view_(view),
        now_(*moment.now),
        scenario_(moment.setting->scenario()),
        room_(picture_area(size, text), text),
        ring_(ring_beads(moment, view, area_beside_actors(moment, room_.area()), text)) {
    drawing_.canvas = {{0, 0}, size};
  }

  Drawing paint() {
    if (ring_.beads.empty()) return std::move(drawing_);
    keep_beads_free();
    paint_sectors();
    Drawing above;
    draw_actors(moment_, view_, room_.area(), ring_, drawing_, room_, above);
    paint_middle(above);
    draw_links(moment_, view_, ring_, drawing_, room_, above);
    if (moment_.prediction == nullptr) draw_sessions(moment_, view_, ring_, drawing_);
    paint_prediction();
    for (const Bead& bead : ring_.beads) paint_bead(bead);
    paint_labels();
    draw_pieces(moment_, ring_, drawing_, room_, above);
    std::move(above.marks.begin(), above.marks.end(), std::back_inserter(drawing_.marks));
    return std::move(drawing_);
  }

 private:
  void keep_beads_free() {
    for (const Bead& bead : ring_.beads) {
      const float half = bead.radius + (bead.seeds > 0 && bead.single ? bead.radius * 0.3F : 0) + 1;
      room_.keep_free({{bead.center.x - half, bead.center.y - half}, {bead.center.x + half, bead.center.y + half}});
    }
  }

  void paint_sectors() {
    const float width = 2 * ring_.bead_radius + 10;
    for (std::size_t slot = 0; slot < ring_.slots.size(); ++slot) {
      const auto [from, to] = ring_.slot_angles[slot];
      const std::uint32_t domain = ring_.slots[slot].first;
      const bool hovered = moment_.hovered == Target{Target::Kind::domain, domain, 0};
      const bool under_way = now_.place.step && now_.place.domain && *now_.place.domain >= ring_.slots[slot].first &&
                             *now_.place.domain <= ring_.slots[slot].last && !now_.place.between_domains;
      drawing_.marks.emplace_back(Arc{ring_.center,
                                      ring_.radius,
                                      from,
                                      to,
                                      width,
                                      hovered ? Tone::hovered : Tone::grid,
                                      {Target::Kind::domain, domain, 0},
                                      hovered ? 0.3F : 0.4F});
      // The domain that the upgrade is in.
      if (under_way)
        drawing_.marks.emplace_back(Arc{ring_.center, ring_.radius + width / 2, from, to, 2, Tone::accent, {}});
    }
  }

  void paint_middle(Drawing& above) {
    std::vector<std::pair<std::string, Tone>> lines;
    if (now_.quorum > 0) {
      const auto seeds = static_cast<std::size_t>(
          std::count_if(now_.nodes.begin(), now_.nodes.end(), [](const auto& node) { return node.seed; }));
      lines.emplace_back(now_.quorum_kept ? "quorum kept" : "NO QUORUM",
                         now_.quorum_kept ? Tone::good : Tone::quorum_lost);
      lines.emplace_back(std::to_string(now_.seeds_up) + " of " + std::to_string(seeds) + " seeds up, " +
                             std::to_string(now_.quorum) + " needed",
                         Tone::faint);
    }
    if (now_.sessions_old > 0)
      lines.emplace_back(counted_with_thousands(now_.sessions_old, "old session"), Tone::old_session);
    if (now_.sessions_old > 0 && piece_reading(now_) == PieceReading::trust)
      lines.emplace_back("hold it together", Tone::old_session);
    const float height = room_.height() * 1.15F;
    float y = ring_.center.y - height * static_cast<float>(lines.size() - 1) / 2;
    float widest = 0;
    for (const auto& [words, tone] : lines) widest = std::max(widest, room_.width(words));
    if (widest + 2 * ring_.bead_radius + 16 > 2 * ring_.radius) return;  // the ring is too small for words in it
    for (const auto& [words, tone] : lines) {
      room_.put(above, Label{{ring_.center.x, y}, words, tone, Align::center, 1, Tone::background, {}});
      y += height;
    }
    if (lines.empty()) return;
    const float half = height * static_cast<float>(lines.size()) / 2 + 2;
    room_.keep_free({{ring_.center.x - widest / 2 - 4, ring_.center.y - half},
                     {ring_.center.x + widest / 2 + 4, ring_.center.y + half}});
  }

  void paint_prediction() {
    const Prediction* const prediction = moment_.prediction;
    if (prediction == nullptr) return;
    const auto paint_all = [&](const std::vector<Prediction::Pair>& pairs, Tone tone, LineStyle style,
                               GlyphShape shape) {
      for (const auto& [first, second] : pairs) {
        const auto one = ring_.bead_of(first);
        const auto other = ring_.bead_of(second);
        if (!one || !other) continue;
        const Point a = ring_.beads[*one].center;
        const Point b = ring_.beads[*other].center;
        const Target target{Target::Kind::pair, first, second};
        drawing_.marks.emplace_back(Line{a, b, tone, 3, style, LineEnd::none, LineEnd::none, 0.9F, target});
        drawing_.marks.emplace_back(Glyph{{a.x * 0.7F + b.x * 0.3F, a.y * 0.7F + b.y * 0.3F}, 13, shape, tone, target});
      }
    };
    if (!prediction->revealed) {
      paint_all(prediction->marked, Tone::predicted, LineStyle::dashed, GlyphShape::star);
      return;
    }
    paint_all(prediction->missed, Tone::wrong, LineStyle::dotted, GlyphShape::ring);
    paint_all(prediction->wrong, Tone::wrong, LineStyle::dashed, GlyphShape::cross);
    paint_all(prediction->right, Tone::right, LineStyle::full, GlyphShape::tick);
  }

  [[nodiscard]] bool is_selected(const Bead& bead) const {
    const Selection& selection = moment_.selection;
    switch (selection.kind) {
      case Selection::Kind::node:
        return holds(bead, selection.first);
      case Selection::Kind::pair:
        return holds(bead, selection.first) || holds(bead, selection.second);
      case Selection::Kind::certificate:
        return !bead.more && bead.presents == selection.first;
      default:
        return false;
    }
  }
  [[nodiscard]] bool holds(const Bead& bead, model::NodeIndex node) const {
    const auto found = ring_.bead_of(node);
    return found && &ring_.beads[*found] == &bead;
  }
  [[nodiscard]] bool is_hovered(const Bead& bead) const {
    const Target& hovered = moment_.hovered;
    switch (hovered.kind) {
      case Target::Kind::node:
        return holds(bead, static_cast<model::NodeIndex>(hovered.a));
      case Target::Kind::pair:
      case Target::Kind::session:
        return holds(bead, static_cast<model::NodeIndex>(hovered.a)) ||
               holds(bead, static_cast<model::NodeIndex>(hovered.b));
      case Target::Kind::group:
        return ring_.target_of(bead) == hovered;
      case Target::Kind::certificate:
        return bead.presents == hovered.a;
      default:
        return false;
    }
  }

  void paint_bead(const Bead& bead) {
    const Target target = ring_.target_of(bead);
    const float r = bead.radius;
    if (bead.changed)
      drawing_.marks.emplace_back(Circle{bead.center, r + 7, Tone::none, Tone::changed, 2.5F, false, target, 0.9F});
    const bool selected = is_selected(bead);
    if (selected || is_hovered(bead)) {
      drawing_.marks.emplace_back(
          Circle{bead.center, r + 4, selected ? Tone::selected : Tone::hovered, Tone::none, 1, false, target});
    }
    if (bead.single) {
      paint_node(bead, target);
    } else {
      paint_group(bead, target);
    }
    if (bead.key_waits > 0) {
      const float size = std::clamp(r * 1.1F, 9.0F, 16.0F);
      drawing_.marks.emplace_back(Glyph{
          {bead.center.x + r * 0.8F, bead.center.y + r * 0.8F}, size, GlyphShape::open_lock, Tone::waiting, target});
    }
  }

  void paint_node(const Bead& bead, const Target& target) {
    const replay::NodeMoment& node = now_.nodes[bead.first];
    const NodeLook look = look_of(node);
    const float r = bead.radius;
    if (node.seed) drawing_.marks.emplace_back(Glyph{bead.center, r * 2.75F, GlyphShape::diamond, Tone::seed, target});
    drawing_.marks.emplace_back(Circle{bead.center, r, look.fill == Tone::none ? Tone::background : look.fill,
                                       look.outline, look.outline == Tone::faint ? 1.0F : std::max(1.5F, r * 0.14F),
                                       look.dashed, target});
    if (look.crossed)
      drawing_.marks.emplace_back(Glyph{bead.center, r * 1.1F, GlyphShape::cross, look.outline, target});
  }

  // A circle whose area tells its nodes; those that are not up are a ring around it, as much of it as they are of the
  // group.
  void paint_group(const Bead& bead, const Target& target) {
    const pki::CertificateId shows = bead.presents;
    drawing_.marks.emplace_back(
        Circle{bead.center, bead.radius,
               shows == pki::no_certificate || bead.not_up == bead.nodes ? Tone::background : certificate_tone(shows),
               bead.more ? Tone::accent : Tone::faint, 1, bead.more || bead.not_there > 0, target});
    if (bead.not_up == 0) return;
    const float part = static_cast<float>(bead.not_up) / static_cast<float>(bead.nodes);
    const float top = -1.5707964F;
    drawing_.marks.emplace_back(Arc{bead.center, bead.radius + 2, top, top + std::max(0.3F, part * 6.2831855F), 4,
                                    bead.lost > 0 ? Tone::lost : Tone::waiting, target});
  }

  // A label outside of the ring, beside what it names.
  [[nodiscard]] Label outside(float angle, float distance, std::string words, Tone tone, const Target& target) const {
    const float half_width = room_.width(words) / 2;
    const float reach =
        distance + std::abs(std::cos(angle)) * half_width + std::abs(std::sin(angle)) * room_.height() / 2;
    return Label{ring_.at(angle, reach), std::move(words), tone, Align::center, 1, Tone::none, target};
  }

  void paint_labels() {
    names_inside_ = !ring_.grouped && all_names_fit();
    std::vector<const Bead*> order;
    for (const Bead& bead : ring_.beads) order.push_back(&bead);
    // What matters most has its name first.
    const auto rank = [&](const Bead* bead) {
      return is_selected(*bead)                ? 0
             : is_hovered(*bead) || bead->more ? 1
             : bead->not_up > 0                ? 2
             : bead->changed                   ? 3
                                               : 4;
    };
    std::vector<std::pair<int, const Bead*>> ranked;
    for (const Bead* const bead : order) ranked.emplace_back(rank(bead), bead);
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    // The domains' names are few when nodes are many: then they come first.
    if (ring_.beads.size() > most_named_beads) paint_slot_names();
    for (const auto& [rank_of, bead] : ranked) name_bead(*bead);
    if (ring_.beads.size() <= most_named_beads) paint_slot_names();
  }

  [[nodiscard]] bool all_names_fit() const {
    return std::all_of(ring_.beads.begin(), ring_.beads.end(), [&](const Bead& bead) {
      const pki::CertificateId shows = now_.nodes[bead.first].presents;
      return shows == pki::no_certificate || room_.width(certificate_name(scenario_, shows)) < 1.7F * bead.radius;
    });
  }

  void name_bead(const Bead& bead) {
    const Target target = ring_.target_of(bead);
    const float outer = bead_edge();
    if (!bead.single) {
      const std::string count = (bead.more ? "+ " : "") + short_count(bead.nodes) + (bead.more ? " more" : "");
      const std::string shows = certificate_name(scenario_, bead.presents);
      const bool hollow = bead.presents == pki::no_certificate || bead.not_up == bead.nodes;
      const Tone ink = hollow ? Tone::text : ink_on(certificate_tone(bead.presents));
      const float inside = 1.8F * bead.radius;
      const bool count_fits = room_.width(count) < inside && room_.height() < inside;
      const bool both_fit = count_fits && room_.width(shows) < inside * 0.85F && 2.2F * room_.height() < inside;
      std::string outer_words;
      if (count_fits) {
        const float up = both_fit ? room_.height() / 2 + 0.5F : 0;
        room_.put_inside(drawing_,
                         Label{{bead.center.x, bead.center.y - up}, count, ink, Align::center, 1, Tone::none, target});
        if (both_fit) {
          room_.put_inside(
              drawing_, Label{{bead.center.x, bead.center.y + up}, shows, ink, Align::center, 1, Tone::none, target});
        }
      } else {
        outer_words = count;
      }
      if (bead.not_up == bead.nodes && !count_fits) {
        outer_words += bead.lost > 0 ? " lost" : " not up";
      } else if (bead.not_up > 0) {
        outer_words +=
            (outer_words.empty() ? "" : ", ") + short_count(bead.not_up) + (bead.lost > 0 ? " lost" : " not up");
      }
      if (bead.not_there > 0) outer_words += (outer_words.empty() ? "" : " ") + std::string("not there");
      put_outside(bead, outer, outer_words,
                  bead.lost > 0     ? Tone::lost
                  : bead.not_up > 0 ? Tone::waiting
                                    : Tone::faint,
                  target);
      return;
    }
    const NodeLook look = look_of(now_.nodes[bead.first]);
    const pki::CertificateId shows = now_.nodes[bead.first].presents;
    const float widest = std::max(40.0F, room_.area().width() * 0.14F);
    std::string words = room_.cut(scenario_.cluster.node_name(bead.first), widest);
    if (!look.word.empty()) {
      words.append(" ").append(look.word);
    } else if (names_inside_ && shows != pki::no_certificate) {
      room_.put_inside(drawing_, Label{bead.center, certificate_name(scenario_, shows), ink_on(look.fill),
                                       Align::center, 1, Tone::none, target});
    } else if (ring_.beads.size() <= most_named_beads) {
      words += room_.cut(" · " + certificate_name(scenario_, shows), widest);
    }
    put_outside(bead, outer, words, look.word.empty() ? Tone::text : look.outline, target);
  }

  [[nodiscard]] float bead_edge() const { return ring_.radius + ring_.bead_radius + 14; }

  void put_outside(const Bead& bead, float distance, const std::string& words, Tone tone, const Target& target) {
    if (words.empty()) return;
    for (const float further : {0.0F, 1.1F, 2.2F}) {
      if (room_.put(drawing_, outside(bead.angle, distance + further * room_.height(), words, tone, target))) return;
    }
  }

  void paint_slot_names() {
    for (std::size_t slot = 0; slot < ring_.slots.size(); ++slot) {
      const auto [from, to] = ring_.slot_angles[slot];
      const Target target{Target::Kind::domain, ring_.slots[slot].first, 0};
      const std::string words = room_.cut(name_of(ring_.slots[slot], scenario_.cluster.upgrade_domains),
                                          std::max(40.0F, room_.area().width() * 0.16F));
      bool placed = false;
      for (int further = 0; further < 5 && !placed; ++further) {
        for (const float along : {0.5F, 0.35F, 0.65F}) {
          const float distance = bead_edge() + room_.height() * (0.3F + 0.7F * static_cast<float>(further));
          placed = room_.put(drawing_, outside(from + (to - from) * along, distance, words, Tone::faint, target));
          if (placed) break;
        }
      }
    }
  }

  const Moment& moment_;
  const View& view_;
  const replay::Snapshot& now_;
  const model::Scenario& scenario_;
  LabelRoom room_;
  RingBeads ring_;
  Drawing drawing_;
  bool names_inside_ = false;
};

}  // namespace

Drawing draw_ring(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(RingPainter(moment, one.view, one.size, one.text).paint(), view.scale);
}

}  // namespace certdrill::scene
