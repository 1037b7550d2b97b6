#include <algorithm>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"
#include "scene/timeline_axis.h"
#include "scene/timeline_rows.h"
#include "scene/timeline_scene.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::scene {
namespace {

using test::all_of;
using test::even_letters;
using test::has_label;

constexpr Point size{1200, 260};

std::shared_ptr<const replay::RecordedRun> run_of(const std::string& scenario) {
  return replay::RecordedRun::record(std::make_shared<const world::Setting>(test::read_shipped_scenario(scenario)));
}

TimelineInput input_of(const replay::RecordedRun& run) {
  TimelineInput input;
  input.run = &run;
  input.span = whole_run(run);
  return input;
}

class TimelineAxes : public testing::TestWithParam<TimeAxis> {};

TEST_P(TimelineAxes, LeadFromAnEventToItsXAndBack) {
  const auto run = run_of("thumbprint_rotation");
  const TimelineInput input = input_of(*run);
  for (const float scale : {1.0F, 2.0F}) {
    View view;
    view.time_axis = GetParam();
    view.scale = scale;
    float last = 0;
    for (replay::EventNumber event = 0; event <= run->last_event(); ++event) {
      const float x = x_of(input, view, size, event, even_letters());
      EXPECT_GE(x, last) << "event " << event;
      last = x;
      const replay::EventNumber back = event_at(input, view, size, x, even_letters());
      // A pixel may be some milliseconds wide.
      EXPECT_NEAR(x_of(input, view, size, back, even_letters()), x, 1.5F) << "event " << event;
    }
    EXPECT_EQ(event_at(input, view, size, -100, even_letters()), 0U);
    EXPECT_EQ(event_at(input, view, size, size.x + 100, even_letters()), run->last_event());
  }
}

TEST_P(TimelineAxes, ZoomAndMoveWithinTheRun) {
  const auto run = run_of("thumbprint_rotation");
  TimelineInput input = input_of(*run);
  View view;
  view.time_axis = GetParam();
  const TimeSpan whole = whole_run(*run);
  const auto inside = [&](TimeSpan span) {
    return span.from >= whole.from && span.to <= whole.to && span.from < span.to;
  };
  for (int round = 0; round < 60; ++round) {
    input.span = zoomed(input, view, size, round % 2 == 0 ? 300.0F : 1100.0F, 1.6F, even_letters());
    ASSERT_TRUE(inside(input.span)) << "round " << round;
  }
  for (const float part : {-0.5F, 3.0F, -1000.0F, 1000.0F}) {
    input.span = moved(input, part);
    ASSERT_TRUE(inside(input.span)) << part;
  }
  for (int round = 0; round < 60; ++round) input.span = zoomed(input, view, size, 600, 1 / 1.6F, even_letters());
  EXPECT_EQ(input.span, whole);
}

INSTANTIATE_TEST_SUITE_P(Kinds, TimelineAxes, testing::Values(TimeAxis::linear, TimeAxis::by_event),
                         [](const auto& row) { return row.param == TimeAxis::linear ? "linear" : "by_event"; });

TEST(TimelineZoom, KeepsWhatIsUnderTheMouse) {
  const auto run = run_of("thumbprint_rotation");
  TimelineInput input = input_of(*run);
  const View view;
  const SimTime before = timeline_axis(input, view, size, even_letters()).time_at(700);
  input.span = zoomed(input, view, size, 700, 2, even_letters());
  const SimTime after = timeline_axis(input, view, size, even_letters()).time_at(700);
  EXPECT_LT(std::chrono::abs(after - before), std::chrono::milliseconds(1500));
  const TimeSpan whole = whole_run(*run);
  EXPECT_NEAR(static_cast<double>((input.span.to - input.span.from).count()),
              static_cast<double>((whole.to - whole.from).count()) / 2, 5);
}

struct TickCase {
  const char* name;
  Duration span;
  std::vector<std::string> words;
};
class Ticks : public testing::TestWithParam<TickCase> {};

TEST_P(Ticks, AreAtTimesThatPeopleLike) {
  const auto run = run_of("thumbprint_rotation");
  TimelineInput input = input_of(*run);
  input.span = {*parse_sim_time("2026-01-10T23:59:58Z"), *parse_sim_time("2026-01-10T23:59:58Z") + GetParam().span};
  const TimelineAxis axis = timeline_axis(input, {}, {600, 200}, even_letters());
  std::vector<std::string> words;
  for (const Tick& tick : ticks_of(axis, even_letters())) words.push_back(tick.words);
  EXPECT_EQ(words, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Spans, Ticks,
    testing::Values(
        TickCase{"half_a_second", std::chrono::milliseconds(500), {"23:59:58.000", "23:59:58.200", "23:59:58.400"}},
        TickCase{"seconds", std::chrono::seconds(10), {"2026-01-11", "00:00:05"}},
        TickCase{"minutes", std::chrono::minutes(12), {"2026-01-11", "00:05", "00:10"}},
        TickCase{"hours", std::chrono::hours(20), {"2026-01-11", "06:00", "12:00", "18:00"}},
        TickCase{"days", std::chrono::hours(24 * 5), {"2026-01-11", "2026-01-13", "2026-01-15"}},
        TickCase{"months", std::chrono::hours(24 * 150), {"2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}},
        TickCase{"years", std::chrono::hours(24 * 365 * 6), {"2027", "2028", "2029", "2030", "2031", "2032"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Timeline, HasARowForEachPhaseWithItsDomains) {
  const auto run = run_of("thumbprint_rotation");
  TimelineInput input = input_of(*run);
  input.cursor = run->last_event_until(run->time_of(0) + std::chrono::minutes(9));
  const Drawing drawing = draw_timeline(input, {}, {2000, 300}, even_letters());
  for (const char* const words :
       {"accept B as well", "present B", "retire A", "broken links", "A", "B", "valid until 2026-02-01"})
    EXPECT_TRUE(has_label(drawing, words)) << words;
  const auto texts = test::labels_of(drawing);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "UD0"), 3);
  EXPECT_TRUE(std::any_of(texts.begin(), texts.end(),
                          [](const std::string& text) { return text.starts_with("2026-01-10 00:0"); }));
}

TEST(Timeline, TakesPhasesTogetherWhenThereIsNoRoom) {
  const auto run = run_of("thumbprint_rotation");
  const Drawing drawing = draw_timeline(input_of(*run), {}, {1200, 120}, even_letters());
  EXPECT_TRUE(has_label(drawing, "plan"));
  EXPECT_FALSE(has_label(drawing, "broken links") && drawing.canvas.max.y < 60);
}

TEST(Timeline, FindingsAreFlagsThatClusterWhenTheyAreClose) {
  const auto run = run_of("thumbprint_swap_without_overlap");  // three findings, two of them at one moment
  const Drawing drawing = draw_timeline(input_of(*run), {}, size, even_letters());
  std::vector<Glyph> flags;
  for (const Glyph& glyph : all_of<Glyph>(drawing)) {
    if (glyph.shape == GlyphShape::flag) flags.push_back(glyph);
  }
  ASSERT_EQ(flags.size(), 2U);
  EXPECT_EQ(flags[0].target, (Target{Target::Kind::finding, 0, 0}));
  EXPECT_TRUE(has_label(drawing, "2"));
  EXPECT_TRUE(has_label(drawing, "3 findings"));
}

TEST(Timeline, TheTrustRowIsAsHighAsLinksAreBroken) {
  const auto run = run_of("thumbprint_swap_without_overlap");
  const TimelineInput input = input_of(*run);
  float row_height = 0;
  for (const TimelineRow& row : timeline_rows(input, size, even_letters())) {
    if (row.kind == TimelineRow::Kind::trust) row_height = row.bottom - row.top - 3;
  }
  float highest = 0;
  for (const Box& box : all_of<Box>(draw_timeline(input, {}, size, even_letters()))) {
    if (box.fill == Tone::refused) highest = std::max(highest, box.where.height());
  }
  EXPECT_NEAR(highest, row_height * 25 / 45, 1.0F) << "at the worst moment 25 of 45 pairs are broken";
}

TEST(Timeline, ACertificateThatEndsHasAMarkThere) {
  const auto run = run_of("rotation_too_late");
  const Drawing drawing = draw_timeline(input_of(*run), {}, size, even_letters());
  EXPECT_TRUE(has_label(drawing, "expired 2026-02-01"));
  const TimelineInput input = input_of(*run);
  const float end = timeline_axis(input, {}, size, even_letters()).x_of(*parse_sim_time("2026-02-01"));
  const auto lines = all_of<Line>(drawing);
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    return line.tone == Tone::refused && line.from.x == line.to.x && std::abs(line.from.x - end) < 1;
  }));
}

TEST(Timeline, TheCursorIsALineThroughAllRows) {
  const auto run = run_of("thumbprint_rotation");
  TimelineInput input = input_of(*run);
  input.cursor = 100;
  const Drawing drawing = draw_timeline(input, {}, size, even_letters());
  const float x = x_of(input, {}, size, 100, even_letters());
  const auto lines = all_of<Line>(drawing);
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    return line.tone == Tone::accent && std::abs(line.from.x - x) < 0.5F && line.to.y - line.from.y > 100;
  }));
}

