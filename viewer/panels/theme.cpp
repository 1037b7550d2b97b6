#include "panels/theme.h"

#include <array>
#include <cstddef>

namespace certdrill::panels {
namespace {

using scene::Tone;

constexpr std::size_t tones = static_cast<std::size_t>(Tone::certificate_5) + 1;
using Colors = std::array<std::uint32_t, tones>;

// In the order of Tone: none, background, surface, grid, text, faint, accent, good, one_way, refused, old_session,
// waiting, down, lost, seed, quorum_lost, changed, selected, hovered, predicted, right, wrong, certificates 0 to 5.
constexpr Colors dark = {0x000000, 0x12161C, 0x1B212A, 0x3A4452, 0xE8ECF2, 0x9AA6B6, 0x4DB5FF,
                         0x4CC38A, 0xF5B83D, 0xFF5F5F, 0xB894FF, 0x6EC6D9, 0x7C8796, 0xFF8552,
                         0xFFD75E, 0xFF4D94, 0xFFF07A, 0xFFFFFF, 0xB9DCFF, 0xFF8FE3, 0x4CC38A,
                         0xFF5F5F, 0x6AAEFF, 0xFF9F57, 0x58D0A4, 0xCF9BFF, 0xE3D15C, 0xFF8DAE};
constexpr Colors light = {0xFFFFFF, 0xFFFFFF, 0xF3F5F8, 0xD3DAE3, 0x1A212B, 0x566273, 0x0B62C4,
                          0x1B7F4B, 0xB36B00, 0xC9252D, 0x6B3FC0, 0x0F7489, 0x77828F, 0xC2470C,
                          0xC79200, 0xB8105F, 0xD98E00, 0x0B1016, 0x3B7FD1, 0xB51F93, 0x1B7F4B,
                          0xC9252D, 0x1E62BF, 0xB5500A, 0x0E7A55, 0x7C3BB5, 0x736000, 0xB5265F};
constexpr Colors projector = {0xFFFFFF, 0xFFFFFF, 0xF5F5F5, 0xCBCBCB, 0x000000, 0x404040, 0x0040C0,
                              0x006B2D, 0x9C5500, 0xC00000, 0x5A1FB8, 0x005F73, 0x5E5E5E, 0xA83200,
                              0xC08A00, 0xA0004F, 0xD07000, 0x000000, 0x0050D0, 0xA00080, 0x006B2D,
                              0xC00000, 0x0046C8, 0xA84300, 0x006B40, 0x6F1FB8, 0x655300, 0xB00050};
// Blue is full, orange one way, vermilion refused; shapes and strokes say it as well.
constexpr Colors colour_blind = {0xFFFFFF, 0xFFFFFF, 0xF4F5F7, 0xD3D8DF, 0x14181F, 0x535E6C, 0x0072B2,
                                 0x0072B2, 0xE69F00, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x7A7A7A, 0xA64900,
                                 0xC79200, 0x9B2F6F, 0xE69F00, 0x000000, 0x56B4E9, 0xCC79A7, 0x0072B2,
                                 0xD55E00, 0x0072B2, 0xB34E00, 0x007A59, 0x9C4A7C, 0x7D6300, 0x4A4F57};

const Colors& colors_of(scene::Theme theme) {
  switch (theme) {
    case scene::Theme::dark:
      return dark;
    case scene::Theme::light:
      return light;
    case scene::Theme::projector:
      return projector;
    case scene::Theme::colour_blind:
      return colour_blind;
  }
  return dark;
}

}  // namespace

std::uint32_t color_of(scene::Theme theme, scene::Tone tone) {
  return colors_of(theme)[static_cast<std::size_t>(tone)];
}

bool is_bright(scene::Theme theme) { return theme != scene::Theme::dark; }

float text_scale(scene::Theme theme) { return theme == scene::Theme::projector ? 1.3F : 1.0F; }

}  // namespace certdrill::panels
