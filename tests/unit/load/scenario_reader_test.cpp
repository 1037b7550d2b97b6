// What a scenario file means: defaults, long forms, order, names. Its cluster: cluster_reader_test.cpp.
#include "load/scenario_reader.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/duration.h"
#include "model/notation.h"
#include "scenario_words.h"

namespace certdrill::load {
namespace {

using model::Scenario;

TEST(ScenarioReader, FillsInEveryDefault) {
  const Scenario scenario = read(R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}}"}})");
  EXPECT_EQ(scenario.name, "test");
  EXPECT_EQ(scenario.file, "folder/test.json");
  EXPECT_EQ(to_string(scenario.start), "2026-01-01T00:00:00Z");
  EXPECT_FALSE(scenario.end.has_value());
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.profile, model::Profile::documented);
  EXPECT_EQ(scenario.switches, model::switches_of(model::Profile::documented));
  EXPECT_TRUE(scenario.crl_policies.empty());
  EXPECT_EQ(scenario.expected, model::Verdict::holds);
  ASSERT_EQ(scenario.certificates.size(), 1U);
  const pki::CertificateSpec& a = scenario.certificates[0];
  EXPECT_EQ(a.common_name, "A");
  EXPECT_EQ(a.key_type, pki::KeyType::ed25519);
  EXPECT_FALSE(a.authority);
  EXPECT_FALSE(a.issuer.has_value());
  EXPECT_EQ(date_to_string(a.not_before), "2025-12-02");
  EXPECT_EQ(date_to_string(a.not_after), "2027-01-01");
  EXPECT_EQ(scenario.cluster.nodes.size(), 5U);
  EXPECT_TRUE(scenario.cluster.node_names.empty());
  EXPECT_EQ(domains_of(scenario), "UD0 UD1 UD2 UD3 UD4");
  EXPECT_EQ(seeds_of(scenario), "N0 N1 N2 N3 N4");
  EXPECT_EQ(store_of(scenario, 0), "A+key ");
  EXPECT_EQ(scenario.cluster.node_types, std::vector<std::string>{""});
  EXPECT_TRUE(scenario.steps.empty());
  std::string checks;
  for (const model::Check& check : scenario.checks) {
    checks += std::string(to_string(check.quantifier)) + " " + to_string(check.property) + "\n";
  }
  EXPECT_EQ(checks, "always every pair can authenticate\nalways the federation is connected\nalways seed quorum\n");
}

TEST(ScenarioReader, PutsAuthoritiesFirstAndIssuersBeforeWhatTheyIssue) {
  const Scenario scenario = read(R"({
    "start": "2026-03-01T00:00:00.250Z",
    "keyType": "p256",
    "certificates": {
      "leaf": {"issuer": "I1", "commonName": "a.test", "dnsNames": ["a.test", "*.b.test"], "keyType": "rsa2048",
               "extendedKeyUsage": ["serverAuth", "any"], "selfSigned": false, "notAfter": "2027-01-01T12:00:00Z"},
      "alone": {"selfSigned": true}
    },
    "authorities": {"I2": {"issuer": "I1"}, "R0": {}, "I1": {"issuer": "R1"}, "R1": {"commonName": "The Root", "notAfter": "2040-01-01"}},
    "cluster": {"trustedRoots": ["alone", "R1"], "security": "{P:{CN=leaf}, V:{CN=leaf@I1|I2, CN='The Root'}}"}
  })");
  std::vector<std::string> names;
  for (const pki::CertificateSpec& spec : scenario.certificates) names.push_back(spec.name);
  EXPECT_EQ(names, (std::vector<std::string>{"R1", "I1", "I2", "R0", "leaf", "alone"}));
  EXPECT_EQ(scenario.certificates[1].issuer, 0U);
  EXPECT_EQ(scenario.certificates[2].issuer, 1U);
  EXPECT_EQ(scenario.certificates[4].issuer, 1U);
  EXPECT_TRUE(scenario.certificates[2].authority);
  EXPECT_EQ(scenario.certificates[0].common_name, "The Root");
  EXPECT_EQ(date_to_string(scenario.certificates[3].not_before), "2025-03-01") << "a default is a whole second too";
  EXPECT_EQ(date_to_string(scenario.certificates[3].not_after), "2036-02-27");
  const pki::CertificateSpec& leaf = scenario.certificates[4];
  EXPECT_EQ(leaf.dns_names, (std::vector<std::string>{"a.test", "*.b.test"}));
  EXPECT_EQ(leaf.key_usages, (std::vector<pki::KeyUsage>{pki::KeyUsage::server_auth, pki::KeyUsage::any}));
  EXPECT_EQ(leaf.key_type, pki::KeyType::rsa2048);
  EXPECT_EQ(scenario.certificates[5].key_type, pki::KeyType::p256);
  EXPECT_EQ(to_string(leaf.not_after), "2027-01-01T12:00:00Z");
  EXPECT_EQ(store_of(scenario, 0), "leaf+key alone+key root:R1 root:alone ")
      << "authorities are not installed by default";
  ASSERT_EQ(scenario.certificate_locations.size(), 6U);
  EXPECT_EQ(scenario.certificate_locations[0].line, 9U);
  EXPECT_EQ(scenario.certificate_locations[0].column, 80U);
}

