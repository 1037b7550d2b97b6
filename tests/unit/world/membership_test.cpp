#include "world/membership.h"

#include <gtest/gtest.h>

#include "drill.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

TEST(Membership, ARestartInOrderTakesElevenSeconds) {
  Drill drill(naive::federation_scenario(12, 5));
  drill.stop(100s, 6, Membership::Stop::in_order);
  EXPECT_EQ(drill.federation().numbers.leases_in_doubt, 0U);  // its neighbours became neighbours at once
  drill.start(100s, 6);
  drill.run_until(200s);
  EXPECT_EQ(drill.story(),
            (std::vector<std::string>{"+100.000 deed, N6 up>down fault", "+100.000 deed, N6 down>booting fault",
                                      "+110.000 StartNode, N6 booting>joining fault", "+110.000 TryToJoin",
                                      "+111.000 CompleteJoin established, N6 joining>up joined"}));
  EXPECT_TRUE(drill.federation().settled());
}

// One neighbour that refuses it is enough to keep it out; it asks on its grid of 2 s, when something has changed.
TEST(Membership, ABlockedNodeWaitsForItsNeighbourToChange) {
  Drill drill(naive::federation_scenario(20, 5));
  drill.stop(100s, 10, Membership::Stop::in_order);
  drill.start(100s, 10);
  drill.take_settings(105s, 10, naive::b_and_both);
  drill.run_until(1h);
  EXPECT_EQ(drill.federation().state[10], NodeState::joining);
  EXPECT_EQ(drill.times_of("TryToJoin").size(), 1U);
  EXPECT_TRUE(drill.federation().settled());  // it may wait for ever
  for (const model::NodeIndex node : {6U, 7U, 8U, 9U, 11U, 12U, 13U}) drill.take_settings(1h, node, naive::a_and_both);
  drill.run_until(2h);
  EXPECT_EQ(drill.federation().state[10], NodeState::joining);
  drill.take_settings(2h + 1s, 14, naive::a_and_both);
  drill.run_until(2h + 10s);
  EXPECT_EQ(drill.changes_of(10).back(), "+7203.000 joining>up joined");
}

// A process that is back before its leases have expired is a newer instance: the old one is gone by that.
TEST(Membership, ACrashedNodeIsBackBeforeItsLeasesHaveExpired) {
  Drill drill(naive::federation_scenario(12, 5));
  drill.crash(100s, 6);
  drill.start(100s, 6);
  drill.run_until(200s);
  EXPECT_EQ(drill.changes_of(6).back(), "+111.000 joining>up joined");
  EXPECT_TRUE(drill.times_of("ExpireLease").empty());
  EXPECT_EQ(drill.federation().numbers.up, 12U);
}

TEST(Membership, AfterTheLossOfAllTheSeedNodesFormANewRing) {
  Drill drill(naive::federation_scenario(30, 5));
  for (model::NodeIndex node = 0; node < 30; ++node) drill.crash(100s, node);
  EXPECT_EQ(drill.federation().ring.count(), 0U);
  for (model::NodeIndex node = 0; node < 30; ++node) drill.start(102s, node);
  drill.run_until(200s);
  EXPECT_EQ(drill.times_of("FormRing"), std::vector<std::string>{"+115.000"});
  for (model::NodeIndex node = 0; node < 5; ++node)
    EXPECT_EQ(drill.changes_of(node).back(), "+115.000 joining>up joined");
  for (model::NodeIndex node = 5; node < 30; ++node)
    EXPECT_EQ(drill.changes_of(node).back(), "+117.000 joining>up joined");
  EXPECT_TRUE(drill.federation().settled());
  EXPECT_EQ(drill.federation().numbers.nodes_with_quorum, 30U);
}

TEST(Membership, SeedNodesThatDisagreeFormARingWithoutTheOdd) {
  Drill drill(naive::federation_scenario(5, 5));
  for (model::NodeIndex node = 0; node < 5; ++node) drill.crash(100s, node);
  drill.take_settings(101s, 0, naive::only_b);
  for (model::NodeIndex node = 0; node < 5; ++node) drill.start(102s, node);
  drill.run_until(500s);
  EXPECT_EQ(drill.federation().state[0], NodeState::joining);
  EXPECT_EQ(drill.federation().numbers.up, 4U);
}

