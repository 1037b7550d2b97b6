// How certificates come from vaults to nodes.
#include "world/agents.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drill.h"
#include "journey_scenario.h"
#include "world/delivery.h"
#include "world/machines.h"

namespace certdrill::world {
namespace {

using test::Journey;
using test::JourneyScenario;
using test::moment;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

// A vault whose line has versions from before the start, of 2026-02-01 and of 2026-03-01, and an extension on all nodes.
JourneyScenario with_extension(std::uint32_t nodes = 3) {
  JourneyScenario built(nodes);
  built.vault("kv");
  built.line("cluster", {"2025-12-01", "2026-02-01", "2026-03-01"});
  built.extension({built.observed(0)});
  built.ends("2026-04-01");
  return built;
}

TEST(Agents, HaveDoneTheirWorkWhenTheScenarioBegins) {
  Journey journey(with_extension());
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
}

TEST(Agents, AnAutorefreshedCertificateThatIsDeclaredByThumbprintIsNotAccessible) {
  JourneyScenario built = with_extension();
  built.scenario.securities[0] = *model::parse_security("{P:{TP=cluster-1}, V:{}}");
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 not granted, cluster-3 not granted");
  EXPECT_THAT(journey.all_of<ScanStore>(), IsEmpty());
}

TEST(Agents, WhatTheRulesDoNotNameHasNoAccessAtTheStart) {
  JourneyScenario built = with_extension();
  built.scenario.securities[0] = *model::parse_security("{P:{CN=other.contoso.test}, V:{}}");
  EXPECT_EQ(Journey(built).stores(), "cluster-1 not granted");
}

TEST(Agents, TheNewestVersionIsAddedAndNothingIsRemoved) {
  Journey journey(with_extension());
  journey.run_until("2026-02-02");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable, cluster-3 usable");
}

TEST(Agents, EachNodeHasAPhaseOfItsOwnAndKeepsIt) {
  Journey journey(with_extension(200));
  journey.run();
  std::map<model::NodeIndex, SimTime> first;
  for (const Journey::Line& line : journey.all_of<StartAgent>()) {
    EXPECT_THAT(line.at, AllOf(Ge(moment("2026-01-10")), Le(moment("2026-01-10T01:00:00Z"))));
    first[std::get<StartAgent>(line.action).node] = line.at;
  }
  EXPECT_EQ(first.size(), 200U);
  const auto [earliest, latest] =
      std::minmax_element(first.begin(), first.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  EXPECT_GT(latest->second - earliest->second, 50min);
  const std::vector<Journey::Line> polls = journey.all_of<PollVault>();
  ASSERT_EQ(polls.size(), 400U) << "one on each node for each new version, and no others";
  for (const Journey::Line& line : polls) {
    EXPECT_EQ((line.at - first[std::get<PollVault>(line.action).node]) % 1h, 0ms);
    const SimTime made = line.at < moment("2026-02-15") ? moment("2026-02-01") : moment("2026-03-01");
    EXPECT_THAT(line.at - made, AllOf(Ge(1ms), Le(Duration(1h))));
    EXPECT_TRUE(line.changed);
  }
}

TEST(Agents, CyclesThatCannotFindAnythingAreNoEvents) {
  JourneyScenario built = with_extension(5);
  built.scenario.vault_certificates[0].versions.resize(1);
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.all_of<StartAgent>().size(), 5U);
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty());
  EXPECT_EQ(journey.simulation().events(), 5U);
}

TEST(Agents, GoOnWithTheNextWhenOneFails) {
  JourneyScenario built(1);
  built.vault("shut", {});
  built.vault("kv");
  built.line("secret", {"2025-12-01"}, 0);
  built.line("cluster", {"2025-12-01", "2026-02-01"}, 1);
  built.line("late", {"2026-03-01"}, 1);
  built.extension(
      {built.observed(2), {std::nullopt, std::nullopt, 1, "kv/unknown"}, built.observed(0), built.observed(1)});
  built.ends("2026-04-01");
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  journey.run_until("2026-02-02");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
  EXPECT_THAT(journey.failures_of<StartAgent>(), ElementsAre("noVersionYet of 0")) << "the first failure is told";
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable, late-1 usable");
  EXPECT_THAT(journey.failures_of<PollVault>(), ElementsAre("noVersionYet of 0", "unknownCertificate of 1"));
}

TEST(Agents, ReadAsSoonAsTheyMay) {
  JourneyScenario built = with_extension();
  built.scenario.vaults[0].readers.clear();
  built.step("2026-01-20", model::VaultAccessStep{0, 0, true});
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "");
  journey.run_until("2026-01-19");
  EXPECT_THAT(journey.failures_of<StartAgent>(),
              ElementsAre("accessDenied of 0", "accessDenied of 0", "accessDenied of 0"));
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty()) << "they would only fail again";
  journey.run_until("2026-01-20T01:01:01Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
}

