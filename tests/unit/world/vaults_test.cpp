// What vaults hold, whom they answer, and when they renew.
#include "world/vaults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journey_scenario.h"

namespace certdrill::world {
namespace {

using test::Journey;
using test::JourneyScenario;
using test::moment;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto no_line = std::nullopt;

// Versions on 2025-12-01, 2026-02-01 and 2026-03-01.
JourneyScenario three_versions() {
  JourneyScenario built;
  built.vault("kv");
  built.line("cluster", {"2025-12-01", "2026-02-01", "2026-03-01"});
  built.ends("2026-04-01");
  return built;
}

std::string answer_text(const World& world, const model::ObservedCertificate& observed, model::IdentityIndex who = 0) {
  const Vaults::Answer answer = Vaults::get(world, observed, who);
  return answer.failure == ProvisioningFailure::none ? world.scenario().certificates[answer.certificate].name
                                                     : std::string(to_string(answer.failure));
}

TEST(Vaults, AVersionlessAddressMeansTheNewestVersion) {
  const JourneyScenario built = three_versions();
  Journey journey(built);
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-1");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0, 1)), "noVersionYet");
  journey.run_until("2026-02-15");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-2");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0, 0)), "cluster-1") << "a versioned one means that version";
  journey.run();
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-3");
}

TEST(Vaults, VersionsAreMadeAtTheirMoments) {
  Journey journey(three_versions());
  journey.run();
  std::vector<std::string> made;
  for (const Journey::Line& line : journey.all_of<RenewVersion>())
    made.push_back(date_to_string(line.at) + " " + journey.world().scenario().certificates[*line.facts.version].name);
  EXPECT_THAT(made, ElementsAre("2026-02-01 cluster-2", "2026-03-01 cluster-3"));
}

TEST(Vaults, ADisabledVersionIsPassedOverUntilItIsEnabledAgain) {
  JourneyScenario built = three_versions();
  built.step("2026-02-10", model::VersionStep{0, 1, false});
  built.step("2026-02-20", model::VersionStep{0, 0, false});
  built.step("2026-02-22", model::VersionStep{0, 1, true});
  built.step("2026-02-23", model::VersionStep{0, 2, false});
  Journey journey(built);
  journey.run_until("2026-02-15");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-1");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0, 1)), "versionDisabled");
  journey.run_until("2026-02-21");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "versionDisabled")
      << "there are some, and none is enabled";
  journey.run_until("2026-02-22T12:00:00Z");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-2");
  journey.run();
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-3");
  EXPECT_THAT(journey.steps(), ElementsAre("", "", "", "noVersionYet")) << "what is not there yet cannot be disabled";
}

TEST(Vaults, ADeletedLineIsGoneForGood) {
  JourneyScenario built = three_versions();
  built.step("2026-02-10", model::DeleteSecretStep{0});
  built.step("2026-02-11", model::DeleteSecretStep{0});
  built.step("2026-02-12", model::VersionStep{0, 0, false});
  Journey journey(built);
  journey.run();
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "secretDeleted");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0, 0)), "secretDeleted");
  EXPECT_EQ(journey.all_of<RenewVersion>().size(), 1U) << "nothing is renewed any more";
  EXPECT_THAT(journey.steps(), ElementsAre("", "secretDeleted", "secretDeleted"));
}

TEST(Vaults, WhatIsDueInAnOutageIsMadeWhenTheVaultIsBack) {
  JourneyScenario built = three_versions();
  built.step("2026-01-20", model::VaultOutageStep{0, 24h * 50});
  Journey journey(built);
  journey.run_until("2026-02-15");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "vaultUnavailable");
  EXPECT_THAT(journey.failures_of<RenewVersion>(), ElementsAre("vaultUnavailable"));
  journey.run();
  std::vector<std::string> made;
  for (const Journey::Line& line : journey.all_of<RenewVersion>()) {
    if (line.facts.version) made.push_back(date_to_string(line.at));
  }
  EXPECT_THAT(made, ElementsAre("2026-03-11", "2026-03-11")) << "both that were missed";
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-3");
}

TEST(Vaults, TheLongerOfTwoOutagesCounts) {
  JourneyScenario built = three_versions();
  built.step("2026-01-20", model::VaultOutageStep{0, 48h});
  built.step("2026-01-21", model::VaultOutageStep{0, 1h});
  Journey journey(built);
  journey.run_until("2026-01-21T12:00:00Z");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "vaultUnavailable");
  journey.run();
  const std::vector<Journey::Line> ended = journey.all_of<EndVaultOutage>();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended.front().at, moment("2026-01-22"));
}

