// Machines that come later, fail or go back to their image; warnings of expiry; what can be cleaned up.
#include "check/provisioning_watch.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "check/clean_up.h"
#include "check/rehearsal.h"
#include "naive/federation_scenario.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

using namespace std::chrono_literals;

void add_step(model::Scenario& scenario, const std::string& name, decltype(model::Step::what) what) {
  model::Step step;
  step.name = name;
  step.what = std::move(what);
  scenario.steps.push_back(std::move(step));
}
model::DeployStep deploy(std::vector<model::NodeIndex> nodes) { return {{false, std::move(nodes)}, 1min, true}; }
model::ReimageStep reimage(std::vector<model::NodeIndex> nodes) { return {{false, std::move(nodes)}, 1min}; }

// Four nodes; A is in their image and B is not; `rest` are JSON members with a comma behind each.
model::Scenario four_nodes(const std::string& security, const std::string& checks,
                           const std::string& installed = "[\"A\"]") {
  return test::scenario_from(R"({ "start": "2026-01-10",
    "certificates": { "A": { "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
                      "B": { "notBefore": "2025-02-01", "notAfter": "2027-02-01" } },
    "federation": { "simulate": false },
    "cluster": { "nodes": 4, "upgradeDomains": 2, "seedNodes": 3, "installed": )" +
                             installed + R"(, "security": ")" + security + R"(" }, "checks": [ )" + checks + " ] }");
}

model::Check check_of(model::Quantifier quantifier, const char* property) {
  model::Check check;
  check.quantifier = quantifier;
  check.property = *model::parse_property(property);
  return check;
}

// The first configuration with B in the place of A.
std::uint32_t add_presenting_b(model::Scenario& scenario) {
  scenario.securities.push_back(scenario.securities[0]);
  scenario.securities.back().presents = model::PresentByThumbprint{{{"B"}}};
  return static_cast<std::uint32_t>(scenario.securities.size() - 1);
}

RunResult run(model::Scenario scenario) {
  return *rehearse(std::make_shared<const world::Setting>(std::move(scenario)));
}

constexpr const char* of_a = "{P:{TP=A}, V:{TP=A}}";
constexpr const char* usual_checks =
    R"({ "always": "every pair can authenticate" }, { "always": "every node presents A" }, { "always": "seed quorum" },
       { "always": "every node accepts A" }, { "always": "the federation is connected" })";

TEST(NotDeployed, NodesThatAreNotThereAreCountedByNobody) {
  model::Scenario scenario = four_nodes(of_a, usual_checks, "[\"A\", \"B\"]");
  add_step(scenario, "scale out", deploy({2, 3}));
  const RunResult result = run(std::move(scenario));
  EXPECT_TRUE(result.holds);
  EXPECT_EQ(result.come_later, 2U);
  EXPECT_EQ(result.not_deployed, 0U);
  EXPECT_EQ(result.initial.not_deployed, 2U);
  EXPECT_EQ(result.initial.pairs, 1U);
  EXPECT_EQ(model::to_string(result.initial.groups), "all 2 = {P:{TP=A}, V:{TP=A}}");
  ASSERT_EQ(result.steps[0].lines.size(), 1U);
  EXPECT_EQ(result.steps[0].lines[0].pairs, 6U);
  EXPECT_TRUE(result.provisioning.troubles.empty());
}

TEST(NotDeployed, AClusterMayComeAsAWhole) {
  model::Scenario scenario = four_nodes(of_a, usual_checks);
  add_step(scenario, "deploy", model::DeployStep{{true, {}}, 1min, false});
  const RunResult result = run(std::move(scenario));
  EXPECT_TRUE(result.holds);
  EXPECT_TRUE(result.initial.groups.empty());
  EXPECT_EQ(result.come_later, 4U);
}

// Nobody can talk to a machine that is being made anew, and it breaks no pair.
TEST(NotDeployed, AMachineThatIsReimagedIsNotCountedMeanwhile) {
  model::Scenario scenario = four_nodes(of_a, usual_checks);
  add_step(scenario, "re-image", reimage({1}));
  const RunResult result = run(std::move(scenario));
  EXPECT_TRUE(result.holds);
  EXPECT_EQ(result.steps[0].lines.back().pairs, 6U);
}

TEST(NotDeployed, WhatCameLaterBreaksPairsWhenItIsThere) {
  model::Scenario scenario = four_nodes(of_a, R"({ "always": "every pair can authenticate" })", "[\"A\", \"B\"]");
  const std::uint32_t other = add_presenting_b(scenario);
  scenario.cluster.nodes[3].security = other;
  add_step(scenario, "scale out", deploy({3}));
  const RunResult result = run(std::move(scenario));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].step, "scale out");
  EXPECT_EQ(result.findings[0].story.front(), "N3 (UD1) was deployed and has A and B.");
  EXPECT_GT(result.findings[0].at, result.start);
}