TEST(Timeline, ASecondRunHasRowsAndTheFirstDifferenceAMark) {
  const auto run = run_of("thumbprint_rotation");
  const auto other = run_of("thumbprint_swap_without_overlap");
  TimelineInput input = input_of(*run);
  input.other = other.get();
  input.first_difference = 5;
  const Drawing drawing = draw_timeline(input, {}, size, even_letters());
  EXPECT_TRUE(has_label(drawing, "the other: plan"));
  EXPECT_TRUE(has_label(drawing, "first difference"));
  EXPECT_NE(mark_of(drawing, {Target::Kind::moment, 5, 0}), nullptr);
}

TEST(Timeline, TheSelectedNodeHasARowOfItsStates) {
  const auto run = run_of("minority_partition_during_rotation");
  TimelineInput input = input_of(*run);
  input.selection = {Selection::Kind::node, 3, 0};
  const Drawing drawing = draw_timeline(input, {}, size, even_letters());
  EXPECT_TRUE(has_label(drawing, "N3"));
  EXPECT_TRUE(has_label(drawing, "up"));
  std::size_t not_up = 0;
  for (const Box& box : all_of<Box>(drawing))
    not_up += box.target == Target{Target::Kind::node, 3, 0} && box.hatched ? 1U : 0U;
  EXPECT_GE(not_up, 2U);
}

}  // namespace
}  // namespace certdrill::scene
