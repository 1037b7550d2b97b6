// No two labels overlap and none leaves the canvas: for every picture, over sizes, numbers of nodes, names, zooms and
// moments.
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "moments.h"
#include "scene/timeline_scene.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::scene {
namespace {

using test::ClusterShape;
using test::even_letters;
using test::faults_of_labels;
using test::TestMoment;

struct Canvas {
  const char* name;
  Point size;
  float zoom;
  float scale;
};
struct Cluster {
  const char* name;
  ClusterShape shape;
};
class Labels : public testing::TestWithParam<std::tuple<GraphKind, Canvas, Cluster>> {};

TEST_P(Labels, StandFree) {
  const auto& [kind, canvas, cluster] = GetParam();
  View view;
  view.graph = kind;
  view.scale = canvas.scale;
  view.open_domains = {1};
  Viewport& viewport = view.viewports[static_cast<std::size_t>(kind)];
  viewport.zoom = canvas.zoom;
  viewport.offset = {canvas.size.x * (1 - canvas.zoom) * 0.3F, canvas.size.y * (1 - canvas.zoom) * 0.6F};
  const std::uint32_t half = cluster.shape.domains / 2;
  for (int situation = 0; situation < 5; ++situation) {
    TestMoment at(cluster.shape);
    const auto last = static_cast<model::NodeIndex>(at.now.nodes.size() - 1);
    if (situation == 1) at.switched(half, false, false).old_session(0, last);
    if (situation == 2)
      at.switched(half, true, false).state(0, world::NodeState::joining, true).state(last, world::NodeState::down);
    if (situation == 3) at.parted(half).state(last, world::NodeState::suspended);
    if (situation == 4) {
      at.switched(1, false, false);
      at.moment.selection = {Selection::Kind::node, last, 0};
      at.moment.hovered = {Target::Kind::node, 0, 0};
      at.now.nodes[0].key_waits = true;
      if (last > 0) at.absent(last, world::MachineStage::not_made);
      at.change.nodes = {0, last};
      at.moment.change = &at.change;
    }
    const Drawing picture = draw_graph(at.moment, view, canvas.size, even_letters());
    const Drawing legend = draw_legend(at.moment, view, canvas.size, even_letters());
    EXPECT_EQ(faults_of_labels(picture), std::vector<std::string>()) << "situation " << situation;
    EXPECT_EQ(faults_of_labels(legend), std::vector<std::string>()) << "situation " << situation;
    Drawing both = picture;
    both.marks.insert(both.marks.end(), legend.marks.begin(), legend.marks.end());
    EXPECT_EQ(faults_of_labels(both), std::vector<std::string>()) << "with its legend, situation " << situation;
    if (canvas.size.x >= 400 && canvas.zoom == 1) {
      EXPECT_FALSE(test::labels_of(picture).empty()) << "there is room for words";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pictures, Labels,
    testing::Combine(testing::Values(GraphKind::ring, GraphKind::map, GraphKind::matrix),
                     testing::Values(Canvas{"usual", {1000, 700}, 1, 1}, Canvas{"wide", {1600, 500}, 1, 1},
                                     Canvas{"high", {500, 1000}, 1, 1}, Canvas{"small", {320, 240}, 1, 1},
                                     Canvas{"tiny", {60, 40}, 1, 1}, Canvas{"near", {900, 700}, 3, 1},
                                     Canvas{"far", {900, 700}, 0.4F, 1}, Canvas{"large_text", {1000, 700}, 1, 1.75F}),
                     testing::Values(Cluster{"1_node", {1, 1, 1}}, Cluster{"2_nodes", {2, 2, 1}},
                                     Cluster{"3_nodes_1_domain", {3, 1, 3}}, Cluster{"10_nodes", {}},
                                     Cluster{"12_with_long_names", {12, 4, 5, 3, "the_front_end_of_contoso_west_"}},
                                     Cluster{"41_nodes", {41, 7, 7}}, Cluster{"60_in_60_domains", {60, 60, 9}},
                                     Cluster{"200_nodes", {200, 10, 9}},
                                     Cluster{"200_with_names", {200, 5, 9, 9, "vm_"}},
                                     Cluster{"201_nodes", {201, 5, 9}}, Cluster{"5000_in_900_domains", {5000, 900, 9}},
                                     Cluster{"10_with_an_actor_of_each_kind", {10, 5, 5, 1, "", 1}},
                                     Cluster{"12_with_many_actors", {12, 4, 5, 3, "contoso_west_", 4}},
                                     Cluster{"60_with_30_actors_of_each_kind", {60, 6, 9, 1, "", 30}},
                                     Cluster{"5000_with_actors", {5000, 20, 9, 1, "", 3}})),
    [](const auto& row) {
      return std::string(to_string(std::get<0>(row.param))) + "_" + std::get<1>(row.param).name + "_" +
             std::get<2>(row.param).name;
    });

class TimelineLabels : public testing::TestWithParam<std::string> {};

TEST_P(TimelineLabels, StandFree) {
  const auto setting = std::make_shared<const world::Setting>(test::read_shipped_scenario(GetParam()));
  const auto run = replay::RecordedRun::record(setting);
  for (const Point size : {Point{1200, 230}, Point{700, 120}, Point{300, 400}, Point{90, 30}}) {
    for (const TimeAxis axis : {TimeAxis::linear, TimeAxis::by_event}) {
      for (const replay::EventNumber cursor : {replay::EventNumber{0}, run->last_event() / 2, run->last_event()}) {
        View view;
        view.time_axis = axis;
        TimelineInput input;
        input.run = run.get();
        input.other = size.x == 700 ? run.get() : nullptr;
        if (size.x == 700) input.first_difference = run->last_event() / 3;
        input.cursor = cursor;
        input.span = whole_run(*run);
        input.selection = {Selection::Kind::node, 3, 0};
        const Drawing drawing = draw_timeline(input, view, size, even_letters());
        EXPECT_EQ(faults_of_labels(drawing), std::vector<std::string>())
            << size.x << " x " << size.y << ", event " << cursor;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, TimelineLabels,
                         testing::Values("thumbprint_rotation", "thumbprint_swap_without_overlap", "rotation_too_late",
                                         "three_phase_conversion", "revoked_in_mid_rotation",
                                         "minority_partition_during_rotation"),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace certdrill::scene
