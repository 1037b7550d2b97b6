// The rasteriser: which pixels a triangle covers and what it does to them.
#include "picture/raster.h"

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <imgui.h>

namespace certdrill::picture {
namespace {

// A draw list of our own in a context of its own.
class Raster : public testing::Test {
 protected:
  Raster() : context_(ImGui::CreateContext()) {
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    unsigned char* alpha = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &width, &height);
    ImGui::GetIO().DisplaySize = ImVec2(64, 64);
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    next_frame();
  }
  ~Raster() override { ImGui::DestroyContext(context_); }
  Raster(const Raster&) = delete;
  Raster& operator=(const Raster&) = delete;

  void next_frame() {
    ImGui::NewFrame();
    list_ = ImGui::GetForegroundDrawList();
    list_->Flags = ImDrawListFlags_AllowVtxOffset;  // no anti-aliasing, unless a test asks for it
  }
  Image drawn(std::uint32_t background = 0x000000) {
    ImGui::Render();
    return rasterise(*ImGui::GetDrawData(), background);
  }
  ImGuiContext* context_;
  ImDrawList* list_ = nullptr;
};

std::array<int, 3> at(const Image& image, int x, int y) {
  const std::size_t place =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 3;
  return {image.rgb[place], image.rgb[place + 1], image.rgb[place + 2]};
}
constexpr std::array<int, 3> black = {0, 0, 0};
constexpr std::array<int, 3> white = {255, 255, 255};

// How many pixels have each brightness of red.
std::map<int, int> reds(const Image& image) {
  std::map<int, int> counts;
  for (std::size_t place = 0; place < image.rgb.size(); place += 3) ++counts[image.rgb[place]];
  return counts;
}

TEST_F(Raster, ShowsTheBackgroundWhereNothingIsDrawn) {
  const Image image = drawn(0x102030);
  EXPECT_EQ(image.width, 64);
  EXPECT_EQ(image.height, 64);
  EXPECT_EQ(image.rgb.size(), 64U * 64 * 3);
  for (const int place : {0, 31, 63}) EXPECT_EQ(at(image, place, place), (std::array{0x10, 0x20, 0x30}));
}

TEST_F(Raster, FillsARectangleToItsPixels) {
  list_->AddRectFilled(ImVec2(10, 20), ImVec2(30, 25), IM_COL32(255, 128, 1, 255));
  const Image image = drawn();
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool inside = x >= 10 && x < 30 && y >= 20 && y < 25;
      ASSERT_EQ(at(image, x, y), (inside ? std::array{255, 128, 1} : black)) << x << "," << y;
    }
  }
}

TEST_F(Raster, FillsTheMiddlesOfPixelsThatATriangleHolds) {
  list_->AddTriangleFilled(ImVec2(0, 0), ImVec2(4, 0), ImVec2(0, 4), IM_COL32_WHITE);
  const Image image = drawn();
  std::string rows;
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 5; ++x) rows += at(image, x, y) == white ? '#' : '.';
    rows += '\n';
  }
  // The middles on the slanted edge belong to the triangle on its other side.
  EXPECT_EQ(rows,
            "###..\n"
            "##...\n"
            "#....\n"
            ".....\n"
            ".....\n");
}

TEST_F(Raster, IsTheSameForBothTurningDirections) {
  list_->AddTriangleFilled(ImVec2(3.3F, 2.1F), ImVec2(40.7F, 9.9F), ImVec2(11.5F, 50.2F), IM_COL32(200, 100, 50, 180));
  const Image one = drawn();
  next_frame();
  list_->AddTriangleFilled(ImVec2(3.3F, 2.1F), ImVec2(11.5F, 50.2F), ImVec2(40.7F, 9.9F), IM_COL32(200, 100, 50, 180));
  EXPECT_EQ(drawn(), one);
}

