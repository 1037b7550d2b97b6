#include "world/rolling_upgrade.h"

#include <map>

#include <gtest/gtest.h>

#include "event_log.h"
#include "support/setting_from.h"

namespace certdrill::world {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const std::string two_phases =
    R"("steps": [ { "upgrade": "accept", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" }, { "upgrade": "present", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" } ],
  "upgradePolicy": { "domainDuration": "60s", "pauseBetweenDomains": "30s", "pauseBetweenSteps": "5m" },)";

struct DomainWalk {
  std::uint32_t domain;
  SimTime begin;
  std::vector<SimTime> switches;
  SimTime completed;
};

std::vector<DomainWalk> walk_of(const std::shared_ptr<const Setting>& setting) {
  std::vector<DomainWalk> walks;
  for (const test::LoggedEvent& event : test::log_of(setting)) {
    if (const auto* begin = std::get_if<BeginDomain>(&event.action)) walks.push_back({begin->domain, event.at, {}, {}});
    if (std::holds_alternative<SwitchNode>(event.action)) walks.back().switches.push_back(event.at);
    if (event.domain_completed) walks.back().completed = event.at;
  }
  return walks;
}

TEST(RollingUpgrade, WalksOneDomainAfterTheOtherInTheOrderOfTheirNumbers) {
  const auto setting = test::setting_from(test::two_certificates(R"("nodes": 24, "upgradeDomains": 12,)", two_phases));
  std::vector<std::string> names;
  for (const DomainWalk& walk : walk_of(setting))
    names.push_back(setting->scenario().cluster.upgrade_domains[walk.domain]);
  ASSERT_EQ(names.size(), 24U);
  EXPECT_EQ(names[0], "UD0");
  EXPECT_EQ(names[2], "UD2");  // not UD10
  EXPECT_EQ(names[10], "UD10");
  EXPECT_EQ(names[11], "UD11");
  EXPECT_EQ(names[12], "UD0");
}

TEST(RollingUpgrade, NodesSwitchWithinTheWindowAndAPauseFollowsTheLast) {
  const auto setting = test::setting_from(test::two_certificates(R"("nodes": 100, "upgradeDomains": 4,)", two_phases));
  const std::vector<DomainWalk> walks = walk_of(setting);
  ASSERT_EQ(walks.size(), 8U);
  for (std::size_t i = 0; i < walks.size(); ++i) {
    const DomainWalk& walk = walks[i];
    ASSERT_EQ(walk.switches.size(), 25U);
    EXPECT_GE(walk.switches.front(), walk.begin + Duration(1));
    EXPECT_LE(walk.switches.back(), walk.begin + seconds(60));
    EXPECT_EQ(walk.switches.back(), walk.completed);
    if (i % 4 != 0) {
      EXPECT_EQ(walk.begin, walks[i - 1].completed + seconds(30));
    }
  }
  EXPECT_EQ(walks[4].begin, walks[3].completed + minutes(5)) << "between two steps it is the other pause";
}

TEST(RollingUpgrade, TheNodesOfADomainDoNotSwitchAtOnce) {
  const auto setting = test::setting_from(test::two_certificates(R"("nodes": 50, "upgradeDomains": 1,)", two_phases));
  const std::vector<SimTime> switches = walk_of(setting).front().switches;
  EXPECT_GT(switches.back() - switches.front(), seconds(40)) << "50 moments drawn from a minute";
}

TEST(RollingUpgrade, DomainsWithNobodyToUpgradeAreSkipped) {
  const auto setting = test::setting_from(R"({ "start": "2026-01-10",
    "certificates": { "A": {}, "B": {} },
    "cluster": { "nodeTypes": { "front": { "nodes": 2 }, "back": { "nodes": 4 } }, "upgradeDomains": 6, "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "upgrade": "back only", "to": { "back": "{P:{TP=A}, V:{TP=A, TP=B}}" } } ] })");
  std::vector<std::uint32_t> domains;
  for (const DomainWalk& walk : walk_of(setting)) {
    domains.push_back(walk.domain);
    EXPECT_EQ(walk.switches.size(), 1U);
  }
  EXPECT_EQ(domains, (std::vector<std::uint32_t>{2, 3, 4, 5}));
}

TEST(RollingUpgrade, EveryNodeOfTheTypeSwitchesAndNoOther) {
  const auto setting = test::setting_from(R"({ "start": "2026-01-10",
    "certificates": { "A": {}, "B": {} },
    "cluster": { "nodeTypes": { "front": { "nodes": 7 }, "back": { "nodes": 5 } }, "upgradeDomains": 3, "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "upgrade": "front only", "to": { "front": "{P:{TP=A}, V:{TP=A, TP=B}}" } } ] })");
  Simulation simulation(setting);
  test::log_of(simulation);
  const World& world = simulation.world();
  for (model::NodeIndex node = 0; node < 12; ++node) {
    const bool switched = world.configurations()[world.configuration_of(node)].security !=
                          setting->scenario().cluster.nodes[node].security;
    EXPECT_EQ(switched, node < 7) << "N" << node;
  }
}

TEST(RollingUpgrade, AnUpgradeThatConcernsNobodyIsDoneAtOnce) {
  const auto setting = test::setting_from(R"({ "start": "2026-01-10",
    "certificates": { "A": {} },
    "cluster": { "nodes": [ { "name": "one", "nodeType": "front" } ], "nodeTypes": { "front": {}, "back": {} }, "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "upgrade": "nobody", "to": { "back": "{P:{}, V:{TP=A}}" } }, { "upgrade": "somebody", "to": "{P:{}, V:{}}" } ] })");
  Simulation simulation(setting);
  const auto log = test::log_of(simulation);
  EXPECT_TRUE(simulation.world().done());
  EXPECT_EQ(std::count_if(log.begin(), log.end(), [](const auto& event) { return event.step_completed; }), 2);
}

TEST(RollingUpgrade, AWindowOfNoLengthSwitchesAMillisecondAfterTheDomainBegan) {
  const auto setting = test::setting_from(test::two_certificates(
      R"("nodes": 4, "upgradeDomains": 2,)",
      R"("upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" }, "steps": [ { "upgrade": "x", "to": "{P:{TP=B}, V:{TP=B}}" } ],)"));
  const std::vector<DomainWalk> walks = walk_of(setting);
  ASSERT_EQ(walks.size(), 2U);
  EXPECT_EQ(walks[0].switches, (std::vector<SimTime>(2, walks[0].begin + Duration(1))));
  EXPECT_EQ(walks[1].begin, walks[0].completed) << "and yet its nodes switch at another instant";
  EXPECT_EQ(walks[1].switches.front(), walks[1].begin + Duration(1));
}

TEST(RollingUpgrade, AStepDoesNotBeginBeforeItsTime) {
  const auto setting = test::setting_from(test::two_certificates(
      R"("nodes": 2, "upgradeDomains": 1,)",
      R"("steps": [ { "upgrade": "x", "to": "{P:{TP=B}, V:{TP=B}}", "at": "2026-01-20T12:00:00Z" } ],)"));
  std::vector<std::string> begins;
  for (const test::LoggedEvent& event : test::log_of(setting)) {
    if (std::holds_alternative<BeginStep>(event.action)) begins.push_back(to_string(event.at));
  }
  EXPECT_EQ(begins, std::vector<std::string>{"2026-01-20T12:00:00Z"});
}

}  // namespace
}  // namespace certdrill::world
