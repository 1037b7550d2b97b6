#include "world/arbitration.h"

#include <gtest/gtest.h>

#include "drill.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

std::vector<Drill::Line> expiries(const Drill& drill) {
  std::vector<Drill::Line> found;
  for (const Drill::Line& line : drill.lines()) {
    if (std::holds_alternative<ExpireLease>(line.action)) found.push_back(line);
  }
  return found;
}

// Seeds 0, 1, 2 on one side of the cut, node 3 on the other.
TEST(Arbitration, TheSideWithoutAQuorumIsSuspendedAndFailsThirtySecondsLater) {
  Drill drill(naive::federation_scenario(4, 3));
  drill.part(100s, 1, {3});
  drill.run_until(200s);
  const auto expired = expiries(drill);
  ASSERT_EQ(expired.size(), 3U);
  for (const Drill::Line& line : expired) {
    EXPECT_EQ(line.effects.outcome, Outcome::one_side_loses);
    EXPECT_EQ(line.effects.loser, 3U);
  }
  const Duration first = expired.front().at;
  EXPECT_EQ(drill.changes_of(3),
            (std::vector<std::string>{Drill::seconds(first + 2s) + " up>suspended leaseExpired",
                                      Drill::seconds(first + 30s) + " suspended>down leaseFailed",
                                      Drill::seconds(first + 30s) + " down>booting hostRestartsIt",
                                      Drill::seconds(first + 40s) + " booting>joining hostRestartsIt"}));
  EXPECT_EQ(drill.federation().numbers.up, 3U);
}

// One seed node each, of two: nobody reaches a quorum.
TEST(Arbitration, WithoutAQuorumOnAnySideBothFail) {
  Drill drill(naive::federation_scenario(2, 2));
  drill.part(100s, 1, {1});
  drill.run_until(200s);
  const auto expired = expiries(drill);
  ASSERT_EQ(expired.size(), 1U);
  EXPECT_EQ(expired.front().effects.outcome, Outcome::both_lose);
  for (const model::NodeIndex node : {0U, 1U}) {
    EXPECT_EQ(drill.changes_of(node).at(1), Drill::seconds(expired.front().at + 30s) + " suspended>down leaseFailed");
  }
}

// Two that refuse each other and both reach all voters: the first time nobody loses; the second time, 30 s later, one
// does.
TEST(Arbitration, IsNeutralOnceAndThenHasOneLoser) {
  model::Scenario scenario = naive::federation_scenario(5, 3);
  scenario.federation.max_indirect_lease = 0s;  // nobody renews for them
  Drill drill(scenario);
  for (const model::NodeIndex node : {0U, 1U, 2U}) drill.take_settings(1s, node, naive::a_and_both);
  drill.take_settings(1s, 4, naive::b_and_both);  // 3 takes A alone
  drill.run_until(700s);
  const auto expired = expiries(drill);
  ASSERT_EQ(expired.size(), 2U);
  EXPECT_EQ(expired[0].effects.outcome, Outcome::nobody_loses);
  EXPECT_EQ(expired[1].effects.outcome, Outcome::one_side_loses);
  EXPECT_EQ(expired[1].at - expired[0].at, 30s);
  EXPECT_EQ(expired[1].effects.loser, 3U);  // as many voters and reports as 4: the lower id
  EXPECT_EQ(drill.changes_of(3).at(1), Drill::seconds(expired[1].at) + " suspended>down leaseFailed");
  EXPECT_TRUE(drill.changes_of(4).empty());
  EXPECT_EQ(drill.times_of("EstablishLease").size(), 1U);  // the tries after the first could only fail alike
}

TEST(Arbitration, ANeutralPairGetsItsLeaseBackOnTheGridOfSeconds) {
  model::Scenario scenario = naive::federation_scenario(5, 3);
  scenario.federation.max_indirect_lease = 0s;
  Drill drill(scenario);
  for (const model::NodeIndex node : {0U, 1U, 2U}) drill.take_settings(1s, node, naive::a_and_both);
  drill.take_settings(1s, 4, naive::b_and_both);
  while (expiries(drill).empty()) drill.run_until(drill.now() + 1s);
  const Duration expired = expiries(drill).front().at;
  drill.take_settings(expired + 10'250ms, 3, naive::a_and_both);
  drill.run_until(expired + 700s);
  EXPECT_EQ(expiries(drill).size(), 1U);
  EXPECT_EQ(drill.times_of("EstablishLease").back(), Drill::seconds(expired + 11s));
  EXPECT_EQ(drill.federation().numbers.up, 5U);
  EXPECT_EQ(drill.federation().numbers.leases_in_doubt, 0U);
}

// A seed node counts when it has been up for 60 s.
TEST(Arbitration, YoungVotersDoNotCount) {
  Drill drill(naive::federation_scenario(6, 3));
  drill.stop(100s, 2, Membership::Stop::in_order);
  drill.start(100s, 2);
  drill.run_until(111s);
  ASSERT_EQ(drill.federation().state[2], NodeState::up);
  const SimTime up = drill.federation().since[2];
  EXPECT_EQ(Arbitration::voters_reached(drill.world(), 5, up + 60s - 1ms), 2U);
  EXPECT_EQ(Arbitration::voters_reached(drill.world(), 5, up + 60s), 3U);
}

}  // namespace
}  // namespace certdrill::world