// Its neighbours were all on the side without a quorum. That they have one again is learnt at the next refresh of
// tickets, later than that the network is whole; it is then that the node gets in.
TEST(Membership, ANodeBetweenOthersWithoutAQuorumJoinsWhenTheyHaveOneAgain) {
  Drill drill(naive::federation_scenario(30, 5));
  std::vector<model::NodeIndex> part;
  for (model::NodeIndex node = 10; node < 22; ++node) part.push_back(node);
  drill.stop(100s, 15, Membership::Stop::in_order);
  drill.part(101s, 1, part);
  drill.start(102s, 15);
  drill.at(120s + 500ms, [](World& world, SimTime now, Effects& effects) { Network(world).heal({}, now, effects); });
  drill.run_until(125s);
  EXPECT_EQ(drill.federation().state[15], NodeState::joining);
  drill.run_until(200s);
  EXPECT_EQ(drill.federation().state[15], NodeState::up);
  EXPECT_TRUE(drill.federation().settled());
}

// All its leases have expired, and nobody has one with it any more: when it dies instead of failing, nobody is left to
// learn that from a lease.
TEST(Membership, ALosingNodeThatDiesSilentlyIsOutOfTheRing) {
  Drill drill(naive::federation_scenario(12, 5));
  drill.part(100s, 1, {8});
  drill.run_until(132s);
  ASSERT_TRUE(drill.federation().is_losing(8));
  drill.crash(140s, 8);
  drill.run_until(400s);
  EXPECT_FALSE(drill.federation().in_ring[8]);
  drill.stop(400s, 9, Membership::Stop::in_order);
  drill.start(400s, 9);
  drill.run_until(500s);
  EXPECT_EQ(drill.federation().state[9], NodeState::up);
}

// Copies go their own way alike; equal ways give equal states; and the counters are what counting gives.
TEST(Membership, ACopyInMidRunGoesOnAlikeAndCountersAreRight) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    model::Scenario scenario = naive::federation_rotation(12, seed % 2 == 0);
    scenario.seed = seed;
    Drill drill(scenario);
    Random random(seed);
    Duration now{};
    for (int i = 0; i < 40; ++i) {
      now += Duration(static_cast<Duration::rep>(1 + random.below(100'000)));
      const auto node = static_cast<model::NodeIndex>(random.below(12));
      const auto deed = random.below(8);
      if (deed == 0) drill.crash(now, node);
      if (deed == 1) drill.start(now, node);
      if (deed == 2) drill.part(now, 1, {node});
      if (deed == 3) {
        drill.at(now, [](World& world, SimTime at, Effects& effects) { Network(world).heal({}, at, effects); });
      }
      drill.run_until(now);
      const Federation& federation = drill.federation();
      std::uint64_t up = 0;
      std::uint64_t doubt = 0;
      std::uint64_t changing = 0;
      std::uint64_t sessions = 0;
      for (model::NodeIndex each = 0; each < 12; ++each) {
        if (federation.alive(each)) ++up;
        if (federation.state[each] != NodeState::down && federation.next_at[each] != SimTime::min()) ++changing;
        ASSERT_TRUE(!federation.alive(each) || federation.in_ring[each]);
      }
      for (const Lease& lease : federation.leases) {
        if (lease.in_doubt()) ++doubt;
        if (lease.session == Lease::Session::to_be_closed ||
            (lease.session == Lease::Session::to_be_renewed && !lease.natural)) {
          ++sessions;
        }
        ASSERT_TRUE(lease.state == Lease::State::absent ? !lease.in_doubt() && !lease.has_session()
                                                        : lease.opener != nobody);
        // A lease without events has both its ends and its session.
        if (lease.state == Lease::State::active && !lease.in_doubt()) {
          ASSERT_TRUE(lease.has_session() && federation.alive(lease.opener) && federation.alive(lease.acceptor));
        }
      }
      ASSERT_EQ(federation.numbers.up, up);
      ASSERT_EQ(federation.numbers.leases_in_doubt, doubt);
      ASSERT_EQ(federation.changing_nodes, changing);
      ASSERT_EQ(federation.changing_sessions, sessions);
      Drill copy = drill;
      Drill other = drill;
      ASSERT_EQ(copy.world().hash(), drill.world().hash());
      ASSERT_TRUE(copy.world() == drill.world());
      copy.run_until(now + 60s);
      other.run_until(now + 60s);
      ASSERT_EQ(copy.story(), other.story());
      ASSERT_EQ(copy.world().hash(), other.world().hash());
    }
  }
}

}  // namespace
}  // namespace certdrill::world
