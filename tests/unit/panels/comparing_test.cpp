// What if: a field is changed, the run is done again, and the two are shown side by side.
#include <filesystem>

#include "driven.h"
#include "support/temporary_folder.h"

namespace certdrill::panels {
namespace {

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";
constexpr const char* the_target = "what-if: steps/0/to";

// Both certificates are accepted before the new one is presented: nothing breaks.
void change_the_target(Driven& drill) {
  drill.screen.click("tab: what-if");
  drill.screen.frame();
  drill.enter(the_target, "{P:{TP=A}, V:{TP=A, TP=B}}");
}

TEST(WhatIfPanel, AChangedFieldIsRunBesideTheOpenOne) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  EXPECT_FALSE(drill.workspace.what_if().changed());
  change_the_target(drill);
  ASSERT_TRUE(drill.workspace.what_if().changed());
  drill.screen.frame();
  drill.screen.click("what-if: run");
  drill.workspace.wait();
  drill.screen.frame();
  drill.screen.frame();
  ASSERT_TRUE(drill.workspace.comparing());
  const auto left = drill.screen.ui().place_of("graph");
  const auto right = drill.screen.ui().place_of("other graph");
  ASSERT_TRUE(left && right);
  EXPECT_LT(left->max.x, right->min.x);
  EXPECT_NEAR(left->width(), right->width(), 2);
  EXPECT_FALSE(drill.workspace.outcome_difference().empty());
  drill.screen.click("what-if: first difference");
  EXPECT_EQ(drill.event(), drill.workspace.first_difference()->in_first);
  drill.screen.click("what-if: drop");
  drill.screen.frame();
  EXPECT_FALSE(drill.workspace.comparing());
  EXPECT_FALSE(drill.shows("other graph"));
  EXPECT_FALSE(drill.workspace.what_if().changed());
}

TEST(WhatIfPanel, UndoTakesAChangeBack) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  change_the_target(drill);
  ASSERT_TRUE(drill.workspace.what_if().changed());
  drill.screen.frame();
  drill.screen.click("what-if: undo");
  EXPECT_FALSE(drill.workspace.what_if().changed());
}

TEST(WhatIfPanel, StepsAreMovedAndLeftOut) {
  Driven drill(Driven::shipped("thumbprint_rotation"));
  drill.screen.click("tab: what-if");
  drill.screen.frame();
  const std::vector<std::string> before = drill.workspace.what_if().steps();
  ASSERT_GE(before.size(), 2U);
  drill.screen.click("what-if: down 1");
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.what_if().steps()[0], before[1]);
  EXPECT_EQ(drill.workspace.what_if().steps()[1], before[0]);
  drill.screen.click("what-if: remove 2");
  EXPECT_EQ(drill.workspace.what_if().steps().size(), before.size() - 1);
}

TEST(WhatIfPanel, AStepIsAdded) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("tab: what-if");
  drill.screen.frame();
  drill.screen.click("what-if: add");
  drill.screen.frame();
  drill.screen.click("what-if: add");
  EXPECT_EQ(drill.workspace.what_if().steps().size(), 2U);
}

TEST(WhatIfPanel, TheChangedScenarioIsSaved) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const test::TemporaryFolder folder;
  change_the_target(drill);
  drill.screen.frame();
  drill.screen.click("what-if: save");
  drill.screen.frame();
  drill.screen.frame();
  ASSERT_TRUE(drill.shows("save: field"));
  drill.enter("save: field", folder / "mended.json");
  EXPECT_TRUE(std::filesystem::exists(folder / "mended.json"));
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("save: field"));
}

TEST(WhatIfPanel, NothingIsSavedOverWhatIsThere) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  change_the_target(drill);
  drill.screen.frame();
  drill.screen.click("what-if: save");
  drill.screen.frame();
  drill.screen.frame();
  drill.enter("save: field", Driven::shipped(swap_of_thumbprints) + "/scenario.json");
  drill.screen.frame();
  EXPECT_TRUE(drill.shows("save: field")) << "the sheet stays, with the problem";
}

}  // namespace
}  // namespace certdrill::panels