TEST(Agents, AWithdrawnAccessIsToldOnceByEachNode) {
  JourneyScenario built = with_extension();
  built.step("2026-01-20", model::VaultAccessStep{0, 0, false});
  Journey journey(built);
  journey.run_until("2026-01-31");
  EXPECT_THAT(journey.failures_of<PollVault>(), AllOf(testing::SizeIs(3), Each(testing::StrEq("accessDenied of 0"))));
  journey.run_until("2026-02-15");
  EXPECT_EQ(journey.stores(), "cluster-1 usable") << "the new version cannot be read";
}

TEST(Agents, ReadWhenTheVaultIsBack) {
  JourneyScenario built = with_extension();
  built.step("2026-01-31T23:59:59Z", model::VaultOutageStep{0, 6h});
  Journey journey(built);
  journey.run_until("2026-02-01T06:00:00Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty());
  journey.run_until("2026-02-01T07:01:01Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
}

TEST(Agents, OnlyThoseWhomAChangeConcernsLook) {
  JourneyScenario built = with_extension();
  built.line("other", {"2025-12-01"});
  built.extension({built.observed(1)});
  built.agent(model::AgentKind::key_vault_extension, {built.observed(0)}, "stranger");
  built.step("2026-01-20", model::VaultAccessStep{0, built.identity("stranger"), true});
  Journey journey(built);
  journey.run_until("2026-02-15");
  std::vector<std::uint32_t> looked(3, 0);
  for (const Journey::Line& line : journey.all_of<PollVault>()) ++looked[std::get<PollVault>(line.action).agent];
  EXPECT_THAT(looked, ElementsAre(3U, 0U, 6U)) << "renewal of its line; nothing; access and renewal";
}

TEST(Agents, ANewListIsReadInTheNextCycle) {
  JourneyScenario built = with_extension(1);
  built.line("other", {"2025-12-01"});
  model::AgentStep update;
  update.observes = {{built.observed(0), built.observed(1)}};
  built.step("2026-01-20", update);
  Journey journey(built);
  journey.run_until("2026-01-19");
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  journey.run_until("2026-01-20T01:01:01Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable, other-1 usable");
}

TEST(Agents, AreStartedAndStopped) {
  JourneyScenario built = with_extension();
  built.scenario.agents[0].runs_at_start = false;
  built.step("2026-01-20", model::AgentStep{0, std::nullopt, model::AgentStep::Run::start});
  built.step("2026-02-10", model::AgentStep{0, std::nullopt, model::AgentStep::Run::stop});
  Journey journey(built);
  journey.run_until("2026-01-19");
  EXPECT_EQ(journey.stores(), "");
  EXPECT_THAT(journey.all_of<StartAgent>(), IsEmpty());
  journey.run_until("2026-01-20T00:11:01Z");
  EXPECT_EQ(journey.stores(), "cluster-1 usable") << "within ten minutes, and another for the scan";
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable") << "nobody brought the version of March";
  EXPECT_EQ(journey.all_of<StartAgent>().size(), 3U);
}

TEST(Agents, AStoppedAgentLeavesNothingToWaitFor) {
  JourneyScenario built = with_extension();
  built.scenario.agents[0].runs_at_start = false;
  built.scenario.end.reset();
  built.step("2026-01-20", model::AgentStep{0, std::nullopt, model::AgentStep::Run::start});
  built.step("2026-01-20", model::AgentStep{0, std::nullopt, model::AgentStep::Run::stop});
  Journey journey(built);
  journey.run();
  EXPECT_THAT(journey.all_of<StartAgent>(), IsEmpty());
  EXPECT_EQ(journey.world().provisioned().unsettled, 0U);
  EXPECT_EQ(journey.simulation().end(), moment("2026-01-20"));
}

// The steps of a plan that ends with them: what they began is brought to its end, and what goes on for ever is not.
TEST(Agents, ARunEndsWhenNothingIsOnItsWayAnyMore) {
  JourneyScenario built = with_extension();
  built.scenario.agents[0].runs_at_start = false;
  built.scenario.end.reset();
  built.step("2026-01-20", model::AgentStep{0, std::nullopt, model::AgentStep::Run::start});
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  EXPECT_LE(journey.simulation().end(), moment("2026-01-20") + Agents::rollout + 1min);
  EXPECT_THAT(journey.all_of<RenewVersion>(), IsEmpty());
}

TEST(Agents, WithAnEndTheRunGoesOnUntilThen) {
  Journey journey(with_extension());
  journey.run();
  EXPECT_EQ(journey.simulation().end(), moment("2026-04-01"));
}

// Scale-set secrets name versions 1 and, in February, 2.
JourneyScenario with_secrets(std::uint32_t nodes = 3) {
  JourneyScenario built(nodes);
  built.vault("kv", {});
  built.line("cluster", {"2025-12-01", "2026-02-01"});
  built.agent(model::AgentKind::scale_set_secrets, {built.observed(0, 0)}, "compute");
  built.ends("2026-04-01");
  return built;
}
model::AgentStep update_to(std::vector<model::ObservedCertificate> observes) {
  model::AgentStep update;
  update.observes = std::move(observes);
  return update;
}

TEST(ScaleSetSecrets, WaitForTheOperator) {
  JourneyScenario built = with_secrets(100);
  built.step("2026-03-01", update_to({built.observed(0, 1)}));
  Journey journey(built);
  journey.run_until("2026-02-28");
  EXPECT_EQ(journey.stores(), "cluster-1 usable");
  EXPECT_THAT(journey.all_of<StartAgent>(), IsEmpty()) << "they have no cycles";
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty());
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-1 usable, cluster-2 usable");
  const std::vector<Journey::Line> installs = journey.all_of<PollVault>();
  ASSERT_EQ(installs.size(), 100U);
  EXPECT_GT(installs.back().at - installs.front().at, 8min) << "each machine at a moment of its own";
  EXPECT_LE(installs.back().at, moment("2026-03-01") + Agents::rollout + 1ms);
}

TEST(ScaleSetSecrets, AnUpdateThatCannotReadAllFailsAsAWhole) {
  JourneyScenario built = with_secrets();
  built.line("other", {"2025-12-01"});
  built.step("2026-02-10", model::VersionStep{0, 1, false});
  built.step("2026-03-01", update_to({built.observed(1, 0), built.observed(0, 1)}));
  Journey journey(built);
  journey.run();
  EXPECT_THAT(journey.steps(), ElementsAre("", "versionDisabled"));
  EXPECT_EQ(journey.all_of<BeginStep>().back().facts.observed, 1U);
  EXPECT_EQ(journey.stores(), "cluster-1 usable") << "the other one is not installed either";
  EXPECT_THAT(journey.all_of<PollVault>(), IsEmpty());
  EXPECT_EQ(journey.world().provisioned().agents[0].observes.size(), 1U) << "and the list is the old one";
}

TEST(ScaleSetSecrets, NeedAVaultForTemplateDeployment) {
  JourneyScenario built = with_secrets();
  built.scenario.vaults[0].template_deployment = false;
  built.step("2026-03-01", update_to({built.observed(0, 1)}));
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.stores(), "");
  EXPECT_THAT(journey.steps(), ElementsAre("templateDeploymentOff"));
}

