// The palette, the key table, themes and scale.
#include "driven.h"
#include "panels/theme.h"

namespace certdrill::panels {
namespace {

using workspace::Key;

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";

TEST(Palette, RunsWhatIsTyped) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('p', true);
  drill.screen.frame();
  ASSERT_TRUE(drill.shows("palette: field"));
  drill.screen.type("matrix");
  drill.press(Key::Name::enter);
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.view.graph, scene::GraphKind::matrix);
  EXPECT_FALSE(drill.shows("palette: field"));
}

TEST(Palette, ArrowsChooseAndEscapeLeaves) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('p', true);
  drill.screen.frame();
  drill.screen.type("show the");
  const auto found = workspace::find_commands("show the");
  ASSERT_GE(found.size(), 2U);
  drill.press(Key::Name::down);
  drill.press(Key::Name::escape);
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("palette: field"));
  EXPECT_EQ(drill.workspace.view.graph, scene::GraphKind::ring) << "nothing was run";
  drill.press('p', true);
  drill.screen.frame();
  drill.screen.type("show the");
  drill.press(Key::Name::down);
  drill.press(Key::Name::enter);
  EXPECT_NE(drill.workspace.view.graph, scene::GraphKind::ring);
}

TEST(Palette, IsClosedByAClickBesideIt) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('p', true);
  drill.screen.frame();
  ASSERT_TRUE(drill.shows("sheet"));
  drill.screen.click(scene::Point{5, 990});
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("sheet"));
}

TEST(Help, IsOpenedAndClosedByItsKey) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('?', false, true);
  drill.screen.frame();
  EXPECT_TRUE(drill.shows("sheet"));
  drill.press(Key::Name::escape);
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("sheet"));
}

TEST(Theme, IsChangedByItsButton) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const picture::Image dark = drill.screen.image();
  drill.screen.click("theme");
  EXPECT_EQ(drill.workspace.view.theme, scene::Theme::light);
  drill.screen.frame();
  EXPECT_NE(drill.screen.image(), dark);
}

TEST(Scale, MakesTextAndWidgetsLarger) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const float before = drill.screen.ui().place_of("play")->height();
  for (int i = 0; i < 5; ++i) drill.press(']');
  drill.screen.frame();
  EXPECT_NEAR(drill.screen.ui().place_of("play")->height(), before * 1.5F, 3);
}

TEST(Quit, IsHandedToTheWindow) {
  Driven drill("");
  EXPECT_FALSE(drill.screen.ui().wants_to_quit());
  drill.press('q', true);
  EXPECT_TRUE(drill.screen.ui().wants_to_quit());
}

}  // namespace
}  // namespace certdrill::panels
