// The lines below an upgrade: what it waited for and what became of it.
#include "report/federation_report.h"

#include <gtest/gtest.h>

namespace certdrill::report {
namespace {

using check::UpgradeWait;
using std::chrono::minutes;
using world::WaitReason;

const SimTime start = *parse_sim_time("2026-01-10T10:00:00Z");

model::Scenario three_domains() {
  model::Scenario scenario;
  scenario.cluster.upgrade_domains = {"UD0", "UD1", "UD2"};
  scenario.cluster.nodes.resize(3);
  return scenario;
}

UpgradeWait wait_in(std::uint32_t domain, WaitReason reason, int from, int length) {
  return {reason, std::nullopt, domain, {start + minutes(from), start + minutes(from + length)}};
}

std::vector<std::string> lines_of(const check::StepResult& step) {
  std::vector<std::string> lines;
  for (const UpgradeLine& each : upgrade_lines(step, three_domains())) lines.push_back(each.text);
  return lines;
}

TEST(UpgradeLines, LooksAtTheHealthThatWentAlikeAreOneLine) {
  check::StepResult step;
  step.waits = {wait_in(0, WaitReason::health_check_stable, 1, 2), wait_in(1, WaitReason::health_check_stable, 5, 2),
                wait_in(1, WaitReason::health_check_retry, 8, 3), wait_in(2, WaitReason::health_check_stable, 12, 2)};
  EXPECT_EQ(
      lines_of(step),
      (std::vector<std::string>{
          "2026-01-10T10:01:00Z  UD0 to UD2, 3 times: it waits until the cluster has been healthy for long enough "
          "(HealthCheckStableDuration), for 2m",
          "2026-01-10T10:08:00Z  UD1: it waits while the cluster is unhealthy (HealthCheckRetryTimeout), for 3m"}));
}

TEST(UpgradeLines, OneOfAnotherLengthIsNews) {
  check::StepResult step;
  step.waits = {wait_in(0, WaitReason::health_check_stable, 1, 2), wait_in(1, WaitReason::health_check_stable, 5, 4)};
  EXPECT_EQ(lines_of(step).size(), 2U);
}

TEST(UpgradeLines, StandInTheOrderOfTheirTimes) {
  check::StepResult step;
  step.waits = {wait_in(1, WaitReason::health_check_retry, 8, 3)};
  step.events = {
      {world::UpgradeTurn::rolled_back, world::UpgradeFailure::health_check, {}, 1, start + minutes(20)},
      {world::UpgradeTurn::rollback_begins, world::UpgradeFailure::health_check, {}, 1, start + minutes(11)}};
  EXPECT_EQ(lines_of(step),
            (std::vector<std::string>{
                "2026-01-10T10:08:00Z  UD1: it waits while the cluster is unhealthy (HealthCheckRetryTimeout), for 3m",
                "2026-01-10T10:11:00Z  UD1: it fails and rolls back: HealthCheck",
                "2026-01-10T10:20:00Z  it is rolled back: HealthCheck"}));
}

TEST(UpgradeLines, ManyWaitsAreCut) {
  check::StepResult step;
  for (int i = 0; i < 15; ++i) step.waits.push_back(wait_in(0, WaitReason::no_quorum, 10 * i, 1));
  const std::vector<std::string> lines = lines_of(step);
  ASSERT_EQ(lines.size(), 13U);
  EXPECT_EQ(lines.back(), "and 3 waits more");
}

}  // namespace
}  // namespace certdrill::report
