// Each rule of lint: a scenario in which it finds something, at its place, and one beside it in which it does not.
#include "lint/lint.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "lint/rules.h"
#include "load/scenario_reader.h"

namespace certdrill::lint {
namespace {

struct RuleCase {
  const char* id;
  Level level;
  std::uint32_t column;  // of line 1
  const char* what;
  const char* provoked;
  const char* avoided;
};
void PrintTo(const RuleCase& row, std::ostream* out) { *out << row.id; }

std::vector<Finding> findings_in(const char* text, std::string_view id) {
  const load::LoadedScenario loaded = load::parse_scenario(text, "x.json");
  EXPECT_TRUE(loaded.scenario.has_value()) << to_text(loaded.problems.front());
  if (!loaded.scenario) return {};
  std::vector<Finding> found = find_in(*loaded.scenario);
  std::erase_if(found, [&](const Finding& each) { return each.id != id; });
  return found;
}

class LintRule : public testing::TestWithParam<RuleCase> {};

TEST_P(LintRule, FindsIt) {
  const std::vector<Finding> found = findings_in(GetParam().provoked, GetParam().id);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].what, GetParam().what);
  EXPECT_EQ(found[0].level, GetParam().level);
  EXPECT_EQ(found[0].where.file, "x.json");
  EXPECT_EQ(found[0].where.line, 1U);
  EXPECT_EQ(found[0].where.column, GetParam().column);
}

TEST_P(LintRule, FindsNothingWhereItIsAvoided) {
  const std::vector<Finding> found = findings_in(GetParam().avoided, GetParam().id);
  EXPECT_TRUE(found.empty()) << found.front().what;
}

