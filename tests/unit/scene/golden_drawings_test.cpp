// Whole drawings of moments of shipped scenarios, as text. To approve them after reading them (or better: looking at
// the pictures in docs/): CERTDRILL_APPROVE=1 ctest -R GoldenDrawing
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"
#include "scene/timeline_scene.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::scene {
namespace {

struct GoldenCase {
  const char* name;
  const char* scenario;
  std::uint32_t domains_completed;
  const char* picture;  // a kind of graph, or "timeline"
};
class GoldenDrawing : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenDrawing, IsTheApprovedOne) {
  const GoldenCase& row = GetParam();
  const auto setting = std::make_shared<const world::Setting>(test::read_shipped_scenario(row.scenario));
  const auto run = replay::RecordedRun::record(setting);
  replay::EventNumber event = 0;
  std::uint32_t completed = 0;
  while (completed < row.domains_completed && event < run->last_event())
    completed += run->event(++event).domain_completed ? 1U : 0U;
  ASSERT_EQ(completed, row.domains_completed);
  event = run->settled(event);
  const View view;
  Drawing drawing;
  if (row.picture == std::string("timeline")) {
    TimelineInput input;
    input.run = run.get();
    input.cursor = event;
    input.selection = {Selection::Kind::node, 3, 0};
    drawing = draw_timeline(input, view, {1200, 240}, test::even_letters());
  } else {
    replay::Cursor cursor(run);
    cursor.go_to(event);
    Moment moment;
    moment.setting = setting.get();
    moment.now = &cursor.snapshot();
    View of_kind = view;
    of_kind.graph = *parse_graph_kind(row.picture);
    drawing = draw_graph(moment, of_kind, {900, 700}, test::even_letters());
  }
  const std::string text = to_text(drawing);
  const std::filesystem::path approved =
      std::filesystem::path(CERTDRILL_GOLDEN_DRAWINGS) / (std::string(row.name) + ".txt");
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) test::write_text(approved, text);
  ASSERT_TRUE(std::filesystem::exists(approved)) << "not approved yet:\n" << text;
  EXPECT_EQ(text, test::read_text(approved))
      << "if this is meant: CERTDRILL_APPROVE=1 ctest -R 'GoldenDrawing.*" << row.name << "'";
}

INSTANTIATE_TEST_SUITE_P(Moments, GoldenDrawing,
                         testing::Values(GoldenCase{"ring_in_mid_phase", "thumbprint_rotation", 7, "ring"},
                                         GoldenCase{"ring_swap_after_ud0", "thumbprint_swap_without_overlap", 1,
                                                    "ring"},
                                         GoldenCase{"ring_one_way", "presents_before_accepted", 2, "ring"},
                                         GoldenCase{"ring_partition", "minority_partition_during_rotation", 4, "ring"},
                                         GoldenCase{"map_swap_after_ud1", "thumbprint_swap_without_overlap", 2, "map"},
                                         GoldenCase{"matrix_one_way", "presents_before_accepted", 1, "matrix"},
                                         GoldenCase{"timeline_rotation", "thumbprint_rotation", 7, "timeline"},
                                         GoldenCase{"timeline_too_late", "rotation_too_late", 2, "timeline"}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::scene
