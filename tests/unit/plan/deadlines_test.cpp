// What deadlines say of a plan: which edges there are, why, and what is left out.
#include "plan/deadlines.h"

#include <atomic>

#include <gtest/gtest.h>

#include "report/deadline_report.h"
#include "support/rehearsed_scenario.h"
#include "support/setting_from.h"

namespace certdrill::plan {
namespace {

std::shared_ptr<const world::Setting> shipped(const std::string& name) {
  return std::make_shared<const world::Setting>(test::read_shipped_scenario(name));
}

// B is valid from noon of 10 May. It expires last, so who has it presents it, valid or not.
constexpr const char* swap_at_noon = R"({
  "start": "2026-05-10T00:00:00Z", "end": "2026-05-20",
  "certificates": {
    "A": { "notBefore": "2025-05-12", "notAfter": "2026-05-12T12:00:00Z" },
    "B": { "notBefore": "2026-05-10T12:00:00Z", "notAfter": "2027-05-10" }
  },
  "cluster": { "nodes": 4, "upgradeDomains": 2, "seedNodes": 3, "installed": ["A"],
               "security": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" },
  "steps": [
    { "install": ["B"], "at": "2026-05-10T20:00:00Z", "within": "2h" },
    { "wait": "1h" },
    { "upgrade": "retire A", "at": "2026-05-11T04:00:00Z", "to": "{P:{TP=B}, V:{TP=B}}" }
  ],
  "checks": [ { "always": "every pair can authenticate" }, { "finally": "every node presents B" } ]
})";

TEST(FindDeadlines, OfAPlanWithTimesOfItsOwn) {
  const std::optional<Deadlines> all = find_deadlines(test::setting_from(swap_at_noon));
  ASSERT_TRUE(all);
  ASSERT_FALSE(all->violated_by) << all->violated_by->message;
  EXPECT_EQ(to_string(all->horizon), "2026-05-20T00:00:00Z");
  EXPECT_FALSE(all->fails_anyway);
  ASSERT_EQ(all->items.size(), 2U);

  // Too soon, and it is not valid yet; too late, and A has expired where it is missing. `done` is when all nodes have it.
  const Deadline& install = all->items[0];
  EXPECT_EQ(install.name, "install B");
  EXPECT_EQ(to_string(install.planned), "2026-05-10T20:00:00Z");
  ASSERT_EQ(install.earliest->bound, Bound::goes_wrong);
  EXPECT_LT(to_string(install.earliest->at), "2026-05-10T12:00:00Z");  // the first node has it a little later
  EXPECT_EQ(install.earliest->at - *install.earliest->outside, std::chrono::seconds(1));
  ASSERT_TRUE(install.earliest->hinges_on);
  EXPECT_EQ(install.earliest->hinges_on->what, "B becomes valid");
  EXPECT_EQ(install.earliest->margin, install.planned - install.earliest->at);
  ASSERT_EQ(install.latest->bound, Bound::goes_wrong);
  EXPECT_GT(*install.latest->done, test::scenario_from(swap_at_noon).start);
  EXPECT_LT(to_string(*install.latest->done), "2026-05-12T12:00:00Z");
  EXPECT_EQ(install.latest->ends_with->id, "PairCannotAuthenticate");
  EXPECT_EQ(to_string(install.latest->ends_with->at), "2026-05-12T12:00:00Z");
  ASSERT_TRUE(install.latest->hinges_on);
  EXPECT_EQ(install.latest->hinges_on->what, "A expires");
  EXPECT_EQ(install.latest->margin, install.latest->at - install.planned);

  // The wait before it ends sooner than that; A may stay in P and V for as long as one looks.
  const Deadline& retire = all->items[1];
  EXPECT_EQ(retire.earliest->bound, Bound::step_before);
  EXPECT_LT(to_string(retire.earliest->at), "2026-05-10T23:00:01Z");
  EXPECT_EQ(retire.latest->bound, Bound::horizon);
  EXPECT_EQ(to_string(retire.latest->at), "2026-05-20T00:00:00Z");

  ASSERT_EQ(all->left_out.size(), 1U);
  EXPECT_EQ(all->left_out[0].why, "it only waits");
}

TEST(FindDeadlines, OfWhatNothingDependsOn) {
  // Who presents A by name alone may have B at any time before the step that needs it.
  std::string text = swap_at_noon;
  text.replace(text.find("{P:{TP=A, TP=B}"), 15, "{P:{TP=A}");
  text.replace(text.find("{P:{TP=B}, V:{TP=B}}"), 20, "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}");
  const std::optional<Deadlines> all = find_deadlines(test::setting_from(text));
  ASSERT_TRUE(all);
  ASSERT_FALSE(all->violated_by) << all->violated_by->message;
  const Deadline& install = all->items[0];
  EXPECT_EQ(install.earliest->bound, Bound::start);
  EXPECT_EQ(to_string(install.earliest->at), "2026-05-10T00:00:00Z");
  EXPECT_EQ(install.earliest->margin, std::chrono::hours(20));
  EXPECT_FALSE(install.earliest->outside);
}

// The vault renews every 48 days what is valid for 60.
constexpr const char* renewed_by_its_vault = R"({
  "start": "2026-01-10T00:00:00Z", "end": "2026-05-20",
  "authorities": { "I1": {} },
  "vaults": { "kv": { "access": ["vmss"], "certificates": {
    "cluster": { "commonName": "cluster.contoso.test", "issuer": "I1", "created": "2026-01-01", "validity": "60d",
                 "renewAt": "80 %" } } } },
  "agents": { "extension": { "kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster"] } },
  "cluster": { "nodes": 4, "upgradeDomains": 2, "seedNodes": 3, "trustedRoots": ["I1"],
               "security": "{P:{CN=cluster.contoso.test}, V:{CN=cluster.contoso.test@I1}}" },
  "checks": [ { "always": "every pair can authenticate" } ]
})";

