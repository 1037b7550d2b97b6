#include "scene/scaled.h"

#include <algorithm>

namespace certdrill::scene {

namespace {

struct Scale {
  float by;

  void operator()(Circle& mark) const {
    scale(mark.center);
    mark.radius *= by;
    mark.outline_width *= by;
  }
  void operator()(Line& mark) const {
    scale(mark.from);
    scale(mark.to);
    mark.width *= by;
  }
  void operator()(Box& mark) const {
    scale(mark.where.min);
    scale(mark.where.max);
    mark.rounding *= by;
  }
  void operator()(Label& mark) const {  // the text is larger by itself
    scale(mark.at);
    scale(mark.extent);
  }
  void operator()(Arc& mark) const {
    scale(mark.center);
    mark.radius *= by;
    mark.width *= by;
  }
  void operator()(Glyph& mark) const {
    scale(mark.center);
    mark.size *= by;
  }
  void scale(Point& point) const { point = {point.x * by, point.y * by}; }
};

}  // namespace

AtScaleOne at_scale_one(const View& view, Point size, const TextMeasure& text) {
  const float scale = std::max(view.scale, 0.1F);
  AtScaleOne one{{size.x / scale, size.y / scale}, text, view};
  if (scale == 1) return one;
  one.text.width = [&text, scale](std::string_view words) { return text.width(words) / scale; };
  one.text.height = text.height / scale;
  for (Viewport& viewport : one.view.viewports)
    viewport.offset = {viewport.offset.x / scale, viewport.offset.y / scale};
  return one;
}

Drawing scaled(Drawing drawing, float scale) {
  if (scale == 1) return drawing;
  const Scale by{std::max(scale, 0.1F)};
  by.scale(drawing.canvas.min);
  by.scale(drawing.canvas.max);
  for (Mark& mark : drawing.marks) std::visit(by, mark);
  return drawing;
}

}  // namespace certdrill::scene
