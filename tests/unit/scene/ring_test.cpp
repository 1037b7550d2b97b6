// What the ring says of a moment.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"

namespace certdrill::scene {
namespace {

using test::all_of;
using test::even_letters;
using test::has_label;
using test::TestMoment;

constexpr Point size{1000, 700};

Drawing ring(const TestMoment& at, const View& view = {}) { return draw_ring(at.moment, view, size, even_letters()); }

template <typename OfMark, typename Is>
std::size_t count(const Drawing& drawing, Is is) {
  const std::vector<OfMark> marks = all_of<OfMark>(drawing);
  return static_cast<std::size_t>(std::count_if(marks.begin(), marks.end(), is));
}

const Line* line_of(const Drawing& drawing, model::NodeIndex a, model::NodeIndex b) {
  for (const Mark& mark : drawing.marks) {
    const Line* const line = std::get_if<Line>(&mark);
    if (line != nullptr && line->target == Target{Target::Kind::pair, a, b}) return line;
  }
  return nullptr;
}

Point place_of(const Drawing& drawing, model::NodeIndex node) {
  for (const Circle& circle : all_of<Circle>(drawing)) {
    if (circle.target == Target{Target::Kind::node, node, 0}) return circle.center;
  }
  return {};
}

float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

TEST(Ring, HasEveryNodeDomainSeedAndCertificate) {
  const Drawing drawing = ring(TestMoment());
  for (int node = 0; node < 10; ++node) EXPECT_TRUE(has_label(drawing, "N" + std::to_string(node))) << node;
  for (int domain = 0; domain < 5; ++domain) EXPECT_TRUE(has_label(drawing, "UD" + std::to_string(domain))) << domain;
  const auto texts = test::labels_of(drawing);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "A"), 10) << "what each presents stands in it";
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::diamond; }), 5U);
  EXPECT_TRUE(has_label(drawing, "quorum kept"));
  EXPECT_TRUE(has_label(drawing, "5 of 5 seeds up, 3 needed"));
}

TEST(Ring, NamesOfNodesStandOutsideOfIt) {
  const TestMoment at;
  const Drawing drawing = ring(at);
  const Arc sector = all_of<Arc>(drawing).front();
  for (const Label& label : all_of<Label>(drawing)) {
    if (label.target.kind == Target::Kind::node && label.text.starts_with("N")) {
      EXPECT_GT(distance(label.at, sector.center), sector.radius) << label.text;
    }
  }
}

TEST(Ring, NodesOfADomainStandTogether) {
  TestMoment at;
  const Drawing drawing = ring(at);
  // N0 and N5 are of UD0: no node is nearer to N0 than N5 is.
  for (model::NodeIndex node = 1; node < 10; ++node)
    EXPECT_GE(distance(place_of(drawing, 0), place_of(drawing, node)) + 0.01F,
              distance(place_of(drawing, 0), place_of(drawing, 5)))
        << node;
}

TEST(Ring, ARefusedLinkIsAStrokeWithACross) {
  TestMoment at;
  at.switched(1, false, false);
  const Drawing drawing = ring(at);
  EXPECT_EQ(count<Line>(drawing,
                        [](const Line& line) { return line.tone == Tone::refused && line.style == LineStyle::full; }),
            16U);
  EXPECT_EQ(
      count<Glyph>(drawing,
                   [](const Glyph& glyph) { return glyph.shape == GlyphShape::cross && glyph.tone == Tone::refused; }),
      16U);
  EXPECT_TRUE(has_label(drawing, "8 nodes, 4 of 5 seeds: quorum"));
  EXPECT_TRUE(has_label(drawing, "2 nodes, 1 of 5 seeds: no quorum"));
}

struct OneWay {
  const char* name;
  bool new_accept_old;
  model::NodeIndex accepting;  // of N0, which has switched, and N1
};
class RingOneWay : public testing::TestWithParam<OneWay> {};

