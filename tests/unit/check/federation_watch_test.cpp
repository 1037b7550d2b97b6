// Who is lost and back, who is unavailable and for how long, and when there is no quorum: from effects made by hand.
#include "check/federation_watch.h"

#include <gtest/gtest.h>

#include "check/federation_story.h"

namespace certdrill::check {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using world::Cause;
using world::NodeState;

const SimTime start = *parse_sim_time("2026-01-10T10:00:00Z");

// Ten nodes in five domains, N0 to N4 are seed nodes; all are up.
class Drill {
 public:
  Drill() {
    for (std::uint32_t node = 0; node < 10; ++node) cluster.nodes.push_back({node % 5, 0, 0, 0, 0, node < 5});
    cluster.upgrade_domains = {"UD0", "UD1", "UD2", "UD3", "UD4"};
    federation.on = true;
    federation.state.assign(10, NodeState::up);
    federation.cause.assign(10, Cause::joined);
    federation.numbers.up = 10;
    federation.numbers.eligible_seeds = 5;
    federation.numbers.nodes_with_quorum = 10;
    watch.emplace(cluster, federation, start);
    settle(Duration(0));
  }

  void change(Duration after, model::NodeIndex node, NodeState to, Cause cause) {
    world::Effects effects;
    effects.states.push_back({node, federation.state[node], to, cause});
    federation.state[node] = to;
    watch->follow(start + after, world::FailNode{node}, effects, {0, 2, false});
    settle(after);
  }
  void lose(Duration after, model::NodeIndex node, Cause cause = Cause::lease_failed) {
    change(after, node, NodeState::booting, cause);
  }
  void come_back(Duration after, model::NodeIndex node) { change(after, node, NodeState::up, Cause::joined); }
  void settle(Duration after, bool trust = true) { watch->settle(start + after, federation, trust); }
  // As the next look at the pieces finds it.
  void look(Duration after, std::uint64_t with_quorum, std::uint64_t pieces) {
    federation.tickets_at = start + after + seconds(10);
    federation.numbers.nodes_with_quorum = with_quorum;
    federation.numbers.pieces = pieces;
    settle(after);
  }
  FederationResult finish(Duration after) {
    FederationResult result = watch->finish(start + after);
    tell_readings(cluster, result);
    return result;
  }

