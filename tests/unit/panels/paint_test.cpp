// What reaches ImGui's draw list of drawings made by hand.
#include "panels/paint.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "null_backend.h"
#include "panels/style.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

struct Painted {
  std::vector<ImDrawVert> vertices;
  [[nodiscard]] std::size_t of_color(std::uint32_t color) const {
    return static_cast<std::size_t>(
        std::count_if(vertices.begin(), vertices.end(), [&](const ImDrawVert& each) { return each.col == color; }));
  }
  [[nodiscard]] scene::Rect extent() const {
    scene::Rect out = {{1e9F, 1e9F}, {-1e9F, -1e9F}};
    for (const ImDrawVert& each : vertices) {
      out.min = {std::min(out.min.x, each.pos.x), std::min(out.min.y, each.pos.y)};
      out.max = {std::max(out.max.x, each.pos.x), std::max(out.max.y, each.pos.y)};
    }
    return out;
  }
};

// Into a canvas of 400 x 300 at (100, 50) of the window.
Painted painted(std::vector<scene::Mark> marks, const scene::View& view = {}) {
  const NullBackend backend(view);
  ImGui::NewFrame();
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.PushClipRect({100, 50}, {500, 350});
  paint({{{0, 0}, {400, 300}}, std::move(marks)}, list, {100, 50}, view.theme);
  list.PopClipRect();
  Painted out;
  out.vertices.assign(list.VtxBuffer.begin(), list.VtxBuffer.end());
  ImGui::Render();
  return out;
}

struct MarkCase {
  const char* name;
  scene::Mark mark;
  scene::Rect extent;  // on the screen, to 3 pixels
};
void PrintTo(const MarkCase& row, std::ostream* out) { *out << row.name; }

