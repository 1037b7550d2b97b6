// Clients call: when, whom, how often, and how it goes.
#include "world/client_calls.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/duration.h"
#include "drill.h"
#include "support/setting_from.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

using namespace std::chrono_literals;

// Three nodes that let D in as an administrator and U as a user, and one client. `rest`: further members.
std::string scenario(const std::string& client, const std::string& rest = "") {
  return R"({ "start": "2026-01-10", "end": "2026-01-11", )" + rest + R"(
    "certificates": { "A": { "notBefore": "2025-01-01", "notAfter": "2026-01-10T12:00:00Z" },
                      "B": { "notBefore": "2025-01-01", "notAfter": "2027-01-01" }, "D": {}, "U": {}, "X": {} },
    "cluster": { "nodes": 3, "installed": ["A", "B"], "security": "{P:{TP=B}, V:{TP=A, TP=B}, client V:{TP=U}, admin V:{TP=D}}" },
    "clients": { "c": )" +
         client + R"( } })";
}

// Each attempt: "10h5s status 2 N1 refused".
std::vector<std::string> calls_of(const std::string& text) {
  Simulation simulation(test::setting_from(text));
  std::vector<std::string> lines;
  const auto on_event = [&](const Simulation::Event& event, const Effects& effects, const World& world) {
    const auto* const calling = std::get_if<CallEndpoint>(&event.what);
    if (calling == nullptr) return;
    const model::Client& client = ClientCalls::variant(world.scenario(), calling->client, effects.client_variant);
    lines.push_back(certdrill::to_string(event.at - world.scenario().start) + " " + client.calls[calling->call].name +
                    " " + std::to_string(effects.attempt.value()) + " " +
                    (effects.one_end ? world.scenario().cluster.node_name(*effects.one_end) : "nobody") + " " +
                    std::string(to_string(effects.outcome)));
  };
  while (simulation.run_instant(on_event, [](SimTime, const World&) {})) {
  }
  return lines;
}

using Lines = std::vector<std::string>;

struct CallCase {
  const char* name;
  const char* client;
  const char* rest;
  Lines calls;
};
class Calls : public testing::TestWithParam<CallCase> {};
TEST_P(Calls, AreMade) { EXPECT_EQ(calls_of(scenario(GetParam().client, GetParam().rest)), GetParam().calls); }