// By difference and anew: the same numbers after every instant.
TEST(NotDeployed, FollowingByDifferenceIsCountingAnew) {
  model::Scenario scenario = four_nodes(of_a, R"({ "always": "every node accepts A" })", "[\"A\", \"B\"]");
  const std::uint32_t other = add_presenting_b(scenario);
  scenario.cluster.nodes[2].security = other;
  add_step(scenario, "scale out", deploy({2, 3}));
  add_step(scenario, "re-image", reimage({0, 1, 2, 3}));
  model::RemoveStep remove;
  remove.certificates = {scenario.find_certificate("A").value()};
  add_step(scenario, "remove A", remove);
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  world::Simulation simulation(setting);
  Monitor monitor(simulation.world());
  int instants = 0;
  while (simulation.run_instant(
      [&](const auto& event, const auto& effects, const auto& world) {
        monitor.on_event(event.at, event.what, effects, world);
      },
      [&](SimTime at, const world::World& world) {
        monitor.on_instant(at, world);
        AuthenticationClasses classes(setting, setting->certificates());
        const ClusterCount anew(world, classes, {0}, at);
        ASSERT_EQ(monitor.count().presented(), anew.presented());
        ASSERT_EQ(monitor.count().not_deployed(), anew.not_deployed());
        ASSERT_EQ(monitor.count().seeds(), anew.seeds());
        ASSERT_EQ(monitor.count().presenting_nothing(), anew.presenting_nothing());
        ASSERT_EQ(monitor.count().connectivity().pairs(), anew.connectivity().pairs());
        ASSERT_EQ(monitor.count().connectivity().broken_pairs(), anew.connectivity().broken_pairs());
        ASSERT_EQ(monitor.count().connectivity().shape(), anew.connectivity().shape());
        ASSERT_EQ((*monitor.count().numbers().accepted_by)[0], (*anew.numbers().accepted_by)[0]);
        ++instants;
      })) {
  }
  EXPECT_GT(instants, 10);
}

TEST(DeploymentFailed, IsAFindingThatNoCheckAsksFor) {
  model::Scenario scenario = four_nodes(of_a, R"({ "always": "seed quorum" })");
  const std::uint32_t other = add_presenting_b(scenario);
  for (const model::NodeIndex node : {2U, 3U}) scenario.cluster.nodes[node].security = other;
  add_step(scenario, "scale out", deploy({2, 3}));
  const RunResult result = run(std::move(scenario));
  EXPECT_FALSE(result.holds);
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, "DeploymentFailed");
  EXPECT_EQ(finding.check, no_check);
  EXPECT_EQ(finding.step, "scale out");
  EXPECT_TRUE(finding.message.starts_with(
      "the deployment of 2 machines failed: its store has nothing that TP=B of its P names; first N"))
      << finding.message;
  EXPECT_FALSE(finding.advice.empty());
  ASSERT_EQ(result.provisioning.troubles.size(), 1U);
  EXPECT_EQ(result.provisioning.troubles[0].nodes, 2U);
  EXPECT_EQ(result.provisioning.troubles[0].finding, 0U);
  EXPECT_EQ(result.not_deployed, 2U);
}

TEST(DeploymentFailed, IsOverWhenTheMachineIsMadeAfterAll) {
  model::Scenario scenario = four_nodes("{P:{TP=A}, V:{TP=A}}", R"({ "always": "seed quorum" })");
  const std::uint32_t other = add_presenting_b(scenario);
  const std::uint32_t usual = scenario.cluster.nodes[3].security;
  scenario.cluster.nodes[3].security = other;
  add_step(scenario, "scale out", deploy({3}));
  model::UpgradeStep upgrade;
  upgrade.security_by_node_type = {usual};
  add_step(scenario, "present A", upgrade);
  add_step(scenario, "once more", reimage({3}));
  const RunResult result = run(std::move(scenario));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_TRUE(result.findings[0].until.has_value());
  EXPECT_EQ(result.not_deployed, 0U);
}

TEST(ExpiryNear, IsAWarningAndBreaksNothing) {
  model::Scenario scenario =
      four_nodes("{P:{TP=A}, V:{TP=A, TP=B}}", R"({ "always": "seed quorum" })", "[\"A\", \"B\"]");
  scenario.cluster.store_watch.says_expiry_warning = true;
  model::UpgradeStep upgrade;
  upgrade.security_by_node_type = {add_presenting_b(scenario)};
  add_step(scenario, "present B", upgrade);
  const RunResult result = run(std::move(scenario));
  EXPECT_TRUE(result.holds);
  ASSERT_EQ(result.provisioning.warnings.size(), 1U);
  const HealthWarning& warning = result.provisioning.warnings[0];
  EXPECT_EQ(warning.certificate, 0U);
  EXPECT_EQ(warning.at, result.start);
  EXPECT_EQ(warning.nodes, 4U);
  EXPECT_EQ(warning.presented_until, result.steps[0].end);
}