TEST(ScaleSetSecrets, AnUpdateOnItsWayIsReplacedByTheNext) {
  JourneyScenario built = with_secrets(50);
  built.step("2026-03-01", update_to({built.observed(0, 1)}));
  built.step("2026-03-01T00:05:00Z", update_to({built.observed(0, 0)}));
  Journey journey(built);
  journey.run();
  std::size_t with_both = 0;
  for (model::NodeIndex node = 0; node < 50; ++node) with_both += journey.store(node) == "cluster-1 usable" ? 0U : 1U;
  EXPECT_GT(with_both, 10U);
  EXPECT_LT(with_both, 40U) << "the others had not been reached by the first one";
  EXPECT_EQ(journey.world().provisioned().unsettled, 0U);
}

TEST(FileDrop, TakesThePlaceOfWhatItBroughtBefore) {
  JourneyScenario built(3, "{P:{TP=cluster-1}, V:{}}");
  built.vault("kv", {"files"});
  built.line("cluster", {"2025-12-01", "2026-02-01"});
  const pki::CertificateId own = built.certificate("own");
  built.scenario.cluster.stores[0].entries = {{own, model::PrivateKeyState::usable}};
  built.agent(model::AgentKind::file_drop, {built.observed(0)}, "files");
  built.ends("2026-03-01");
  Journey journey(built);
  EXPECT_EQ(journey.stores(), "cluster-1 usable, own usable");
  journey.run();
  EXPECT_EQ(journey.stores(), "cluster-2 usable, own usable") << "readable at once, whatever P says";
  EXPECT_THAT(journey.all_of<ScanStore>(), IsEmpty());
}

