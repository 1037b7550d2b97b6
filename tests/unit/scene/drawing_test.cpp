// Drawings as values: what lies under the mouse, where a target is, and the text of it all.
#include "scene/drawing.h"

#include <string>

#include <gtest/gtest.h>

#include "scene/scaled.h"
#include "scene/view.h"

namespace certdrill::scene {
namespace {

constexpr Target node_1{Target::Kind::node, 1, 0};
constexpr Target node_2{Target::Kind::node, 2, 0};
constexpr Target pair_12{Target::Kind::pair, 1, 2};

Drawing sample() {
  Drawing drawing;
  drawing.canvas = {{0, 0}, {200, 100}};
  drawing.marks.emplace_back(Arc{{100, 50}, 40, 0, 1.5707964F, 6, Tone::grid, {Target::Kind::domain, 3, 0}});
  drawing.marks.emplace_back(
      Line{{20, 20}, {180, 20}, Tone::refused, 2, LineStyle::full, LineEnd::arrow, LineEnd::bar, 0.5F, pair_12});
  drawing.marks.emplace_back(Circle{{20, 20}, 10, Tone::certificate_0, Tone::faint, 1, false, node_1});
  drawing.marks.emplace_back(Circle{{180, 20}, 10, Tone::none, Tone::waiting, 1, true, node_2});
  drawing.marks.emplace_back(Glyph{{20, 20}, 4, GlyphShape::cross, Tone::down, {}});
  drawing.marks.emplace_back(
      Box{{{10, 70}, {50, 90}}, Tone::surface, Tone::grid, 2, true, 1, {Target::Kind::step, 4, 0}});
  Label label{{100, 80}, "UD0", Tone::text, Align::center, 1, Tone::none, {Target::Kind::domain, 0, 0}};
  label.extent = {24, 16};
  drawing.marks.emplace_back(label);
  return drawing;
}

struct Hit {
  const char* name;
  Point at;
  Target expected;
};
class TargetAt : public testing::TestWithParam<Hit> {};

TEST_P(TargetAt, IsTheTopmostThingThere) { EXPECT_EQ(target_at(sample(), GetParam().at), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Points, TargetAt,
                         testing::Values(Hit{"nothing", {100, 55}, {}}, Hit{"circle", {25, 22}, node_1},
                                         Hit{"looked_through_a_mark_without_a_target", {20, 20}, node_1},
                                         Hit{"hollow_circle", {180, 20}, node_2}, Hit{"line", {100, 23}, pair_12},
                                         Hit{"beside_the_line", {100, 27}, {}},
                                         Hit{"circle_before_line", {31, 20}, node_1},
                                         Hit{"box", {30, 80}, {Target::Kind::step, 4, 0}},
                                         Hit{"label", {110, 86}, {Target::Kind::domain, 0, 0}},
                                         Hit{"beside_the_label", {113, 80}, {}},
                                         Hit{"arc", {100 + 28.3F, 50 + 28.3F}, {Target::Kind::domain, 3, 0}},
                                         Hit{"on_the_circle_but_not_in_the_arc", {100 - 28.3F, 50 + 28.3F}, {}},
                                         Hit{"outside_of_the_canvas", {-2, 20}, {}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Drawing, FindsWhereATargetIs) {
  const Drawing drawing = sample();
  ASSERT_NE(mark_of(drawing, pair_12), nullptr);
  EXPECT_EQ(middle_of(*mark_of(drawing, pair_12)), (Point{100, 20}));
  EXPECT_EQ(middle_of(*mark_of(drawing, node_2)), (Point{180, 20}));
  EXPECT_EQ(mark_of(drawing, {Target::Kind::node, 7, 0}), nullptr);
}

TEST(Drawing, IsALineOfTextForEachMark) {
  EXPECT_EQ(to_text(sample()),
            "canvas 0,0 to 200,100\n"
            "arc 100,50 r 40 0 to 90 degrees grid -> domain 3\n"
            "line 20,20 to 180,20 full refused from arrow to bar 50% -> pair 1,2\n"
            "circle 20,20 r 10 fill certificate 0 outline faint -> node 1\n"
            "circle 180,20 r 10 dashed waiting -> node 2\n"
            "glyph cross 20,20 down\n"
            "box 10,70 to 50,90 fill surface outline grid hatched -> step 4\n"
            "label 100,80 center text \"UD0\" -> domain 0\n");
}

TEST(Drawing, GrowsAsAWhole) {
  const Drawing twice = scaled(sample(), 2);
  EXPECT_EQ(twice.canvas, (Rect{{0, 0}, {400, 200}}));
  EXPECT_EQ(target_at(twice, {50, 44}), node_1);
  EXPECT_EQ(std::get<Circle>(twice.marks[2]).radius, 20);
  EXPECT_EQ(std::get<Label>(twice.marks[6]).size, 1) << "text is larger by itself";
}

TEST(Tones, HaveTheirNames) {
  EXPECT_EQ(to_string(Tone::none), "none");
  EXPECT_EQ(to_string(Tone::old_session), "old session");
  EXPECT_EQ(to_string(Tone::wrong), "wrong");
  EXPECT_EQ(to_string(Tone::certificate_0), "certificate 0");
  EXPECT_EQ(to_string(Tone::certificate_5), "certificate 5");
}

TEST(Tones, OfCertificatesGoRoundAndRound) {
  EXPECT_EQ(certificate_tone(0), Tone::certificate_0);
  EXPECT_EQ(certificate_tone(5), Tone::certificate_5);
  EXPECT_EQ(certificate_tone(6), Tone::certificate_0);
}

TEST(View, WordsAreReadAsTheyAreWritten) {
  for (const GraphKind kind : {GraphKind::ring, GraphKind::map, GraphKind::matrix})
    EXPECT_EQ(parse_graph_kind(to_string(kind)), kind);
  for (const Theme theme : {Theme::dark, Theme::light, Theme::projector, Theme::colour_blind})
    EXPECT_EQ(parse_theme(to_string(theme)), theme);
  for (const SidePanel panel : {SidePanel::why, SidePanel::certificates, SidePanel::checks, SidePanel::what_if,
                                SidePanel::lesson, SidePanel::actors})
    EXPECT_EQ(parse_side_panel(to_string(panel)), panel);
  EXPECT_EQ(parse_theme("colour-blind"), Theme::colour_blind);
  EXPECT_EQ(parse_theme("Dark"), std::nullopt);
  EXPECT_EQ(to_string(Speed::express), "express");
}

}  // namespace
}  // namespace certdrill::scene
