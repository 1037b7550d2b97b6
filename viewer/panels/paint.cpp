#include "panels/paint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include <imgui.h>

#include "panels/style.h"

namespace certdrill::panels {
namespace {

using scene::Point;
using scene::Rect;
using scene::Tone;

constexpr float pi = std::numbers::pi_v<float>;

// The part of a stretch that lies in a rectangle, as parts (0 to 1) of its length. Source: Liang and Barsky (1984).
std::optional<std::pair<float, float>> part_inside(Point from, Point to, const Rect& clip) {
  float begin = 0;
  float end = 1;
  const float dx = to.x - from.x;
  const float dy = to.y - from.y;
  const std::array<std::pair<float, float>, 4> edges = {
      {{-dx, from.x - clip.min.x}, {dx, clip.max.x - from.x}, {-dy, from.y - clip.min.y}, {dy, clip.max.y - from.y}}};
  for (const auto& [speed, distance] : edges) {
    if (speed == 0) {
      if (distance < 0) return std::nullopt;
      continue;
    }
    const float at = distance / speed;
    (speed < 0 ? begin : end) = speed < 0 ? std::max(begin, at) : std::min(end, at);
  }
  if (begin >= end) return std::nullopt;
  return std::pair(begin, end);
}

class Painter {
 public:
  Painter(ImDrawList& list, Point origin, scene::Theme theme, float unit)
      : list_(list), origin_(origin), theme_(theme), unit_(unit) {
    const ImVec2 min = list.GetClipRectMin();
    const ImVec2 max = list.GetClipRectMax();
    clip_ = {{min.x, min.y}, {max.x, max.y}};
  }

  void operator()(const scene::Circle& circle) {
    const ImVec2 at = on_screen(circle.center);
    const float reach = circle.radius + circle.outline_width;
    if (!seen({{at.x - reach, at.y - reach}, {at.x + reach, at.y + reach}})) return;
    if (circle.fill != Tone::none) list_.AddCircleFilled(at, circle.radius, color(circle.fill, circle.opacity));
    if (circle.outline == Tone::none) return;
    if (!circle.dashed) {
      list_.AddCircle(at, circle.radius, color(circle.outline, circle.opacity), 0, circle.outline_width);
      return;
    }
    // A whole number of dashes, each a little longer than the gap behind it.
    const float round = 2 * pi * circle.radius;
    const auto dashes = std::max(6, static_cast<int>(round / (8 * unit_)));
    const float turn = 2 * pi / static_cast<float>(dashes);
    for (int i = 0; i < dashes; ++i) {
      const float begin = turn * static_cast<float>(i);
      list_.PathArcTo(at, circle.radius, begin, begin + turn * 0.55F, 4);
      list_.PathStroke(color(circle.outline, circle.opacity), 0, circle.outline_width);
    }
  }

  void operator()(const scene::Line& line) {
    const ImVec2 from = on_screen(line.from);
    const ImVec2 to = on_screen(line.to);
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float reach = 12 * unit_ + line.width;
    const Rect wide = {{clip_.min.x - reach, clip_.min.y - reach}, {clip_.max.x + reach, clip_.max.y + reach}};
    const auto inside = part_inside({from.x, from.y}, {to.x, to.y}, wide);
    if (!inside || line.tone == Tone::none) return;
    const std::uint32_t paint = color(line.tone, line.opacity);
    if (length > 0) stroke(line, from, to, length, *inside, paint);
    const float angle = std::atan2(to.y - from.y, to.x - from.x);
    end(line.at_from, from, angle + pi, line.width, paint);
    end(line.at_to, to, angle, line.width, paint);
  }

  void operator()(const scene::Box& box) {
    const ImVec2 min = on_screen(box.where.min);
    const ImVec2 max = on_screen(box.where.max);
    if (!seen({{min.x, min.y}, {max.x, max.y}})) return;
    if (box.fill != Tone::none) list_.AddRectFilled(min, max, color(box.fill, box.opacity), box.rounding);
    if (box.hatched) hatch(min, max, box.outline != Tone::none ? box.outline : box.fill);
    if (box.outline != Tone::none) list_.AddRect(min, max, color(box.outline), box.rounding, 0, unit_);
  }

  void operator()(const scene::Label& label) {
    if (label.text.empty() || label.tone == Tone::none) return;
    ImFont* font = normal_font();
    const float height = font->FontSize * label.size;
    const char* end = label.text.data() + label.text.size();
    const ImVec2 size = font->CalcTextSizeA(height, 1e9F, 0, label.text.data(), end);
    ImVec2 at = on_screen(label.at);
    at.y -= size.y / 2;
    if (label.align != scene::Align::left) at.x -= label.align == scene::Align::center ? size.x / 2 : size.x;
    // Whole pixels: letters between two of them are blurred.
    at = {std::round(at.x), std::round(at.y)};
    const ImVec2 around(3 * unit_, 1 * unit_);
    if (!seen({{at.x - around.x, at.y - around.y}, {at.x + size.x + around.x, at.y + size.y + around.y}})) return;
    if (label.behind != Tone::none) {
      list_.AddRectFilled({at.x - around.x, at.y - around.y}, {at.x + size.x + around.x, at.y + size.y + around.y},
                          color(label.behind, 0.85F * label.opacity), 3 * unit_);
    }
    list_.AddText(font, height, at, color(label.tone, label.opacity), label.text.data(), end);
  }

