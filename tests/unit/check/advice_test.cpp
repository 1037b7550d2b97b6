// What findings advise, and that it helps: each case has the plan that follows the advice, and that one holds.
#include "check/advice.h"

#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

struct AdviceCase {
  const char* name;
  const char* cluster;  // members of "cluster"
  const char* steps;
  const char* advice;
  const char* mended_cluster;
  const char* mended_steps;
};

std::string scenario_text(const char* cluster, const char* steps) {
  return R"({ "start": "2026-01-10",
    "authorities": { "R": {}, "I1": { "issuer": "R" }, "I2": { "issuer": "R" }, "I3": { "issuer": "R", "notAfter": "2026-01-25" } },
    "certificates": {
      "A": { "notBefore": "2025-02-01", "notAfter": "2026-02-01" }, "B": { "notBefore": "2026-01-05", "notAfter": "2027-01-05" },
      "S": { "notBefore": "2026-01-05", "notAfter": "2026-01-25" }, "F": { "notBefore": "2026-01-20", "notAfter": "2027-01-20" },
      "E": { "commonName": "e.contoso.test", "issuer": "I3", "notAfter": "2027-01-01" },
      "C1": { "commonName": "c.contoso.test", "issuer": "I1", "notAfter": "2026-05-01" },
      "C2": { "commonName": "c.contoso.test", "issuer": "I2", "notAfter": "2027-05-01" }
    },
    "cluster": { "nodes": 6, "upgradeDomains": 3, )" +
         std::string(cluster) + R"( },
    "steps": [ )" +
         steps + R"( ],
    "checks": [ { "always": "every pair can authenticate" } ] })";
}

RunResult run(const char* cluster, const char* steps) {
  const auto setting = test::setting_from(scenario_text(cluster, steps));
  return *rehearse(setting);
}

void PrintTo(const AdviceCase& row, std::ostream* out) { *out << row.name; }

class Advice : public testing::TestWithParam<AdviceCase> {};

TEST_P(Advice, IsGivenAndHelps) {
  const RunResult broken = run(GetParam().cluster, GetParam().steps);
  ASSERT_EQ(broken.findings.size(), 1U);
  EXPECT_EQ(broken.findings[0].advice, GetParam().advice);
  const RunResult mended = run(GetParam().mended_cluster, GetParam().mended_steps);
  EXPECT_TRUE(mended.holds) << (mended.findings.empty() ? "" : mended.findings[0].message);
}

constexpr const char* plain = R"("installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}")";
constexpr const char* pinned = R"("installed": ["C1"], "security": "{P:{CN=C1}, V:{CN=C1@I1}}")";

