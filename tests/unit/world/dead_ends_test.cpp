// No dead ends: random small clusters live through faults of every kind, each a step of the plan, and through settings
// that part them. When all of that is over, everything that could be up is up.
#include <algorithm>

#include <gtest/gtest.h>

#include "drill.h"
#include "support/rounds.h"
#include "world/links.h"
#include "world/neighbourhood.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using model::FaultKind;
using test::Drill;

constexpr Duration trouble = 2h;  // as long as things go wrong
constexpr Duration after_it = 5h;

model::Fault any_fault(Random& random, std::uint32_t nodes) {
  constexpr FaultKind kinds[] = {FaultKind::crash, FaultKind::restart, FaultKind::host_reboot, FaultKind::partition,
                                 FaultKind::slow,  FaultKind::lossy,   FaultKind::hang,        FaultKind::clock,
                                 FaultKind::heal,  FaultKind::start,   FaultKind::crash,       FaultKind::partition};
  const auto some_seconds = [&](std::uint64_t most) {
    return std::chrono::seconds(static_cast<std::int64_t>(1 + random.below(most)));
  };
  model::Fault fault;
  fault.kind = kinds[random.below(std::size(kinds))];
  fault.where.all = random.below(12) == 0;
  const std::uint64_t share = 1 + random.below(6);
  for (model::NodeIndex node = 0; node < nodes && !fault.where.all; ++node) {
    if (random.below(6) < share) fault.where.nodes.push_back(node);
  }
  const bool instantaneous = fault.kind == FaultKind::heal || fault.kind == FaultKind::start;
  if (!instantaneous && random.below(3) > 0) fault.length = some_seconds(900);
  fault.for_good = fault.kind == FaultKind::crash && !fault.length && random.below(2) == 0;
  fault.delay = random.below(2) == 0 ? Duration(some_seconds(30)) : Duration(1);
  fault.percent = static_cast<std::uint32_t>(1 + random.below(100));
  fault.clock_offset = random.below(2) == 0 ? Duration(some_seconds(600)) : Duration(-24h * 400);  // not yet valid
  return fault;
}

void add_step(model::Scenario& scenario, const model::Fault& fault, Duration at) {
  model::Step step;
  step.name = std::to_string(scenario.steps.size());
  step.what = model::FaultStep{fault};
  step.not_before = scenario.start + at;
  scenario.steps.push_back(std::move(step));
}

// All nodes, or as many as there are seed nodes, have a vote; faults of the plan, and their end.
model::Scenario any_trouble(Random& random) {
  const auto nodes = static_cast<std::uint32_t>(2 + random.below(24));
  const auto seeds = static_cast<std::uint32_t>(1 + random.below(std::min(nodes, 7U)));
  model::Scenario scenario = naive::federation_scenario(nodes, seeds);
  scenario.seed = random.below(1'000'000);
  scenario.federation.neighborhood_size = static_cast<std::uint32_t>(1 + random.below(4));
  std::vector<std::int64_t> moments;
  for (std::uint64_t i = random.below(20); i > 0; --i)
    moments.push_back(static_cast<std::int64_t>(1 + random.below(static_cast<std::uint64_t>(trouble.count()))));
  std::sort(moments.begin(), moments.end());
  for (const std::int64_t at : moments) add_step(scenario, any_fault(random, nodes), Duration(at));
  for (const FaultKind repair : {FaultKind::clock, FaultKind::heal, FaultKind::start}) {
    model::Fault fault;
    fault.kind = repair;
    add_step(scenario, fault, trouble + 20min);  // when those that have a length are over
  }
  return scenario;
}

// Some nodes take settings with which they refuse some of the others.
void take_some_settings(Drill& drill, Random& random, std::uint32_t nodes) {
  std::vector<std::int64_t> moments;
  for (std::uint64_t i = random.below(12); i > 0; --i)
    moments.push_back(static_cast<std::int64_t>(1 + random.below(static_cast<std::uint64_t>(trouble.count()))));
  std::sort(moments.begin(), moments.end());
  for (const std::int64_t at : moments) {
    const auto first = static_cast<model::NodeIndex>(random.below(nodes));
    const auto last = std::min(nodes - 1, first + static_cast<std::uint32_t>(random.below(nodes)));
    const auto security = static_cast<std::uint32_t>(random.below(5));
    for (model::NodeIndex node = first; node <= last; ++node) drill.take_settings(Duration(at), node, security);
  }
}

