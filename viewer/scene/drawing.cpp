#include "scene/drawing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace certdrill::scene {

namespace {

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

float distance_to_line(Point p, Point from, Point to) {
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  const float length_squared = dx * dx + dy * dy;
  if (length_squared <= 0) return distance(p, from);
  const float part = std::clamp(((p.x - from.x) * dx + (p.y - from.y) * dy) / length_squared, 0.0F, 1.0F);
  return distance(p, {from.x + part * dx, from.y + part * dy});
}

// Does the direction lie between the two, which may go round more than once past zero?
bool within_angles(float angle, float from, float to) {
  constexpr float turn = 2 * std::numbers::pi_v<float>;
  const float behind = std::fmod(std::fmod(angle - from, turn) + turn, turn);
  return behind <= to - from;
}

struct IsAt {
  Point point;
  float reach;

  bool operator()(const Circle& mark) const { return distance(point, mark.center) <= mark.radius + 1; }
  bool operator()(const Line& mark) const {
    return distance_to_line(point, mark.from, mark.to) <= std::max(reach, mark.width / 2);
  }
  bool operator()(const Box& mark) const { return mark.where.contains(point); }
  bool operator()(const Label& mark) const { return box_of(mark).contains(point); }
  bool operator()(const Arc& mark) const {
    const float dx = point.x - mark.center.x;
    const float dy = point.y - mark.center.y;
    return std::abs(std::hypot(dx, dy) - mark.radius) <= std::max(reach, mark.width / 2) &&
           within_angles(std::atan2(dy, dx), mark.from, mark.to);
  }
  bool operator()(const Glyph& mark) const {
    const float half = std::max(mark.size / 2, 3.0F);
    return std::abs(point.x - mark.center.x) <= half && std::abs(point.y - mark.center.y) <= half;
  }
};

struct MiddleOf {
  Point operator()(const Circle& mark) const { return mark.center; }
  Point operator()(const Line& mark) const { return {(mark.from.x + mark.to.x) / 2, (mark.from.y + mark.to.y) / 2}; }
  Point operator()(const Box& mark) const {
    return {(mark.where.min.x + mark.where.max.x) / 2, (mark.where.min.y + mark.where.max.y) / 2};
  }
  Point operator()(const Label& mark) const {
    const Rect box = box_of(mark);
    return {(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2};
  }
  Point operator()(const Arc& mark) const {
    const float angle = (mark.from + mark.to) / 2;
    return {mark.center.x + mark.radius * std::cos(angle), mark.center.y + mark.radius * std::sin(angle)};
  }
  Point operator()(const Glyph& mark) const { return mark.center; }
};

}  // namespace

Tone ink_on(Tone fill) { return fill >= Tone::certificate_0 ? Tone::background : Tone::text; }

Tone certificate_tone(std::uint32_t certificate) {
  constexpr std::array<Tone, certificate_tones> tones = {Tone::certificate_0, Tone::certificate_1, Tone::certificate_2,
                                                         Tone::certificate_3, Tone::certificate_4, Tone::certificate_5};
  return tones[certificate % tones.size()];
}

Target target_of(const Mark& mark) {
  return std::visit([](const auto& each) { return each.target; }, mark);
}

Rect box_of(const Label& label) {
  const float left = label.align == Align::left     ? label.at.x
                     : label.align == Align::center ? label.at.x - label.extent.x / 2
                                                    : label.at.x - label.extent.x;
  const float top = label.at.y - label.extent.y / 2;
  return {{left, top}, {left + label.extent.x, top + label.extent.y}};
}

bool overlap(const Rect& one, const Rect& other) {
  return one.min.x < other.max.x && other.min.x < one.max.x && one.min.y < other.max.y && other.min.y < one.max.y;
}

Target target_at(const Drawing& drawing, Point point, float reach) {
  if (!drawing.canvas.contains(point)) return {};
  // What has a surface comes before lines that only pass near by.
  Target line;
  for (auto mark = drawing.marks.rbegin(); mark != drawing.marks.rend(); ++mark) {
    const Target target = target_of(*mark);
    if (target.kind == Target::Kind::none || !std::visit(IsAt{point, reach}, *mark)) continue;
    if (!std::holds_alternative<Line>(*mark) && !std::holds_alternative<Arc>(*mark)) {
      const Box* const box = std::get_if<Box>(&*mark);
      if (box == nullptr || line.kind == Target::Kind::none) return target;
      return line;
    }
    if (line.kind == Target::Kind::none) line = target;
  }
  return line;
}

const Mark* mark_of(const Drawing& drawing, const Target& target) {
  const auto found = std::find_if(drawing.marks.rbegin(), drawing.marks.rend(),
                                  [&](const Mark& mark) { return target_of(mark) == target; });
  return found == drawing.marks.rend() ? nullptr : &*found;
}

Point middle_of(const Mark& mark) { return std::visit(MiddleOf{}, mark); }

}  // namespace certdrill::scene
