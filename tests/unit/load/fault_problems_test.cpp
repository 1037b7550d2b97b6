// Wrong faults, conversions, policies and settings of the federation.
#include "wrong_scenario.h"

namespace certdrill::load {
namespace {

constexpr const char* only_list =
    "P and V have to name the same thumbprints, or the same common names: {P:{TP=A, TP=B}, V:{TP=A, TP=B}}";

INSTANTIATE_TEST_SUITE_P(
    Faults, WrongScenario,
    testing::Values(
        WrongCase{"crash_unknown_node", Part::steps, R"({"crash": "‹N9›"})", "unknown node \"N9\"",
                  "the nodes are N0 to N4"},
        WrongCase{"crash_unknown_node_of_list", Part::steps, R"({"crash": ["N1", "‹N9›"]})", "unknown node \"N9\"",
                  "the nodes are N0 to N4"},
        WrongCase{"crash_unknown_domain", Part::steps, R"({"crash": {"faultDomains": ["‹FD7›"]}})",
                  "unknown fault domain \"FD7\"", "did you mean \"FD0\"?"},
        WrongCase{"crash_nobody", Part::steps, R"({"crash": ‹{›"nodes": ["N0"], "except": ["N0"]}})",
                  "the step concerns no node", ""},
        WrongCase{"crash_unsaid", Part::steps, R"({"crash": ‹{›}})", "\"crash\" does not say which nodes are meant",
                  "\"all\", \"seeds\", a node, a list of nodes, or an object with: nodes, nodeTypes, upgradeDomains, "
                  "faultDomains, except"},
        WrongCase{"crash_number", Part::steps, R"({"crash": ‹3›})",
                  "\"crash\" has to be \"all\", \"seeds\", a node, a list of nodes, or an object that selects some, "
                  "found the number 3",
                  ""},
        WrongCase{"crash_empty_list", Part::steps, R"({"crash": ‹[›]})", "\"crash\" is an empty list",
                  "leave it out, or put something in it"},
        WrongCase{"selection_slip", Part::steps, R"({"crash": {"‹upgradeDomain›": ["UD0"]}})",
                  "unknown field \"upgradeDomain\" in a selection of nodes", "did you mean \"upgradeDomains\"?"},
        WrongCase{"restart_for", Part::steps, R"({"restart": "N1", "‹for›": "1m"})",
                  "unknown field \"for\" in a restart", "one of: restart, name, at, during, domain, after"},
        WrongCase{"partition_all", Part::steps, R"({"partition": "‹all›"})",
                  "the partition names every node: nobody is left to be parted from", "name the nodes of one side"},
        WrongCase{"partition_every_node", Part::steps, R"({"partition": ‹[›"N0", "N1", "N2", "N3", "N4"]})",
                  "the partition names every node: nobody is left to be parted from", "name the nodes of one side"},
        WrongCase{"partition_no_time", Part::steps, R"({"partition": "N0", "for": "‹0s›"})",
                  "\"for\" is out of range: 0s", "from 1ms to 3650d"},
        WrongCase{"lossy_zero", Part::steps, R"({"lossy": "N0", "percent": ‹0›})", "\"percent\" is out of range: 0",
                  "a number from 1 to 100"},
        WrongCase{"lossy_too_much", Part::steps, R"({"lossy": "N0", "percent": ‹101›})",
                  "\"percent\" is out of range: 101", "a number from 1 to 100"},
        WrongCase{"lossy_unsaid", Part::steps, R"({"‹lossy›": "N0"})", "\"percent\" is missing", "add \"percent\": 50"},
        WrongCase{"slow_unsaid", Part::steps, R"({"‹slow›": "N0"})", "\"delay\" is missing", "add \"delay\": \"2s\""},
        WrongCase{"clock_unsaid", Part::steps, R"({"‹clock›": "N0"})", "\"by\" is missing", "add \"by\": \"-10m\""},
        WrongCase{"clock_two_signs", Part::steps, R"({"clock": "N0", "by": "‹--10m›"})",
                  "not a duration: \"-10m\": it has no number at \"-10m\"",
                  "expected a number and a unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m; - before it: the clock is "
                  "behind"},
        WrongCase{"during_unknown", Part::steps, R"({"wait": "1d"}, {"crash": "N0", "during": "‹wait 2d›"})",
                  "unknown step \"wait 2d\"", "did you mean \"wait 1d\"?"},
        WrongCase{"during_itself", Part::steps, R"({"crash": "N0", "name": "x", "during": "‹x›"})",
                  "a step cannot begin during itself", ""},
        WrongCase{"during_in_a_circle", Part::steps,
                  R"({"crash": "N0", "name": "x", "during": "‹y›"}, {"crash": "N1", "name": "y", "during": "x"})",
                  "the step never begins: \"x\" waits for \"y\", which in the end waits for it",
                  "one of them has to be in the sequence"},
        WrongCase{"during_with_at", Part::steps,
                  R"({"wait": "1d"}, {"crash": "N0", "during": "wait 1d", "‹at›": "2026-01-02"})",
                  "\"at\" has no place beside \"during\"", "leave one of them out; \"after\" says how long after"},
        WrongCase{"after_nothing", Part::steps, R"({"crash": "N0", "‹after›": "1m"})",
                  "\"after\" is counted from a step, and there is no \"during\"", "add \"during\": the name of a step"},
        WrongCase{"domain_of_nothing", Part::steps, R"({"crash": "N0", "‹domain›": "UD1"})",
                  "\"domain\" is counted from a step, and there is no \"during\"",
                  "add \"during\": the name of a step"},
        WrongCase{"domain_of_a_wait", Part::steps,
                  R"({"wait": "1d"}, {"crash": "N0", "during": "wait 1d", "domain": "‹UD1›"})",
                  "the step \"wait 1d\" is no upgrade: it has no domains", "leave \"domain\" out, or name an upgrade"},
        WrongCase{
            "domain_unknown", Part::steps,
            R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=B}}"}, {"crash": "N0", "during": "x", "domain": "‹UD9›"})",
            "unknown upgrade domain \"UD9\"", "did you mean \"UD0\", \"UD1\" or \"UD2\"?"},
        WrongCase{"upgrade_interrupts_a_wait", Part::steps,
                  R"({"wait": "1d"}, {"upgrade": "x", "to": "{P:{TP=A}, V:{TP=B}}", "during": "‹wait 1d›"})",
                  "the step \"wait 1d\" is no upgrade that could be interrupted", "name an upgrade or a conversion"},
        WrongCase{"domain_without_nodes_of_the_type", Part::whole,
                  R"({"certificates": {"A": {}}, "cluster": {"upgradeDomains": 3, "security": "{P:{TP=A}, V:{TP=A}}",
                      "nodeTypes": {"x": {"nodes": 2}, "y": {"nodes": 1}}},
                      "steps": [{"upgrade": "u", "to": {"y": "{P:{}, V:{TP=A}}"}}, {"crash": "N0", "during": "u", "domain": "‹UD0›"}]})",
                  "the upgrade \"u\" has no nodes in UD0",
                  "name a domain with nodes of the types that it leads somewhere"},
        WrongCase{"random_without_fault", Part::top, R"("randomFaults": [‹{›"every": "1h"}])",
                  "\"fault\" is missing: what goes wrong?", "add \"fault\": \"crash\""},
        WrongCase{"random_without_every", Part::top, R"("randomFaults": [‹{›"fault": "crash"}])",
                  "\"every\" is missing: how often?", "add \"every\": \"6h\""},
        WrongCase{"random_heal", Part::top, R"("randomFaults": [{"fault": "‹heal›", "every": "1h"}])",
                  "unknown fault \"heal\"", "one of: crash, restart, hostReboot, partition, slow, lossy, hang, clock"},
        WrongCase{"random_for_good", Part::top, R"("randomFaults": [{"‹fault›": "hang", "every": "1h"}])",
                  "\"for\" is missing", "add \"for\": \"5m\""},
        WrongCase{"random_percent_of_a_crash", Part::top,
                  R"("randomFaults": [{"fault": "crash", "every": "1h", "‹percent›": 5}])",
                  "\"percent\" says nothing of \"crash\"", "leave it out"},
        WrongCase{"random_all_the_time", Part::top, R"("randomFaults": [{"fault": "crash", "every": "‹10ms›"}])",
                  "\"every\" is out of range: 10ms", "from 1s to 3650d"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Conversions, WrongScenario,
    testing::Values(
        WrongCase{"to_missing", Part::steps, R"({"convert": "‹x›"})",
                  "\"to\" is missing: what does the conversion lead to?", "add \"to\": \"{P:{TP=B}, V:{TP=B}}\""},
        WrongCase{"wide_target", Part::steps, R"({"convert": "x", "to": "‹{P:{TP=B}, V:{TP=A, TP=B}}›"})",
                  "no conversion leads there: its V accepts TP=A, which its P does not name", only_list},
        WrongCase{"narrow_target", Part::steps, R"({"convert": "x", "to": "‹{P:{TP=A, TP=B}, V:{TP=B}}›"})",
                  "no conversion leads there: its P names TP=A, which its V does not accept", only_list},
        WrongCase{"by_dns_name", Part::steps, R"({"convert": "x", "to": "‹{P:{SAN=a.test}, V:{TP=B}}›"})",
                  "no conversion leads there: its P names neither thumbprints nor common names", only_list},
        WrongCase{
            "from_wide", Part::steps,
            R"({"upgrade": "u", "to": "{P:{TP=A}, V:{TP=A, TP=B}}"}, {"convert": "‹x›", "to": "{P:{TP=B}, V:{TP=B}}"})",
            "no conversion begins with {P:{TP=A}, V:{TP=A, TP=B}}: its V accepts TP=B, which its P does not name",
            only_list},
        WrongCase{
            "several_configurations", Part::whole,
            R"({"certificates": {"A": {}, "B": {}}, "cluster": {"nodeTypes": {"x": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"},
                      "y": {"nodes": 2, "security": "{P:{TP=B}, V:{TP=B}}"}}}, "steps": [{"convert": "‹c›", "to": "{P:{TP=B}, V:{TP=B}}"}]})",
            "the nodes have several configurations: a conversion begins with one for all",
            "for example {P:{TP=A}, V:{TP=A}} and {P:{TP=B}, V:{TP=B}}; use an upgrade first"},
        WrongCase{"quirk", Part::steps, R"({"convert": "x", "to": "{P:{TP=B}, V:{TP=B}}", "quirks": ["‹pinAtOnce›"]})",
                  "unknown quirk \"pinAtOnce\"", "did you mean \"pinsAtOnce\"?"},
        WrongCase{
            "mode", Part::steps, R"({"convert": "x", "to": "{P:{TP=B}, V:{TP=B}}", "policy": {"‹mode›": "monitored"}})",
            "unknown field \"mode\" in the policy of a conversion",
            "one of: domainDuration, pauseBetweenDomains, healthCheckWaitDuration, healthCheckStableDuration, "
            "healthCheckRetryTimeout, healthCheckInterval, upgradeDomainTimeout, upgradeTimeout, "
            "maxPercentUnhealthyNodes, maxPercentDeltaUnhealthyNodes, maxPercentUpgradeDomainDeltaUnhealthyNodes, "
            "operatorDelay, restartNodes, expectedNodeUpgradeDuration, seedWait"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Policies, WrongScenario,
    testing::Values(
        WrongCase{
            "domain_timeout_too_short", Part::top,
            R"("upgradePolicy": {"mode": "monitored", "healthCheckWaitDuration": "2m", "upgradeDomainTimeout": "‹3m›"})",
            "\"upgradeDomainTimeout\" of 3m is over before a domain can be found healthy: wait 2m and stable 2m "
            "take 4m",
            "at least 4m, or shorter health checks"},
        WrongCase{"upgrade_timeout_too_short", Part::top,
                  R"("upgradePolicy": {"mode": "monitored", "upgradeTimeout": "‹10m›", "upgradeDomainTimeout": "20m"})",
                  "\"upgradeTimeout\" of 10m is shorter than \"upgradeDomainTimeout\" of 20m",
                  "the whole upgrade takes at least as long as one of its domains"},
        WrongCase{
            "of_a_step", Part::steps,
            R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}}", "policy": {"mode": "monitored", "upgradeDomainTimeout": "‹1m›"}})",
            "\"upgradeDomainTimeout\" of 1m is over before a domain can be found healthy: wait 0s and stable 2m "
            "take 2m",
            "at least 2m, or shorter health checks"},
        WrongCase{"mode", Part::top, R"("upgradePolicy": {"mode": "‹auto›"})", "unknown upgrade mode \"auto\"",
                  "one of: unmonitoredAuto, unmonitoredManual, monitored"},
        WrongCase{"percent", Part::top, R"("upgradePolicy": {"mode": "monitored", "maxPercentUnhealthyNodes": ‹101›})",
                  "\"maxPercentUnhealthyNodes\" is out of range: 101", "a number from 0 to 100"},
        WrongCase{"interval", Part::top, R"("upgradePolicy": {"mode": "monitored", "healthCheckInterval": "‹0s›"})",
                  "\"healthCheckInterval\" is too short: 0s", "at least 1s"},
        WrongCase{"federation_slip", Part::top, R"("federation": {"‹leaseDurations›": "30s"})",
                  "unknown field \"leaseDurations\" in the settings of the federation",
                  "did you mean \"leaseDuration\"?"},
        WrongCase{"federation_no_lease", Part::top, R"("federation": {"leaseDuration": "‹0s›"})",
                  "\"leaseDuration\" is out of range: 0s", "from 1s to 3650d"},
        WrongCase{"federation_neighbours", Part::top, R"("federation": {"neighborhoodSize": ‹9›})",
                  "\"neighborhoodSize\" is out of range: 9", "a number from 1 to 8"},
        WrongCase{"federation_refresh", Part::top, R"("federation": {"globalLease": "‹10s›"})",
                  "\"globalLeaseRefresh\" of 10s comes too late for a \"globalLease\" of 10s", "it has to be shorter"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Policies, DoubtfulScenario,
    testing::Values(
        WrongCase{"nobody_monitors", Part::steps,
                  R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}}", "policy": {"‹healthCheckWaitDuration›": "1m"}})",
                  "\"healthCheckWaitDuration\" has no effect: the upgrade is not monitored",
                  "add \"mode\": \"monitored\", or leave it out"},
        WrongCase{"nobody_monitors_at_all", Part::top, R"("upgradePolicy": {"‹failureAction›": "rollback"})",
                  "\"failureAction\" has no effect: the upgrade is not monitored",
                  "add \"mode\": \"monitored\", or leave it out"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Places, WrongScenario,
    testing::Values(
        WrongCase{"id_too_short", Part::cluster,
                  R"("nodes": [{"name": "x", "id": "‹2A›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "not the id of a node: \"2A\"", "32 hex digits, such as 0000000000000000000000000000002A"},
        WrongCase{"id_twice", Part::cluster,
                  R"("nodes": [{"name": "x", "id": "0000000000000000000000000000002a"},
                               {"name": "y", "id": "‹0000000000000000000000000000002A›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "duplicate node id \"0000000000000000000000000000002A\"", "node 1 of the list has it already"},
        WrongCase{
            "id_of_some", Part::cluster,
            R"("nodes": [{"name": "x", "id": "0000000000000000000000000000002a"}, ‹{›"name": "y"}], "security": "{P:{TP=A}, V:{TP=A}}")",
            "the node has no \"id\", and others have", "either each node says its id, or none does"},
        WrongCase{"reliability_beside_seeds", Part::cluster,
                  R"("‹reliability›": "gold", "seedNodes": 3, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"reliability\" cannot stand beside \"seedNodes\"", "leave one of them out"},
        WrongCase{"reliability_of_few", Part::cluster, R"("reliability": "‹gold›", "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"gold\" needs 7 seed nodes, and there are 5 nodes", "a lower reliability, or more nodes"},
        WrongCase{"reliability_unknown", Part::cluster,
                  R"("reliability": "‹golden›", "security": "{P:{TP=A}, V:{TP=A}}")", "unknown reliability \"golden\"",
                  "did you mean \"gold\"?"},
        WrongCase{"fault_domains_too_many", Part::cluster, R"("faultDomains": ‹6›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "more fault domains (6) than nodes (5)", "at most 5 fault domains"},
        WrongCase{
            "fault_domain_unknown", Part::cluster,
            R"("faultDomains": ["a"], "nodes": [{"name": "x", "faultDomain": "‹b›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
            "unknown fault domain \"b\"", "there is only: a"},
        WrongCase{"upgrade_of_a_check", Part::checks, R"({"finally": "upgrade '‹pausee›' completes within 2h"})",
                  "unknown upgrade \"pausee\"", ""},
        WrongCase{"wait_of_a_check", Part::checks, R"({"finally": "upgrade '‹pause›' completes within 2h"})",
                  "the step \"pause\" is no upgrade", ""}),
    row_name);

TEST(Partitions, OfWhichTooManyMayBeUnderWayAreRefused) {
  const auto scenario = [](int partitions, const std::string& between) {
    std::string steps;
    for (int i = 0; i < partitions; ++i) steps += R"({"partition": "N1", "for": "10h"},)" + between;
    return scenario_with(Part::steps, steps + R"({"wait": "1d"})");
  };
  EXPECT_TRUE(accepted(scenario(32, "")));
  EXPECT_FALSE(accepted(scenario(33, "")));
  EXPECT_TRUE(accepted(scenario(33, R"({"wait": "10h"},)"))) << "each is over before the next";
  EXPECT_TRUE(accepted(scenario(33, R"({"heal": "all"},)")));
  EXPECT_FALSE(accepted(scenario(33, R"({"heal": "N1"},)"))) << "some nodes may still be parted";
}

}  // namespace
}  // namespace certdrill::load