// Is it outside although nothing keeps it there?
bool could_be_in(const World& world, model::NodeIndex node, SimTime at) {
  const Federation& federation = world.federation();
  const Links links(world);
  if (federation.state[node] != NodeState::joining) return false;
  const auto accepts = [&](model::NodeIndex other) {
    return federation.alive(other) && !federation.is_losing(other) && links.fresh(node, other, at);
  };
  const Neighbourhood::Nodes near = Neighbourhood::of(world, node);
  const bool has_quorum = federation.numbers.nodes_with_quorum > 0 || world.scenario().cluster.nodes[node].seed;
  return near.begin() != near.end() && has_quorum && std::all_of(near.begin(), near.end(), accepts);
}

TEST(DeadEnds, WhenAllTroubleIsOverEverybodyIsUp) {
  std::uint64_t lost = 0;
  for (std::uint64_t seed = 1; seed <= test::rounds(300U); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const model::Scenario scenario = any_trouble(random);
    const auto nodes = static_cast<std::uint32_t>(scenario.cluster.nodes.size());
    Drill drill(scenario);
    if (seed <= test::rounds(40U)) drill.watch_what_is_possible();
    take_some_settings(drill, random, nodes);
    drill.run_until(trouble);
    for (model::NodeIndex node = 0; node < nodes; ++node) drill.take_settings(trouble, node, naive::a_and_both);
    drill.run_until(after_it);
    const Federation& federation = drill.federation();
    ASSERT_EQ(federation.numbers.up, nodes);
    ASSERT_EQ(federation.numbers.suspended, 0U);
    ASSERT_EQ(federation.numbers.nodes_with_quorum, nodes);
    ASSERT_EQ(federation.ring.count(), nodes);
    ASSERT_EQ(federation.establishing, 0U);
    ASSERT_TRUE(federation.settled());
    ASSERT_TRUE(drill.world().at_rest());
    for (model::NodeIndex node = 0; node < nodes; ++node) {
      for (const model::NodeIndex neighbour : Neighbourhood::of(drill.world(), node)) {
        const Lease& lease = federation.leases[Neighbourhood::lease_of(drill.world(), node, neighbour)];
        ASSERT_EQ(lease.state, Lease::State::active) << node << " and " << neighbour;
        ASSERT_EQ(lease.session, Lease::Session::open) << node << " and " << neighbour;
      }
    }
    ASSERT_FALSE(testing::Test::HasFailure());
    for (const Drill::Line& line : drill.lines()) {
      for (const NodeStateChange& each : line.effects.states) {
        if (each.cause == Cause::lease_failed || each.cause == Cause::global_lease_lost) ++lost;
      }
    }
  }
  EXPECT_GT(lost, test::rounds(1000U)) << "there was trouble";
}

TEST(DeadEnds, WhoIsKeptOutIsKeptOutBySomebody) {
  int settled = 0;
  int outside = 0;
  for (std::uint64_t seed = 1; seed <= test::rounds(300U); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed + 10'000);
    const model::Scenario scenario = any_trouble(random);
    const auto nodes = static_cast<std::uint32_t>(scenario.cluster.nodes.size());
    Drill drill(scenario);
    take_some_settings(drill, random, nodes);
    drill.run_until(after_it);
    if (!drill.federation().settled()) continue;  // nodes that refuse each other may come and go for ever
    ++settled;
    const World& world = drill.world();
    const Federation& federation = world.federation();
    for (model::NodeIndex node = 0; node < nodes; ++node) {
      if (federation.state[node] == NodeState::up) continue;
      ++outside;
      ASSERT_FALSE(could_be_in(world, node, scenario.start + after_it)) << node;
      ASSERT_TRUE(federation.state[node] == NodeState::joining ||
                  (federation.state[node] == NodeState::down && federation.cause[node] == Cause::no_credential))
          << node;
      ASSERT_TRUE(federation.state[node] == NodeState::joining || !federation.in_ring[node]) << node;
    }
    ASSERT_EQ(federation.ring.count(), federation.numbers.up) << "the dead are out of the ring";
  }
  EXPECT_GT(settled, test::rounds(200));
  EXPECT_GT(outside, test::rounds(100));
}

}  // namespace
}  // namespace certdrill::world