  void operator()(const scene::Arc& arc) {
    const ImVec2 at = on_screen(arc.center);
    if (!seen({{at.x - arc.radius, at.y - arc.radius}, {at.x + arc.radius, at.y + arc.radius}})) return;
    // Steps of four pixels, so that a large arc is round and a small one cheap.
    const float length = std::abs(arc.to - arc.from) * arc.radius;
    list_.PathArcTo(at, arc.radius, arc.from, arc.to, std::clamp(static_cast<int>(length / 4), 4, 512));
    list_.PathStroke(color(arc.tone, arc.opacity), 0, arc.width);
  }

  void operator()(const scene::Glyph& glyph) {
    const ImVec2 c = on_screen(glyph.center);
    const float r = glyph.size / 2;
    if (!seen({{c.x - glyph.size, c.y - glyph.size}, {c.x + glyph.size, c.y + glyph.size}})) return;
    const std::uint32_t paint = color(glyph.tone, glyph.opacity);
    const float width = std::max(1.5F * unit_, glyph.size / 6);
    switch (glyph.shape) {
      case scene::GlyphShape::diamond:
        list_.AddQuadFilled({c.x, c.y - r}, {c.x + r, c.y}, {c.x, c.y + r}, {c.x - r, c.y}, paint);
        break;
      case scene::GlyphShape::square:
        list_.AddRectFilled({c.x - r, c.y - r}, {c.x + r, c.y + r}, paint);
        break;
      case scene::GlyphShape::triangle:
        list_.AddTriangleFilled({c.x, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}, paint);
        break;
      case scene::GlyphShape::cross:
        cross(c, r, width, paint);
        break;
      case scene::GlyphShape::tick:
        list_.PathLineTo({c.x - r, c.y});
        list_.PathLineTo({c.x - r * 0.25F, c.y + r * 0.75F});
        list_.PathLineTo({c.x + r, c.y - r * 0.75F});
        list_.PathStroke(paint, 0, width);
        break;
      case scene::GlyphShape::flag:
        list_.AddLine({c.x - r * 0.7F, c.y - r}, {c.x - r * 0.7F, c.y + r}, paint, std::max(1.5F * unit_, width / 2));
        list_.AddTriangleFilled({c.x - r * 0.7F, c.y - r}, {c.x + r, c.y - r * 0.45F}, {c.x - r * 0.7F, c.y + r * 0.1F},
                                paint);
        break;
      case scene::GlyphShape::star:
        star(c, r, paint);
        break;
      case scene::GlyphShape::ring:
        list_.AddCircle(c, r, paint, 0, width);
        break;
      case scene::GlyphShape::hexagon:
        list_.AddNgonFilled(c, r, paint, 6);
        break;
      case scene::GlyphShape::person:
        list_.AddCircleFilled({c.x, c.y - r * 0.45F}, r * 0.42F, paint);
        list_.PathArcTo({c.x, c.y + r * 0.95F}, r * 0.85F, -pi, 0, 16);
        list_.PathFillConvex(paint);
        break;
      case scene::GlyphShape::sheet:  // with its lines and its seal
        sheet(c, r, glyph.opacity, paint);
        break;
      case scene::GlyphShape::open_lock:
        list_.AddRectFilled({c.x - r * 0.7F, c.y - r * 0.1F}, {c.x + r * 0.7F, c.y + r}, paint, r * 0.2F);
        list_.PathArcTo({c.x + r * 0.35F, c.y - r * 0.25F}, r * 0.5F, -pi, 0, 10);  // its shackle hangs aside
        list_.PathStroke(paint, 0, width);
        list_.AddLine({c.x - r * 0.15F, c.y - r * 0.25F}, {c.x - r * 0.15F, c.y}, paint, width);
        break;
    }
  }

 private:
  [[nodiscard]] ImVec2 on_screen(Point p) const { return {origin_.x + p.x, origin_.y + p.y}; }
  [[nodiscard]] std::uint32_t color(Tone tone, float opacity = 1) const { return packed(theme_, tone, opacity); }
  [[nodiscard]] bool seen(const Rect& where) const {
    return where.min.x < clip_.max.x && where.max.x > clip_.min.x && where.min.y < clip_.max.y &&
           where.max.y > clip_.min.y;
  }

