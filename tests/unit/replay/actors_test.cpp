// What snapshots and inspections tell of vaults, agents and nodes while a renewal is on its way.
#include "replay/actors.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replay/actor_inspection.h"
#include "replay/condition.h"
#include "replay/event_text.h"
#include "replay/inspection.h"
#include "replay/navigation.h"
#include "runs.h"
#include "support/journey_text.h"

namespace certdrill::replay {
namespace {

const RunPointer& journey() {
  static const RunPointer run = run_of_text(test::journey_text);
  return run;
}

// Behind the first event that this condition finds.
Cursor behind(const char* condition) {
  Cursor cursor(journey());
  const Result<Condition> parsed = Condition::parse(condition, journey()->scenario());
  EXPECT_TRUE(parsed);
  const std::optional<EventNumber> found = next_where(*journey(), 0, *parsed, Direction::forward);
  EXPECT_TRUE(found) << condition;
  cursor.go_to(found.value_or(0));
  return cursor;
}

TEST(Actors, AreNoneInAScenarioWithoutThem) {
  const Cursor cursor(shipped_run("thumbprint_rotation"));
  const ActorsMoment& actors = cursor.snapshot().actors;
  EXPECT_TRUE(actors.vaults.empty() && actors.agents.empty() && actors.clients.empty());
}

TEST(Actors, KnowWhatIsOnItsWay) {
  const Cursor before = behind("vault=kv");
  ASSERT_EQ(before.snapshot().actors.vaults.size(), 1U);
  EXPECT_EQ(before.snapshot().actors.vaults[0].lines[0].current, 0U);
  EXPECT_EQ(before.snapshot().actors.agents[0].nodes, 3U);

  const Cursor made = behind("event=RenewVersion");
  const LineMoment& line = made.snapshot().actors.vaults[0].lines[0];
  EXPECT_EQ(line.current, 1U);
  EXPECT_TRUE(line.versions[1].made);
  const AgentMoment& agent = made.snapshot().actors.agents[0];
  ASSERT_NE(agent.on_its_way(), nullptr);
  EXPECT_EQ(agent.on_its_way()->nodes_with, 0U);
  EXPECT_EQ(journey()->scenario().certificates[agent.on_its_way()->certificate].name, "cluster-2");
  EXPECT_EQ(agent.to_poll, 3U);

  const Cursor first = behind("event=PollVault certificate=cluster-2");
  const AgentMoment& bringing = first.snapshot().actors.agents[0];
  EXPECT_EQ(bringing.on_its_way()->nodes_with, 1U);
  ASSERT_EQ(bringing.installs.size(), 1U);
  EXPECT_EQ(bringing.installs[0].node, journey()->event(first.event()).node);
  EXPECT_EQ(bringing.installs[0].certificate, bringing.on_its_way()->certificate);

  Cursor end(journey());
  end.go_to(journey()->last_event());
  EXPECT_EQ(end.snapshot().actors.agents[0].on_its_way(), nullptr);
  EXPECT_TRUE(end.snapshot().actors.agents[0].installs.empty());
}

TEST(Actors, GiveTheSameMomentFromBothSides) {
  Cursor forward(journey());
  Cursor back(journey());
  back.go_to(journey()->last_event());
  for (EventNumber number = journey()->last_event(); number-- > 0;) {
    back.go_to(number);
    forward.go_to(0);
    forward.go_to(number);
    const AgentMoment& one = forward.snapshot().actors.agents[0];
    const AgentMoment& other = back.snapshot().actors.agents[0];
    EXPECT_EQ(one.to_poll, other.to_poll);
    EXPECT_EQ(one.observed[0].nodes_with, other.observed[0].nodes_with);
    EXPECT_EQ(one.installs.size(), other.installs.size());
  }
}

TEST(Journey, HasAPointForEachTurn) {
  using Kind = JourneyPoint::Kind;
  std::vector<Kind> kinds;
  for (const JourneyPoint& point : journey()->journey()) kinds.push_back(point.kind);
  EXPECT_THAT(kinds,
              testing::ElementsAre(Kind::outage_begins, Kind::outage_ends, Kind::version_made, Kind::expiry_warned));
  std::size_t installed = 0;
  std::size_t failed = 0;
  for (const JourneyPoint& point : journey()->deliveries()) ++(point.kind == Kind::installed ? installed : failed);
  EXPECT_EQ(installed, 3U);
  EXPECT_EQ(failed, 3U) << "each node finds once that it has no access any more";
}

TEST(Inspection, OfAVault) {
  const VaultInspection out = inspect_vault(behind("step=outage event=BeginStep"), 0);
  EXPECT_EQ(out.name, "kv");
  EXPECT_EQ(out.state, "answers nobody until 2026-03-19T14:00:00Z");
  EXPECT_FALSE(out.answers);
  EXPECT_EQ(out.readers, "vmss and the compute service, for scale-set secrets");
  ASSERT_EQ(out.lines.size(), 1U);
  EXPECT_EQ(out.lines[0].policy, "for 120d; renewed after 75 % of it, with a new key");
  ASSERT_GE(out.lines[0].versions.size(), 2U);
  EXPECT_EQ(out.lines[0].versions[0].state, "the current one");
  EXPECT_EQ(out.lines[0].versions[1].state, "comes on 2026-03-20");

  const VaultInspection made = inspect_vault(behind("event=RenewVersion"), 0);
  EXPECT_EQ(made.state, "answers");
  EXPECT_EQ(made.lines[0].versions[0].state, "an earlier one");
  EXPECT_EQ(made.lines[0].versions[1].state, "the current one");
}

TEST(Inspection, OfAnAgent) {
  const Cursor cursor = behind("event=PollVault certificate=cluster-2");
  const AgentInspection agent = inspect_agent(cursor, 0);
  EXPECT_EQ(agent.kind, "Key Vault extension, as identity vmss, every 1h");
  EXPECT_EQ(agent.state, "runs on 3 nodes");
  ASSERT_EQ(agent.observed.size(), 1U);
  EXPECT_EQ(agent.observed[0].address, "kv/cluster");
  EXPECT_EQ(agent.observed[0].text, "is cluster-2: on 1 of 3 nodes");
  EXPECT_FALSE(agent.observed[0].good);
  EXPECT_THAT(agent.waiting, testing::StartsWith("2 nodes may find something at the next cycle, N"));

  const AgentInspection denied = inspect_agent(behind("step='somebody tidies up' event=BeginStep"), 0);
  EXPECT_EQ(denied.observed[0].text, "access denied");
}

TEST(Inspection, OfANodeTellsOfItsAgentsAndKeys) {
  const Cursor cursor = behind("event=PollVault certificate=cluster-2");
  const model::NodeIndex node = journey()->event(cursor.event()).node;
  const NodeInspection seen = inspect_node(cursor, node);
  ASSERT_EQ(seen.store.size(), 2U);
  EXPECT_EQ(seen.store[1].name, "cluster-2");
  EXPECT_EQ(seen.store[1].key, "access to its private key is not granted yet");
  EXPECT_TRUE(cursor.snapshot().nodes[node].key_waits);
  ASSERT_EQ(seen.agents.size(), 1U);
  EXPECT_EQ(seen.agents[0].text, "extension: runs");

  const Cursor granted = behind("event=ScanStore");
  const NodeInspection after = inspect_node(granted, journey()->event(granted.event()).node);
  EXPECT_EQ(after.store[1].key, "with its private key");
}

TEST(Actors, HaveALineEach) {
  const model::Scenario& scenario = journey()->scenario();
  const ActorsMoment start = Cursor(journey()).snapshot().actors;
  EXPECT_EQ(vault_line(start.vaults[0], scenario), "has cluster-1");
  EXPECT_EQ(agent_line(start.agents[0], scenario), "cluster-1 on all 3 nodes");
  const ActorsMoment made = behind("event=RenewVersion").snapshot().actors;
  EXPECT_EQ(agent_line(made.agents[0], scenario), "cluster-2 on 0 of 3 nodes");
  const ActorsMoment out = behind("step=outage event=BeginStep").snapshot().actors;
  EXPECT_EQ(vault_line(out.vaults[0], scenario), "answers nobody");
  EXPECT_EQ(agent_line(out.agents[0], scenario), "kv/cluster: the vault does not answer");
}

TEST(Inspection, OfAClient) {
  const RunPointer run = shipped_run("client_roles");
  const Cursor cursor(run);
  const model::Cluster& cluster = run->scenario().cluster;
  ASSERT_FALSE(cluster.clients.empty());
  const ClientInspection client = inspect_client(cursor, 0);
  EXPECT_EQ(client.name, cluster.clients[0].name);
  EXPECT_FALSE(client.shows.empty());
  EXPECT_THAT(client.standing, testing::StartsWith("can connect to "));
  EXPECT_EQ(client.connects, cursor.snapshot().actors.clients[0].standings[trust::Grant::none] == 0);
}

}  // namespace
}  // namespace certdrill::replay