// The example of the management article: A is Alice's, B is Bob's, C is Mallory's.
struct Strangers {
  JourneyScenario built{1, "{P:{CN=alice.universalexports.com}, V:{}}"};
  pki::CertificateId alice = built.certificate("Alice", {"alice.universalexports.com"}, "alice.universalexports.com");
  pki::CertificateId bob =
      built.certificate("Bob", {"bob.universalexports.com", "bob.universalexports.net"}, "bob.universalexports.com");
  pki::CertificateId mallory = built.certificate(
      "Mallory", {"alice.universalexports.com", "bob.universalexports.com", "mallory.universalexports.com"},
      "mallory.universalexports.com");
};

TEST(RenewalLinks, AreSetWhereAllAlternativeNamesAreIncluded) {
  const Strangers all;
  model::Store store;
  store.entries = {{all.alice}, {all.bob}, {all.mallory}};
  const model::Store linked = with_links_to(store, all.mallory, all.built.scenario.certificates);
  EXPECT_EQ(linked.entries[0].renewed_by, all.mallory) << "A's names are fully included in C's";
  EXPECT_EQ(linked.entries[1].renewed_by, pki::no_certificate) << "B's have a common intersection, no more";
  EXPECT_EQ(linked.entries[2].renewed_by, pki::no_certificate) << "nothing is the renewal of itself";
}

struct LinkCase {
  const char* name;
  pki::CertificateSpec old;
  pki::CertificateSpec retrieved;
  bool linked;
};
void PrintTo(const LinkCase& row, std::ostream* out) { *out << row.name; }
pki::CertificateSpec named(std::vector<std::string> dns, std::vector<std::string> emails = {},
                           std::vector<std::string> addresses = {}) {
  pki::CertificateSpec spec;
  spec.common_name = "same.contoso.test";
  spec.dns_names = std::move(dns);
  spec.email_names = std::move(emails);
  spec.ip_addresses = std::move(addresses);
  return spec;
}

class Linking : public testing::TestWithParam<LinkCase> {};
TEST_P(Linking, LooksAtAlternativeNamesAlone) {
  model::Store store;
  store.entries = {{0, model::PrivateKeyState::absent, 7}};
  const model::Store linked = with_links_to(store, 1, {GetParam().old, GetParam().retrieved});
  EXPECT_EQ(linked.entries[0].renewed_by, GetParam().linked ? 1U : 7U);
}
INSTANTIATE_TEST_SUITE_P(
    Names, Linking,
    testing::Values(LinkCase{"equal", named({"a.test", "b.test"}), named({"b.test", "a.test"}), true},
                    LinkCase{"a_common_name_is_none", named({}), named({"same.contoso.test"}), false},
                    LinkCase{"neither_has_any", named({}), named({}), false},
                    LinkCase{"letters_of_either_case", named({"A.test"}), named({"a.TEST"}), true},
                    LinkCase{"the_name_as_the_article_advises", named({"CN=a.test"}), named({"a.test"}), false},
                    LinkCase{"an_address_more", named({"a.test"}, {}, {"10.0.0.1"}), named({"a.test"}), false},
                    LinkCase{"all_kinds", named({"a.test"}, {"a@b.test"}, {"10.0.0.1"}),
                             named({"x.test", "a.test"}, {"a@b.test"}, {"10.0.0.1"}), true},
                    LinkCase{"a_name_of_another_kind", named({"10.0.0.1"}), named({}, {}, {"10.0.0.1"}), false}),
    [](const auto& row) { return std::string(row.param.name); });

