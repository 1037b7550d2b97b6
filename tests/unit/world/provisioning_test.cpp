#include "world/provisioning.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "event_log.h"
#include "support/setting_from.h"

namespace certdrill::world {
namespace {

using Key = model::PrivateKeyState;

TEST(Provisioning, InstallingKeepsTheStoreSorted) {
  const model::Store store{{{2, Key::usable}}, {}, {}};
  EXPECT_EQ(with_installed(store, {{3, Key::usable}, {1, Key::absent}}).entries,
            (std::vector<model::StoreEntry>{{1, Key::absent}, {2, Key::usable}, {3, Key::usable}}));
}

TEST(Provisioning, InstallingAgainBringsTheKeyAndNeverTakesItAway) {
  EXPECT_EQ(with_installed({{{1, Key::absent}}, {}, {}}, {{1, Key::usable}}).entries,
            (std::vector<model::StoreEntry>{{1, Key::usable}}));
  EXPECT_EQ(with_installed({{{1, Key::usable}}, {}, {}}, {{1, Key::absent}}).entries,
            (std::vector<model::StoreEntry>{{1, Key::usable}}));
}

TEST(Provisioning, TheBestKeyStays) {
  const std::vector<Key> better = {Key::absent, Key::of_another_certificate, Key::unreadable, Key::usable};
  for (std::size_t one = 0; one < better.size(); ++one) {
    for (std::size_t other = 0; other < better.size(); ++other) {
      const model::Store store{{{1, better[one]}}, {}, {}};
      EXPECT_EQ(with_installed(store, {{1, better[other]}}).entries,
                (std::vector<model::StoreEntry>{{1, better[std::max(one, other)]}}));
    }
  }
}

TEST(Provisioning, TheWayToACrlIsBlockedAndUnblocked) {
  using Ids = std::vector<pki::CertificateId>;
  const model::Store store{{}, {4}, {7}};
  EXPECT_EQ(with_crl_reach(store, {2, 4, 5}, false).unreachable_crls, (Ids{2, 4, 5}));
  EXPECT_EQ(with_crl_reach(store, {4, 5}, true).unreachable_crls, Ids{});
  EXPECT_EQ(with_crl_reach(store, {4}, false), store) << "blocking twice changes nothing";
  EXPECT_EQ(with_crl_reach(store, {5}, true), store);
}

TEST(Provisioning, RemovingWhatIsNotThereChangesNothing) {
  const model::Store store{{{1, Key::usable}, {2, Key::usable}}, {}, {}};
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

TEST(Provisioning, BlocksCrlsOnTheNodesThatTheStepNames) {
  const auto setting = test::setting_from(R"({
    "authorities": { "R1": { "crl": {} }, "R2": { "crl": {} } },
    "cluster": { "nodes": 4, "unreachableCrls": ["R2"], "security": "{P:{}, V:{}}" },
    "steps": [ { "blockCrl": "R1", "nodes": ["N1", "N2"] }, { "unblockCrl": ["R2", "R1"], "nodes": ["N2", "N3"] } ] })");
  Simulation simulation(setting);
  test::log_of(simulation);
  std::vector<std::size_t> blocked;
  for (model::NodeIndex node = 0; node < 4; ++node) {
    const std::uint32_t configuration = simulation.world().configuration_of(node);
    blocked.push_back(simulation.world().configurations().store_of(configuration).unreachable_crls.size());
  }
  EXPECT_EQ(blocked, (std::vector<std::size_t>{1, 2, 0, 0}));
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
