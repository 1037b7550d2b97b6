// The panels without a window: input by hand reaches them, and what they show becomes a picture.
#include "picture/offscreen.h"

#include <cstddef>
#include <set>

#include <gtest/gtest.h>
#include <imgui.h>

#include "support/rehearsed_scenario.h"

namespace certdrill::picture {
namespace {

std::size_t colors_of(const Image& image) {
  std::set<int> colors;
  for (std::size_t at = 0; at < image.rgb.size(); at += 3) {
    colors.insert(image.rgb[at] << 16 | image.rgb[at + 1] << 8 | image.rgb[at + 2]);
  }
  return colors.size();
}

class WithAScenario : public testing::Test {
 protected:
  WithAScenario() : offscreen(workspace, 1200, 800) {
    workspace.open((test::scenarios_folder() / "thumbprint_swap_without_overlap/scenario.json").string());
    workspace.wait();
    for (int each = 0; each < 3; ++each) offscreen.frame(0);
  }
  workspace::Workspace workspace;
  Offscreen offscreen;
};

TEST(Offscreen, ShowsTheGalleryWithoutADocument) {
  workspace::Workspace workspace;
  Offscreen offscreen(workspace, 640, 480);
  const Image image = offscreen.image();
  EXPECT_EQ(image.width, 640);
  EXPECT_EQ(image.height, 480);
  EXPECT_GT(colors_of(image), 10U);
}

TEST(Offscreen, LeavesTheContextOfOthersAlone) {
  ImGuiContext* const mine = ImGui::CreateContext();
  ImGui::SetCurrentContext(mine);
  {
    workspace::Workspace workspace;
    Offscreen offscreen(workspace, 640, 480);
    offscreen.frame();
    EXPECT_EQ(ImGui::GetCurrentContext(), mine);
  }
  EXPECT_EQ(ImGui::GetCurrentContext(), mine);
  ImGui::DestroyContext(mine);
}

TEST_F(WithAScenario, ShowsTheSamePixelsForTheSameMoment) {
  const Image first = offscreen.image();
  workspace.go_to(workspace.run().last_event() / 2);
  offscreen.frame(0);
  offscreen.frame(0);
  EXPECT_NE(offscreen.image(), first);
  Offscreen other(workspace, 1200, 800);
  for (int each = 0; each < 4; ++each) {
    other.frame(0);
    offscreen.frame(0);
  }
  EXPECT_EQ(other.image(), offscreen.image());
}

TEST_F(WithAScenario, TakesClicksAndKeys) {
  offscreen.click("matrix");
  EXPECT_EQ(workspace.view.graph, scene::GraphKind::matrix);
  offscreen.click("ring");
  EXPECT_EQ(workspace.view.graph, scene::GraphKind::ring);
  offscreen.click({scene::Target::Kind::node, 3, 0});
  EXPECT_EQ(workspace.selected_name(), "N3");
  workspace::Key right;
  right.name = workspace::Key::Name::right;
  offscreen.press(right);
  EXPECT_EQ(workspace.cursor().event(), 1U);
}

TEST_F(WithAScenario, TakesTextIntoAField) {
  offscreen.click("filter");
  offscreen.type("N3");
  EXPECT_EQ(workspace.view.event_filter, "N3");
  workspace::Key backspace;
  backspace.name = workspace::Key::Name::backspace;
  offscreen.press(backspace);
  EXPECT_EQ(workspace.view.event_filter, "N");
}

TEST_F(WithAScenario, ZoomsByTheWheelAndMovesByDragging) {
  const std::optional<scene::Rect> graph = offscreen.ui().place_of("graph");
  ASSERT_TRUE(graph.has_value());
  const scene::Point corner{graph->min.x + 12, graph->max.y - 12};
  const scene::Viewport before = workspace.view.viewports[0];
  offscreen.wheel(corner, 1);
  EXPECT_GT(workspace.view.viewports[0].zoom, before.zoom);
  const scene::Point offset = workspace.view.viewports[0].offset;
  offscreen.drag(corner, {corner.x + 40, corner.y - 30});
  EXPECT_NEAR(workspace.view.viewports[0].offset.x - offset.x, 40, 6);  // dragging begins after a few pixels
  EXPECT_NEAR(workspace.view.viewports[0].offset.y - offset.y, -30, 6);
}

TEST_F(WithAScenario, FollowsThemeAndScale) {
  const Image dark = offscreen.image();
  workspace.view.theme = scene::Theme::light;
  workspace.view.scale = 1.5F;
  offscreen.frame(0);
  offscreen.frame(0);
  const Image light = offscreen.image();
  EXPECT_GT(light.rgb[0], dark.rgb[0]);
}

}  // namespace
}  // namespace certdrill::picture
