// Theme gives each tone its colour, in four ways: dark, light, projector (dark on white, strong, for the far end of a
// room), and colour-blind (the palette of Okabe and Ito, told apart by people who see no red or no green).
//
// Form       0xRRGGBB; what is see-through says so where it is painted.
// Rule       text is read on every surface, and what is written on a certificate's tone has the tone of the
// background: a
//            contrast of 4.5 at least (WCAG 2.1, 1.4.3). What a verdict may be (full, one way, refused) is told apart
// in
//            each theme. The tests measure both.
// Source     M. Okabe, K. Ito: Color Universal Design (2008).
#pragma once

#include <cstdint>

#include "scene/view.h"

namespace certdrill::panels {

[[nodiscard]] std::uint32_t color_of(scene::Theme theme, scene::Tone tone);
// Dark text on a bright window, or the other way round?
[[nodiscard]] bool is_bright(scene::Theme theme);
// Of text, beyond the view's own scale.
[[nodiscard]] float text_scale(scene::Theme theme);

}  // namespace certdrill::panels
