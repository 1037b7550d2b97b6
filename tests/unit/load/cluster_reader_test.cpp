// What a scenario file says of its cluster: nodes, their domains, seed nodes and stores, and clients.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "marked_text.h"
#include "model/notation.h"
#include "scenario_words.h"

namespace certdrill::load {
namespace {

using model::Scenario;

TEST(ScenarioReader, TakesNodesByTypeWithCounts) {
  const Scenario scenario = read(R"({
    "authorities": {"R1": {}},
    "certificates": {"A": {}, "B": {}},
    "cluster": {
      "nodeTypes": {"back": {"nodes": 2}, "front": {"nodes": 4, "installed": ["B", "R1", {"certificate": "A", "privateKey": false}],
                    "trustedRoots": ["R1"], "security": "{P:{TP=B}, V:{}}"}},
      "upgradeDomains": ["UD10", "UD9", "UD1"], "seedNodes": ["N5", "N0"], "security": "{P:{TP=A}, V:{}}"
    },
    "steps": [{"upgrade": "front only", "to": {"front": "{P:{TP=A, TP=B}, V:{}}"}}]
  })");
  EXPECT_EQ(scenario.cluster.node_types, (std::vector<std::string>{"back", "front"}));
  EXPECT_EQ(scenario.cluster.nodes.size(), 6U);
  EXPECT_EQ(scenario.cluster.nodes[1].node_type, 0U);
  EXPECT_EQ(scenario.cluster.nodes[2].node_type, 1U);
  EXPECT_EQ(scenario.cluster.upgrade_domains, (std::vector<std::string>{"UD1", "UD9", "UD10"}))
      << "as they are upgraded";
  EXPECT_EQ(domains_of(scenario), "UD1 UD9 UD10 UD1 UD9 UD10");
  EXPECT_EQ(seeds_of(scenario), "N0 N5");
  EXPECT_EQ(store_of(scenario, 0), "A+key B+key ");
  EXPECT_EQ(store_of(scenario, 5), "R1 A B+key root:R1 ") << "an authority comes without its key";
  EXPECT_EQ(security_of(scenario, 0), "{P:{TP=A}, V:{}}");
  EXPECT_EQ(security_of(scenario, 5), "{P:{TP=B}, V:{}}");
  EXPECT_EQ(scenario.cluster.stores.size(), 2U);
  const auto& upgrade = std::get<model::UpgradeStep>(scenario.steps[0].what);
  EXPECT_FALSE(upgrade.security_by_node_type[0].has_value()) << "nodes of that type are left alone";
  ASSERT_TRUE(upgrade.security_by_node_type[1].has_value());
  EXPECT_EQ(to_string(scenario.securities[*upgrade.security_by_node_type[1]]), "{P:{TP=A, TP=B}, V:{}}");
}

TEST(ScenarioReader, TakesNodesOneByOne) {
  const Scenario scenario = read(R"({
    "certificates": {"A": {}, "B": {}},
    "cluster": {
      "nodes": [
        {"name": "_vm_0", "upgradeDomain": "UD2", "nodeType": "x", "seed": true, "installed": ["A"]},
        {"name": "vm1.west", "nodeType": "y", "security": "{P:{TP=B}, V:{TP=A}}", "trustedRoots": ["A"]},
        {"name": "vm2", "nodeType": "y", "seed": false}
      ],
      "nodeTypes": {"x": {"security": "{P:{TP=A}, V:{TP=A}}"}, "y": {"installed": ["B"]}},
      "security": "{P:{TP=A}, V:{TP=B}}", "installed": ["A", "B"]
    }
  })");
  EXPECT_EQ(scenario.cluster.node_names, (std::vector<std::string>{"_vm_0", "vm1.west", "vm2"}));
  EXPECT_EQ(scenario.cluster.upgrade_domains, (std::vector<std::string>{"UD2"})) << "those that the nodes name";
  EXPECT_EQ(seeds_of(scenario), "_vm_0");
  EXPECT_EQ(store_of(scenario, 0), "A+key ");
  EXPECT_EQ(store_of(scenario, 1), "B+key root:A ");
  EXPECT_EQ(store_of(scenario, 2), "B+key ");
  EXPECT_EQ(security_of(scenario, 0), "{P:{TP=A}, V:{TP=A}}");
  EXPECT_EQ(security_of(scenario, 1), "{P:{TP=B}, V:{TP=A}}");
  EXPECT_EQ(security_of(scenario, 2), "{P:{TP=A}, V:{TP=B}}");
}

struct SeedCase {
  const char* cluster;
  const char* seeds;
};