const RuleCase rule_cases[] =
    {
        {"IssuerNotPinned", Level::warning, 225,
         "CN=a.test accepts that name from any issuer below a root that the node trusts",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"MixedPkis", Level::warning, 235, "CN=a.test pins issuers of different PKIs: I1 below R1 and I2 below R2",
         R"json({"authorities": {"R1": {}, "R2": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R2"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}})json"},
        {"IssuerMissing", Level::warning, 459,
         "I2 is not among the pins of CN=a.test, and issued c-2, which comes 2026-09-20",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "issuer": "I1", "issuers": [{"from": "2026-03-01", "issuer": "I2"}]}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "issuer": "I1", "issuers": [{"from": "2026-03-01", "issuer": "I2"}]}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}})json"},
        {"PinIsNotDirectIssuer", Level::warning, 232,
         "R1 stands above the issuer and does not count: the direct one is I1",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@R1|I1}}"}})json", R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"DuplicateCommonName", Level::warning, 239, "the common name \"A.test\" stands in V more than once",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1, CN=A.test@I2}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}})json"},
        {"IssuersDoNotIntersect", Level::warning, 307,
         "\"other issuer\" pins none of the issuers of \"a.test\" that were pinned before",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"upgrade": "other issuer", "to": "{P:{CN=a.test}, V:{CN=a.test@I2}}"}]})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"upgrade": "both", "to": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}]})json"},
        {"ThumbprintOfIssuer", Level::warning, 220, "TP=I1 names an authority; nodes show what it issued, not itself",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=A}, V:{TP=I1}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"NoCrlEndpoint", Level::note, 29, "I1 publishes no CRL: what it issued names none",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"CrlUnreachable", Level::warning, 29, "there are nodes or clients that cannot reach the CRL of I1",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {"validFor": "7d"}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "unreachableCrls": ["I1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {"validFor": "7d"}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"CrlRunsOut", Level::warning, 50, "the CRL of I1 ends 2026-01-08, and the next one is not there by then",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {"validFor": "7d"}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {"validFor": "7d", "publishEvery": "3d"}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"ExpiryBeforeEnd", Level::warning, 118, "A is all that P names, and ends 2026-06-01, before the scenario does",
         R"json({"end": "2027-01-01", "certificates": {"A": {"notAfter": "2026-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}})json",
         R"json({"end": "2027-01-01", "certificates": {"A": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"AcceptExpiredOfIssued", Level::note, 260,
         "acceptExpiredPinned is on, and does nothing for A, which I1 issued",
         R"json({"rules": {"acceptExpiredPinned": true}, "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=A}, V:{TP=A}}"}})json",
         R"json({"rules": {"acceptExpiredPinned": true}, "certificates": {"A": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"PresentedNotAccepted", Level::warning, 106, "N0 presents A, and nodes like it refuse it",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=B}}"}})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}})json"},
        {"NoSecondPhase", Level::warning, 160,
         "\"swap\" takes A out of V while nodes that it has not reached yet still present it",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}, "steps": [{"upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}"}]})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}, "steps": [{"upgrade": "accept B", "to": "{P:{TP=A}, V:{TP=A, TP=B}}"}, {"upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}"}]})json"},
        {"ConvertsUnfitCertificate", Level::warning, 297,
         "\"by name\" goes to the common name \"a.test\", and A, which is presented until then, is self-signed",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {}, "B": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=A}, V:{TP=A, CN=a.test@I1}}"}, "steps": [{"upgrade": "by name", "to": "{P:{CN=a.test}, V:{TP=A, CN=a.test@I1}}"}]})json", R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {}, "B": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=A, TP=B}, V:{TP=A, TP=B, CN=a.test@I1}}"}, "steps": [{"upgrade": "by name", "to": "{P:{CN=a.test}, V:{TP=A, TP=B, CN=a.test@I1}}"}]})json"},
        {"StaleDeclaration", Level::note, 116, "V still accepts A at the end, and no P names it any more",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=B}, V:{TP=A, TP=B}}"}})json",
         R"json({"certificates": {"A": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"WildcardInPresentation", Level::warning, 210, "P looks for the common name \"*.test\" letter by letter",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=*.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=*.test@I1}}"}})json"},
        {"CaseDiffersInPresentation", Level::warning, 210,
         "P looks for \"A.test\", and the common name of A is \"a.test\"",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=A.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=A.test@I1}}"}})json"},
        {"DeclaredNotInstalled", Level::warning, 126, "nothing that P names is on N0 when the scenario begins",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "installed": ["B"], "security": "{P:{TP=A}, V:{TP=A}}"}})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"DeclaredWithoutKey", Level::warning, 131, "on N0, A has no private key here",
         R"json({"certificates": {"A": {}}, "cluster": {"nodes": 2, "installed": [{"certificate": "A", "privateKey": false}], "security": "{P:{TP=A}, V:{TP=A}}"}})json",
         R"json({"certificates": {"A": {}}, "cluster": {"nodes": 2, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"}})json"},
        {"RenewalExpiresSooner", Level::warning, 51,
         "B is newer than A and ends sooner, 2026-06-01: it is not presented",
         R"json({"certificates": {"A": {"commonName": "a.test"}, "B": {"commonName": "a.test", "notBefore": "2025-12-20", "notAfter": "2026-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{CN=a.test}, V:{TP=A, TP=B}}"}})json",
         R"json({"certificates": {"A": {"commonName": "a.test"}, "B": {"commonName": "a.test", "notBefore": "2025-12-20", "notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{CN=a.test}, V:{TP=A, TP=B}}"}})json"},
        {"UnusedCertificate", Level::note, 29, "nothing names B",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}}"}})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}})json"},
        {"UserIsAdminToo", Level::note, 109, "TP=U is accepted as user and as admin: it is always the admin",
         R"json({"certificates": {"A": {}, "U": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=U}}"}})json",
         R"json({"certificates": {"A": {}, "U": {}, "O": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=O}}"}})json"},
        {"ClientShowsClusterCertificate", Level::note, 119, "client \"ops\" shows A, which is the nodes' own",
         R"json({"certificates": {"A": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}, admin V:{TP=A}}"}, "clients": {"ops": {"security": "{P:{TP=A}, V:{TP=A}}"}}})json", R"json({"certificates": {"A": {}, "O": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A}, admin V:{TP=O}}"}, "clients": {"ops": {"security": "{P:{TP=O}, V:{TP=A}}"}}})json"},
        {"SharedSubject", Level::warning, 258, "\"e\" has the subject of \"c\": CN=a.test",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}, "e": {"commonName": "a.test", "dnsNames": ["e.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c", "kv/e"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}, "e": {"commonName": "e.test", "dnsNames": ["e.test", "CN=e.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c", "kv/e"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"SharedAlternativeNames", Level::warning, 258, "\"e\" and \"c\" both have the alternative name \"x.test\"",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["x.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}, "e": {"commonName": "e.test", "dnsNames": ["x.test", "CN=e.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c", "kv/e"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}, "e": {"commonName": "e.test", "dnsNames": ["e.test", "CN=e.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c", "kv/e"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"CommonNameNotInAlternativeNames", Level::note, 154,
         "\"c\" does not have \"CN=a.test\" among its alternative names",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"SelfSignedWithAutorollover", Level::warning, 79,
         "versions of \"c\" are self-signed, and P finds them by common name: each has to be pinned before it comes", R"json({"end": "2027-01-01", "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "security": "{P:{CN=a.test}, V:{CN=a.test}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"ImportedCertificate",
         Level::note, 198, "\"c\" is imported: the vault does not renew it", R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"imports": ["A"]}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"RenewalTooLate", Level::warning, 154, "c-2 comes 30m before the end of c-1, and agents look every 1h",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d", "renewAt": "30m"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"RenewsAfterHealthWarning", Level::note, 154,
         "c-2 comes 10d before the end of c-1, and the health warning 30d before it",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d", "renewAt": "10d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"VaultWithoutReader", Level::warning, 110, "nobody may read vault \"kv\"", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": [], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"AgentWithoutAccess", Level::warning, 273, "agent \"ext\" reads as \"vmss\", which may not read vault \"kv\"",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["other"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"AccessGrantedTooLate", Level::warning, 273,
         "agent \"ext\" reads as \"vmss\", which may read vault \"kv\" only from \"grant vmss access to kv\" on",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["other"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"grantAccess": "kv", "to": "vmss"}]})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["other"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"], "starts": "later"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"grantAccess": "kv", "to": "vmss"}, {"startAgent": "ext"}]})json"},
        {"AutorefreshWithThumbprint", Level::warning, 448,
         "P names c-1 by thumbprint, and \"ext\" brings whatever version is the newest",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"VersionedSecretWithCommonName", Level::warning, 272,
         "P finds c-1 by its name, and \"s\" brings one version alone",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}})json"},
        {"SecretNotUpdated", Level::warning, 272,
         "\"s\" stays with c-1, which ends 2026-06-20; the vault has newer ones",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1, TP=c-2}}"}, "steps": [{"updateAgent": "s", "observes": ["kv/c/3"], "at": "2026-10-15"}]})json"},
        {"SecretAndExtension", Level::note, 272, "\"s\" and \"ext\" both bring \"c\"",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}, "ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"InitialSyncNotRequired", Level::warning, 272,
         "agent \"ext\" brings what nodes present, and counts as ready on a new machine without it",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"InitialSyncOfUnknown", Level::warning, 272,
         "agent \"ext\" requires an initial sync, and \"kv/gone\" is not there",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c", "kv/gone"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"BootstrapDoesNotWait", Level::warning, 272,
         "agent \"ext\" brings what nodes present, and new machines do not wait for it",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "bootstrap": {"after": []}, "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"reimage": "N1"}]})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"reimage": "N1"}]})json"},
        {"LinkOnRenewal", Level::warning, 272,
         "agent \"ext\" links what it installs to whatever has fewer alternative names", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"], "linkOnRenewal": true}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"SharedManagedIdentity", Level::note, 376,
         "whatever runs on these machines may read \"kv/e\" as \"vmss\", and no agent needs it",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}, "e": {"commonName": "e.test", "dnsNames": ["e.test", "CN=e.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"AdHocInstall", Level::note, 166, "B is installed by hand",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"}, "steps": [{"install": "B"}]})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}})json"},
        {"RestartIsNotEnough", Level::note, 214,
         "nodes restart after another certificate is presented, and their hosts never do: the sessions of leases keep "
         "the old one",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}, "steps": [{"upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}"}, {"restart": "all"}]})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}, "steps": [{"upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}"}, {"hostReboot": "N1"}]})json"},
        {"VersionInUseWithdrawn",
         Level::warning, 449, "\"s\" still names \"kv/c/1\": machines that are made from then on fail", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}, "steps": [{"disableVersion": "c-1"}]})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"s": {"kind": "scaleSetSecrets", "observes": ["kv/c/1"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}, "steps": [{"updateAgent": "s", "observes": ["kv/c/2"], "at": "2026-06-01"}, {"disableVersion": "c-1"}]})json"},
        {"LostOnReimage", Level::warning, 252, "B, which P names, is not in the image, and no agent brings it again",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}, "steps": [{"install": "B"}, {"upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}"}, {"reimage": "N1"}]})json",
         R"json({"certificates": {"A": {}, "B": {"notAfter": "2027-06-01"}}, "cluster": {"nodes": 2, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}"}, "steps": [{"upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}"}, {"reimage": "N1"}]})json"},
        {"OldVersionNotRedelivered", Level::warning, 492,
         "P names c-1, and machines that are made then only get a newer version",
         R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{TP=c-1}, V:{TP=c-1}}"}, "steps": [{"reimage": "N1", "at": "2026-09-01"}]})json", R"json({"end": "2027-01-01", "authorities": {"R1": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R1"}}, "vaults": {"kv": {"access": ["vmss"], "certificates": {"c": {"commonName": "a.test", "dnsNames": ["a.test", "CN=a.test"], "issuer": "I1", "validity": "200d"}}}}, "agents": {"ext": {"kind": "keyVaultExtension", "identity": "vmss", "requireInitialSync": true, "observes": ["kv/c"]}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"reimage": "N1", "at": "2026-09-01"}]})json"},
        {"RevokedKeyLivesOn", Level::warning, 310, "A is revoked, and B has the same key",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}, "B": {"commonName": "a.test", "issuer": "I1", "keyOf": "A"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"revoke": "A"}]})json",
         R"json({"authorities": {"R1": {}, "I1": {"issuer": "R1", "crl": {}}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}, "B": {"commonName": "a.test", "issuer": "I1"}}, "cluster": {"nodes": 2, "trustedRoots": ["R1"], "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"}, "steps": [{"revoke": "A"}]})json"},
};
INSTANTIATE_TEST_SUITE_P(Each, LintRule, testing::ValuesIn(rule_cases),
                         [](const auto& row) { return std::string(row.param.id); });

