// What becomes of faults, conversions, policies, domains and the federation's settings in the model.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/duration.h"
#include "load/scenario_reader.h"
#include "marked_text.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

model::Scenario read(const std::string& text) {
  const LoadedScenario loaded = parse_scenario(text, "x.json");
  EXPECT_TRUE(loaded.scenario.has_value()) << all_of(loaded.problems);
  return loaded.scenario.value_or(model::Scenario{});
}

std::string with_steps(const std::string& steps, const std::string& more = "") {
  return R"({"certificates": {"A": {}, "B": {}, "C": {"commonName": "c.test"}, "Old": {"notAfter": "2026-01-01"}},
             "cluster": {"nodes": 6, "upgradeDomains": 3, "faultDomains": 2, "installed": ["A", "B", "C", "Old"],
                         "security": "{P:{TP=A}, V:{TP=A}}"}, "steps": [)" +
         steps + "]" + more + "}";
}

const model::Fault& fault_of(const model::Step& step) { return std::get<model::FaultStep>(step.what).fault; }

TEST(Faults, SayWhatWhereAndForHowLong) {
  const model::Scenario scenario = read(with_steps(
      R"({"crash": "N3", "for": "5m"}, {"clock": ["N4", "N1", "N4"], "by": "-10m"}, {"slow": "all", "delay": "2s"},
         {"lossy": {"faultDomains": ["FD1"], "except": ["N5"]}, "percent": 20}, {"restart": "seeds", "name": "x"})"));
  ASSERT_EQ(scenario.steps.size(), 5U);
  EXPECT_EQ(scenario.steps[0].name, "crash N3");
  EXPECT_EQ(fault_of(scenario.steps[0]).kind, model::FaultKind::crash);
  EXPECT_EQ(fault_of(scenario.steps[0]).where.nodes, (std::vector<model::NodeIndex>{3}));
  EXPECT_EQ(fault_of(scenario.steps[0]).length, minutes(5));
  EXPECT_EQ(scenario.steps[1].name, "clock N4, N1 and N4");
  EXPECT_EQ(fault_of(scenario.steps[1]).where.nodes, (std::vector<model::NodeIndex>{1, 4})) << "sorted, each once";
  EXPECT_EQ(fault_of(scenario.steps[1]).clock_offset, -minutes(10));
  EXPECT_EQ(fault_of(scenario.steps[1]).length, std::nullopt);
  EXPECT_TRUE(fault_of(scenario.steps[2]).where.all);
  EXPECT_EQ(fault_of(scenario.steps[2]).delay, seconds(2));
  EXPECT_EQ(scenario.steps[3].name, "lossy FD1 except N5");
  EXPECT_EQ(fault_of(scenario.steps[3]).where.nodes, (std::vector<model::NodeIndex>{1, 3}));
  EXPECT_EQ(fault_of(scenario.steps[3]).percent, 20U);
  EXPECT_EQ(fault_of(scenario.steps[4]).where.nodes, (std::vector<model::NodeIndex>{0, 1, 2, 3, 4}));
}

TEST(Faults, OnlyACrashIsForEver) {
  const model::Scenario scenario = read(with_steps(R"({"crash": "N3", "for": "ever"}, {"crash": "N4", "for": "5m"},
                                                      {"crash": "N5"})"));
  ASSERT_EQ(scenario.steps.size(), 3U);
  EXPECT_TRUE(fault_of(scenario.steps[0]).for_good);
  EXPECT_FALSE(fault_of(scenario.steps[0]).length.has_value());
  EXPECT_FALSE(fault_of(scenario.steps[1]).for_good);
  EXPECT_FALSE(fault_of(scenario.steps[2]).for_good);
  const LoadedScenario wrong = parse_scenario(with_steps(R"({"hang": "N3", "for": "ever"})"), "x.json");
  EXPECT_FALSE(wrong.scenario.has_value());
}

TEST(Faults, AtRandomSayHowOften) {
  const model::Scenario scenario =
      read(with_steps("", R"(, "randomFaults": [{"fault": "lossy", "every": "6h", "for": "5m", "percent": 7,
                                                 "upgradeDomains": ["UD2"]}])"));
  ASSERT_EQ(scenario.random_faults.size(), 1U);
  const model::RandomFault& random = scenario.random_faults[0];
  EXPECT_EQ(random.every, std::chrono::hours(6));
  EXPECT_EQ(random.fault.length, minutes(5));
  EXPECT_EQ(random.fault.percent, 7U);
  EXPECT_EQ(random.fault.where.nodes, (std::vector<model::NodeIndex>{2, 5}));
}

TEST(During, NamesAStepBeforeOrBehindAndOneOfItsDomains) {
  const model::Scenario scenario = read(with_steps(
      R"({"crash": "N3", "during": "u", "domain": "UD1", "after": "10s"}, {"upgrade": "u", "to": "{P:{TP=A}, V:{TP=A, TP=B}}"},
         {"upgrade": "v", "to": "{P:{TP=A}, V:{TP=A}}", "during": "u"}, {"wait": "1h"}, {"crash": "N4", "during": "wait 1h"},
         {"upgrade": "w", "to": "{P:{TP=A}, V:{TP=A}}"})"));
  ASSERT_EQ(scenario.steps.size(), 6U);
  EXPECT_EQ(scenario.steps[0].during->step, 1U);
  EXPECT_EQ(scenario.steps[0].during->domain, 1U);
  EXPECT_EQ(scenario.steps[0].during->after, seconds(10));
  EXPECT_EQ(scenario.steps[2].during->step, 1U);
  EXPECT_EQ(scenario.steps[2].during->domain, std::nullopt);
  EXPECT_EQ(scenario.steps[1].during, std::nullopt);
  EXPECT_EQ(scenario.steps[1].pause_before, seconds(0)) << "it is the first of the sequence";
  EXPECT_EQ(scenario.steps[4].during->step, 3U);
  EXPECT_EQ(scenario.steps[5].pause_before, seconds(0)) << "the step before it in the sequence is the wait";
}

TEST(Policy, IsReadWholeAndAStepSaysOnlyWhatDiffers) {
  const model::Scenario scenario = read(with_steps(
      R"({"upgrade": "u", "to": "{P:{TP=A}, V:{TP=A, TP=B}}", "policy": {"healthCheckStableDuration": "1m"}})",
      R"(, "upgradePolicy": {"mode": "monitored", "failureAction": "rollback", "healthCheckWaitDuration": "30s",
                             "upgradeDomainTimeout": "20m", "upgradeTimeout": "2h", "maxPercentUnhealthyNodes": 5,
                             "maxPercentDeltaUnhealthyNodes": 6, "maxPercentUpgradeDomainDeltaUnhealthyNodes": 7,
                             "operatorDelay": "1h", "restartNodes": true, "expectedNodeUpgradeDuration": "1m", "seedWait": "2m",
                             "healthCheckRetryTimeout": "3m", "healthCheckInterval": "4s"})"));
  model::UpgradePolicy expected;
  expected.mode = model::UpgradeMode::monitored;
  expected.failure_action = model::FailureAction::rollback;
  expected.health_check_wait = seconds(30);
  expected.health_check_stable = minutes(1);
  expected.health_check_retry = minutes(3);
  expected.health_check_interval = seconds(4);
  expected.upgrade_domain_timeout = minutes(20);
  expected.upgrade_timeout = std::chrono::hours(2);
  expected.max_percent_unhealthy_nodes = 5;
  expected.max_percent_delta_unhealthy_nodes = 6;
  expected.max_percent_domain_delta_unhealthy_nodes = 7;
  expected.operator_delay = std::chrono::hours(1);
  expected.restart_nodes = true;
  expected.expected_node_upgrade = minutes(1);
  expected.seed_wait = minutes(2);
  EXPECT_EQ(std::get<model::UpgradeStep>(scenario.steps[0].what).policy, expected);
}

TEST(Federation, SetsEveryValue) {
  const model::Scenario scenario = read(with_steps("", R"(, "federation": {"simulate": false, "neighborhoodSize": 2,
      "leaseRenewBeginRatio": 5, "leaseRetryCount": 4, "leaseDuration": "41s", "leaseSuspendTimeout": "42s", "arbitrationTimeout": "43s",
      "maxIndirectLease": "44s", "establishRetry": "45s", "voterHistory": "46s", "repeatWindow": "47s", "globalLease": "48m",
      "globalLeaseRefresh": "49s", "joinRetry": "50s", "joinDuration": "51s", "bootstrapInterval": "52s", "sessionRefreshDelay": "53s",
      "sessionRefreshTimeout": "54s", "sessionCloseDelay": "55s", "sessionExpiration": "56m", "sessionExpirationSpread": "57s",
      "sessionRefreshRetry": "58s", "certificateMonitor": "59s", "processStart": "60s", "hostStart": "61s"})"));
  const model::FederationSettings& read = scenario.federation;
  EXPECT_FALSE(read.simulate);
  EXPECT_EQ(read.neighborhood_size, 2U);
  EXPECT_EQ(read.lease_renew_begin_ratio, 5U);
  EXPECT_EQ(read.lease_retry_count, 4U);
  const std::vector<Duration> lengths = {read.lease_duration,
                                         read.lease_suspend_timeout,
                                         read.arbitration_timeout,
                                         read.max_indirect_lease,
                                         read.establish_retry,
                                         read.voter_history,
                                         read.repeat_window,
                                         read.global_lease / 60,
                                         read.global_lease_refresh,
                                         read.join_retry,
                                         read.join_duration,
                                         read.bootstrap_interval,
                                         read.session_refresh_delay,
                                         read.session_refresh_timeout,
                                         read.session_close_delay,
                                         read.session_expiration / 60,
                                         read.session_expiration_spread,
                                         read.session_refresh_retry,
                                         read.certificate_monitor,
                                         read.process_start,
                                         read.host_start};
  for (std::size_t i = 0; i < lengths.size(); ++i) EXPECT_EQ(lengths[i], seconds(41 + i)) << i;
  EXPECT_EQ(model::FederationSettings(), ::certdrill::load::read(with_steps("")).federation) << "the defaults";
}

TEST(Places, AreDealtOutOrSaid) {
  const model::Scenario dealt = read(with_steps(""));
  EXPECT_EQ(dealt.cluster.fault_domains, (std::vector<std::string>{"FD0", "FD1"}));
  EXPECT_EQ(dealt.cluster.nodes[3].fault_domain, 1U);
  const model::Scenario said =
      read(R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}}", "nodes": [
      {"name": "x", "faultDomain": "r2", "id": "0000000000000000000000000000002A"},
      {"name": "y", "faultDomain": "r10", "id": "000000000000000000000000000000FF"}]}})");
  EXPECT_EQ(said.cluster.fault_domains, (std::vector<std::string>{"r2", "r10"}));
  EXPECT_EQ(said.cluster.nodes[1].fault_domain, 1U);
  EXPECT_EQ(said.cluster.node_ids[0], "0000000000000000000000000000002a");
  const model::Scenario alone = read(R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}}"}})");
  EXPECT_EQ(alone.cluster.fault_domains, std::vector<std::string>{"FD0"});
}

