// The rows of the timeline that tell of certificates on their way, of calls and of deadlines.
#include <algorithm>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "moments.h"
#include "scene/timeline_scene.h"
#include "support/made_up_run.h"

namespace certdrill::scene {
namespace {

using replay::JourneyPoint;
using replay::RecordedRunForTests;
using test::all_of;
using test::even_letters;
using world::Outcome;

const Point size{1200, 320};

// An hour: an outage from the 10th minute to the 20th, a version at the 30th, installed at the 35th and 36th, a warning
// at the 40th; calls at the 5th, the 15th (refused), the 25th (refused), the 45th.
class JourneyTimeline : public testing::Test {
 protected:
  JourneyTimeline() {
    std::vector<replay::MadeUpEvent> events;
    for (int minute = 0; minute < 60; ++minute) events.push_back({world::NoticeStore(0), {}, Outcome::none, 0});
    setting_ = replay::journey_setting();
    world::ConfigurationTable table(setting_->scenario().cluster.stores);
    (void)table.intern({0, 0});
    run_ = RecordedRunForTests::of(setting_, table, events);
    second_ = *setting_->scenario().find_certificate("cluster-2");
    using Kind = JourneyPoint::Kind;
    RecordedRunForTests::journey(*run_) = {{10, Kind::outage_begins, 0, pki::no_certificate},
                                           {20, Kind::outage_ends, 0, pki::no_certificate},
                                           {30, Kind::version_made, 0, second_},
                                           {40, Kind::expiry_warned, 0, second_ - 1}};
    RecordedRunForTests::deliveries(*run_) = {{35, Kind::installed, 0, pki::no_certificate},
                                              {36, Kind::installed, 0, pki::no_certificate},
                                              {50, Kind::failed, 0, pki::no_certificate}};
    RecordedRunForTests::calls(*run_, 0) = {{5, 0, 0, Outcome::allowed, 1},
                                            {15, 0, 1, Outcome::refused, 1},
                                            {25, 0, 2, Outcome::refused, 2},
                                            {45, 0, 0, Outcome::allowed, 1}};
    input_.run = run_.get();
    input_.span = {run_->time_of(0), run_->result().end};
  }

  [[nodiscard]] Drawing draw() const { return draw_timeline(input_, View{}, size, even_letters()); }
  [[nodiscard]] float x_at(replay::EventNumber event) const {
    return x_of(input_, View{}, size, event, even_letters());
  }

