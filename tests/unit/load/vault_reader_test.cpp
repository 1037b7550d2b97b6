// What becomes of vaults, agents and the steps of a certificate's journey in the model.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/duration.h"
#include "load/scenario_edit.h"
#include "scenario_words.h"

namespace certdrill::load {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// "cluster-1 2026-01-01..2026-04-01 by I1, step", one a line.
std::string versions_of(const model::Scenario& scenario, std::string_view line_name) {
  std::string text;
  for (const model::VaultCertificate& line : scenario.vault_certificates) {
    if (line.name != line_name) continue;
    for (const model::VaultVersion& version : line.versions) {
      const pki::CertificateSpec& spec = scenario.certificates[version.certificate];
      text += spec.name + " " + date_to_string(spec.not_before) + ".." + date_to_string(spec.not_after);
      if (version.created != spec.not_before) text += " at " + date_to_string(version.created);
      if (spec.issuer) text += " by " + scenario.certificates[*spec.issuer].name;
      if (!spec.key_of.empty()) text += " key of " + spec.key_of;
      if (version.by_step) text += " step";
      text += "\n";
    }
  }
  return text;
}

std::string with_line(const std::string& line, const std::string& more = "") {
  return R"({"start": "2026-01-01", "end": "2026-12-31", "authorities": {"I1": {}, "I2": {}}, "certificates": {"A": {}, "C": {}, "D": {}},
             "vaults": {"kv": {"access": ["vmss"], "certificates": {"cluster": )" +
         line + R"(}}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}}"})" + more + "}";
}

struct LineCase {
  const char* name;
  const char* line;
  const char* more;
  const char* versions;
};
class VaultLine : public testing::TestWithParam<LineCase> {};

TEST_P(VaultLine, HasTheseVersions) {
  EXPECT_EQ(versions_of(read(with_line(GetParam().line, GetParam().more)), "cluster"), GetParam().versions);
}

