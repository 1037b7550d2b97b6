#include "world/machines.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "drill.h"
#include "upgrade_drive.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::Drill;
using test::UpgradeDrive;
using testing::Test;

// Four nodes in two domains; A is in the image, B is not. Nothing happens but the steps that a test adds.
model::Scenario four_nodes(const std::string& security = "{P:{TP=A}, V:{TP=A, TP=B}}",
                           const std::string& installed = R"(["A"])") {
  model::Scenario scenario = test::scenario_from(R"({ "start": "2026-01-10",
    "certificates": { "A": { "commonName": "cluster.contoso.test", "notBefore": "2025-02-01", "notAfter": "2028-02-01" },
                      "B": { "commonName": "cluster.contoso.test", "notBefore": "2025-02-01", "notAfter": "2029-02-01" } },
    "federation": { "simulate": false },
    "upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" },
    "cluster": { "nodes": 4, "upgradeDomains": 2, "seedNodes": ["N0", "N1"], "installed": )" +
                                                 installed + R"(, "security": ")" + security + R"(" } })");
  return scenario;
}

void add_step(model::Scenario& scenario, const std::string& name, decltype(model::Step::what) what) {
  model::Step step;
  step.name = name;
  step.what = std::move(what);
  scenario.steps.push_back(std::move(step));
}
model::DeployStep deploy(std::vector<model::NodeIndex> nodes) { return {{false, std::move(nodes)}, 0s, true}; }
model::ReimageStep reimage(std::vector<model::NodeIndex> nodes) { return {{false, std::move(nodes)}, 0s}; }

bool deployed_store(const World& world, model::NodeIndex node) {
  return world.configurations().store_of(world.configuration_of(node)).deployed;
}

TEST(Machines, WithoutSuchStepsTheWorldKnowsNothingOfThem) {
  const UpgradeDrive drive(four_nodes());
  EXPECT_FALSE(drive.world().provisioned().on);
  EXPECT_TRUE(drive.world().provisioned().machines.empty());
  EXPECT_TRUE(Machines::is_deployed(drive.world(), 3));
}

TEST(Machines, ANodeOfADeployStepIsNotThereBefore) {
  model::Scenario scenario = four_nodes();
  add_step(scenario, "scale out", deploy({2, 3}));
  const UpgradeDrive drive(std::move(scenario));
  EXPECT_EQ(drive.world().provisioned().absent_nodes, 2U);
  EXPECT_TRUE(Machines::is_deployed(drive.world(), 1));
  EXPECT_TRUE(deployed_store(drive.world(), 1));
  EXPECT_FALSE(Machines::is_deployed(drive.world(), 3));
  EXPECT_FALSE(deployed_store(drive.world(), 3));
}

TEST(Machines, TheBootstrapAgentStartsTheNode) {
  model::Scenario scenario = four_nodes();
  add_step(scenario, "scale out", deploy({2, 3}));
  UpgradeDrive drive(std::move(scenario));
  EXPECT_EQ(drive.run(),
            (std::vector<std::string>{"00:00.000 BeginStep 0", "00:00.001 DeployNode 2", "00:00.001 DeployNode 3",
                                      "00:00.002 BootstrapNode 2", "00:00.002 BootstrapNode 3 step_done"}));
  EXPECT_TRUE(drive.world().done());
  EXPECT_EQ(drive.world().provisioned().absent_nodes, 0U);
  EXPECT_TRUE(deployed_store(drive.world(), 3));
}

struct LackCase {
  const char* name;
  const char* security;
  const char* installed;
  ProvisioningFailure failure;
  const char* entry;
  bool of_endpoint = false;
};
void PrintTo(const LackCase& each, std::ostream* out) { *out << each.name; }

class BootstrapNeeds : public testing::TestWithParam<LackCase> {};

