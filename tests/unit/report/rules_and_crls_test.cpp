// What reports say of the rules of a run, of CRLs, and of keys (docs/reports.md, docs/trace_format.md).
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::json;

test::Rehearsed rehearsed_with(const std::string& heading) {
  return test::rehearsed(test::read_scenario_text(R"({ "start": "2026-01-10", "end": "2026-01-20", )" + heading + R"(
    "authorities": { "R1": {}, "I1": { "issuer": "R1", "crl": { "validFor": "4d" } } },
    "certificates": { "A": { "issuer": "I1", "commonName": "c.test" }, "B": { "issuer": "I1", "commonName": "c.test" } },
    "cluster": { "nodes": 2, "installed": ["A", { "certificate": "B", "privateKey": "unreadable" }], "trustedRoots": ["R1"],
                 "security": "{P:{CN=A}, V:{CN=A}}" },
    "steps": [ { "revoke": "B" }, { "blockCrl": "I1", "nodes": ["N1"], "within": "1ms" },
               { "unblockCrl": "I1", "nodes": ["N1"], "within": "1ms" }, { "publishCrl": "I1" } ], "checks": [] })"));
}

struct RulesCase {
  const char* name;
  const char* heading;
  const char* text;
  const char* json;
};

void PrintTo(const RulesCase& row, std::ostream* out) { *out << row.name; }

class RulesOfARun : public testing::TestWithParam<RulesCase> {};

TEST_P(RulesOfARun, AreNamedInEveryReport) {
  const test::Rehearsed run = rehearsed_with(GetParam().heading);
  EXPECT_NE(run.text.find("; rules: " + std::string(GetParam().text) + "; seed 1\n"), std::string::npos) << run.text;
  const Json rules = Json::parse(GetParam().json);
  EXPECT_EQ(Json::parse(run.json)["rules"], rules);
  const Json heading = Json::parse(test::lines_of(run.trace).at(0));
  EXPECT_EQ(heading["rules"], rules);
  const std::string profile = std::string(GetParam().text).substr(0, std::string(GetParam().text).find(' '));
  EXPECT_EQ(Json::parse(run.json)["profile"], profile);
  EXPECT_EQ(heading["profile"], profile);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RulesOfARun,
    testing::Values(RulesCase{"default", "", "documented", "{}"},
                    RulesCase{"profile", R"("profile": "linux",)", "linux", "{}"},
                    RulesCase{"as_in_the_profile", R"("rules": { "implicitPeerTrust": false },)", "documented", "{}"},
                    RulesCase{"two_switches",
                              R"("profile": "windows", "rules": { "revocation": "off", "implicitPeerTrust": false },)",
                              "windows with implicitPeerTrust=no, revocation=off",
                              R"({ "implicitPeerTrust": "no", "revocation": "off" })"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CrlsInReports, AreStepsAndLines) {
  const test::Rehearsed run = rehearsed_with("");
  for (const char* line :
       {"  revoke \"revoke B\", 2026-01-10T00:00:00Z\n    after revoke B: all 2",
        "  block CRL \"block the CRL of I1\", 2026-01-10T00:01:00Z, takes 1ms\n",
        "  unblock CRL \"unblock the CRL of I1\", 2026-01-10T00:02:00.001Z, takes 1ms\n",
        "  publish CRL \"publish the CRL of I1\", 2026-01-10T00:03:00.002Z\n", "    when CRL 3 of I1 ends: all 2"}) {
    EXPECT_NE(run.text.find(line), std::string::npos) << line << "\n" << run.text;
  }
  std::vector<std::string> kinds;
  const Json result = Json::parse(run.json);
  for (const Json& step : result["steps"]) kinds.push_back(step["kind"]);
  EXPECT_EQ(kinds, (std::vector<std::string>{"revoke", "blockCrl", "unblockCrl", "publishCrl"}));
}

// Lines of a trace that have this key, without the moment and the number.
std::vector<std::string> lines_with(const test::Rehearsed& run, const std::string& key, const std::string& value) {
  std::vector<std::string> found;
  for (const std::string& text : test::lines_of(run.trace)) {
    Json line = Json::parse(text);
    if (line.value(key, "") != value) continue;
    line.erase("n");
    found.push_back(line.dump());
  }
  return found;
}

TEST(CrlsInReports, AreToldByTheTraceWhenTheyArePublishedAndEnd) {
  const test::Rehearsed run = rehearsed_with("");
  EXPECT_EQ(
      lines_with(run, "change", "Crl"),
      (std::vector<std::string>{
          R"({"at":"2026-01-10T00:00:00.000Z","authority":"I1","change":"Crl","nextUpdate":"2026-01-14T00:00:00.000Z","number":1,"revoked":[],"thisUpdate":"2026-01-10T00:00:00.000Z"})",
          R"({"at":"2026-01-10T00:00:00.000Z","authority":"I1","change":"Crl","nextUpdate":"2026-01-14T00:00:00.000Z","number":2,"revoked":["B"],"thisUpdate":"2026-01-10T00:00:00.000Z"})",
          R"({"at":"2026-01-10T00:03:00.002Z","authority":"I1","change":"Crl","nextUpdate":"2026-01-14T00:03:00.000Z","number":3,"revoked":["B"],"thisUpdate":"2026-01-10T00:03:00.000Z"})"}));
  EXPECT_EQ(
      lines_with(run, "event", "CrlExpires"),
      (std::vector<std::string>{
          R"({"at":"2026-01-14T00:00:00.000Z","authority":"I1","event":"CrlExpires","newerPublished":true,"number":1})",
          R"({"at":"2026-01-14T00:03:00.000Z","authority":"I1","event":"CrlExpires","newerPublished":false,"number":3})"}));
}

TEST(CrlsInReports, AreOutOfReachInConfigurationsThatSaySo) {
  std::vector<std::string> reach;
  for (const std::string& text : lines_with(rehearsed_with(""), "change", "Configuration")) {
    const Json line = Json::parse(text);
    reach.push_back(line.value("unreachableCrls", Json("absent")).dump());
    EXPECT_EQ(line["installed"].dump(),
              R"([{"certificate":"A","privateKey":true},{"certificate":"B","privateKey":"unreadable"}])");
  }
  EXPECT_EQ(reach, (std::vector<std::string>{"\"absent\"", "[\"I1\"]"}));
}

}  // namespace
}  // namespace certdrill::report