// A fan around a point that is no pixel's middle, and one that is: half-transparent, so that a gap or a pixel drawn
// twice would have another brightness.
TEST_F(Raster, LeavesNoGapAndDrawsNothingTwiceAlongCommonEdges) {
  for (const ImVec2 middle : {ImVec2(31.37F, 29.81F), ImVec2(32.5F, 32.5F), ImVec2(32, 32)}) {
    const std::vector<ImVec2> around = {{4, 4},   {20.2F, 4},  {33.3F, 4}, {60, 4}, {60, 17.9F}, {60, 41},
                                        {60, 60}, {32.5F, 60}, {11, 60},   {4, 60}, {4, 32.5F},  {4, 21}};
    for (std::size_t each = 0; each < around.size(); ++each) {
      list_->AddTriangleFilled(middle, around[each], around[(each + 1) % around.size()], IM_COL32(255, 0, 0, 128));
    }
    EXPECT_EQ(reds(drawn()), (std::map<int, int>{{0, 64 * 64 - 56 * 56}, {128, 56 * 56}}));
    next_frame();
  }
}

TEST_F(Raster, MixesByAlpha) {
  struct Row {
    int alpha;
    int expected;
  };
  for (const Row row : {Row{0, 100}, Row{1, 101}, Row{64, 139}, Row{128, 178}, Row{254, 254}, Row{255, 255}}) {
    list_->AddRectFilled(ImVec2(0, 0), ImVec2(8, 8), IM_COL32(255, 255, 255, row.alpha));
    EXPECT_EQ(at(drawn(0x646464), 3, 3)[0], row.expected) << "alpha " << row.alpha;
    next_frame();
  }
}

TEST_F(Raster, GoesEvenlyFromOneColourToAnother) {
  list_->AddRectFilledMultiColor(ImVec2(0, 0), ImVec2(64, 1), IM_COL32(0, 0, 0, 255), IM_COL32(255, 0, 0, 255),
                                 IM_COL32(255, 0, 0, 255), IM_COL32(0, 0, 0, 255));
  const Image image = drawn();
  for (int x = 0; x < 64; ++x) EXPECT_NEAR(at(image, x, 0)[0], (x + 0.5) * 255 / 64, 0.51) << x;
}

TEST_F(Raster, KeepsToTheScissor) {
  list_->PushClipRect(ImVec2(10, 12), ImVec2(20, 15));
  list_->AddRectFilled(ImVec2(0, 0), ImVec2(64, 64), IM_COL32_WHITE);
  list_->PopClipRect();
  list_->PushClipRect(ImVec2(-50, 60), ImVec2(200, 900));  // beyond the picture
  list_->AddRectFilled(ImVec2(-10, -10), ImVec2(640, 640), IM_COL32_WHITE);
  list_->PopClipRect();
  list_->PushClipRect(ImVec2(30, 30), ImVec2(30, 40));  // empty
  list_->AddRectFilled(ImVec2(0, 0), ImVec2(64, 64), IM_COL32_WHITE);
  list_->PopClipRect();
  const Image image = drawn();
  EXPECT_EQ(reds(image)[255], 10 * 3 + 64 * 4);
  EXPECT_EQ(at(image, 10, 12), white);
  EXPECT_EQ(at(image, 19, 14), white);
  EXPECT_EQ(at(image, 20, 14), black);
}

TEST_F(Raster, DrawsTextThatIsThatOfTheAtlas) {
  list_->AddText(ImVec2(5, 7), IM_COL32_WHITE, "H");
  const Image image = drawn();
  const ImFont* const font = ImGui::GetFont();
  const ImFontGlyph* const glyph = font->FindGlyph('H');
  unsigned char* atlas = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&atlas, &width, &height);
  const int left = static_cast<int>(glyph->U0 * static_cast<float>(width) + 0.5F);
  const int top = static_cast<int>(glyph->V0 * static_cast<float>(height) + 0.5F);
  int lit = 0;
  for (int y = 0; y < static_cast<int>(glyph->Y1 - glyph->Y0); ++y) {
    for (int x = 0; x < static_cast<int>(glyph->X1 - glyph->X0); ++x) {
      const int expected = atlas[(top + y) * width + left + x];
      EXPECT_EQ(at(image, 5 + static_cast<int>(glyph->X0) + x, 7 + static_cast<int>(glyph->Y0) + y)[0], expected);
      lit += expected > 0;
    }
  }
  EXPECT_GT(lit, 10);
}

