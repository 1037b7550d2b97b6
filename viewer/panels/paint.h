// Paints a Drawing, mark by mark, in its order. Nothing is decided here but how a dash, an arrow or a hatching looks.
//
// Cost       linear in marks; those outside the clip rectangle are left out.
#pragma once

#include "scene/drawing.h"
#include "scene/view.h"

struct ImDrawList;

namespace certdrill::panels {

// `origin`: where the drawing's (0, 0) is on the screen. `unit`: pixels of a pixel at scale 1, for dashes and ends of
// lines.
void paint(const scene::Drawing& drawing, ImDrawList& list, scene::Point origin, scene::Theme theme, float unit = 1);

}  // namespace certdrill::panels
