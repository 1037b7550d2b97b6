// The sentences of events on a certificate's way from the vault to the node, and of calls of clients.
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "replay/condition.h"
#include "replay/event_text.h"
#include "support/made_up_run.h"

namespace certdrill::replay {
namespace {

using world::Outcome;
using world::ProvisioningFailure;

struct Place {
  std::shared_ptr<const world::Setting> setting = journey_setting();
  world::ConfigurationTable table{setting->scenario().cluster.stores};
  std::uint32_t empty = table.intern({0, setting->scenario().cluster.nodes.front().store});

  [[nodiscard]] pki::CertificateId id(const char* name) const { return *setting->scenario().find_certificate(name); }
  // The store with one more certificate, or with another key of it or another mark.
  std::uint32_t with(std::uint32_t from, const char* name, model::PrivateKeyState key,
                     const char* renewed_by = nullptr) {
    return table.with_changed_store(from, [&](model::Store store) {
      std::erase_if(store.entries, [&](const model::StoreEntry& each) { return each.certificate == id(name); });
      store.entries.push_back({id(name), key, renewed_by == nullptr ? pki::no_certificate : id(renewed_by)});
      std::sort(store.entries.begin(), store.entries.end());
      return store;
    });
  }
};

struct Said {
  const char* name;
  std::function<MadeUpEvent(Place&)> event;
  const char* text;
};
void PrintTo(const Said& said, std::ostream* out) { *out << said.text; }
class JourneyText : public testing::TestWithParam<Said> {};

TEST_P(JourneyText, IsPlain) {
  Place place;
  const MadeUpEvent event = GetParam().event(place);
  const auto run = RecordedRunForTests::of(place.setting, place.table, {event});
  EXPECT_EQ(event_text(*run, 1), GetParam().text);
}

MadeUpEvent failing(world::Action what, ProvisioningFailure failure, const char* address = "",
                    model::NodeIndex node = world::nobody) {
  MadeUpEvent event{what, {}, Outcome::none, node};
  event.detail.provisioning = failure;
  event.detail.address = address;
  return event;
}
MadeUpEvent changing(world::Action what, std::uint32_t from, std::uint32_t to, model::NodeIndex node) {
  MadeUpEvent event{what, {}, Outcome::none, node};
  event.detail.from = from;
  event.detail.to = to;
  return event;
}
MadeUpEvent call(Outcome outcome, std::uint32_t attempt, model::NodeIndex node = 1) {
  MadeUpEvent event{world::CallEndpoint(0, 0), {}, outcome, node};
  event.detail.call = "deployment";
  event.detail.attempt = attempt;
  return event;
}
MadeUpEvent lacking(Place& place, ProvisioningFailure failure) {
  MadeUpEvent event = failing(world::BootstrapNode(1), failure, "", 1);
  event.detail.version = place.id("cluster-1");
  return event;
}

constexpr auto usable = model::PrivateKeyState::usable;
constexpr auto not_granted = model::PrivateKeyState::not_granted;

INSTANTIATE_TEST_SUITE_P(
    Rows, JourneyText,
    testing::Values(
        Said{"renewal",
             [](Place& place) {
               MadeUpEvent event{world::RenewVersion(0), {}, Outcome::none, world::nobody};
               event.detail.version = place.id("cluster-2");
               return event;
             },
             "vault kv makes cluster-2"},
        Said{"renewal_in_an_outage",
             [](Place&) { return failing(world::RenewVersion(0), ProvisioningFailure::vault_unavailable); },
             "the next version of cluster is due, but vault kv cannot make it: the vault does not answer"},
        Said{"renewal_by_a_step",
             [](Place& place) {
               MadeUpEvent event{world::BeginStep(1), {}, Outcome::none, world::nobody};
               event.detail.version = place.id("spare-2");
               return event;
             },
             "\"renew kv/spare\" begins; the vault has spare-2 now"},
        Said{"update_that_fails",
             [](Place&) { return failing(world::BeginStep(2), ProvisioningFailure::version_disabled, "kv/cluster/1"); },
             "\"stop secrets\" begins; kv/cluster/1 cannot be read: the version is disabled"},
        Said{"outage_over",
             [](Place&) {
               return MadeUpEvent{world::EndVaultOutage(0), {}, Outcome::none, world::nobody};
             },
             "vault kv answers again"},
        Said{"first_cycle",
             [](Place& place) {
               return changing(world::StartAgent(0, 1), place.empty, place.with(place.empty, "cluster-1", usable), 1);
             },
             "agent extension on N1 (UD1) begins: installs cluster-1"},
        Said{"nothing_new",
             [](Place&) {
               return MadeUpEvent{world::PollVault(0, 2), {}, Outcome::none, 2};
             },
             "agent extension on N2 (UD2) finds nothing new"},
        Said{"two_at_once",
             [](Place& place) {
               const std::uint32_t one = place.with(place.empty, "cluster-2", not_granted);
               return changing(world::PollVault(0, 1), place.empty, place.with(one, "spare-1", not_granted), 1);
             },
             "agent extension on N1 (UD1) installs cluster-2 and spare-1"},
        Said{"with_a_mark",
             [](Place& place) {
               const std::uint32_t one = place.with(place.empty, "cluster-1", usable);
               const std::uint32_t marked = place.with(one, "cluster-1", usable, "cluster-2");
               return changing(world::PollVault(0, 1), one, place.with(marked, "cluster-2", not_granted), 1);
             },
             "agent extension on N1 (UD1) installs cluster-2 and marks cluster-2 as the renewal of cluster-1"},
        Said{"replaces",
             [](Place& place) {
               return changing(world::PollVault(0, 1), place.with(place.empty, "cluster-1", usable),
                               place.with(place.empty, "cluster-2", usable), 1);
             },
             "agent extension on N1 (UD1) installs cluster-2 and loses cluster-1"},
        Said{
            "access_denied",
            [](Place&) { return failing(world::PollVault(0, 1), ProvisioningFailure::access_denied, "kv/cluster", 1); },
            "agent extension on N1 (UD1) cannot read kv/cluster: access denied; goes on with the next"},
        Said{"scale_set_fails_as_a_whole",
             [](Place&) {
               return failing(world::PollVault(1, 1), ProvisioningFailure::template_deployment_off, "kv/cluster/1", 1);
             },
             "agent secrets on N1 (UD1) cannot read kv/cluster/1: the vault is not enabled for template deployment; "
             "installs nothing"},
        Said{"scan",
             [](Place& place) {
               return changing(world::ScanStore(1), place.with(place.empty, "cluster-2", not_granted),
                               place.with(place.empty, "cluster-2", usable), 1);
             },
             "the scan gives N1 (UD1) access to the key of cluster-2"},
        Said{"re_image",
             [](Place& place) {
               return changing(world::ReimageNode(1), place.with(place.empty, "cluster-1", usable), place.empty, 1);
             },
             "N1 (UD1) goes back to its image, and loses cluster-1"},
        Said{"machine",
             [](Place&) {
               return MadeUpEvent{world::DeployNode(1), {}, Outcome::none, 1};
             },
             "the machine of N1 (UD1) is made"},
        Said{"bootstrap",
             [](Place&) {
               return MadeUpEvent{world::BootstrapNode(1), {}, Outcome::none, 1};
             },
             "the bootstrap agent starts N1 (UD1)"},
        Said{"bootstrap_without_certificate",
             [](Place& place) { return lacking(place, ProvisioningFailure::certificate_missing); },
             "the deployment of N1 (UD1) failed: cluster-1 is not in its store"},
        Said{"bootstrap_without_key",
             [](Place& place) { return lacking(place, ProvisioningFailure::private_key_missing); },
             "the deployment of N1 (UD1) failed: cluster-1 is in its store without its private key"},
        Said{"too_long",
             [](Place&) {
               return failing(world::FailDeployment(1), ProvisioningFailure::initial_sync_timed_out, "", 1);
             },
             "the deployment of N1 (UD1) failed: what comes before the bootstrap agent was not done in time"},
        Said{"expiry",
             [](Place& place) {
               return MadeUpEvent{world::WarnOfExpiry(place.id("cluster-1")), {}, Outcome::none, world::nobody};
             },
             "cluster-1 is in use, and expires soon: on 2026-04-19"},
        Said{"call", [](Place&) { return call(Outcome::allowed, 1); }, "the deployment of octopus is let in by N1"},
        Said{"call_again", [](Place&) { return call(Outcome::allowed, 3); },
             "the deployment of octopus is let in by N1, attempt 3"},
        Said{"call_refused", [](Place&) { return call(Outcome::refused, 2); },
             "the deployment of octopus and N1 cannot authenticate, attempt 2"},
        Said{"call_not_allowed", [](Place&) { return call(Outcome::not_authorized, 1); },
             "the deployment of octopus is let in by N1, but may not do that"},
        Said{"call_to_nobody", [](Place&) { return call(Outcome::failed, 1, world::nobody); },
             "the deployment of octopus finds no node to call"}),
    [](const auto& row) { return std::string(row.param.name); });

struct Matched {
  const char* name;
  const char* condition;
  std::vector<EventNumber> events;
};
class JourneyCondition : public testing::TestWithParam<Matched> {};

TEST_P(JourneyCondition, FindsItsEvents) {
  Place place;
  const auto run = RecordedRunForTests::of(
      place.setting, place.table,
      {{world::BeginStep(0), {}, Outcome::none, world::nobody},
       failing(world::PollVault(0, 1), ProvisioningFailure::access_denied, "kv/cluster", 1),
       {world::RenewVersion(0), {}, Outcome::none, world::nobody},
       {world::EndVaultOutage(0), {}, Outcome::none, world::nobody},
       changing(world::PollVault(1, 2), place.empty, place.with(place.empty, "cluster-1", usable), 2),
       call(Outcome::refused, 1),
       {world::BeginStep(2), {}, Outcome::none, world::nobody}});
  const Result<Condition> condition = Condition::parse(GetParam().condition, place.setting->scenario());
  ASSERT_TRUE(condition) << to_text(condition.problem());
  EXPECT_EQ(condition->all_in(*run), GetParam().events);
}

INSTANTIATE_TEST_SUITE_P(Rows, JourneyCondition,
                         testing::Values(Matched{"vault", "vault=kv", {1, 3, 4}},
                                         Matched{"agent", "agent=extension", {2}},
                                         Matched{"agent_with_its_steps", "agent=secrets", {5, 7}},
                                         Matched{"client", "client=octopus", {6}},
                                         Matched{"outcome_of_calls", "outcome=refused", {6}},
                                         Matched{"certificate_installed", "certificate=cluster-1", {5}},
                                         Matched{"words", "access denied", {2}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(JourneyConditions, SuggestActors) {
  const Place place;
  const Result<Condition> condition = Condition::parse("agent=extensoin", place.setting->scenario());
  ASSERT_FALSE(condition);
  EXPECT_EQ(condition.problem().what, "unknown agent \"extensoin\"");
  EXPECT_EQ(condition.problem().help, "did you mean \"extension\"?");
}

}  // namespace
}  // namespace certdrill::replay
