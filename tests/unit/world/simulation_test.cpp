#include "world/simulation.h"

#include <gtest/gtest.h>

#include "event_log.h"
#include "naive/rotation_scenario.h"
#include "support/setting_from.h"

namespace certdrill::world {
namespace {

TEST(Simulation, ACopyInMidRunGoesOnExactlyAlike) {
  const auto setting = std::make_shared<const Setting>(naive::rotation_scenario(40));
  Simulation original(setting);
  const auto nothing = [](const auto&, const auto&, const World&) {};
  const auto look_away = [](SimTime, const World&) {};
  std::size_t instants = 0;
  while (original.run_instant(nothing, look_away)) {
    if (++instants % 20 != 0) continue;
    Simulation copy = original;
    ASSERT_EQ(copy.hash(), original.hash());
    Simulation rest = original;
    const auto one = test::log_of(copy);
    const auto other = test::log_of(rest);
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      ASSERT_EQ(one[i].at, other[i].at);
      ASSERT_TRUE(one[i].action == other[i].action);
    }
    ASSERT_TRUE(copy.world() == rest.world());
    ASSERT_EQ(copy.hash(), rest.hash());
  }
  EXPECT_GT(instants, 100U);
}

TEST(Simulation, ItsHashTellsStatesApart) {
  const auto setting = std::make_shared<const Setting>(naive::rotation_scenario(40));
  Simulation one(setting);
  Simulation other(setting);
  const auto nothing = [](const auto&, const auto&, const World&) {};
  const auto look_away = [](SimTime, const World&) {};
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(one.hash(), other.hash());
    one.run_instant(nothing, look_away);
    ASSERT_NE(one.hash(), other.hash());
    other.run_instant(nothing, look_away);
  }
}

TEST(Simulation, AnotherSeedDrawsOtherMoments) {
  model::Scenario scenario = naive::rotation_scenario(10);
  const auto one = test::log_of(std::make_shared<const Setting>(scenario));
  scenario.seed = 2;
  const auto other = test::log_of(std::make_shared<const Setting>(scenario));
  EXPECT_EQ(one.size(), other.size());
  EXPECT_NE(one.back().at, other.back().at);
}

TEST(Simulation, BoundariesHappenAtTheirMillisecondAndInMidPhase) {
  const auto setting = test::setting_from(R"({ "start": "2026-01-31T23:59:00Z",
    "certificates": { "A": { "notBefore": "2025-02-01", "notAfter": "2026-02-01" }, "C": { "notBefore": "2026-01-31T23:59:30Z", "notAfter": "2027-01-01" } },
    "cluster": { "nodes": 20, "upgradeDomains": 1, "security": "{P:{TP=A}, V:{TP=A}}" },
    "upgradePolicy": { "domainDuration": "2m" },
    "steps": [ { "upgrade": "x", "to": "{P:{TP=C}, V:{TP=C}}" } ] })");
  std::vector<std::string> boundaries;
  std::size_t switched_before = 0;
  std::size_t switched_after = 0;
  for (const auto& event : test::log_of(setting)) {
    if (std::holds_alternative<SwitchNode>(event.action)) ++(boundaries.size() < 2 ? switched_before : switched_after);
    if (std::holds_alternative<CertificateExpires>(event.action) ||
        std::holds_alternative<CertificateBecomesValid>(event.action)) {
      boundaries.push_back(std::string(name_of(event.action)) + " " + to_string(event.at));
    }
  }
  EXPECT_EQ(boundaries, (std::vector<std::string>{"CertificateBecomesValid 2026-01-31T23:59:30Z",
                                                  "CertificateExpires 2026-02-01T00:00:00Z"}));
  EXPECT_GT(switched_before, 0U);
  EXPECT_GT(switched_after, 0U);
}

struct EndCase {
  const char* name;
  const char* rest;
  const char* end;
  std::size_t boundaries;  // that the run lives to see
};

void PrintTo(const EndCase& row, std::ostream* out) { *out << row.name; }

class SimulationEnd : public testing::TestWithParam<EndCase> {};

TEST_P(SimulationEnd, IsTheLaterOfPlanAndScenario) {
  Simulation simulation(test::setting_from(test::two_certificates(R"("nodes": 2,)", GetParam().rest)));
  const auto log = test::log_of(simulation);
  EXPECT_EQ(to_string(simulation.end()), GetParam().end);
  const auto seen = std::count_if(log.begin(), log.end(), [](const auto& event) {
    return std::holds_alternative<CertificateExpires>(event.action);
  });
  EXPECT_EQ(static_cast<std::size_t>(seen), GetParam().boundaries);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, SimulationEnd,
    testing::Values(EndCase{"nothing_to_do", "", "2026-01-10T00:00:00Z", 0},
                    EndCase{"end_alone", R"("end": "2026-01-31",)", "2026-01-31T00:00:00Z", 0},
                    EndCase{"end_on_a_boundary_sees_it", R"("end": "2026-02-01",)", "2026-02-01T00:00:00Z", 1},
                    EndCase{"end_behind_all_boundaries", R"("end": "2028-01-01",)", "2028-01-01T00:00:00Z", 2},
                    EndCase{"plan_outlives_end", R"("end": "2026-01-11", "steps": [ { "wait": "3d" } ],)",
                            "2026-01-13T00:00:00Z", 0},
                    EndCase{"wait_until", R"("steps": [ { "waitUntil": "2026-02-02" } ],)", "2026-02-02T00:00:00Z", 1}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::world
