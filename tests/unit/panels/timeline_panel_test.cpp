// The timeline and the event list.
#include "driven.h"

namespace certdrill::panels {
namespace {

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";

scene::Point at_part(const scene::Rect& where, float x, float y) {
  return {where.min.x + where.width() * x, where.min.y + where.height() * y};
}

TEST(TimelinePanel, ADragMovesTheCursor) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const auto timeline = drill.screen.ui().place_of("timeline");
  ASSERT_TRUE(timeline);
  drill.screen.drag(at_part(*timeline, 0.3F, 0.9F), at_part(*timeline, 0.995F, 0.9F));
  EXPECT_EQ(drill.event(), drill.workspace.run().last_event());
  drill.screen.drag(at_part(*timeline, 0.9F, 0.9F), at_part(*timeline, 0.6F, 0.9F));
  EXPECT_GT(drill.event(), 0U);
  EXPECT_LT(drill.event(), drill.workspace.run().last_event());
}

TEST(TimelinePanel, TheWheelZooms) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const scene::TimeSpan before = drill.workspace.span;
  const auto timeline = drill.screen.ui().place_of("timeline");
  ASSERT_TRUE(timeline);
  drill.screen.wheel(at_part(*timeline, 0.6F, 0.5F), 4);
  const scene::TimeSpan after = drill.workspace.span;
  EXPECT_LT(after.to - after.from, (before.to - before.from) * 2 / 3);
  EXPECT_GE(after.from, before.from);
  EXPECT_LE(after.to, before.to);
}

TEST(TimelinePanel, AFlagSelectsItsFindingAndGoesThere) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const scene::Target flag = {TargetKind::finding, 0, 0};
  ASSERT_TRUE(drill.screen.ui().place_of(flag));
  drill.screen.click(flag);
  EXPECT_EQ(drill.workspace.selection(), (scene::Selection{scene::Selection::Kind::finding, 0, 0}));
  EXPECT_EQ(drill.event(), replay::event_of_finding(drill.workspace.run(), 0));
}

TEST(EventList, ARowGoesToItsMoment) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click(scene::Target{TargetKind::moment, 4, 0});
  EXPECT_EQ(drill.event(), 4U);
}

TEST(EventList, IsFiltered) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('/');
  drill.screen.type("event=SwitchNode");
  EXPECT_EQ(drill.workspace.view.event_filter, "event=SwitchNode");
  EXPECT_EQ(drill.workspace.listed_events().size(), 10U);
  drill.press(workspace::Key::Name::escape);
  drill.screen.click("clear filter");
  EXPECT_EQ(drill.workspace.listed_events().size(), drill.workspace.run().last_event());
}

TEST(EventList, LettersTypedIntoTheFilterAreNoCommands) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("filter");
  drill.press('m');
  drill.screen.type("m");
  EXPECT_EQ(drill.workspace.view.graph, scene::GraphKind::ring);
  EXPECT_EQ(drill.workspace.view.event_filter, "m");
}

TEST(EventList, AFilterThatIsNotUnderstoodSaysSo) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const std::size_t before = drill.workspace.listed_events().size();
  drill.screen.click("filter");
  drill.screen.type("event=SwitchNod");
  ASSERT_TRUE(drill.workspace.filter_problem());
  EXPECT_EQ(drill.workspace.listed_events().size(), before) << "the list stays";
}

TEST(EventList, TheRowOfTheCursorIsKeptInSight) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const replay::EventNumber last = drill.workspace.run().last_event();
  ASSERT_GT(last, 60U);
  drill.press(workspace::Key::Name::end);
  drill.screen.frame();
  drill.screen.frame();
  EXPECT_EQ(drill.event(), last);
  const auto row = drill.screen.ui().place_of(scene::Target{TargetKind::moment, last, 0});
  const auto list = drill.screen.ui().place_of("events");
  ASSERT_TRUE(row && list);
  EXPECT_TRUE(list->contains(*row));
}

TEST(EventList, UntilPlaysToTheNextEventThatIsMeant) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.workspace.view.speed = scene::Speed::express;
  drill.enter("until", "node=N7 and event=SwitchNode");
  for (int i = 0; i < 60 && drill.workspace.playing(); ++i) drill.screen.frame(0.1);
  ASSERT_GT(drill.event(), 0U);
  EXPECT_EQ(drill.workspace.run().event(drill.event()).node, 7U);
  EXPECT_FALSE(drill.workspace.playing());
}

}  // namespace
}  // namespace certdrill::panels
