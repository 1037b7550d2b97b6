// Drawing is what is to be seen, as plain values: circles, lines, boxes, labels in pixels of their canvas, with tones
// instead of colours and a target behind each mark that can be pointed at. One painter paints every drawing
// (panels/paint.h), one function finds what lies under the mouse, and one dumps it as text for golden files.
//
// Units      pixels, x to the right, y down, (0, 0) at the canvas's corner; angles in radians, 0 to the right,
// clockwise.
// Order      later marks lie above earlier ones.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace certdrill::scene {

struct Point {
  float x = 0;
  float y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};
struct Rect {
  Point min;
  Point max;
  [[nodiscard]] float width() const { return max.x - min.x; }
  [[nodiscard]] float height() const { return max.y - min.y; }
  [[nodiscard]] bool contains(Point p) const { return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

// What a mark means; a theme (panels/theme.h) gives each a colour. Never by colour alone: shapes, strokes and letters
// say the same.
enum class Tone : std::uint8_t {
  none,  // not painted
  background,
  surface,  // panels, cards
  grid,
  text,
  faint,   // text and lines of less weight
  accent,  // the cursor, what is active
  good,    // full links, nodes that are up
  one_way,
  refused,
  old_session,
  waiting,  // booting, joining, suspended; upgrade waits
  down,
  lost,
  seed,
  quorum_lost,
  changed,  // since the last step
  selected,
  hovered,
  predicted,
  right,  // of predictions
  wrong,
  // Certificates, and what presents them, in the order of their ids, round and round.
  certificate_0,
  certificate_1,
  certificate_2,
  certificate_3,
  certificate_4,
  certificate_5,
};
inline constexpr std::size_t certificate_tones = 6;
[[nodiscard]] Tone certificate_tone(std::uint32_t certificate);
// What to write with on this fill: every theme's certificate tones stand out from its background, so that is it there.
[[nodiscard]] Tone ink_on(Tone fill);
[[nodiscard]] std::string_view to_string(Tone tone);

// What a mark stands for.
struct Target {
  enum class Kind : std::uint8_t {
    none,
    node,         // a
    pair,         // nodes a, b
    domain,       // upgrade domain a
    group,        // nodes of upgrade domain a, and of those that are drawn with it; b: of which kind (group_kind)
    group_pair,   // not drawn: a link of groups is the pair of their first nodes
    class_pair,   // validator class a, shower class b
    certificate,  // a
    finding,      // a
    moment,       // event a
    step,         // a
    check,        // a
    session,      // nodes a, b
    vault,        // a
    agent,        // a
    client,       // a
  };
  Kind kind = Kind::none;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  friend bool operator==(const Target&, const Target&) = default;
};

enum class LineStyle : std::uint8_t { full, dashed, dotted };
enum class LineEnd : std::uint8_t { none, arrow, bar, cross };  // bar: refused at this end
enum class GlyphShape : std::uint8_t {
  diamond,
  square,
  triangle,
  cross,
  tick,
  flag,
  star,
  ring,
  hexagon,
  person,
  sheet,
  open_lock
};
enum class Align : std::uint8_t { left, center, right };

struct Circle {
  Point center;
  float radius = 0;
  Tone fill = Tone::none;
  Tone outline = Tone::none;
  float outline_width = 1;
  bool dashed = false;  // its outline
  Target target;
  float opacity = 1;  // of all of it; likewise below
};
struct Line {
  Point from;
  Point to;
  Tone tone = Tone::text;
  float width = 1;
  LineStyle style = LineStyle::full;
  LineEnd at_from = LineEnd::none;
  LineEnd at_to = LineEnd::none;
  float opacity = 1;
  Target target;
};
struct Box {
  Rect where;
  Tone fill = Tone::none;
  Tone outline = Tone::none;
  float rounding = 0;
  bool hatched = false;
  float opacity = 1;  // of the fill
  Target target;
};
struct Label {
  Point at;  // the middle of its height, and its left, middle or right
  std::string text;
  Tone tone = Tone::text;
  Align align = Align::left;
  float size = 1;            // times the normal text
  Tone behind = Tone::none;  // a box behind it, so that lines do not run through it
  Target target;
  float opacity = 1;
  Point extent = {};  // its width and height as measured, for whoever looks for what lies there; 0: not measured
};
struct Arc {
  Point center;
  float radius = 0;
  float from = 0;
  float to = 0;
  float width = 1;
  Tone tone = Tone::grid;
  Target target;
  float opacity = 1;
};
struct Glyph {
  Point center;
  float size = 8;  // its width and its height
  GlyphShape shape = GlyphShape::diamond;
  Tone tone = Tone::text;
  Target target;
  float opacity = 1;
};
using Mark = std::variant<Circle, Line, Box, Label, Arc, Glyph>;

struct Drawing {
  Rect canvas;
  std::vector<Mark> marks;
};

// The width and height of a text in pixels at size 1; tests and pictures give their own.
struct TextMeasure {
  std::function<float(std::string_view)> width;
  float height = 16;
};

// What the topmost mark at this point stands for; lines within `reach` pixels. Marks without a target are looked
// through.
[[nodiscard]] Target target_at(const Drawing& drawing, Point point, float reach = 5);
[[nodiscard]] Target target_of(const Mark& mark);
// Where a label lies; without its extent a thin upright line.
[[nodiscard]] Rect box_of(const Label& label);
[[nodiscard]] bool overlap(const Rect& one, const Rect& other);
// Where a target is drawn: its middle. For tests and for tours.
[[nodiscard]] const Mark* mark_of(const Drawing& drawing, const Target& target);
[[nodiscard]] Point middle_of(const Mark& mark);
// A line for each mark, numbers rounded to whole pixels: the golden form.
[[nodiscard]] std::string to_text(const Drawing& drawing);

}  // namespace certdrill::scene
