#include <map>
#include <set>

#include <gtest/gtest.h>

#include "drill.h"
#include "world/federation.h"
#include "world/neighbourhood.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;

// Every pair at most four apart has one home lease, and no other pair has.
TEST(Ring, HomeLeasesAreThoseOfNeighboursEachOnce) {
  for (const std::uint32_t nodes : {1U, 2U, 3U, 7U, 8U, 9U, 10U, 11U, 40U}) {
    const Ring ring(naive::federation_scenario(nodes, 1).cluster, 4);
    std::map<LeaseIndex, int> used;
    for (model::NodeIndex a = 0; a < nodes; ++a) {
      for (model::NodeIndex b = a + 1; b < nodes; ++b) {
        const std::uint32_t apart = std::min(b - a, nodes - (b - a));
        const LeaseIndex lease = ring.home_lease(a, b);
        EXPECT_EQ(lease, ring.home_lease(b, a));
        EXPECT_EQ(lease != nobody, apart <= 4) << nodes << ": " << a << ", " << b;
        if (lease != nobody) ++used[lease];
      }
    }
    for (const auto& [lease, times] : used) {
      EXPECT_LT(lease, ring.home_leases());
      EXPECT_EQ(times, 1) << nodes << ": lease " << lease;
    }
  }
}

TEST(Ring, IsOrderedByIdsAsGivenOrByAHashOfTheName) {
  model::Scenario scenario = naive::federation_scenario(3, 1);
  scenario.cluster.node_ids = {"ffffffffffffffff0000000000000000", "00000000000000000000000000000001",
                               "7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"};
  const Ring given(scenario.cluster, 4);
  EXPECT_EQ(given.position_of(0), 2U);
  EXPECT_EQ(given.position_of(1), 0U);
  EXPECT_EQ(given.position_of(2), 1U);
  scenario.cluster.node_ids.clear();
  EXPECT_NE(node_id(scenario.cluster, 0), node_id(scenario.cluster, 1));
  scenario.cluster.node_names = {"x", "y", "z"};
  const NodeId named = node_id(scenario.cluster, 0);
  scenario.cluster.node_names = {"y", "x", "z"};
  EXPECT_EQ(named, node_id(scenario.cluster, 1));
}

std::set<std::pair<model::NodeIndex, model::NodeIndex>> pairs_with_leases(const World& world) {
  std::set<std::pair<model::NodeIndex, model::NodeIndex>> pairs;
  for (const Lease& lease : world.federation().leases) {
    if (lease.state != Lease::State::absent) pairs.insert(std::minmax(lease.opener, lease.acceptor));
  }
  return pairs;
}

std::set<std::pair<model::NodeIndex, model::NodeIndex>> neighbours_by_walking(const World& world) {
  const Federation& federation = world.federation();
  std::vector<model::NodeIndex> members;
  for (model::NodeIndex node = 0; node < federation.in_ring.size(); ++node) {
    if (federation.in_ring[node]) members.push_back(node);
  }
  std::set<std::pair<model::NodeIndex, model::NodeIndex>> pairs;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t distance = 1; distance <= 4; ++distance) {
      const model::NodeIndex other = members[(i + distance) % members.size()];
      if (other != members[i]) pairs.insert(std::minmax(members[i], other));
    }
  }
  return pairs;
}

// Whoever comes and goes, in whatever order: leases are those of neighbours among the nodes that are there.
TEST(Ring, LeasesBridgeMissingNodesAndGoWhenTheyAreBack) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    const auto nodes = static_cast<std::uint32_t>(6 + random.below(20));
    test::Drill drill(naive::federation_scenario(nodes, 3));
    Duration now{};
    for (int i = 0; i < 30; ++i) {
      now += Duration(static_cast<Duration::rep>(1 + random.below(20'000)));
      const auto node = static_cast<model::NodeIndex>(3 + random.below(nodes - 3));
      if (random.below(3) == 0) {
        drill.start(now, node);
      } else {
        drill.stop(now, node, Membership::Stop::in_order);
      }
      ASSERT_EQ(pairs_with_leases(drill.world()), neighbours_by_walking(drill.world())) << "seed " << seed;
    }
    for (model::NodeIndex node = 0; node < nodes; ++node) drill.start(now + 1s * node, node);
    drill.run_until(now + 100s);
    ASSERT_EQ(drill.federation().numbers.up, nodes);
    ASSERT_TRUE(drill.federation().temporary.empty());
    ASSERT_EQ(pairs_with_leases(drill.world()), neighbours_by_walking(drill.world()));
  }
}

}  // namespace
}  // namespace certdrill::world