TEST_P(BootstrapNeeds, WhatTheNodePresents) {
  const LackCase& each = GetParam();
  model::Scenario scenario = four_nodes(each.security, each.installed);
  add_step(scenario, "scale out", deploy({3}));
  UpgradeDrive drive(std::move(scenario));
  const Machines::Lack lack = Machines::lack_of(drive.world(), 3, drive.now());
  EXPECT_EQ(lack.failure, each.failure);
  EXPECT_EQ(lack.entry, each.entry);
  EXPECT_EQ(lack.of_endpoint, each.of_endpoint);
  drive.run();
  const bool fails = each.failure != ProvisioningFailure::none;
  EXPECT_EQ(Machines::is_deployed(drive.world(), 3), !fails);
  EXPECT_EQ(deployed_store(drive.world(), 3), !fails);
  EXPECT_TRUE(drive.world().done()) << "the step is over in either case";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BootstrapNeeds,
    testing::Values(LackCase{"it_is_there", "{P:{TP=A}, V:{TP=A}}", R"(["A"])", ProvisioningFailure::none, ""},
                    LackCase{"it_is_not_there", "{P:{TP=B}, V:{TP=B}}", R"(["A"])",
                             ProvisioningFailure::certificate_missing, "TP=B"},
                    LackCase{"the_secondary_counts_too", "{P:{TP=A, TP=B}, V:{TP=A}}", R"(["A"])",
                             ProvisioningFailure::certificate_missing, "TP=B"},
                    LackCase{"twice_the_same", "{P:{TP=A, TP=A}, V:{TP=A}}", R"(["A"])", ProvisioningFailure::none, ""},
                    LackCase{"without_its_key", "{P:{TP=A}, V:{TP=A}}",
                             R"([{"certificate": "A", "privateKey": false}])", ProvisioningFailure::private_key_missing,
                             "TP=A"},
                    LackCase{"not_granted_is_enough", "{P:{TP=A}, V:{TP=A}}",
                             R"([{"certificate": "A", "privateKey": "not granted"}])", ProvisioningFailure::none, ""},
                    LackCase{"of_a_name_one_is_enough", "{P:{CN=cluster.contoso.test}, V:{TP=A}}", R"(["B"])",
                             ProvisioningFailure::none, ""},
                    LackCase{"of_a_name_one_with_a_key", "{P:{CN=cluster.contoso.test}, V:{TP=A}}",
                             R"([{"certificate": "A", "privateKey": false}, "B"])", ProvisioningFailure::none, ""},
                    LackCase{"of_a_name_none", "{P:{CN=other.contoso.test}, V:{TP=A}}", R"(["A", "B"])",
                             ProvisioningFailure::certificate_missing, "CN=other.contoso.test"},
                    LackCase{"what_the_endpoint_presents", "{P:{TP=A}, V:{TP=A}, server P:{TP=B}}", R"(["A"])",
                             ProvisioningFailure::certificate_missing, "TP=B", true}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Machines, ANodeIsBornWithTheSettingsThatTheClusterHasBythen) {
  model::Scenario scenario = four_nodes("{P:{TP=A}, V:{TP=A, TP=B}}", R"(["A", "B"])");
  const auto to = static_cast<std::uint32_t>(scenario.securities.size());
  scenario.securities.push_back(scenario.securities[0]);
  scenario.securities.back().presents = model::PresentByThumbprint{{{"B"}}};
  model::UpgradeStep upgrade;
  upgrade.security_by_node_type = {to};
  upgrade.policy.domain_duration = 0s;
  add_step(scenario, "present B", upgrade);
  add_step(scenario, "scale out", deploy({3}));
  UpgradeDrive drive(std::move(scenario));
  const std::vector<std::string> log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"SwitchNode"}).size(), 3U) << "nobody waits for the one that is not there";
  EXPECT_EQ(drive.securities(), "1 1 1 1");
  EXPECT_TRUE(Machines::is_deployed(drive.world(), 3));
}

TEST(Machines, AReimagedMachineHasWhatItsImageHas) {
  model::Scenario scenario = four_nodes();
  model::InstallStep install;
  install.entries = {{scenario.find_certificate("B").value()}};
  add_step(scenario, "install B", install);
  add_step(scenario, "re-image", reimage({1}));
  UpgradeDrive drive(std::move(scenario));
  drive.run();
  const auto entries = [&](model::NodeIndex node) {
    return drive.world().configurations().store_of(drive.world().configuration_of(node)).entries.size();
  };
  EXPECT_EQ(entries(0), 2U);
  EXPECT_EQ(entries(1), 1U);
  EXPECT_TRUE(deployed_store(drive.world(), 1));
  EXPECT_EQ(drive.world().provisioned().absent_nodes, 0U);
}