TEST(FindDeadlines, OfTheVersionsOfAVaultCertificate) {
  const auto setting = test::setting_from(renewed_by_its_vault);
  const std::optional<Deadlines> all = find_deadlines(setting);
  ASSERT_TRUE(all);
  ASSERT_FALSE(all->violated_by) << all->violated_by->message;
  ASSERT_EQ(all->items.size(), 2U);
  const char* const names[] = {"cluster-2", "cluster-3"};
  const char* const planned[] = {"2026-02-18T00:00:00Z", "2026-04-07T00:00:00Z"};
  const char* const expiry[] = {"2026-03-02T00:00:00Z", "2026-04-19T00:00:00Z"};  // of the version before it
  const char* const hinges[] = {"cluster-1 expires", "cluster-2 expires"};
  for (std::size_t i = 0; i < 2; ++i) {
    const Deadline& each = all->items[i];
    SCOPED_TRACE(each.name);
    EXPECT_EQ(each.item.kind, ItemKind::version);
    EXPECT_EQ(each.name, names[i]);
    EXPECT_EQ(to_string(each.planned), planned[i]);
    const SimTime end = *parse_sim_time(expiry[i]);
    const Edge& latest = *each.latest;
    ASSERT_EQ(latest.bound, Bound::goes_wrong);
    EXPECT_EQ(latest.hinges_on->what, hinges[i]);
    EXPECT_EQ(latest.ends_with->at, end);
    EXPECT_EQ(*latest.outside - latest.at, std::chrono::seconds(1));
    // The agents look once an hour, so the last of them is late with what comes less than that before the end.
    EXPECT_GT(latest.at, end - std::chrono::hours(2));
    EXPECT_LT(latest.at, end);
    ASSERT_TRUE(latest.done && each.done);
    EXPECT_LE(*latest.done, end);
    EXPECT_GT(*latest.done, latest.at);
    EXPECT_LE(*each.done - each.planned, std::chrono::hours(1));
    EXPECT_EQ(latest.margin, latest.at - each.planned);

    for (const bool inside : {true, false}) {
      model::Scenario moved = setting->scenario();
      moved.vault_certificates[each.item.index].versions[each.item.version].created =
          inside ? latest.at : *latest.outside;
      const check::RunResult run = *check::rehearse(std::make_shared<const world::Setting>(std::move(moved)));
      EXPECT_EQ(run.holds, inside);
    }
  }
}

TEST(FindDeadlines, DoesNotBlameAStepForWhatHappensAnyway) {
  const std::optional<Deadlines> all = find_deadlines(shipped("thumbprint_rotation"));
  ASSERT_TRUE(all);
  ASSERT_TRUE(all->fails_anyway);
  EXPECT_EQ(to_string(all->fails_anyway->at), "2027-01-05T00:00:00Z");  // B expires
  ASSERT_EQ(all->items.size(), 3U);
  EXPECT_EQ(all->items[2].name, "retire A");
  EXPECT_EQ(all->items[2].latest->bound, Bound::fails_anyway);
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_EQ(all->items[i].latest->bound, Bound::goes_wrong);
    EXPECT_EQ(all->items[i].latest->hinges_on->what, "A expires");
  }
}

TEST(FindDeadlines, DoesNotBlameAStepForWhatOnlyTheEndDecides) {
  // Without an `always` nothing is violated before the end. When B has expired nobody presents it at the end, and that
  // is so whether A is retired or not.
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  std::erase_if(scenario.checks,
                [](const model::Check& check) { return check.quantifier != model::Quantifier::finally; });
  scenario.federation.simulate = false;
  const std::optional<Deadlines> all = find_deadlines(std::make_shared<const world::Setting>(std::move(scenario)));
  ASSERT_TRUE(all);
  EXPECT_EQ(all->items[2].latest->bound, Bound::horizon);
}

