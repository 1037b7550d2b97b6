// Where "next" and "back" lead, and moments as people write them.
#include "replay/navigation.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "replay/snapshot.h"
#include "runs.h"

namespace certdrill::replay {
namespace {

const RunPointer& rotation() {
  static const RunPointer run = shipped_run("thumbprint_rotation");
  return run;
}

// All places that a stride comes to, in order.
std::vector<EventNumber> places(const RecordedRun& run, Stride stride, Direction direction) {
  std::vector<EventNumber> found;
  EventNumber at = direction == Direction::forward ? 0 : run.last_event();
  while (const std::optional<EventNumber> next = step(run, at, stride, direction)) {
    EXPECT_TRUE(direction == Direction::forward ? *next > at : *next < at);
    at = *next;
    found.push_back(at);
  }
  return found;
}

TEST(Step, GoesThroughEveryEventAndBack) {
  const std::vector<EventNumber> forward = places(*rotation(), Stride::event, Direction::forward);
  const std::vector<EventNumber> back = places(*rotation(), Stride::event, Direction::back);
  EXPECT_EQ(forward.size(), rotation()->last_event());
  EXPECT_EQ(back.size(), rotation()->last_event());
  EXPECT_EQ(back.back(), 0U);
}

TEST(Step, ByInstantsEndsWhereChecksLook) {
  std::vector<EventNumber> settled;
  for (EventNumber event = 1; event <= rotation()->last_event(); ++event) {
    if (rotation()->settled(event) == event) settled.push_back(event);
  }
  EXPECT_EQ(places(*rotation(), Stride::instant, Direction::forward), settled);
  std::vector<EventNumber> back(settled.rbegin() + 1, settled.rend());
  back.push_back(0);
  EXPECT_EQ(places(*rotation(), Stride::instant, Direction::back), back);
}

TEST(Step, ByInstantsFinishesAnInstantFirst) {
  EventNumber middle = 0;
  for (EventNumber event = 1; event <= rotation()->last_event() && middle == 0; ++event) {
    if (rotation()->settled(event) != event) middle = event;
  }
  ASSERT_NE(middle, 0U);
  EXPECT_EQ(step(*rotation(), middle, Stride::instant, Direction::forward), rotation()->settled(middle));
}

TEST(Step, ByDomainsAndStepsComesToEachOfThem) {
  // Three upgrades in five domains.
  EXPECT_EQ(places(*rotation(), Stride::domain, Direction::forward).size(), 15U);
  EXPECT_EQ(places(*rotation(), Stride::phase, Direction::forward).size(), 3U);
  for (const Stride stride : {Stride::domain, Stride::phase}) {
    std::vector<EventNumber> forward = places(*rotation(), stride, Direction::forward);
    std::vector<EventNumber> back = places(*rotation(), stride, Direction::back);
    if (forward.back() == rotation()->last_event()) forward.pop_back();
    EXPECT_EQ(std::vector<EventNumber>(back.rbegin(), back.rend()), forward);
  }
}

TEST(NextFinding, ComesToEachWhereItsStateIs) {
  const RunPointer run = shipped_run("thumbprint_swap_without_overlap");
  ASSERT_GE(run->result().findings.size(), 2U);
  std::set<std::size_t> met;
  EventNumber at = 0;
  while (const auto next = next_finding(*run, at, Direction::forward)) {
    EXPECT_EQ(event_of_finding(*run, next->finding), next->event);
    EXPECT_EQ(run->time_of(next->event), run->result().findings[next->finding].at);
    met.insert(next->finding);
    at = next->event;
  }
  EXPECT_FALSE(next_finding(*run, run->last_event(), Direction::forward));
  const auto back = next_finding(*run, run->last_event(), Direction::back);
  ASSERT_TRUE(back);
  EXPECT_TRUE(met.count(back->finding) != 0 || back->event == at);
  EXPECT_FALSE(next_finding(*run, 0, Direction::back));
}

TEST(NextFinding, KnowsBrokenPairsWhereTheyBroke) {
  for (const std::string& name : test::scenario_names()) {
    SCOPED_TRACE(name);
    const RunPointer run = shipped_run(name);
    Cursor cursor(run);
    for (std::size_t finding = 0; finding < run->result().findings.size(); ++finding) {
      const check::Finding& about = run->result().findings[finding];
      if (about.id != "PairCannotAuthenticate") continue;
      if (run->result().checks[about.check].check.quantifier != model::Quantifier::always) continue;
      cursor.go_to(event_of_finding(*run, finding));
      EXPECT_GT(cursor.snapshot().broken_pairs, 0U);
      if (cursor.event() == 0) continue;
      cursor.go_to(*step(*run, cursor.event(), Stride::instant, Direction::back));
      EXPECT_EQ(cursor.snapshot().broken_pairs, 0U);
    }
  }
}

// What is asked of one node, compared with all that a snapshot shows of it.
TEST(NextChangeOf, MissesNothingThatASnapshotShows) {
  for (const char* const name : {"thumbprint_rotation", "old_sessions_hide_the_break", "restart_is_not_enough"}) {
    SCOPED_TRACE(name);
    const RunPointer run = shipped_run(name);
    Cursor cursor(run);
    for (const model::NodeIndex node : {0U, 5U}) {
      std::set<EventNumber> told;
      for (EventNumber at = 0;;) {
        const auto next = next_change_of(*run, at, node, Direction::forward);
        if (!next) break;
        told.insert(*next);
        at = *next;
      }
      std::set<EventNumber> told_back;
      for (EventNumber at = run->last_event() + 1;;) {
        const auto next = next_change_of(*run, at, node, Direction::back);
        if (!next) break;
        told_back.insert(*next);
        at = *next;
      }
      EXPECT_EQ(told, told_back);
      const auto seen = [&] {
        const Snapshot& snapshot = cursor.snapshot();
        std::string text = std::string(world::to_string(snapshot.nodes[node].state)) +
                           std::to_string(snapshot.nodes[node].configuration);
        for (const SessionMoment& session : snapshot.sessions) {
          if (session.opener != node && session.acceptor != node) continue;
          if (session.state == SessionMoment::State::none) continue;
          text += " " + std::to_string(session.opener) + "-" + std::to_string(session.acceptor) + ":" +
                  std::to_string(session.shows.of_opener) + "," + std::to_string(session.shows.of_acceptor);
        }
        return text;
      };
      cursor.go_to(0);
      std::string before = seen();
      for (EventNumber event = 1; event <= run->last_event(); ++event) {
        cursor.go_to(event);
        std::string now = seen();
        if (now != before) {
          EXPECT_EQ(told.count(event), 1U) << event;
        }
        before = std::move(now);
      }
      EXPECT_LT(told.size(), run->last_event());
    }
  }
}

TEST(NextWhere, GoesToTheNextMatch) {
  const Result<Condition> condition = Condition::parse("event=BeginStep", rotation()->scenario());
  ASSERT_TRUE(condition);
  const auto second = next_where(*rotation(), 1, *condition, Direction::forward);
  ASSERT_TRUE(second);
  EXPECT_EQ(std::get<world::BeginStep>(rotation()->event(*second).what).step, 1U);
  EXPECT_EQ(next_where(*rotation(), *second, *condition, Direction::back), EventNumber{1});
  EXPECT_FALSE(next_where(*rotation(), 1, *condition, Direction::back));
}

struct MomentCase {
  const char* name;
  const char* text;
  const char* said;  // the time of the event, or the problem
};
void PrintTo(const MomentCase& row, std::ostream* out) { *out << row.text; }

class FindMoment : public testing::TestWithParam<MomentCase> {};

TEST_P(FindMoment, OrSaysWhyNot) {
  const Result<EventNumber> moment = find_moment(*rotation(), GetParam().text);
  const std::string said =
      moment ? std::to_string(*moment) + " " + to_string(rotation()->time_of(*moment))
             : moment.problem().what + (moment.problem().help.empty() ? "" : " | " + moment.problem().help);
  EXPECT_EQ(said, GetParam().said);
}

constexpr const char* allowed_moments =
    " | a moment is a time (2026-01-10T00:08:06Z), a time after the start (+90m), after 'STEP', after 'STEP' DOMAIN, "
    "event "
    "NUMBER, finding NUMBER, start or end";
const std::string no_moment = std::string("no moment is given") + allowed_moments;
const std::string too_much = std::string("there is more behind the upgrade domain: \"now\"") + allowed_moments;
const std::string no_step = std::string("no step behind \"after\"") + allowed_moments;

INSTANTIATE_TEST_SUITE_P(
    Rows, FindMoment,
    testing::Values(MomentCase{"start", "start", "0 2026-01-10T00:00:00Z"},
                    MomentCase{"event", "event 12", "12 2026-01-10T00:01:40.230Z"},
                    MomentCase{"event_0", "event 0", "0 2026-01-10T00:00:00Z"},
                    MomentCase{"step", "after 'present B'", "117 2026-01-10T00:11:10.026Z"},
                    MomentCase{"step_in_other_quotation_marks", "after \"present B\"", "117 2026-01-10T00:11:10.026Z"},
                    MomentCase{"step_without", "  After present b ", "117 2026-01-10T00:11:10.026Z"},
                    MomentCase{"domain", "after 'present B' UD2", "91 2026-01-10T00:08:56.375Z"},
                    MomentCase{"domain_without", "after present B UD2", "91 2026-01-10T00:08:56.375Z"},
                    MomentCase{"time", "2026-01-10T00:08:06Z", "81 2026-01-10T00:08:01.941Z"},
                    MomentCase{"after_the_start", "+90s", "10 2026-01-10T00:01:25.115Z"},
                    MomentCase{"no_event", "event 9999", "there is no event 9999 | they go from 0 to 211"},
                    MomentCase{"no_number", "event x", "no number of event: \"x\" | they go from 0 to 211"},
                    MomentCase{"no_finding", "finding 1", "the run has no finding"},
                    MomentCase{"unknown_step", "after 'presnt B'",
                               "unknown step \"presnt B\" | did you mean \"present B\"?"},
                    MomentCase{"unknown_domain", "after present B UD9",
                               "unknown upgrade domain \"UD9\" | did you mean \"UD0\", \"UD1\" or \"UD2\"?"},
                    MomentCase{"too_much", "after 'present B' UD1 now", too_much.c_str()},
                    MomentCase{"before_the_start", "2025-01-01",
                               "the run starts later than 2025-01-01T00:00:00Z: at 2026-01-10T00:00:00Z"},
                    MomentCase{"unknown_word", "ennd", "no moment: \"ennd\" | did you mean \"end\"?"},
                    MomentCase{"nothing", "", no_moment.c_str()}, MomentCase{"no_step", "after", no_step.c_str()}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(FindMoments, OfAStepThatIsNeverDoneIsAProblem) {
  const RunPointer run = shipped_run("upgrade_stuck_at_ud0");
  std::string name;
  for (const check::StepResult& step : run->result().steps) {
    if (!step.completed) name = step.name;
  }
  ASSERT_FALSE(name.empty());
  const Result<EventNumber> moment = find_moment(*run, "after '" + name + "'");
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.problem().what, "the run never completes " + certdrill::quoted(name));
}

TEST(FindMoments, AfterADomainIsWhereTheReportHasIt) {
  for (const std::string& scenario : test::scenario_names()) {
    const RunPointer run = shipped_run(scenario);
    for (const check::StepResult& step : run->result().steps) {
      if (step.state != check::StepState::completed || step.kind != check::StepKind::upgrade) continue;
      for (const check::StateLine& line : step.lines) {
        if (!line.label.starts_with("after UD")) continue;
        SCOPED_TRACE(scenario + ", " + step.name + ", " + line.label);
        const Result<EventNumber> moment = find_moment(*run, "after '" + step.name + "' " + line.label.substr(6));
        ASSERT_TRUE(moment) << to_text(moment.problem());
        EXPECT_EQ(run->time_of(*moment), line.at);
      }
    }
  }
}

TEST(FindMoments, AfterEveryCompletedStepOfEveryRun) {
  for (const std::string& scenario : test::scenario_names()) {
    const RunPointer run = shipped_run(scenario);
    for (const check::StepResult& step : run->result().steps) {
      SCOPED_TRACE(scenario + ", " + step.name);
      // A fault is done when it has begun; its end comes later.
      if (!step.completed || step.kind == check::StepKind::fault) continue;
      const Result<EventNumber> moment = find_moment(*run, "after \"" + step.name + "\"");
      ASSERT_TRUE(moment) << to_text(moment.problem());
      EXPECT_EQ(run->time_of(*moment), step.end);
    }
  }
}

}  // namespace
}  // namespace certdrill::replay