struct CleanUpCase {
  const char* name;
  const char* security;
  const char* installed;
  CleanUpVerdict of_a;
};
void PrintTo(const CleanUpCase& each, std::ostream* out) { *out << each.name; }

class CleanUpCases : public testing::TestWithParam<CleanUpCase> {};

TEST_P(CleanUpCases, OfA) {
  const CleanUpCase& each = GetParam();
  const std::string checks = R"({ "finally": "certificate A can be cleaned up" },
                                { "always": "certificate A can be cleaned up" })";
  model::Scenario scenario = four_nodes(each.security, checks, each.installed);
  const auto setting = std::make_shared<const world::Setting>(scenario);
  const world::World world(setting);
  world.classes().learn(world.configurations(), scenario.start);
  CleanUpVerdict verdict = CleanUpVerdict::gone;
  for (const CleanUp& found : clean_up(world, world.classes(), scenario.start)) {
    if (found.certificate == 0) verdict = found.verdict;
  }
  EXPECT_EQ(verdict, each.of_a);
  const RunResult result = *rehearse(setting);
  const bool can_be = each.of_a == CleanUpVerdict::safe || each.of_a == CleanUpVerdict::gone;
  for (const CheckResult& check : result.checks) EXPECT_EQ(check.holds, can_be) << to_string(check.check.quantifier);
  for (const Finding& finding : result.findings) EXPECT_EQ(finding.id, "CertificateStillNeeded");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CleanUpCases,
    testing::Values(CleanUpCase{"presented", "{P:{TP=A}, V:{TP=A}}", R"(["A", "B"])", CleanUpVerdict::in_use},
                    CleanUpCase{"not_named", "{P:{TP=B}, V:{TP=A, TP=B}}", R"(["A", "B"])", CleanUpVerdict::safe},
                    CleanUpCase{"a_secondary_that_ends_first", "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}", R"(["A", "B"])",
                                CleanUpVerdict::safe},
                    CleanUpCase{"the_only_one_and_not_usable", "{P:{TP=A}, V:{TP=A}}",
                                R"([{"certificate": "A", "privateKey": false}, "B"])", CleanUpVerdict::needed},
                    CleanUpCase{"at_the_endpoint", "{P:{TP=B}, V:{TP=B}, server P:{TP=A}}", R"(["A", "B"])",
                                CleanUpVerdict::in_use},
                    CleanUpCase{"on_no_node", "{P:{TP=B}, V:{TP=B}}", R"(["B"])", CleanUpVerdict::gone}),
    [](const auto& row) { return std::string(row.param.name); });

// A federation that is deployed as a whole has no quorum to lose until it has had one, and its nodes count from when
// they are started.
TEST(NotDeployed, AFederationFormsWithoutLosingAnything) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  scenario.checks.clear();
  for (const char* always : {"no node is lost", "quorum is kept", "every pair can authenticate"})
    scenario.checks.push_back(check_of(model::Quantifier::always, always));
  scenario.checks.push_back(check_of(model::Quantifier::finally, "the federation is whole"));
  add_step(scenario, "deploy", model::DeployStep{{true, {}}, 2min, false});
  const RunResult result = run(std::move(scenario));
  EXPECT_TRUE(result.holds);
  EXPECT_TRUE(result.federation.without_quorum.empty());
  EXPECT_EQ(result.federation.unavailable, 0U);
  EXPECT_EQ(result.federation.nodes, 12U);
  EXPECT_TRUE(result.federation.forms_during_run);
}

TEST(NotDeployed, AMachineThatIsReimagedIsUnavailableAndNotLost) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  scenario.checks.clear();
  for (const char* always : {"no node is lost", "every pair can authenticate", "at most 0 nodes are unavailable"})
    scenario.checks.push_back(check_of(model::Quantifier::always, always));
  add_step(scenario, "re-image", reimage({7}));
  const RunResult result = run(std::move(scenario));
  EXPECT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings.front().id, "TooManyNodesUnavailable");
  EXPECT_EQ(result.federation.most_unavailable, 1U);
  EXPECT_EQ(result.federation.unavailable, 0U);
}

TEST(NotDeployed, ANodeThatIsAddedToAFederationIsNotMissedBefore) {
  model::Scenario scenario = naive::federation_scenario(12, 5);
  scenario.checks.clear();
  add_step(scenario, "wait", model::WaitStep{1h, std::nullopt});
  add_step(scenario, "scale out", deploy({11}));
  const RunResult result = run(std::move(scenario));
  EXPECT_EQ(result.federation.nodes, 12U);
  ASSERT_TRUE(result.federation.longest_outage.has_value());
  const Outage& outage = *result.federation.longest_outage;
  EXPECT_LT(*outage.time.until - outage.time.from, 1min) << "from when its bootstrap agent started it";
}

}  // namespace
}  // namespace certdrill::check
