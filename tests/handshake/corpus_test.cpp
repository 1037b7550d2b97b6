// The rule engine against real mutual TLS handshakes.
//
// Each case is made twice, in TLS 1.2 and 1.3. Its answer by the rules: does each end accept the other, and as what?
// Its answer in TLS: does the handshake complete, with a verify callback that goes on where the profile's runtime goes
// on, and does each end, by the plain check of what the callback was called with, accept the other, and as what?
// When one end ends the handshake, the other may not have come to judge at all: then the pair as a whole is compared.
#include "corpus.h"

#include <iostream>

#include <gtest/gtest.h>

#include "support/rounds.h"

namespace certdrill::handshake {
namespace {

constexpr int cases = test::rounds(2'400);

struct Answer {
  bool link = false;
  trust::Grant client_is = trust::Grant::none;  // what the server grants the client
  trust::Grant server_is = trust::Grant::none;
  friend bool operator==(const Answer&, const Answer&) = default;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << (answer.link ? "linked, client " : "not linked, client ") << to_string(answer.client_is) << ", server "
             << to_string(answer.server_is);
}

Answer by_the_rules(const Case& each) {
  const trust::Verdict of_client = verdict_of(each.server, each.client.shows, each.at);
  const trust::Verdict of_server = verdict_of(each.client, each.server.shows, each.at);
  if (!of_client.accepted || !of_server.accepted) return {};
  return {true, of_client.grant, of_server.grant};
}

Answer in_tls(const Case& each, pki::TlsVersion version) {
  pki::TlsEndpoint client = endpoint_of(each.client, each.at);
  pki::TlsEndpoint server = endpoint_of(each.server, each.at);
  client.on_fault = [&](int error, int) { return goes_on(each.client.judging, error); };
  server.on_fault = [&](int error, int) { return goes_on(each.server.judging, error); };
  const pki::TlsOutcome outcome = pki::tls_handshake(client, server, version, each.at);
  if (!outcome.completed()) return {};
  const PlainAnswer of_client =
      check_after_handshake(each.server.judging, outcome.server.faults, outcome.server.peer_chain, each.at);
  const PlainAnswer of_server =
      check_after_handshake(each.client.judging, outcome.client.faults, outcome.client.peer_chain, each.at);
  if (!of_client.accepted || !of_server.accepted) return {};
  return {true, of_client.grant, of_server.grant};
}

TEST(HandshakeCorpus, TheRulesAgreeWithRealHandshakes) {
  Random random(20260110);
  int agreed = 0;
  int linked = 0;
  int admins = 0;
  for (int i = 0; i < cases; ++i) {
    const Case each = any_case(random);
    const Answer expected = by_the_rules(each);
    linked += expected.link ? 1 : 0;
    admins += expected.client_is == trust::Grant::admin ? 1 : 0;
    bool both = true;
    for (const pki::TlsVersion version : {pki::TlsVersion::tls1_2, pki::TlsVersion::tls1_3}) {
      const Answer answer = in_tls(each, version);
      EXPECT_EQ(answer, expected) << "case " << i << " " << each.text;
      both = both && answer == expected;
    }
    agreed += both ? 1 : 0;
  }
  std::cout << "handshakes: " << cases << " cases, each in TLS 1.2 and 1.3; the rules agree in " << agreed << " ("
            << 100 * agreed / cases << " %); " << linked << " pairs linked, " << admins << " clients are admins\n";
  EXPECT_EQ(agreed, cases);
  // Else the corpus hardly puts the rules to the test.
  EXPECT_GT(linked, cases / 20);
  EXPECT_LT(linked, cases * 9 / 10);
  EXPECT_GT(admins, cases / 200);
}

// One end at a time: the other has no objection, so that each judgement is seen for itself.
TEST(HandshakeCorpus, EachEndAloneAgreesWithRealHandshakes) {
  Random random(20260111);
  int agreed = 0;
  int accepted = 0;
  for (int i = 0; i < cases; ++i) {
    Case each = any_case(random);
    const trust::Verdict expected = verdict_of(each.server, each.client.shows, each.at);
    accepted += expected.accepted ? 1 : 0;
    pki::TlsEndpoint client = endpoint_of(each.client, each.at);
    pki::TlsEndpoint server = endpoint_of(each.server, each.at);
    client.on_fault = [](int, int) { return true; };
    server.on_fault = [&](int error, int) { return goes_on(each.server.judging, error); };
    const auto version = i % 2 == 0 ? pki::TlsVersion::tls1_2 : pki::TlsVersion::tls1_3;
    const pki::TlsOutcome outcome = pki::tls_handshake(client, server, version, each.at);
    PlainAnswer answer;
    if (outcome.server.completed)
      answer = check_after_handshake(each.server.judging, outcome.server.faults, outcome.server.peer_chain, each.at);
    EXPECT_EQ(answer.accepted, expected.accepted) << "case " << i << " " << each.text << "\n"
                                                  << trust::summary(expected);
    EXPECT_EQ(to_string(answer.grant), to_string(expected.grant)) << "case " << i << " " << each.text;
    agreed += answer.accepted == expected.accepted && answer.grant == expected.grant ? 1 : 0;
  }
  std::cout << "one end alone: " << cases << " cases; the rules agree in " << agreed << " (" << 100 * agreed / cases
            << " %); " << accepted << " accepted\n";
  EXPECT_EQ(agreed, cases);
  EXPECT_GT(accepted, cases / 20);
}

// For a rule that asks for a trusted chain and nothing else, OpenSSL as it comes has to say the same.
TEST(HandshakeCorpus, PlainRulesAgreeWithStockVerification) {
  Random random(20260112);
  int agreed = 0;
  int linked = 0;
  for (int i = 0; i < cases; ++i) {
    const Case each = any_plain_case(random);
    const Answer expected = by_the_rules(each);
    linked += expected.link ? 1 : 0;
    const auto version = i % 2 == 0 ? pki::TlsVersion::tls1_2 : pki::TlsVersion::tls1_3;
    const pki::TlsOutcome outcome =
        pki::tls_handshake(endpoint_of(each.client, each.at), endpoint_of(each.server, each.at), version, each.at);
    EXPECT_EQ(outcome.completed(), expected.link) << "case " << i << " " << each.text;
    agreed += outcome.completed() == expected.link ? 1 : 0;
  }
  std::cout << "stock verification: " << cases << " cases; the rules agree in " << agreed << " ("
            << 100 * agreed / cases << " %); " << linked << " pairs linked\n";
  EXPECT_EQ(agreed, cases);
  EXPECT_GT(linked, cases / 20);
}

}  // namespace
}  // namespace certdrill::handshake
