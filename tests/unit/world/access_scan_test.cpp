// Which keys the scan of the store gives a node access to, and when.
#include "world/access_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journey_scenario.h"

namespace certdrill::world {
namespace {

using test::Journey;
using test::JourneyScenario;
using test::moment;
using namespace std::chrono_literals;
using testing::IsEmpty;

struct GrantCase {
  const char* name;
  const char* security;
  const char* after;
};
void PrintTo(const GrantCase& row, std::ostream* out) { *out << row.name; }

// A and B have the name that the rules look for, "other" another one; A has a renewal mark that leads to "other".
class Grant : public testing::TestWithParam<GrantCase> {};
TEST_P(Grant, FollowsThePresentationRules) {
  JourneyScenario built(2, GetParam().security);
  const pki::CertificateId a = built.certificate("A");
  const pki::CertificateId b = built.certificate("B");
  const pki::CertificateId other = built.certificate("other", {}, "other.contoso.test");
  const pki::CertificateId expired = built.certificate("expired", {}, "cluster.contoso.test", "2025-12-31");
  using Key = model::PrivateKeyState;
  built.scenario.cluster.stores[0].entries = {
      {a, Key::not_granted, other}, {b, Key::not_granted}, {other, Key::not_granted}, {expired, Key::not_granted}};
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.stores(), GetParam().after);
}
INSTANTIATE_TEST_SUITE_P(
    Rules, Grant,
    testing::Values(GrantCase{"by_name", "{P:{CN=cluster.contoso.test}, V:{}}",
                              "A usable > other, B usable, other not granted, expired usable"},
                    GrantCase{"by_thumbprint", "{P:{TP=B}, V:{}}",
                              "A not granted > other, B usable, other not granted, expired not granted"},
                    GrantCase{"secondary_too", "{P:{TP=B, TP=A}, V:{}}",
                              "A usable > other, B usable, other not granted, expired not granted"},
                    GrantCase{"of_the_management_endpoint", "{P:{TP=B}, V:{}, server P:{CN=other.contoso.test}}",
                              "A not granted > other, B usable, other usable, expired not granted"},
                    GrantCase{"nothing", "{P:{}, V:{}}",
                              "A not granted > other, B not granted, other not granted, expired not granted"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(AccessScan, ComesToEachNodeWithinItsInterval) {
  JourneyScenario built(200);
  const pki::CertificateId a = built.certificate("A");
  built.scenario.cluster.stores[0].entries = {{a, model::PrivateKeyState::not_granted}};
  built.scenario.cluster.store_watch.scan_interval = 5min;
  Journey journey(built);
  journey.run();
  const std::vector<Journey::Line> scans = journey.all_of<ScanStore>();
  ASSERT_EQ(scans.size(), 200U);
  EXPECT_GT(scans.front().at, built.scenario.start);
  EXPECT_LE(scans.back().at, built.scenario.start + 5min);
  EXPECT_GT(scans.back().at - scans.front().at, 4min);
  EXPECT_EQ(journey.simulation().end(), scans.back().at) << "the run does not end before";
}

TEST(AccessScan, AnUpgradeThatNamesTheCertificateBringsAccess) {
  JourneyScenario built(4, "{P:{TP=A}, V:{}}");
  const pki::CertificateId a = built.certificate("A");
  const pki::CertificateId b = built.certificate("B");
  using Key = model::PrivateKeyState;
  built.scenario.cluster.stores[0].entries = {{a, Key::usable}, {b, Key::not_granted}};
  const std::uint32_t both = built.add_security("{P:{TP=A, TP=B}, V:{}}");
  built.step("2026-01-11", model::UpgradeStep{{both}, {}});
  Journey journey(built);
  journey.run_until("2026-01-11");
  EXPECT_EQ(journey.stores(), "A usable, B not granted");
  EXPECT_THAT(journey.all_of<ScanStore>(), IsEmpty());
  journey.run();
  EXPECT_EQ(journey.stores(), "A usable, B usable");
}

TEST(AccessScan, AnInstalledCertificateWaitsForTheScan) {
  JourneyScenario built(3);
  const pki::CertificateId a = built.certificate("A");
  built.step("2026-01-11", model::InstallStep{{{a, model::PrivateKeyState::not_granted}}, {}, {}, {}});
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.stores(), "A usable");
  for (const Journey::Line& scan : journey.all_of<ScanStore>()) EXPECT_LE(scan.at - moment("2026-01-11"), 1min + 1ms);
}

TEST(AccessScan, NobodyScansForWhatHasGone) {
  JourneyScenario built(3);
  const pki::CertificateId a = built.certificate("A");
  built.step("2026-01-11", model::InstallStep{{{a, model::PrivateKeyState::not_granted}}, {}, {}, {}});
  built.step("2026-01-11", model::RemoveStep{{a}, {}, {}});
  built.scenario.cluster.store_watch.scan_interval = 1h;
  Journey journey(built);
  journey.run();
  EXPECT_THAT(journey.all_of<ScanStore>(), IsEmpty());
}

TEST(AccessScan, NobodyScansAMachineThatIsNotDeployed) {
  JourneyScenario built(3);
  const pki::CertificateId a = built.certificate("A");
  built.scenario.cluster.stores[0].entries = {{a, model::PrivateKeyState::not_granted}};
  built.scenario.cluster.stores[0].deployed = false;
  Journey journey(built);
  journey.run();
  EXPECT_EQ(journey.stores(), "A not granted");
}

TEST(AccessScan, IsPartOfTheState) {
  JourneyScenario built(2);
  const pki::CertificateId a = built.certificate("A");
  built.scenario.cluster.stores[0].entries = {{a, model::PrivateKeyState::not_granted}};
  const World before(std::make_shared<const Setting>(built.scenario));
  World after = before;
  Effects effects;
  after.apply(ScanStore{1}, moment("2026-01-10T00:00:30Z"), effects);
  EXPECT_FALSE(after == before);
  EXPECT_NE(after.hash(), before.hash());
  EXPECT_DEATH(after.apply(ScanStore{1}, moment("2026-01-10T00:00:31Z"), effects), "ScanStore at .* is not enabled");
  EXPECT_DEATH(World(before).apply(ScanStore{1}, moment("2026-01-10T00:01:01Z"), effects), "is not enabled")
      << "outside its window";
}

}  // namespace
}  // namespace certdrill::world