TEST(Reliability, ChoosesSeedNodesOfTheFirstType) {
  const model::Scenario scenario = read(
      R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}}", "reliability": "gold", "faultDomains": 3,
          "nodeTypes": {"main": {"nodes": 12}, "other": {"nodes": 12}}}})");
  EXPECT_EQ(std::count_if(scenario.cluster.nodes.begin(), scenario.cluster.nodes.end(),
                          [](const model::Node& node) { return node.seed && node.node_type == 0; }),
            7);
  EXPECT_EQ(std::count_if(scenario.cluster.nodes.begin(), scenario.cluster.nodes.end(),
                          [](const model::Node& node) { return node.seed; }),
            7);
}

struct ConversionCase {
  const char* name;
  const char* steps;  // the last is the conversion
  std::vector<std::string> phases;
  const char* refusal;
};

class Conversions : public testing::TestWithParam<ConversionCase> {};
TEST_P(Conversions, HavePhasesOrARefusal) {
  const model::Scenario scenario = read(with_steps(GetParam().steps));
  ASSERT_FALSE(scenario.steps.empty());
  const auto& convert = std::get<model::ConvertStep>(scenario.steps.back().what);
  std::vector<std::string> phases;
  for (const std::uint32_t each : convert.phases) phases.push_back(to_string(scenario.securities[each]));
  EXPECT_EQ(phases, GetParam().phases);
  EXPECT_EQ(convert.refusal, GetParam().refusal);
}

