// What is selected, by name and by pointing; what is known of it; which events are listed; the command line of a
// moment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace_drive.h"

namespace certdrill::workspace {
namespace {

using scene::Selection;
using scene::Target;
using testing::HasSubstr;
using testing::IsEmpty;

struct NameCase {
  const char* name;
  const char* text;
  Selection selection;
  const char* called;   // by selected_name()
  const char* problem;  // or a part of what is said
};

class SelectedNames : public testing::TestWithParam<NameCase> {
 protected:
  void SetUp() override { open_now(workspace_, "thumbprint_swap_without_overlap"); }
  Workspace workspace_;
};

TEST_P(SelectedNames, Mean) {
  const std::optional<Problem> wrong = workspace_.select_named(GetParam().text);
  EXPECT_EQ(workspace_.selection(), GetParam().selection);
  if (*GetParam().problem == '\0') {
    EXPECT_EQ(wrong, std::nullopt);
    EXPECT_EQ(workspace_.selected_name(), GetParam().called);
  } else {
    ASSERT_TRUE(wrong);
    EXPECT_THAT(wrong->what + "; " + wrong->help, HasSubstr(GetParam().problem));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, SelectedNames,
    testing::Values(NameCase{"node", "N3", {Selection::Kind::node, 3, 0}, "N3", ""},
                    NameCase{"node_in_small_letters", " n3 ", {Selection::Kind::node, 3, 0}, "N3", ""},
                    NameCase{"pair", "N3-N4", {Selection::Kind::pair, 3, 4}, "N3-N4", ""},
                    NameCase{"pair_with_spaces", "N3 - N4", {Selection::Kind::pair, 3, 4}, "N3-N4", ""},
                    NameCase{"certificate", "B", {Selection::Kind::certificate, 1, 0}, "B", ""},
                    NameCase{"finding", "finding 2", {Selection::Kind::finding, 1, 0}, "finding 2", ""},
                    NameCase{"check", "Check 4", {Selection::Kind::check, 3, 0}, "check 4", ""},
                    NameCase{"no_such_node", "N10", {}, "", "nothing here is called"},
                    NameCase{"number_with_zeros", "N003", {}, "", "nothing here is called"},
                    NameCase{"with_itself", "N3-N3", {}, "", "nothing here is called"},
                    NameCase{"finding_zero", "finding 0", {}, "", "from 1"},
                    NameCase{"finding_beyond", "finding 99", {}, "", "from 1"},
                    NameCase{"finding_no_number", "finding x", {}, "", "from 1"}, NameCase{"slip", "N33", {}, "", "N3"},
                    NameCase{"empty", "", {}, "", "name a node"}),
    [](const auto& row) { return std::string(row.param.name); });

class Selecting : public testing::Test {
 protected:
  void SetUp() override { open_now(workspace_, "thumbprint_swap_without_overlap"); }
  Workspace workspace_;
};

TEST_F(Selecting, AFindingGoesThereAndStandsForItsPair) {
  workspace_.select(Target{Target::Kind::finding, 0, 0});
  EXPECT_EQ(workspace_.cursor().now(), workspace_.run().result().findings[0].at);
  EXPECT_EQ(workspace_.selection().kind, Selection::Kind::finding) << "its story can be told";
  const auto pair = workspace_.selected_pair();
  ASSERT_TRUE(pair);
  EXPECT_EQ(*pair, std::pair(model::NodeIndex{0}, model::NodeIndex{5})) << "N0 refuses N5";
  ASSERT_TRUE(workspace_.inspected_pair());
  EXPECT_NE(workspace_.inspected_pair()->link, replay::Link::full);
  EXPECT_EQ(workspace_.moment().selection.kind, Selection::Kind::pair) << "in the picture";
  EXPECT_EQ(workspace_.timeline().selection.kind, Selection::Kind::finding) << "on the timeline";
}

TEST_F(Selecting, ByPointing) {
  workspace_.select(Target{Target::Kind::node, 7, 0});
  EXPECT_EQ(workspace_.selected_name(), "N7");
  workspace_.select(Target{Target::Kind::session, 1, 2});
  EXPECT_EQ(workspace_.selected_name(), "N1-N2");
  workspace_.select(Target{Target::Kind::certificate, 0, 0});
  EXPECT_EQ(workspace_.selected_name(), "A");
  workspace_.select(Target{Target::Kind::check, 1, 0});
  EXPECT_EQ(workspace_.selected_name(), "check 2");
  workspace_.select(Target{Target::Kind::moment, 12, 0});
  EXPECT_EQ(workspace_.cursor().event(), 12U);
  EXPECT_EQ(workspace_.selected_name(), "check 2") << "a moment is no selection";
  workspace_.select(Target{Target::Kind::domain, 1, 0});
  EXPECT_THAT(workspace_.view.open_domains, IsEmpty()) << "ten nodes are shown one by one anyway";
  workspace_.select(Target{});
  EXPECT_EQ(workspace_.selected_name(), "");
}

TEST_F(Selecting, AStepGoesToWhereItBegins) {
  workspace_.execute(Command::to_end);
  workspace_.select(Target{Target::Kind::step, 0, 0});
  EXPECT_EQ(workspace_.cursor().snapshot().place.step, 0U);
  EXPECT_FALSE(workspace_.cursor().snapshot().place.between_domains);
}

TEST_F(Selecting, AClassPairMeansNodesOfTheClasses) {
  workspace_.execute(Command::next_finding);
  const replay::Snapshot& now = workspace_.cursor().snapshot();
  const std::uint32_t judge = now.nodes[0].class_id;
  const std::uint32_t shower = now.nodes[5].class_id;
  ASSERT_NE(judge, shower);
  workspace_.select(Target{Target::Kind::class_pair, judge, shower});
  ASSERT_EQ(workspace_.selection().kind, Selection::Kind::pair);
  EXPECT_EQ(now.nodes[workspace_.selection().first].class_id, judge);
  EXPECT_EQ(now.nodes[workspace_.selection().second].class_id, shower);
  const Selection before = workspace_.selection();
  workspace_.select(Target{Target::Kind::class_pair, shower, shower});  // N5 is alone in its class
  EXPECT_EQ(workspace_.selection(), before) << "there are no two of them";
}

TEST_F(Selecting, WhatIsInspectedFollowsTheCursorAndTheSelection) {
  EXPECT_EQ(workspace_.inspected_node(), std::nullopt);
  EXPECT_EQ(workspace_.select_named("N5"), std::nullopt);
  ASSERT_TRUE(workspace_.inspected_node());
  EXPECT_EQ(workspace_.inspected_node()->name, "N5");
  const std::string security = workspace_.inspected_node()->security;
  const auto* const first = &*workspace_.inspected_node();
  EXPECT_EQ(&*workspace_.inspected_node(), first);
  workspace_.execute(Command::to_end);
  ASSERT_TRUE(workspace_.inspected_node());
  EXPECT_NE(workspace_.inspected_node()->security, security);
  EXPECT_EQ(workspace_.select_named("N5-N0"), std::nullopt);
  EXPECT_EQ(workspace_.inspected_node(), std::nullopt);
  EXPECT_TRUE(workspace_.inspected_pair());
}

TEST_F(Selecting, LeavingIsOneThingAtATime) {
  EXPECT_EQ(workspace_.select_named("N5"), std::nullopt);
  workspace_.execute(Command::predict_domain);
  ASSERT_NE(workspace_.prediction(), nullptr);
  EXPECT_EQ(workspace_.select_named("N5"), std::nullopt);
  workspace_.execute(Command::leave);
  EXPECT_EQ(workspace_.prediction(), nullptr);
  EXPECT_EQ(workspace_.selected_name(), "N5");
  workspace_.execute(Command::leave);
  EXPECT_EQ(workspace_.selected_name(), "");
  EXPECT_FALSE(workspace_.take_requests().leave);
  workspace_.execute(Command::leave);
  EXPECT_TRUE(workspace_.take_requests().leave);
}

TEST_F(Selecting, EventsAreListedByTheFilter) {
  EXPECT_EQ(workspace_.listed_events().size(), workspace_.run().last_event());
  workspace_.view.event_filter = "event=SwitchNode";
  EXPECT_EQ(workspace_.listed_events().size(), 10U);
  const auto* const first = workspace_.listed_events().data();
  EXPECT_EQ(workspace_.listed_events().data(), first) << "not made again";
  workspace_.view.event_filter = "event=SwitchNode and";
  EXPECT_EQ(workspace_.listed_events().size(), 10U) << "while one types, the list stays";
  EXPECT_TRUE(workspace_.filter_problem());
  workspace_.view.event_filter = "event=SwitchNode and node=N5";
  ASSERT_EQ(workspace_.listed_events().size(), 1U);
  EXPECT_FALSE(workspace_.filter_problem());
  EXPECT_EQ(workspace_.run().event(workspace_.listed_events().front()).node, 5U);
}

TEST_F(Selecting, TheCommandLineTellsTheMoment) {
  const std::string file = shipped("thumbprint_swap_without_overlap").string();
  EXPECT_EQ(workspace_.as_command(), "certdrill-viewer " + file + " --at start --view ring");
  workspace_.execute(Command::next_finding);
  workspace_.execute(Command::show_matrix);
  workspace_.execute(Command::show_lesson);
  workspace_.execute(Command::next_theme);
  workspace_.execute(Command::scale_up);
  workspace_.view.event_filter = "it's N3";
  EXPECT_EQ(workspace_.as_command(), "certdrill-viewer " + file +
                                         " --at 2026-01-10T00:00:44.827Z --select 'finding 1' --view matrix "
                                         "--panel lesson --theme light --scale 1.1 --filter 'it'\\''s N3'");
  workspace_.execute(Command::copy_as_command);
  EXPECT_EQ(workspace_.take_requests().clipboard, workspace_.as_command());
}

// What the command line tells is the same moment and the same thing.
TEST_F(Selecting, TheCommandLineLeadsBack) {
  EXPECT_EQ(workspace_.select_named("N3-N4"), std::nullopt);
  for (replay::EventNumber event = 0; event <= workspace_.run().last_event(); event += 7) {
    workspace_.go_to(event);
    const std::string command = workspace_.as_command();
    const std::size_t from = command.find("--at ") + 5;
    std::string at = command.substr(from, command.find(" --", from) - from);
    std::erase(at, '\'');
    EXPECT_EQ(workspace_.go_to_moment("end"), std::nullopt);
    EXPECT_EQ(workspace_.go_to_moment(at), std::nullopt) << at;
    EXPECT_EQ(workspace_.cursor().event(), event) << at;
  }
}

TEST_F(Selecting, PictureCommandsKeepTheMiddle) {
  workspace_.picture_size = {1000, 600};
  const scene::Viewport& viewport = workspace_.view.viewports[0];
  workspace_.execute(Command::zoom_in);
  EXPECT_GT(viewport.zoom, 1);
  EXPECT_NEAR(500 * viewport.zoom + viewport.offset.x, 500, 0.01);
  EXPECT_NEAR(300 * viewport.zoom + viewport.offset.y, 300, 0.01);
  workspace_.execute(Command::pan_right);
  EXPECT_LT(500 * viewport.zoom + viewport.offset.x, 500);
  workspace_.execute(Command::fit);
  EXPECT_EQ(viewport, scene::Viewport());
  for (int notch = 0; notch < 200; ++notch) workspace_.execute(Command::zoom_out);
  EXPECT_GT(viewport.zoom, 0);
}

TEST_F(Selecting, TheTimelineZoomsAroundTheCursorAndStaysWithinTheRun) {
  const scene::TimeSpan whole = workspace_.span;
  workspace_.execute(Command::next_finding);
  const SimTime now = workspace_.cursor().now();
  for (int notch = 0; notch < 6; ++notch) {
    workspace_.execute(Command::timeline_zoom_in);
    EXPECT_LE(workspace_.span.from, now);
    EXPECT_GE(workspace_.span.to, now);
  }
  EXPECT_LT(workspace_.span.to - workspace_.span.from, (whole.to - whole.from) / 10);
  for (int notch = 0; notch < 100; ++notch) workspace_.execute(Command::timeline_zoom_in);
  EXPECT_LT(workspace_.span.from, workspace_.span.to);
  for (int notch = 0; notch < 100; ++notch) workspace_.execute(Command::timeline_zoom_out);
  EXPECT_EQ(workspace_.span, whole);
}

TEST(SelectingGroups, ClicksOpenAndCloseDomainsOfLargeClusters) {
  test::TemporaryFolder folder;
  test::write_text(folder / "scenario.json", R"({ "start": "2026-01-10",
    "certificates": { "A": { "commonName": "a.test", "notBefore": "2025-02-01", "notAfter": "2026-02-01" } },
    "cluster": { "nodes": 300, "upgradeDomains": 10, "security": "{P:{TP=A}, V:{TP=A}}" } })");
  Workspace workspace;
  open_now(workspace, folder / "scenario.json");
  workspace.select(Target{Target::Kind::group, 7, 0});
  workspace.select(Target{Target::Kind::domain, 2, 0});
  EXPECT_THAT(workspace.view.open_domains, testing::UnorderedElementsAre(7U, 2U));
  EXPECT_THAT(workspace.as_command(), HasSubstr("--open-domain UD2"));
  workspace.select(Target{Target::Kind::domain, 7, 0});
  EXPECT_THAT(workspace.view.open_domains, testing::ElementsAre(2U));
}

}  // namespace
}  // namespace certdrill::workspace
