#include "world/health_watch.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "upgrade_drive.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;
using test::UpgradeDrive;

// Two nodes on A, which ends 10 days after the start; B ends 20 days after it, C in years. `steps` are JSON.
model::Scenario two_nodes(const std::string& steps, Duration warning = 24h * 5) {
  model::Scenario scenario = test::scenario_from(R"({ "start": "2026-01-10", "end": "2026-03-10",
    "certificates": { "A": { "notBefore": "2025-02-01", "notAfter": "2026-01-20" },
                      "B": { "notBefore": "2025-02-01", "notAfter": "2026-01-30" },
                      "C": { "notBefore": "2025-02-01", "notAfter": "2029-02-01" } },
    "federation": { "simulate": false },
    "upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" },
    "cluster": { "nodes": 2, "seedNodes": 1, "security": "{P:{TP=A}, V:{TP=A, TP=B, TP=C}}" },
    "steps": [ )" + steps + " ] }");
  scenario.cluster.store_watch.expiry_warning = warning;
  scenario.cluster.store_watch.says_expiry_warning = true;
  return scenario;
}

std::vector<std::string> warnings(model::Scenario scenario) {
  UpgradeDrive drive(std::move(scenario));
  return test::lines_with(drive.run(24h * 60), {"WarnOfExpiry"});
}

TEST(HealthWatch, NothingIsWatchedWhereNothingIsProvisionedAndNobodyAsks) {
  model::Scenario scenario = two_nodes("");
  scenario.cluster.store_watch.says_expiry_warning = false;
  EXPECT_TRUE(warnings(std::move(scenario)).empty());
}

TEST(HealthWatch, ItWarnsOnceOfWhatIsPresented) {
  EXPECT_EQ(warnings(two_nodes("")), (std::vector<std::string>{"7200:00.000 WarnOfExpiry 0"}));
}

TEST(HealthWatch, ItWarnsAtOnceWhenTheEndIsNearAtTheStart) {
  EXPECT_EQ(warnings(two_nodes("", 24h * 30)), (std::vector<std::string>{"00:00.000 WarnOfExpiry 0"}));
}

TEST(HealthWatch, WhatHasBeenReplacedInTimeIsNotWarnedOf) {
  EXPECT_TRUE(warnings(two_nodes(R"({ "upgrade": "present C", "to": "{P:{TP=C}, V:{TP=A, TP=C}}" })")).empty());
}

TEST(HealthWatch, WhatComesIntoUseLateIsWarnedOfThen) {
  // B has 20 days; with a warning of 25 it is near its end from the start, but nobody presents it until day 3.
  EXPECT_EQ(
      warnings(two_nodes(
          R"({ "upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}", "at": "2026-01-13T00:00:00Z" })", 24h * 25)),
      (std::vector<std::string>{"00:00.000 WarnOfExpiry 0", "4320:00.001 WarnOfExpiry 1"}));
}

// With A gone, the secondary is presented: nobody did anything.
TEST(HealthWatch, AnExpiryBringsAnotherIntoUse) {
  model::Scenario scenario = two_nodes("", 24h * 15);
  scenario.securities[0].presents = model::PresentByThumbprint{{{"A"}, {"B"}}};
  scenario.switches.use_secondary_if_newer = false;
  EXPECT_EQ(warnings(std::move(scenario)),
            (std::vector<std::string>{"00:00.000 WarnOfExpiry 0", "14400:00.000 WarnOfExpiry 1"}));
}

TEST(HealthWatch, WhatTheEndpointShowsIsInUseToo) {
  model::Scenario scenario = two_nodes("");
  scenario.securities[0].presents = model::PresentByThumbprint{{{"C"}}};
  scenario.securities[0].management.presents = model::PresentByThumbprint{{{"B"}}};
  EXPECT_EQ(warnings(std::move(scenario)), (std::vector<std::string>{"21600:00.000 WarnOfExpiry 1"}));
}

TEST(HealthWatch, ANodeThatIsNotThereUsesNothing) {
  model::Scenario scenario = two_nodes("");
  model::Step step;
  step.what = model::DeployStep{{true, {}}, 0s, false};
  step.not_before = scenario.start + 24h * 6;
  scenario.steps.push_back(std::move(step));
  EXPECT_EQ(warnings(std::move(scenario)), (std::vector<std::string>{"8640:00.002 WarnOfExpiry 0"}));
}

}  // namespace
}  // namespace certdrill::world