INSTANTIATE_TEST_SUITE_P(
    Cases, Advice,
    testing::Values(
        AdviceCase{
            "present_before_accept", plain, R"({ "upgrade": "go", "to": "{P:{TP=A, TP=B}, V:{TP=A}}" })",
            R"(first add TP=B to V everywhere, in a phase of its own before "go")", plain,
            R"({ "upgrade": "first", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" }, { "upgrade": "go", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" })"},
        AdviceCase{
            "swap", plain, R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=B}}" })",
            R"(first add TP=B to V everywhere, in a phase of its own before "go"; and keep TP=A in V until no node presents A)",
            plain,
            R"({ "upgrade": "first", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" }, { "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" }, { "upgrade": "last", "to": "{P:{TP=B}, V:{TP=B}}" })"},
        AdviceCase{"retired_too_early", plain, R"({ "upgrade": "go", "to": "{P:{TP=A}, V:{TP=B}}" })",
                   "keep TP=A in V until no node presents A", plain,
                   R"({ "upgrade": "go", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" })"},
        AdviceCase{"not_installed", R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
                   R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })",
                   R"(install a certificate that P:{TP=B} names, with its private key, on N3 before "go")",
                   R"("installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
                   R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })"},
        AdviceCase{
            "key_missing",
            R"("installed": ["A", { "certificate": "B", "privateKey": false }], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
            R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })",
            R"(install the private key of B on N3 before "go")",
            R"("installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
            R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })"},
        AdviceCase{
            "undeclared_issuer", pinned, R"({ "install": "C2", "name": "renew" })",
            "first add the issuer I2 to the pinned ones everywhere (CN=C1@I1|I2), in a phase of its own, before a "
            "certificate that I2 issued reaches any store",
            pinned,
            R"({ "upgrade": "first", "to": "{P:{CN=C1}, V:{CN=C1@I1|I2}}" }, { "install": "C2", "name": "renew" })"},
        AdviceCase{"untrusted_root", R"("installed": ["A", "C1"], "security": "{P:{TP=A}, V:{TP=A, CN=C1}}")",
                   R"({ "upgrade": "go", "to": "{P:{CN=C1}, V:{TP=A, CN=C1}}" })",
                   "make the root of C1 a trusted root on every node first, or pin its issuer",
                   R"("trustedRoots": ["R"], "installed": ["A", "C1"], "security": "{P:{TP=A}, V:{TP=A, CN=C1}}")",
                   R"({ "upgrade": "go", "to": "{P:{CN=C1}, V:{TP=A, CN=C1}}" })"},
        AdviceCase{"not_yet_valid", R"("installed": ["A", "F"], "security": "{P:{TP=A}, V:{TP=A, TP=F}}")",
                   R"({ "upgrade": "go", "to": "{P:{TP=A, TP=F}, V:{TP=A, TP=F}}" })",
                   "present F no earlier than 2026-01-20T00:00:00Z",
                   R"("installed": ["A", "F"], "security": "{P:{TP=A}, V:{TP=A, TP=F}}")",
                   R"({ "upgrade": "go", "at": "2026-01-20", "to": "{P:{TP=A, TP=F}, V:{TP=A, TP=F}}" })"},
        AdviceCase{"removed_while_presented", R"("installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
                   R"({ "remove": "A", "name": "clean up" })",
                   R"(have P of N2 name another certificate, and present it, before "clean up" (P is {TP=A}))",
                   R"("installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}")",
                   R"({ "upgrade": "go", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" }, { "remove": "A", "name": "clean up" })"},
        AdviceCase{"presents_nothing", R"("installed": ["A"], "security": "{P:{}, V:{TP=A}}")", "",
                   "name a certificate in P of N0: it is empty; and name a certificate in P of N1: it is empty",
                   R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}")", ""},
        AdviceCase{
            "secondary_name", R"("installed": ["A", "E"], "security": "{P:{TP=A}, V:{TP=A}}")",
            R"({ "upgrade": "go", "to": "{P:{CN=C1, CN=E}, V:{TP=A}}" })",
            R"(first add CN=E@I3 to V everywhere, in a phase of its own before "go")",
            R"("installed": ["A", "E"], "security": "{P:{TP=A}, V:{TP=A}}")",
            R"({ "upgrade": "first", "to": "{P:{TP=A}, V:{TP=A, CN=E@I3}}" }, { "upgrade": "go", "to": "{P:{CN=C1, CN=E}, V:{TP=A, CN=E@I3}}" })"},
        AdviceCase{"expires", R"("installed": ["S", "B"], "security": "{P:{TP=S}, V:{TP=S, TP=B}}")",
                   R"({ "waitUntil": "2026-01-26" })",
                   "have every node present a successor of S before it expires at 2026-01-25T00:00:00Z",
                   R"("installed": ["S", "B"], "security": "{P:{TP=S}, V:{TP=S, TP=B}}")",
                   R"({ "upgrade": "go", "to": "{P:{TP=S, TP=B}, V:{TP=S, TP=B}}" }, { "waitUntil": "2026-01-26" })"},
        AdviceCase{
            "expires_sooner", R"("installed": ["A", "S"], "security": "{P:{TP=A, TP=S}, V:{TP=A, TP=S}}")",
            R"({ "upgrade": "go", "to": "{P:{TP=A, TP=S}, V:{TP=S}}" })",
            "issue S so that it expires after A (2026-02-01), or take A out of P: of several certificates the one that "
            "expires last is presented; and keep TP=A in V until no node presents A",
            R"("installed": ["A", "S"], "security": "{P:{TP=A, TP=S}, V:{TP=A, TP=S}}")",
            R"({ "upgrade": "first", "to": "{P:{TP=S}, V:{TP=A, TP=S}}" }, { "upgrade": "go", "to": "{P:{TP=S}, V:{TP=S}}" })"},
        AdviceCase{"broken_from_the_start", R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=B}}")", "",
                   "add TP=A to V everywhere", R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=B, TP=A}}")", ""}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::check
