// What a run tells of the calls of clients, and of clients of which nobody knows anything.
#include <gtest/gtest.h>

#include "check/client_calls_watch.h"
#include "check/rehearsal.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

using namespace std::chrono_literals;

// Three nodes that show A, and B from 04:00 on. `checks`: a list.
RunResult run(const std::string& clients, const std::string& checks, const std::string& rest = "") {
  const auto setting = test::setting_from(R"({ "start": "2026-01-10", "end": "2026-01-11", )" + rest + R"(
    "certificates": { "A": {}, "B": {}, "D": {}, "U": {}, "X": {} },
    "cluster": { "nodes": 3, "upgradeDomains": 1, "security": "{P:{TP=A}, V:{TP=A, TP=B}, client V:{TP=U}, admin V:{TP=D}}" },
    "clients": { )" + clients + R"( },
    "steps": [ { "upgrade": "present B", "at": "2026-01-10T04:00:00Z",
                 "to": "{P:{TP=B}, V:{TP=A, TP=B}, client V:{TP=U}, admin V:{TP=D}}" } ],
    "checks": [ )" + checks + R"( ] })");
  return *rehearse(setting);
}

constexpr const char* pinned =
    R"("octopus": {"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D"}, "deployments": {"every": "3h"}})";

TEST(ClientCallsWatch, CountsCallsAndAttemptsAndTheLongestOutage) {
  const RunResult result = run(pinned, "");
  ASSERT_EQ(result.calls.size(), 1U);
  const ClientCallResult& calls = result.calls[0];
  EXPECT_EQ(calls.call, "deployment");
  EXPECT_EQ(calls.calls, 9U);
  EXPECT_EQ(calls.succeeded, 2U);
  EXPECT_EQ(calls.failed, 6U) << "the last one is in the middle of its attempts";
  EXPECT_EQ(calls.attempts, 2U + 6U * 5U + 1U);
  EXPECT_EQ(calls.refused, 6U * 5U + 1U);
  EXPECT_EQ(calls.first_failure, result.start + 6h);
  EXPECT_EQ(calls.why.substr(2), ": FABRIC_E_SERVER_AUTHENTICATION_FAILED 0x80092012: CertificateNotMatched");
  ASSERT_TRUE(calls.longest_outage);
  EXPECT_EQ(calls.longest_outage->from, result.start + 6h);
  EXPECT_FALSE(calls.longest_outage->until) << "it goes on";
}

TEST(ClientCallsWatch, AnOutageEndsWithTheNextCallThatSucceeds) {
  const RunResult result = run(
      R"("octopus": {"octopus": {"serverCertThumbprint": "B", "clientCertificate": "D"}, "deployments": {"every": "3h"}})",
      "");
  ASSERT_EQ(result.calls.size(), 1U);
  EXPECT_EQ(result.calls[0].longest_outage, (Stretch{result.start, result.start + 6h}));
  EXPECT_EQ(result.calls[0].failed, 2U);
}

struct FindingCase {
  const char* name;
  const char* clients;
  const char* check;
  const char* id;       // empty: it holds
  const char* message;  // its beginning
  Duration at;          // behind the start
};
class CallFindings : public testing::TestWithParam<FindingCase> {};
TEST_P(CallFindings, AreTold) {
  const RunResult result = run(GetParam().clients, GetParam().check);
  if (*GetParam().id == '\0') {
    EXPECT_TRUE(result.holds) << (result.findings.empty() ? "" : result.findings[0].message);
    return;
  }
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, GetParam().id);
  EXPECT_EQ(finding.message.substr(0, std::string(GetParam().message).size()), GetParam().message);
  EXPECT_EQ(finding.at - result.start, GetParam().at);
  EXPECT_FALSE(finding.story.empty());
  // An outage that was too long may be known when it is over, and there is nothing left to mend.
  if (finding.id != "ClientOutTooLong") {
    EXPECT_FALSE(finding.advice.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(
    Properties, CallFindings,
    testing::Values(
        FindingCase{"a_call_fails", pinned, R"({"always": "every call of client octopus succeeds"})",
                    "ClientCallFailed", "call \"deployment\" of client octopus failed in 5 attempts; N", 6h + 20s},
        FindingCase{"of_every_client", pinned, R"({"always": "every call of every client succeeds"})",
                    "ClientCallFailed", "call \"deployment\" of client octopus failed", 6h + 20s},
        FindingCase{"by_its_name", pinned, R"({"always": "every call 'deployment' of client octopus succeeds"})",
                    "ClientCallFailed", "call \"deployment\" of client octopus failed", 6h + 20s},
        FindingCase{"it_worked_once", pinned, R"({"sometimes": "every call of client octopus succeeds"})", "", "", 0s},
        FindingCase{"out_for_too_long", pinned, R"({"always": "client octopus is never out for longer than 90m"})",
                    "ClientOutTooLong",
                    "client octopus is out for longer than 1h30m: its call \"deployment\" fails since "
                    "2026-01-10T06:00:00Z; N",
                    7h + 30min},
        FindingCase{"out_and_back_between_two_looks",
                    R"("x": {"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"y": {"every": "5h", "attempts": 1}}})",
                    R"({"always": "client x is never out for longer than 4h59m"})", "ClientOutTooLong",
                    "client x is out for longer than 4h59m", 4h + 59min},
        FindingCase{"not_out_for_so_long",
                    R"("x": {"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"y": {"every": "5h", "attempts": 1}}})",
                    R"({"always": "client x is never out for longer than 5h"})", "", "", 0s},
        FindingCase{"a_user_only",
                    R"("x": {"security": "{P:{TP=U}, V:{TP=A, TP=B}}", "calls": {"y": {"needs": "admin"}}})",
                    R"({"always": "every call of client x succeeds"})", "ClientNotAuthorized",
                    "call \"y\" of client x failed; N0 (UD0) lets it in as User, and it needs Admin", 0s},
        FindingCase{
            "not_in_its_place",
            R"("o": {"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D"}, "deployments": {},
                             "installed": [{"certificate": "D", "location": "CurrentUser"}]})",
            R"({"finally": "every call of client o succeeds"})", "ClientCallFailed",
            "call \"deployment\" of client o failed in 5 attempts; N1 (UD0): 0x80071C57: the client certificate "
            "is not found in LocalMachine/MY",
            24h}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ClientOut, IsMendedWhenACallSucceeds) {
  const RunResult result =
      run(R"("x": {"security": "{P:{TP=D}, V:{TP=B}}", "calls": {"y": {"every": "5h", "attempts": 1}}})",
          R"({"always": "client x is never out for longer than 1h"})");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].until, result.start + 5h);
}

