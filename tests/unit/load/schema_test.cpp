// docs/scenario.schema.json and the reader agree: what one takes the other takes, and what the schema refuses the
// reader refuses. (The reader refuses more: a schema cannot know whether a name is declared.)
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "load/scenario_fields.h"
#include "load/scenario_reader.h"
#include "marked_text.h"
#include "support/rounds.h"

namespace certdrill::load {
namespace {

using Json = nlohmann::ordered_json;

const nlohmann::json& schema_json() {
  static const nlohmann::json parsed = nlohmann::json::parse(scenario_schema());
  return parsed;
}

bool schema_accepts(const Json& scenario) {
  static const valijson::Schema* const schema = [] {
    auto* parsed = new valijson::Schema;  // lives as long as the tests
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json()), *parsed);
    return parsed;
  }();
  const nlohmann::json plain = nlohmann::json::parse(scenario.dump());
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  return validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(plain), nullptr);
}

bool reader_accepts(const Json& scenario) { return parse_scenario(scenario.dump(), "x.json").scenario.has_value(); }

// Every field there is stands in one of these, most of them in several forms.
const std::vector<std::string>& good_scenarios() {
  static const std::vector<std::string> texts = {R"json({"cluster": {"security": "{P:{}, V:{}}"}})json",
                                                 R"json({
        "$schema": "../../docs/scenario.schema.json", "title": "All there is", "description": "A story.\nIn two lines.",
        "start": "2026-01-10T00:00:00.250Z", "end": "2026-06-01", "seed": 7, "profile": "documented", "keyType": "p256", "expect": "violated",
        "authorities": {"R1": {"commonName": "The Root", "notBefore": "2020-01-01", "notAfter": "2040-01-01T00:00:00Z", "keyType": "ed25519"},
                        "I1": {"issuer": "R1"}},
        "certificates": {
          "A": {"commonName": "a.test", "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2026-02-01T12:30:00.000Z", "keyType": "rsa2048"},
          "B": {"issuer": "I1", "selfSigned": false, "commonName": "", "dnsNames": ["b.test", "*.b.test"],
                "extendedKeyUsage": ["serverAuth", "clientAuth", "codeSigning", "any"]}},
        "cluster": {"nodes": 10, "upgradeDomains": 5, "seedNodes": 5, "installed": ["A", {"certificate": "B", "privateKey": true}],
                    "trustedRoots": ["R1", "A"], "security": "{P:{TP=A}, V:{TP=A, CN='a.test'@I1|R1}}"},
        "upgradePolicy": {"domainDuration": "60s", "pauseBetweenDomains": "1h30m", "pauseBetweenSteps": "250ms"},
        "steps": [
          {"upgrade": "accept B", "to": "{P:{TP=A}, V:{TP=A, TP=B}}", "at": "2026-01-11", "policy": {"domainDuration": "0s", "pauseBetweenDomains": "1w"}},
          {"install": "B", "name": "one", "within": "10m", "at": "2026-01-12T00:00:00Z", "nodes": ["N0"], "upgradeDomains": ["UD1"], "except": ["N6"]},
          {"install": ["A", {"certificate": "B", "privateKey": false}]},
          {"remove": "A", "name": "two", "within": "1d", "at": "2026-01-13", "nodes": ["N1", "N2"], "upgradeDomains": ["UD0"], "except": ["N1"]},
          {"remove": ["A", "B"]},
          {"wait": "3d", "name": "three"},
          {"waitUntil": "2026-05-01", "name": "four"}],
        "checks": [{"always": "seed quorum", "expect": "violated", "step": "one"}, {"never": "no node presents A"},
                   {"sometimes": "two certificates are presented at once"}, {"finally": "every node accepts B"}]
      })json",
                                                 R"json({
        "certificates": {"A": {}, "B": {}},
        "cluster": {"nodeTypes": {"front": {"nodes": 3, "installed": ["A"], "trustedRoots": ["B"], "security": "{P:{TP=A}, V:{TP=A}}"}, "back": {"nodes": 2}},
                    "upgradeDomains": ["UD0", "UD1", "UD9"], "seedNodes": ["N0", "N4"], "security": "{P:{TP=B}, V:{TP=A}}"},
        "steps": [{"upgrade": "front", "to": {"front": "{P:{TP=A, TP=B}, V:{TP=A}}", "back": "{P:{}, V:{TP=A}}"}},
                  {"install": "A", "nodeTypes": ["back"]}, {"remove": "B", "nodeTypes": ["front"]}],
        "checks": []
      })json",
                                                 R"json({
        "certificates": {"A": {}},
        "cluster": {"nodes": [{"name": "_vm_0", "upgradeDomain": "UD0", "nodeType": "x", "seed": true, "installed": [], "trustedRoots": ["A"], "security": "{P:{TP=A}, V:{}}"},
                              {"name": "vm1.west"}],
                    "nodeTypes": {"x": {"installed": ["A"]}}, "security": "{P:{TP=A}, V:{TP=A}}"}
      })json",
                                                 R"json({
        "profile": "windows", "keyType": "rsa512", "rules": {"implicitPeerTrust": false, "revocation": "off", "rolesInEffect": "yes", "nameMatching": "hostName"},
        "authorities": {
          "R1": {"keyType": "rsa2048", "crl": {}, "pathLength": 1, "subject": "O=Contoso, C=US"},
          "I1": {"issuer": "R1", "keyType": "p256", "pathLength": 0, "crl": {"validFor": "1d"}, "signatureDigest": "sha1", "damagedSignature": true},
          "I2": {"issuer": "R1", "commonName": "I1", "keyOf": "I1", "signatureDigest": "sha256", "subject": ["O=Contoso, Inc.", "DC=test"]}},
        "certificates": {
          "A": {"issuer": "I1", "subject": "OU=Ops,emailAddress=ops@contoso.test", "emailNames": ["ops@contoso.test"], "ipAddresses": ["10.0.0.4", "2001:db8::4"],
                "signatureDigest": "sha1", "damagedSignature": false, "sends": "chainWithoutRoot"},
          "B": {"issuer": "I1", "keyOf": "A", "keyType": "rsa512", "sends": "leaf"},
          "C": {"issuer": "R1", "commonName": "", "ipAddresses": ["10.0.0.5"], "sends": "chain"}},
        "cluster": {"nodeTypes": {"front": {"nodes": 3, "unreachableCrls": ["I1"]}, "back": {"nodes": 2, "unreachableCrls": []}}, "unreachableCrls": ["R1", "I1"],
                    "installed": ["A", {"certificate": "A", "privateKey": "unreadable"}, {"certificate": "B", "privateKey": "of another certificate"}],
                    "security": "{P:{TP=A}, V:{TP=A}}"},
        "steps": [
          {"revoke": "A", "name": "one", "at": "2026-01-11"}, {"revoke": ["B", "I1"]},
          {"publishCrl": "I1", "name": "two", "at": "2026-01-12"}, {"publishCrl": ["R1", "I1"]},
          {"blockCrl": "I1", "name": "three", "within": "1h", "at": "2026-01-13", "nodes": ["N0"], "nodeTypes": ["back"], "upgradeDomains": ["UD0"], "except": ["N4"]},
          {"blockCrl": ["R1", "I1"]},
          {"unblockCrl": "I1", "name": "four", "within": "1h", "at": "2026-01-14", "nodes": ["N0"], "nodeTypes": ["back"], "upgradeDomains": ["UD0"], "except": ["N4"]},
          {"unblockCrl": ["R1", "I1"]},
          {"install": [{"certificate": "A", "privateKey": true}, {"certificate": "A", "privateKey": false}]}]
      })json",
                                                 R"json({
        "authorities": {"R1": {"crl": {}}}, "certificates": {"A": {}, "U": {}, "O": {"dnsNames": ["o.test"]}},
        "cluster": {"nodes": 3, "security": "{P:{TP=A}, V:{TP=A}, server P:{SAN=o.test}, client V:{TP=U?true}, admin V:{CN=O@R1?key}}"},
        "clients": {"_ops.1": {"security": "{P:{TP=O}, V:{TP=O}}", "installed": ["O", {"certificate": "U", "privateKey": false}], "trustedRoots": ["R1", "A"],
                               "unreachableCrls": ["R1"]},
                    "user": {"security": "{P:{TP=U}, V:{CN=o.test, IS=Root}}"}},
        "checks": [{"always": "every client can connect"}, {"never": "client user is Admin"}, {"finally": "client _ops.1 is refused"}]
      })json",
                                                 R"json({
        "profile": "linux", "certificates": {"A": {}},
        "cluster": {"nodes": [{"name": "x", "unreachableCrls": []}], "security": "{P:{TP=A}, V:{TP=A}}"}
      })json",
                                                 R"json({
        "certificates": {"A": {}},
        "federation": {"simulate": true, "neighborhoodSize": 4, "leaseDuration": "30s", "leaseRenewBeginRatio": 6, "leaseRetryCount": 3,
                       "leaseSuspendTimeout": "2s", "arbitrationTimeout": "30s", "maxIndirectLease": "10m", "establishRetry": "1s", "voterHistory": "1m",
                       "repeatWindow": "5m", "globalLease": "5m", "globalLeaseRefresh": "10s", "joinRetry": "2s", "joinDuration": "1s",
                       "bootstrapInterval": "5s", "sessionRefreshDelay": "5m", "sessionRefreshTimeout": "70s", "sessionCloseDelay": "3m",
                       "sessionExpiration": "7d", "sessionExpirationSpread": "10m", "sessionRefreshRetry": "1h", "certificateMonitor": "1h",
                       "processStart": "10s", "hostStart": "2m"},
        "randomFaults": [{"fault": "crash", "every": "6h", "for": "5m", "nodes": ["N0"], "nodeTypes": ["x"], "upgradeDomains": ["UD1"], "faultDomains": ["FD1"], "except": ["N1"]},
                         {"fault": "slow", "every": "1d", "for": "1h", "delay": "2s"}, {"fault": "lossy", "every": "1d", "for": "1h", "percent": 20},
                         {"fault": "clock", "every": "1d", "for": "1h", "by": "-5m"}],
        "cluster": {"nodeTypes": {"x": {"nodes": 9}}, "upgradeDomains": 3, "faultDomains": 3, "security": "{P:{TP=A}, V:{TP=A}}"}
      })json",
                                                 R"json({
        "certificates": {"A": {}, "B": {"commonName": "b.test"}, "C": {"commonName": "c.test"}},
        "cluster": {"nodeTypes": {"x": {"nodes": 9}}, "upgradeDomains": 3, "faultDomains": 3, "reliability": "gold", "security": "{P:{TP=A}, V:{TP=A}}"},
        "upgradePolicy": {"domainDuration": "30s", "pauseBetweenDomains": "5s", "pauseBetweenSteps": "1m", "mode": "monitored", "failureAction": "rollback",
                          "healthCheckWaitDuration": "1m", "healthCheckStableDuration": "2m", "healthCheckRetryTimeout": "10m", "healthCheckInterval": "1m",
                          "upgradeDomainTimeout": "20m", "upgradeTimeout": "2h", "maxPercentUnhealthyNodes": 10, "maxPercentDeltaUnhealthyNodes": 0,
                          "maxPercentUpgradeDomainDeltaUnhealthyNodes": 100, "operatorDelay": "1h", "restartNodes": true,
                          "expectedNodeUpgradeDuration": "30m", "seedWait": "3m"},
        "steps": [
          {"convert": "to B by name", "to": "{P:{CN=B}, V:{CN=B}}", "at": "2026-01-02", "quirks": ["pinsAtOnce", "backwardOffByTwo"],
           "policy": {"domainDuration": "30s", "pauseBetweenDomains": "5s", "healthCheckWaitDuration": "0s", "healthCheckStableDuration": "0s",
                      "healthCheckRetryTimeout": "10m", "healthCheckInterval": "1m", "upgradeDomainTimeout": "20m", "upgradeTimeout": "2h",
                      "maxPercentUnhealthyNodes": 0, "maxPercentDeltaUnhealthyNodes": 0, "maxPercentUpgradeDomainDeltaUnhealthyNodes": 0,
                      "operatorDelay": "1h", "restartNodes": false, "expectedNodeUpgradeDuration": "30m", "seedWait": "3m"}},
          {"upgrade": "back", "to": "{P:{TP=A}, V:{TP=A}}",
           "policy": {"mode": "monitored", "failureAction": "manual", "healthCheckWaitDuration": "0s", "healthCheckStableDuration": "0s",
                      "healthCheckRetryTimeout": "10m", "healthCheckInterval": "1m", "upgradeDomainTimeout": "20m", "upgradeTimeout": "2h",
                      "maxPercentUnhealthyNodes": 0, "maxPercentDeltaUnhealthyNodes": 0, "maxPercentUpgradeDomainDeltaUnhealthyNodes": 0,
                      "operatorDelay": "1h", "restartNodes": false, "expectedNodeUpgradeDuration": "30m", "seedWait": "3m"}},
          {"upgrade": "no, forward", "to": "{P:{TP=C}, V:{TP=C}}", "during": "back", "domain": "UD1", "after": "10s"},
          {"install": "A", "faultDomains": ["FD0"]}, {"remove": "C", "faultDomains": ["FD0"]}],
        "checks": [{"finally": "upgrade 'back' completes within 2h"}, {"always": "at most 2 nodes are unavailable"}]
      })json",
                                                 R"json({
        "certificates": {"A": {}},
        "cluster": {"nodeTypes": {"x": {"nodes": 9}}, "upgradeDomains": 3, "faultDomains": 3, "security": "{P:{TP=A}, V:{TP=A}}"},
        "steps": [
          {"crash": "N3", "for": "5m", "name": "one", "at": "2026-01-03"}, {"restart": ["N3", "N4"], "name": "two", "at": "2026-01-03"},
          {"hostReboot": "seeds", "name": "three", "at": "2026-01-03"}, {"partition": {"faultDomains": ["FD1"]}, "for": "10m", "name": "four", "at": "2026-01-03"},
          {"slow": {"upgradeDomains": ["UD0"], "nodeTypes": ["x"], "except": ["N0"]}, "delay": "1s", "for": "1m", "name": "five", "at": "2026-01-03"},
          {"lossy": "all", "percent": 50, "for": "1m", "name": "six", "at": "2026-01-03"},
          {"hang": {"nodes": ["N1"]}, "for": "1m", "name": "seven", "at": "2026-01-03"}, {"clock": "N2", "by": "-10m", "for": "1d", "name": "eight", "at": "2026-01-03"},
          {"heal": "all", "name": "nine", "at": "2026-01-03"}, {"start": "N3", "name": "ten", "at": "2026-01-03"}]
      })json",
                                                 R"json({
        "certificates": {"A": {}},
        "cluster": {"nodeTypes": {"x": {"nodes": 9}}, "upgradeDomains": 3, "faultDomains": 3, "security": "{P:{TP=A}, V:{TP=A}}"},
        "steps": [
          {"upgrade": "back", "to": "{P:{TP=A}, V:{TP=A}}"},
          {"crash": "N5", "during": "back", "domain": "UD2", "after": "1s"}, {"restart": "N5", "during": "back", "domain": "UD2", "after": "1s"},
          {"hostReboot": "N5", "during": "back", "domain": "UD2", "after": "1s"}, {"partition": "N5", "during": "back", "domain": "UD2", "after": "1s"},
          {"slow": "N5", "delay": "1s", "during": "back", "domain": "UD2", "after": "1s"}, {"lossy": "N5", "percent": 1, "during": "back", "domain": "UD2", "after": "1s"},
          {"hang": "N5", "during": "back", "domain": "UD2", "after": "1s"}, {"clock": "N5", "by": "1h30m", "during": "back", "domain": "UD2", "after": "1s"},
          {"heal": "N5", "during": "back", "domain": "UD2", "after": "1s"}, {"start": "N5", "during": "back", "domain": "UD2", "after": "1s"}]
      })json",
                                                 R"json({
        "authorities": {"R1": {"crl": {}}}, "certificates": {"A": {}},
        "cluster": {"nodes": [{"name": "x", "id": "0000000000000000000000000000002A", "faultDomain": "FD0"}, {"name": "y", "id": "ffffffffffffffffffffffffffffffff", "faultDomain": "FD1"}],
                    "faultDomains": ["FD0", "FD1"], "security": "{P:{TP=A}, V:{TP=A}}"},
        "steps": [{"blockCrl": "R1", "faultDomains": ["FD0"]}, {"unblockCrl": "R1", "faultDomains": ["FD0"]}]
      })json",
                                                 R"json({
        "start": "2026-01-10", "end": "2026-12-01",
        "authorities": {"I1": {"crl": {"validFor": "7d", "publishEvery": "3d"}}, "I2": {}}, "certificates": {"A": {"dnsNames": ["CN=a"]}, "C": {}, "D": {}},
        "vaults": {
          "kv": {"access": ["vmss", "files"], "templateDeployment": false, "certificates": {
            "cluster": {"commonName": "c.test", "subject": "O=Contoso", "dnsNames": ["c.test", "CN=c.test"], "emailNames": ["ops@c.test"], "ipAddresses": ["10.0.0.4"],
                        "issuer": "I1", "selfSigned": false, "issuers": [{"from": "2026-06-01", "issuer": "I2"}, {"from": "2026-08-01T00:00:00.5Z", "issuer": "I1"}],
                        "extendedKeyUsage": ["serverAuth"], "keyType": "ed25519", "sends": "leaf", "created": "2025-12-01", "validity": "90d", "renewAt": "80 %", "renewal": "sameKey"},
            "own": {"selfSigned": true, "renewAt": "never"}, "late": {"validity": "100d", "renewAt": "30d", "renewal": "newKey"},
            "mallory": {"imports": ["C", {"certificate": "D", "at": "2026-02-01"}]}}},
          "_kv.2": {}},
        "agents": {
          "extension": {"kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster", "kv/mallory"], "pollingInterval": "1h", "requireInitialSync": true,
                        "linkOnRenewal": false, "starts": "later", "nodes": ["N0"], "nodeTypes": ["x"], "upgradeDomains": ["UD1"], "faultDomains": ["FD1"], "except": ["N1"]},
          "secrets": {"kind": "scaleSetSecrets", "observes": ["kv/cluster/1"], "starts": "atStart"},
          "drop": {"kind": "fileDrop", "identity": "files", "observes": ["kv/own"], "pollingInterval": "10m"}},
        "cluster": {"nodeTypes": {"x": {"nodes": 9}}, "upgradeDomains": 3, "faultDomains": 3, "bootstrap": {"after": ["extension", "drop"], "timeout": "90m"},
                    "scanInterval": "1m", "expiryWarning": "30d", "security": "{P:{TP=A}, V:{TP=A, CN=cluster-1@I1}}",
                    "installed": ["A", {"certificate": "C", "privateKey": "not granted", "renewedBy": "A"}]},
        "steps": [
          {"grantAccess": "kv", "to": "vmss", "name": "one", "at": "2026-01-12"}, {"withdrawAccess": "kv", "from": "vmss", "name": "two", "at": "2026-01-12"},
          {"vaultOutage": "kv", "for": "6h", "name": "three", "at": "2026-01-12"}, {"disableVersion": "cluster-1", "name": "four", "at": "2026-01-12"},
          {"enableVersion": "C", "name": "five", "at": "2026-01-12"}, {"deleteSecret": "kv/mallory", "name": "six", "at": "2026-01-12"},
          {"renewSecret": "kv/cluster", "at": "2026-01-13", "issuer": "I2", "validity": "10d", "name": "seven"},
          {"updateAgent": "secrets", "observes": ["kv/cluster/2"], "name": "eight", "at": "2026-01-12"}, {"updateAgent": "drop", "observes": []},
          {"startAgent": "extension", "name": "nine", "at": "2026-01-12"}, {"stopAgent": "secrets", "name": "ten", "at": "2026-01-12"},
          {"reimage": "N3", "within": "1h", "name": "eleven", "at": "2026-01-12"}, {"deploy": ["N4", "N5"], "within": "1h", "name": "twelve", "at": "2026-01-12"},
          {"scaleOut": {"nodes": ["N8"]}, "within": "1h", "name": "thirteen", "at": "2026-01-12"}]
      })json",
                                                 R"json({
        "certificates": {"A": {}, "D": {}, "E": {}}, "expect": "unknown",
        "cluster": {"nodes": 3, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=E}, admin V:{TP=D}}"},
        "clients": {
          "ops": {"security": "{P:{TP=D}, V:{TP=A}}", "gateway": true,
                  "installed": ["D", {"certificate": "E", "privateKey": "not granted", "location": "CurrentUser", "store": "Root"}],
                  "calls": {"health check": {"every": "1h", "first": "2026-01-02", "needs": "admin", "attempts": 2, "pause": "1s", "security": "{P:{TP=D}, V:{TP=A}}"},
                            "once": {}}},
          "octopus": {"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D", "findType": "FindBySubjectName", "findValueOverride": "D",
                                  "storeLocation": "CurrentUser", "storeName": "my", "installsBeforeDeployment": true},
                      "deployments": {"every": "1d", "first": "2026-01-02"}, "healthChecks": {}, "calls": {"other": {"every": "1d"}}},
          "partner": {"unknown": true, "gateway": false}},
        "steps": [
          {"install": "E", "clients": ["octopus", "ops"]}, {"install": "E", "nodes": ["N0"], "clients": ["ops"]},
          {"changeClient": "octopus", "name": "one", "at": "2026-01-03", "octopus": {"serverCertThumbprint": "00112233445566778899aabbccddeeff00112233"},
           "deployments": {"every": "2d"}, "healthChecks": {"every": "1h"}, "calls": {}},
          {"changeClient": "ops", "security": "{P:{TP=E}, V:{TP=A}}"}],
        "checks": [{"finally": "every call of every client succeeds", "expect": "unknown"}, {"always": "every call 'once' of client ops succeeds"},
                   {"never": "client octopus is never out for longer than 1d"}, {"always": "every call of client octopus succeeds"}]
      })json"};
  return texts;
}