INSTANTIATE_TEST_SUITE_P(
    Policies, VaultLine,
    testing::Values(
        LineCase{"defaults", R"({"issuer": "I1"})", "",
                 "cluster-1 2025-12-02..2026-12-02 by I1\ncluster-2 2026-09-20..2027-09-20 by I1\n"},
        LineCase{"never", R"({"renewAt": "never", "created": "2025-06-01"})", "", "cluster-1 2025-06-01..2026-06-01\n"},
        LineCase{
            "before_its_end", R"({"created": "2026-01-01", "validity": "200d", "renewAt": "20d"})", "",
            "cluster-1 2026-01-01..2026-07-20\ncluster-2 2026-06-30..2027-01-16\ncluster-3 2026-12-27..2027-07-15\n"},
        LineCase{"on_the_last_day", R"({"created": "2026-01-01", "validity": "365d", "renewAt": "1d"})", "",
                 "cluster-1 2026-01-01..2027-01-01\ncluster-2 2026-12-31..2027-12-31\n"},
        LineCase{
            "same_key", R"({"created": "2025-01-01", "validity": "400d", "renewal": "sameKey", "renewAt": "50%"})", "",
            "cluster-1 2025-01-01..2026-02-05\ncluster-2 2025-07-20..2026-08-24 key of cluster-1\n"
            "cluster-3 2026-02-05..2027-03-12 key of cluster-1\ncluster-4 2026-08-24..2027-09-28 key of cluster-1\n"},
        LineCase{
            "another_issuer_from_a_date",
            R"({"created": "2026-01-01", "validity": "200d", "renewAt": "50 %", "issuer": "I1", "issuers": [{"from": "2026-04-11", "issuer": "I2"}]})",
            "",
            "cluster-1 2026-01-01..2026-07-20 by I1\ncluster-2 2026-04-11..2026-10-28 by I2\n"
            "cluster-3 2026-07-20..2027-02-05 by I2\ncluster-4 2026-10-28..2027-05-16 by I2\n"},
        LineCase{"self_signed_and_then_issued",
                 R"({"renewAt": "never", "issuers": [{"from": "2026-02-01", "issuer": "I1"}]})",
                 R"(, "steps": [{"renewSecret": "kv/cluster", "at": "2026-02-01"}])",
                 "cluster-1 2025-12-02..2026-12-02\ncluster-2 2026-02-01..2027-02-01 by I1 step\n"},
        // The policy counts from what the step made.
        LineCase{
            "step_between", R"({"created": "2026-01-01", "validity": "200d", "renewAt": "50 %", "issuer": "I1"})",
            R"(, "steps": [{"renewSecret": "kv/cluster", "at": "2026-03-01", "issuer": "I2", "validity": "100d"}])",
            "cluster-1 2026-01-01..2026-07-20 by I1\ncluster-2 2026-03-01..2026-06-09 by I2 step\n"
            "cluster-3 2026-04-20..2026-11-06 by I1\ncluster-4 2026-07-29..2027-02-14 by I1\n"
            "cluster-5 2026-11-06..2027-05-25 by I1\n"},
        LineCase{
            "steps_in_any_order", R"({"renewAt": "never"})",
            R"(, "steps": [{"renewSecret": "kv/cluster", "at": "2026-05-01"}, {"renewSecret": "kv/cluster", "at": "2026-04-01", "name": "x"}])",
            "cluster-1 2025-12-02..2026-12-02\ncluster-2 2026-04-01..2027-04-01 step\ncluster-3 2026-05-01..2027-05-01 "
            "step\n"},
        LineCase{"imports", R"({"imports": ["C", {"certificate": "D", "at": "2026-02-01"}]})", "",
                 "C 2025-12-02..2027-01-01 at 2025-12-31\nD 2025-12-02..2027-01-01 at 2026-02-01\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Vaults, LetThoseReadWhomTheyKnow) {
  const model::Scenario scenario = read(
      R"({"vaults": {"a": {"access": ["y", "x"], "templateDeployment": false}, "b": {}}, "cluster": {"security": "{P:{}, V:{}}"},
          "steps": [{"grantAccess": "b", "to": "z"}, {"withdrawAccess": "a", "from": "x"}]})");
  EXPECT_EQ(scenario.identities, (std::vector<std::string>{"y", "x", "z"}));
  EXPECT_EQ(scenario.vaults[0].readers, (std::vector<model::IdentityIndex>{0, 1}));
  EXPECT_FALSE(scenario.vaults[0].template_deployment);
  EXPECT_TRUE(scenario.vaults[1].readers.empty());
  EXPECT_TRUE(scenario.vaults[1].template_deployment);
  EXPECT_EQ(scenario.steps[0].name, "grant z access to b");
  EXPECT_EQ(scenario.steps[1].name, "x loses access to a");
  const auto& withdrawn = std::get<model::VaultAccessStep>(scenario.steps[1].what);
  EXPECT_FALSE(withdrawn.granted);
  EXPECT_EQ(withdrawn.identity, 1U);
}

TEST(Vaults, AreLikeCertificatesInWhatTheyMake) {
  const model::Scenario scenario = read(with_line(
      R"({"commonName": "c.test", "dnsNames": ["c.test", "CN=c.test"], "extendedKeyUsage": ["serverAuth"], "sends": "leaf", "keyType": "p256", "renewAt": "never"})"));
  const pki::CertificateSpec& made = scenario.certificates.back();
  EXPECT_EQ(made.name, "cluster-1");
  EXPECT_EQ(made.common_name, "c.test");
  EXPECT_EQ(made.dns_names, (std::vector<std::string>{"c.test", "CN=c.test"}));
  EXPECT_EQ(made.key_usages, (std::vector<pki::KeyUsage>{pki::KeyUsage::server_auth}));
  EXPECT_EQ(made.sent, pki::SentChain::leaf);
  EXPECT_EQ(made.key_type, pki::KeyType::p256);
  EXPECT_EQ(scenario.certificates.size(), scenario.certificate_locations.size());
  EXPECT_EQ(scenario.certificate_locations.back().line, 2U);
}

TEST(Vaults, KeepWhatTheyHoldOutOfStoresByDefault) {
  const model::Scenario scenario = read(with_line(R"({"imports": ["C"]})"));
  EXPECT_EQ(store_of(scenario, 0), "A+key D+key ");
}

TEST(Agents, HaveDefaults) {
  const model::Scenario scenario =
      read(with_line(R"({"renewAt": "never"})",
                     R"(, "agents": {"x": {"kind": "keyVaultExtension", "observes": ["kv/cluster"]},
              "s": {"kind": "scaleSetSecrets", "observes": ["kv/cluster/1"]}})"));
  const model::Agent& x = scenario.agents[0];
  EXPECT_EQ(scenario.identities[x.identity], "x");
  EXPECT_EQ(x.polling_interval, hours(1));
  EXPECT_FALSE(x.require_initial_sync);
  EXPECT_FALSE(x.link_on_renewal);
  EXPECT_TRUE(x.runs_at_start);
  EXPECT_TRUE(x.where.all);
  ASSERT_EQ(x.observes.size(), 1U);
  EXPECT_EQ(x.observes[0].line, 0U);
  EXPECT_EQ(x.observes[0].version, std::nullopt);
  EXPECT_EQ(x.observes[0].address, "kv/cluster");
  EXPECT_EQ(scenario.identities[scenario.agents[1].identity], "compute");
  EXPECT_EQ(scenario.agents[1].observes[0].version, 0U);
  EXPECT_EQ(scenario.cluster.bootstrap.after, (std::vector<model::AgentIndex>{0, 1})) << "new machines wait for all";
  EXPECT_EQ(scenario.cluster.bootstrap.timeout, minutes(90));
  EXPECT_EQ(scenario.cluster.store_watch.scan_interval, minutes(1));
  EXPECT_EQ(scenario.cluster.store_watch.expiry_warning, hours(24 * 30));
}

TEST(Agents, SayWhatIsOtherwise) {
  const model::Scenario scenario = read(
      R"({"vaults": {"kv": {"access": ["vmss"], "certificates": {"cluster": {"renewAt": "never"}}}},
          "agents": {"x": {"kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster"], "pollingInterval": "10m", "requireInitialSync": true,
                           "linkOnRenewal": true, "starts": "later", "nodes": ["N1", "N2"], "except": ["N2"]}},
          "cluster": {"nodes": 3, "bootstrap": {"after": [], "timeout": "1h"}, "scanInterval": "5s", "expiryWarning": "10d", "security": "{P:{}, V:{}}"}})");
  const model::Agent& x = scenario.agents[0];
  EXPECT_EQ(scenario.identities[x.identity], "vmss");
  EXPECT_EQ(x.polling_interval, minutes(10));
  EXPECT_TRUE(x.require_initial_sync);
  EXPECT_TRUE(x.link_on_renewal);
  EXPECT_FALSE(x.runs_at_start);
  EXPECT_EQ(nodes_of(scenario, x.where), "N1");
  EXPECT_TRUE(scenario.cluster.bootstrap.after.empty());
  EXPECT_EQ(scenario.cluster.bootstrap.timeout, hours(1));
  EXPECT_EQ(scenario.cluster.store_watch.scan_interval, seconds(5));
  EXPECT_EQ(scenario.cluster.store_watch.expiry_warning, hours(240));
}

