// A recorded run is the run itself: the same result, and after each event the same world, whatever way leads there.
#include "replay/recorded_run.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "naive/federation_scenario.h"
#include "naive/rotation_scenario.h"
#include "replay/inspection.h"
#include "replay/snapshot.h"
#include "report/json_report.h"
#include "runs.h"

namespace certdrill::replay {
namespace {

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
    const std::vector<PieceMoment>& pieces = cursor.snapshot().pieces;  // none before a machine has been made
    ASSERT_EQ(pieces.empty() ? 0 : pieces.front().nodes, points[point].largest_component) << "after event " << event;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRun, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

// The same of a run with all that can happen, and of random ones.
void expect_worlds_of_the_simulation(const Setting& setting, std::size_t keyframe_bytes) {
  const std::vector<std::uint64_t> hashes = hashes_of(setting);
  RecordingOptions options;
  options.keyframe_bytes = keyframe_bytes;
  const RunPointer run = RecordedRun::record(setting, options);
  ASSERT_EQ(run->last_event() + 1, hashes.size());
  Cursor cursor(run);
  Random random(3);
  for (int jump = 0; jump < 100; ++jump) {
    const EventNumber to = random.below(run->last_event() + 1);
    cursor.go_to(to);
    ASSERT_EQ(cursor.event(), to);
    ASSERT_EQ(cursor.world().hash(), hashes[to]) << "after event " << to;
  }
  cursor.go_to(UINT64_MAX);
  EXPECT_EQ(cursor.event(), run->last_event());
}

TEST(RecordedRun, OfAnEventfulRunHasTheWorldsOfTheSimulation) {
  expect_worlds_of_the_simulation(setting_of(test::read_scenario_text(eventful)), 4 << 20);
}

TEST(RecordedRun, OfARandomRunHasTheWorldsOfTheSimulation) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    model::Scenario scenario =
        naive::federation_rotation(5 + static_cast<std::uint32_t>(random.below(20)), random.below(2) == 0);
    scenario.seed = seed;
    scenario.federation.simulate = random.below(4) != 0;
    for (const model::FaultKind kind :
         {model::FaultKind::crash, model::FaultKind::partition, model::FaultKind::lossy}) {
      if (random.below(2) == 0 || !scenario.federation.simulate) continue;
      model::RandomFault fault;
      fault.fault.kind = kind;
      fault.fault.length = std::chrono::seconds(20 + random.below(200));
      fault.fault.percent = 30;
      fault.every = std::chrono::minutes(5 + random.below(30));
      scenario.random_faults.push_back(fault);
    }
    expect_worlds_of_the_simulation(setting_of(std::move(scenario)), std::size_t{1} << (14 + random.below(12)));
  }
}

TEST(RecordedRun, StopsAfterSoManyEvents) {
  const Setting setting = setting_of(test::read_shipped_scenario("thumbprint_rotation"));
  const RunPointer whole = RecordedRun::record(setting);
  for (const EventNumber most : {EventNumber{0}, EventNumber{1}, EventNumber{50}, whole->last_event()}) {
    SCOPED_TRACE(most);
    RecordingOptions options;
    options.most_events = most;
    const RunPointer run = RecordedRun::record(setting, options);
    ASSERT_EQ(run->last_event(), most);
    EXPECT_TRUE(run->was_stopped());
    EXPECT_EQ(run->result().events, most);
    Cursor cursor(run);
    Cursor same(whole);
    cursor.go_to(most);
    same.go_to(most);
    EXPECT_EQ(text_of(cursor.snapshot()), text_of(same.snapshot()));
  }
  RecordingOptions options;
  options.most_events = whole->last_event() + 1;
  EXPECT_FALSE(RecordedRun::record(setting, options)->was_stopped());
}