TEST(Schema, AcceptsEveryGoodScenario) {
  for (const std::string& text : good_scenarios()) {
    EXPECT_TRUE(schema_accepts(Json::parse(text))) << text;
    const LoadedScenario loaded = parse_scenario(text, "x.json");
    EXPECT_TRUE(loaded.scenario.has_value()) << all_of(loaded.problems);
  }
}

// All values of a document by their JSON pointers.
void collect(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& pointers) {
  pointers.push_back(at);
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) collect(member, at / key, pointers);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], at / i, pointers);
  }
}

// What somebody might write in place of `value`.
std::vector<Json> replacements(const Json& value) {
  std::vector<Json> wrong = {nullptr,
                             true,
                             false,
                             0,
                             1,
                             -1,
                             2.5,
                             1e300,
                             10000001,
                             9007199254740993,
                             "",
                             "x",
                             "2nd",
                             "a b",
                             "fd:/0",
                             "A",
                             std::string(65, 'a'),
                             std::string(201, 'a'),
                             "2026-02-01",
                             "2026-02-01T00:00:00.5Z",
                             "2026-2-1",
                             "1949-01-01",
                             "30",
                             "30s",
                             "1s1h",
                             "ed25519",
                             "serverAuth",
                             "violated",
                             "{P:{TP=A}, V:{TP=A}}",
                             "V:{}",
                             "seed quorum",
                             Json::array(),
                             Json::object(),
                             Json::array({1}),
                             Json::array({"A", "A"}),
                             Json::array({""}),
                             Json{{"x", 1}}};
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    wrong.push_back(text + "!");
    wrong.push_back(" " + text);
    wrong.push_back(text + text);
    std::string upper = text;
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    wrong.push_back(upper);
  }
  if (value.is_array() && !value.empty()) {
    Json doubled = value;
    doubled.push_back(value[0]);
    wrong.push_back(doubled);
    wrong.push_back(value[0]);
  }
  return wrong;
}