TEST(LintRules, HaveARowEach) {
  std::set<std::string_view> with_row;
  for (const RuleCase& row : rule_cases) with_row.insert(row.id);
  std::set<std::string_view> ids;
  for (const Rule& rule : all_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " stands there twice";
    EXPECT_FALSE(rule.sentence.empty() || rule.source.empty() || rule.advice.empty()) << rule.id;
    EXPECT_EQ(&rule_of(rule.id), &rule);
  }
  EXPECT_EQ(with_row, ids);
}

// A migration names both PKIs for a while.
TEST(LintLevels, OfMixedPkisDependOnTheEnd) {
  const char* const text =
      R"json({"authorities": {"R1": {}, "R2": {}, "I1": {"issuer": "R1"}, "I2": {"issuer": "R2"}}, "certificates": {"A": {"commonName": "a.test", "issuer": "I1"}},
              "cluster": {"nodes": 2, "security": "{P:{CN=a.test}, V:{CN=a.test@I1}}"},
              "steps": [{"upgrade": "both", "to": "{P:{CN=a.test}, V:{CN=a.test@I1|I2}}"}, {"upgrade": "new", "to": "{P:{CN=a.test}, V:{CN=a.test@I2}}"}]})json";
  const std::vector<Finding> found = findings_in(text, "MixedPkis");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].level, Level::note);
  EXPECT_EQ(found[0].what,
            "CN=a.test pins issuers of different PKIs: I1 below R1 and I2 below R2; a later upgrade takes its place");
}