TEST(ScenarioReader, ReadsEveryKindOfStep) {
  const Scenario scenario = read(R"json({
    "start": "2026-01-01",
    "certificates": {"A": {}, "B": {}, "C": {}},
    "cluster": {"nodes": 4, "upgradeDomains": 2, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"},
    "upgradePolicy": {"domainDuration": "2m", "pauseBetweenSteps": "5m"},
    "steps": [
      {"install": "B", "nodes": ["N3"], "upgradeDomains": ["UD0"], "except": ["N0"]},
      {"install": ["B", {"certificate": "C", "privateKey": false}], "within": "1h"},
      {"install": "B"},
      {"upgrade": "u", "to": "{P:{TP=B}, V:{TP=A}}", "at": "2026-02-01", "policy": {"pauseBetweenDomains": "0s"}},
      {"wait": "3d"},
      {"waitUntil": "2026-03-01T00:00:00Z", "name": "until March"},
      {"remove": ["A"], "except": ["N1"]},
      {"wait": "3d"}
    ],
    "checks": [{"finally": "Every node presents  B"}, {"always": "seed quorum", "expect": "violated", "step": "wait 3d (2)"}],
    "expect": "violated"
  })json");
  std::string text;
  for (const model::Step& step : scenario.steps) {
    text += step.name + " | pause " + to_string(step.pause_before);
    if (step.not_before) text += " | at " + date_to_string(*step.not_before);
    if (const auto* install = std::get_if<model::InstallStep>(&step.what)) {
      text += " | install";
      for (const model::StoreEntry& entry : install->entries) {
        text += " " + scenario.certificates[entry.certificate].name + std::string(key_mark(entry.key));
      }
      text += " on " + nodes_of(scenario, install->where) + " within " + to_string(install->within);
    } else if (const auto* remove = std::get_if<model::RemoveStep>(&step.what)) {
      text += " | remove";
      for (const pki::CertificateId id : remove->certificates) text += " " + scenario.certificates[id].name;
      text += " from " + nodes_of(scenario, remove->where) + " within " + to_string(remove->within);
    } else if (const auto* upgrade = std::get_if<model::UpgradeStep>(&step.what)) {
      text += " | " + to_string(upgrade->policy.domain_duration) + " " +
              to_string(upgrade->policy.pause_between_domains) + " to " +
              to_string(scenario.securities[*upgrade->security_by_node_type[0]]);
    } else {
      const auto& wait = std::get<model::WaitStep>(step.what);
      text += " | " + (wait.until ? "until " + date_to_string(*wait.until) : to_string(wait.length));
    }
    text += "\n";
  }
  EXPECT_EQ(text,
            "install B | pause 0s | install B+key on N2 N3 within 10m\n"
            "install B and C | pause 5m | install B+key C on all within 1h\n"
            "install B (2) | pause 5m | install B+key on all within 10m\n"
            "u | pause 5m | at 2026-02-01 | 2m 0s to {P:{TP=B}, V:{TP=A}}\n"
            "wait 3d | pause 0s | 3d\n"
            "until March | pause 0s | until 2026-03-01\n"
            "remove A | pause 0s | remove A from N0 N2 N3 within 10m\n"
            "wait 3d (2) | pause 0s | 3d\n");
  EXPECT_EQ(scenario.steps[3].where.line, 10U);
  EXPECT_EQ(scenario.steps[3].where.column, 20U);
  ASSERT_EQ(scenario.checks.size(), 2U);
  EXPECT_EQ(to_string(scenario.checks[0].property), "every node presents B");
  EXPECT_FALSE(scenario.checks[0].expect_violated);
  EXPECT_TRUE(scenario.checks[1].expect_violated);
  EXPECT_EQ(scenario.checks[1].expected_step, "wait 3d (2)");
  EXPECT_EQ(scenario.checks[1].where.line, 16U);
}

