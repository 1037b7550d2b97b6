// Wrong clients, what is only doubtful, and many problems at once.
#include <string>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "marked_text.h"
#include "wrong_scenario.h"

namespace certdrill::load {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Clients, WrongScenario,
    testing::Values(
        WrongCase{"list", Part::top, R"("clients": ‹[›])", "\"clients\" has to be an object of clients, found a list",
                  ""},
        WrongCase{"no_object", Part::top, R"("clients": {"x": ‹"{P:{}, V:{}}"›})",
                  "a client has to be an object, found a string", ""},
        WrongCase{"no_security", Part::top, R"("clients": {"‹x›": {"installed": ["A"]}})",
                  "client \"x\" has no \"security\"",
                  "add \"security\": \"{P:{TP=A}, V:{TP=B}}\": what it shows, and what it accepts of a node; or "
                  "\"unknown\": true"},
        WrongCase{
            "octopus_without_a_server", Part::top, R"("clients": {"x": {"octopus": ‹{›"clientCertificate": "A"}}})",
            "\"serverCertThumbprint\" is missing: Calamari fails before it connects, with \"Failed to find a value "
            "for the server certificate.\"",
            "name the certificate that the endpoints show"},
        WrongCase{
            "octopus_without_a_client", Part::top, R"("clients": {"x": {"octopus": ‹{›"serverCertThumbprint": "A"}}})",
            "\"clientCertificate\" is missing: Calamari fails before it connects, with \"Failed to find a value for "
            "the client certificate.\"",
            "name the certificate that Octopus shows"},
        WrongCase{
            "octopus_and_security", Part::top,
            R"("clients": {"x": {"octopus": {"serverCertThumbprint": "A", "clientCertificate": "A"}, "‹security›": "{P:{TP=A}, V:{TP=A}}"}})",
            "\"octopus\" says what this client shows and accepts",
            "leave \"security\" out, or say \"calls\" that have their own"},
        WrongCase{"unknown_and_known", Part::top,
                  R"("clients": {"x": {"unknown": true, "‹security›": "{P:{TP=A}, V:{TP=A}}"}})",
                  "\"security\" cannot stand beside \"unknown\": nobody knows how this client connects",
                  "take \"unknown\" out once it is known"},
        WrongCase{"deployments_of_nobody", Part::top,
                  R"("clients": {"x": {"security": "{P:{TP=A}, V:{TP=A}}", "‹deployments›": {}}})",
                  "\"deployments\" are those of Octopus Deploy", "add \"octopus\", or say \"calls\""},
        WrongCase{"call_too_often", Part::top,
                  R"("clients": {"x": {"security": "{P:{TP=A}, V:{TP=A}}", "calls": {"y": {"every": "‹10ms›"}}}})",
                  "\"every\" has to be a second or more", "leave it out for one call alone"},
        WrongCase{"call_with_quotes", Part::top,
                  R"("clients": {"x": {"security": "{P:{TP=A}, V:{TP=A}}", "calls": {"‹it's›": {}}}})",
                  "not the name of a call: \"it's\"", "up to 64 characters, no quotes and no backslash"},
        WrongCase{
            "change_of_nobody", Part::whole,
            R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"}, "clients": {"ops": {"security": "{P:{TP=A}, V:{TP=A}}"}}, "steps": [{"changeClient": "‹op›", "calls": {}}]})",
            "unknown client \"op\"", "did you mean \"ops\"?"},
        WrongCase{
            "change_of_nothing", Part::whole,
            R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"}, "clients": {"ops": {"security": "{P:{TP=A}, V:{TP=A}}"}}, "steps": [{"changeClient": "‹ops›"}]})",
            "the step does not say what changes",
            R"(add "security", "octopus", "calls", "deployments" or "healthChecks")"},
        WrongCase{
            "check_of_no_calls", Part::whole,
            R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"}, "clients": {"ops": {"security": "{P:{TP=A}, V:{TP=A}}"}}, "checks": [{"always": "‹every call of client ops succeeds›"}]})",
            "client \"ops\" never calls", "give it \"calls\", or \"deployments\""},
        WrongCase{
            "check_of_another_call", Part::whole,
            R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"}, "clients": {"ops": {"security": "{P:{TP=A}, V:{TP=A}}", "calls": {"status": {}}}}, "checks": [{"always": "every call '‹stats›' of client ops succeeds"}]})",
            "unknown call \"stats\"", "did you mean \"status\"?"},
        WrongCase{"bad_name", Part::top, R"("clients": {"‹a b›": {"security": "{P:{TP=A}, V:{TP=A}}"}})",
                  "not the name of a client: \"a b\"", place_rule},
        WrongCase{"name_of_a_node", Part::top, R"("clients": {"‹N4›": {"security": "{P:{TP=A}, V:{TP=A}}"}})",
                  "\"N4\" is the name of a node", "call the client something else"},
        WrongCase{"unknown_field", Part::whole,
                  R"({"cluster": {"security": "{P:{}, V:{}, client V:{CN=u.test}}"},
                      "clients": {"x": {"security": "{P:{}, V:{}}", "‹instaled›": []}}})",
                  "unknown field \"instaled\" in a client", "did you mean \"installed\"?"},
        WrongCase{"unknown_certificate", Part::top, R"("clients": {"x": {"security": "{P:{TP=‹Z›}, V:{TP=A}}"}})",
                  "unknown certificate \"Z\"", "one of: R1, A, B, C"},
        WrongCase{"unknown_in_store", Part::top,
                  R"("clients": {"x": {"security": "{P:{}, V:{}}", "installed": ["‹Z›"]}})",
                  "unknown certificate \"Z\"", "one of: R1, A, B, C"},
        WrongCase{
            "no_root", Part::top, R"("clients": {"x": {"security": "{P:{}, V:{}}", "trustedRoots": ["‹C›"]}})",
            "certificate \"C\" cannot be a trusted root",
            "roots are self-signed; trust the root of its chain, or pin it: TP= for itself, CN=...@ for an issuer"},
        WrongCase{"endpoint", Part::top, R"("clients": {"x": {"security": "‹{P:{TP=A}, V:{TP=A}, client V:{TP=A}}›"}})",
                  "a client has no management endpoint: P and V are all there is to say of it",
                  "client V and admin V belong to the nodes that it connects to"},
        WrongCase{"check_of_nobody", Part::checks, R"({"always": "client  ‹deploy› is Admin"})",
                  "unknown client \"deploy\"", ""},
        WrongCase{"check_of_all_of_nobody", Part::checks, R"({"always": "‹every client can connect›"})",
                  "there are no clients", "declare some under \"clients\""},
        WrongCase{"check_of_bad_name", Part::checks, R"({"always": "client ‹a/b› can connect"})",
                  "not the name of a client: \"a/b\"", place_rule},
        WrongCase{"check_of_other_client", Part::whole,
                  R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"},
                      "clients": {"can": {"security": "{P:{TP=A}, V:{TP=A}}"}},
                      "checks": [{"sometimes": "client ‹cann› can connect"}]})",
                  "unknown client \"cann\"", "did you mean \"can\"?"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    ClientWarnings, DoubtfulScenario,
    testing::Values(
        WrongCase{"dns_name_that_nobody_has", Part::cluster, R"("security": "{P:{SAN=‹x.test›}, V:{TP=A}}")",
                  "no node has a certificate with the DNS name \"x.test\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{"server_certificate_that_nobody_has", Part::cluster,
                  R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}, server P:{TP=‹B›}}")",
                  "no node has certificate \"B\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{"store_twice", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A, IS=My, ‹IS=My›}}")",
                  "issuer store IS=My stands in V a second time", "remove it"},
        WrongCase{"store_without_names", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A, ‹IS=My›}}")",
                  "IS=My pins the issuers of names, and this V has none", "add a CN=, or leave it out"},
        WrongCase{"store_of_unknown_name", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A, ‹IS=Root/R2›}}")",
                  "no certificate has the common name \"R2\": this store pins nothing, and alone it leaves the names "
                  "unpinned",
                  ""},
        WrongCase{"unpinned_wins", Part::whole,
                  R"({"profile": "windows", "authorities": {"R1": {}}, "certificates": {"A": {"commonName": "a.test"}},
                      "cluster": {"security": "{P:{TP=A}, V:{CN=A@R1, TP=A, ‹CN=A.test›}, client V:{CN=A}}"}})",
                  "the name \"A.test\" stands in V once pinned and once not",
                  "profile \"windows\" merges the two, and unpinned wins"},
        WrongCase{
            "client_without_its_certificate", Part::whole,
            R"({"certificates": {"A": {}, "D": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=D}}"},
                      "clients": {"deploy": {"security": "{P:{TP=‹D›}, V:{TP=A}}", "installed": ["A"]}}})",
            "client \"deploy\" does not have certificate \"D\"", "add it to \"installed\""},
        WrongCase{
            "client_without_its_key", Part::whole,
            R"({"certificates": {"A": {}, "D": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=D}}"},
                      "clients": {"deploy": {"security": "{P:{TP=‹D›}, V:{TP=A}}",
                                             "installed": [{"certificate": "D", "privateKey": "unreadable"}]}}})",
            "client \"deploy\" may not read the private key of certificate \"D\"", "add it to \"installed\""},
        WrongCase{"closed_endpoint", Part::whole,
                  R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"},
                      "clients": {"x": {"security": "{P:{TP=A}, V:{TP=A}}"}},
                      "steps": [{"upgrade": "one", "to": "‹{P:{TP=A}, V:{}}›"}, {"upgrade": "two", "to": "{P:{TP=A}, V:{}}"}]})",
                  "no client can connect to nodes with {P:{TP=A}, V:{}}: no client V",
                  "add it behind V: client V:{TP=A}, admin V:{TP=A}"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Warnings, DoubtfulScenario,
    testing::Values(
        WrongCase{"nobody_has_it", Part::cluster, R"("installed": ["A"], "security": "{P:{TP=A, TP=‹B›}, V:{TP=A}}")",
                  "no node has certificate \"B\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{"nobody_has_its_key", Part::cluster,
                  R"("installed": [{"certificate": "A", "privateKey": false}], "security": "{P:{CN=‹A›}, V:{TP=A}}")",
                  "no node has the private key of certificate \"A\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{
            "nobody_may_read_its_key", Part::cluster,
            R"("installed": [{"certificate": "A", "privateKey": "unreadable"}], "security": "{P:{TP=‹A›}, V:{TP=A}}")",
            "no node may read the private key of certificate \"A\" when the scenario begins",
            "install it first, unless this is meant"},
        WrongCase{
            "only_another_key_lies_there", Part::cluster,
            R"("installed": [{"certificate": "A", "privateKey": "of another certificate"}], "security": "{P:{TP=‹A›}, V:{TP=A}}")",
            "no node has the private key of certificate \"A\" when the scenario begins",
            "install it first, unless this is meant"},
        WrongCase{"nobody_has_that_name", Part::cluster, R"("security": "{P:{CN=A, CN=‹x.test›}, V:{TP=A}}")",
                  "no node has a certificate with the common name \"x.test\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{
            "installed_too_late", Part::whole,
            R"({"certificates": {"A": {}, "B": {}}, "cluster": {"installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"},
                  "steps": [{"upgrade": "present B", "to": "{P:{TP=‹B›}, V:{TP=A}}"}, {"install": "B"}, {"upgrade": "again", "to": "{P:{TP=B}, V:{}}"}]})",
            "no node has certificate \"B\" when \"present B\" begins", "install it first, unless this is meant"},
        WrongCase{"removed_too_early", Part::steps,
                  R"({"remove": "B"}, {"upgrade": "present B", "to": "{P:{TP=‹B›}, V:{TP=A}}"})",
                  "no node has certificate \"B\" when \"present B\" begins", "install it first, unless this is meant"},
        WrongCase{"rule_twice", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A, CN=B@R1, ‹CN = B@R1›}}")",
                  "rule CN=B@R1 stands in V a second time", "remove it"},
        WrongCase{"presented_twice", Part::cluster, R"("security": "{P:{TP=A, TP=‹A›}, V:{TP=A}}")",
                  "\"A\" stands in P a second time", "remove it"},
        WrongCase{"outlives_its_issuer", Part::certificates, R"("‹D›": {"issuer": "R1", "notAfter": "2099-01-01"})",
                  "certificate \"D\" outlives its issuer \"R1\", which ends 2035-12-30", ""}),
    row_name);