// This plan holds; what only its end would show must not be made up in its middle.
TEST(RecordedRun, SaysNothingOfAnEndThatWasCutOff) {
  const Setting setting = setting_of(test::read_shipped_scenario("thumbprint_rotation"));
  RecordingOptions options;
  options.most_events = 20;
  const RunPointer run = RecordedRun::record(setting, options);
  EXPECT_FALSE(run->result().whole);
  EXPECT_TRUE(run->result().findings.empty());
  EXPECT_EQ(run->result().end, run->time_of(20));
  for (const check::StepResult& step : run->result().steps) EXPECT_NE(step.state, check::StepState::stuck);
  bool asked_about_the_end = false;
  const std::vector<CheckStanding> standings = checks_at(*run, 20);
  for (std::size_t i = 0; i < standings.size(); ++i) {
    if (run->scenario().checks[i].quantifier != model::Quantifier::finally) continue;
    asked_about_the_end = true;
    EXPECT_EQ(standings[i].state, CheckState::not_yet);
  }
  EXPECT_TRUE(asked_about_the_end);
  EXPECT_TRUE(RecordedRun::record(setting)->result().whole);
}

TEST(RecordedRun, IsNullWhenItsProgressSaysStop) {
  RecordingOptions options;
  options.progress = [](SimTime, std::uint64_t) { return false; };
  EXPECT_EQ(RecordedRun::record(setting_of(test::read_scenario_text(eventful)), options), nullptr);
}

TEST(RecordedRun, KeepsWithinItsMemory) {
  const Setting setting = setting_of(test::read_scenario_text(eventful));
  const RunPointer generous = RecordedRun::record(setting);
  RecordingOptions tight;
  tight.keyframe_bytes = 256 << 10;
  const RunPointer bounded = RecordedRun::record(setting, tight);
  EXPECT_GE(generous->keyframes(), 2 * bounded->keyframes());
  EXPECT_GE(bounded->keyframes(), 2U);
  EXPECT_LE(bounded->memory_bytes(), tight.keyframe_bytes + 100 * bounded->last_event());
  EXPECT_EQ(bounded->keyframe_before(0).event, 0U);
}

TEST(RecordedRun, FindsMomentsByTime) {
  const RunPointer run = shipped_run("thumbprint_rotation");
  const SimTime start = run->result().start;
  EXPECT_EQ(run->time_of(0), start);
  EXPECT_EQ(run->last_event_until(start - Duration(1)), 0U);
  EXPECT_EQ(run->last_event_until(SimTime::max()), run->last_event());
  EXPECT_EQ(run->settled(0), 0U);
  for (EventNumber event = 1; event <= run->last_event(); ++event) {
    const EventNumber settled = run->settled(event);
    ASSERT_GE(settled, event);
    ASSERT_EQ(run->time_of(settled), run->time_of(event));
    if (settled < run->last_event()) {
      ASSERT_GT(run->time_of(settled + 1), run->time_of(event));
    }
    ASSERT_EQ(run->last_event_until(run->time_of(event)), settled);
  }
}

TEST(RecordedRun, KnowsWhoIsLost) {
  const RunPointer run = shipped_run("old_sessions_hide_the_break");
  const std::vector<check::NodeLoss>& losses = run->result().federation.losses;
  ASSERT_FALSE(losses.empty());
  ASSERT_EQ(run->absences().size(), losses.size());
  Cursor cursor(run);
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const NodeAbsence& absence = run->absences()[i];
    EXPECT_EQ(absence.node, losses[i].node);
    EXPECT_EQ(run->time_of(absence.from), losses[i].at);
    cursor.go_to(absence.from - 1);
    EXPECT_FALSE(cursor.snapshot().nodes[absence.node].lost);
    cursor.go_to(absence.from);
    EXPECT_TRUE(cursor.snapshot().nodes[absence.node].lost);
  }
}

TEST(RecordedRun, OfAHundredThousandNodesIsThereToo) {
  RecordingOptions options;
  options.keyframe_bytes = 64 << 20;
  const RunPointer run = RecordedRun::record(setting_of(naive::rotation_scenario(100'000)), options);
  EXPECT_GE(run->last_event(), 400'000U);
  Cursor cursor(run);
  for (const EventNumber event : {run->last_event() / 2, EventNumber{1'000}, run->last_event()}) {
    cursor.go_to(event);
    const Snapshot& snapshot = cursor.snapshot();
    EXPECT_EQ(snapshot.nodes.size(), 100'000U);
    EXPECT_LE(snapshot.classes.size(), 8U);
    EXPECT_EQ(snapshot.broken_pairs, 0U);
    EXPECT_EQ(snapshot.pieces.size(), 1U);
  }
}

}  // namespace
}  // namespace certdrill::replay
