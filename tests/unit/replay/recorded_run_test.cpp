// A recorded run is the run itself: the same result, and after each event the same world, whatever way leads there.
#include "replay/recorded_run.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "naive/federation_scenario.h"
#include "naive/rotation_scenario.h"
#include "replay/snapshot.h"
#include "report/json_report.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::replay {
namespace {

using Setting = std::shared_ptr<const world::Setting>;

Setting setting_of(model::Scenario scenario) { return std::make_shared<const world::Setting>(std::move(scenario)); }

// Worlds by event: its hash right after each, as the simulation had it.
std::vector<std::uint64_t> hashes_of(const Setting& setting) {
  world::Simulation simulation(setting);
  std::vector<std::uint64_t> hashes{simulation.world().hash()};
  while (simulation.run_instant([&](const world::Simulation::Event&, const world::Effects&,
                                    const world::World& world) { hashes.push_back(world.hash()); },
                                [](SimTime, const world::World&) {})) {
  }
  return hashes;
}

// What a person sees of a moment, in one text.
std::string text_of(const Snapshot& snapshot) {
  std::string text = to_string(snapshot.at) + " " + std::to_string(snapshot.event);
  for (const NodeMoment& node : snapshot.nodes) {
    text += "\n" + std::string(world::to_string(node.state)) + " " + std::string(world::to_string(node.cause));
    for (const std::uint64_t number :
         {std::uint64_t{node.in_ring}, std::uint64_t{node.lost}, std::uint64_t{node.switched},
          std::uint64_t{node.configuration}, std::uint64_t{node.class_id}, std::uint64_t{node.presents},
          std::uint64_t{node.loaded}, std::uint64_t{node.trust_piece}, std::uint64_t{node.federation_piece}})
      text += " " + std::to_string(number);
  }
  for (const ClassMoment& each : snapshot.classes)
    text += "\n" + std::to_string(each.nodes) + " " + std::to_string(each.presents) + " " + each.security;
  for (const bool each : snapshot.accepts) text += each ? "+" : "-";
  for (const PieceMoment& each : snapshot.pieces)
    text += "\n" + std::to_string(each.nodes) + "/" + std::to_string(each.seeds);
  for (const SessionMoment& each : snapshot.sessions) {
    text += "\n" + std::to_string(each.opener) + "-" + std::to_string(each.acceptor) + " " +
            std::to_string(static_cast<int>(each.state)) + (each.old ? " old" : "") +
            (each.lease_in_doubt ? " in doubt" : "") + " " + std::to_string(each.shows.of_opener) + " " +
            std::to_string(each.shows.of_acceptor);
  }
  return text + "\n" + std::to_string(snapshot.broken_pairs) + " " + std::to_string(snapshot.quorum_kept);
}

class ShippedRun : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static Setting setting() { return setting_of(test::read_shipped_scenario(GetParam())); }
};

TEST_P(ShippedRun, HasTheResultOfARehearsal) {
  const auto run = RecordedRun::record(setting());
  const auto rehearsed = check::rehearse(setting());
  ASSERT_TRUE(rehearsed);
  EXPECT_EQ(report::json_report(run->scenario(), run->result()), report::json_report(run->scenario(), *rehearsed));
  EXPECT_EQ(run->last_event(), rehearsed->events);
  EXPECT_FALSE(run->was_stopped());
}

TEST_P(ShippedRun, EveryWorldIsThatOfTheSimulation) {
  const Setting same = setting();
  const std::vector<std::uint64_t> hashes = hashes_of(same);
  const auto run = RecordedRun::record(same);
  ASSERT_EQ(run->last_event() + 1, hashes.size());
  Cursor cursor(run);
  for (EventNumber event = 0; event < hashes.size(); ++event) {
    cursor.go_to(event);
    ASSERT_EQ(cursor.world().hash(), hashes[event]) << "after event " << event;
  }
}

TEST_P(ShippedRun, LooksTheSameBackAndForth) {
  RecordingOptions tight;
  tight.keyframe_bytes = 1;  // the longest ways
  const auto run = RecordedRun::record(setting(), tight);
  ASSERT_EQ(run->keyframes(), 1U);
  std::map<EventNumber, std::string> straight;
  Cursor cursor(run);
  for (EventNumber event = 0; event <= run->last_event(); ++event) {
    cursor.go_to(event);
    straight[event] = text_of(cursor.snapshot());
  }
  const auto with_keyframes = RecordedRun::record(setting());
  Cursor jumping(with_keyframes);
  Random random(1);
  for (int jump = 0; jump < 60; ++jump) {
    const EventNumber to = random.below(run->last_event() + 1);
    jumping.go_to(to);
    ASSERT_EQ(text_of(jumping.snapshot()), straight[to]) << "after event " << to;
  }
}

TEST_P(ShippedRun, CountsPairsAsTheChecksDo) {
  const auto run = RecordedRun::record(setting());
  Cursor cursor(run);
  std::size_t point = 0;
  for (EventNumber event = 0; event <= run->last_event(); ++event) {
    cursor.go_to(event);
    const std::vector<TrustPoint>& points = run->trust_points();
    while (point + 1 < points.size() && points[point + 1].event <= event) ++point;
    ASSERT_EQ(cursor.snapshot().broken_pairs, points[point].broken_pairs) << "after event " << event;
    ASSERT_EQ(cursor.snapshot().one_way_pairs, points[point].one_way_pairs) << "after event " << event;
    ASSERT_EQ(cursor.snapshot().pieces.size(), points[point].components) << "after event " << event;
    ASSERT_EQ(cursor.snapshot().pieces.front().nodes, points[point].largest_component) << "after event " << event;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRun, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace certdrill::replay
