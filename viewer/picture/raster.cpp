#include "picture/raster.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <imgui.h>

namespace certdrill::picture {
namespace {

// Corners lie on a grid of 1/256 pixel; which pixels a triangle covers is then a matter of whole numbers. Far corners
// are drawn in to where the products still fit into 64 bits.
constexpr std::int64_t grid = 256;
constexpr float farthest = 1 << 20;

struct Color {
  int red = 0;
  int green = 0;
  int blue = 0;
  int alpha = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

Color color_of(ImU32 packed) {
  const auto part = [packed](int shift) { return static_cast<int>((packed >> shift) & 0xFFU); };
  return {part(IM_COL32_R_SHIFT), part(IM_COL32_G_SHIFT), part(IM_COL32_B_SHIFT), part(IM_COL32_A_SHIFT)};
}

struct Corner {
  std::int64_t x = 0;  // in grid units
  std::int64_t y = 0;
  float u = 0;  // of the atlas, 0 to 1
  float v = 0;
  Color color;
};

// Nearest whole number of value / 255, for 0 <= value <= 255 * 255.
int divided_by_255(int value) { return (value + 128 + ((value + 128) >> 8)) >> 8; }

// For a value that is not negative; lround would be a call for every pixel.
int rounded(double value) { return static_cast<int>(value + 0.5); }  // NOLINT(bugprone-incorrect-roundings)

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {  // by > 0
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

// The font atlas: how much of a pixel is covered, at each texel.
class Atlas {
 public:
  Atlas() {
    unsigned char* alpha = nullptr;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &width_, &height_);
    alpha_ = alpha;
  }

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

  // At a point in texels, bilinear, 0 to 255; beyond the edge as at the edge. Weights are rounded to 1/256, so that a
  // point that is meant to be the middle of a texel gives that texel.
  [[nodiscard]] int at(double x, double y) const {
    const auto whole = [](double part, int size) { return rounded((std::clamp(part, 0.5, size - 0.5) - 0.5) * 256); };
    const int fixed_x = whole(x, width_);
    const int fixed_y = whole(y, height_);
    const int left = fixed_x >> 8;
    const int top = fixed_y >> 8;
    const int right_weight = fixed_x & 255;
    const int bottom_weight = fixed_y & 255;
    const unsigned char* const row = alpha_ + static_cast<std::ptrdiff_t>(top) * width_ + left;
    if (right_weight == 0 && bottom_weight == 0) return row[0];
    const int next = right_weight == 0 ? 0 : 1;
    const int below = bottom_weight == 0 ? 0 : width_;
    const int upper = row[0] * (256 - right_weight) + row[next] * right_weight;
    const int lower = row[below] * (256 - right_weight) + row[below + next] * right_weight;
    return (upper * (256 - bottom_weight) + lower * bottom_weight + 32768) >> 16;
  }

 private:
  const unsigned char* alpha_ = nullptr;
  int width_ = 0;
  int height_ = 0;
};

// A value that changes evenly over a triangle, by its values at the corners. Doubles, each operation rounded by itself:
// the file is compiled without contraction into fused operations.
struct Plane {
  Plane(const std::array<Corner, 3>& corners, double area, double first, double second, double third) {
    const double one = second - first;
    const double two = third - first;
    const auto difference = [](std::int64_t a, std::int64_t b) { return static_cast<double>(a - b); };
    across = (one * difference(corners[2].y, corners[0].y) - two * difference(corners[1].y, corners[0].y)) / area;
    down = (two * difference(corners[1].x, corners[0].x) - one * difference(corners[2].x, corners[0].x)) / area;
    at_first = first;
  }
  [[nodiscard]] double at(std::int64_t x, std::int64_t y) const {  // from the first corner, in grid units
    const double by_x = across * static_cast<double>(x);
    const double by_y = down * static_cast<double>(y);
    return at_first + by_x + by_y;
  }
  double across = 0;
  double down = 0;
  double at_first = 0;
};

struct Scissor {
  int left = 0;
  int top = 0;
  int right = 0;  // not in it; likewise bottom
  int bottom = 0;
};

class Canvas {
 public:
  Canvas(int width, int height, std::uint32_t background_rgb)
      : width_(std::max(width, 0)),
        height_(std::max(height, 0)),
        rgb_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3) {
    for (std::size_t at = 0; at < rgb_.size(); at += 3) {
      rgb_[at] = static_cast<std::uint8_t>(background_rgb >> 16);
      rgb_[at + 1] = static_cast<std::uint8_t>(background_rgb >> 8);
      rgb_[at + 2] = static_cast<std::uint8_t>(background_rgb);
    }
  }

  void triangle(std::array<Corner, 3> corners, const Scissor& scissor);
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] Image take() { return {width_, height_, std::move(rgb_)}; }

