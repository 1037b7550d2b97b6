// Cases RE of tests/data/runtime_cases that are about sessions, between two nodes: N0 opens them as the client of the
// case, N1 accepts them as its server. "Traffic goes on" while the lease that the session carries is never in doubt.
#include <algorithm>

#include "model/notation.h"
#include "model/notation_parser.h"
#include "runtime_cases.h"
#include "unit/world/drill.h"

namespace certdrill::trust {
namespace {

using namespace std::chrono_literals;
using test::Drill;
using Lines = std::vector<std::string>;

constexpr std::uint32_t nobody_is_listed = 5;  // into Scenario::securities

// N0 shows A and N1 shows B; both list both.
model::Scenario client_and_server(model::Profile profile) {
  model::Scenario scenario = naive::federation_scenario(2, 1);
  scenario.profile = profile;
  scenario.switches = model::switches_of(profile);
  scenario.cluster.nodes[0].security = naive::a_and_both;
  scenario.cluster.nodes[1].security = naive::b_and_both;
  scenario.securities.push_back(*model::parse_security("{P:{TP=B}, V:{TP=C}}"));
  return scenario;
}

const world::Lease& session_of(const Drill& drill) { return drill.federation().leases[0]; }
bool is_open(const Drill& drill) { return session_of(drill).session == world::Lease::Session::open; }
SimTime start_of(Drill& drill) { return drill.world().scenario().start; }

// The first moment of an event of this name at or behind that one; max: there is none.
Duration first_of(const Drill& drill, std::string_view name, Duration from = {}) {
  for (const Drill::Line& line : drill.lines()) {
    if (line.at >= from && name_of(line.action) == name) return line.at;
  }
  return Duration::max();
}

// RE-07
void expect_that_age_replaces_it(model::Profile profile) {
  model::Scenario scenario = client_and_server(profile);
  scenario.federation.session_expiration = 5s;
  Drill drill(scenario);
  drill.run_until(9s);
  EXPECT_EQ(drill.times_of("RenewSession"), Lines{"+5.000"}) << "one disconnect";
  EXPECT_EQ(session_of(drill).made, start_of(drill) + 5s);
  EXPECT_TRUE(is_open(drill));
  EXPECT_EQ(first_of(drill, "RenewLease"), Duration::max()) << "traffic goes on";
}

// RE-08. A moment is drawn of five minutes, or of the life of a session when that is shorter.
void expect_that_settings_replace_it(model::Profile profile) {
  model::Scenario scenario = client_and_server(profile);
  scenario.federation.session_expiration = 60s;
  Drill drill(scenario);
  drill.take_settings(10s, 0, naive::a_and_both);
  const world::Window window = drill.lines().back().effects.enabled.front().window;
  EXPECT_EQ(window.earliest, start_of(drill) + 10s);
  EXPECT_EQ(window.latest, start_of(drill) + 70s);
  drill.run_until(70s);
  EXPECT_GE(session_of(drill).made, start_of(drill) + 10s) << "the old connection is replaced";
  EXPECT_TRUE(is_open(drill));
  EXPECT_EQ(first_of(drill, "RenewLease"), Duration::max()) << "traffic goes on";
}

// RE-09 and RE-10: they go on from each other.
void expect_that_an_empty_list_ends_it(model::Profile profile, bool put_back) {
  Drill drill(client_and_server(profile));
  drill.take_settings(10s, 1, nobody_is_listed);
  while (first_of(drill, "CloseSession") == Duration::max() && drill.now() < 1h) drill.run_until(drill.now() + 1s);
  const Duration closed = first_of(drill, "CloseSession");
  ASSERT_LE(closed, 10s + 300s + 250s);
  EXPECT_FALSE(session_of(drill).has_session()) << "connections go down";
  drill.run_until(closed + 5s);
  const Duration next_message = first_of(drill, "RenewLease", closed);
  EXPECT_LE(next_message, closed + 5s);
  for (const Drill::Line& line : drill.lines()) {
    if (line.at == next_message && name_of(line.action) == "RenewLease") {
      EXPECT_EQ(line.effects.outcome, world::Outcome::failed) << "it is not delivered";
    }
  }
  if (!put_back) return;
  drill.take_settings(drill.now() + 1s, 1, naive::b_and_both);
  drill.run_until(drill.now() + 60s);
  EXPECT_TRUE(is_open(drill)) << "messages are delivered";
  EXPECT_EQ(session_of(drill).state, world::Lease::State::active);
  EXPECT_FALSE(session_of(drill).in_doubt());
}

// RE-11: its certificate has expired by the time, and no settings have changed.
void expect_that_it_survives_what_cannot_refresh_it(model::Profile profile) {
  model::Scenario scenario = client_and_server(profile);
  scenario.federation.session_expiration = 5s;
  scenario.certificates[0].not_after = scenario.start + 3s;
  Drill drill(scenario);
  drill.run_until(3h);
  EXPECT_EQ(drill.times_of("RenewSession"), (Lines{"+5.000", "+3605.000", "+7205.000"}));
  EXPECT_TRUE(std::all_of(drill.lines().begin(), drill.lines().end(), [](const Drill::Line& line) {
    return name_of(line.action) != "RenewSession" || line.effects.outcome == world::Outcome::refused;
  }));
  EXPECT_TRUE(session_of(drill).has_session()) << "the first connection survives";
  EXPECT_EQ(session_of(drill).made, start_of(drill));
  EXPECT_EQ(first_of(drill, "RenewLease"), Duration::max());
}

struct SessionCase {
  const char* id;
  const char* profiles;
  const char* what;
  void (*expect)(model::Profile profile);
};
class SessionsOfTwo : public testing::TestWithParam<Tried<SessionCase>> {};
TEST_P(SessionsOfTwo, AreThoseOfTheRuntime) { GetParam().row.expect(GetParam().profile); }

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, SessionsOfTwo,
    testing::ValuesIn(tried<SessionCase>({
        {"RE-07", "WLD", "", expect_that_age_replaces_it},
        {"RE-08", "WLD", "", expect_that_settings_replace_it},
        {"RE-09", "WLD", "", [](model::Profile profile) { expect_that_an_empty_list_ends_it(profile, false); }},
        {"RE-10", "WLD", "", [](model::Profile profile) { expect_that_an_empty_list_ends_it(profile, true); }},
        {"RE-11", "WLD", "", expect_that_it_survives_what_cannot_refresh_it},
    })),
    name_of_tried);

}  // namespace
}  // namespace certdrill::trust
