// The golden form of a drawing: a line for each mark, numbers rounded to whole pixels, angles to degrees, so that a
// person can read what changed.
#include <array>
#include <cmath>
#include <numbers>

#include "base/text.h"
#include "scene/drawing.h"

namespace certdrill::scene {

namespace {

std::string whole(float number) { return std::to_string(std::lround(number)); }
std::string text_of(Point point) { return whole(point.x) + "," + whole(point.y); }
std::string text_of(const Rect& rect) { return text_of(rect.min) + " to " + text_of(rect.max); }
std::string degrees(float angle) { return whole(angle * 180 / std::numbers::pi_v<float>); }
std::string percent(float part) { return whole(part * 100) + "%"; }

std::string_view to_string(GlyphShape shape) {
  constexpr std::array<std::string_view, 12> names = {"diamond", "square", "triangle", "cross",  "tick",  "flag",
                                                      "star",    "ring",   "hexagon",  "person", "sheet", "open lock"};
  return names[static_cast<std::size_t>(shape)];
}
std::string_view to_string(LineStyle style) {
  constexpr std::array<std::string_view, 3> names = {"full", "dashed", "dotted"};
  return names[static_cast<std::size_t>(style)];
}
std::string_view to_string(LineEnd end) {
  constexpr std::array<std::string_view, 4> names = {"", "arrow", "bar", "cross"};
  return names[static_cast<std::size_t>(end)];
}
std::string_view to_string(Align align) {
  constexpr std::array<std::string_view, 3> names = {"left", "center", "right"};
  return names[static_cast<std::size_t>(align)];
}

std::string text_of(const Target& target) {
  constexpr std::array<std::string_view, 16> names = {
      "none",    "node",   "pair", "domain", "group",   "group_pair", "class pair", "certificate",
      "finding", "moment", "step", "check",  "session", "vault",      "agent",      "client"};
  if (target.kind == Target::Kind::none) return {};
  std::string text =
      " -> " + std::string(names[static_cast<std::size_t>(target.kind)]) + " " + std::to_string(target.a);
  const bool two = target.kind == Target::Kind::pair || target.kind == Target::Kind::group ||
                   target.kind == Target::Kind::class_pair || target.kind == Target::Kind::session;
  if (two) text += "," + std::to_string(target.b);
  return text;
}

struct TextOf {
  std::string operator()(const Circle& mark) const {
    std::string text = "circle " + text_of(mark.center) + " r " + whole(mark.radius);
    if (mark.fill != Tone::none) text.append(" fill ").append(to_string(mark.fill));
    if (mark.outline != Tone::none) text.append(mark.dashed ? " dashed " : " outline ").append(to_string(mark.outline));
    return finished(text, mark);
  }
  std::string operator()(const Line& mark) const {
    std::string text = "line " + text_of(mark.from) + " to " + text_of(mark.to) + " ";
    text.append(to_string(mark.style)).append(" ").append(to_string(mark.tone));
    if (mark.at_from != LineEnd::none) text.append(" from ").append(to_string(mark.at_from));
    if (mark.at_to != LineEnd::none) text.append(" to ").append(to_string(mark.at_to));
    return finished(text, mark);
  }
  std::string operator()(const Box& mark) const {
    std::string text = "box " + text_of(mark.where);
    if (mark.fill != Tone::none) text.append(" fill ").append(to_string(mark.fill));
    if (mark.outline != Tone::none) text.append(" outline ").append(to_string(mark.outline));
    if (mark.hatched) text += " hatched";
    return finished(text, mark);
  }
  std::string operator()(const Label& mark) const {
    std::string text = "label " + text_of(mark.at) + " ";
    text.append(to_string(mark.align)).append(" ").append(to_string(mark.tone)).append(" ").append(quoted(mark.text));
    return finished(text, mark);
  }
  std::string operator()(const Arc& mark) const {
    std::string text = "arc " + text_of(mark.center) + " r " + whole(mark.radius) + " " + degrees(mark.from) + " to " +
                       degrees(mark.to) + " degrees ";
    text.append(to_string(mark.tone));
    return finished(text, mark);
  }
  std::string operator()(const Glyph& mark) const {
    std::string text = "glyph ";
    text.append(to_string(mark.shape)).append(" ").append(text_of(mark.center)).append(" ");
    text.append(to_string(mark.tone));
    return finished(text, mark);
  }

  template <typename OfMark>
  static std::string finished(const std::string& text, const OfMark& mark) {
    return text + (mark.opacity < 1 ? " " + percent(mark.opacity) : "") + text_of(mark.target) + "\n";
  }
};

}  // namespace

std::string_view to_string(Tone tone) {
  constexpr std::array<std::string_view, 28> names = {
      "none",  "background",    "surface",       "grid",          "text",          "faint",         "accent",
      "good",  "one way",       "refused",       "old session",   "waiting",       "down",          "lost",
      "seed",  "quorum lost",   "changed",       "selected",      "hovered",       "predicted",     "right",
      "wrong", "certificate 0", "certificate 1", "certificate 2", "certificate 3", "certificate 4", "certificate 5",
  };
  return names[static_cast<std::size_t>(tone)];
}

std::string to_text(const Drawing& drawing) {
  std::string text = "canvas " + text_of(drawing.canvas) + "\n";
  for (const Mark& mark : drawing.marks) text += std::visit(TextOf{}, mark);
  return text;
}

}  // namespace certdrill::scene
