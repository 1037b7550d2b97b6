#include "world/leases.h"

#include <gtest/gtest.h>

#include "drill.h"
#include "world/neighbourhood.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;

// When the lease of these two was renewed last before this moment, as no event tells.
Duration last_renewal(Drill& drill, model::NodeIndex a, model::NodeIndex b, Duration before) {
  const LeaseIndex index = Neighbourhood::lease_of(drill.world(), a, b);
  const Lease& lease = drill.federation().leases[index];
  const Duration granted = lease.granted - *parse_sim_time("2026-01-10");
  return granted + (before - granted) / 5s * 5s;
}

TEST(Leases, HealthyOnesHaveNoEvents) {
  Drill drill(naive::federation_scenario(20, 5));
  drill.run_until(48h);
  EXPECT_TRUE(drill.lines().empty());
}

// A crash is silent: 5 s after the last renewal the direct try fails, 13.333 s after it the indirect one, at 30 s it
// expires, and the others, who have the quorum, are rid of the node.
TEST(Leases, ACrashIsLearntWhenTheFirstLeaseExpires) {
  Drill drill(naive::federation_scenario(3, 3));
  const Duration one = last_renewal(drill, 0, 2, 100s);
  const Duration other = last_renewal(drill, 1, 2, 100s);
  drill.crash(100s, 2);
  EXPECT_EQ(drill.federation().numbers.leases_in_doubt, 2U);
  EXPECT_TRUE(drill.federation().in_ring[2]);
  drill.run_until(200s);
  const Duration first = std::min(one, other);
  const std::string loser = first == one ? (" 2-0") : (" 1-2");
  std::vector<std::string> renewals = drill.times_of("RenewLease");
  EXPECT_EQ(renewals.size(), 2U);
  EXPECT_EQ(renewals.front(), Drill::seconds(first + 5s));
  EXPECT_EQ(drill.times_of("RenewLeaseIndirectly").front(), Drill::seconds(first + 13'333ms));
  EXPECT_EQ(drill.times_of("ExpireLease"), std::vector<std::string>{Drill::seconds(first + 30s)});
  EXPECT_FALSE(drill.federation().in_ring[2]);
  EXPECT_EQ(drill.federation().numbers.leases_in_doubt, 0U);
  EXPECT_EQ(drill.federation().numbers.up, 2U);
}

// Two of many whose network is cut only between them: the common neighbours renew for them, 20 times, and then it
// expires.
TEST(Leases, AreRenewedThroughCommonNeighboursTwentyTimes) {
  Drill drill(naive::federation_scenario(9, 5));
  // 0 and 1 refuse each other, and everybody else accepts both: 0 shows A and takes A alone, 1 shows B.
  for (model::NodeIndex node = 2; node < 9; ++node) drill.take_settings(1s, node, naive::a_and_both);
  drill.take_settings(1s, 1, naive::b_and_both);
  drill.run_until(1s + 300s + 250s);
  const std::size_t before = drill.times_of("RenewLeaseIndirectly").size();
  drill.run_until(3000s);
  ASSERT_GT(drill.times_of("RenewLeaseIndirectly").size() + before, 20U);
  std::vector<std::string> outcomes;
  int renewed = 0;
  for (const Drill::Line& line : drill.lines()) {
    if (std::holds_alternative<RenewLeaseIndirectly>(line.action) && line.effects.outcome == Outcome::renewed)
      ++renewed;
    if (std::holds_alternative<ExpireLease>(line.action)) break;
  }
  EXPECT_EQ(renewed, 20);
}

// What the network loses in every try expires like a cut.
TEST(Leases, LossesAreFailedRenewals) {
  Drill drill(naive::federation_scenario(3, 3));
  model::Fault fault;
  fault.kind = model::FaultKind::lossy;
  fault.where = {false, {2}};
  fault.percent = 100;
  drill.begin(100s, 1, fault);
  drill.run_until(120s);
  EXPECT_EQ(drill.times_of("LoseRenewal").size(), 4U);  // direct and through others, both of its leases
  drill.run_until(131s);
  EXPECT_EQ(drill.times_of("ExpireLease").size(), 2U);
}

struct SlowCase {
  const char* name;
  Duration delay;
  bool expires;
};
class SlowLinks : public testing::TestWithParam<SlowCase> {};

// A renewal takes twice the delay, from 5 s after a grant: it has to be answered before 30 s.
TEST_P(SlowLinks, HoldAsLongAsTheAnswerComesBeforeTheExpiry) {
  Drill drill(naive::federation_scenario(2, 1));
  model::Fault fault;
  fault.kind = model::FaultKind::slow;
  fault.where = {false, {1}};
  fault.delay = GetParam().delay;
  drill.begin(100s, 1, fault);
  drill.run_until(140s);
  EXPECT_EQ(!drill.times_of("ExpireLease").empty(), GetParam().expires);
}
INSTANTIATE_TEST_SUITE_P(Delays, SlowLinks,
                         testing::Values(SlowCase{"none", 0s, false},
                                         SlowCase{"answered_at_the_last_moment", 12'500ms, false},
                                         SlowCase{"answered_a_moment_late", 12'501ms, true}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::world
