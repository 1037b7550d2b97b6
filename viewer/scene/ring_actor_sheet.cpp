#include "scene/ring_actor_sheet.h"

#include <algorithm>
#include <cmath>

namespace certdrill::scene {

namespace {

constexpr float least_width = 460;  // of an area with actors; likewise below
constexpr float least_height = 200;

// Which of many actors there is room for: the first ones, and the one that is selected in the place of the last.
std::vector<std::uint32_t> shown(std::size_t count, std::size_t room, const Selection& selection,
                                 Selection::Kind kind) {
  std::vector<std::uint32_t> list(std::min(count, std::max<std::size_t>(room, 1)));
  for (std::uint32_t each = 0; each < list.size(); ++each) list[each] = each;
  const bool hidden = selection.kind == kind && selection.first < count && selection.first >= list.size();
  if (hidden && !list.empty()) list.back() = selection.first;
  return list;
}

}  // namespace

ActorSheet::ActorSheet(const Moment& of_moment, const View& view, const Rect& of_area, const RingBeads& of_ring,
                       Drawing& into, LabelRoom& for_words, Drawing& lies_above)
    : moment(of_moment),
      actors(of_moment.now->actors),
      scenario(of_moment.setting->scenario()),
      area(of_area),
      columns(columns_of(of_moment, of_area)),
      viewport(view.viewports[static_cast<std::size_t>(GraphKind::ring)]),
      unit(std::clamp(viewport.zoom, 0.5F, 1.6F)),
      ring(of_ring),
      drawing(into),
      room(for_words),
      above(lies_above) {}

ActorSheet::Columns ActorSheet::columns_of(const Moment& moment, const Rect& area) {
  if (area.width() < least_width || area.height() < least_height) return {};
  const float width = std::clamp(area.width() * 0.17F, 84.0F, 170.0F);
  const replay::ActorsMoment& actors = moment.now->actors;
  return {actors.vaults.empty() && actors.agents.empty() ? 0 : width, actors.clients.empty() ? 0 : width};
}

std::vector<ActorSheet::Placed> ActorSheet::stacked(std::size_t count, float height, std::pair<float, float> span,
                                                    float x, Selection::Kind kind) {
  const auto moved = [this](Point p) {
    return Point{p.x * viewport.zoom + viewport.offset.x, p.y * viewport.zoom + viewport.offset.y};
  };
  std::vector<Placed> placed;
  const float length = span.second - span.first;
  const auto fitting = static_cast<std::size_t>(std::max(1.0F, length / height));
  const std::vector<std::uint32_t> list = shown(count, fitting, moment.selection, kind);
  const float step = length / static_cast<float>(std::max<std::size_t>(list.size(), 1));
  for (std::size_t each = 0; each < list.size(); ++each)
    placed.push_back({list[each], moved({x, span.first + step * (static_cast<float>(each) + 0.5F)})});
  if (list.size() < count) {
    room.put(above, Label{moved({x, span.second - room.height() / 2}),
                          "and " + std::to_string(count - list.size()) + " more",
                          Tone::faint,
                          Align::center,
                          1,
                          Tone::none,
                          {}});
  }
  return placed;
}

float ActorSheet::widest(float column) const { return column * std::min(viewport.zoom, 1.0F) - 4; }

Tone ActorSheet::outline_of(const Target& target, Selection::Kind kind, Tone otherwise) const {
  if (moment.selection.kind == kind && moment.selection.first == target.a) return Tone::selected;
  return moment.hovered == target ? Tone::hovered : otherwise;
}

void ActorSheet::put_under(Point at, const std::string& words, float column, Tone tone, const Target& target) {
  const std::string cut = room.cut(words, widest(column));
  // At the edge of the picture words move aside.
  const float half = room.width(cut) / 2 + 1;
  const Rect& all = room.area();
  if (at.x > all.min.x && at.x < all.max.x && 2 * half < all.width())
    at.x = std::clamp(at.x, all.min.x + half, all.max.x - half);
  room.put(above, Label{at, cut, tone, Align::center, 1, Tone::none, target});
}

void ActorSheet::mark_chosen(Point at, float size, const Target& target, Selection::Kind kind) {
  const Tone tone = outline_of(target, kind, Tone::none);
  if (tone != Tone::none) above.marks.emplace_back(Circle{at, size * 0.75F, Tone::none, tone, 2.5F, false, target});
}

Point ActorSheet::at_ring(Point from) const {
  const float length = std::max(1.0F, std::hypot(from.x - ring.center.x, from.y - ring.center.y));
  return between(ring.center, from, std::min(1.0F, (ring.radius + ring.bead_radius + 6) / length));
}

std::optional<Point> ActorSheet::at_node(Point from, model::NodeIndex node, float gap) const {
  const auto found = ring.bead_of(node);
  if (!found) return std::nullopt;
  const Bead& bead = ring.beads[*found];
  const float length = std::max(1.0F, std::hypot(from.x - bead.center.x, from.y - bead.center.y));
  return between(bead.center, from, std::min(0.9F, (bead.radius + gap) / length));
}

}  // namespace certdrill::scene