TEST(Schema, RefusesNothingThatTheReaderAccepts) {
  std::size_t refused_by_schema = 0;
  std::size_t tried = 0;
  std::vector<std::string> disagreements;
  const auto compare = [&](const Json& mutated) {
    if (++tried % test::share_of_rounds != 0) return;
    if (schema_accepts(mutated)) return;
    ++refused_by_schema;
    if (reader_accepts(mutated) && disagreements.size() < 10) disagreements.push_back(mutated.dump());
  };
  for (const std::string& text : good_scenarios()) {
    const Json good = Json::parse(text);
    std::vector<Json::json_pointer> pointers;
    collect(good, Json::json_pointer(), pointers);
    for (const Json::json_pointer& at : pointers) {
      for (const Json& wrong : replacements(good[at])) {
        Json mutated = good;
        mutated[at] = wrong;
        compare(mutated);
      }
      if (at.empty()) continue;
      Json dropped = good;
      Json& parent = dropped[at.parent_pointer()];
      if (parent.is_array()) {
        parent.erase(std::stoul(at.back()));
        compare(dropped);
      } else {
        const Json value = parent[at.back()];
        parent.erase(at.back());
        compare(dropped);
        for (const std::string& name : {at.back() + "x", std::string("2nd"), std::string("")}) {
          Json renamed = dropped;
          renamed[at.parent_pointer()][name] = value;
          compare(renamed);
        }
      }
    }
  }
  EXPECT_EQ(disagreements, std::vector<std::string>{});
  EXPECT_GT(refused_by_schema, test::rounds(tried) / 2)
      << "the mutations should mostly be mistakes that a schema can see";
  EXPECT_GT(tried, 5'000U);
}

const nlohmann::json& definition_of(const FieldTable& table) {
  return table.definition == "scenario" ? schema_json()
                                        : schema_json().at("definitions").at(std::string(table.definition));
}

TEST(Schema, KnowsTheFieldsThatTheReaderKnows) {
  std::set<std::string> covered;
  for (const FieldTable* table : all_field_tables) {
    const nlohmann::json& definition = definition_of(*table);
    EXPECT_EQ(definition.at("additionalProperties"), false) << table->definition;
    std::set<std::string> in_schema;
    for (const auto& [name, value] : definition.at("properties").items()) in_schema.insert(name);
    EXPECT_EQ(in_schema, std::set<std::string>(table->fields.begin(), table->fields.end())) << table->definition;
    covered.insert(std::string(table->definition));
  }
  for (const auto& [name, definition] : schema_json().at("definitions").items()) {
    if (definition.contains("properties")) EXPECT_EQ(covered.count(name), 1U) << name << " has no field table";
  }
}

// The switches of a profile are named in one table of their own, which the schema repeats for editors.
TEST(Schema, KnowsEverySwitchAndItsWords) {
  const nlohmann::json& in_schema = schema_json().at("properties").at("rules");
  EXPECT_EQ(in_schema.at("additionalProperties"), false);
  EXPECT_EQ(in_schema.at("properties").size(), model::all_switches().size());
  for (const model::SwitchInfo& info : model::all_switches()) {
    ASSERT_TRUE(in_schema.at("properties").contains(info.name)) << info.name;
    const nlohmann::json& described = in_schema.at("properties").at(std::string(info.name));
    EXPECT_EQ(described.at("description"), info.question) << info.name;
    nlohmann::json allowed = info.values;
    if (allowed.front() == "no") allowed.insert(allowed.end(), {false, true});
    EXPECT_EQ(described.at("enum"), allowed) << info.name;
  }
  EXPECT_EQ(schema_json().at("properties").at("profile").at("enum"), nlohmann::json(model::profile_names()));
}

void expect_descriptions(const nlohmann::json& schema, const std::string& path) {
  const bool says = schema.contains("description") || schema.contains("$ref");
  EXPECT_TRUE(says) << path;
  if (schema.contains("properties")) {
    for (const auto& [name, property] : schema["properties"].items()) expect_descriptions(property, path + "/" + name);
  }
}

TEST(Schema, DescribesEveryField) {
  expect_descriptions(schema_json(), "");
  for (const auto& [name, definition] : schema_json().at("definitions").items()) expect_descriptions(definition, name);
}

}  // namespace
}  // namespace certdrill::load
