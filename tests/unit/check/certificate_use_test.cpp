// Sessions are counted by the certificates they were made with, and followed as leases change.
#include "check/certificate_use.h"

#include <gtest/gtest.h>

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

TEST(SessionCount, FollowsALeaseThatAnEventNames) {
  world::Federation federation = three_nodes();
  SessionCount count(federation, 2);
  federation.leases[0].transport = {b, b};
  federation.leases[0].kernel_open = false;
  count.follow(world::RenewSession{0}, {}, federation);
  EXPECT_EQ(count.with(a), 4U) << "as of the last settled instant";
  count.settle(federation);
  EXPECT_EQ(count.sessions(), 5U);
  EXPECT_EQ(count.with(a), 2U);
  EXPECT_EQ(count.with_at_both_ends(b), 3U);
}

TEST(SessionCount, FollowsAllLeasesOfANodeThatLeaves) {
  world::Federation federation = three_nodes();
  SessionCount count(federation, 2);
  for (const std::size_t lease : {0U, 1U}) federation.leases[lease].session = world::Lease::Session::none;
  federation.leases.push_back(lease_of(2, 0, {b, a}));  // bridges the gap
  world::Effects effects;
  effects.states.push_back({1, world::NodeState::up, world::NodeState::down, world::Cause::fault});
  count.follow(world::FailNode{1}, effects, federation);
  count.settle(federation);
  EXPECT_EQ(count.sessions(), 6U) << "two of transports have ended, two are new";
  EXPECT_EQ(count.with(a), 4U) << "the kernels' and the new ones";
}

}  // namespace
}  // namespace certdrill::check