TEST(ScenarioReader, ChoosesSeedsAndDomains) {
  for (const SeedCase& row :
       {SeedCase{R"("nodes": 1)", "N0"}, SeedCase{R"("nodes": 2)", "N0"}, SeedCase{R"("nodes": 4)", "N0 N1 N2"},
        SeedCase{R"("nodes": 9)", "N0 N1 N2 N3 N4"}, SeedCase{R"("nodes": 9, "seedNodes": 2)", "N0 N1"},
        SeedCase{R"("nodes": 9, "seedNodes": ["N8"])", "N8"}}) {
    const Scenario scenario = read(std::string(R"({"cluster": {"security": "{P:{}, V:{}}", )") + row.cluster + "}}");
    EXPECT_EQ(seeds_of(scenario), row.seeds) << row.cluster;
  }
  EXPECT_EQ(domains_of(read(R"({"cluster": {"nodes": 3, "security": "{P:{}, V:{}}"}})")), "UD0 UD1 UD2");
  EXPECT_EQ(domains_of(read(R"({"cluster": {"nodes": 3, "upgradeDomains": 2, "security": "{P:{}, V:{}}"}})")),
            "UD0 UD1 UD0");
  EXPECT_EQ(read(R"({"cluster": {"nodes": 1, "upgradeDomains": ["a", "b"], "security": "{P:{}, V:{}}"}})")
                .cluster.upgrade_domains.size(),
            2U)
      << "a domain without nodes is allowed when it is named";
}

TEST(ScenarioReader, TakesKeysAndUnreachableCrlsOfStores) {
  const Scenario scenario = read(R"({
    "authorities": {"R1": {"crl": {}}, "R2": {"crl": {}}},
    "certificates": {"A": {}, "B": {}, "C": {}},
    "cluster": {
      "nodes": [{"name": "x"}, {"name": "y", "nodeType": "t", "unreachableCrls": []}, {"name": "z", "nodeType": "t", "installed": ["A"]}],
      "nodeTypes": {"t": {"unreachableCrls": ["R2", "R1"]}},
      "installed": [{"certificate": "B", "privateKey": "of another certificate"}, {"certificate": "A", "privateKey": "unreadable"},
                    {"certificate": "C", "privateKey": "unreadable"}, {"certificate": "B", "privateKey": false}, "C"],
      "unreachableCrls": ["R2"], "security": "{P:{}, V:{}}"
    }
  })");
  EXPECT_EQ(store_of(scenario, 0), "A+unreadable B+other C+key no-crl:R1 no-crl:R2 ")
      << "of several files of one certificate the best key counts";
  EXPECT_EQ(store_of(scenario, 1), "A+unreadable B+other C+key ");
  EXPECT_EQ(store_of(scenario, 2), "A+key no-crl:R1 no-crl:R2 ");
}

TEST(ScenarioReader, TakesAMillionNodesByNumber) {
  const Scenario scenario = read(R"({"cluster": {"nodes": 1000000, "security": "{P:{}, V:{}}"}})");
  EXPECT_EQ(scenario.cluster.nodes.size(), 1'000'000U);
  EXPECT_TRUE(scenario.cluster.node_names.empty()) << "no names are kept for them";
  EXPECT_EQ(scenario.cluster.nodes[999'999].upgrade_domain, 4U);
}

TEST(Clients, AreReadInTheOrderOfTheFileWithStoresOfTheirOwn) {
  const LoadedScenario loaded = parse_scenario(R"({
    "authorities": {"R1": {"crl": {}}}, "certificates": {"A": {}, "D": {}, "U": {}},
    "cluster": {"nodes": 3, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}"},
    "clients": {
      "zeta": {"security": "{P:{TP=D}, V:{TP=A}}", "installed": ["D"], "trustedRoots": ["R1"], "unreachableCrls": ["R1"]},
      "alpha": {"security": "{P:{TP=U}, V:{TP=A}}"},
      "beta": {"security": "{P:{TP=D}, V:{TP=A}}", "installed": ["A", "D", "U"]}}
  })",
                                               "x.json");
  ASSERT_TRUE(loaded.scenario) << all_of(loaded.problems);
  EXPECT_TRUE(loaded.problems.empty()) << all_of(loaded.problems);
  const model::Cluster& cluster = loaded.scenario->cluster;
  ASSERT_EQ(cluster.clients.size(), 3U);
  std::string text;
  for (const model::Client& client : cluster.clients) {
    const model::Store& store = cluster.stores[client.store];
    text += client.name + " line " + std::to_string(client.where.line) + " " +
            to_string(loaded.scenario->securities[client.security]) + " " + std::to_string(store.entries.size()) + "+" +
            std::to_string(store.trusted_roots.size()) + "+" + std::to_string(store.unreachable_crls.size()) + "\n";
  }
  EXPECT_EQ(text,
            "zeta line 5 {P:{TP=D}, V:{TP=A}} 1+1+1\n"
            "alpha line 6 {P:{TP=U}, V:{TP=A}} 3+0+0\n"
            "beta line 7 {P:{TP=D}, V:{TP=A}} 3+0+0\n");
  EXPECT_EQ(cluster.clients[1].store, cluster.clients[2].store);
  EXPECT_EQ(cluster.nodes[0].store, 0U);
  EXPECT_EQ(cluster.stores.size(), 3U);
  EXPECT_EQ(loaded.scenario->securities.size(), 3U);
}

}  // namespace
}  // namespace certdrill::load