TEST(Machines, AMachineThatFailedIsTriedAgainByAReimage) {
  model::Scenario scenario = four_nodes("{P:{TP=B}, V:{TP=B}}", R"(["A"])");
  add_step(scenario, "scale out", deploy({3}));
  add_step(scenario, "re-image", reimage({3}));
  UpgradeDrive drive(std::move(scenario));
  const std::vector<std::string> log = drive.run();
  EXPECT_EQ(test::lines_with(log, {"certificateMissing"}),
            (std::vector<std::string>{"00:00.002 BootstrapNode 3 provisioning=certificateMissing step_done",
                                      "00:00.004 BootstrapNode 3 provisioning=certificateMissing step_done"}));
  EXPECT_EQ(drive.world().provisioned().machines[3], MachineStage::failed);
  EXPECT_EQ(drive.world().provisioned().absent_nodes, 1U);
}

TEST(Machines, InAFederationTheNewNodeStartsAndJoins) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  add_step(scenario, "scale out", deploy({10, 11}));
  Drill drill(std::move(scenario));
  drill.watch_what_is_possible();
  EXPECT_EQ(drill.federation().cause[11], Cause::not_deployed);
  EXPECT_EQ(drill.federation().numbers.up, 10U);
  drill.run_until(10min);
  EXPECT_EQ(drill.federation().numbers.up, 12U);
  ASSERT_FALSE(drill.changes_of(11).empty());
  EXPECT_TRUE(drill.changes_of(11).front().ends_with("down>booting deployed"));
  EXPECT_TRUE(drill.changes_of(11).back().ends_with("joining>up joined"));
  EXPECT_TRUE(drill.federation().settled());
}

// What ends a fault does not make a machine.
TEST(Machines, AFaultDoesNotStartANodeThatIsNotThere) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  add_step(scenario, "later", deploy({11}));
  scenario.steps[0].not_before = scenario.start + 1h;
  Drill drill(std::move(scenario));
  drill.crash(100s, 11);
  drill.start(200s, 11);
  drill.run_until(30min);
  EXPECT_EQ(drill.federation().state[11], NodeState::down);
  EXPECT_EQ(drill.federation().cause[11], Cause::not_deployed);
}

TEST(Machines, ReimagingTakesTheHostDown) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  add_step(scenario, "re-image", reimage({7}));
  Drill drill(std::move(scenario));
  drill.watch_what_is_possible();
  drill.run_until(10min);
  const std::vector<std::string> changes = drill.changes_of(7);
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_TRUE(changes[0].ends_with("up>down reimaged"));
  EXPECT_TRUE(changes[1].ends_with("down>booting deployed"));
  EXPECT_TRUE(changes[3].ends_with("joining>up joined"));
  EXPECT_EQ(drill.federation().numbers.up, 12U);
}

TEST(Machines, AClusterThatIsDeployedAsAWholeFormsItsRing) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  model::DeployStep all;
  all.within = 2min;
  add_step(scenario, "deploy", all);
  Drill drill(std::move(scenario));
  drill.watch_what_is_possible();
  EXPECT_EQ(drill.federation().numbers.up, 0U);
  drill.run_until(1h);
  EXPECT_EQ(drill.federation().numbers.up, 12U);
  EXPECT_EQ(drill.federation().numbers.nodes_with_quorum, 12U);
}

TEST(Machines, CopiesOfAWorldGoOnAlike) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  model::DeployStep some = deploy({9, 10, 11});
  some.within = 5min;
  add_step(scenario, "scale out", some);
  Simulation one(std::make_shared<const Setting>(scenario));
  const auto on_event = [](const Simulation::Event&, const Effects&, const World&) {};
  const auto on_instant = [](SimTime, const World&) {};
  for (int i = 0; i < 4; ++i) one.run_instant(on_event, on_instant);
  Simulation other = one;
  while (one.run_instant(on_event, on_instant)) {
    ASSERT_TRUE(other.run_instant(on_event, on_instant));
    ASSERT_EQ(one.hash(), other.hash());
  }
  EXPECT_TRUE(one.world() == other.world());
  EXPECT_EQ(one.world().federation().numbers.up, 12U);
}

}  // namespace
}  // namespace certdrill::world