  model::Cluster cluster;
  world::Federation federation;
  std::optional<FederationWatch> watch;
};

std::vector<std::string> texts_of(const FederationResult& result) {
  std::vector<std::string> texts;
  for (const FederationTurn& turn : result.turns) texts.push_back(to_string(turn.at).substr(11, 8) + " " + turn.text);
  return texts;
}

TEST(FederationWatch, AHealthyRunHasNothingToTell) {
  Drill drill;
  const FederationResult result = drill.finish(minutes(10));
  EXPECT_TRUE(drill.watch->whole());
  EXPECT_EQ(result.trust_reading, "every pair could authenticate: yes, at every moment");
  EXPECT_EQ(result.federation_reading, "federation: no node was lost");
  EXPECT_TRUE(result.turns.empty());
  EXPECT_EQ(result.most_unavailable, 0U);
  EXPECT_FALSE(result.longest_outage);
}

TEST(FederationWatch, TellsBothReadingsSideBySide) {
  Drill drill;
  drill.settle(minutes(4), false);
  drill.lose(minutes(8), 0);
  drill.lose(minutes(8) + seconds(20), 5);
  EXPECT_EQ(drill.watch->lost(), 2U);
  drill.come_back(minutes(15), 5);
  drill.come_back(minutes(15) + seconds(1), 0);
  const FederationResult result = drill.finish(minutes(20));
  EXPECT_EQ(result.federation_reading,
            "federation: survived on old sessions until 2026-01-10T10:08:00Z, then UD0 left: N0, N5");
  EXPECT_EQ(texts_of(result), (std::vector<std::string>{"10:08:00 N0, N5 (UD0) are lost: their leases failed",
                                                        "10:15:00 N0, N5 (UD0) are back"}));
  ASSERT_EQ(result.losses.size(), 2U);
  EXPECT_EQ(result.losses[0].place, (PlanPlace{0, 2, false}));
  EXPECT_EQ(result.losses[1].back, start + minutes(15));
  EXPECT_EQ(result.lost, 0U);
  EXPECT_EQ(result.most_unavailable, 2U);
  EXPECT_EQ(result.most_unavailable_at, start + minutes(8) + seconds(20));
}

TEST(FederationWatch, TrustThatBreaksTwiceIsToldFromTheFirstToTheLast) {
  Drill drill;
  drill.settle(minutes(1), false);
  drill.settle(minutes(2), true);
  drill.settle(minutes(3), false);
  drill.settle(minutes(5), true);
  EXPECT_EQ(drill.finish(minutes(9)).trust_reading,
            "every pair could authenticate: no, from 2026-01-10T10:01:00Z until 2026-01-10T10:05:00Z, in 2 stretches");
  EXPECT_EQ(drill.finish(minutes(9)).federation_reading, "federation: survived on old sessions, no node was lost");
}

struct LossCase {
  const char* name;
  NodeState to;
  Cause cause;
  bool lost;
};
void PrintTo(const LossCase& row, std::ostream* out) { *out << row.name; }
class Losses : public testing::TestWithParam<LossCase> {};

TEST_P(Losses, AreThoseThatNobodyWanted) {
  Drill drill;
  drill.change(minutes(1), 3, GetParam().to, GetParam().cause);
  EXPECT_EQ(drill.watch->lost(), GetParam().lost ? 1U : 0U);
  EXPECT_EQ(drill.watch->unavailable(), 1U);
  EXPECT_FALSE(drill.watch->whole());
}

INSTANTIATE_TEST_SUITE_P(Causes, Losses,
                         testing::Values(LossCase{"no_credential", NodeState::down, Cause::no_credential, true},
                                         LossCase{"lease", NodeState::booting, Cause::lease_failed, true},
                                         LossCase{"global_lease", NodeState::down, Cause::global_lease_lost, true},
                                         LossCase{"crash", NodeState::down, Cause::fault, false},
                                         LossCase{"restart_by_the_plan", NodeState::down, Cause::plan, false},
                                         LossCase{"suspended", NodeState::suspended, Cause::lease_expired, false}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(FederationWatch, ALostNodeThatFailsToJoinIsLostOnce) {
  Drill drill;
  drill.change(minutes(1), 3, NodeState::down, Cause::lease_failed);
  drill.change(minutes(1), 3, NodeState::booting, Cause::host_restarts_it);
  drill.change(minutes(2), 3, NodeState::down, Cause::no_credential);
  EXPECT_EQ(drill.watch->lost(), 1U);
  EXPECT_EQ(drill.watch->losses().size(), 1U);
}

TEST(FederationWatch, FollowsTheQuorumAndThePieces) {
  Drill drill;
  drill.look(minutes(2), 0, 2);
  EXPECT_FALSE(drill.watch->has_quorum());
  drill.look(minutes(3), 6, 2);
  EXPECT_TRUE(drill.watch->has_quorum());
  EXPECT_FALSE(drill.watch->whole());
  drill.look(minutes(4), 6, 1);
  EXPECT_TRUE(drill.watch->whole());
  EXPECT_EQ(
      texts_of(drill.finish(minutes(9))),
      (std::vector<std::string>{
          "10:02:00 the quorum of seed nodes is lost", "10:02:00 the nodes that are up are in several pieces",
          "10:03:00 there is a quorum of seed nodes again", "10:04:00 the nodes that are up are in one piece again"}));
}

TEST(FederationWatch, TooFewSeedNodesThatAreUpAreNoQuorum) {
  Drill drill;
  drill.federation.numbers.eligible_seeds = 3;
  drill.settle(minutes(1));
  EXPECT_TRUE(drill.watch->has_quorum());
  drill.federation.numbers.eligible_seeds = 2;
  drill.settle(minutes(2));
  EXPECT_FALSE(drill.watch->has_quorum()) << "3 of 5 are needed";
}

TEST(FederationWatch, KnowsTheMomentAtWhichAnOutageGetsTooLong) {
  Drill drill;
  drill.lose(minutes(1), 0);
  drill.lose(minutes(2), 1);
  drill.settle(minutes(6));
  EXPECT_FALSE(drill.watch->outage_over(minutes(5), start + minutes(6))) << "five minutes are not longer than five";
  drill.settle(minutes(7));
  EXPECT_EQ(drill.watch->outage_over(minutes(5), start + minutes(7)), start + minutes(6));
  drill.come_back(minutes(8), 0);
  EXPECT_EQ(drill.watch->outage_over(minutes(5), start + minutes(8)), start + minutes(6)) << "it ended too late";
  drill.come_back(minutes(8), 1);
  drill.settle(minutes(9));
  EXPECT_FALSE(drill.watch->outage_over(minutes(5), start + minutes(9)));
  const FederationResult result = drill.finish(minutes(20));
  ASSERT_TRUE(result.longest_outage);
  EXPECT_EQ(result.longest_outage->node, 0U);
  EXPECT_EQ(result.longest_outage->time, (Stretch{start + minutes(1), start + minutes(8)}));
}

TEST(FederationWatch, TheClusterWithoutAQuorumIsAnOutageToo) {
  Drill drill;
  drill.look(minutes(1), 0, 1);
  EXPECT_EQ(drill.watch->outage_over(minutes(3), start + minutes(5)), start + minutes(4));
  const FederationResult result = drill.finish(minutes(5));
  ASSERT_TRUE(result.longest_outage);
  EXPECT_FALSE(result.longest_outage->node);
  EXPECT_FALSE(result.longest_outage->time.until) << "it goes on";
}

TEST(FederationWatch, RemembersWhatLedToTheEndOfANode) {
  Drill drill;
  world::Effects closing;
  closing.one_end = 0;
  closing.other_end = 3;
  drill.watch->follow(start + minutes(1), world::CloseSession{0}, closing, {});
  world::Effects expiring = closing;
  expiring.outcome = world::Outcome::one_side_loses;
  expiring.loser = 0;
  drill.watch->follow(start + minutes(2), world::ExpireLease{0}, expiring, {});
  const NodeTrouble* const trouble = drill.watch->trouble_of(0);
  ASSERT_NE(trouble, nullptr);
  EXPECT_EQ(trouble->partner, 3U);
  EXPECT_EQ(trouble->sessions_closed, 1U);
  EXPECT_EQ(trouble->first_closed, start + minutes(1));
  EXPECT_EQ(trouble->last_expired, start + minutes(2));
  EXPECT_EQ(trouble->loser, 0U);
  drill.lose(minutes(3), 0);
  EXPECT_NE(drill.watch->trouble_of(0), nullptr) << "the story of the loss needs it";
  drill.come_back(minutes(4), 0);
  EXPECT_EQ(drill.watch->trouble_of(0), nullptr);
}

TEST(FederationWatch, WithoutTheFederationNobodyIsLost) {
  Drill drill;
  drill.federation = {};
  FederationWatch watch(drill.cluster, drill.federation, start);
  watch.settle(start, drill.federation, false);
  EXPECT_TRUE(watch.whole());
  EXPECT_TRUE(watch.has_quorum());
  FederationResult result = watch.finish(start);
  tell_readings(drill.cluster, result);
  EXPECT_EQ(result.federation_reading, "federation: not simulated");
}

}  // namespace
}  // namespace certdrill::check