TEST(LintLevels, OfTheLiteralCommonNameDependOnLinks) {
  const char* const text =
      R"json({"vaults": {"kv": {"access": ["x"], "certificates": {"c": {"renewAt": "never"}}}},
              "agents": {"x": {"kind": "keyVaultExtension", "observes": ["kv/c"], "linkOnRenewal": true}}, "cluster": {"security": "{P:{TP=c-1}, V:{TP=c-1}}"}})json";
  const std::vector<Finding> found = findings_in(text, "CommonNameNotInAlternativeNames");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].level, Level::warning);
}

TEST(Lint, IsQuietOnTheRotationOfTheArticle) {
  const load::LoadedScenario loaded = load::read_scenario(CERTDRILL_SCENARIOS "/thumbprint_rotation/scenario.json");
  ASSERT_TRUE(loaded.scenario);
  EXPECT_TRUE(find_in(*loaded.scenario).empty());
}

// Configurations of a name and of a thumbprint in digits are nobody's here, and nothing is said of them.
TEST(Lint, SaysNothingOfThumbprintsInDigits) {
  const char* const text =
      R"json({"certificates": {"A": {}}, "cluster": {"nodes": 2, "security": "{P:{TP=A}, V:{TP=A, TP=0123456789012345678901234567890123456789}}"}})json";
  const load::LoadedScenario loaded = load::parse_scenario(text, "x.json");
  ASSERT_TRUE(loaded.scenario);
  EXPECT_TRUE(find_in(*loaded.scenario).empty());
}

TEST(Lint, FindsInTheOrderOfTheFile) {
  const load::LoadedScenario loaded = load::read_scenario(CERTDRILL_SCENARIOS "/client_roles/scenario.json");
  ASSERT_TRUE(loaded.scenario);
  const std::vector<Finding> found = find_in(*loaded.scenario);
  ASSERT_GE(found.size(), 2U);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
  }));
}

}  // namespace
}  // namespace certdrill::lint