// Mallory's certificate is retrieved in February; Alice's and Bob's are there from the beginning.
TEST(RenewalLinks, TheStrangerComesLast) {
  Strangers all;
  all.built.vault("kv");
  all.built.line_of(all.alice);
  all.built.line_of(all.bob);
  all.built.line_of(all.mallory, "2026-02-01");
  all.built.extension({all.built.observed(0), all.built.observed(1), all.built.observed(2)}).link_on_renewal = true;
  all.built.ends("2026-03-01");
  Journey journey(all.built);
  EXPECT_EQ(journey.store(), "Alice usable, Bob not granted");
  journey.run();
  EXPECT_EQ(journey.store(), "Alice usable > Mallory, Bob not granted, Mallory not granted");
  const std::uint32_t id = journey.world().configuration_of(0);
  const trust::Presentation shown =
      journey.world().classes().presentation(journey.world().configurations(), id, moment("2026-02-15"));
  EXPECT_EQ(shown.chosen, pki::no_certificate) << "SEC_E_UNKNOWN_CREDENTIALS";
}

TEST(RenewalLinks, TheStrangerComesFirst) {
  Strangers all;
  all.built.vault("kv");
  all.built.line_of(all.alice, "2026-02-01");
  all.built.line_of(all.bob);
  all.built.line_of(all.mallory);
  all.built.extension({all.built.observed(0), all.built.observed(1), all.built.observed(2)}).link_on_renewal = true;
  all.built.ends("2026-03-01");
  Journey journey(all.built);
  journey.run();
  EXPECT_EQ(journey.store(), "Alice usable, Bob not granted, Mallory not granted");
}

// In one and the same cycle, the list decides.
TEST(RenewalLinks, TheOrderOfTheListDecides) {
  for (const bool stranger_first : {false, true}) {
    Strangers all;
    all.built.vault("kv");
    all.built.line_of(all.alice);
    all.built.line_of(all.mallory);
    std::vector<model::ObservedCertificate> list = {all.built.observed(0), all.built.observed(1)};
    if (stranger_first) std::swap(list[0], list[1]);
    all.built.extension(list).link_on_renewal = true;
    all.built.scenario.agents[0].runs_at_start = false;
    all.built.step("2026-01-20", model::AgentStep{0, std::nullopt, model::AgentStep::Run::start});
    Journey journey(all.built);
    journey.run();
    EXPECT_EQ(journey.store(),
              stranger_first ? "Alice usable, Mallory not granted" : "Alice usable > Mallory, Mallory not granted");
  }
}

// A machine that is made in mid-run: world/machines.h calls this.
class NewMachine : public testing::Test {
 protected:
  static World made_at(const JourneyScenario& built, std::string_view at, Effects& effects) {
    World world(std::make_shared<const Setting>(built.scenario));
    Agents(world).machine_made(0, moment(at), effects);
    return world;
  }
};

TEST_F(NewMachine, AnAgentIsReadyAfterItsFirstCycle) {
  const JourneyScenario built = with_extension();
  Effects effects;
  World world = made_at(built, "2026-01-12", effects);
  ASSERT_EQ(effects.enabled.size(), 1U);
  EXPECT_EQ(effects.enabled[0].window.latest, moment("2026-01-12") + Agents::rollout);
  EXPECT_FALSE(Agents::ready(world, 0, 0));
  EXPECT_TRUE(world.expects(effects.enabled[0].action, effects.enabled[0].window.latest));
  EXPECT_FALSE(world.expects(effects.enabled[0].action, moment("2026-01-12")));
  const Action first = effects.enabled[0].action;
  world.apply(first, moment("2026-01-12T00:05:00Z"), effects);
  EXPECT_TRUE(Agents::ready(world, 0, 0));
}

TEST_F(NewMachine, AFailedCycleIsEnoughUnlessAllIsRequired) {
  for (const bool required : {false, true}) {
    JourneyScenario built = with_extension();
    built.scenario.vaults[0].readers.clear();
    built.scenario.agents[0].require_initial_sync = required;
    Effects effects;
    World world = made_at(built, "2026-01-12", effects);
    const Action first = effects.enabled[0].action;
    world.apply(first, moment("2026-01-12T00:05:00Z"), effects);
    EXPECT_EQ(effects.provisioning, ProvisioningFailure::access_denied);
    EXPECT_EQ(Agents::ready(world, 0, 0), !required);
    effects.clear();
    Vaults(world).change_access({0, 0, true}, moment("2026-01-12T03:00:00Z"), effects);
    ASSERT_FALSE(effects.enabled.empty());
    const EnabledAction second = effects.enabled[0];
    EXPECT_EQ(second.window.earliest, moment("2026-01-12T03:05:00Z")) << "its next cycle";
    effects.clear();
    world.apply(second.action, second.window.earliest, effects);
    EXPECT_TRUE(Agents::ready(world, 0, 0));
    EXPECT_EQ(test::store_text(world, 0), "cluster-1 not granted") << "before the scan";
  }
}