TEST(ScenarioReader, TakesAProfileAndSingleSwitches) {
  const std::string cluster = R"("cluster": {"security": "{P:{}, V:{}}"}})";
  const Scenario windows = read(R"({"profile": "windows", )" + cluster);
  EXPECT_EQ(windows.profile, model::Profile::windows);
  EXPECT_EQ(windows.switches, model::switches_of(model::Profile::windows));
  // The profile counts wherever it stands; true and false are yes and no.
  const Scenario changed = read(R"({"rules": {"implicitPeerTrust": false, "usageMatters": true, "revocation": "off",
                                    "rolesInEffect": "yes", "useSecondaryIfNewer": "no"}, "profile": "linux", )" +
                                cluster);
  EXPECT_EQ(changed.profile, model::Profile::linux_);
  EXPECT_EQ(model::differences(changed.switches, changed.profile),
            (std::vector<std::string>{"usageMatters=yes", "implicitPeerTrust=no", "rolesInEffect=yes"}))
      << "what is as in the profile is no difference";
}

TEST(ScenarioReader, TakesAllThatACertificateMaySay) {
  const Scenario scenario = read(R"({
    "authorities": {
      "R1": {"keyType": "rsa2048", "crl": {}, "pathLength": 1},
      "I1": {"issuer": "R1", "crl": {"validFor": "1d12h"}, "signatureDigest": "sha1", "pathLength": 0},
      "R2": {"keyType": "p256"},
      "I1x": {"issuer": "R2", "commonName": "I1", "keyOf": "I1"}},
    "certificates": {
      "A": {"commonName": "a.test", "subject": " O = Contoso ,OU=Ops, C=US", "emailNames": ["ops@contoso.test"],
            "ipAddresses": ["10.0.0.4", "2001:DB8::4"], "damagedSignature": true, "sends": "leaf", "keyType": "rsa512"},
      "A2": {"keyOf": "A1", "sends": "chainWithoutRoot"},
      "A1": {"keyOf": "A", "subject": ["O=Contoso, Inc.", "CN=another name"], "sends": "chain"},
      "nameless": {"issuer": "I1", "commonName": "", "subject": "O=Contoso"}},
    "cluster": {"security": "{P:{}, V:{}}"}
  })");
  const auto named = [&](std::string_view name) -> const pki::CertificateSpec& {
    for (const pki::CertificateSpec& spec : scenario.certificates) {
      if (spec.name == name) return spec;
    }
    throw std::logic_error("no such certificate");
  };
  using Subject = std::vector<pki::SubjectAttribute>;
  EXPECT_EQ(named("A").subject, (Subject{{"O", "Contoso"}, {"OU", "Ops"}, {"C", "US"}}));
  EXPECT_EQ(named("A1").subject, (Subject{{"O", "Contoso, Inc."}, {"CN", "another name"}}));
  EXPECT_EQ(named("A").email_names, std::vector<std::string>{"ops@contoso.test"});
  EXPECT_EQ(named("A").ip_addresses, (std::vector<std::string>{"10.0.0.4", "2001:DB8::4"}));
  EXPECT_TRUE(named("A").damaged_signature);
  EXPECT_FALSE(named("A1").damaged_signature);
  EXPECT_EQ(named("A").sent, pki::SentChain::leaf);
  EXPECT_EQ(named("A1").sent, pki::SentChain::whole);
  EXPECT_EQ(named("A2").sent, pki::SentChain::without_root);
  EXPECT_EQ(named("A").key_of, "");
  EXPECT_EQ(named("A1").key_of, "A");
  EXPECT_EQ(named("A2").key_of, "A") << "a key's owner is the one that has it of its own";
  EXPECT_EQ(named("A2").key_type, pki::KeyType::rsa512) << "and its type goes with it";
  EXPECT_EQ(named("I1x").key_of, "I1");
  EXPECT_EQ(named("nameless").common_name, "");
  EXPECT_TRUE(named("I1").sha1_signature);
  EXPECT_FALSE(named("R1").sha1_signature);
  EXPECT_EQ(named("R1").path_length, 1U);
  EXPECT_EQ(named("I1").path_length, 0U);
  EXPECT_FALSE(named("R2").path_length.has_value());
  EXPECT_TRUE(named("I1").publishes_crl);
  EXPECT_FALSE(named("R2").publishes_crl);
  std::string policies;
  for (const model::CrlPolicy& policy : scenario.crl_policies)
    policies += scenario.certificates[policy.issuer].name + " " + to_string(policy.valid_for) + "\n";
  EXPECT_EQ(policies, "R1 7d\nI1 1d12h\n");
}