INSTANTIATE_TEST_SUITE_P(
    Ways, Calls,
    testing::Values(
        CallCase{
            "in_turn_from_node_to_node",
            R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {"every": "6h", "first": "2026-01-10T03:00:00Z", "needs": "admin"}}})",
            "",
            {"3h x 1 N0 allowed", "9h x 1 N1 allowed", "15h x 1 N2 allowed", "21h x 1 N0 allowed"}},
        CallCase{"once", R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {}}})", "", {"0s x 1 N0 allowed"}},
        CallCase{"a_user_who_may",
                 R"({"security": "{P:{TP=U}, V:{TP=B}}", "calls": {"x": {"needs": "user"}}})",
                 "",
                 {"0s x 1 N0 allowed"}},
        CallCase{"a_user_who_may_not_is_told_at_once",
                 R"({"security": "{P:{TP=U}, V:{TP=B}}", "calls": {"x": {"needs": "admin"}}})",
                 "",
                 {"0s x 1 N0 notAuthorized"}},
        CallCase{"a_stranger_tries_again",
                 R"({"security": "{P:{TP=X}, V:{TP=B}}", "calls": {"x": {"attempts": 3, "pause": "7s"}}})",
                 "",
                 {"0s x 1 N0 refused", "7s x 2 N1 refused", "14s x 3 N2 refused"}},
        CallCase{"one_that_refuses_the_node",
                 R"({"security": "{P:{TP=D}, V:{TP=A}}", "calls": {"x": {"attempts": 1}}})",
                 "",
                 {"0s x 1 N0 refused"}},
        CallCase{
            "retries_leave_out_the_calls_that_they_overtake",
            R"({"security": "{P:{TP=X}, V:{TP=B}}", "calls": {"x": {"every": "10h", "attempts": 2, "pause": "11h"}}})",
            "",
            {"0s x 1 N0 refused", "11h x 2 N1 refused", "20h x 1 N2 refused"}},
        CallCase{
            "without_the_federation_boundaries_count",
            R"({"security": "{P:{TP=D}, V:{TP=A}}", "calls": {"x": {"every": "12h", "attempts": 1}}})",
            R"("federation": {"simulate": false}, "steps": [{"upgrade": "u", "to": "{P:{TP=A}, V:{TP=A, TP=B}, admin V:{TP=D}}"}],)",
            {"0s x 1 N0 refused", "12h x 1 N1 refused", "1d x 1 N2 refused"}},
        CallCase{
            "a_certificate_that_expires_is_no_longer_accepted",
            R"({"security": "{P:{TP=A}, V:{TP=B}}", "installed": ["A"], "calls": {"x": {"every": "12h", "attempts": 1, "first": "2026-01-10T01:00:00Z"}}})",
            R"("federation": {"simulate": false}, "steps": [{"upgrade": "u", "to": "{P:{TP=B}, V:{TP=A, TP=B}, client V:{TP=A}}"}],)",
            {"1h x 1 N0 allowed", "13h x 1 N1 refused"}},
        CallCase{
            "a_node_that_is_down_is_passed_over",
            R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {"every": "6h", "first": "2026-01-10T01:00:00Z"}}})",
            R"("steps": [{"crash": "N1", "for": "1d"}],)",
            {"1h x 1 N0 allowed", "7h x 1 N2 allowed", "13h x 1 N0 allowed", "19h x 1 N2 allowed"}},
        CallCase{
            "nobody_is_up",
            R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {"first": "2026-01-10T01:00:00Z", "attempts": 2}}})",
            R"("steps": [{"crash": "all", "for": "1d"}],)",
            {"1h x 1 nobody failed", "1h5s x 2 nobody failed"}},
        CallCase{
            "a_change_keeps_the_schedule_that_it_does_not_name",
            R"({"security": "{P:{TP=X}, V:{TP=B}}", "calls": {"x": {"every": "8h", "attempts": 1}}})",
            R"("steps": [{"changeClient": "c", "security": "{P:{TP=D}, V:{TP=B}}", "at": "2026-01-10T04:00:00Z"}],)",
            {"0s x 1 N0 refused", "8h x 1 N1 allowed", "16h x 1 N2 allowed", "1d x 1 N0 allowed"}},
        CallCase{
            "a_change_in_the_middle_of_attempts",
            R"({"security": "{P:{TP=X}, V:{TP=B}}", "calls": {"x": {"attempts": 3, "pause": "1h"}}})",
            R"("steps": [{"changeClient": "c", "security": "{P:{TP=D}, V:{TP=B}}", "at": "2026-01-10T01:30:00Z"}],)",
            {"0s x 1 N0 refused", "1h x 2 N1 refused", "2h x 3 N2 allowed"}},
        CallCase{"a_change_of_the_calls",
                 R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {"every": "8h"}}})",
                 R"("steps": [{"changeClient": "c", "calls": {"y": {"every": "10h"}}, "at": "2026-01-10T04:00:00Z"}],)",
                 {"0s x 1 N0 allowed", "10h y 1 N1 allowed", "20h y 1 N2 allowed"}},
        CallCase{
            "an_install_reaches_the_client",
            R"({"security": "{P:{TP=D}, V:{TP=B}}", "installed": [], "calls": {"x": {"every": "12h", "attempts": 1}}})",
            R"("steps": [{"install": "D", "clients": ["c"], "at": "2026-01-10T04:00:00Z"}],)",
            {"0s x 1 N0 refused", "12h x 1 N1 allowed", "1d x 1 N2 allowed"}}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Octopus, Calls,
    testing::Values(
        CallCase{"deployments_try_five_times_five_seconds_apart",
                 R"({"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D"}, "deployments": {}})",
                 "",
                 {"0s deployment 1 N0 refused", "5s deployment 2 N1 refused", "10s deployment 3 N2 refused",
                  "15s deployment 4 N0 refused", "20s deployment 5 N1 refused"}},
        CallCase{
            "they_need_an_administrator_and_health_checks_do_not",
            R"({"octopus": {"serverCertThumbprint": "B", "clientCertificate": "U"}, "deployments": {}, "healthChecks": {"first": "2026-01-10T01:00:00Z"}})",
            "",
            {"0s deployment 1 N0 notAuthorized", "1h health check 1 N1 allowed"}},
        CallCase{
            "a_health_check_installs_the_certificate_where_deployments_look",
            R"({"octopus": {"serverCertThumbprint": "B", "clientCertificate": "D", "storeLocation": "CurrentUser"}, "installed": ["D"], "deployments": {"every": "12h"}, "healthChecks": {"first": "2026-01-10T14:00:00Z"}})",
            "",
            {"0s deployment 1 N0 refused", "5s deployment 2 N1 refused", "10s deployment 3 N2 refused",
             "15s deployment 4 N0 refused", "20s deployment 5 N1 refused", "12h deployment 1 N2 refused",
             "12h5s deployment 2 N0 refused", "12h10s deployment 3 N1 refused", "12h15s deployment 4 N2 refused",
             "12h20s deployment 5 N0 refused", "14h health check 1 N1 allowed", "1d deployment 1 N2 allowed"}},
        CallCase{
            "installed_where_it_looks",
            R"({"octopus": {"serverCertThumbprint": "B", "clientCertificate": "D", "storeLocation": "CurrentUser", "storeName": "My"},
                     "installed": [{"certificate": "D", "location": "CurrentUser"}], "deployments": {}})",
            "",
            {"0s deployment 1 N0 allowed"}},
        CallCase{
            "a_deployment_that_installs_first",
            R"({"octopus": {"serverCertThumbprint": "B", "clientCertificate": "D", "installsBeforeDeployment": true}, "installed": [], "deployments": {}})",
            "",
            {"0s deployment 1 N0 allowed"}},
        CallCase{
            "found_by_the_name_of_its_subject",
            R"({"octopus": {"serverCertThumbprint": "B", "clientCertificate": "U", "findType": "FindBySubjectName", "findValueOverride": "D"}, "deployments": {}})",
            "",
            {"0s deployment 1 N0 allowed"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ClientCalls, WhatIsPendingIsWhatIsPossible) {
  test::Drill drill(test::scenario_from(scenario(
      R"({"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D"}, "deployments": {"every": "1h"}, "healthChecks": {"every": "25m"}})",
      R"("steps": [{"changeClient": "c", "octopus": {"serverCertThumbprint": "B"}, "at": "2026-01-10T02:00:07Z"}],)")));
  drill.watch_what_is_possible();
  drill.run_until(4h);
  EXPECT_GT(drill.times_of("CallEndpoint").size(), 20U);
}

TEST(ClientCalls, AreAPartOfTheStateThatIsComparedAndHashed) {
  const auto setting =
      test::setting_from(scenario(R"({"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"x": {"every": "1h"}}})"));
  World one(setting);
  World other = one;
  Effects effects;
  other.apply(CallEndpoint{0, 0}, setting->scenario().start, effects);
  EXPECT_FALSE(one == other);
  EXPECT_NE(one.hash(), other.hash());
  EXPECT_FALSE(other.expects(CallEndpoint{0, 0}, setting->scenario().start)) << "that call has been made";
  one.apply(CallEndpoint{0, 0}, setting->scenario().start, effects);
  EXPECT_TRUE(one == other);
  EXPECT_EQ(one.hash(), other.hash());
}

}  // namespace
}  // namespace certdrill::world
