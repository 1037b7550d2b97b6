#include "world/world.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "naive/rotation_scenario.h"
#include "support/setting_from.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

std::shared_ptr<const Setting> small_rotation() {
  return std::make_shared<const Setting>(naive::rotation_scenario(6, 2));
}

// Applies enabled actions of one kind until none is left, always taking the first or the last, at its earliest moment.
enum class Pick { first, last };

World run_by_hand(const std::shared_ptr<const Setting>& setting, Pick pick, std::size_t actions) {
  World world(setting);
  Effects effects;
  for (std::size_t i = 0; i < actions; ++i) {
    std::vector<EnabledAction> enabled = world.enabled();
    // Boundaries lie far ahead of the plan here; the plan's own actions come behind them in the list.
    std::erase_if(enabled, [](const EnabledAction& each) {
      return std::holds_alternative<CertificateExpires>(each.action) ||
             std::holds_alternative<CertificateBecomesValid>(each.action);
    });
    const EnabledAction& next = pick == Pick::first ? enabled.front() : enabled.back();
    effects.clear();
    world.apply(next.action, next.window.latest, effects);
  }
  return world;
}

TEST(World, AnyOrderWithinADomainLeadsToTheSameState) {
  const auto setting = small_rotation();
  // BeginStep and the six installs; then BeginStep, BeginDomain and three switches.
  for (const std::size_t actions : {std::size_t{7}, std::size_t{12}}) {
    const World one = run_by_hand(setting, Pick::first, actions);
    const World other = run_by_hand(setting, Pick::last, actions);
    EXPECT_EQ(one.hash(), other.hash()) << actions;
    EXPECT_TRUE(one == other) << actions;
  }
  // In the middle of a domain the two ways have reached different nodes.
  EXPECT_NE(run_by_hand(setting, Pick::first, 10).hash(), run_by_hand(setting, Pick::last, 10).hash());
  EXPECT_FALSE(run_by_hand(setting, Pick::first, 10) == run_by_hand(setting, Pick::last, 10));
}

TEST(World, AnotherTimeIsAnotherState) {
  const auto setting = small_rotation();
  World one(setting);
  World other(setting);
  Effects effects;
  one.apply(BeginStep{0}, setting->scenario().start, effects);
  other.apply(BeginStep{0}, setting->scenario().start + Duration(1), effects);
  EXPECT_FALSE(one == other);
  EXPECT_NE(one.hash(), other.hash());
}

TEST(World, ACopyGoesItsOwnWay) {
  const auto setting = small_rotation();
  const World before = run_by_hand(setting, Pick::first, 3);
  World copy = before;
  EXPECT_TRUE(copy == before);
  EXPECT_EQ(copy.hash(), before.hash());
  Effects effects;
  copy.apply(copy.enabled().back().action, copy.enabled().back().window.latest, effects);
  EXPECT_FALSE(copy == before);
  EXPECT_TRUE(before == run_by_hand(setting, Pick::first, 3)) << "the original is untouched";
}

TEST(World, ListsExactlyWhatIsPendingInTheSimulation) {
  Simulation simulation(std::make_shared<const Setting>(naive::rotation_scenario(10)));
  const auto check = [&](const World& world) {
    std::vector<std::uint64_t> listed;
    for (const EnabledAction& each : world.enabled()) {
      EXPECT_LE(each.window.earliest, each.window.latest);
      listed.push_back(hash_of(each.action));
    }
    std::sort(listed.begin(), listed.end());
    return listed;
  };
  std::size_t instants = 0;
  std::vector<std::uint64_t> expected = check(simulation.world());
  std::size_t pending = expected.size();
  EXPECT_EQ(pending, 2U) << "the first step and the first boundary";
  while (simulation.run_instant(
      [&](const Simulation::Event& event, const Effects& effects, const World& world) {
        // What was possible, less what happened, and what it made possible.
        const auto happened = std::find(expected.begin(), expected.end(), hash_of(event.what));
        ASSERT_NE(happened, expected.end()) << name_of(event.what);
        expected.erase(happened);
        for (const EnabledAction& each : effects.enabled) expected.push_back(hash_of(each.action));
        std::sort(expected.begin(), expected.end());
        ASSERT_EQ(check(world), expected) << name_of(event.what);
        ++instants;
      },
      [](SimTime, const World&) {})) {
  }
  EXPECT_GT(instants, 40U);
}

TEST(World, ASecondSwitchOfTheSameNodeIsRefused) {
  const auto setting = std::make_shared<const Setting>(naive::rotation_scenario(6, 2));
  World world = run_by_hand(setting, Pick::first, 10);
  ASSERT_EQ(world.progress().stage, Progress::Stage::in_domain);
  Effects effects;
  EXPECT_DEATH(world.apply(SwitchNode{0}, world.progress().since, effects), "SwitchNode at .* is not enabled");
  EXPECT_DEATH(world.apply(BeginStep{0}, world.progress().since, effects), "BeginStep at .* is not enabled");
  EXPECT_DEATH(world.apply(CertificateExpires{1}, world.progress().since, effects),
               "CertificateExpires at .* is not enabled");
}

TEST(World, APlanWithoutStepsIsDoneFromTheStart) {
  const auto setting = test::setting_from(test::two_certificates(R"("nodes": 3,)", ""));
  EXPECT_TRUE(World(setting).done());
}

TEST(World, TheStateOfANodeIsFewBytes) {
  // 4 bytes and a bit in the world, 20 and 4 in the setting; docs/performance.md claims at most 64.
  EXPECT_LE(sizeof(model::Node) + sizeof(model::NodeIndex) + sizeof(std::uint32_t) + 1, 64U);
}

}  // namespace
}  // namespace certdrill::world
