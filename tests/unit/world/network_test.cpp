#include "world/network.h"

#include <gtest/gtest.h>

#include "drill.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

TEST(Network, PartitionsOverlap) {
  Drill drill(naive::federation_scenario(4, 3));
  drill.part(1s, 1, {0, 1});
  drill.part(2s, 2, {1, 2});
  const auto reach = [&](model::NodeIndex a, model::NodeIndex b) {
    return Network(drill.world()).reach_each_other(a, b);
  };
  EXPECT_FALSE(reach(0, 1));
  EXPECT_FALSE(reach(0, 2));
  EXPECT_FALSE(reach(1, 2));
  EXPECT_FALSE(reach(0, 3));
  model::Fault first;
  first.kind = model::FaultKind::partition;
  first.where = {false, {0, 1}};
  drill.end(3s, 1, first);
  EXPECT_TRUE(reach(1, 2));
  EXPECT_TRUE(reach(0, 3));
  EXPECT_FALSE(reach(0, 1));
}

TEST(Network, ACutThatIsHealedBeforeTheExpiryDoesNoHarm) {
  Drill drill(naive::federation_scenario(6, 3));
  drill.part(100s, 1, {4, 5});
  drill.at(120s, [](World& world, SimTime at, Effects& effects) { Network(world).heal({}, at, effects); });
  drill.run_until(300s);
  // Those that had made all their tries would have expired; the next direct one comes 5 s after an indirect grant only.
  EXPECT_EQ(drill.federation().partitions_on, 0U);
  EXPECT_EQ(drill.federation().numbers.leases_in_doubt, 0U);
}

TEST(Network, TheThirtyThirdPartitionDoesNotBegin) {
  Drill drill(naive::federation_scenario(40, 3));
  model::Fault fault;
  fault.kind = model::FaultKind::partition;
  fault.where = {false, {39}};
  Effects effects;
  for (std::uint32_t id = 0; id < most_network_faults; ++id) {
    EXPECT_TRUE(Network(drill.world()).begin(id, fault, drill.world().scenario().start, effects));
  }
  EXPECT_FALSE(Network(drill.world()).begin(99, fault, drill.world().scenario().start, effects));
}

}  // namespace
}  // namespace certdrill::world
