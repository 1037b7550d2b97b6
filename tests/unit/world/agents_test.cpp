// How certificates come from vaults to nodes.
#include "world/agents.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drill.h"
#include "journey_scenario.h"
#include "world/machines.h"

namespace certdrill::world {
namespace {

using test::Journey;
using test::JourneyScenario;
using test::moment;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

// A vault whose line has versions from before the start, of 2026-02-01 and of 2026-03-01, and an extension on all nodes.
JourneyScenario with_extension(std::uint32_t nodes = 3) {
  JourneyScenario built(nodes);
  built.vault("kv");
  built.line("cluster", {"2025-12-01", "2026-02-01", "2026-03-01"});
  built.extension({built.observed(0)});
  built.ends("2026-04-01");
  return built;
}

TEST(Agents, HaveDoneTheirWorkWhenTheScenarioBegins) {
  Journey journey(with_extension());
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
}

TEST(Agents, AnAutorefreshedCertificateThatIsDeclaredByThumbprintIsNotAccessible) {
  JourneyScenario built = with_extension();
  built.scenario.securities[0] = *model::parse_security("{P:{TP=cluster-1}, V:{}}");
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 not granted, cluster-3 not granted");
  EXPECT_THAT(journey.all_of<ScanStore>(), IsEmpty());
}

TEST(Agents, WhatTheRulesDoNotNameHasNoAccessAtTheStart) {
  JourneyScenario built = with_extension();
  built.scenario.securities[0] = *model::parse_security("{P:{CN=other.contoso.test}, V:{}}");
  EXPECT_EQ(Journey(built).stores(), "cluster-1 not granted");
}

TEST(Agents, TheNewestVersionIsAddedAndNothingIsRemoved) {
  Journey journey(with_extension());
  journey.run_until("2026-02-02");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable, cluster-3 usable");
}

TEST(Agents, EachNodeHasAPhaseOfItsOwnAndKeepsIt) {
  Journey journey(with_extension(200));
  journey.run();
  std::map<model::NodeIndex, SimTime> first;
  for (const Journey::Line& line : journey.all_of<StartAgent>()) {
    EXPECT_THAT(line.at, AllOf(Ge(moment("2026-01-10")), Le(moment("2026-01-10T01:00:00Z"))));
    first[std::get<StartAgent>(line.action).node] = line.at;
  }
  EXPECT_EQ(first.size(), 200U);
  const auto [earliest, latest] =
      std::minmax_element(first.begin(), first.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  EXPECT_GT(latest->second - earliest->second, 50min);
  const std::vector<Journey::Line> polls = journey.all_of<PollVault>();
  ASSERT_EQ(polls.size(), 400U) << "one on each node for each new version, and no others";
  for (const Journey::Line& line : polls) {
    EXPECT_EQ((line.at - first[std::get<PollVault>(line.action).node]) % 1h, 0ms);
    const SimTime made = line.at < moment("2026-02-15") ? moment("2026-02-01") : moment("2026-03-01");
    EXPECT_THAT(line.at - made, AllOf(Ge(1ms), Le(Duration(1h))));
    EXPECT_TRUE(line.changed);
  }
}

TEST(Agents, CyclesThatCannotFindAnythingAreNoEvents) {
  JourneyScenario built = with_extension(5);
  built.scenario.vault_certificates[0].versions.resize(1);
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.all_of<StartAgent>().size(), 5U);
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty());
  EXPECT_EQ(journey.simulation().events(), 5U);
}

TEST(Agents, GoOnWithTheNextWhenOneFails) {
  JourneyScenario built(1);
  built.vault("shut", {});
  built.vault("kv");
  built.line("secret", {"2025-12-01"}, 0);
  built.line("cluster", {"2025-12-01", "2026-02-01"}, 1);
  built.line("late", {"2026-03-01"}, 1);
  built.extension(
      {built.observed(2), {std::nullopt, std::nullopt, 1, "kv/unknown"}, built.observed(0), built.observed(1)});
  built.ends("2026-04-01");
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  journey.run_until("2026-02-02");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
  EXPECT_THAT(journey.failures_of<StartAgent>(), ElementsAre("noVersionYet of 0")) << "the first failure is told";
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable, late-1 usable");
  EXPECT_THAT(journey.failures_of<PollVault>(), ElementsAre("noVersionYet of 0", "unknownCertificate of 1"));
}

TEST(Agents, ReadAsSoonAsTheyMay) {
  JourneyScenario built = with_extension();
  built.scenario.vaults[0].readers.clear();
  built.step("2026-01-20", model::VaultAccessStep{0, 0, true});
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "");
  journey.run_until("2026-01-19");
  EXPECT_THAT(journey.failures_of<StartAgent>(),
              ElementsAre("accessDenied of 0", "accessDenied of 0", "accessDenied of 0"));
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty()) << "they would only fail again";
  journey.run_until("2026-01-20T01:01:01Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
}

}  // namespace
}  // namespace certdrill::world
