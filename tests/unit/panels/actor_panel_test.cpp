// Vaults and agents in the picture, in their panel, and in the panel "why".
#include "driven.h"
#include "support/journey_text.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::panels {
namespace {

using scene::Selection;

class ActorPanels : public testing::Test {
 protected:
  ActorPanels() { test::write_text(folder_ / "scenario.json", test::journey_text); }
  test::TemporaryFolder folder_;
};

TEST(ActorTab, IsThereForScenariosWithActorsOnly) {
  Driven drill(Driven::shipped("thumbprint_rotation"));
  EXPECT_FALSE(drill.shows("tab: actors"));
}

TEST_F(ActorPanels, ListThemAndTellOfTheOneThatIsClicked) {
  Driven drill(folder_ / "scenario.json");
  ASSERT_TRUE(drill.shows("tab: actors"));
  drill.screen.click("tab: actors");
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.view.side, scene::SidePanel::actors);
  drill.workspace.view.show_timeline = false;
  drill.screen.frame();
  ASSERT_TRUE(drill.screen.ui().place_of(scene::Target{TargetKind::agent, 0, 0}));
  drill.screen.click(scene::Target{TargetKind::agent, 0, 0});
  EXPECT_EQ(drill.workspace.selection(), (Selection{Selection::Kind::agent, 0, 0}));
  drill.screen.frame();
  ASSERT_FALSE(drill.workspace.select_named("vault kv"));
  drill.screen.frame();
  drill.screen.click("tab: why");
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.view.side, scene::SidePanel::why);
  EXPECT_TRUE(drill.screen.ui().place_of(scene::Target{TargetKind::certificate, 0, 0}) ||
              drill.screen.ui().place_of(scene::Target{TargetKind::certificate, 2, 0}))
      << "the vault's versions are listed";
}

TEST_F(ActorPanels, FollowTheMomentThatIsShown) {
  Driven drill(folder_ / "scenario.json");
  drill.screen.click("tab: actors");
  ASSERT_FALSE(drill.workspace.select_named("agent extension"));
  for (replay::EventNumber event = 0; event <= drill.workspace.run().last_event(); ++event) {
    drill.workspace.go_to(event);
    drill.screen.frame();
  }
  EXPECT_EQ(drill.event(), drill.workspace.run().last_event());
  EXPECT_TRUE(drill.shows("tab: actors"));
}

}  // namespace
}  // namespace certdrill::panels