using Texts = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Rows, Conversions,
    testing::Values(
        ConversionCase{"thumbprint_to_thumbprint", R"({"convert": "c", "to": "{P:{TP=B}, V:{TP=B}}"})",
                       Texts{"{P:{TP=A}, V:{TP=A, TP=B}}", "{P:{TP=B}, V:{TP=A, TP=B}}", "{P:{TP=B}, V:{TP=B}}"}, ""},
        ConversionCase{"add_a_secondary", R"({"convert": "c", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}"})",
                       Texts{"{P:{TP=A}, V:{TP=A, TP=B}}", "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}"}, ""},
        ConversionCase{"thumbprint_to_name", R"({"convert": "c", "to": "{P:{CN=C}, V:{CN=C@A}}"})",
                       Texts{"{P:{TP=A}, V:{TP=A, CN=C@A}}", "{P:{CN=C}, V:{TP=A, CN=C@A}}", "{P:{CN=C}, V:{CN=C@A}}"},
                       ""},
        ConversionCase{
            "after_another",
            R"({"convert": "b", "to": "{P:{TP=B}, V:{TP=B}}"}, {"convert": "c", "to": "{P:{TP=A}, V:{TP=A}}"})",
            Texts{"{P:{TP=B}, V:{TP=B, TP=A}}", "{P:{TP=A}, V:{TP=B, TP=A}}", "{P:{TP=A}, V:{TP=A}}"}, ""},
        ConversionCase{"endpoint_alone",
                       R"({"convert": "c", "to": "{P:{TP=A}, V:{TP=A}, server P:{TP=B}, client V:{TP=B}}"})",
                       Texts{"{P:{TP=A}, V:{TP=A}, server P:{TP=B}, client V:{TP=B}}"}, ""},
        ConversionCase{"endpoint_at_once", R"({"convert": "c", "to": "{P:{TP=B}, V:{TP=B}, client V:{TP=C}}"})",
                       Texts{"{P:{TP=A}, V:{TP=A, TP=B}, client V:{TP=C}}",
                             "{P:{TP=B}, V:{TP=A, TP=B}, client V:{TP=C}}", "{P:{TP=B}, V:{TP=B}, client V:{TP=C}}"},
                       ""},
        ConversionCase{"nothing_to_do", R"({"convert": "c", "to": "{P:{TP=A}, V:{TP=A}}"})", Texts{}, ""},
        ConversionCase{"to_no_certificate", R"({"convert": "c", "to": "{P:{}, V:{}}"})", Texts{},
                       "AuthenticationTypeCannotBeChangedByRemovingCertificate"},
        ConversionCase{"one_to_two_others", R"({"convert": "c", "to": "{P:{TP=B, TP=C}, V:{TP=B, TP=C}}"})", Texts{},
                       "CertificateUpgradeWithNoIntersectionNotAllowed"},
        ConversionCase{"expired", R"({"convert": "c", "to": "{P:{TP=Old}, V:{TP=Old}}"})", Texts{},
                       "CertificateInvalid"},
        ConversionCase{"removed_before", R"({"remove": "B"}, {"convert": "c", "to": "{P:{TP=B}, V:{TP=B}}"})", Texts{},
                       "CertificateNotInstalled"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Conversions, AreMonitoredAndRollBack) {
  const model::Scenario scenario =
      read(with_steps(R"({"convert": "c", "to": "{P:{TP=B}, V:{TP=B}}", "quirks": ["backwardOffByTwo"]})",
                      R"(, "upgradePolicy": {"healthCheckRetryTimeout": "3m"})"));
  const auto& convert = std::get<model::ConvertStep>(scenario.steps[0].what);
  model::UpgradePolicy expected = model::UpgradePolicy::of_the_orchestrator();
  expected.health_check_retry = minutes(3);
  EXPECT_EQ(convert.policy, expected);
  EXPECT_TRUE(convert.quirk_backward_off_by_two);
  EXPECT_FALSE(convert.quirk_pins_at_once);
}

TEST(Conversions, RefuseNewPinsOfAnIssuerWhoseCertificateLiesThere) {
  const model::Scenario scenario = read(
      R"({"authorities": {"I1": {}, "I2": {}}, "certificates": {"A": {"issuer": "I1", "commonName": "n.test"}, "B": {"issuer": "I2", "commonName": "n.test"}},
          "cluster": {"security": "{P:{CN=A}, V:{CN=A@I1}}"}, "steps": [{"convert": "c", "to": "{P:{CN=B}, V:{CN=B@I1|I2}}"}]})");
  EXPECT_EQ(std::get<model::ConvertStep>(scenario.steps[0].what).refusal, "CertIssuedByIssuerInstalled");
}

}  // namespace
}  // namespace certdrill::load
