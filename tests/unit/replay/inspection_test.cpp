// What is said of a node, a pair, a certificate and the checks at a moment.
#include "replay/inspection.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/explanation.h"
#include "replay/navigation.h"
#include "runs.h"

namespace certdrill::replay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Cursor at(const RunPointer& run, const std::string& moment) {
  Cursor cursor(run);
  const Result<EventNumber> event = find_moment(*run, moment);
  if (!event) ADD_FAILURE() << to_text(event.problem());
  if (event) cursor.go_to(*event);
  return cursor;
}

std::string rows_of(const NodeInspection& seen) {
  std::string text;
  for (const HeldCertificate& held : seen.store)
    text +=
        held.name + ", " + held.key + ", " + held.dates + ", " + held.standing + (held.usable ? "" : " (no)") + "\n";
  return text;
}

TEST(InspectNode, TellsAllOfIt) {
  const RunPointer run = shipped_run("thumbprint_rotation");
  const NodeInspection seen = inspect_node(at(run, "after 'present B' UD0"), 5);
  EXPECT_EQ(seen.name, "N5");
  EXPECT_EQ(seen.place, "UD0, FD0");
  EXPECT_EQ(seen.state, "up since before the start");
  EXPECT_EQ(seen.security, "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}");
  EXPECT_THAT(seen.presents, testing::StartsWith("B, which expires last"));
  EXPECT_EQ(seen.clock, "");
  EXPECT_EQ(rows_of(seen),
            "A, with its private key, 2025-02-01 to 2026-02-01, valid, 21d 23h left\n"
            "B, with its private key, 2026-01-05 to 2027-01-05, valid, 359d 23h left\n");
  EXPECT_EQ(seen.sessions.size(), 8U);
  EXPECT_TRUE(std::is_sorted(seen.sessions.begin(), seen.sessions.end(),
                             [](const SessionRow& a, const SessionRow& b) { return a.with < b.with; }));
  EXPECT_THAT(seen.sessions.front().text,
              HasSubstr("shows A, is shown A; is to be renewed; made with A, which N5 would "
                        "not show today"));
  EXPECT_EQ(inspect_node(at(run, "start"), 0).place, "UD0, FD0, seed node");
}

TEST(InspectNode, TellsWhyItIsAway) {
  const RunPointer run = shipped_run("old_sessions_hide_the_break");
  ASSERT_FALSE(run->absences().empty());
  Cursor cursor(run);
  cursor.go_to(run->absences().front().from);
  EXPECT_THAT(inspect_node(cursor, run->absences().front().node).state,
              testing::AnyOf(HasSubstr("its leases failed"), HasSubstr("its host started it again")));
}

TEST(InspectNode, TellsOfAWrongClock) {
  const RunPointer run = shipped_run("clock_behind_on_one_node");
  Cursor cursor(run);
  std::size_t wrong = 0;
  for (EventNumber event : {EventNumber{0}, run->last_event()}) {
    cursor.go_to(event);
    for (model::NodeIndex node = 0; node < cursor.snapshot().nodes.size(); ++node)
      wrong += inspect_node(cursor, node).clock.ends_with(" behind") ? 1U : 0U;
  }
  EXPECT_GE(wrong, 1U);
}

TEST(InspectNode, WithoutAFederationSaysSo) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  scenario.federation.simulate = false;
  const NodeInspection seen = inspect_node(at(run_of(std::move(scenario)), "after 'present B' UD0"), 0);
  EXPECT_EQ(seen.state, "up (the federation is not simulated)");
  EXPECT_TRUE(seen.sessions.empty());
}

// The words are those of `certdrill explain`.
TEST(InspectPair, SaysWhatExplainSays) {
  for (const char* const name : {"thumbprint_swap_without_overlap", "revoked_in_mid_rotation", "undeclared_issuer"}) {
    SCOPED_TRACE(name);
    const RunPointer run = shipped_run(name);
    ASSERT_FALSE(run->result().findings.empty());
    Cursor cursor(run);
    cursor.go_to(run->finding_events().front());
    const SimTime now = cursor.now();
    const auto nodes = static_cast<model::NodeIndex>(cursor.snapshot().nodes.size());
    for (model::NodeIndex other = 1; other < nodes; ++other) {
      check::Moment moment;
      moment.at = now;
      const auto said = check::explain(run->setting(), run->setting()->certificates(), 0, other, moment);
      ASSERT_TRUE(said);
      const PairInspection seen = inspect_pair(cursor, 0, other);
      EXPECT_EQ(seen.explanation.to_judges_from, said->to_judges_from);
      EXPECT_EQ(seen.explanation.from_judges_to, said->from_judges_to);
      const Link link = said->linked()                  ? Link::full
                        : said->from_judges_to.accepted ? Link::only_first_accepts
                        : said->to_judges_from.accepted ? Link::only_second_accepts
                                                        : Link::refused;
      EXPECT_EQ(seen.link, link) << other;
      EXPECT_EQ(seen.reason_ids.empty(), said->linked());
    }
  }
}

