// The strip below a picture that its legend has to itself.
#pragma once

#include "scene/drawing.h"

namespace certdrill::scene {

// What is left for the picture. It does not depend on what the legend says, so that the picture stands still while it
// changes.
[[nodiscard]] Rect picture_area(Point size, const TextMeasure& text);

}  // namespace certdrill::scene