TEST_P(RingOneWay, HasItsArrowAtTheEndThatAccepts) {
  TestMoment at;
  at.switched(1, GetParam().new_accept_old, !GetParam().new_accept_old);
  const Drawing drawing = ring(at);
  const Line* const line = line_of(drawing, 0, 1);
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->style, LineStyle::dashed);
  const bool arrow_at_from = line->at_from == LineEnd::arrow;
  EXPECT_EQ(arrow_at_from ? line->at_to : line->at_from, LineEnd::bar);
  const Point arrow = arrow_at_from ? line->from : line->to;
  const Point bar = arrow_at_from ? line->to : line->from;
  const model::NodeIndex refusing = 1 - GetParam().accepting;
  EXPECT_LT(distance(arrow, place_of(drawing, GetParam().accepting)), 40);
  EXPECT_LT(distance(bar, place_of(drawing, refusing)), 40);
}

INSTANTIATE_TEST_SUITE_P(Ways, RingOneWay,
                         testing::Values(OneWay{"new_accepts_old", true, 0}, OneWay{"old_accepts_new", false, 1}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Ring, ManyBrokenLinksBecomeOneBundle) {
  TestMoment at({50, 5, 5});
  at.switched(2, false, false);
  const Drawing drawing = ring(at);
  EXPECT_EQ(count<Line>(drawing, [](const Line& line) { return line.tone == Tone::refused; }), 1U);
  EXPECT_TRUE(has_label(drawing, "600 pairs refused"));
}

TEST(Ring, TheLinksOfANodeUnderTheMouseStandOut) {
  TestMoment at({50, 5, 5});
  at.moment.hovered = {Target::Kind::node, 7, 0};
  const Drawing drawing = ring(at);
  EXPECT_EQ(count<Line>(drawing, [](const Line& line) { return line.tone == Tone::good; }), 49U);
  at.moment.hovered = {};
  EXPECT_EQ(count<Line>(ring(at), [](const Line& line) { return line.tone == Tone::good; }), 0U)
      << "else 1,225 would hide all";
}

TEST(Ring, StatesAreToldByShapeAndWord) {
  TestMoment at;
  at.state(0, world::NodeState::down).state(1, world::NodeState::down, true).state(2, world::NodeState::joining, true);
  at.state(3, world::NodeState::suspended).state(4, world::NodeState::booting);
  const Drawing drawing = ring(at);
  for (const char* const words : {"N0 down", "N1 lost", "N2 joining", "N3 suspended", "N4 booting", "N5", "NO QUORUM"})
    EXPECT_TRUE(has_label(drawing, words)) << words;
  EXPECT_EQ(count<Circle>(drawing, [](const Circle& circle) { return circle.dashed; }), 3U);
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::cross; }), 2U);
}

TEST(Ring, ChangedNodesHaveAHalo) {
  TestMoment at;
  at.change.nodes = {4};
  at.moment.change = &at.change;
  EXPECT_EQ(count<Circle>(ring(at), [](const Circle& circle) { return circle.outline == Tone::changed; }), 1U);
}

TEST(Ring, OldSessionsAreDottedUnlessTheyAreHidden) {
  TestMoment at;
  at.old_session(0, 3).old_session(7, 2);
  const auto is_old = [](const Line& line) {
    return line.tone == Tone::old_session && line.style == LineStyle::dotted;
  };
  EXPECT_EQ(count<Line>(ring(at), is_old), 2U);
  EXPECT_TRUE(has_label(ring(at), "2 old sessions"));
  View view;
  view.show_sessions = false;
  EXPECT_EQ(count<Line>(ring(at, view), is_old), 0U);
}

TEST(Ring, APartitionIsSeparatedArcs) {
  TestMoment at;
  at.parted(2);
  const Drawing drawing = ring(at);
  EXPECT_TRUE(has_label(drawing, "6 nodes, 3 of 5 seeds: quorum"));
  EXPECT_TRUE(has_label(drawing, "4 nodes, 2 of 5 seeds: no quorum"));
  EXPECT_EQ(count<Arc>(drawing, [](const Arc& arc) { return arc.tone == Tone::good; }), 1U);
  EXPECT_GT(count<Arc>(drawing, [](const Arc& arc) { return arc.tone == Tone::quorum_lost; }), 4U) << "a broken line";
}