TEST(InspectPair, NamesTheReasonsAndTheSession) {
  const RunPointer run = shipped_run("thumbprint_swap_without_overlap");
  Cursor cursor(run);
  cursor.go_to(run->finding_events().front());
  const PairInspection seen = inspect_pair(cursor, 5, 0);
  EXPECT_EQ(seen.link, Link::refused);
  EXPECT_THAT(seen.reason_ids, ElementsAre("CertificateNotMatched", "ThumbprintNotMatched"));
  ASSERT_TRUE(seen.session);
  EXPECT_TRUE(seen.session->old);
  EXPECT_EQ(seen.session_text, "N5 shows A, is shown A; is to be renewed; made with A, which N5 would not show today");
}

TEST(InspectCertificate, CountsWhoHasIt) {
  const RunPointer run = shipped_run("thumbprint_rotation");
  const CertificateInspection seen = inspect_certificate(at(run, "after 'present B' UD0"), 1);
  EXPECT_EQ(seen.name, "B");
  EXPECT_EQ(seen.held_by, 10U);
  EXPECT_EQ(seen.presented_by, 2U);
  EXPECT_EQ(seen.accepted_by, 10U);
  EXPECT_THAT(seen.first_presenting, ElementsAre(0U, 5U));
  EXPECT_THAT(seen.first_holding, ElementsAre(0U, 1U, 2U, 3U, 4U));
  EXPECT_EQ(seen.standing, "valid, 359d 23h left");
  EXPECT_THAT(seen.details, HasSubstr("Subject:     CN=cluster.contoso.test\nIssuer:      itself\n"));
  EXPECT_THAT(seen.details, HasSubstr("Thumbprint:  A1BF"));
  EXPECT_EQ(inspect_certificate(at(run, "end"), 0).presented_by, 0U);
  EXPECT_EQ(inspect_certificate(at(run, "end"), 0).accepted_by, 0U);
}

TEST(InspectCertificate, TellsWhenItIsOver) {
  const RunPointer run = run_of_text(eventful);
  EXPECT_EQ(inspect_certificate(at(run, "2026-01-10T01:00:00Z"), 2).standing.substr(0, 18), "not yet valid, for");
  EXPECT_EQ(inspect_certificate(at(run, "2026-01-10T20:00:00Z"), 1).standing, "expires at this moment");
  EXPECT_THAT(inspect_certificate(at(run, "end"), 1).standing, testing::EndsWith(" ago"));
}

std::vector<CheckState> states_at(const RunPointer& run, EventNumber event) {
  std::vector<CheckState> states;
  for (const CheckStanding& standing : checks_at(*run, event)) states.push_back(standing.state);
  return states;
}

TEST(ChecksAt, EndAsTheResultSays) {
  for (const std::string& name : test::scenario_names()) {
    SCOPED_TRACE(name);
    const RunPointer run = shipped_run(name);
    const std::vector<CheckStanding> standings = checks_at(*run, run->last_event());
    ASSERT_EQ(standings.size(), run->result().checks.size());
    for (std::size_t i = 0; i < standings.size(); ++i) {
      const bool well = standings[i].state == CheckState::holds || standings[i].state == CheckState::fulfilled;
      EXPECT_EQ(well, run->result().checks[i].holds) << standings[i].text;
      EXPECT_EQ(standings[i].expected, run->result().checks[i].as_expected);
      EXPECT_EQ(standings[i].finding.has_value(), !run->result().checks[i].holds);
    }
  }
}

TEST(ChecksAt, BreakAndMendAtTheirMoments) {
  const RunPointer run = shipped_run("presents_before_accepted");
  for (std::size_t i = 0; i < run->result().checks.size(); ++i) {
    const std::vector<CheckStanding> standings = checks_at(*run, 0);
    const auto finding = standings[i].finding;
    const model::Quantifier quantifier = run->result().checks[i].check.quantifier;
    if (!finding || quantifier != model::Quantifier::always) continue;
    const EventNumber breaks = run->finding_events()[*finding];
    EXPECT_EQ(states_at(run, breaks - 1)[i], CheckState::holds);
    EXPECT_EQ(states_at(run, breaks)[i], CheckState::broken);
    const auto until = run->result().findings[*finding].until;
    if (!until) continue;
    EXPECT_EQ(states_at(run, run->last_event_until(*until))[i], CheckState::was_broken);
    EXPECT_EQ(states_at(run, run->last_event_until(*until) - 1)[i], CheckState::broken);
  }
}

TEST(ChecksAt, WaitForSometimesAndFinally) {
  const RunPointer run = shipped_run("thumbprint_rotation");
  const std::vector<check::CheckResult>& checks = run->result().checks;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const std::vector<CheckState> begin = states_at(run, 0);
    const std::vector<CheckState> end = states_at(run, run->last_event());
    if (checks[i].check.quantifier == model::Quantifier::finally) {
      EXPECT_EQ(begin[i], CheckState::not_yet);
      EXPECT_EQ(states_at(run, run->last_event() - 1)[i], CheckState::not_yet);
      EXPECT_EQ(end[i], CheckState::fulfilled);
    } else if (checks[i].check.quantifier == model::Quantifier::sometimes) {
      const EventNumber when = run->last_event_until(*checks[i].at);
      EXPECT_EQ(states_at(run, when - 1)[i], CheckState::not_yet);
      EXPECT_EQ(states_at(run, when)[i], CheckState::fulfilled);
    }
  }
}

}  // namespace
}  // namespace certdrill::replay