TEST_F(Raster, HonoursVertexOffsetsOfBigLists) {
  // More corners than 16 bits can count: the last ones are reached through an offset.
  for (int each = 0; each < 20'000; ++each) list_->AddRectFilled(ImVec2(0, 0), ImVec2(1, 1), IM_COL32(9, 9, 9, 255));
  list_->AddRectFilled(ImVec2(40, 40), ImVec2(50, 50), IM_COL32(255, 0, 0, 255));
  ASSERT_GT(list_->VtxBuffer.Size, 65'536);
  const Image image = drawn();
  EXPECT_EQ(reds(image), (std::map<int, int>{{0, 64 * 64 - 101}, {9, 1}, {255, 100}}));
}

TEST_F(Raster, SmoothsTheEdgesThatAreToBeSmooth) {
  list_->Flags |= ImDrawListFlags_AntiAliasedFill;
  list_->AddCircleFilled(ImVec2(32, 32), 20, IM_COL32_WHITE, 64);
  const Image image = drawn();
  EXPECT_EQ(at(image, 32, 32), white);
  EXPECT_EQ(at(image, 2, 2), black);
  double covered = 0;
  int between = 0;
  for (const auto& [red, count] : reds(image)) {
    covered += red / 255.0 * count;
    if (red > 0 && red < 255) between += count;
  }
  EXPECT_NEAR(covered, 3.1416 * 20 * 20, 15);
  EXPECT_GT(between, 80);
}

TEST_F(Raster, TakesCornersFarAwayAndWithoutAPlace) {
  list_->AddTriangleFilled(ImVec2(-1e9F, -1e9F), ImVec2(1e9F, -1e9F), ImVec2(0, 1e9F), IM_COL32_WHITE);
  EXPECT_EQ(at(drawn(), 32, 32), white);
  next_frame();
  const float nowhere = std::numeric_limits<float>::quiet_NaN();
  list_->AddTriangleFilled(ImVec2(nowhere, 0), ImVec2(64, 0), ImVec2(0, 64), IM_COL32_WHITE);
  EXPECT_EQ(reds(drawn()), (std::map<int, int>{{0, 64 * 64}}));
}

// What a person sees depends on it: the pixels of a mixed picture, as a number, are the same from every compiler.
TEST_F(Raster, GivesTheSamePixelsEverywhere) {
  list_->Flags |=
      ImDrawListFlags_AntiAliasedFill | ImDrawListFlags_AntiAliasedLines | ImDrawListFlags_AntiAliasedLinesUseTex;
  for (int each = 0; each < 40; ++each) {
    const float turn = static_cast<float>(each) * 1.618F;
    list_->AddLine(ImVec2(turn, 1.25F * turn), ImVec2(64 - 0.3F * turn, 60 - turn),
                   IM_COL32(255, 6 * each, 255 - 5 * each, 150), 1 + 0.1F * turn);
  }
  list_->AddText(nullptr, 17.3F, ImVec2(3.3F, 30.7F), IM_COL32(255, 240, 100, 200), "Who trusts whom?");
  const Image image = drawn(0x203040);
  std::uint64_t digest = 1469598103934665603U;  // FNV-1a
  for (const std::uint8_t byte : image.rgb) digest = (digest ^ byte) * 1099511628211U;
  EXPECT_EQ(digest, 11434944527867235990U);
}

}  // namespace
}  // namespace certdrill::picture