TEST(Vaults, AStepMakesItsVersionAndNobodyElse) {
  JourneyScenario built;
  built.vault("kv");
  built.line("cluster", {"2025-12-01", "step", "2026-03-01"});
  built.step("2026-02-10", model::RenewStep{0, 1});
  built.ends("2026-04-01");
  Journey journey(built);
  journey.run_until("2026-02-09");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-1");
  journey.run_until("2026-02-11");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-2");
  journey.run();
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-3");
}

TEST(Vaults, AVersionThatWasAskedForInAnOutageIsMadeAfterIt) {
  JourneyScenario built;
  built.vault("kv");
  built.line("cluster", {"2025-12-01", "step"});
  built.step("2026-02-01", model::VaultOutageStep{0, 24h});
  built.step("2026-02-01T06:00:00Z", model::RenewStep{0, 1});
  Journey journey(built);
  journey.run();
  EXPECT_THAT(journey.steps(), ElementsAre("", "vaultUnavailable"));
  ASSERT_EQ(journey.all_of<RenewVersion>().size(), 1U);
  EXPECT_EQ(journey.all_of<RenewVersion>().front().at, moment("2026-02-02"));
  EXPECT_EQ(answer_text(journey.world(), built.observed(0)), "cluster-2");
}

struct AccessCase {
  const char* name;
  const char* identity;
  bool template_deployment;
  const char* answer;
};
void PrintTo(const AccessCase& row, std::ostream* out) { *out << row.name; }

class VaultAccess : public testing::TestWithParam<AccessCase> {};
TEST_P(VaultAccess, DependsOnTheIdentity) {
  const AccessCase& row = GetParam();
  JourneyScenario built;
  built.vault("kv", {"vmss"});
  built.line("cluster", {"2025-12-01"});
  built.scenario.vaults[0].template_deployment = row.template_deployment;
  const model::IdentityIndex who = built.identity(row.identity);
  EXPECT_EQ(answer_text(Journey(built).world(), built.observed(0), who), row.answer);
}
INSTANTIATE_TEST_SUITE_P(
    Identities, VaultAccess,
    testing::Values(AccessCase{"a_reader", "vmss", true, "cluster-1"},
                    AccessCase{"a_stranger", "other", true, "accessDenied"},
                    AccessCase{"the_compute_service", "compute", true, "cluster-1"},
                    AccessCase{"the_compute_service_shut_out", "compute", false, "templateDeploymentOff"},
                    AccessCase{"a_reader_needs_no_template_deployment", "vmss", false, "cluster-1"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Vaults, AccessIsGrantedAndWithdrawn) {
  JourneyScenario built = three_versions();
  const model::IdentityIndex other = built.identity("other");
  built.step("2026-01-12", model::VaultAccessStep{0, other, true});
  built.step("2026-01-14", model::VaultAccessStep{0, other, false});
  Journey journey(built);
  EXPECT_EQ(answer_text(journey.world(), built.observed(0), other), "accessDenied");
  journey.run_until("2026-01-13");
  EXPECT_EQ(answer_text(journey.world(), built.observed(0), other), "cluster-1");
  journey.run();
  EXPECT_EQ(answer_text(journey.world(), built.observed(0), other), "accessDenied");
}

TEST(Vaults, ACertificateThatTheVaultNeverHadIsUnknown) {
  const JourneyScenario built = three_versions();
  EXPECT_EQ(answer_text(Journey(built).world(), {no_line, std::nullopt, 0, "kv/clutser"}), "unknownCertificate");
}

TEST(Vaults, WhatTheyHoldIsPartOfTheState) {
  const JourneyScenario built = three_versions();
  const auto setting = std::make_shared<const Setting>(built.scenario);
  const World before(setting);
  World after = before;
  EXPECT_TRUE(after == before);
  EXPECT_EQ(after.hash(), before.hash());
  Effects effects;
  after.apply(RenewVersion{0}, moment("2026-02-01"), effects);
  EXPECT_FALSE(after == before);
  EXPECT_NE(after.hash(), before.hash());
  EXPECT_DEATH(after.apply(RenewVersion{0}, moment("2026-02-01"), effects), "RenewVersion at .* is not enabled");
}

}  // namespace
}  // namespace certdrill::world
