#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"
#include "scene/domain_slots.h"

namespace certdrill::scene {
namespace {

using test::all_of;
using test::even_letters;
using test::has_label;
using test::TestMoment;

constexpr Point size{1000, 700};

template <typename OfMark, typename Is>
std::size_t count(const Drawing& drawing, Is is) {
  const std::vector<OfMark> marks = all_of<OfMark>(drawing);
  return static_cast<std::size_t>(std::count_if(marks.begin(), marks.end(), is));
}

TEST(Map, HasANodeWhereItLives) {
  TestMoment at({12, 4, 5, 3, "x"});
  const Drawing drawing = draw_map(at.moment, {}, size, even_letters());
  const auto place = [&](model::NodeIndex node) {
    const Mark* const mark = mark_of(drawing, {Target::Kind::node, node, 0});
    return mark == nullptr ? Point{} : middle_of(*mark);
  };
  EXPECT_NEAR(place(0).y, place(4).y, 30) << "both of UD0";
  EXPECT_LT(place(0).x, place(4).x) << "of the first and of the second fault domain";
  EXPECT_NEAR(place(0).x, place(3).x, 20) << "both of the first fault domain";
  EXPECT_LT(place(0).y, place(3).y);
  EXPECT_TRUE(has_label(drawing, "xUD3"));
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::diamond; }), 5U);
}

TEST(Map, MarksThoseThatRefuseTheSelectedNode) {
  TestMoment at;
  at.switched(1, false, false);
  at.moment.selection = {Selection::Kind::node, 0, 0};
  const Drawing drawing = draw_map(at.moment, {}, size, even_letters());
  EXPECT_EQ(
      count<Glyph>(drawing,
                   [](const Glyph& glyph) { return glyph.tone == Tone::refused && glyph.shape == GlyphShape::cross; }),
      8U);
}

TEST(Map, OfALargeClusterIsTilesWithCounts) {
  TestMoment at({100'000, 20, 9});
  at.switched(5, false, false).state(0, world::NodeState::down, true);
  const Drawing drawing = draw_map(at.moment, {}, size, even_letters());
  EXPECT_LT(drawing.marks.size(), 300U);
  const auto texts = test::labels_of(drawing);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "5,000"), 20);
}

struct MatrixCase {
  const char* name;
  bool new_accept_old;
  bool old_accept_new;
  std::size_t ticks;  // of 90 cells
  std::size_t triangles;
  std::size_t crosses;
};
class Matrix : public testing::TestWithParam<MatrixCase> {};

TEST_P(Matrix, MarksEachCell) {
  TestMoment at;
  at.switched(2, GetParam().new_accept_old, GetParam().old_accept_new);
  const Drawing drawing = draw_matrix(at.moment, {}, size, even_letters());
  const auto glyphs = [&](GlyphShape shape) {
    return count<Glyph>(drawing, [&](const Glyph& glyph) { return glyph.shape == shape; });
  };
  EXPECT_EQ(glyphs(GlyphShape::tick), GetParam().ticks);
  EXPECT_EQ(glyphs(GlyphShape::triangle), GetParam().triangles);
  EXPECT_EQ(glyphs(GlyphShape::cross), GetParam().crosses);
  EXPECT_TRUE(has_label(drawing, "row judges"));
  EXPECT_TRUE(has_label(drawing, "column shows"));
}

INSTANTIATE_TEST_SUITE_P(Situations, Matrix,
                         testing::Values(MatrixCase{"all_accept", true, true, 90, 0, 0},
                                         MatrixCase{"refused", false, false, 42, 0, 48},
                                         MatrixCase{"new_accept_old", true, false, 42, 24, 24},
                                         MatrixCase{"old_accept_new", false, true, 42, 24, 24}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Matrix, TheRowIsTheOneThatJudges) {
  TestMoment at;
  at.switched(1, true, false);  // N0 accepts N1, N1 refuses N0
  const Drawing drawing = draw_matrix(at.moment, {}, size, even_letters());
  float row_of_0 = 0;
  float row_of_1 = 0;
  for (const Label& label : all_of<Label>(drawing)) {
    if (label.align == Align::right && label.text == "N0") row_of_0 = label.at.y;
    if (label.align == Align::right && label.text == "N1") row_of_1 = label.at.y;
  }
  for (const Glyph& glyph : all_of<Glyph>(drawing)) {
    if (glyph.target != Target{Target::Kind::pair, 0, 1}) continue;
    const bool of_0 = std::abs(glyph.center.y - row_of_0) < 5;
    EXPECT_EQ(glyph.shape, of_0 ? GlyphShape::triangle : GlyphShape::cross);
    if (!of_0) {
      EXPECT_NEAR(glyph.center.y, row_of_1, 5);
    }
  }
}

TEST(Matrix, OfManyNodesIsClassByClass) {
  TestMoment at({100, 5, 5});
  at.switched(2, false, false);
  for (replay::NodeMoment& node : at.now.nodes) node.security = 0;
  const Drawing drawing = draw_matrix(at.moment, {}, size, even_letters());
  EXPECT_TRUE(has_label(drawing, "1  60 nodes  P:{TP=A}, V:{TP=A}"));
  EXPECT_TRUE(has_label(drawing, "B"));
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::cross; }), 2U);
}

struct SlotCase {
  const char* name;
  std::size_t domains;
  std::vector<std::uint32_t> open;
  std::size_t most;
  std::vector<DomainSlot> expected;
};
class DomainSlots : public testing::TestWithParam<SlotCase> {};

TEST_P(DomainSlots, HoldEveryDomainOnce) {
  const SlotCase& row = GetParam();
  const std::vector<DomainSlot> slots = domain_slots(row.domains, row.open, row.most);
  EXPECT_EQ(slots, row.expected);
  const std::vector<std::uint32_t> slot_of = slot_of_domain(slots, row.domains);
  for (std::uint32_t domain = 0; domain < row.domains; ++domain) {
    EXPECT_LE(slots[slot_of[domain]].first, domain);
    EXPECT_GE(slots[slot_of[domain]].last, domain);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DomainSlots,
    testing::Values(
        SlotCase{"each", 3, {}, 5, {{0, 0, false}, {1, 1, false}, {2, 2, false}}},
        SlotCase{"together", 10, {}, 4, {{0, 2, false}, {3, 5, false}, {6, 8, false}, {9, 9, false}}},
        SlotCase{
            "open_between", 10, {4}, 6, {{0, 2, false}, {3, 3, false}, {4, 4, true}, {5, 7, false}, {8, 9, false}}},
        SlotCase{"unknown_and_twice", 2, {1, 1, 9}, 5, {{0, 0, false}, {1, 1, true}}}, SlotCase{"none", 0, {}, 5, {}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(DomainSlots, HaveNames) {
  const std::vector<std::string> names = {"UD0", "UD1", "UD2"};
  EXPECT_EQ(name_of({1, 1, false}, names), "UD1");
  EXPECT_EQ(name_of({0, 2, false}, names), "UD0 to UD2");
}

}  // namespace
}  // namespace certdrill::scene
