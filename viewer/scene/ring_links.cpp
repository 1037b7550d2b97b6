#include "scene/ring_links.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::Link;
using BeadPair = std::pair<std::size_t, std::size_t>;

constexpr std::size_t most_lines = 64;       // of broken links, before they are bundled
constexpr std::size_t most_full_lines = 66;  // of 12 nodes
constexpr std::size_t most_bundles = 40;
constexpr std::size_t most_runs = 64;

// Neighbours on the circle that are of one class.
struct Run {
  std::size_t first = 0;  // bead; they go on to `last`, past the end to the beginning
  std::size_t last = 0;
  std::uint32_t class_id = 0;
  pki::CertificateId presents = pki::no_certificate;  // when all do
  std::uint64_t nodes = 0;
  float from = 0;  // angles
  float to = 0;
  [[nodiscard]] float middle() const { return (from + to) / 2; }
};

struct Bundle {
  std::size_t one = 0;  // runs
  std::size_t other = 0;
  Link link = Link::full;
  std::uint64_t pairs = 0;
};

Point between(Point a, Point b, float part) { return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part}; }

class LinkPainter {
 public:
  LinkPainter(const Moment& moment, const View& view, const RingBeads& ring, Drawing& drawing, LabelRoom& room,
              Drawing& above)
      : moment_(moment), view_(view), ring_(ring), now_(*moment.now), drawing_(drawing), room_(room), above_(above) {
    find_focus();
  }

  void paint() {
    if (!view_.show_links) return;
    paint_full_links();
    // What broke is told by the answer to the question.
    if (moment_.prediction != nullptr && moment_.prediction->revealed) return;
    if (count_broken() <= most_lines) {
      paint_broken_links();
    } else {
      paint_bundles();
    }
    paint_focused_links();
    paint_selected_pair();
  }

 private:
  // The bead whose links stand out: the one under the mouse, or else the selected one.
  void find_focus() {
    if (moment_.hovered.kind == Target::Kind::node) {
      focus_ = ring_.bead_of(static_cast<model::NodeIndex>(moment_.hovered.a));
    } else if (moment_.hovered.kind == Target::Kind::group) {
      for (std::size_t bead = 0; bead < ring_.beads.size(); ++bead) {
        if (ring_.target_of(ring_.beads[bead]) == moment_.hovered) focus_ = bead;
      }
    } else if (moment_.selection.kind == Selection::Kind::node) {
      focus_ = ring_.bead_of(moment_.selection.first);
    }
    stepped_back_ = focus_ || moment_.selection.kind == Selection::Kind::pair;
  }

  [[nodiscard]] Link link(std::size_t one, std::size_t other) const {
    return now_.link_of_classes(ring_.beads[one].class_id, ring_.beads[other].class_id);
  }
  [[nodiscard]] Target pair_of(std::size_t one, std::size_t other) const {
    const auto [a, b] = std::minmax(ring_.beads[one].first, ring_.beads[other].first);
    return {Target::Kind::pair, a, b};
  }

