#include "world/sessions.h"

#include <gtest/gtest.h>

#include "drill.h"
#include "model/notation.h"
#include "model/notation_parser.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

const Lease& lease_of(const Drill& drill) { return drill.federation().leases[0]; }

// Node 0 opened the session of the two, node 1 accepted it.
TEST(Sessions, AreRenewedWithinFiveMinutesOfAChangeOfSettings) {
  Drill drill(naive::federation_scenario(2, 1));
  drill.take_settings(10s, 1, naive::a_and_both);
  EXPECT_EQ(lease_of(drill).session, Lease::Session::to_be_renewed);
  ASSERT_EQ(drill.lines().back().effects.enabled.size(), 1U);
  const Window window = drill.lines().back().effects.enabled.front().window;
  EXPECT_EQ(window.latest - window.earliest, 300s);
  drill.take_settings(20s, 0, naive::b_and_both);  // it keeps its moment
  EXPECT_TRUE(drill.lines().back().effects.enabled.empty());
  drill.run_until(310s);
  EXPECT_EQ(drill.times_of("RenewSession").size(), 1U);
  EXPECT_EQ(lease_of(drill).transport, (SessionCertificates{1, 0}));
  EXPECT_EQ(lease_of(drill).kernel, (SessionCertificates{1, 0}));
}

struct ClosingCase {
  std::string_view name;
  model::NodeIndex changes;
  Duration closes_after;
};
class Closing : public testing::TestWithParam<ClosingCase> {};