 private:
  [[nodiscard]] std::uint8_t* pixel(std::int64_t x, std::int64_t y) {
    return rgb_.data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * 3;
  }
  static void blend(std::uint8_t* to, const Color& color, int alpha) {
    const auto mixed = [alpha](int over, std::uint8_t under) {
      return static_cast<std::uint8_t>(divided_by_255(over * alpha + under * (255 - alpha)));
    };
    to[0] = mixed(color.red, to[0]);
    to[1] = mixed(color.green, to[1]);
    to[2] = mixed(color.blue, to[2]);
  }

  int width_;
  int height_;
  std::vector<std::uint8_t> rgb_;
  Atlas atlas_;
};

// The half plane on the inner side of an edge: a * x + b * y + c >= 0 in grid units, walked row by row. An edge belongs
// to a triangle when it is its left or its top one; of two triangles with a common edge exactly one has a point on it.
class Edge {
 public:
  Edge(const Corner& from, const Corner& to, std::int64_t first_row) {
    const std::int64_t a = from.y - to.y;
    const std::int64_t b = to.x - from.x;
    std::int64_t c = from.x * to.y - from.y * to.x;
    const bool is_left = a > 0;
    const bool is_top = a == 0 && b > 0;
    if (!is_left && !is_top) --c;
    side_ = a > 0 ? 1 : a < 0 ? -1 : 0;
    // In the column whose middle is at grid * column + grid / 2 the sum is a * grid * column + rest. Where that becomes
    // zero is a quotient; from row to row it goes on by another one, both kept with their remainders.
    const std::int64_t rest = a * (grid / 2) + b * (first_row * grid + grid / 2) + c;
    divisor_ = side_ == 0 ? 1 : grid * a * side_;
    quotient_ = floor_divided(rest, divisor_);
    remainder_ = rest - quotient_ * divisor_;
    quotient_step_ = floor_divided(b * grid, divisor_);
    remainder_step_ = b * grid - quotient_step_ * divisor_;
  }
  // Narrows the columns [first, last] to those whose pixels in this row are inside.
  void narrow(std::int64_t& first, std::int64_t& last) const {
    if (side_ > 0) {
      first = std::max(first, -quotient_);
    } else if (side_ < 0) {
      last = std::min(last, quotient_);
    } else if (quotient_ < 0) {
      last = first - 1;
    }
  }
  void next_row() {
    quotient_ += quotient_step_;
    remainder_ += remainder_step_;
    if (remainder_ >= divisor_) {
      ++quotient_;
      remainder_ -= divisor_;
    }
  }

 private:
  int side_ = 0;  // 1: inside is to the right of it; -1: to the left; 0: below or above
  std::int64_t divisor_ = 1;
  std::int64_t quotient_ = 0;
  std::int64_t remainder_ = 0;
  std::int64_t quotient_step_ = 0;
  std::int64_t remainder_step_ = 0;
};

void Canvas::triangle(std::array<Corner, 3> corners, const Scissor& scissor) {
  const auto doubled_area = [&corners] {
    return (corners[1].x - corners[0].x) * (corners[2].y - corners[0].y) -
           (corners[2].x - corners[0].x) * (corners[1].y - corners[0].y);
  };
  std::int64_t area = doubled_area();
  if (area == 0) return;
  if (area < 0) {
    std::swap(corners[1], corners[2]);
    area = -area;
  }
  const auto [highest, lowest] = std::minmax({corners[0].y, corners[1].y, corners[2].y});
  const std::int64_t first_row = std::max<std::int64_t>(scissor.top, floor_divided(highest - grid / 2, grid));
  const std::int64_t last_row = std::min<std::int64_t>(scissor.bottom - 1, floor_divided(lowest, grid));
  if (first_row > last_row) return;

  std::array<Edge, 3> edges = {Edge(corners[0], corners[1], first_row), Edge(corners[1], corners[2], first_row),
                               Edge(corners[2], corners[0], first_row)};
  const Color color = corners[0].color;
  const bool one_color = color == corners[1].color && color == corners[2].color;
  const bool one_texel = corners[0].u == corners[1].u && corners[0].u == corners[2].u && corners[0].v == corners[1].v &&
                         corners[0].v == corners[2].v;
  const double scale_u = atlas_.width();
  const double scale_v = atlas_.height();
  const int texel = one_texel ? atlas_.at(corners[0].u * scale_u, corners[0].v * scale_v) : 0;
  const auto real_area = static_cast<double>(area);
  const auto plane = [&](auto value_of) {
    return Plane(corners, real_area, value_of(corners[0]), value_of(corners[1]), value_of(corners[2]));
  };
  const Plane u = plane([scale_u](const Corner& corner) { return corner.u * scale_u; });
  const Plane v = plane([scale_v](const Corner& corner) { return corner.v * scale_v; });
  const Plane red = plane([](const Corner& corner) { return double(corner.color.red); });
  const Plane green = plane([](const Corner& corner) { return double(corner.color.green); });
  const Plane blue = plane([](const Corner& corner) { return double(corner.color.blue); });
  const Plane alpha = plane([](const Corner& corner) { return double(corner.color.alpha); });
  const auto part = [](double value) { return rounded(std::clamp(value, 0.0, 255.0)); };

  for (std::int64_t row = first_row; row <= last_row; ++row) {
    const std::int64_t y = row * grid + grid / 2;
    std::int64_t first = scissor.left;
    std::int64_t last = scissor.right - 1;
    for (Edge& edge : edges) {
      edge.narrow(first, last);
      edge.next_row();
    }
    if (first > last) continue;
    std::uint8_t* to = pixel(first, row);
    if (one_color && one_texel) {
      const int covered = divided_by_255(color.alpha * texel);
      if (covered == 0) continue;
      for (std::int64_t column = first; column <= last; ++column, to += 3) blend(to, color, covered);
      continue;
    }
    const std::int64_t from_y = y - corners[0].y;
    for (std::int64_t column = first; column <= last; ++column, to += 3) {
      const std::int64_t from_x = column * grid + grid / 2 - corners[0].x;
      const int covered = one_texel ? texel : atlas_.at(u.at(from_x, from_y), v.at(from_x, from_y));
      if (covered == 0) continue;
      const Color here = one_color ? color
                                   : Color{part(red.at(from_x, from_y)), part(green.at(from_x, from_y)),
                                           part(blue.at(from_x, from_y)), part(alpha.at(from_x, from_y))};
      blend(to, here, divided_by_255(here.alpha * covered));
    }
  }
}

class Painter {
 public:
  Painter(const ImDrawData& data, std::uint32_t background_rgb)
      : offset_(data.DisplayPos),
        scale_(data.FramebufferScale),
        canvas_(static_cast<int>(data.DisplaySize.x * scale_.x), static_cast<int>(data.DisplaySize.y * scale_.y),
                background_rgb) {}

