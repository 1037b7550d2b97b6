// Drawings are laid out at scale 1, so that their margins, widths and radii are written as plain numbers, and then made
// larger.
#pragma once

#include <utility>

#include "scene/drawing.h"
#include "scene/view.h"

namespace certdrill::scene {

struct AtScaleOne {
  Point size;
  TextMeasure text;
  View view;  // its viewports are in pixels of scale 1
};
// `text` must outlive what is returned.
[[nodiscard]] AtScaleOne at_scale_one(const View& view, Point size, const TextMeasure& text);
[[nodiscard]] Drawing scaled(Drawing drawing, float scale);

}  // namespace certdrill::scene
