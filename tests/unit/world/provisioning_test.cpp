#include "world/provisioning.h"

#include <gtest/gtest.h>

#include "event_log.h"
#include "support/setting_from.h"

namespace certdrill::world {
namespace {

TEST(Provisioning, InstallingKeepsTheStoreSorted) {
  const model::Store store{{{2, true}}, {}};
  EXPECT_EQ(with_installed(store, {{3, true}, {1, false}}).entries,
            (std::vector<model::StoreEntry>{{1, false}, {2, true}, {3, true}}));
}

TEST(Provisioning, InstallingAgainBringsTheKeyAndNeverTakesItAway) {
  EXPECT_EQ(with_installed({{{1, false}}, {}}, {{1, true}}).entries, (std::vector<model::StoreEntry>{{1, true}}));
  EXPECT_EQ(with_installed({{{1, true}}, {}}, {{1, false}}).entries, (std::vector<model::StoreEntry>{{1, true}}));
}

TEST(Provisioning, RemovingWhatIsNotThereChangesNothing) {
  const model::Store store{{{1, true}, {2, true}}, {}};
  EXPECT_EQ(with_removed(store, {5}), store);
  EXPECT_EQ(with_removed(store, {1, 2}).entries, std::vector<model::StoreEntry>());
}

std::vector<std::uint64_t> certificates_by_node(const std::string& steps) {
  const auto setting = test::setting_from(test::two_certificates(
      R"("nodes": 6, "upgradeDomains": 3, "installed": ["A"],)", R"("steps": [ )" + steps + " ],"));
  Simulation simulation(setting);
  test::log_of(simulation);
  std::vector<std::uint64_t> counts;
  for (model::NodeIndex node = 0; node < 6; ++node) {
    counts.push_back(
        simulation.world().configurations().store_of(simulation.world().configuration_of(node)).entries.size());
  }
  return counts;
}

TEST(Provisioning, ReachesTheNodesThatTheStepNames) {
  using Counts = std::vector<std::uint64_t>;
  EXPECT_EQ(certificates_by_node(R"({ "install": "B" })"), (Counts{2, 2, 2, 2, 2, 2}));
  EXPECT_EQ(certificates_by_node(R"({ "install": "B", "nodes": ["N1", "N4"] })"), (Counts{1, 2, 1, 1, 2, 1}));
  EXPECT_EQ(certificates_by_node(R"({ "install": "B", "upgradeDomains": ["UD2"] })"), (Counts{1, 1, 2, 1, 1, 2}));
  EXPECT_EQ(certificates_by_node(R"({ "install": "B", "except": ["N0"] })"), (Counts{1, 2, 2, 2, 2, 2}));
  EXPECT_EQ(certificates_by_node(R"({ "install": "B", "upgradeDomains": ["UD0"], "nodes": ["N1"], "except": ["N3"] })"),
            (Counts{2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(certificates_by_node(R"({ "install": "B" }, { "remove": "A", "nodes": ["N5"] })"),
            (Counts{2, 2, 2, 2, 2, 1}));
}

TEST(Provisioning, EveryNodeHasAMomentOfItsOwnWithinTheStep) {
  const auto setting = test::setting_from(test::two_certificates(
      R"("nodes": 200, "installed": ["A"],)", R"("steps": [ { "install": "B", "within": "1h" } ],)"));
  std::vector<SimTime> moments;
  for (const auto& event : test::log_of(setting)) {
    if (std::holds_alternative<ChangeStore>(event.action)) moments.push_back(event.at);
  }
  ASSERT_EQ(moments.size(), 200U);
  EXPECT_GE(moments.front(), setting->scenario().start + Duration(1));
  EXPECT_LE(moments.back(), setting->scenario().start + std::chrono::hours(1));
  EXPECT_GT(moments.back() - moments.front(), std::chrono::minutes(50));
}

}  // namespace
}  // namespace certdrill::world