  void paint(const ImDrawList& list) {
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback != nullptr) {
        if (command.UserCallback != ImDrawCallback_ResetRenderState) command.UserCallback(&list, &command);
        continue;
      }
      const Scissor scissor = scissor_of(command.ClipRect);
      if (scissor.left >= scissor.right || scissor.top >= scissor.bottom) continue;
      const ImDrawIdx* const index = list.IdxBuffer.Data + command.IdxOffset;
      const ImDrawVert* const corners = list.VtxBuffer.Data + command.VtxOffset;
      for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
        const std::array<const ImDrawVert*, 3> three = {corners + index[at], corners + index[at + 1],
                                                        corners + index[at + 2]};
        if (std::all_of(three.begin(), three.end(), [](const ImDrawVert* each) {
              return std::isfinite(each->pos.x) && std::isfinite(each->pos.y);
            })) {
          canvas_.triangle({corner_of(*three[0]), corner_of(*three[1]), corner_of(*three[2])}, scissor);
        }
      }
    }
  }
  [[nodiscard]] Image take() { return canvas_.take(); }

 private:
  [[nodiscard]] Scissor scissor_of(const ImVec4& clip) const {
    const auto place = [](float at, float offset, float scale, int most) {
      return static_cast<int>(std::clamp((at - offset) * scale, 0.0F, static_cast<float>(most)));
    };
    return {place(clip.x, offset_.x, scale_.x, canvas_.width()), place(clip.y, offset_.y, scale_.y, canvas_.height()),
            place(clip.z, offset_.x, scale_.x, canvas_.width()), place(clip.w, offset_.y, scale_.y, canvas_.height())};
  }
  [[nodiscard]] Corner corner_of(const ImDrawVert& vertex) const {
    const auto place = [](float at, float offset, float scale) {
      const float pixels = std::clamp((at - offset) * scale, -farthest, farthest);
      return static_cast<std::int64_t>(std::floor(pixels * static_cast<float>(grid) + 0.5F));
    };
    return {place(vertex.pos.x, offset_.x, scale_.x), place(vertex.pos.y, offset_.y, scale_.y), vertex.uv.x,
            vertex.uv.y, color_of(vertex.col)};
  }

  ImVec2 offset_;
  ImVec2 scale_;
  Canvas canvas_;
};

}  // namespace

Image rasterise(const ImDrawData& data, std::uint32_t background_rgb) {
  Painter painter(data, background_rgb);
  for (int list = 0; list < data.CmdListsCount; ++list) painter.paint(*data.CmdLists[list]);
  return painter.take();
}

}  // namespace certdrill::picture
