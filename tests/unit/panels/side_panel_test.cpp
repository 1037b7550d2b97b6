// The panels beside the picture: why, certificates, checks, lesson.
#include "driven.h"

namespace certdrill::panels {
namespace {

using scene::Selection;

constexpr const char* swap_of_thumbprints = "thumbprint_swap_without_overlap";

struct TabCase {
  const char* name;
  const char* widget;
  scene::SidePanel panel;
};
class EachTab : public testing::TestWithParam<TabCase> {};
INSTANTIATE_TEST_SUITE_P(Tabs, EachTab,
                         testing::Values(TabCase{"certificates", "tab: certificates", scene::SidePanel::certificates},
                                         TabCase{"checks", "tab: checks", scene::SidePanel::checks},
                                         TabCase{"what_if", "tab: what-if", scene::SidePanel::what_if},
                                         TabCase{"lesson", "tab: lesson", scene::SidePanel::lesson}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_P(EachTab, IsShownByItsButton) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click(GetParam().widget);
  EXPECT_EQ(drill.workspace.view.side, GetParam().panel);
  drill.screen.click("tab: why");
  EXPECT_EQ(drill.workspace.view.side, scene::SidePanel::why);
}

TEST(WhyPanel, ARefusalIsReadFromTheFindingToItsRule) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.press('n');
  ASSERT_EQ(drill.workspace.selection().kind, Selection::Kind::finding);
  drill.screen.frame();
  ASSERT_TRUE(drill.shows("finding: go"));
  drill.screen.click("back event");
  drill.screen.click("finding: go");
  EXPECT_EQ(drill.event(), replay::event_of_finding(drill.workspace.run(), drill.workspace.selection().first));
  const check::Refusal refusal = drill.workspace.run().result().findings[0].refusals.front();
  ASSERT_FALSE(drill.workspace.select_named(drill.workspace.run().scenario().cluster.node_name(refusal.validator) +
                                            "-" + drill.workspace.run().scenario().cluster.node_name(refusal.shower)));
  drill.screen.frame();
  ASSERT_TRUE(drill.workspace.inspected_pair());
  ASSERT_TRUE(drill.shows("rule: CertificateNotMatched") || drill.shows("rule: ThumbprintNotMatched"));
  drill.screen.click(drill.shows("rule: ThumbprintNotMatched") ? "rule: ThumbprintNotMatched"
                                                               : "rule: CertificateNotMatched");
  drill.screen.frame();
  EXPECT_TRUE(drill.shows("rule page"));
  drill.press(workspace::Key::Name::escape);
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("rule page"));
  EXPECT_EQ(drill.workspace.selection().kind, Selection::Kind::pair) << "Escape closed the page alone";
}

TEST(WhyPanel, OfANodeGoesToItsNextChange) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  ASSERT_FALSE(drill.workspace.select_named("N7"));
  drill.screen.frame();
  drill.screen.click("next change of node");
  EXPECT_GT(drill.event(), 0U);
  const replay::EventNumber first = drill.event();
  drill.screen.click("next change of node");
  drill.screen.click("last change of node");
  EXPECT_EQ(drill.event(), first);
}

TEST(WhyPanel, OfNothingListsTheFindings) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  const auto rows = drill.screen.ui().place_of(scene::Target{TargetKind::finding, 0, 0});
  ASSERT_TRUE(rows);
  drill.screen.click(scene::Target{TargetKind::finding, 0, 0});
  EXPECT_EQ(drill.workspace.selection().kind, Selection::Kind::finding);
}

TEST(CertificatePanel, ShowsOneWithItsDetails) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("tab: certificates");
  drill.screen.frame();
  drill.workspace.view.show_timeline = false;  // a click on the list is meant, not on a band
  drill.screen.frame();
  drill.screen.click(scene::Target{TargetKind::certificate, 1, 0});
  EXPECT_EQ(drill.workspace.selection(), (Selection{Selection::Kind::certificate, 1, 0}));
  drill.screen.frame();
}

TEST(CheckPanel, ListsEveryCheck) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("tab: checks");
  drill.screen.frame();
  for (std::uint64_t check = 0; check < 4; ++check)
    EXPECT_TRUE(drill.screen.ui().place_of(scene::Target{TargetKind::check, check, 0})) << check;
}

TEST(CheckPanel, TellsNothingThatIsToBePredicted) {
  Driven drill(Driven::shipped(swap_of_thumbprints));
  drill.screen.click("tab: checks");
  drill.screen.frame();
  ASSERT_TRUE(drill.shows("check: finding 1"));
  drill.press('p');
  drill.screen.frame();
  EXPECT_FALSE(drill.shows("check: finding 1"));
  drill.screen.click("predict: reveal");
  drill.screen.frame();
  EXPECT_TRUE(drill.shows("check: finding 1"));
}

TEST(LessonPanel, FollowsTheRun) {
  Driven drill(Driven::shipped("thumbprint_rotation"));
  drill.screen.click("tab: lesson");
  ASSERT_FALSE(drill.workspace.document().lesson.empty());
  drill.screen.click("forward phase");
  drill.screen.frame();
  drill.screen.frame();
  const auto first = drill.screen.ui().place_of("lesson: here");
  EXPECT_TRUE(first) << "the block of the step under way is marked and in sight";
}

}  // namespace
}  // namespace certdrill::panels