  // Classes are few, so that pairs of beads are looked at only when there is something to see.
  [[nodiscard]] std::uint64_t count_broken() const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> beads_of;  // by class
    for (const Bead& bead : ring_.beads) {
      const auto found =
          std::find_if(beads_of.begin(), beads_of.end(), [&](const auto& each) { return each.first == bead.class_id; });
      if (found == beads_of.end()) {
        beads_of.emplace_back(bead.class_id, 1);
      } else {
        ++found->second;
      }
    }
    std::uint64_t broken = 0;
    for (std::size_t i = 0; i < beads_of.size(); ++i) {
      for (std::size_t j = i; j < beads_of.size(); ++j) {
        if (now_.link_of_classes(beads_of[i].first, beads_of[j].first) == Link::full) continue;
        broken += i == j ? beads_of[i].second * (beads_of[i].second - 1) / 2 : beads_of[i].second * beads_of[j].second;
      }
    }
    return broken;
  }

  // The ends of a line between two beads, outside of their circles.
  [[nodiscard]] std::pair<Point, Point> ends(std::size_t one, std::size_t other, float gap) const {
    const Bead& a = ring_.beads[one];
    const Bead& b = ring_.beads[other];
    const float length = std::max(1.0F, std::hypot(b.center.x - a.center.x, b.center.y - a.center.y));
    return {between(a.center, b.center, std::min(0.45F, (a.radius + gap) / length)),
            between(b.center, a.center, std::min(0.45F, (b.radius + gap) / length))};
  }

  void paint_full(std::size_t one, std::size_t other, float opacity, float width) {
    if (ring_.beads[one].not_there > 0 || ring_.beads[other].not_there > 0) return;
    const auto [from, to] = ends(one, other, 2);
    drawing_.marks.emplace_back(
        Line{from, to, Tone::good, width, LineStyle::full, LineEnd::none, LineEnd::none, opacity, pair_of(one, other)});
  }

  void paint_broken(std::size_t one, std::size_t other, Link link, float opacity, float width) {
    const auto [from, to] = ends(one, other, 6);
    const Target target = pair_of(one, other);
    if (link == Link::refused) {
      drawing_.marks.emplace_back(
          Line{from, to, Tone::refused, width, LineStyle::full, LineEnd::none, LineEnd::none, opacity, target});
      // Not in the middle of the ring, where there are words.
      const float middle = std::hypot((from.x + to.x) / 2 - ring_.center.x, (from.y + to.y) / 2 - ring_.center.y);
      const bool in_the_way = middle < ring_.radius * 0.3F;
      const Point cross = between(from, to, in_the_way ? 0.22F : 0.5F);
      crosses_.emplace_back(Glyph{cross, 5 + 3 * width, GlyphShape::cross, Tone::refused, target, opacity});
      return;
    }
    const bool first_accepts = link == Link::only_first_accepts;
    drawing_.marks.emplace_back(Line{from, to, Tone::one_way, width, LineStyle::dashed,
                                     first_accepts ? LineEnd::arrow : LineEnd::bar,
                                     first_accepts ? LineEnd::bar : LineEnd::arrow, opacity, target});
  }

  void paint_full_links() {
    const std::size_t beads = ring_.beads.size();
    if (view_.show_only_broken_links || beads * (beads - 1) / 2 > most_full_lines) return;
    for (std::size_t one = 0; one < beads; ++one) {
      for (std::size_t other = one + 1; other < beads; ++other) {
        if (link(one, other) == Link::full) paint_full(one, other, stepped_back_ ? 0.1F : 0.28F, 1);
      }
    }
  }

  void paint_broken_links() {
    std::size_t broken = 0;
    std::vector<BeadPair> pairs;
    for (std::size_t one = 0; one < ring_.beads.size(); ++one) {
      for (std::size_t other = one + 1; other < ring_.beads.size(); ++other) {
        if (link(one, other) == Link::full) continue;
        pairs.emplace_back(one, other);
        ++broken;
      }
    }
    const float width = broken <= 20 ? 2.0F : 1.4F;
    const float opacity = stepped_back_ ? 0.25F : broken <= 20 ? 0.95F : 0.75F;
    for (const auto& [one, other] : pairs) {
      if (focus_ == one || focus_ == other) continue;  // comes later, above the others
      const bool both_up = ring_.beads[one].not_up == 0 && ring_.beads[other].not_up == 0;
      paint_broken(one, other, link(one, other), both_up ? opacity : opacity * 0.5F, width);
    }
    flush_crosses();
  }

  void paint_focused_links() {
    if (!focus_) return;
    const bool many = ring_.beads.size() > 40;
    for (std::size_t other = 0; other < ring_.beads.size(); ++other) {
      if (other == *focus_) continue;
      const Link each = link(std::min(*focus_, other), std::max(*focus_, other));
      if (each != Link::full) {
        paint_broken(std::min(*focus_, other), std::max(*focus_, other), each, many ? 0.5F : 1.0F, many ? 1.0F : 2.0F);
      } else if (!view_.show_only_broken_links) {
        paint_full(*focus_, other, many ? 0.3F : 0.7F, many ? 1.0F : 1.4F);
      }
    }
    if (many) crosses_.clear();  // they would hide each other: the tone and the line's end must do
    flush_crosses();
  }

  void paint_selected_pair() {
    std::optional<std::size_t> one;
    std::optional<std::size_t> other;
    const bool hovered = moment_.hovered.kind == Target::Kind::pair;
    if (moment_.selection.kind == Selection::Kind::pair) {
      one = ring_.bead_of(moment_.selection.first);
      other = ring_.bead_of(moment_.selection.second);
      paint_pair(one, other, Tone::selected);
    }
    if (hovered) {
      one = ring_.bead_of(static_cast<model::NodeIndex>(moment_.hovered.a));
      other = ring_.bead_of(static_cast<model::NodeIndex>(moment_.hovered.b));
      paint_pair(one, other, Tone::hovered);
    }
  }

  void paint_pair(std::optional<std::size_t> one, std::optional<std::size_t> other, Tone tone) {
    if (!one || !other || *one == *other) return;
    if (*one > *other) std::swap(one, other);
    const auto [from, to] = ends(*one, *other, 2);
    drawing_.marks.emplace_back(
        Line{from, to, tone, 7, LineStyle::full, LineEnd::none, LineEnd::none, 0.45F, pair_of(*one, *other)});
    const Link each = link(*one, *other);
    if (each == Link::full) {
      paint_full(*one, *other, 1, 2);
    } else {
      paint_broken(*one, *other, each, 1, 2.4F);
    }
    flush_crosses();
  }

  void flush_crosses() {
    for (const Glyph& cross : crosses_) drawing_.marks.emplace_back(cross);
    crosses_.clear();
  }

  // ---- bundles

  [[nodiscard]] std::vector<Run> find_runs() const {
    const std::vector<Bead>& beads = ring_.beads;
    std::vector<Run> runs;
    std::size_t begin = 0;  // where a run begins for sure
    while (begin + 1 < beads.size() && beads[begin].class_id == beads.back().class_id) ++begin;
    if (begin + 1 == beads.size()) begin = 0;
    for (std::size_t step = 0; step < beads.size(); ++step) {
      const std::size_t bead = (begin + step) % beads.size();
      const Bead& each = beads[bead];
      if (runs.empty() || runs.back().class_id != each.class_id) {
        runs.push_back({bead, bead, each.class_id, each.presents, 0, each.angle - each.half_angle, 0});
      }
      Run& run = runs.back();
      run.last = bead;
      run.nodes += each.nodes;
      if (run.presents != each.presents) run.presents = pki::no_certificate;
      run.to = each.angle + each.half_angle;
      if (run.to < run.from) run.to += 2 * std::numbers::pi_v<float>;
    }
    return runs;
  }

  [[nodiscard]] std::vector<Bundle> find_bundles(const std::vector<Run>& runs) const {
    std::vector<Bundle> bundles;
    for (std::size_t one = 0; one < runs.size(); ++one) {
      for (std::size_t other = one; other < runs.size(); ++other) {
        const Link each = now_.link_of_classes(runs[one].class_id, runs[other].class_id);
        const std::uint64_t pairs =
            one == other ? runs[one].nodes * (runs[one].nodes - 1) / 2 : runs[one].nodes * runs[other].nodes;
        if (each != Link::full && pairs > 0) bundles.push_back({one, other, each, pairs});
      }
    }
    std::stable_sort(bundles.begin(), bundles.end(),
                     [](const Bundle& a, const Bundle& b) { return a.pairs > b.pairs; });
    if (bundles.size() > most_bundles) bundles.resize(most_bundles);
    return bundles;
  }

  void paint_bundles() {
    std::vector<Run> runs = find_runs();
    if (runs.size() > most_runs) {
      std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.nodes > b.nodes; });
      runs.resize(most_runs);
    }
    const std::vector<Bundle> bundles = find_bundles(runs);
    const float bracket = std::max(4.0F, ring_.radius - ring_.bead_radius - 9);
    std::vector<bool> takes_part(runs.size(), false);
    for (const Bundle& bundle : bundles) takes_part[bundle.one] = takes_part[bundle.other] = true;
    for (std::size_t run = 0; run < runs.size(); ++run) {
      if (!takes_part[run]) continue;
      const pki::CertificateId shows = runs[run].presents;
      drawing_.marks.emplace_back(Arc{ring_.center,
                                      bracket,
                                      runs[run].from,
                                      runs[run].to,
                                      3,
                                      shows == pki::no_certificate ? Tone::faint : certificate_tone(shows),
                                      {}});
    }
    for (const Bundle& bundle : bundles)
      paint_bundle(runs[bundle.one], runs[bundle.other], bundle, bracket - 3, bundles.size());
  }

  void paint_bundle(const Run& one, const Run& other, const Bundle& bundle, float radius, std::size_t bundles) {
    const Target target = pair_of(one.first, &one == &other ? one.last : other.first);
    const float opacity = stepped_back_ ? 0.3F : bundles <= 12 ? 0.9F : 0.55F;
    Point from = ring_.at(one.middle(), radius);
    Point to = ring_.at(other.middle(), radius);
    if (&one == &other) {
      from = ring_.at(one.from + (one.to - one.from) * 0.35F, radius);
      to = ring_.at(one.from + (one.to - one.from) * 0.65F, radius);
    }
    const bool first_accepts = bundle.link == Link::only_first_accepts;
    const bool refused = bundle.link == Link::refused;
    const float width = 2 + std::min(5.0F, std::log10(static_cast<float>(bundle.pairs)));
    const Tone tone = refused ? Tone::refused : Tone::one_way;
    const auto end = [&](bool accepts) { return refused ? LineEnd::none : accepts ? LineEnd::arrow : LineEnd::bar; };
    drawing_.marks.emplace_back(Line{from, to, tone, width, refused ? LineStyle::full : LineStyle::dashed,
                                     end(first_accepts), end(!first_accepts), opacity, target});
    name_bundle(from, to, tone, bundle, target);
  }

  // Its cross and its count, wherever on the line there is room for them.
  void name_bundle(Point from, Point to, Tone tone, const Bundle& bundle, const Target& target) {
    const bool refused = bundle.link == Link::refused;
    const std::string words = counted_with_thousands(bundle.pairs, "pair") + (refused ? " refused" : " one-way");
    const float width = room_.width(words);
    constexpr float sign = 14;
    const float length = std::max(1.0F, std::hypot(to.x - from.x, to.y - from.y));
    const Point aside{-(to.y - from.y) / length * room_.height(), (to.x - from.x) / length * room_.height()};
    // On the line at best, else beside it.
    for (const float sideways : {0.0F, 1.4F, -1.4F, 2.8F, -2.8F}) {
      for (const float part : {0.5F, 0.36F, 0.64F, 0.27F, 0.73F, 0.2F, 0.8F, 0.14F, 0.86F}) {
        const Point on_line = between(from, to, part);
        const Point middle{on_line.x + aside.x * sideways, on_line.y + aside.y * sideways};
        const Rect both{{middle.x - (width + sign) / 2 - 5, middle.y - room_.height() / 2 - 1},
                        {middle.x + (width + sign) / 2 + 5, middle.y + room_.height() / 2 + 1}};
        if (!room_.is_free(both)) continue;
        above_.marks.emplace_back(Box{both, Tone::background, tone, 4, false, 1, target});
        above_.marks.emplace_back(
            Glyph{{both.min.x + 10, middle.y}, 9, refused ? GlyphShape::cross : GlyphShape::triangle, tone, target});
        room_.put(above_, Label{{both.min.x + sign + 6, middle.y}, words, tone, Align::left, 1, Tone::none, target});
        room_.keep_free(both);
        return;
      }
    }
    const Point middle = between(from, to, 0.5F);
    if (refused) above_.marks.emplace_back(Glyph{middle, 10, GlyphShape::cross, tone, target, 0.8F});
  }

  const Moment& moment_;
  const View& view_;
  const RingBeads& ring_;
  const replay::Snapshot& now_;
  Drawing& drawing_;
  LabelRoom& room_;
  Drawing& above_;
  std::optional<std::size_t> focus_;
  bool stepped_back_ = false;
  std::vector<Glyph> crosses_;
};

}  // namespace