TEST_P(Closing, HappensThisLongAfterTheRefusedRenewal) {
  Drill drill(naive::federation_scenario(2, 1));
  drill.take_settings(10s, GetParam().changes, naive::only_b);
  drill.run_until(700s);
  ASSERT_EQ(drill.times_of("RenewSession").size(), 1U);
  Duration renewal{};
  Duration close{};
  Duration expiry{};
  for (const Drill::Line& line : drill.lines()) {
    if (std::holds_alternative<RenewSession>(line.action)) renewal = line.at;
    if (std::holds_alternative<CloseSession>(line.action)) close = line.at;
    if (std::holds_alternative<ExpireLease>(line.action) && expiry == Duration{}) expiry = line.at;
  }
  EXPECT_EQ(close - renewal, GetParam().closes_after);
  EXPECT_GT(expiry - close, 25s);  // the last renewal was at most 5 s before it
  EXPECT_LE(expiry - close, 30s);
}
INSTANTIATE_TEST_SUITE_P(Ends, Closing,
                         testing::Values(ClosingCase{"opener", 0, 70s}, ClosingCase{"acceptor", 1, 250s}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Sessions, ARefusedRenewalIsForgottenWhenTheyAgreeAgainByThen) {
  Drill drill(naive::federation_scenario(2, 1));
  drill.take_settings(10s, 0, naive::only_b);
  while (drill.times_of("RenewSession").empty()) drill.run_until(drill.now() + 1s);
  drill.take_settings(drill.now() + 1s, 1, naive::only_b);
  drill.run_until(1000s);
  EXPECT_EQ(lease_of(drill).transport, (SessionCertificates{1, 1}));
  EXPECT_TRUE(drill.times_of("RenewLease").empty());
  EXPECT_TRUE(drill.times_of("ExpireLease").empty());
}

TEST(Sessions, WithoutACredentialTheNodeFailsAndComesBackWithOne) {
  Drill drill(naive::federation_scenario(10, 5));
  drill.take_settings(10s, 7, naive::missing);
  EXPECT_EQ(drill.changes_of(7), std::vector<std::string>{"+10.000 up>down noCredential"});
  EXPECT_FALSE(drill.federation().in_ring[7]);
  drill.run_until(5000s);
  EXPECT_EQ(drill.federation().state[7], NodeState::down);
  drill.take_settings(5000s, 7, naive::a_and_both);
  drill.run_until(5100s);
  EXPECT_EQ(drill.changes_of(7),
            (std::vector<std::string>{"+10.000 up>down noCredential", "+5000.000 down>booting hostRestartsIt",
                                      "+5010.000 booting>joining hostRestartsIt", "+5011.000 joining>up joined"}));
}

TEST(Sessions, ThatNobodyTouchesLiveSevenDays) {
  Drill drill(naive::federation_scenario(5, 3));
  drill.run_until(7 * 24h);
  EXPECT_EQ(drill.times_of("AgeSessions"), std::vector<std::string>{"+604800.000"});
  EXPECT_EQ(drill.world().federation().changing_sessions, 0U);  // nobody waits for these
  drill.run_until(7 * 24h + 10min);
  EXPECT_EQ(drill.times_of("RenewSession").size(), 10U);
  for (const Lease& lease : drill.federation().leases) {
    if (lease.opener == nobody) continue;
    EXPECT_GE(lease.made - *parse_sim_time("2026-01-10"), 7 * 24h);
  }
}

// The monitor looks into the store once an hour, and only new sessions show what it found.
TEST(Sessions, AStoreThatChangesTouchesNewSessionsOnly) {
  model::Scenario scenario = naive::federation_scenario(3, 1);
  scenario.cluster.stores = {{{{0, model::PrivateKeyState::usable}}, {}, {}}};
  scenario.securities[naive::only_a] = scenario.securities[naive::b_and_both];
  scenario.securities[naive::only_a].presents =
      model::parse_security("{P:{CN=cluster.contoso.test}, V:{TP=A, TP=B}}")->presents;
  scenario.certificates[1].not_after += 24h;
  model::Step step;
  step.name = "install B";
  step.what = model::InstallStep{{{1, model::PrivateKeyState::usable}}, {false, {0}}, {}, {}};
  scenario.steps.push_back(step);
  Drill drill(scenario);
  drill.run_until(1s);
  EXPECT_EQ(drill.federation().loaded[0], 0U);
  EXPECT_NE(drill.federation().notice_from[0], SimTime::min());
  drill.run_until(2h);
  EXPECT_EQ(drill.times_of("NoticeStore").size(), 1U);
  EXPECT_EQ(drill.federation().loaded[0], 1U);
  EXPECT_EQ(lease_of(drill).transport, (SessionCertificates{0, 0}));
  drill.take_settings(2h, 0, naive::a_and_both);
  drill.run_until(3h);
  EXPECT_EQ(lease_of(drill).transport, (SessionCertificates{0, 0}));
}

struct StopCase {
  std::string_view name;
  Membership::Stop how;
  bool with_host;
  SessionCertificates kernel;  // of the session between 0, who stopped, and 1
};
class Stops : public testing::TestWithParam<StopCase> {};

// The transport's session is a new one whatever stopped; the kernel's is not, unless the host went down.
TEST_P(Stops, KernelSessionsEndWithTheHost) {
  model::Scenario scenario = naive::federation_scenario(4, 3);
  scenario.federation.session_refresh_delay = 1000h;  // settings are new, and sessions are not
  Drill drill(scenario);
  for (model::NodeIndex node = 0; node < 4; ++node) drill.take_settings(1s, node, naive::b_and_both);
  drill.stop(10s, 3, GetParam().how);
  drill.start(11s, 3, GetParam().with_host);
  drill.run_until(400s);
  ASSERT_EQ(drill.federation().state[3], NodeState::up);
  for (const Lease& lease : drill.federation().leases) {
    if (lease.opener != 3) continue;
    EXPECT_EQ(lease.transport, (SessionCertificates{1, 1}));
    EXPECT_EQ(lease.kernel, GetParam().kernel);
  }
}
INSTANTIATE_TEST_SUITE_P(Ways, Stops,
                         testing::Values(StopCase{"restart", Membership::Stop::in_order, false, {0, 0}},
                                         StopCase{"crash", Membership::Stop::silently, false, {0, 0}},
                                         StopCase{"host_reboot", Membership::Stop::in_order_with_host, true, {1, 1}}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::world