  // Only what lies in the window: a zoomed line may be a million dashes long.
  void stroke(const scene::Line& line, ImVec2 from, ImVec2 to, float length, std::pair<float, float> inside,
              std::uint32_t paint) {
    const auto at = [&](float along) {
      return ImVec2(from.x + (to.x - from.x) * along / length, from.y + (to.y - from.y) * along / length);
    };
    const float begin = inside.first * length;
    const float finish = inside.second * length;
    if (line.style == scene::LineStyle::full) {
      list_.AddLine(at(begin), at(finish), paint, line.width);
      return;
    }
    const bool dotted = line.style == scene::LineStyle::dotted;
    const float dash = (dotted ? std::max(line.width, 1.5F * unit_) : 7 * unit_);
    const float period = dash + (dotted ? 3.5F : 5.0F) * unit_;
    for (float along = std::floor(begin / period) * period; along < finish; along += period) {
      const float until = std::min(along + dash, finish);
      if (until > begin) list_.AddLine(at(std::max(along, begin)), at(until), paint, line.width);
    }
  }

  void end(scene::LineEnd what, ImVec2 at, float angle, float width, std::uint32_t paint) {
    const float size = 5 * unit_ + width;
    const ImVec2 along(std::cos(angle), std::sin(angle));
    const ImVec2 aside(-along.y, along.x);
    const auto beside = [&](float forward, float sideways) {
      return ImVec2(at.x + along.x * forward + aside.x * sideways, at.y + along.y * forward + aside.y * sideways);
    };
    switch (what) {
      case scene::LineEnd::none:
        break;
      case scene::LineEnd::arrow:
        list_.AddTriangleFilled(at, beside(-size * 1.5F, size * 0.65F), beside(-size * 1.5F, -size * 0.65F), paint);
        break;
      case scene::LineEnd::bar:
        list_.AddLine(beside(0, size), beside(0, -size), paint, std::max(2 * unit_, width));
        break;
      case scene::LineEnd::cross:
        cross(at, size * 0.8F, std::max(2 * unit_, width), paint);
        break;
    }
  }

  void cross(ImVec2 c, float r, float width, std::uint32_t paint) {
    list_.AddLine({c.x - r, c.y - r}, {c.x + r, c.y + r}, paint, width);
    list_.AddLine({c.x - r, c.y + r}, {c.x + r, c.y - r}, paint, width);
  }

  void sheet(ImVec2 c, float r, float opacity, std::uint32_t paint) {
    const std::uint32_t ink = color(Tone::background, opacity);
    list_.AddRectFilled({c.x - r, c.y - r * 0.75F}, {c.x + r, c.y + r * 0.75F}, paint, r * 0.2F);
    list_.AddRect({c.x - r, c.y - r * 0.75F}, {c.x + r, c.y + r * 0.75F}, color(Tone::text, opacity), r * 0.2F, 0,
                  unit_);
    for (const float y : {-0.35F, 0.0F})
      list_.AddLine({c.x - r * 0.7F, c.y + r * y}, {c.x + r * 0.6F, c.y + r * y}, ink, std::max(unit_, r / 6));
    list_.AddCircleFilled({c.x + r * 0.5F, c.y + r * 0.4F}, r * 0.25F, ink);
  }

  void star(ImVec2 c, float r, std::uint32_t paint) {
    // Five points; not convex, so triangle by triangle around the middle.
    const auto corner = [&](int i) {
      const float angle = -pi / 2 + pi / 5 * static_cast<float>(i);
      const float radius = i % 2 == 0 ? r : r * 0.45F;
      return ImVec2(c.x + std::cos(angle) * radius, c.y + std::sin(angle) * radius);
    };
    for (int i = 0; i < 10; ++i) list_.AddTriangleFilled(c, corner(i), corner(i + 1), paint);
  }

  void hatch(ImVec2 min, ImVec2 max, Tone tone) {
    const Rect box = {{std::max(min.x, clip_.min.x), std::max(min.y, clip_.min.y)},
                      {std::min(max.x, clip_.max.x), std::min(max.y, clip_.max.y)}};
    if (box.width() <= 0 || box.height() <= 0) return;
    const float apart = 7 * unit_;
    // Lines x + y = sum; they start at multiples on the screen's own grid, so boxes beside each other fit together.
    for (float sum = std::ceil((box.min.x + box.min.y) / apart) * apart; sum < box.max.x + box.max.y; sum += apart) {
      const float left = std::max(box.min.x, sum - box.max.y);
      const float right = std::min(box.max.x, sum - box.min.y);
      if (right > left) list_.AddLine({left, sum - left}, {right, sum - right}, color(tone, 0.55F), unit_);
    }
  }

  ImDrawList& list_;
  Point origin_;
  scene::Theme theme_;
  float unit_;
  Rect clip_;
};

}  // namespace

void paint(const scene::Drawing& drawing, ImDrawList& list, scene::Point origin, scene::Theme theme, float unit) {
  Painter painter(list, origin, theme, unit);
  for (const scene::Mark& mark : drawing.marks) std::visit(painter, mark);
}

}  // namespace certdrill::panels