TEST_F(NewMachine, SecretsAreInstalledAllOrNone) {
  JourneyScenario built = with_secrets();
  Effects effects;
  World world = made_at(built, "2026-01-12", effects);
  Vaults(world).change_version({0, 0, false}, moment("2026-01-12"), effects);
  ASSERT_EQ(effects.enabled.size(), 1U);
  const Action first = effects.enabled[0].action;
  world.apply(first, moment("2026-01-12T00:05:00Z"), effects);
  EXPECT_EQ(effects.provisioning, ProvisioningFailure::version_disabled);
  EXPECT_FALSE(Agents::ready(world, 0, 0));
}

TEST_F(NewMachine, AnAgentThatDoesNotRunIsNotAwaited) {
  JourneyScenario built = with_extension();
  built.scenario.agents[0].runs_at_start = false;
  Effects effects;
  const World world = made_at(built, "2026-01-12", effects);
  EXPECT_TRUE(effects.enabled.empty());
  EXPECT_TRUE(Agents::ready(world, 0, 0));
}

// What is pending and what World::enabled() lists are the same, over everything that vaults and agents do.
TEST(Agents, WhatIsEnabledIsWhatIsPending) {
  JourneyScenario built = with_extension(4);
  built.line("other", {"2025-12-01", "step", "2026-02-20"});
  built.agent(model::AgentKind::scale_set_secrets, {built.observed(0, 0)}, "compute");
  built.extension({built.observed(1)});
  built.scenario.agents.back().runs_at_start = false;
  built.step("2026-01-12", model::AgentStep{2, std::nullopt, model::AgentStep::Run::start});
  built.step("2026-01-20", model::VaultOutageStep{0, 24h * 20});
  built.step("2026-01-25", model::RenewStep{1, 1});
  built.step("2026-02-12", model::VersionStep{0, 1, false});
  built.step("2026-02-13", update_to({built.observed(1, 1)}));
  std::get<model::AgentStep>(built.scenario.steps.back().what).agent = 1;
  built.step("2026-02-14", model::AgentStep{2, std::nullopt, model::AgentStep::Run::stop});
  built.step("2026-03-02", model::DeleteSecretStep{0});
  test::Drill drill(built.scenario);
  drill.watch_what_is_possible();
  drill.run_until(24h * 80);
  EXPECT_GT(drill.lines().size(), 60U);
}

TEST(Agents, ACopyGoesOnLikeTheOriginal) {
  Journey journey(with_extension(20));
  journey.run_until("2026-02-01T00:20:00Z");
  Simulation copy = journey.simulation();
  EXPECT_EQ(copy.hash(), journey.simulation().hash());
  journey.run();
  while (copy.run_instant([](const auto&, const auto&, const World&) {}, [](SimTime, const World&) {})) {
  }
  EXPECT_EQ(copy.hash(), journey.simulation().hash());
  EXPECT_TRUE(copy.world() == journey.world());
}

// With the federation, a new version is noticed, and new sessions show it.
TEST(Agents, NodesNoticeWhatTheyBring) {
  JourneyScenario built = with_extension(5);
  built.scenario.securities[0] =
      *model::parse_security("{P:{CN=cluster.contoso.test}, V:{TP=cluster-1, TP=cluster-2}}");
  built.scenario.federation.simulate = true;
  for (model::Node& node : built.scenario.cluster.nodes) node.seed = true;
  built.scenario.vault_certificates[0].versions.resize(2);
  built.ends("2026-02-02");
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.all_of<NoticeStore>().size(), 5U);
  for (model::NodeIndex node = 0; node < 5; ++node) {
    EXPECT_EQ(journey.world().federation().state[node], NodeState::up);
    EXPECT_EQ(journey.world().federation().loaded[node], 1U) << "cluster-2";
  }
}

}  // namespace
}  // namespace certdrill::world
