// Fonts and the look of widgets, made from a theme.
//
// Fonts      DejaVu Sans, with its bold and its mono face, from where Debian puts them; what is not there is replaced
// by the
//            one before it, and the first by ImGui's own, which knows no arrows.
#pragma once

#include <string_view>

#include "scene/drawing.h"
#include "scene/view.h"

struct ImFont;
struct ImVec4;

namespace certdrill::panels {

// Of the current context, after prepare_style (panels/ui.h).
[[nodiscard]] ImFont* normal_font();
[[nodiscard]] ImFont* bold_font();
[[nodiscard]] ImFont* mono_font();
// Pixels of the text that prepare_style made, for this view.
[[nodiscard]] float text_height(const scene::View& view);
[[nodiscard]] scene::TextMeasure text_measure();

[[nodiscard]] ImVec4 vec4_of(scene::Theme theme, scene::Tone tone, float opacity = 1);
[[nodiscard]] std::uint32_t packed(scene::Theme theme, scene::Tone tone, float opacity = 1);

}  // namespace certdrill::panels