class EachMark : public testing::TestWithParam<MarkCase> {};
INSTANTIATE_TEST_SUITE_P(
    Marks, EachMark,
    testing::Values(
        MarkCase{
            "circle", scene::Circle{.center = {50, 50}, .radius = 20, .fill = Tone::good}, {{130, 80}, {170, 120}}},
        MarkCase{
            "dashed_circle",
            scene::Circle{.center = {50, 50}, .radius = 20, .outline = Tone::lost, .outline_width = 2, .dashed = true},
            {{129, 79}, {171, 121}}},
        MarkCase{"line", scene::Line{.from = {10, 10}, .to = {110, 60}}, {{110, 60}, {210, 110}}},
        MarkCase{"dotted_line",
                 scene::Line{.from = {10, 10}, .to = {110, 60}, .style = scene::LineStyle::dotted},
                 {{110, 60}, {210, 110}}},
        MarkCase{"arrow",
                 scene::Line{.from = {10, 50}, .to = {100, 50}, .at_to = scene::LineEnd::arrow},
                 {{110, 96}, {200, 104}}},
        MarkCase{"bar",
                 scene::Line{.from = {10, 50}, .to = {100, 50}, .at_from = scene::LineEnd::bar},
                 {{109, 94}, {200, 106}}},
        MarkCase{"cross",
                 scene::Line{.from = {10, 50}, .to = {100, 50}, .at_to = scene::LineEnd::cross},
                 {{110, 95}, {205, 105}}},
        MarkCase{"box",
                 scene::Box{.where = {{20, 20}, {60, 40}}, .fill = Tone::surface, .outline = Tone::grid},
                 {{120, 70}, {160, 90}}},
        MarkCase{"hatched_box",
                 scene::Box{.where = {{20, 20}, {60, 40}}, .outline = Tone::lost, .hatched = true},
                 {{120, 70}, {160, 90}}},
        MarkCase{"arc",
                 scene::Arc{.center = {100, 100}, .radius = 50, .from = 0, .to = 1.5708F, .width = 4},
                 {{198, 148}, {252, 202}}},
        MarkCase{"diamond", scene::Glyph{.center = {30, 30}, .size = 10}, {{125, 75}, {135, 85}}},
        MarkCase{"square",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::square},
                 {{125, 75}, {135, 85}}},
        MarkCase{"triangle",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::triangle},
                 {{125, 75}, {135, 85}}},
        MarkCase{"tick",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::tick},
                 {{125, 75}, {135, 85}}},
        MarkCase{"flag",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::flag},
                 {{125, 75}, {135, 85}}},
        MarkCase{"star",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::star},
                 {{125, 75}, {135, 84}}},
        MarkCase{"ring",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::ring},
                 {{124, 74}, {136, 86}}},
        MarkCase{"hexagon",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::hexagon},
                 {{125, 75}, {135, 85}}},
        MarkCase{"person",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::person},
                 {{125, 75}, {135, 85}}},
        MarkCase{"sheet",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::sheet},
                 {{125, 75}, {135, 85}}},
        MarkCase{"open_lock",
                 scene::Glyph{.center = {30, 30}, .size = 10, .shape = scene::GlyphShape::open_lock},
                 {{125, 75}, {135, 85}}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(EachMark, LiesWhereTheDrawingSays) {
  const Painted out = painted({GetParam().mark});
  ASSERT_FALSE(out.vertices.empty());
  const scene::Rect extent = out.extent();
  EXPECT_NEAR(extent.min.x, GetParam().extent.min.x, 3);
  EXPECT_NEAR(extent.min.y, GetParam().extent.min.y, 3);
  EXPECT_NEAR(extent.max.x, GetParam().extent.max.x, 3);
  EXPECT_NEAR(extent.max.y, GetParam().extent.max.y, 3);
}

TEST(Paint, ATonelessMarkIsNotPainted) {
  EXPECT_TRUE(painted({scene::Circle{.center = {50, 50}, .radius = 9}, scene::Box{.where = {{1, 1}, {9, 9}}},
                       scene::Line{.from = {1, 1}, .to = {9, 9}, .tone = Tone::none},
                       scene::Label{.at = {9, 9}, .text = "", .tone = Tone::text}})
                  .vertices.empty());
}

TEST(Paint, MarksBesideTheCanvasAreLeftOut) {
  EXPECT_TRUE(painted({scene::Circle{.center = {900, 50}, .radius = 9, .fill = Tone::good},
                       scene::Line{.from = {-900, 900}, .to = {900, 900}},
                       scene::Label{.at = {-300, 20}, .text = "far", .tone = Tone::text},
                       scene::Box{.where = {{10, 400}, {20, 500}}, .fill = Tone::good}})
                  .vertices.empty());
}

TEST(Paint, ADottedLineOfAMillionPixelsIsCheap) {
  const Painted out =
      painted({scene::Line{.from = {-1e6F, 100}, .to = {1e6F, 100}, .style = scene::LineStyle::dotted}});
  EXPECT_GT(out.vertices.size(), 100U);
  EXPECT_LT(out.vertices.size(), 2'000U);
}

TEST(Paint, EachThemeHasItsColours) {
  for (const scene::Theme theme : {scene::Theme::dark, scene::Theme::light}) {
    scene::View view;
    view.theme = theme;
    const Painted out = painted({scene::Box{.where = {{1, 1}, {9, 9}}, .fill = Tone::refused, .opacity = 0.5F}}, view);
    EXPECT_EQ(out.of_color(packed(theme, Tone::refused, 0.5F)), 4U);
  }
}

TEST(Paint, LabelsHaveABoxBehindThem) {
  const scene::Label plain{.at = {100, 100}, .text = "N3", .tone = Tone::text};
  scene::Label boxed = plain;
  boxed.behind = Tone::background;
  EXPECT_EQ(painted({plain}).of_color(packed(scene::Theme::dark, Tone::background, 0.85F)), 0U);
  EXPECT_GT(painted({boxed}).of_color(packed(scene::Theme::dark, Tone::background, 0.85F)), 3U);
}

TEST(Paint, LabelsAreAlignedByTheirText) {
  const auto middle_of = [](scene::Align align) {
    const scene::Rect extent =
        painted({scene::Label{.at = {200, 100}, .text = "MMMM", .tone = Tone::text, .align = align}}).extent();
    return (extent.min.x + extent.max.x) / 2 - 300;
  };
  EXPECT_GT(middle_of(scene::Align::left), 15);
  EXPECT_NEAR(middle_of(scene::Align::center), 0, 2);
  EXPECT_LT(middle_of(scene::Align::right), -15);
}

TEST(Style, ScaleAndThemeMakeTheTextLarger) {
  scene::View view;
  const NullBackend backend(view);
  const float normal = normal_font()->FontSize;
  EXPECT_FALSE(prepare_style(view)) << "nothing has changed";
  view.scale = 2;
  EXPECT_TRUE(prepare_style(view));
  EXPECT_EQ(normal_font()->FontSize, 2 * normal);
  EXPECT_GT(ImGui::GetStyle().FramePadding.x, 10);
  view.scale = 1;
  view.theme = scene::Theme::projector;
  EXPECT_TRUE(prepare_style(view));
  EXPECT_GT(normal_font()->FontSize, normal);
}

TEST(Style, FontsHaveTheSignsThatPanelsUse) {
  const NullBackend backend;
  ASSERT_GE(ImGui::GetIO().Fonts->Fonts.Size, 3) << "the fonts of fonts-dejavu-core are not there";
  for (ImFont* font : {normal_font(), bold_font()}) {
    for (const unsigned sign :
         {0x2192U, 0x2713U, 0x2717U, 0x25CFU, 0x25B6U, 0x25C0U, 0x25A0U, 0x25B2U, 0x25BCU, 0x2022U, 0x2026U})
      EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(sign)), nullptr) << std::hex << sign;
  }
}

TEST(Lines, AreBrokenAtSpacesOnly) {
  const NullBackend backend;
  ImFont* font = normal_font();
  const std::string words = "1,801 old sessions, shown A1BF..08AB. Then";
  EXPECT_EQ(broken_into_lines(words, font, 1e6F), words);
  EXPECT_EQ(broken_into_lines(words, font, 1), "1,801\nold\nsessions,\nshown\nA1BF..08AB.\nThen");
  const float two = font->CalcTextSizeA(font->FontSize, 1e9F, 0, "1,801 old").x + 1;
  EXPECT_TRUE(broken_into_lines(words, font, two).starts_with("1,801 old\nsessions,\n"));
  EXPECT_EQ(broken_into_lines("as\nit is", font, 1e6F), "as\nit is");
  EXPECT_EQ(broken_into_lines("", font, 10), "");
}

}  // namespace
}  // namespace certdrill::panels
