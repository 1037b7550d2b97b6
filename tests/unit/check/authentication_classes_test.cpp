#include <gtest/gtest.h>

#include "check/classes.h"
#include "check/rehearsal.h"
#include "naive/rotation_scenario.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

RunResult rehearsed(const std::shared_ptr<const world::Setting>& setting) { return *rehearse(setting); }

TEST(AuthenticationClasses, JudgeEachCertificateOncePerValidatorHoweverManyNodesThereAre) {
  const RunResult small = rehearsed(std::make_shared<const world::Setting>(naive::rotation_scenario(10)));
  const RunResult large = rehearsed(std::make_shared<const world::Setting>(naive::rotation_scenario(20'000)));
  // Two certificates; validators {A}, {A, B}, {B}.
  EXPECT_LE(small.judged_pairs, 6U);
  EXPECT_EQ(large.judged_pairs, small.judged_pairs);
  EXPECT_EQ(large.classes, small.classes);
}

// Six node types with a certificate each: six classes, so at most 36 pairs of them, however many nodes there are.
std::string six_classes(std::uint32_t nodes_each, const char* profile) {
  std::string certificates;
  std::string types;
  std::string accepts;
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    certificates += (i > 0 ? ", \"C" : "\"C") + n + "\": { \"notAfter\": \"2027-01-01\" }";
    if (i > 0) accepts += (i > 1 ? ", TP=C" : "TP=C") + n;
  }
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    types += (i > 0 ? ", \"t" : "\"t") + n + "\": { \"nodes\": " + std::to_string(nodes_each) +
             ", \"security\": \"{P:{TP=C" + n + "}, V:{" + accepts + ", CN=n" + n + ".test}}\" }";
  }
  return R"({ "start": "2026-01-10", "federation": { "simulate": false }, "profile": ")" + std::string(profile) +
         R"(", "certificates": { )" + certificates + R"( }, "cluster": { "nodeTypes": { )" + types +
         R"( }, "upgradeDomains": 5 } })";
}

TEST(AuthenticationClasses, AMillionNodesOfSixClassesNeedNoMoreThanThirtySixVerdicts) {
  const RunResult result = rehearsed(test::setting_from(six_classes(166'667, "documented")));
  EXPECT_EQ(result.nodes, 1'000'002U);
  EXPECT_LE(result.judged_pairs, 36U);
  EXPECT_GE(result.judged_pairs, 6U);
}

// There a node is let in by its own key whatever the lists say: C0, which no list has, is accepted by its own kind
// alone.
TEST(AuthenticationClasses, PeersOfOneKeyAreFoundWithoutMoreVerdictsForMoreNodes) {
  const RunResult small = rehearsed(test::setting_from(six_classes(2, "linux")));
  const RunResult large = rehearsed(test::setting_from(six_classes(2'000, "linux")));
  EXPECT_EQ(large.judged_pairs, small.judged_pairs);
  EXPECT_FALSE(small.holds);
  EXPECT_EQ(small.worst.components, 2U)
      << "the two nodes that show C0 are cut off from the others, not from each other";
}

TEST(AuthenticationClasses, ChainsAreVerifiedOncePerCertificateAndSetOfRoots) {
  const auto setting = std::make_shared<const world::Setting>(naive::rotation_scenario(1000));
  const std::uint64_t before = pki::verified_chain_count();
  (void)rehearsed(setting);
  EXPECT_EQ(pki::verified_chain_count() - before, 2U);
}

TEST(AuthenticationClasses, ACertificateOfItsOwnForEachNodeIsStillOneClass) {
  std::string certificates;
  std::string nodes;
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    certificates +=
        (i > 0 ? ", " : "") + ("\"C" + n) + "\": { \"commonName\": \"cluster.contoso.test\", \"issuer\": \"I\" }";
    nodes += (i > 0 ? ", " : "") + ("{ \"name\": \"n" + n) + "\", \"installed\": [\"C" + n + "\"] }";
  }
  const auto setting = test::setting_from(R"({ "authorities": { "I": {} }, "certificates": { )" + certificates + R"( },
    "cluster": { "nodes": [ )" + nodes + R"( ], "security": "{P:{CN=C0}, V:{CN=C0@I}}" } })");
  const RunResult result = rehearsed(setting);
  EXPECT_TRUE(result.holds);
  EXPECT_EQ(result.classes, 1U);
  EXPECT_EQ(result.judged_pairs, 200U);
}

TEST(AuthenticationClasses, RulesThatJudgeAlikeWhatIsPresentedAreNotToldApart) {
  std::string nodes;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    nodes += (i > 0 ? ", " : "") + ("{ \"name\": \"n" + n) + "\", \"security\": \"{P:{TP=A}, V:{TP=A, CN=v" + n +
             ".test}}\" }";
  }
  const auto setting = test::setting_from(
      R"({ "start": "2026-01-10", "federation": { "simulate": false },
    "certificates": { "A": { "notAfter": "2026-06-01" }, "B": { "notAfter": "2027-01-01" } },
    "cluster": { "nodes": [ )" +
      nodes + R"( ], "upgradeDomains": 5, "installed": ["A", "B"] },
    "steps": [ { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}" } ],
    "checks": [ { "finally": "every pair can authenticate" }, { "sometimes": "two certificates are presented at once" } ] })");
  world::Simulation simulation(setting);
  AuthenticationClasses classes(setting, setting->certificates());
  classes.learn(simulation.world().configurations(), setting->scenario().start);
  EXPECT_EQ(classes.class_count(), 1U);
  EXPECT_TRUE(rehearsed(setting).holds);
}

TEST(AuthenticationClasses, CertificatesNobodyPresentsAreNotMinted) {
  model::Scenario scenario = naive::rotation_scenario(10);
  for (int i = 0; i < 50; ++i) {
    scenario.certificates.push_back(scenario.certificates[0]);
    scenario.certificates.back().name = "Unused" + std::to_string(i);
  }
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  const auto certificates = setting->certificates();
  EXPECT_TRUE(rehearse(setting)->holds);
  EXPECT_EQ(certificates->minted_count(), 2U);
}

TEST(AuthenticationClasses, ABoundaryOfAnIssuerIsABoundaryOfWhatItIssued) {
  const auto setting = test::setting_from(R"({ "start": "2026-01-10", "end": "2026-03-01",
    "authorities": { "R": {}, "I": { "issuer": "R", "notAfter": "2026-02-01" } },
    "certificates": { "C": { "commonName": "cluster.contoso.test", "issuer": "I", "notAfter": "2027-01-01" } },
    "cluster": { "nodes": 4, "trustedRoots": ["R"], "security": "{P:{CN=C}, V:{CN=C}}" } })");
  const RunResult result = rehearsed(setting);
  EXPECT_FALSE(result.holds);
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(to_string(result.findings[0].at), "2026-02-01T00:00:00Z");
  EXPECT_NE(result.findings[0].message.find("Expired: issuer \"I\" expired 2026-02-01T00:00:00Z"), std::string::npos)
      << result.findings[0].message;
}

}  // namespace
}  // namespace certdrill::check
