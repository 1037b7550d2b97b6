// What authorities publish, and when their lists end.
#include "world/crl_publisher.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "event_log.h"
#include "support/setting_from.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

std::shared_ptr<const Setting> setting_with(const std::string& steps, const std::string& more = "") {
  return test::setting_from(R"({ "start": "2026-01-10T00:00:00.250Z", )" + more + R"(
    "authorities": { "R1": { "crl": { "validFor": "30d" } }, "quiet": {}, "I1": { "issuer": "R1", "crl": { "validFor": "2d" } } },
    "certificates": { "A": { "issuer": "I1" }, "B": { "issuer": "I1" } },
    "cluster": { "nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ )" + steps + R"( ] })");
}

std::string name_of(const World& world, pki::CertificateId id) { return world.scenario().certificates[id].name; }

// "I1 #2 2026-01-10T00:00:00Z to 2026-01-12T00:00:00Z: A"
std::string text_of(const World& world, const pki::CrlSpec& list) {
  std::string text = name_of(world, list.issuer) + " #" + std::to_string(list.number) + " " +
                     to_string(list.this_update) + " to " + to_string(list.next_update);
  for (const pki::CrlSpec::Revoked& entry : list.revoked)
    text += " " + name_of(world, entry.certificate) + "@" + to_string(entry.at);
  return text;
}

std::vector<std::string> lists_of(const World& world) {
  std::vector<std::string> lists;
  for (const pki::CrlSpec& list : world.crls()) lists.push_back(text_of(world, list));
  return lists;
}

// What concerned CRLs, a line an event: "2026-01-12T00:00:00Z CrlExpires #1, changed I1".
std::vector<std::string> crl_events(Simulation& simulation) {
  std::vector<std::string> lines;
  const auto on_event = [&](const Simulation::Event& event, const Effects& effects, const World& world) {
    if (effects.crls_changed.empty() && effects.crl_number == 0) return;
    std::string line = to_string(event.at) + " " + std::string(world::name_of(event.what));
    if (effects.crl_number > 0) line += " #" + std::to_string(effects.crl_number);
    for (const pki::CertificateId authority : effects.crls_changed) line += " changed " + name_of(world, authority);
    lines.push_back(line);
  };
  while (simulation.run_instant(on_event, [](SimTime, const World&) {})) {
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(CrlPublisher, PublishesAListOfEachAuthorityAtTheStart) {
  EXPECT_EQ(lists_of(World(setting_with(""))), (Lines{"R1 #1 2026-01-10T00:00:00Z to 2026-02-09T00:00:00Z",
                                                      "I1 #1 2026-01-10T00:00:00Z to 2026-01-12T00:00:00Z"}));
}

TEST(CrlPublisher, ListsWhatIsRevokedSortedAndWithItsMoment) {
  Simulation simulation(setting_with(R"({ "revoke": "B", "at": "2026-01-10T01:00:00.900Z" },
                                        { "revoke": ["I1", "A"], "at": "2026-01-11" })"));
  EXPECT_EQ(crl_events(simulation), (Lines{"2026-01-10T01:00:00.900Z BeginStep changed I1",
                                           "2026-01-11T00:00:00Z BeginStep changed R1 changed I1"}));
  EXPECT_TRUE(simulation.world().done()) << "a revocation takes no time";
  EXPECT_EQ(lists_of(simulation.world()),
            (Lines{"R1 #2 2026-01-11T00:00:00Z to 2026-02-10T00:00:00Z I1@2026-01-11T00:00:00Z",
                   "I1 #3 2026-01-11T00:00:00Z to 2026-01-13T00:00:00Z A@2026-01-11T00:00:00Z "
                   "B@2026-01-10T01:00:00Z"}));
}

TEST(CrlPublisher, ANewListKeepsWhatWasRevoked) {
  Simulation simulation(setting_with(R"({ "revoke": "A" }, { "publishCrl": "I1", "at": "2026-01-11" })"));
  crl_events(simulation);
  EXPECT_EQ(lists_of(simulation.world())[1],
            "I1 #3 2026-01-11T00:00:00Z to 2026-01-13T00:00:00Z A@2026-01-10T00:00:00Z");
}

struct EndCase {
  const char* name;
  const char* steps;
  Lines events;
};

void PrintTo(const EndCase& row, std::ostream* out) { *out << row.name; }

class CrlEnd : public testing::TestWithParam<EndCase> {};

TEST_P(CrlEnd, IsSeenWhenNoNewerListIsThere) {
  Simulation simulation(setting_with(GetParam().steps, R"("end": "2026-01-20",)"));
  EXPECT_EQ(crl_events(simulation), GetParam().events);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CrlEnd,
    testing::Values(
        EndCase{"nobody_publishes", "", {"2026-01-12T00:00:00Z CrlExpires #1 changed I1"}},
        EndCase{"published_in_time",
                R"({ "publishCrl": "I1", "at": "2026-01-11" })",
                {"2026-01-11T00:00:00Z BeginStep changed I1", "2026-01-12T00:00:00Z CrlExpires #1",
                 "2026-01-13T00:00:00Z CrlExpires #2 changed I1"}},
        EndCase{"published_twice_in_time",
                R"({ "publishCrl": "I1", "at": "2026-01-10T12:00:00Z" }, { "publishCrl": "I1", "at": "2026-01-11" })",
                {"2026-01-10T12:00:00Z BeginStep changed I1", "2026-01-11T00:00:00Z BeginStep changed I1",
                 "2026-01-12T00:00:00Z CrlExpires #1", "2026-01-13T00:00:00Z CrlExpires #3 changed I1"}},
        EndCase{"published_within_the_first_second",
                R"({ "publishCrl": "I1" })",
                {"2026-01-10T00:00:00.250Z BeginStep changed I1", "2026-01-12T00:00:00Z CrlExpires #2 changed I1"}},
        EndCase{"published_too_late",
                R"({ "publishCrl": "I1", "at": "2026-01-13" })",
                {"2026-01-12T00:00:00Z CrlExpires #1 changed I1", "2026-01-13T00:00:00Z BeginStep changed I1",
                 "2026-01-15T00:00:00Z CrlExpires #2 changed I1"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CrlPublisher, AListOfThousandsOfYearsEndsWithTheCalendar) {
  const World world(
      test::setting_from(R"({ "start": "9999-01-01", "authorities": { "R1": { "crl": { "validFor": "3000000d" },
    "notAfter": "9999-12-31" } }, "cluster": { "security": "{P:{}, V:{}}" } })"));
  EXPECT_EQ(lists_of(world), Lines{"R1 #1 9999-01-01T00:00:00Z to 9999-12-31T23:59:59Z"});
}

TEST(CrlPublisher, WhatIsPublishedIsPartOfTheState) {
  const auto setting = setting_with(R"({ "publishCrl": "I1" }, { "wait": "1d" })");
  const World before(setting);
  World after = before;
  EXPECT_TRUE(after == before);
  EXPECT_EQ(after.hash(), before.hash());
  Effects effects;
  const pki::CertificateId authority = before.crls()[1].issuer;
  after.apply(CrlExpires{authority}, before.crls()[1].next_update, effects);
  EXPECT_FALSE(after == before) << "an end that has been seen is remembered";
  EXPECT_NE(after.hash(), before.hash());
  World published = before;
  published.apply(BeginStep{0}, setting->scenario().start, effects);
  World published_later = before;
  published_later.apply(BeginStep{0}, setting->scenario().start + std::chrono::seconds(1), effects);
  EXPECT_NE(published.hash(), published_later.hash());
  EXPECT_EQ(before.crls()[1].number, 1U) << "the original is untouched";
}

TEST(CrlPublisher, AnEndThatNobodyAwaitsIsRefused) {
  World world(setting_with(""));
  Effects effects;
  const SimTime end = world.crls()[1].next_update;
  const pki::CertificateId authority = world.crls()[1].issuer;
  world.apply(CrlExpires{authority}, end, effects);
  EXPECT_DEATH(world.apply(CrlExpires{authority}, end, effects), "CrlExpires at .* is not enabled");
  EXPECT_DEATH(world.apply(CrlExpires{authority + 1}, end, effects), "CrlExpires at .* is not enabled")
      << "no authority that publishes";
}

std::shared_ptr<const Setting> setting_with_policy(const std::string& policy, const std::string& steps = "") {
  return test::setting_from(R"({ "start": "2026-01-10", "end": "2026-01-20",
    "authorities": { "R1": { "crl": )" +
                            policy + R"( } }, "certificates": { "A": { "issuer": "R1" } },
    "cluster": { "nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}" }, "steps": [ )" +
                            steps + R"( ] })");
}

TEST(CrlPublisher, PublishesByItselfWhenItsPolicySaysSo) {
  Simulation simulation(setting_with_policy(R"({ "validFor": "7d", "publishEvery": "3d" })"));
  EXPECT_EQ(crl_events(simulation),
            (Lines{"2026-01-13T00:00:00Z PublishCrl #2 changed R1", "2026-01-16T00:00:00Z PublishCrl #3 changed R1",
                   "2026-01-17T00:00:00Z CrlExpires #1", "2026-01-19T00:00:00Z PublishCrl #4 changed R1"}));
  EXPECT_EQ(simulation.world().crls()[0].number, 4U);
}

TEST(CrlPublisher, ListsThatComeTooSeldomLeaveGaps) {
  Simulation simulation(setting_with_policy(R"({ "validFor": "2d", "publishEvery": "3d" })"));
  EXPECT_EQ(crl_events(simulation),
            (Lines{"2026-01-12T00:00:00Z CrlExpires #1 changed R1", "2026-01-13T00:00:00Z PublishCrl #2 changed R1",
                   "2026-01-15T00:00:00Z CrlExpires #2 changed R1", "2026-01-16T00:00:00Z PublishCrl #3 changed R1",
                   "2026-01-18T00:00:00Z CrlExpires #3 changed R1", "2026-01-19T00:00:00Z PublishCrl #4 changed R1"}));
}

TEST(CrlPublisher, AListThatIsAskedForDoesNotPutThePolicyOff) {
  Simulation simulation(setting_with_policy(R"({ "validFor": "30d", "publishEvery": "4d" })",
                                            R"({ "revoke": "A", "at": "2026-01-12" })"));
  EXPECT_EQ(crl_events(simulation),
            (Lines{"2026-01-12T00:00:00Z BeginStep changed R1", "2026-01-14T00:00:00Z PublishCrl #3 changed R1",
                   "2026-01-18T00:00:00Z PublishCrl #4 changed R1"}));
  EXPECT_EQ(simulation.world().crls()[0].revoked.size(), 1U) << "what was revoked stays so";
}

TEST(CrlPublisher, ListsToComeDoNotKeepARunAlive) {
  model::Scenario scenario = setting_with_policy(R"({ "validFor": "7d", "publishEvery": "3d" })")->scenario();
  scenario.end.reset();
  Simulation simulation(std::make_shared<const Setting>(scenario));
  EXPECT_EQ(crl_events(simulation), Lines{});
}

// World::enabled() and what a simulation has pending agree over a whole run with CRLs.
TEST(CrlPublisher, WhatIsEnabledIsWhatIsPending) {
  Simulation simulation(setting_with(R"({ "revoke": "A", "at": "2026-01-11" }, { "blockCrl": "I1" },
                                        { "publishCrl": ["I1", "R1"], "at": "2026-01-14" }, { "publishCrl": "I1" })",
                                     R"("end": "2026-03-20",)"));
  const auto listed = [](const World& world) {
    std::vector<std::uint64_t> hashes;
    for (const EnabledAction& each : world.enabled()) hashes.push_back(hash_of(each.action));
    std::sort(hashes.begin(), hashes.end());
    return hashes;
  };
  std::vector<std::uint64_t> expected = listed(simulation.world());
  std::size_t events = 0;
  while (simulation.run_instant(
      [&](const Simulation::Event& event, const Effects& effects, const World& world) {
        const auto happened = std::find(expected.begin(), expected.end(), hash_of(event.what));
        ASSERT_NE(happened, expected.end()) << world::name_of(event.what);
        expected.erase(happened);
        for (const EnabledAction& each : effects.enabled) expected.push_back(hash_of(each.action));
        std::sort(expected.begin(), expected.end());
        ASSERT_EQ(listed(world), expected) << world::name_of(event.what);
        ++events;
      },
      [](SimTime, const World&) {})) {
  }
  EXPECT_GT(events, 10U);
}

}  // namespace
}  // namespace certdrill::world
