// Rasterises what Dear ImGui wants to have drawn, on the processor: no window, no graphics library, the same pixels on
// every machine and with every compiler.
//
// Rule       spans by row, the top-left fill rule, bilinear sampling of the font atlas, blending in integers or in
//            floats whose results do not depend on contraction; scissors and vertex offsets are honoured.
#pragma once

#include <cstdint>
#include <vector>

struct ImDrawData;

namespace certdrill::picture {

struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // three bytes a pixel, rows from the top
  friend bool operator==(const Image&, const Image&) = default;
};

// The font atlas of the current ImGui context is taken as it is.
[[nodiscard]] Image rasterise(const ImDrawData& data, std::uint32_t background_rgb);

}  // namespace certdrill::picture