void draw_links(const Moment& moment, const View& view, const RingBeads& ring, Drawing& drawing, LabelRoom& room,
                Drawing& above) {
  if (!ring.beads.empty()) LinkPainter(moment, view, ring, drawing, room, above).paint();
}

void draw_sessions(const Moment& moment, const View& view, const RingBeads& ring, Drawing& drawing) {
  if (!view.show_sessions || ring.grouped) return;
  std::uint64_t node = 0;
  const bool one_node = moment.hovered.kind == Target::Kind::node || moment.selection.kind == Selection::Kind::node;
  if (one_node) node = moment.hovered.kind == Target::Kind::node ? moment.hovered.a : moment.selection.first;
  std::size_t old = 0;
  for (const replay::SessionMoment& session : moment.now->sessions) old += session.old ? 1 : 0;
  const float opacity = old <= 24 ? 0.95F : old <= 80 ? 0.6F : 0.28F;
  for (const replay::SessionMoment& session : moment.now->sessions) {
    const bool of_node = one_node && (session.opener == node || session.acceptor == node);
    if (session.state == replay::SessionMoment::State::none || (!session.old && !of_node)) continue;
    const auto one = ring.bead_of(session.opener);
    const auto other = ring.bead_of(session.acceptor);
    if (!one || !other) continue;
    const Point a = ring.beads[*one].center;
    const Point b = ring.beads[*other].center;
    const float length = std::max(1.0F, std::hypot(b.x - a.x, b.y - a.y));
    // Beside the link, not upon it; on the side of the lower node's left hand, whoever opened it.
    const float side = session.opener < session.acceptor ? 5.0F : -5.0F;
    const Point aside{-(b.y - a.y) / length * side, (b.x - a.x) / length * side};
    const auto end = [&](Point at, Point towards, float radius) {
      const Point p = between(at, towards, std::min(0.45F, (radius + 3) / length));
      return Point{p.x + aside.x, p.y + aside.y};
    };
    drawing.marks.emplace_back(Line{end(a, b, ring.beads[*one].radius), end(b, a, ring.beads[*other].radius),
                                    session.old ? Tone::old_session : Tone::faint, 1.6F, LineStyle::dotted,
                                    LineEnd::none, LineEnd::none, one_node && !of_node ? opacity * 0.3F : opacity,
                                    Target{Target::Kind::session, std::min(session.opener, session.acceptor),
                                           std::max(session.opener, session.acceptor)}});
  }
}

}  // namespace certdrill::scene