  std::shared_ptr<const world::Setting> setting_;
  std::shared_ptr<replay::RecordedRun> run_;
  pki::CertificateId second_ = 0;
  TimelineInput input_;
};

TEST_F(JourneyTimeline, ShowsOutagesAndVersions) {
  const Drawing drawing = draw();
  EXPECT_TRUE(test::has_label(drawing, "vault kv"));
  EXPECT_TRUE(test::has_label(drawing, "kv: no answer"));
  EXPECT_TRUE(test::has_label(drawing, "cluster-2"));
  const std::vector<Box> boxes = all_of<Box>(drawing);
  const auto outage = std::find_if(boxes.begin(), boxes.end(), [](const Box& each) {
    return each.target == Target{Target::Kind::vault, 0, 0};
  });
  ASSERT_NE(outage, boxes.end());
  EXPECT_TRUE(outage->hatched);
  EXPECT_NEAR(outage->where.min.x, x_at(10), 1);
  EXPECT_NEAR(outage->where.max.x, x_at(20), 1);
  const std::vector<Glyph> glyphs = all_of<Glyph>(drawing);
  EXPECT_TRUE(std::any_of(glyphs.begin(), glyphs.end(), [&](const Glyph& each) {
    return each.shape == GlyphShape::diamond && each.tone == certificate_tone(second_) &&
           std::abs(each.center.x - x_at(30)) < 1;
  }));
  EXPECT_TRUE(std::any_of(glyphs.begin(), glyphs.end(), [&](const Glyph& each) {
    return each.shape == GlyphShape::triangle && each.tone == Tone::waiting && std::abs(each.center.x - x_at(40)) < 1;
  })) << "the warning of its end";
}

TEST_F(JourneyTimeline, ShowsWhenAgentsInstallAndFail) {
  const std::vector<Box> boxes = all_of<Box>(draw());
  const auto at = [&](replay::EventNumber event, bool hatched) {
    return std::any_of(boxes.begin(), boxes.end(), [&](const Box& each) {
      return each.target == Target{Target::Kind::moment, event, 0} && each.hatched == hatched;
    });
  };
  EXPECT_TRUE(at(35, false));
  EXPECT_TRUE(at(50, true));
}

TEST_F(JourneyTimeline, ShowsForHowLongCallsFail) {
  const Drawing drawing = draw();
  EXPECT_TRUE(test::has_label(drawing, "octopus"));
  EXPECT_TRUE(test::has_label(drawing, "deployment fails"));
  const std::vector<Box> boxes = all_of<Box>(drawing);
  const auto span = std::find_if(boxes.begin(), boxes.end(), [](const Box& each) {
    return each.target == Target{Target::Kind::client, 0, 0};
  });
  ASSERT_NE(span, boxes.end());
  EXPECT_NEAR(span->where.min.x, x_at(15), 1);
  EXPECT_NEAR(span->where.max.x, x_at(45), 1);
}

TEST_F(JourneyTimeline, HasARowForEachDeadline) {
  const SimTime start = run_->time_of(0);
  const auto minute = [&](int count) { return start + std::chrono::minutes(count); };
  const std::vector<DeadlineMark> marks = {
      {"present B", {Target::Kind::step, 0, 0}, minute(20), minute(10), minute(40), "margin 20m", false},
      {"retire A", {Target::Kind::step, 1, 0}, minute(30), std::nullopt, std::nullopt, "at any time after", false},
      {"too late", {Target::Kind::step, 2, 0}, minute(50), minute(25), minute(50), "too late by 25m", true}};
  input_.deadlines = &marks;
  const Drawing drawing = draw();
  for (const DeadlineMark& mark : marks) {
    EXPECT_TRUE(test::has_label(drawing, mark.name));
    EXPECT_TRUE(test::has_label(drawing, mark.words));
  }
  const std::vector<Line> lines = all_of<Line>(drawing);
  const auto bracket = std::find_if(lines.begin(), lines.end(), [&](const Line& each) {
    return each.target == marks[0].target && each.at_from == LineEnd::bar;
  });
  ASSERT_NE(bracket, lines.end());
  EXPECT_EQ(bracket->at_to, LineEnd::bar);
  EXPECT_NEAR(bracket->from.x, x_at(10), 1);
  EXPECT_NEAR(bracket->to.x, x_at(40), 1);
  const auto late = std::find_if(lines.begin(), lines.end(), [&](const Line& each) {
    return each.target == marks[2].target && each.at_to == LineEnd::bar;
  });
  ASSERT_NE(late, lines.end());
  EXPECT_EQ(late->style, LineStyle::dashed) << "told apart without its colour";
  EXPECT_EQ(test::faults_of_labels(drawing), std::vector<std::string>());
}

TEST_F(JourneyTimeline, HasItsWordsApartInAnyRoom) {
  const std::vector<DeadlineMark> marks(9, {"a step with a long name",
                                            {Target::Kind::step, 0, 0},
                                            run_->time_of(20),
                                            run_->time_of(10),
                                            run_->time_of(50),
                                            "margin more than 3 weeks and 2 days",
                                            false});
  for (const Point room : {Point{1200, 320}, Point{700, 120}, Point{300, 400}, Point{90, 30}}) {
    for (const bool deadlines : {false, true}) {
      for (const TimeAxis axis : {TimeAxis::linear, TimeAxis::by_event}) {
        input_.deadlines = deadlines ? &marks : nullptr;
        View view;
        view.time_axis = axis;
        const Drawing drawing = draw_timeline(input_, view, room, even_letters());
        EXPECT_EQ(test::faults_of_labels(drawing), std::vector<std::string>()) << room.x << " x " << room.y;
      }
    }
  }
}

}  // namespace
}  // namespace certdrill::scene
