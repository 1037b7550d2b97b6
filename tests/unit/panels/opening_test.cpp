// Nothing open, the gallery, files, and files with problems.
#include <filesystem>

#include "driven.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::panels {
namespace {

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";

TEST(Gallery, IsThereWhileNothingIsOpen) {
  Driven drill("");
  EXPECT_FALSE(drill.workspace.has_document());
  ASSERT_FALSE(drill.workspace.gallery().empty());
  const std::string first = drill.workspace.gallery().front().name;
  drill.screen.click("gallery: " + first);
  drill.workspace.wait();
  drill.screen.frame();
  ASSERT_TRUE(drill.workspace.has_document());
  EXPECT_EQ(drill.workspace.run().scenario().name, first);
}

TEST(Gallery, LiesOverTheRunWhenAskedFor) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('g');
  drill.screen.frame();
  const std::string first = drill.workspace.gallery().front().name;
  ASSERT_TRUE(drill.shows("gallery: " + first));
  drill.screen.click("gallery: " + first);
  drill.workspace.wait();
  drill.screen.frame();
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.run().scenario().name, first);
  EXPECT_FALSE(drill.shows("sheet"));
}

TEST(Opening, APathIsTyped) {
  Driven drill("");
  drill.screen.click("open");
  drill.screen.frame();
  drill.screen.frame();
  drill.enter("open: field", Driven::shipped(swap_of_thumbprints));
  drill.workspace.wait();
  drill.screen.frame();
  ASSERT_TRUE(drill.workspace.has_document());
  EXPECT_EQ(drill.workspace.run().scenario().name, swap_of_thumbprints);
}

TEST(Opening, AFolderIsLookedThrough) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('o', true);
  drill.screen.frame();
  drill.screen.frame();
  const std::string first = test::scenario_names().front();
  ASSERT_TRUE(drill.shows("open: " + first));
  drill.screen.click("open: " + first);
  drill.workspace.wait();
  drill.screen.frame();
  EXPECT_EQ(drill.workspace.run().scenario().name, first);
}

TEST(Opening, ABrokenFileKeepsTheLastRunAndSaysWhere) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const test::TemporaryFolder folder;
  test::write_text(folder / "broken.json", "{\n  \"steps\": [ { \"upgrad\": 1 } ]\n}\n");
  drill.workspace.open(folder / "broken.json");
  drill.workspace.wait();
  drill.screen.frame();
  ASSERT_TRUE(drill.workspace.has_document());
  EXPECT_EQ(drill.workspace.run().scenario().name, swap_of_thumbprints);
  ASSERT_FALSE(drill.workspace.problems().empty());
  ASSERT_TRUE(drill.shows("problems"));
  EXPECT_FALSE(drill.shows("problem list"));
  drill.screen.click("problems");
  drill.screen.frame();
  EXPECT_TRUE(drill.shows("problem list"));
  drill.screen.click("dismiss problems");
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("problems"));
  EXPECT_TRUE(drill.workspace.problems().empty());
}

TEST(Opening, ABrokenFileWhileNothingIsOpenLeavesTheGallery) {
  Driven drill("");
  drill.workspace.open("/nowhere/at/all.json");
  drill.workspace.wait();
  drill.screen.frame();
  EXPECT_FALSE(drill.workspace.has_document());
  EXPECT_TRUE(drill.shows("problems"));
  EXPECT_TRUE(drill.shows("gallery: " + drill.workspace.gallery().front().name));
}

}  // namespace
}  // namespace certdrill::panels