TEST(Problems, ComeAllAtOnceAndInTheOrderOfTheFile) {
  const LoadedScenario loaded = parse_scenario(R"({
  "checks": [{"always": "sead quorum"}],
  "cluster": {"security": "{P:{TP=Z}, V:{TP=Y}}", "nods": 3},
  "steps": [{"wait": "x"}],
  "certificates": {"A": {"notAfter": "soon"}}
})",
                                               "x.json");
  EXPECT_FALSE(loaded.scenario.has_value());
  std::string places;
  for (const Problem& each : loaded.problems) places += place_of(each) + " ";
  EXPECT_EQ(places, "2:26+11 3:35+1 3:45+1 3:52+4 4:23+1 5:39+4 ");
  EXPECT_EQ(to_text(loaded.problems[1]),
            "x.json:3:35: error: unknown certificate \"Z\"\n"
            "    \"cluster\": {\"security\": \"{P:{TP=Z}, V:{TP=Y}}\", \"nods\": 3},\n"
            "                                    ^\n"
            "help: there is only: A\n");
}

TEST(Problems, AreCountedBeyondFifty) {
  std::string text = R"({"cluster": {"security": "{P:{TP=A, TP=A}, V:{}}"}, "certificates": {"A": {}})";
  for (int i = 0; i < 1'000; ++i) text += ",\n\"x" + std::to_string(i) + "\": 1";
  const LoadedScenario loaded = parse_scenario(text + "}", "x.json");
  ASSERT_EQ(loaded.problems.size(), 51U);
  EXPECT_EQ(loaded.problems[0].what, "unknown field \"x0\" in a scenario") << "errors are shown before warnings";
  EXPECT_EQ(loaded.problems[49].what, "unknown field \"x49\" in a scenario");
  EXPECT_EQ(loaded.problems[50].what, "and 951 more problems");
  EXPECT_EQ(loaded.problems[50].severity, Severity::error);
}

// These would take minutes or the stack if anything in the reader were quadratic or recursive.
TEST(Problems, OfHostileFilesAreAnsweredInLinearTime) {
  const auto first_of = [](const std::string& text) { return parse_scenario(text, "x.json").problems.at(0).what; };
  EXPECT_EQ(first_of(std::string(10'000'000, '[')), "the file is nested deeper than 64 levels");
  std::string rules = R"({"cluster": {"security": "{P:{}, V:{TP=\u0078)";
  for (int i = 0; i < 300'000; ++i) rules += ",TP=unknown" + std::to_string(i);
  EXPECT_EQ(first_of(rules + R"(}}"}})"), "unknown certificate \"x\"");
  std::string fields = "{\"a\": 1";
  for (int i = 0; i < 300'000; ++i) fields += ",\"a" + std::to_string(i) + "\": 1";
  EXPECT_EQ(first_of(fields + "}"), "unknown field \"a\" in a scenario");
  std::string chain = R"({"cluster": {"security": "{P:{}, V:{}}"}, "authorities": {"R0": {})";
  for (int i = 1; i < 50'000; ++i)
    chain += ",\"R" + std::to_string(i) + "\": {\"issuer\": \"R" + std::to_string(i - 1) + "\"}";
  EXPECT_EQ(first_of(chain + "}}"), "more than 32 authorities in one chain");
  std::string values = "[0";
  values.reserve(20'000'000);
  for (int i = 0; i < 8'500'000; ++i) values += ",0";
  EXPECT_EQ(first_of(values + "]"), "the file has more than 8000000 values");
}

}  // namespace
}  // namespace certdrill::load