struct UnknownCase {
  const char* name;
  const char* check;
  model::Verdict verdict;
};
class UnknownClients : public testing::TestWithParam<UnknownCase> {};
TEST_P(UnknownClients, AreNeverFine) {
  const RunResult result =
      run(R"("p": {"unknown": true}, "d": {"security": "{P:{TP=D}, V:{TP=A}}", "calls": {"y": {"every": "1h"}}})",
          GetParam().check);
  EXPECT_EQ(result.verdict(), GetParam().verdict);
  EXPECT_EQ(result.checks.at(0).unknown, GetParam().verdict == model::Verdict::unknown);
  EXPECT_EQ(result.as_expected, GetParam().verdict == model::Verdict::holds);
  if (GetParam().verdict == model::Verdict::unknown) {
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].id, "ClientUnknown");
  }
}
INSTANTIATE_TEST_SUITE_P(
    Checks, UnknownClients,
    testing::Values(
        // d is refused by itself after 04:00: that much is known.
        UnknownCase{"one_that_is_known_is_refused", R"({"always": "every client can connect"})",
                    model::Verdict::violated},
        UnknownCase{"nobody_was_seen_to_be_refused_once", R"({"sometimes": "every client can connect"})",
                    model::Verdict::unknown},
        UnknownCase{"it_may_have_been_true", R"({"never": "every client can connect"})", model::Verdict::unknown},
        UnknownCase{"at_the_end_it_is_false", R"({"finally": "every client can connect"})", model::Verdict::violated},
        UnknownCase{"of_itself", R"({"always": "client p can connect"})", model::Verdict::unknown},
        UnknownCase{"refused", R"({"never": "client p is refused"})", model::Verdict::unknown},
        UnknownCase{"its_calls", R"({"finally": "every call of client p succeeds"})", model::Verdict::unknown},
        UnknownCase{"its_outages", R"({"always": "client p is never out for longer than 1h"})",
                    model::Verdict::unknown},
        UnknownCase{"not_asked", R"({"sometimes": "client d is Admin"})", model::Verdict::holds}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(UnknownClients, MayBeExpected) {
  EXPECT_TRUE(
      run(R"("p": {"unknown": true})", R"({"always": "client p can connect"})", R"("expect": "unknown",)").as_expected);
  EXPECT_FALSE(run(R"("p": {"unknown": true})", R"({"always": "seed quorum"})", R"("expect": "unknown",)").as_expected);
  EXPECT_TRUE(
      run(R"("p": {"unknown": true})",
          R"({"always": "client p can connect", "expect": "unknown"}, {"always": "no node presents B", "expect": "violated"})",
          R"("expect": "violated",)")
          .as_expected);
}

// The standings are those of the moment, whatever a step or a health check changes at the client.
TEST(ClientAccess, FollowsClientsThatChange) {
  const RunResult result = run(
      R"("c": {"security": "{P:{TP=X}, V:{TP=A, TP=B}}"}, "o": {"octopus": {"serverCertThumbprint": "A", "clientCertificate": "D"}, "installed": [], "healthChecks": {"first": "2026-01-10T01:00:00Z"}})",
      R"({"sometimes": "client o is Admin"}, {"sometimes": "client o is refused"}, {"always": "client c is refused"})");
  EXPECT_TRUE(result.holds);
  const auto setting = test::setting_from(R"({ "start": "2026-01-10",
    "certificates": { "A": {}, "D": {}, "X": {} },
    "cluster": { "nodes": 3, "security": "{P:{TP=A}, V:{TP=A}, admin V:{TP=D}}" },
    "clients": { "c": { "security": "{P:{TP=X}, V:{TP=A}}", "installed": ["X"] } },
    "steps": [ { "changeClient": "c", "security": "{P:{TP=D}, V:{TP=A}}" }, { "install": "D", "clients": "c" } ],
    "checks": [ { "finally": "client c is Admin" }, { "sometimes": "client c is refused" } ] })");
  const RunResult changed = *rehearse(setting);
  EXPECT_TRUE(changed.holds);
  ASSERT_EQ(changed.steps[0].lines.size(), 1U);
  EXPECT_EQ(changed.steps[0].lines[0].clients[0][trust::Grant::none], 3U) << "it has no D yet";
  EXPECT_EQ(changed.steps[1].lines[0].clients[0][trust::Grant::admin], 3U);
}

}  // namespace
}  // namespace certdrill::check