TEST(ScenarioReader, ReadsStepsOnCrls) {
  const Scenario scenario = read(R"json({
    "authorities": {"R1": {"crl": {}}, "I1": {"issuer": "R1", "crl": {}}},
    "certificates": {"A": {"issuer": "I1"}, "B": {"issuer": "I1"}},
    "cluster": {"nodes": 4, "upgradeDomains": 2, "security": "{P:{}, V:{}}"},
    "steps": [
      {"revoke": "B"},
      {"revoke": ["I1", "A"], "at": "2026-02-01"},
      {"publishCrl": ["I1", "R1"], "name": "a new list"},
      {"publishCrl": "I1"},
      {"blockCrl": "I1", "nodes": ["N3"], "within": "1h"},
      {"unblockCrl": ["I1", "R1"], "upgradeDomains": ["UD0"]}
    ]
  })json");
  const auto names_of = [&](const std::vector<pki::CertificateId>& ids) {
    std::string text;
    for (const pki::CertificateId id : ids) text += " " + scenario.certificates[id].name;
    return text;
  };
  std::string text;
  for (const model::Step& step : scenario.steps) {
    text += step.name + " | pause " + to_string(step.pause_before);
    if (step.not_before) text += " | at " + date_to_string(*step.not_before);
    if (const auto* revoke = std::get_if<model::RevokeStep>(&step.what)) {
      text += " | revoke" + names_of(revoke->certificates);
    } else if (const auto* publish = std::get_if<model::PublishCrlStep>(&step.what)) {
      text += " | publish" + names_of(publish->authorities);
    } else {
      const auto& reach = std::get<model::CrlReachStep>(step.what);
      text += std::string(reach.reachable ? " | unblock" : " | block") + names_of(reach.authorities) + " on " +
              nodes_of(scenario, reach.where) + " within " + to_string(reach.within);
    }
    text += "\n";
  }
  EXPECT_EQ(text,
            "revoke B | pause 0s | revoke B\n"
            "revoke I1 and A | pause 1m | at 2026-02-01 | revoke I1 A\n"
            "a new list | pause 1m | publish R1 I1\n"
            "publish the CRL of I1 | pause 1m | publish I1\n"
            "block the CRL of I1 | pause 1m | block I1 on N3 within 1h\n"
            "unblock the CRL of R1 and I1 | pause 1m | unblock R1 I1 on N0 N2 within 10m\n");
}

TEST(ScenarioReader, KeepsEachDifferentConfigurationOnce) {
  const Scenario scenario = read(R"({
    "certificates": {"A": {}, "B": {}},
    "cluster": {"security": "{P:{TP=A}, V:{TP=A}}"},
    "steps": [{"upgrade": "1", "to": "{P:{TP=A},V:{TP=A,TP=B}}"}, {"upgrade": "2", "to": " {P : {TP = A}, V:{TP=A}}"},
              {"upgrade": "3", "to": "{P:{TP=A}, V:{TP=A, TP=B}}"}]
  })");
  ASSERT_EQ(scenario.securities.size(), 2U);
  EXPECT_EQ(to_string(scenario.securities[1]), "{P:{TP=A}, V:{TP=A, TP=B}}");
}

TEST(ScenarioReader, AllowsCommentsAndAMark) {
  EXPECT_EQ(
      read("\xEF\xBB\xBF// why\n{\"title\": \"t\", /* here */ \"cluster\": {\"security\": \"{P:{}, V:{}}\"}}\n// end")
          .title,
      "t");
}

class ScenarioFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("certdrill_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_ / "my_rotation");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string outcome(const std::filesystem::path& file) {
    const LoadedScenario loaded = read_scenario(file);
    return loaded.scenario ? "scenario " + loaded.scenario->name : loaded.problems.at(0).what;
  }

  std::filesystem::path folder_;
};

TEST_F(ScenarioFiles, AreNamedAfterTheirFolder) {
  for (const char* name : {"scenario.json", "other.json"}) {
    std::ofstream(folder_ / "my_rotation" / name) << R"({"cluster": {"security": "{P:{}, V:{}}"}})";
  }
  EXPECT_EQ(outcome(folder_ / "my_rotation" / "scenario.json"), "scenario my_rotation");
  EXPECT_EQ(outcome(folder_ / "my_rotation" / "." / "scenario.json"), "scenario my_rotation");
  EXPECT_EQ(outcome(folder_ / "my_rotation" / "other.json"), "scenario other");
  EXPECT_EQ(read_scenario(folder_ / "my_rotation" / "other.json").scenario->file,
            (folder_ / "my_rotation" / "other.json").string());
}

TEST_F(ScenarioFiles, ThatCannotBeReadAreAnswered) {
  EXPECT_EQ(outcome(folder_ / "none.json"), "cannot be read: No such file or directory");
  EXPECT_EQ(outcome(folder_), "is a folder, not a scenario file");
  std::ofstream(folder_ / "empty.json").close();
  EXPECT_EQ(outcome(folder_ / "empty.json"), "the file is empty");
  std::ofstream(folder_ / "large.json").close();
  std::filesystem::resize_file(folder_ / "large.json", 100'000'000);  // a hole: no disk is filled
  EXPECT_EQ(outcome(folder_ / "large.json"), "the file has 100000000 bytes; the most that is read is 67108864");
}

}  // namespace
}  // namespace certdrill::load
