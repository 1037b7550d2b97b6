// The cursor: commands that move it, playing at four speeds, running until a condition, and what changed.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace_drive.h"

namespace certdrill::workspace {
namespace {

using replay::EventNumber;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Time : public testing::Test {
 protected:
  void SetUp() override { open_now(workspace_, "thumbprint_swap_without_overlap"); }
  [[nodiscard]] EventNumber at() const { return workspace_.cursor().event(); }
  [[nodiscard]] EventNumber last() const { return workspace_.run().last_event(); }

  Workspace workspace_;
};

struct StrideCase {
  const char* name;
  Command forward;
  Command back;
};

class TimeCommands : public Time, public testing::WithParamInterface<StrideCase> {};

// Forward to the end, step by step, and back by the same steps.
TEST_P(TimeCommands, LeadForwardAndBackTheSameWay) {
  std::vector<EventNumber> places = {at()};
  while (places.size() <= last() + 1) {
    workspace_.execute(GetParam().forward);
    if (at() == places.back()) break;
    EXPECT_GT(at(), places.back());
    places.push_back(at());
  }
  ASSERT_GT(places.size(), 1U);
  EXPECT_THAT(workspace_.notice(), Not(IsEmpty())) << "that there is no more is told";
  const EventNumber furthest = at();
  workspace_.execute(GetParam().back);
  EXPECT_LT(at(), furthest);
  EXPECT_TRUE(std::find(places.begin(), places.end(), at()) != places.end()) << at();
}

INSTANTIATE_TEST_SUITE_P(Strides, TimeCommands,
                         testing::Values(StrideCase{"event", Command::next_event, Command::last_event},
                                         StrideCase{"instant", Command::next_instant, Command::last_instant},
                                         StrideCase{"domain", Command::next_domain, Command::last_domain},
                                         StrideCase{"phase", Command::next_phase, Command::last_phase}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(Time, ToTheEndAndToTheStart) {
  workspace_.execute(Command::to_end);
  EXPECT_EQ(at(), last());
  workspace_.execute(Command::to_start);
  EXPECT_EQ(at(), 0U);
}

TEST_F(Time, BeyondTheEndIsTheEnd) {
  workspace_.go_to(last() + 1'000'000);
  EXPECT_EQ(at(), last());
}

TEST_F(Time, GoesToMomentsAndSaysWhichItDoesNotKnow) {
  EXPECT_EQ(workspace_.go_to_moment("after 'replace A by B' UD1"), std::nullopt);
  EXPECT_EQ(workspace_.cursor().snapshot().place.domain, 1U);
  const EventNumber here = at();
  EXPECT_TRUE(workspace_.go_to_moment("after 'replace A by B' UD9"));
  EXPECT_EQ(at(), here);
}

TEST_F(Time, FindingsAreSelectedWhereTheyBegan) {
  workspace_.execute(Command::next_finding);
  ASSERT_EQ(workspace_.selection().kind, scene::Selection::Kind::finding);
  const check::Finding& finding = workspace_.run().result().findings[workspace_.selection().first];
  EXPECT_EQ(workspace_.cursor().now(), finding.at);
  EXPECT_EQ(workspace_.notice(), finding.message);
  EXPECT_GT(workspace_.cursor().snapshot().broken_pairs, 0U);
  const EventNumber first = at();
  workspace_.execute(Command::next_finding);
  EXPECT_GE(at(), first);
  workspace_.execute(Command::to_end);
  workspace_.execute(Command::last_finding);
  EXPECT_LT(at(), last());
}

TEST_F(Time, ChangesOfANodeAreOfTheSelectedOne) {
  workspace_.execute(Command::next_change_of_node);
  EXPECT_EQ(at(), 0U);
  EXPECT_THAT(workspace_.notice(), HasSubstr("select a node"));
  EXPECT_EQ(workspace_.select_named("N3"), std::nullopt);
  workspace_.execute(Command::next_change_of_node);
  const EventNumber first = at();
  EXPECT_GT(first, 0U);
  workspace_.execute(Command::next_change_of_node);
  EXPECT_GT(at(), first);
  workspace_.execute(Command::last_change_of_node);
  EXPECT_EQ(at(), first);
}

// What changed is told against where the step came from, both ways, and against the event before after a jump.
TEST_F(Time, ChangeIsSinceTheLastStep) {
  EXPECT_THAT(workspace_.change().nodes, IsEmpty()) << "nothing has been left yet";
  EXPECT_EQ(workspace_.go_to_moment("after 'replace A by B' UD0"), std::nullopt);
  workspace_.execute(Command::next_domain);
  std::vector<model::NodeIndex> changed = workspace_.change().nodes;
  EXPECT_THAT(changed, testing::IsSupersetOf({1U, 6U})) << "the nodes of UD1";
  EXPECT_THAT(workspace_.change().pairs, Not(IsEmpty()));
  workspace_.execute(Command::last_domain);
  EXPECT_EQ(workspace_.change().nodes, changed) << "the same, back";
  workspace_.go_to(last());
  EXPECT_LT(workspace_.change().nodes.size(), 5U) << "a jump is not told against where it came from";
}

TEST_F(Time, ChangeIsTheSameWhicheverWayAMomentIsReached) {
  workspace_.execute(Command::next_finding);
  const EventNumber place = at();
  const std::vector<model::NodeIndex> from_the_start = workspace_.change().nodes;
  EXPECT_THAT(from_the_start, Not(IsEmpty()));
  workspace_.go_to(last());
  workspace_.go_to(place);
  EXPECT_EQ(workspace_.change().nodes, from_the_start);
}

TEST_F(Time, StepSpeedIsTwoEventsASecond) {
  workspace_.execute(Command::speed_step);
  workspace_.set_playing(true);
  workspace_.update(0.4);
  EXPECT_EQ(at(), 0U);
  workspace_.update(0.2);
  EXPECT_EQ(at(), 1U);
  workspace_.update(5);
  EXPECT_EQ(at(), 11U);
  EXPECT_TRUE(workspace_.playing());
  workspace_.execute(Command::play_or_pause);
  workspace_.update(5);
  EXPECT_EQ(at(), 11U);
}

TEST_F(Time, RunSpeedTakesAboutTwentySecondsForAPhase) {
  workspace_.execute(Command::speed_run);
  workspace_.set_playing(true);
  double seconds = 0;
  while (workspace_.cursor().snapshot().place.step == 0U || at() == 0) {
    workspace_.update(0.05);
    seconds += 0.05;
    ASSERT_LT(seconds, 40);
    if (!workspace_.playing()) break;
  }
  EXPECT_GT(seconds, 5);
  EXPECT_LT(seconds, 25);
}

TEST_F(Time, FastIsTenTimesAsFast) {
  const auto seconds_at = [this](Command speed) {
    workspace_.execute(Command::to_start);
    workspace_.execute(speed);
    workspace_.set_playing(true);
    double seconds = 0;
    for (; workspace_.playing() && seconds < 1000; seconds += 0.01) workspace_.update(0.01);
    return seconds;
  };
  const double run = seconds_at(Command::speed_run);
  EXPECT_NEAR(seconds_at(Command::speed_fast), run / 10, run / 100);
}

TEST_F(Time, ExpressIsAtTheEndAtOnce) {
  workspace_.execute(Command::speed_express);
  workspace_.set_playing(true);
  workspace_.update(1.0 / 60);
  EXPECT_EQ(at(), last()) << "so few events are one slice";
  EXPECT_FALSE(workspace_.playing());
  EXPECT_EQ(workspace_.notice(), "the end of the run");
}

TEST_F(Time, PlayingAtTheEndBeginsAgain) {
  workspace_.execute(Command::to_end);
  workspace_.execute(Command::play_or_pause);
  EXPECT_TRUE(workspace_.playing());
  EXPECT_EQ(at(), 0U);
}

TEST_F(Time, SteppingPausesAndGoingDoesNot) {
  workspace_.set_playing(true);
  workspace_.go_to(10);
  EXPECT_TRUE(workspace_.playing());
  workspace_.execute(Command::next_event);
  EXPECT_FALSE(workspace_.playing());
  EXPECT_EQ(at(), 11U);
}

// What a frame brought stays marked for a while, or nobody would see it.
TEST_F(Time, WhatChangedInPlayingStaysMarkedForAWhile) {
  workspace_.execute(Command::speed_run);
  workspace_.set_playing(true);
  for (int frame = 0; frame < 3000 && workspace_.change().nodes.empty(); ++frame) workspace_.update(1.0 / 60);
  ASSERT_THAT(workspace_.change().nodes, Not(IsEmpty()));
  for (int frame = 0; frame < 12; ++frame) {
    workspace_.update(1.0 / 60);
    EXPECT_THAT(workspace_.change().nodes, Not(IsEmpty())) << frame;
  }
}

TEST_F(Time, RunUntilStopsAtTheConditionAtEverySpeed) {
  std::optional<EventNumber> stopped;
  for (const Command speed : {Command::speed_step, Command::speed_run, Command::speed_fast, Command::speed_express}) {
    workspace_.execute(Command::to_start);
    workspace_.execute(speed);
    EXPECT_EQ(workspace_.run_until("node=N3 event=SwitchNode"), std::nullopt);
    EXPECT_TRUE(workspace_.playing());
    for (int second = 0; second < 500 && workspace_.playing(); ++second) workspace_.update(1);
    EXPECT_FALSE(workspace_.playing());
    if (!stopped) stopped = at();
    EXPECT_EQ(at(), *stopped);
    EXPECT_LT(at(), last());
    EXPECT_EQ(workspace_.run().event(at()).node, 3U);
    EXPECT_THAT(workspace_.notice(), HasSubstr("N3"));
  }
  EXPECT_EQ(workspace_.view.until, "node=N3 event=SwitchNode");
}

TEST_F(Time, RunUntilTellsWhatIsWrong) {
  EXPECT_TRUE(workspace_.run_until("nodde=N3"));
  EXPECT_TRUE(workspace_.run_until("   "));
  EXPECT_TRUE(workspace_.run_until("node=N3 time<2026-01-10T00:00:00Z"));
  EXPECT_FALSE(workspace_.playing());
  EXPECT_EQ(at(), 0U);
}

TEST_F(Time, UntilAsksForAConditionWhenThereIsNone) {
  workspace_.execute(Command::run_until);
  EXPECT_TRUE(workspace_.take_requests().focus_until);
  EXPECT_FALSE(workspace_.take_requests().focus_until) << "once";
  workspace_.view.until = "event=SwitchNode";
  workspace_.execute(Command::run_until);
  EXPECT_FALSE(workspace_.take_requests().focus_until);
  EXPECT_TRUE(workspace_.playing());
  workspace_.execute(Command::edit_until);
  EXPECT_TRUE(workspace_.take_requests().focus_until);
}

TEST_F(Time, GoingBehindTheConditionForgetsIt) {
  EXPECT_EQ(workspace_.run_until("node=N3 event=SwitchNode"), std::nullopt);
  ASSERT_TRUE(workspace_.stops_at());
  workspace_.go_to(*workspace_.stops_at() + 1);
  EXPECT_FALSE(workspace_.stops_at());
}

// The quiet of weeks is no longer than half a second, however often it comes.
TEST(Quiet, IsSkipped) {
  Workspace workspace;
  open_now(workspace, "rotation_too_late");
  workspace.execute(Command::speed_run);
  workspace.set_playing(true);
  double seconds = 0;
  double still = 0;
  double stillest = 0;
  while (workspace.playing() && seconds < 1000) {
    const EventNumber before = workspace.cursor().event();
    workspace.update(0.02);
    seconds += 0.02;
    still = workspace.cursor().event() == before ? still + 0.02 : 0;
    stillest = std::max(stillest, still);
  }
  EXPECT_LT(stillest, most_seconds_of_quiet + 0.05);
  EXPECT_LT(seconds, seconds_a_stretch * static_cast<double>(workspace.run().scenario().steps.size() + 2));
}

}  // namespace
}  // namespace certdrill::workspace
