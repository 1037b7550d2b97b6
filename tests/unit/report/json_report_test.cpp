// The JSON result has the keys and types that programs rely on (docs/reports.md).
#include "report/json_report.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/rehearsed_scenario.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::json;

const std::string text = "string", yes_or_no = "boolean", number = "number", list = "array", object = "object";
using Keys = std::map<std::string, std::set<std::string>>;  // each with the types it may have

// What is fixed. More keys may be there.
const Keys result_keys = {
    {"format", {text}},  {"scenario", {text}},    {"seed", {number}},          {"profile", {text}},
    {"verdict", {text}}, {"expected", {text}},    {"asExpected", {yes_or_no}}, {"events", {number}},
    {"start", {text}},   {"end", {text}},         {"checks", {list}},          {"phases", {list}},
    {"nodes", {object}}, {"presented", {object}}, {"worst", {object}},         {"findings", {list}}};
const Keys check_keys = {
    {"kind", {text}}, {"property", {text}}, {"holds", {yes_or_no}}, {"at", {text, "null"}}, {"witness", {text}}};
const Keys phase_keys = {{"name", {text}}, {"state", {text}}, {"start", {text}}, {"end", {text}}};
const Keys nodes_keys = {{"total", {number}}, {"up", {number}}};
const Keys worst_keys = {
    {"at", {text}}, {"components", {number}}, {"largestComponent", {number}}, {"brokenPairs", {number}}};
const Keys finding_keys = {{"id", {text}}, {"at", {text}}, {"message", {text}}, {"advice", {text}}};

void expect_keys(const Json& found, const Keys& keys, const std::string& where) {
  ASSERT_TRUE(found.is_object()) << where;
  for (const auto& [key, types] : keys) {
    ASSERT_TRUE(found.contains(key)) << where << " has no " << key;
    EXPECT_EQ(types.count(found[key].type_name()), 1U) << where << "." << key << " is " << found[key].type_name();
  }
}

class JsonReport : public testing::TestWithParam<std::string> {};

TEST_P(JsonReport, HasTheFixedKeys) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario(GetParam()));
  const Json result = Json::parse(run.json);
  expect_keys(result, result_keys, "the result");
  EXPECT_EQ(result["format"], "certdrill.result/1");
  EXPECT_EQ(result["scenario"], GetParam());
  EXPECT_EQ(result["verdict"], run.result.holds ? "holds" : "violated");
  EXPECT_EQ(result["asExpected"], run.result.as_expected);
  EXPECT_EQ(result["events"], run.result.events);
  EXPECT_EQ(result["checks"].size(), run.scenario().checks.size());
  for (const Json& each : result["checks"]) {
    expect_keys(each, check_keys, "a check");
    EXPECT_EQ((std::set<std::string>{"always", "never", "sometimes", "finally"}).count(each["kind"]), 1U);
  }
  for (const Json& each : result["phases"]) {
    expect_keys(each, phase_keys, "a phase");
    EXPECT_EQ((std::set<std::string>{"completed", "rolledBack", "failed"}).count(each["state"]), 1U);
  }
  expect_keys(result["nodes"], nodes_keys, "nodes");
  expect_keys(result["worst"], worst_keys, "worst");
  EXPECT_EQ(result["findings"].empty(), run.result.holds);
  for (const Json& each : result["findings"]) expect_keys(each, finding_keys, "a finding");
  std::uint64_t presenting = result["presentingNothing"];
  for (const auto& [name, nodes] : result["presented"].items()) presenting += nodes.get<std::uint64_t>();
  EXPECT_EQ(presenting, result["nodes"]["total"].get<std::uint64_t>() - run.result.not_deployed);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, JsonReport, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

// A certificate that waits in the stores and that nobody presents is told with 0, not left out.
TEST(JsonReportKeys, TellOfCertificatesThatNobodyPresents) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario("renewal_expires_sooner"));
  EXPECT_EQ(Json::parse(run.json)["presented"], (Json{{"A", 10}, {"B", 0}}));
}

TEST(JsonReportKeys, PhasesAreTheUpgradesAmongTheSteps) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario("certificate_missing_on_one_node"));
  const Json result = Json::parse(run.json);
  EXPECT_EQ(result["phases"].size(), 3U);
  EXPECT_EQ(result["steps"].size(), 5U);
  EXPECT_EQ(result["phases"][0]["name"], "accept B as well");
}

TEST(JsonReportKeys, TellHowClientsStand) {
  const Json result = Json::parse(test::rehearsed(test::read_shipped_scenario("client_roles")).json);
  ASSERT_EQ(result["clients"].size(), 4U);
  const Json& deploy = result["clients"][1];
  EXPECT_EQ(deploy["name"], "deploy");
  EXPECT_EQ(deploy["shows"], "D");
  EXPECT_EQ(deploy["connects"], 0);
  EXPECT_EQ(deploy["grant"], "none");
  EXPECT_EQ(deploy["firstRefusing"], "N0");
  EXPECT_EQ(deploy["fault"], "ConnectionDenied: CertificateNotMatched");
  const Json& watch = result["clients"][0];
  EXPECT_EQ(watch["grant"], "User");
  EXPECT_EQ(watch["grants"], (Json{{"User", 10}, {"Admin", 0}, {"All", 0}}));
  EXPECT_EQ(watch["fault"], nullptr);
  const Json& refusal = result["findings"][1]["refusals"][0];
  EXPECT_EQ(refusal["shower"], "deploy");
  EXPECT_EQ(refusal["client"], "deploy");
  EXPECT_EQ(refusal["verdict"]["fault"], "ConnectionDenied: CertificateNotMatched");
  EXPECT_EQ(refusal["verdict"]["grant"], "none");
  const Json without = Json::parse(test::rehearsed(test::read_shipped_scenario("thumbprint_rotation")).json);
  EXPECT_FALSE(without.contains("clients"));
}

TEST(JsonReportText, EscapesWhatJsonHasToEscape) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  scenario.title = "\"quoted\" \\ and \xC3\xA4";
  const test::Rehearsed run = test::rehearsed(std::move(scenario));
  EXPECT_EQ(Json::parse(run.json)["title"], "\"quoted\" \\ and \xC3\xA4");
}

TEST(JsonReportText, ManyResultsAreOneDocument) {
  EXPECT_EQ(Json::parse(json_array({"{\"a\": 1}\n", "{\"b\": 2}\n"})), (Json{{{"a", 1}}, {{"b", 2}}}));
  EXPECT_EQ(Json::parse(json_array({})), Json::array());
}

}  // namespace
}  // namespace certdrill::report
