// Who lets which client in, as what: counted as nodes change and certificates end, and told when it goes wrong.
#include "check/client_access.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "check/cluster_count.h"
#include "check/rehearsal.h"
#include "pki/chain.h"
#include "support/setting_from.h"
#include "world/client_calls.h"
#include "world/simulation.h"

namespace certdrill::check {
namespace {

RunResult run(const std::string& text) {
  const auto setting = test::setting_from(text);
  return *rehearse(setting);
}

// "deploy: 0 none, 0 User, 10 Admin, 0 All"
std::string standings_text(const model::Scenario& scenario, const std::vector<ClientStandings>& standings) {
  std::string text;
  for (ClientIndex client = 0; client < standings.size(); ++client) {
    text += scenario.cluster.clients[client].name + ":";
    for (const trust::Grant grant : {trust::Grant::none, trust::Grant::user, trust::Grant::admin, trust::Grant::all})
      text += " " + std::to_string(standings[client][grant]) + " " + std::string(trust::to_string(grant));
    text += "; ";
  }
  return text;
}

constexpr const char* start =
    R"({ "start": "2026-01-10", "authorities": { "R1": { "crl": {} }, "I1": { "issuer": "R1" }, "I2": { "issuer": "R1" } },
  "certificates": { "A": {}, "S": { "commonName": "api.test", "issuer": "I1" }, "U": {}, "D": { "notAfter": "2026-02-01" },
                    "O": { "commonName": "ops.test", "issuer": "I2" } },)";

struct RoleCase {
  const char* name;
  const char* security;  // of the nodes
  const char* client;    // what is said of the one client
  const char* extra;     // further members of the scenario
  const char* standing;  // of the client with three nodes: none, User, Admin, All
};

class Roles : public testing::TestWithParam<RoleCase> {};

TEST_P(Roles, AreGrantedByTheListsOfTheEndpoint) {
  const RoleCase& row = GetParam();
  const auto setting = test::setting_from(
      std::string(start) + row.extra + R"("cluster": { "nodes": 3, "trustedRoots": ["R1"], "security": ")" +
      row.security + R"(" }, "clients": { "x": { "security": )" + row.client + R"( } } })");
  const RunResult result = *rehearse(setting);
  EXPECT_EQ(standings_text(setting->scenario(), {result.clients.at(0).standings}), row.standing);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Roles,
    testing::Values(
        RoleCase{"user", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}", R"("{P:{TP=U}, V:{TP=A}}")", "",
                 "x: 0 none 3 User 0 Admin 0 All; "},
        RoleCase{"admin", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}", R"("{P:{TP=D}, V:{TP=A}}")", "",
                 "x: 0 none 0 User 3 Admin 0 All; "},
        RoleCase{"highest_of_both", "{P:{TP=A}, V:{TP=A}, client V:{TP=D}, admin V:{TP=D}}",
                 R"("{P:{TP=D}, V:{TP=A}}")", "", "x: 0 none 0 User 3 Admin 0 All; "},
        RoleCase{"stranger", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}", R"("{P:{CN=O}, V:{TP=A}}")", "",
                 "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"node_certificate_is_no_client", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}", R"("{P:{TP=A}, V:{TP=A}}")",
                 "", "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"name_pinned_to_another_issuer_for_admins", "{P:{TP=A}, V:{TP=A}, client V:{CN=O}, admin V:{CN=O@I1}}",
                 R"("{P:{CN=O}, V:{TP=A}}")", "", "x: 0 none 3 User 0 Admin 0 All; "},
        RoleCase{"merged_names_let_in_but_do_not_raise", "{P:{TP=A}, V:{TP=A}, client V:{CN=O@I2}, admin V:{CN=O@I1}}",
                 R"("{P:{CN=O}, V:{TP=A}}")", R"("rules": { "repeatedEntriesMerge": true },)",
                 "x: 0 none 3 User 0 Admin 0 All; "},
        RoleCase{"no_roles_in_effect", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}",
                 R"("{P:{TP=U}, V:{TP=A}}")", R"("rules": { "rolesInEffect": false },)",
                 "x: 0 none 0 User 0 Admin 3 All; "},
        RoleCase{"endpoint_with_its_own_certificate", "{P:{TP=A}, V:{TP=A}, server P:{CN=S}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{CN=api.test@I1}}")", "", "x: 0 none 3 User 0 Admin 0 All; "},
        RoleCase{"client_refuses_the_endpoint", "{P:{TP=A}, V:{TP=A}, server P:{CN=S}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{TP=A}}")", "", "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"client_trusts_no_root", "{P:{TP=A}, V:{TP=A}, server P:{CN=S}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{CN=api.test}}")", "", "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"client_trusts_the_root", "{P:{TP=A}, V:{TP=A}, server P:{CN=S}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{CN=api.test}}", "trustedRoots": ["R1"])", "", "x: 0 none 3 User 0 Admin 0 All; "},
        RoleCase{"client_shows_nothing", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{TP=A}}", "installed": [])", "", "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"endpoint_shows_nothing", "{P:{TP=A}, V:{TP=A}, server P:{}, client V:{TP=U}}",
                 R"("{P:{TP=U}, V:{TP=A}}")", "", "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"nobody_is_let_in", "{P:{TP=A}, V:{TP=A}}", R"("{P:{TP=U}, V:{TP=A}}")", "",
                 "x: 3 none 0 User 0 Admin 0 All; "},
        RoleCase{"issuer_stores_of_the_node", "{P:{TP=A}, V:{TP=A}, client V:{CN=O, IS=My/I1}}",
                 R"("{P:{CN=O}, V:{TP=A}}")", "", "x: 0 none 3 User 0 Admin 0 All; "}),
    [](const auto& row) { return std::string(row.param.name); });