TEST(Ring, PredictionsAreTheirOwnLines) {
  TestMoment at;
  at.switched(1, false, false);
  Prediction prediction;
  prediction.marked = {{0, 1}, {3, 4}};
  at.moment.prediction = &prediction;
  EXPECT_EQ(count<Line>(ring(at), [](const Line& line) { return line.tone == Tone::predicted; }), 2U);
  prediction.revealed = true;
  prediction.right = {{0, 1}};
  prediction.wrong = {{3, 4}};
  prediction.missed = {{0, 2}, {0, 3}};
  const Drawing drawing = ring(at);
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::tick; }), 1U);
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::ring; }), 2U);
  EXPECT_EQ(count<Glyph>(drawing, [](const Glyph& glyph) { return glyph.shape == GlyphShape::cross; }), 1U);
}

// ---- large clusters

std::uint64_t number_in(const std::string& text) {
  std::uint64_t number = 0;
  for (const char letter : text) {
    if (letter >= '0' && letter <= '9') number = number * 10 + static_cast<std::uint64_t>(letter - '0');
  }
  return number;
}

TEST(RingOfGroups, CountsEveryNode) {
  TestMoment at({100'000, 20, 9});
  at.switched(5, false, false);
  const Drawing drawing = ring(at);
  EXPECT_LT(drawing.marks.size(), 400U);
  std::uint64_t nodes = 0;
  for (const Label& label : all_of<Label>(drawing)) {
    if (label.target.kind == Target::Kind::group && number_in(label.text) > 0) nodes += number_in(label.text);
  }
  EXPECT_EQ(nodes, 100'000U);
  EXPECT_TRUE(has_label(drawing, "1,875,000,000 pairs refused"));
  EXPECT_NE(mark_of(drawing, {Target::Kind::domain, 7, 0}), nullptr) << "a click opens it";
}

TEST(RingOfGroups, AnOpenDomainShowsItsNodesAndHowManyMore) {
  TestMoment at({100'000, 20, 9});
  View view;
  view.open_domains = {7};
  const Drawing drawing = ring(at, view);
  const std::size_t shown =
      count<Circle>(drawing, [](const Circle& circle) { return circle.target.kind == Target::Kind::node; });
  EXPECT_GT(shown, 20U);
  EXPECT_LT(shown, 400U);
  EXPECT_TRUE(has_label(drawing, "+ 4," + std::to_string(1000 - shown) + " more"));
}

TEST(RingOfGroups, TheSelectedNodeOfAnOpenDomainIsAmongThose) {
  TestMoment at({100'000, 20, 9});
  at.moment.selection = {Selection::Kind::node, 99'987, 0};  // of UD7, far behind
  View view;
  view.open_domains = {7};
  EXPECT_NE(mark_of(ring(at, view), {Target::Kind::node, 99'987, 0}), nullptr);
  EXPECT_TRUE(has_label(ring(at, view), "N99987"));
}

TEST(RingOfGroups, ManyDomainsAreTakenTogether) {
  TestMoment at({20'000, 10'000, 9});
  const Drawing drawing = ring(at);
  EXPECT_LT(drawing.marks.size(), 400U);
  const auto texts = test::labels_of(drawing);
  EXPECT_TRUE(
      std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.starts_with("UD0 to UD"); }));
}

TEST(RingOfGroups, WhatPresentsAnotherCertificateIsAGroupOfItsOwn) {
  TestMoment at({1'000, 2, 3});
  at.switched(1, true, true);
  for (replay::NodeMoment& node : at.now.nodes) node.class_id = 0;  // one class: all accept each other
  const Drawing drawing = ring(at);
  EXPECT_EQ(count<Circle>(drawing, [](const Circle& circle) { return circle.fill == Tone::certificate_0; }), 1U);
  EXPECT_EQ(count<Circle>(drawing, [](const Circle& circle) { return circle.fill == Tone::certificate_1; }), 1U);
}

}  // namespace
}  // namespace certdrill::scene
