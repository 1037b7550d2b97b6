// What may be typed into a filter of events, what it matches, and what is said of what may not.
#include "replay/condition.h"

#include <algorithm>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"
#include "replay/event_text.h"
#include "runs.h"

namespace certdrill::replay {
namespace {

const RunPointer& rotation() {
  static const RunPointer run = shipped_run("thumbprint_rotation");
  return run;
}
const RunPointer& trouble() {
  static const RunPointer run = run_of_text(eventful);
  return run;
}

// The same in plain code.
using Plain = std::function<bool(const RecordedRun&, EventNumber)>;
template <typename Kind>
bool is(const RecordedRun& run, EventNumber n) {
  return std::holds_alternative<Kind>(run.event(n).what);
}
bool about(const RecordedRun& run, EventNumber n, model::NodeIndex node) {
  return run.event(n).node == node || run.event(n).other == node;
}
bool says(const RecordedRun& run, EventNumber n, const std::string& words) {
  return lower_ascii(event_text(run, n)).find(words) != std::string::npos;
}
std::uint32_t domain_of(const RecordedRun& run, model::NodeIndex node) {
  return run.scenario().cluster.nodes[node].upgrade_domain;
}

struct MatchCase {
  const char* name;
  const char* text;
  Plain plain;
};
void PrintTo(const MatchCase& row, std::ostream* out) { *out << row.text; }

class Matches : public testing::TestWithParam<MatchCase> {};

TEST_P(Matches, WhatThePlainCodeFinds) {
  for (const RunPointer& run : {rotation(), trouble()}) {
    const Result<Condition> condition = Condition::parse(GetParam().text, run->scenario());
    ASSERT_TRUE(condition) << to_text(condition.problem());
    EventNumber found = 0;
    for (EventNumber n = 1; n <= run->last_event(); ++n) {
      ASSERT_EQ(condition->matches(*run, n), GetParam().plain(*run, n)) << n << " " << event_text(*run, n);
      found += condition->matches(*run, n) ? 1U : 0U;
    }
    EXPECT_EQ(condition->all_in(*run).size(), found);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Matches,
    testing::Values(
        MatchCase{"empty", "  ", [](const auto&, auto) { return true; }},
        MatchCase{"event", "event=SwitchNode", [](const auto& run, auto n) { return is<world::SwitchNode>(run, n); }},
        MatchCase{"event_in_lower_case", "EVENT = switchnode",
                  [](const auto& run, auto n) { return is<world::SwitchNode>(run, n); }},
        MatchCase{"not_event", "event != SwitchNode",
                  [](const auto& run, auto n) { return !is<world::SwitchNode>(run, n); }},
        MatchCase{
            "list", "event in {SwitchNode, RenewSession}",
            [](const auto& run, auto n) { return is<world::SwitchNode>(run, n) || is<world::RenewSession>(run, n); }},
        MatchCase{"node_of_sessions", "event=RenewSession node=N3",
                  [](const auto& run, auto n) { return is<world::RenewSession>(run, n) && about(run, n, 3); }},
        MatchCase{"either_of_two", "event=RenewSession and (node=N3 or node=n4)",
                  [](const auto& run, auto n) {
                    return is<world::RenewSession>(run, n) && (about(run, n, 3) || about(run, n, 4));
                  }},
        MatchCase{"or_is_weaker_than_and", "event=SwitchNode node=N1 or event=BeginDomain",
                  [](const auto& run, auto n) {
                    return (is<world::SwitchNode>(run, n) && about(run, n, 1)) || is<world::BeginDomain>(run, n);
                  }},
        MatchCase{
            "not_binds_tightly", "not event=SwitchNode event!=RenewSession",
            [](const auto& run, auto n) { return !is<world::SwitchNode>(run, n) && !is<world::RenewSession>(run, n); }},
        MatchCase{"domain_of_nodes", "event=SwitchNode domain=UD1",
                  [](const auto& run, auto n) {
                    return is<world::SwitchNode>(run, n) && domain_of(run, run.event(n).node) == 1;
                  }},
        MatchCase{"domain_that_begins", "event=BeginDomain and domain=UD2",
                  [](const auto& run, auto n) {
                    const auto* const begin = std::get_if<world::BeginDomain>(&run.event(n).what);
                    return begin != nullptr && begin->domain == 2;
                  }},
        MatchCase{"step_from_its_first_event_to_its_last", "step='accept B as well'",
                  [](const auto& run, auto n) {
                    const auto& steps = run.scenario().steps;
                    for (EventNumber each = n; each > 0; --each) {
                      if (run.event(each).step_completed && each != n) return false;
                      if (const auto* const begin = std::get_if<world::BeginStep>(&run.event(each).what))
                        return steps[begin->step].name == "accept B as well";
                    }
                    return false;
                  }},
        MatchCase{"certificate_of_sessions", "event=RenewSession certificate=B",
                  [](const auto& run, auto n) { return is<world::RenewSession>(run, n) && says(run, n, "shows b"); }},
        MatchCase{"certificate_of_stores", "event=ChangeStore certificate=B",
                  [](const auto& run, auto n) { return is<world::ChangeStore>(run, n) && says(run, n, "gets b"); }},
        MatchCase{
            "certificate_itself",
            "certificate=A not event=RenewSession not event=EstablishLease not "
            "event=CloseSession not event=ChangeStore",
            [](const auto& run, auto n) { return is<world::CertificateExpires>(run, n) && says(run, n, "a expires"); }},
        MatchCase{"outcome", "outcome in {bothLose, oneSideLoses}",
                  [](const auto& run, auto n) {
                    return run.event(n).outcome == world::Outcome::both_lose ||
                           run.event(n).outcome == world::Outcome::one_side_loses;
                  }},
        MatchCase{"state", "state=suspended",
                  [](const auto& run, auto n) {
                    return std::any_of(run.node_turns().begin(), run.node_turns().end(), [n](const NodeTurn& turn) {
                      return turn.event == n && turn.to == world::NodeState::suspended;
                    });
                  }},
        MatchCase{"cause", "cause=leaseFailed",
                  [](const auto& run, auto n) {
                    return std::any_of(run.node_turns().begin(), run.node_turns().end(), [n](const NodeTurn& turn) {
                      return turn.event == n && turn.cause == world::Cause::lease_failed;
                    });
                  }},
        MatchCase{
            "time_after_the_start", "time<+8m",
            [](const auto& run, auto n) { return run.time_of(n) < run.result().start + std::chrono::minutes(8); }},
        MatchCase{
            "time", "time >= 2026-01-10T00:12:00Z",
            [](const auto& run, auto n) { return run.time_of(n) >= run.result().start + std::chrono::minutes(12); }},
        MatchCase{"number", "number>10 number<=12", [](const auto&, auto n) { return n > 10 && n <= 12; }},
        MatchCase{"words", "renew n3",
                  [](const auto& run, auto n) {
                    const std::string name = lower_ascii(std::string(event_name(run, n)));
                    return (says(run, n, "renew") || name.find("renew") != std::string::npos) && says(run, n, "n3");
                  }},
        MatchCase{"phrase", "\"switches to\"", [](const auto& run, auto n) { return says(run, n, "switches to"); }},
        MatchCase{"in_as_a_word", "in \"switches to\"",
                  [](const auto& run, auto n) {
                    const std::string name = lower_ascii(std::string(event_name(run, n)));
                    return says(run, n, "switches to") && (says(run, n, "in") || name.find("in") != std::string::npos);
                  }},
        MatchCase{"parentheses", "((event=BeginStep))",
                  [](const auto& run, auto n) { return is<world::BeginStep>(run, n); }}),
    [](const auto& row) { return std::string(row.param.name); });

struct ProblemCase {
  const char* name;
  const char* text;
  const char* said;  // without the severity
};
void PrintTo(const ProblemCase& row, std::ostream* out) { *out << row.text; }

class Refuses : public testing::TestWithParam<ProblemCase> {};

TEST_P(Refuses, WithAHelpfulProblem) {
  const Result<Condition> condition = Condition::parse(GetParam().text, rotation()->scenario());
  ASSERT_FALSE(condition);
  const Problem& problem = condition.problem();
  EXPECT_EQ(problem.where.line, 1U);
  EXPECT_EQ(problem.where.source_line, GetParam().text);
  EXPECT_EQ(std::to_string(problem.where.column) + "+" + std::to_string(problem.where.length) + ": " + problem.what +
                (problem.help.empty() ? "" : " | " + problem.help),
            GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Refuses,
    testing::Values(
        ProblemCase{"field", "evnt=SwitchNode", "1+4: unknown field \"evnt\" | did you mean \"event\"?"},
        ProblemCase{"far_field", "xyzzy=1",
                    "1+5: unknown field \"xyzzy\" | one of: node, event, domain, step, certificate, outcome, state, "
                    "cause, agent, vault, client, time, number"},
        ProblemCase{"node", "node=N33", "6+3: unknown node \"N33\" | did you mean \"N3\"?"},
        ProblemCase{"far_node", "node=frontend",
                    "6+8: unknown node \"frontend\" | one of: N0, N1, N2, N3, N4, N5, N6, N7, N8, N9"},
        ProblemCase{"event", "node=N3 event=SwitchNod",
                    "15+9: unknown event \"SwitchNod\" | did you mean \"SwitchNode\"?"},
        ProblemCase{"domain", "domain=UD",
                    "8+2: unknown upgrade domain \"UD\" | did you mean \"UD0\", \"UD1\" or \"UD2\"?"},
        ProblemCase{"step", "step=\"presnt B\"", "6+10: unknown step \"presnt B\" | did you mean \"present B\"?"},
        ProblemCase{"certificate", "certificate=b1", "13+2: unknown certificate \"b1\" | one of: A, B"},
        ProblemCase{"outcome", "outcome=refusd", "9+6: unknown outcome \"refusd\" | did you mean \"refused\"?"},
        ProblemCase{"state", "state=dwn", "7+3: unknown state \"dwn\" | did you mean \"down\"?"},
        ProblemCase{"order_of_nodes", "node<N3", "5+1: \"node\" has no order | write = or !=, or in { , }"},
        ProblemCase{"list_of_times", "time in {+5m}",
                    "6+2: \"time\" is compared, not listed | write =, !=, <, <=, > or >="},
        ProblemCase{
            "time", "time>noon",
            "6+4: not a time: \"noon\": it does not begin with a date | a time, as in 2026-01-10T00:08:00Z, or one "
            "after the start of the run, as in +90m"},
        ProblemCase{"duration", "time>+5x",
                    "6+3: not a duration: \"5x\": unknown unit \"x\" | a time after the start of the run, as in +90m"},
        ProblemCase{"number", "number=ten", "8+3: no number: \"ten\" | events count from 1"},
        ProblemCase{"parenthesis", "node=N1 (node=N2", "9+1: the parenthesis is never closed"},
        ProblemCase{"closing", "node=N1)", "8+1: no condition begins with \")\" | a parenthesis may be missing"},
        ProblemCase{"list", "node in {N1, N2", "9+1: the list is never closed | write in {A, B}"},
        ProblemCase{"quotation", "step='present B", "6+10: the quotation mark is never closed"},
        ProblemCase{"end", "node=N1 or",
                    "11+1: the condition ends too early | write words that occur in the line of an event, or node=N3, "
                    "event=SwitchNode, time>+90m"},
        ProblemCase{"no_value", "node=", "6+1: no value of \"node\""},
        ProblemCase{"columns_are_characters", "\"zwölf\" nod=N1",
                    "9+3: unknown field \"nod\" | did you mean \"node\"?"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Conditions, TakeAnyTextWithoutHarm) {
  const std::string letters = "node=N1 (){},!<>'\"+in and or not\xC3";
  Random random(5);
  int good = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::uint64_t length = random.below(14); length > 0; --length) text += letters[random.below(letters.size())];
    const Result<Condition> condition = Condition::parse(text, rotation()->scenario());
    if (condition) {
      ++good;
      (void)condition->matches(*rotation(), 5);
    } else {
      EXPECT_FALSE(condition.problem().what.empty());
    }
  }
  EXPECT_GT(good, 100);
  EXPECT_FALSE(Condition::parse(std::string(100'000, '('), rotation()->scenario()));
}

}  // namespace
}  // namespace certdrill::replay
