#include "world/global_lease.h"

#include <gtest/gtest.h>

#include "drill.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

// All but two of five seed nodes go in order: no lease is in doubt, and yet the others die 300 s after their last
// tickets.
TEST(GlobalLease, WithoutAQuorumEverybodyFailsFiveMinutesAfterTheLastTickets) {
  Drill drill(naive::federation_scenario(20, 5));
  for (const model::NodeIndex seed : {0U, 1U, 2U}) drill.stop(103s, seed, Membership::Stop::in_order);
  EXPECT_EQ(drill.federation().numbers.nodes_with_quorum, 0U);
  EXPECT_FALSE(Membership(drill.world()).has_quorum());
  drill.run_until(1000s);
  // Refreshed every 10 s: the last time at 100 s.
  EXPECT_EQ(drill.times_of("ExpireGlobalLease"), std::vector<std::string>{"+400.000"});
  for (model::NodeIndex node = 3; node < 20; ++node) {
    EXPECT_EQ(drill.changes_of(node).at(1), "+400.000 suspended>down globalLeaseLost");
  }
  EXPECT_EQ(drill.federation().numbers.up, 0U);
}

TEST(GlobalLease, IsKeptWhenTheQuorumComesBackInTime) {
  Drill drill(naive::federation_scenario(20, 5));
  for (const model::NodeIndex seed : {0U, 1U, 2U}) drill.stop(103s, seed, Membership::Stop::in_order);
  drill.start(360s, 1);
  drill.run_until(1000s);
  EXPECT_TRUE(drill.times_of("ExpireGlobalLease").empty());
  EXPECT_EQ(drill.federation().numbers.nodes_with_quorum, 18U);
  EXPECT_TRUE(Membership(drill.world()).is_managed(12));
}

// A minority that is cut off counts as a piece, and dies.
TEST(GlobalLease, PiecesAreCountedWhileTheNetworkIsCut) {
  Drill drill(naive::federation_scenario(20, 5));
  drill.part(100s, 1, {0, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
  drill.run_until(111s);
  EXPECT_EQ(drill.federation().numbers.pieces, 2U);
  EXPECT_EQ(drill.federation().numbers.nodes_with_quorum, 9U);
  EXPECT_EQ(drill.federation().numbers.largest_piece, 11U);
  EXPECT_TRUE(Membership(drill.world()).is_managed(5));
  EXPECT_FALSE(Membership(drill.world()).is_managed(15));
  drill.run_until(500s);
  EXPECT_EQ(drill.federation().numbers.up, 9U);
  for (model::NodeIndex node = 1; node < 10; ++node) EXPECT_TRUE(drill.changes_of(node).empty()) << node;
}

}  // namespace
}  // namespace certdrill::world
