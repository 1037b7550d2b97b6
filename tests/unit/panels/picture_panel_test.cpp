// The picture and the transport: clicks select, buttons and keys move in time, the wheel and drags move the picture.
#include <cmath>

#include "driven.h"

namespace certdrill::panels {
namespace {

using scene::GraphKind;
using scene::Selection;

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";

TEST(PicturePanel, AClickOnANodeSelectsIt) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click(node(3));
  EXPECT_EQ(drill.workspace.selection(), (Selection{Selection::Kind::node, 3, 0}));
}

TEST(PicturePanel, AClickBesideEverythingSelectsNothing) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click(node(3));
  const auto canvas = drill.screen.ui().place_of("graph");
  ASSERT_TRUE(canvas);
  drill.screen.click(scene::Point{canvas->max.x - 3, canvas->min.y + 3});
  EXPECT_EQ(drill.workspace.selection(), Selection{});
}

TEST(PicturePanel, ARefusedLinkIsSelectedByAClick) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('n');  // the first finding: a pair that cannot authenticate
  drill.press(workspace::Key::Name::escape);
  const replay::Snapshot& now = drill.workspace.cursor().snapshot();
  std::optional<scene::Target> refused;
  for (model::NodeIndex one = 0; one < 10 && !refused; ++one) {
    for (model::NodeIndex other = one + 1; other < 10 && !refused; ++other) {
      if (now.link(one, other) == replay::Link::refused && drill.screen.ui().place_of(pair(one, other)))
        refused = pair(one, other);
    }
  }
  ASSERT_TRUE(refused) << "no refused link can be pointed at";
  drill.screen.click(*refused);
  EXPECT_EQ(drill.workspace.selection().kind, Selection::Kind::pair);
  EXPECT_EQ(drill.workspace.selection().first, refused->a);
  EXPECT_EQ(drill.workspace.selection().second, refused->b);
}

TEST(PicturePanel, EventsAreSteppedForwardAndBack) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("forward event");
  drill.screen.click("forward event");
  EXPECT_EQ(drill.event(), 2U);
  drill.screen.click("back event");
  EXPECT_EQ(drill.event(), 1U);
  drill.press('.');
  EXPECT_EQ(drill.event(), 2U);
  drill.press(',');
  drill.press(',');
  EXPECT_EQ(drill.event(), 0U);
}

TEST(PicturePanel, PlayGoesOnByItselfAndPauseStopsIt) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("play");
  EXPECT_TRUE(drill.workspace.playing());
  for (int i = 0; i < 120; ++i) drill.screen.frame(0.1);
  const replay::EventNumber there = drill.event();
  EXPECT_GT(there, 0U);
  drill.workspace.set_playing(true);
  drill.press(workspace::Key::Name::space);
  EXPECT_FALSE(drill.workspace.playing());
}

struct KindCase {
  const char* button;
  char key;
  GraphKind kind;
};
class EachKind : public testing::TestWithParam<KindCase> {};
INSTANTIATE_TEST_SUITE_P(Kinds, EachKind,
                         testing::Values(KindCase{"map", 'm', GraphKind::map},
                                         KindCase{"matrix", 'x', GraphKind::matrix}),
                         [](const auto& row) { return std::string(row.param.button); });

TEST_P(EachKind, IsShownByItsButtonAndItsKey) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click(GetParam().button);
  EXPECT_EQ(drill.workspace.view.graph, GetParam().kind);
  drill.screen.click("ring");
  EXPECT_EQ(drill.workspace.view.graph, GraphKind::ring);
  drill.press(GetParam().key);
  EXPECT_EQ(drill.workspace.view.graph, GetParam().kind);
}

TEST(PicturePanel, TheWheelZoomsAroundTheMouse) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const auto before = drill.screen.ui().place_of(node(3));
  ASSERT_TRUE(before);
  drill.screen.wheel(*before, 3);
  drill.screen.frame();
  const auto after = drill.screen.ui().place_of(node(3));
  ASSERT_TRUE(after);
  EXPECT_GT(drill.workspace.view.viewports[0].zoom, 1.3F);
  EXPECT_NEAR(after->x, before->x, 4);
  EXPECT_NEAR(after->y, before->y, 4);
  drill.press('f');
  EXPECT_EQ(drill.workspace.view.viewports[0], scene::Viewport{});
}

TEST(PicturePanel, ADragPansAndSelectsNothing) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const auto before = drill.screen.ui().place_of(node(3));
  ASSERT_TRUE(before);
  drill.screen.drag(*before, {before->x + 60, before->y - 25});
  drill.screen.frame();
  const auto after = drill.screen.ui().place_of(node(3));
  ASSERT_TRUE(after);
  EXPECT_NEAR(after->x, before->x + 60, 3);
  EXPECT_NEAR(after->y, before->y - 25, 3);
  EXPECT_EQ(drill.workspace.selection(), Selection{});
}

TEST(PicturePanel, WhatIsUnderTheMouseIsPointedAt) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const auto there = drill.screen.ui().place_of(node(3));
  ASSERT_TRUE(there);
  drill.screen.move_mouse(*there);
  EXPECT_EQ(drill.workspace.hovered, node(3));
  drill.screen.move_mouse({1, 1});
  EXPECT_EQ(drill.workspace.hovered, scene::Target{});
}

TEST(PicturePanel, LinksThatWillBreakArePredicted) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('p');
  ASSERT_NE(drill.workspace.prediction(), nullptr);
  EXPECT_TRUE(drill.shows("predict: reveal"));
  drill.screen.click(node(0));
  drill.screen.click(node(1));
  EXPECT_TRUE(drill.workspace.prediction()->is_marked(0, 1));
  drill.screen.click(node(0));
  drill.screen.click(node(5));
  EXPECT_EQ(drill.workspace.prediction()->marked.size(), 2U);
  drill.screen.click("predict: reveal");
  ASSERT_NE(drill.workspace.prediction(), nullptr);
  EXPECT_TRUE(drill.workspace.prediction()->revealed);
  // N0 and N5 are both of UD0: they go together, and their link holds.
  EXPECT_EQ(drill.workspace.prediction()->right, (std::vector<scene::Prediction::Pair>{{0, 1}}));
  EXPECT_EQ(drill.workspace.prediction()->wrong, (std::vector<scene::Prediction::Pair>{{0, 5}}));
  EXPECT_FALSE(drill.shows("predict: reveal"));
  drill.screen.click("predict: leave");
  EXPECT_EQ(drill.workspace.prediction(), nullptr);
}

TEST(PicturePanel, SplittersAreRemembered) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const float before = drill.workspace.view.right_width;
  const auto splitter = drill.screen.ui().place_of("splitter: right");
  ASSERT_TRUE(splitter);
  const scene::Point from = {(splitter->min.x + splitter->max.x) / 2, (splitter->min.y + splitter->max.y) / 2};
  drill.screen.drag(from, {from.x - 80, from.y});
  EXPECT_NEAR(drill.workspace.view.right_width, before + 80, 1);
}

TEST(PicturePanel, PanelsThatAreHiddenLeaveTheirRoomToThePicture) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const float before = drill.screen.ui().place_of("graph")->width();
  drill.press('e', true);
  drill.press('b', true);
  drill.press('t', true);
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("filter"));
  EXPECT_FALSE(drill.shows("tab: why"));
  EXPECT_FALSE(drill.shows("timeline"));
  EXPECT_GT(drill.screen.ui().place_of("graph")->width(), before + 600);
}

}  // namespace
}  // namespace certdrill::panels