// The counts, asked of every node by itself.
std::vector<ClientStandings> counted_one_by_one(const std::shared_ptr<const world::Setting>& setting,
                                                const std::shared_ptr<const pki::CertificateSet>& certificates,
                                                const world::World& world, SimTime now) {
  AuthenticationClasses fresh(setting, certificates);
  fresh.begin_with_crls(world.crls());
  fresh.learn(world.configurations(), now);
  const std::vector<model::Client>& clients = setting->scenario().cluster.clients;
  std::vector<ClientStandings> standings(clients.size());
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const world::ClientConduct who = world::ClientCalls::conduct(world, static_cast<ClientIndex>(i));
    const pki::CertificateId shown = fresh.client_presentation(who.security, *who.store, now).chosen;
    for (const std::uint32_t id : world.configuration_by_node()) {
      const pki::CertificateId server = fresh.endpoint_presentation(world.configurations(), id, now).chosen;
      const trust::Verdict in = fresh.endpoint_verdict(world.configurations(), id, shown, now);
      const bool both = in.accepted && fresh.client_verdict(who.security, *who.store, server, now).accepted;
      ++standings[i].by_grant[static_cast<std::size_t>(both ? in.grant : trust::Grant::none)];
    }
  }
  return standings;
}

TEST(ClientAccess, CountsAtEveryInstantWhatEachNodeWouldSay) {
  const auto setting = test::setting_from(std::string(start) + R"(
    "cluster": { "nodes": 6, "upgradeDomains": 3, "installed": ["A"], "trustedRoots": ["R1"],
                 "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U, CN=O}, admin V:{TP=D, CN=O@I1}}" },
    "clients": { "d": { "security": "{P:{TP=D}, V:{TP=A, CN=api.test}}", "trustedRoots": ["R1"] },
                 "u": { "security": "{P:{TP=U}, V:{TP=A}}", "installed": ["U"] },
                 "o": { "security": "{P:{CN=O}, V:{TP=A, TP=S}}" } },
    "steps": [ { "install": "S", "nodes": ["N0", "N1", "N2", "N3"] },
               { "upgrade": "endpoint", "to": "{P:{TP=A}, V:{TP=A}, server P:{CN=S, CN=A}, client V:{TP=U, CN=O}, admin V:{TP=D, CN=O@I2}}" },
               { "remove": "S", "nodes": ["N3"] }, { "waitUntil": "2026-02-03" },
               { "upgrade": "nobody", "to": "{P:{TP=A}, V:{TP=A}, admin V:{CN=O, IS=My/S}}" } ] })");
  const auto certificates = setting->certificates();
  world::Simulation simulation(setting);
  AuthenticationClasses classes(setting, certificates);
  ClusterCount count(simulation.world(), classes, {}, setting->scenario().start);
  std::set<std::string> seen;
  std::size_t instants = 0;
  const auto on_event = [&](const world::Simulation::Event& event, const world::Effects& effects,
                            const world::World& world) {
    if (const auto* ends = std::get_if<world::CertificateExpires>(&event.what))
      (void)count.pass_boundary(world, ends->certificate, event.at);
    if (const auto* begins = std::get_if<world::CertificateBecomesValid>(&event.what))
      (void)count.pass_boundary(world, begins->certificate, event.at);
    count.follow(world, effects, event.at);
    if (!effects.crls_changed.empty()) (void)count.pass_crls(world, effects.crls_changed, event.at);
  };
  const auto on_instant = [&](SimTime at, const world::World& world) {
    const std::vector<ClientStandings>& standings = count.clients().standings();
    EXPECT_EQ(standings, counted_one_by_one(setting, certificates, world, at)) << to_string(at);
    seen.insert(standings_text(setting->scenario(), standings));
    ++instants;
  };
  while (simulation.run_instant(on_event, on_instant)) {
  }
  EXPECT_GT(instants, 15U);
  EXPECT_GT(seen.size(), 8U) << "the plan should change how clients stand many times";
}