TEST(FindDeadlines, OfAViolatedPlanAreTheNearestMomentsThatMendIt) {
  const std::optional<Deadlines> all = find_deadlines(shipped("rotation_too_late"));
  ASSERT_TRUE(all);
  ASSERT_TRUE(all->violated_by);
  EXPECT_EQ(all->violated_by->id, "PairCannotAuthenticate");
  ASSERT_EQ(all->items.size(), 1U);
  EXPECT_FALSE(all->items[0].earliest);
  EXPECT_FALSE(all->items[0].latest);
  ASSERT_TRUE(all->items[0].mend);
  EXPECT_LT(all->items[0].mend->by, -std::chrono::minutes(20));
  EXPECT_TRUE(all->items[0].mend->scenario_begins_earlier);
  ASSERT_EQ(all->left_out.size(), 1U);
  EXPECT_EQ(all->left_out[0].why, "it is never begun");
}

TEST(FindDeadlines, KnowWhenNoMomentAloneMendsAPlan) {
  const std::optional<Deadlines> all = find_deadlines(shipped("old_certificate_retired_too_early"));
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->violated_by);
  EXPECT_EQ(all->items.size(), 3U);
  for (const Deadline& each : all->items) {
    EXPECT_FALSE(each.mend) << each.name;
    EXPECT_FALSE(each.gave_up) << each.name;
    EXPECT_GT(each.runs, 2U) << each.name;
  }
}

TEST(FindDeadlines, LeavesOutWhatBeginsDuringOthers) {
  const std::optional<Deadlines> all = find_deadlines(shipped("interrupted_by_a_second_upgrade"));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->left_out.size(), 1U);
  EXPECT_EQ(all->left_out[0].name, "present C instead");
  EXPECT_EQ(all->left_out[0].why, "it begins while \"present B\" is under way");
}

TEST(FindDeadlines, DoNotDependOnThreads) {
  const auto setting = shipped("thumbprint_to_common_name");
  DeadlineOptions options;
  options.threads = 1;
  const std::optional<Deadlines> one = find_deadlines(setting, options);
  options.threads = 4;
  const std::optional<Deadlines> four = find_deadlines(setting, options);
  ASSERT_TRUE(one && four);
  EXPECT_EQ(report::deadlines_json(setting->scenario(), *one), report::deadlines_json(setting->scenario(), *four));
}

TEST(FindDeadlines, OfSeveralSeedsAreTheNarrowest) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  const auto certificates = check::certificates_of(scenario);
  const auto with = [&](std::uint64_t seed, std::uint32_t seeds) {
    scenario.seed = seed;
    DeadlineOptions options;
    options.seeds = seeds;
    return *find_deadlines(std::make_shared<const world::Setting>(scenario, certificates), options);
  };
  const Deadlines all = with(1, 3);
  EXPECT_EQ(all.seeds, 3U);
  std::size_t runs = 0;
  std::vector<SimTime> latest(all.items.size(), SimTime::max());
  std::vector<Duration> margins(all.items.size(), Duration::max());
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Deadlines one = with(seed, 1);
    runs += one.runs;
    for (std::size_t i = 0; i < one.items.size(); ++i) {
      latest[i] = std::min(latest[i], one.items[i].latest->at);
      margins[i] = std::min(margins[i], one.items[i].latest->margin);
    }
  }
  EXPECT_EQ(all.runs, runs);
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    EXPECT_EQ(to_string(all.items[i].latest->at), to_string(latest[i])) << all.items[i].name;
    EXPECT_EQ(all.items[i].latest->margin, margins[i]) << all.items[i].name;
  }
}

TEST(FindDeadlines, StayWithinTheRunsTheyAreAllowed) {
  DeadlineOptions options;
  options.most_runs = 4;
  const std::optional<Deadlines> all = find_deadlines(shipped("thumbprint_rotation"), options);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->items[0].latest->bound, Bound::not_found);
  EXPECT_FALSE(all->items[0].latest->outside);
  EXPECT_LE(all->items[0].runs, 10U);
}

TEST(FindDeadlines, AreAsExactAsAsked) {
  DeadlineOptions options;
  options.resolution = std::chrono::minutes(1);
  const std::optional<Deadlines> all = find_deadlines(shipped("thumbprint_rotation"), options);
  ASSERT_TRUE(all);
  const Edge& latest = *all->items[0].latest;
  EXPECT_EQ(unix_seconds(latest.at) % 60, 0);
  EXPECT_EQ(*latest.outside - latest.at, std::chrono::minutes(1));
}

TEST(FindDeadlines, StopWhenAsked) {
  std::atomic<int> asked = 0;
  DeadlineOptions options;
  options.progress = [&](std::size_t) { return ++asked < 20; };
  EXPECT_FALSE(find_deadlines(shipped("thumbprint_rotation"), options));
}

}  // namespace
}  // namespace certdrill::plan
