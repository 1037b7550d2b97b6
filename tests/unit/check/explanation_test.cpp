#include "check/explanation.h"

#include <gtest/gtest.h>

#include "check/rehearsal.h"
#include "model/notation.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

const std::string presents_first =
    R"("steps": [ { "upgrade": "present", "to": "{P:{TP=A, TP=B}, V:{TP=A}}" }, { "upgrade": "accept", "to": "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}" } ],)";

class Explain : public testing::Test {
 protected:
  std::shared_ptr<const world::Setting> setting =
      test::setting_from(test::two_certificates(R"("nodes": 4, "upgradeDomains": 2,)", presents_first));
  std::shared_ptr<const pki::CertificateSet> certificates = setting->certificates();
  Result<Explanation> at(const Moment& moment) const { return explain(setting, certificates, 0, 1, moment); }
};

TEST_F(Explain, AtTheStartWhenNothingElseIsSaid) {
  const Result<Explanation> start = at({});
  ASSERT_TRUE(start);
  EXPECT_EQ(start->at, setting->scenario().start);
  EXPECT_TRUE(start->linked());
}

TEST_F(Explain, AfterADomain) {
  const Result<Explanation> half = at({{}, 0, 0});
  ASSERT_TRUE(half);
  EXPECT_EQ(model::to_string(half->from.security), "{P:{TP=A, TP=B}, V:{TP=A}}");
  EXPECT_EQ(model::to_string(half->to.security), "{P:{TP=A}, V:{TP=A}}");
  EXPECT_TRUE(half->from_judges_to.accepted);
  EXPECT_FALSE(half->to_judges_from.accepted);
  EXPECT_FALSE(half->linked());
}

TEST_F(Explain, AfterAStep) {
  EXPECT_FALSE(at({{}, 0, {}})->linked());
  EXPECT_TRUE(at({{}, 1, {}})->linked());
}

TEST_F(Explain, AtATimeLongAfterTheEndCertificatesHaveExpired) {
  const Result<Explanation> late = at({*parse_sim_time("2027-02-01"), {}, {}});
  ASSERT_TRUE(late);
  EXPECT_EQ(late->from.presentation.chosen, pki::no_certificate);
  EXPECT_EQ(late->to_judges_from.reasons.front().id, trust::ReasonId::NothingPresented);
}

TEST_F(Explain, AtTheMillisecondOfAnExpiry) {
  const SimTime expiry = *parse_sim_time("2027-01-05");
  EXPECT_TRUE(at({expiry - Duration(1), {}, {}})->linked());
  EXPECT_FALSE(at({expiry, {}, {}})->linked());
}

TEST_F(Explain, BeforeTheStartIsAProblem) {
  const Result<Explanation> early = at({*parse_sim_time("2026-01-09"), {}, {}});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.problem().what, "the run starts later than 2026-01-09T00:00:00Z: at 2026-01-10T00:00:00Z");
}

TEST(ExplainClient, AsksTheManagementEndpointAndNotTheNode) {
  const auto with_client = test::setting_from(R"({ "certificates": { "A": {}, "S": {}, "D": {} },
    "cluster": { "nodes": 2, "upgradeDomains": 1, "security": "{P:{TP=A}, V:{TP=A}, server P:{TP=S}, client V:{TP=A}, admin V:{TP=D}}" },
    "clients": { "deploy": { "security": "{P:{TP=D}, V:{TP=S}}" } },
    "steps": [ { "upgrade": "no S", "to": "{P:{TP=A}, V:{TP=A}, admin V:{TP=D}}" } ] })");
  const auto all = with_client->certificates();
  const Result<Explanation> start = explain(with_client, all, Party::of_client(0), 1, {});
  ASSERT_TRUE(start);
  EXPECT_EQ(start->grant(), trust::Grant::admin);
  EXPECT_TRUE(start->from.who.is_client);
  EXPECT_EQ(all->spec(start->to.presentation.chosen).name, "S");
  const Result<Explanation> turned = explain(with_client, all, 1, Party::of_client(0), {});
  ASSERT_TRUE(turned);
  EXPECT_EQ(turned->grant(), trust::Grant::admin);
  EXPECT_EQ(turned->from_judges_to, start->to_judges_from);
  EXPECT_EQ(turned->to_judges_from, start->from_judges_to);
  const Result<Explanation> end = explain(with_client, all, Party::of_client(0), 1, {{}, 0, {}});
  ASSERT_TRUE(end);
  EXPECT_EQ(all->spec(end->to.presentation.chosen).name, "A")
      << "without server P the endpoint shows what the node shows";
  EXPECT_TRUE(end->to_judges_from.accepted);
  EXPECT_FALSE(end->from_judges_to.accepted);
  EXPECT_EQ(end->from_judges_to.fault, "ServerAuthenticationFailed: CertificateNotMatched");
  EXPECT_EQ(end->grant(), trust::Grant::none);
}

}  // namespace
}  // namespace certdrill::check