TEST(ClientAccess, CostsVerdictsByKindsOfNodesAndNotByNodes) {
  const auto chains = [](int nodes) {
    const auto setting = test::setting_from(
        std::string(start) + R"("cluster": { "nodes": )" + std::to_string(nodes) +
        R"(, "upgradeDomains": 5, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}" },
      "clients": { "d": { "security": "{P:{TP=D}, V:{TP=A}}" }, "u": { "security": "{P:{TP=U}, V:{TP=A}}" } },
      "steps": [ { "upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}, client V:{TP=U, TP=D}}" } ] })");
    const std::uint64_t before = pki::verified_chain_count();
    const RunResult result = *rehearse(setting);
    EXPECT_EQ(result.clients.at(0).standings[trust::Grant::user], static_cast<std::uint64_t>(nodes));
    return pki::verified_chain_count() - before;
  };
  EXPECT_EQ(chains(10'000), chains(10));
}

TEST(ClientFindings, NameTheNodeTheFaultAndWhatToKeep) {
  const RunResult result = run(std::string(start) + R"(
    "cluster": { "nodes": 4, "upgradeDomains": 2, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}" },
    "clients": { "deploy": { "security": "{P:{TP=D}, V:{TP=A}}" } },
    "steps": [ { "upgrade": "drop D", "to": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}" } ],
    "checks": [ { "always": "client deploy can connect" }, { "always": "every client can connect" },
                { "always": "client deploy is Admin" }, { "never": "client deploy is refused" } ] })");
  EXPECT_FALSE(result.holds);
  ASSERT_EQ(result.findings.size(), 4U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, "ClientCannotConnect");
  EXPECT_EQ(finding.step, "drop D");
  EXPECT_TRUE(finding.message.starts_with("client deploy cannot connect to 1 of 4 nodes; first N")) << finding.message;
  EXPECT_TRUE(finding.message.ends_with(": ConnectionDenied: CertificateNotMatched")) << finding.message;
  EXPECT_EQ(finding.advice, "keep TP=D in admin V until client deploy does not need it");
  ASSERT_EQ(finding.client_refusals.size(), 1U);
  EXPECT_FALSE(finding.client_refusals[0].validator.is_client);
  EXPECT_EQ(finding.client_refusals[0].shower, Party::of_client(0));
  EXPECT_EQ(result.findings[1].same_as, 0U);
  EXPECT_EQ(result.findings[2].id, "ClientIsNotAdmin");
  EXPECT_EQ(result.findings[3].id, "PropertyHeld");
}

struct AdviceCase {
  const char* name;
  const char* security;
  const char* client;
  const char* check;
  const char* id;
  const char* message;  // behind "; first N0 (UD0)"
  const char* advice;
};

class ClientAdvice : public testing::TestWithParam<AdviceCase> {};

TEST_P(ClientAdvice, SaysTheSmallestChange) {
  const AdviceCase& row = GetParam();
  const RunResult result =
      run(std::string(start) + R"("cluster": { "nodes": 3, "trustedRoots": ["R1"], "security": ")" + row.security +
          R"(" }, "clients": { "x": { "security": )" + row.client + R"( } }, "checks": [ { "always": ")" + row.check +
          R"(" } ] })");
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.id, row.id);
  const std::string first = "; first N0 (UD0)";
  ASSERT_NE(finding.message.find(first), std::string::npos) << finding.message;
  EXPECT_EQ(finding.message.substr(finding.message.find(first) + first.size()), row.message);
  EXPECT_EQ(finding.advice, row.advice);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ClientAdvice,
    testing::Values(
        AdviceCase{"unlisted", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}", R"("{P:{TP=D}, V:{TP=A}}")",
                   "client x can connect", "ClientCannotConnect", ": ConnectionDenied: CertificateNotMatched",
                   "add TP=D to client V, or to admin V if it has to change anything"},
        AdviceCase{"wrong_issuer", "{P:{TP=A}, V:{TP=A}, client V:{CN=O@I1}}", R"("{P:{TP=O}, V:{TP=A}}")",
                   "every client can connect", "ClientCannotConnect", ": ConnectionDenied: IssuerNotMatched",
                   "pin I2, which issued O, in client V or admin V"},
        AdviceCase{"endpoint_unknown", "{P:{TP=A}, V:{TP=A}, server P:{TP=S}, client V:{TP=U}}",
                   R"("{P:{TP=U}, V:{TP=A}}")", "client x can connect", "ClientCannotConnect",
                   ": ServerAuthenticationFailed: CertificateNotMatched",
                   "add TP=S to the V of client x before N0 shows it to clients"},
        AdviceCase{"endpoint_root_unknown", "{P:{TP=A}, V:{TP=A}, server P:{TP=S}, client V:{TP=U}}",
                   R"("{P:{TP=U}, V:{CN=S}}")", "client x can connect", "ClientCannotConnect",
                   ": ServerAuthenticationFailed: UntrustedRoot", "trust the root of S at client x"},
        AdviceCase{"both_refuse", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}", R"("{P:{TP=D}, V:{TP=S}}")",
                   "client x can connect", "ClientCannotConnect", ": ConnectionDenied: CertificateNotMatched",
                   "add TP=D to client V, or to admin V if it has to change anything; and add TP=A to the V of client "
                   "x before N0 shows it to clients"},
        AdviceCase{"shows_nothing", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}",
                   R"("{P:{TP=U}, V:{TP=A}}", "installed": [])", "client x can connect", "ClientCannotConnect",
                   ": ConnectionDenied: NothingPresented",
                   "install a certificate that its P names, with its private key, for client x"},
        AdviceCase{"user_and_no_admin", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}}", R"("{P:{TP=U}, V:{TP=A}}")",
                   "client x is Admin", "ClientIsNotAdmin", ", where it is User", "add TP=U to admin V"},
        AdviceCase{"admin_of_another_issuer", "{P:{TP=A}, V:{TP=A}, client V:{CN=O}, admin V:{CN=O@I1}}",
                   R"("{P:{TP=O}, V:{TP=A}}")", "client x is Admin", "ClientIsNotAdmin", ", where it is User",
                   "pin I2, which issued O, in rule CN=O@I1 of admin V"},
        AdviceCase{"admin_and_not_only_user", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=U}}",
                   R"("{P:{TP=U}, V:{TP=A}}")", "client x is User", "ClientIsNotUser", ", where it is Admin",
                   "remove TP=U from admin V"},
        AdviceCase{"admin_and_no_user", "{P:{TP=A}, V:{TP=A}, admin V:{TP=U}}", R"("{P:{TP=U}, V:{TP=A}}")",
                   "client x is User", "ClientIsNotUser", ", where it is Admin", "move TP=U from admin V to client V"},
        AdviceCase{"not_refused", "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=U}}", R"("{P:{TP=U}, V:{TP=A}}")",
                   "client x is refused", "ClientIsNotRefused", ", where it is Admin",
                   "remove TP=U from client V and TP=U from admin V"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ClientFindings, SayThatRolesAreNotInEffect) {
  const RunResult result = run(std::string(start) + R"("rules": { "rolesInEffect": false },
    "cluster": { "nodes": 3, "security": "{P:{TP=A}, V:{TP=A}, client V:{TP=U}, admin V:{TP=D}}" },
    "clients": { "u": { "security": "{P:{TP=U}, V:{TP=A}}" }, "d": { "security": "{P:{TP=D}, V:{TP=A}}" } },
    "checks": [ { "always": "client u is User" }, { "always": "client d can connect" }, { "always": "client u is Admin" } ] })");
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[0].message,
            "client u is not User on 3 of 3 nodes; first N0 (UD0), where it has all rights");
  for (const Finding& finding : result.findings)
    EXPECT_TRUE(finding.advice.starts_with("let roles take effect (ClientRoleEnabled")) << finding.advice;
}

TEST(ClientFindings, SayThatARevocationListIsMissing) {
  const RunResult result = run(std::string(start) + R"("rules": { "revocation": "leaf" },
    "cluster": { "nodes": 3, "trustedRoots": ["R1"], "security": "{P:{TP=A}, V:{TP=A}, client V:{CN=O}}" },
    "clients": { "o": { "security": "{P:{TP=O}, V:{TP=A}}" } }, "checks": [ { "always": "client o can connect" } ] })");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].advice,
            "let the nodes have a current CRL of I2, or let them go on without (IgnoreCrlOfflineError, here the switch "
            "ignoreCrlOfflineClients)");
}

}  // namespace
}  // namespace certdrill::check