// What they have brought when it begins is there, and what they may bring is there later: nobody is warned.
TEST(Agents, BringWhatNodesPresent) {
  (void)read(
      R"({"end": "2026-12-31", "vaults": {"kv": {"access": ["x"], "certificates": {"a": {"created": "2025-01-01", "commonName": "a.test"}}}},
          "agents": {"x": {"kind": "keyVaultExtension", "observes": ["kv/a"]}},
          "cluster": {"security": "{P:{TP=a-2}, V:{TP=a-2}}"}, "steps": [{"upgrade": "next", "to": "{P:{TP=a-3}, V:{TP=a-3}}"}]})");
  (void)read(R"({"vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}, "b": {"renewAt": "never"}}}},
          "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/a/1"]}},
          "cluster": {"security": "{P:{CN=a-1}, V:{CN=a-1}}"},
          "steps": [{"updateAgent": "s", "observes": ["kv/b/1"]}, {"upgrade": "next", "to": "{P:{TP=b-1}, V:{TP=b-1}}"}]})");
}

TEST(JourneySteps, SayWhatHappens) {
  const model::Scenario scenario = read(with_line(
      R"({"renewAt": "never"})",
      R"(, "agents": {"x": {"kind": "fileDrop", "identity": "vmss", "observes": ["kv/cluster"], "starts": "later"}},
       "steps": [{"vaultOutage": "kv", "for": "6h"}, {"disableVersion": "cluster-1"}, {"enableVersion": "cluster-1"},
                 {"renewSecret": "kv/cluster", "at": "2026-02-01"}, {"deleteSecret": "kv/cluster"}, {"startAgent": "x"}, {"updateAgent": "x", "observes": []},
                 {"stopAgent": "x"}, {"reimage": ["N0", "N1"], "within": "1h"}, {"deploy": "N2"}, {"scaleOut": {"nodes": ["N3"]}}])"));
  std::vector<std::string> names;
  for (const model::Step& step : scenario.steps) names.push_back(step.name);
  EXPECT_EQ(names, (std::vector<std::string>{"outage of kv", "disable cluster-1", "enable cluster-1",
                                             "renew kv/cluster", "delete kv/cluster", "start x", "update x", "stop x",
                                             "re-image N0 and N1", "deploy", "scale out N3"}));
  EXPECT_EQ(std::get<model::VaultOutageStep>(scenario.steps[0].what).length, hours(6));
  EXPECT_FALSE(std::get<model::VersionStep>(scenario.steps[1].what).enabled);
  EXPECT_TRUE(std::get<model::VersionStep>(scenario.steps[2].what).enabled);
  EXPECT_EQ(std::get<model::RenewStep>(scenario.steps[3].what).version, 1U);
  EXPECT_EQ(date_to_string(*scenario.steps[3].not_before), "2026-02-01");
  EXPECT_EQ(std::get<model::AgentStep>(scenario.steps[5].what).run, model::AgentStep::Run::start);
  EXPECT_EQ(std::get<model::AgentStep>(scenario.steps[6].what).observes, std::vector<model::ObservedCertificate>{});
  EXPECT_EQ(std::get<model::AgentStep>(scenario.steps[7].what).run, model::AgentStep::Run::stop);
  const auto& reimage = std::get<model::ReimageStep>(scenario.steps[8].what);
  EXPECT_EQ(nodes_of(scenario, reimage.where), "N0 N1");
  EXPECT_EQ(reimage.within, hours(1));
  EXPECT_FALSE(std::get<model::DeployStep>(scenario.steps[9].what).scale_out);
  EXPECT_TRUE(std::get<model::DeployStep>(scenario.steps[10].what).scale_out);
  EXPECT_EQ(steps_of(*scenario.text), names) << "whoever edits a scenario sees the same names";
}

TEST(Stores, HaveRenewalMarks) {
  const model::Scenario scenario = read(
      R"({"certificates": {"A": {}, "B": {}, "C": {}}, "cluster": {"nodes": 2, "security": "{P:{}, V:{}}",
          "installed": [{"certificate": "A", "renewedBy": "C"}, {"certificate": "A", "privateKey": false}, {"certificate": "C", "renewedBy": "B"}]}})");
  const std::vector<model::StoreEntry>& entries = scenario.cluster.stores[0].entries;
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].renewed_by, 2U);
  EXPECT_EQ(entries[0].key, model::PrivateKeyState::usable);
  EXPECT_EQ(entries[1].renewed_by, 1U);
}

TEST(Authorities, PublishCrlsByThemselves) {
  const model::Scenario scenario = read(
      R"({"authorities": {"R": {"crl": {"validFor": "7d", "publishEvery": "3d"}}, "S": {"crl": {}}}, "cluster": {"security": "{P:{}, V:{}}"}})");
  EXPECT_EQ(scenario.crl_policies[0].publish_every, hours(72));
  EXPECT_EQ(scenario.crl_policies[1].publish_every, std::nullopt);
}

TEST(Securities, RememberWhereTheyFirstStand) {
  const model::Scenario scenario = read(
      "{\"certificates\": {\"A\": {}},\n\"cluster\": {\"security\": \"{P:{TP=A}, V:{TP=A}}\"},\n"
      "\"steps\": [{\"upgrade\": \"x\", \"to\": \"{P:{TP=A}, V:{}}\"},\n{\"upgrade\": \"y\", \"to\": \"{P:{TP=A}, "
      "V:{TP=A}}\"}]}");
  ASSERT_EQ(scenario.security_locations.size(), 2U);
  EXPECT_EQ(scenario.security_locations[0].line, 2U);
  EXPECT_EQ(scenario.security_locations[1].line, 3U);
}

}  // namespace
}  // namespace certdrill::load
