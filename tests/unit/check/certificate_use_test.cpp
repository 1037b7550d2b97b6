// Sessions are counted by the certificates they were made with, and followed as leases change.
#include "check/certificate_use.h"

#include <gtest/gtest.h>

#include "naive/federation_scenario.h"
#include "world/simulation.h"

namespace certdrill::check {
namespace {

constexpr pki::CertificateId a = 0;
constexpr pki::CertificateId b = 1;

world::Lease lease_of(model::NodeIndex opener, model::NodeIndex acceptor, world::SessionCertificates shown) {
  world::Lease lease;
  lease.opener = opener;
  lease.acceptor = acceptor;
  lease.session = world::Lease::Session::open;
  lease.transport = shown;
  lease.kernel_open = true;
  lease.kernel = shown;
  return lease;
}

world::Federation three_nodes() {
  world::Federation federation;
  federation.on = true;
  federation.state.assign(3, world::NodeState::up);
  federation.leases = {lease_of(0, 1, {a, a}), lease_of(1, 2, {a, b}), lease_of(0, 2, {b, b})};
  return federation;
}

TEST(SessionCount, CountsBothKindsOfSessions) {
  const SessionCount count(three_nodes(), 2);
  EXPECT_EQ(count.sessions(), 6U);
  EXPECT_EQ(count.with(a), 4U) << "two of transports, two of kernels";
  EXPECT_EQ(count.with_at_both_ends(a), 2U);
  EXPECT_EQ(count.with(b), 4U);
}

TEST(SessionCount, FollowsTheSessionsThatAnEventMadeOrEnded) {
  world::Federation federation = three_nodes();
  SessionCount count(federation, 2);
  federation.leases[0].transport = {b, b};
  federation.leases[0].kernel_open = false;
  world::Effects effects;
  count.follow(effects, federation);
  EXPECT_EQ(count.with(a), 4U) << "no event has said so";
  effects.sessions = {0, 0};
  count.follow(effects, federation);
  EXPECT_EQ(count.sessions(), 5U);
  EXPECT_EQ(count.with(a), 2U);
  EXPECT_EQ(count.with_at_both_ends(b), 3U);
}

TEST(SessionCount, FollowsALeaseThatBridgesAGap) {
  world::Federation federation = three_nodes();
  SessionCount count(federation, 2);
  for (const std::size_t lease : {0U, 1U}) federation.leases[lease].session = world::Lease::Session::none;
  federation.leases.push_back(lease_of(2, 0, {b, a}));
  world::Effects effects;
  effects.sessions = {0, 1, 3};
  count.follow(effects, federation);
  EXPECT_EQ(count.sessions(), 6U) << "two of transports have ended, two are new";
  EXPECT_EQ(count.with(a), 4U) << "the kernels' and the new ones";
}

// Whatever happens to a cluster, events tell of all sessions that they make and end.
class SessionCountLaw : public testing::TestWithParam<model::FaultKind> {};

TEST_P(SessionCountLaw, FollowingByDifferenceIsCountingAnew) {
  std::uint64_t instants = 0;
  std::uint64_t changes = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    model::Scenario scenario = naive::federation_rotation(14, seed % 2 == 0);
    scenario.seed = seed;
    scenario.cluster.node_ids.clear();
    scenario.federation.session_expiration = std::chrono::minutes(40);
    for (const model::FaultKind kind : {GetParam(), model::FaultKind::host_reboot}) {
      model::Fault fault;
      fault.kind = kind;
      fault.length = std::chrono::minutes(3);
      if (kind == model::FaultKind::lossy) fault.percent = 60;
      scenario.random_faults.push_back({fault, std::chrono::minutes(4)});
    }
    const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
    world::Simulation simulation(setting);
    SessionCount count(simulation.world().federation(), 3);
    std::uint64_t before = count.with(a);
    while (simulation.run_instant(
        [&](const auto&, const world::Effects& effects, const world::World& world) {
          count.follow(effects, world.federation());
        },
        [&](SimTime at, const world::World& world) {
          const SessionCount anew(world.federation(), 3);
          ++instants;
          if (count.with(a) != before) ++changes;
          before = count.with(a);
          ASSERT_EQ(count.sessions(), anew.sessions()) << to_string(at) << ", seed " << seed;
          for (const pki::CertificateId certificate : {a, b}) {
            ASSERT_EQ(count.with(certificate), anew.with(certificate)) << to_string(at) << ", seed " << seed;
            ASSERT_EQ(count.with_at_both_ends(certificate), anew.with_at_both_ends(certificate))
                << to_string(at) << ", seed " << seed;
          }
        })) {
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(instants, 1'000U);
  EXPECT_GT(changes, 500U);
}

INSTANTIATE_TEST_SUITE_P(Faults, SessionCountLaw,
                         testing::Values(model::FaultKind::crash, model::FaultKind::restart,
                                         model::FaultKind::partition, model::FaultKind::lossy),
                         [](const auto& each) { return std::string(model::to_string(each.param)); });

}  // namespace
}  // namespace certdrill::check
