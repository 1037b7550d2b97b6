#include "pki/tls_handshake.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "chain_cases.h"
#include "pki_test_support.h"
#include "revocation_cases.h"

namespace certdrill::pki {
namespace {

using Names = std::vector<std::string>;

TlsEndpoint endpoint(const CertificateSet& set, const std::string& leaf, const Names& sent, const Names& trusted) {
  const auto id_of = [&set](const std::string& name) {
    CertificateId id = 0;
    while (set.spec(id).name != name) ++id;
    return id;
  };
  TlsEndpoint made;
  if (!leaf.empty()) {
    made.leaf = set.certificate(id_of(leaf));
    made.key_pem = set.private_key_pem(id_of(leaf));
  }
  for (const std::string& name : sent) made.sent.push_back(set.certificate(id_of(name)));
  for (const std::string& name : trusted) made.trusted.push_back(set.certificate(id_of(name)));
  return made;
}

TlsEndpoint in_the_world(const std::string& leaf, const Names& sent, const Names& trusted) {
  return endpoint(world(), leaf, sent, trusted);
}

// "ok", or why not.
std::string text_of(const TlsSide& side) {
  EXPECT_EQ(side.completed, side.failure.empty());
  return side.completed ? "ok" : side.failure;
}

struct TlsCase {
  std::string name;
  std::string server_leaf;
  Names server_sent;
  Names server_trusts;
  std::string client_leaf;
  Names client_sent;
  Names client_trusts;
  std::string at;
  std::string client;  // what the client says of it, with TLS 1.2
  std::string server;
  std::string client_1_3 = {};  // where TLS 1.3 has other words
  std::string server_1_3 = {};

  friend std::ostream& operator<<(std::ostream& out, const TlsCase& row) { return out << row.name; }
};

class TlsHandshake : public testing::TestWithParam<TlsCase> {};

TEST_P(TlsHandshake, EndsTheSameWithTheStockVerification) {
  const TlsCase& row = GetParam();
  const TlsEndpoint server = in_the_world(row.server_leaf, row.server_sent, row.server_trusts);
  const TlsEndpoint client = in_the_world(row.client_leaf, row.client_sent, row.client_trusts);
  const auto words = [](const std::string& of_1_2, const std::string& of_1_3) {
    return of_1_3.empty() ? of_1_2 : of_1_3;
  };
  const TlsOutcome older = tls_handshake(client, server, TlsVersion::tls1_2, time_at(row.at));
  EXPECT_EQ(text_of(older.client), row.client);
  EXPECT_EQ(text_of(older.server), row.server);
  const TlsOutcome newer = tls_handshake(client, server, TlsVersion::tls1_3, time_at(row.at));
  EXPECT_EQ(text_of(newer.client), words(row.client, row.client_1_3));
  EXPECT_EQ(text_of(newer.server), words(row.server, row.server_1_3));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, TlsHandshake,
    testing::Values(
        TlsCase{"self_signed_both_trusted", "A", {}, {"B"}, "B", {}, {"A"}, "2025-06-01", "ok", "ok"},
        TlsCase{"chains", "leaf", {"inter"}, {"root"}, "leaf", {"inter"}, {"root"}, "2025-06-01", "ok", "ok"},
        TlsCase{"root_sent_too",
                "leaf",
                {"inter", "root"},
                {"root"},
                "A",
                {},
                {"root", "A"},
                "2025-06-01",
                "tlsv1 alert unknown ca",
                "certificate verify failed: self-signed certificate"},
        TlsCase{"rsa_and_p256", "rsa_leaf", {}, {"p256_root"}, "p256_leaf", {}, {"rsa_root"}, "2025-06-01", "ok", "ok"},
        TlsCase{"client_refuses",
                "A",
                {},
                {"B"},
                "B",
                {},
                {},
                "2025-06-01",
                "certificate verify failed: self-signed certificate",
                "tlsv1 alert unknown ca"},
        TlsCase{"server_refuses",
                "A",
                {},
                {},
                "B",
                {},
                {"A"},
                "2025-06-01",
                "tlsv1 alert unknown ca",
                "certificate verify failed: self-signed certificate"},
        TlsCase{"leaf_only_sent",
                "leaf",
                {},
                {"root"},
                "leaf",
                {"inter"},
                {"root"},
                "2025-06-01",
                "certificate verify failed: unable to get local issuer certificate",
                "tlsv1 alert unknown ca"},
        TlsCase{"intermediate_is_not_added_from_what_is_trusted",
                "leaf",
                {},
                {"root", "inter"},
                "leaf",
                {"inter"},
                {"root"},
                "2025-06-01",
                "certificate verify failed: unable to get local issuer certificate",
                "tlsv1 alert unknown ca"},
        TlsCase{"client_shows_nothing",
                "A",
                {},
                {"B"},
                "",
                {},
                {"A"},
                "2025-06-01",
                "sslv3 alert handshake failure",
                "peer did not return a certificate",
                "tlsv13 alert certificate required"},
        TlsCase{"expired",
                "A",
                {},
                {"B"},
                "B",
                {},
                {"A"},
                "2026-02-01",
                "certificate verify failed: certificate has expired",
                "sslv3 alert certificate expired"},
        TlsCase{"one_millisecond_before", "A", {}, {"B"}, "B", {}, {"A"}, "2026-01-31T23:59:59.999Z", "ok", "ok"},
        TlsCase{"not_yet_valid",
                "A",
                {},
                {"B"},
                "B",
                {},
                {"A"},
                "2025-01-31T23:59:59Z",
                "certificate verify failed: certificate is not yet valid",
                "sslv3 alert bad certificate"},
        TlsCase{"server_certificate_of_a_client",
                "leaf",
                {"inter"},
                {"root"},
                "server_leaf",
                {"inter"},
                {"root"},
                "2025-06-01",
                "sslv3 alert unsupported certificate",
                "certificate verify failed: unsuitable certificate purpose"},
        TlsCase{"client_use_not_asked_of_a_server",
                "server_leaf",
                {"inter"},
                {"root"},
                "leaf",
                {"inter"},
                {"root"},
                "2025-06-01",
                "ok",
                "ok"}),
    [](const auto& row) { return row.param.name; });

const std::vector<TlsVersion>& both() {
  static const std::vector<TlsVersion> versions = {TlsVersion::tls1_2, TlsVersion::tls1_3};
  return versions;
}

TEST(TlsHandshakeTest, TheCallbackHearsEveryFaultAndMayGoOn) {
  TlsEndpoint server = in_the_world("short_root_leaf", {"short_root"}, {});
  TlsEndpoint client = in_the_world("A", {}, {});
  std::vector<std::pair<int, int>> heard;
  server.on_fault = [](int, int) { return true; };
  client.on_fault = [&heard](int error, int depth) {
    heard.emplace_back(error, depth);
    return true;
  };
  for (const TlsVersion version : both()) {
    heard.clear();
    const TlsOutcome outcome = tls_handshake(client, server, version, time_at("2025-07-01"));
    EXPECT_TRUE(outcome.completed()) << outcome.client.failure << outcome.server.failure;
    EXPECT_EQ(outcome.client.faults, heard);
    const std::vector<std::pair<int, int>> expected = {{19, 1}, {10, 1}};
    EXPECT_EQ(outcome.client.faults, expected);
    EXPECT_EQ(outcome.client.peer_chain, in_world(Names{"short_root_leaf", "short_root"}));
    ASSERT_EQ(outcome.server.faults.size(), 1U);
    EXPECT_EQ(outcome.server.faults[0], std::pair(18, 0));
    EXPECT_EQ(outcome.server.peer_chain, in_world(Names{"A"}));
    EXPECT_EQ(outcome.server.verify_result, 18);
  }
}

TEST(TlsHandshakeTest, TheCallbackEndsItWhereItSaysSo) {
  const TlsEndpoint server = in_the_world("A", {}, {"A"});
  TlsEndpoint client = in_the_world("A", {}, {});
  client.on_fault = [](int error, int) { return error != 18; };
  for (const TlsVersion version : both()) {
    const TlsOutcome outcome = tls_handshake(client, server, version, time_at("2026-03-01"));
    EXPECT_EQ(text_of(outcome.client), "certificate verify failed: self-signed certificate");
    EXPECT_EQ(outcome.client.faults, (std::vector<std::pair<int, int>>{{18, 0}}));
    EXPECT_EQ(outcome.client.peer_chain, in_world(Names{"A"})) << "seen before it is refused";
    EXPECT_EQ(text_of(outcome.server), "tlsv1 alert unknown ca");
  }
}

TEST(TlsHandshakeTest, TheChainIsKeptAsSentByStockVerificationToo) {
  for (const TlsVersion version : both()) {
    const TlsOutcome outcome = tls_handshake(in_the_world("leaf", {"root", "inter"}, {"root"}),
                                             in_the_world("A", {}, {"root"}), version, time_at("2025-06-01"));
    EXPECT_EQ(text_of(outcome.client), "certificate verify failed: self-signed certificate");
    EXPECT_TRUE(outcome.client.peer_chain.empty());
    const TlsOutcome accepted = tls_handshake(in_the_world("leaf", {"root", "inter"}, {"A"}),
                                              in_the_world("A", {}, {"root"}), version, time_at("2025-06-01"));
    EXPECT_TRUE(accepted.completed());
    EXPECT_EQ(accepted.server.peer_chain, in_world(Names{"leaf", "root", "inter"}));
    EXPECT_EQ(accepted.client.peer_chain, in_world(Names{"A"}));
    EXPECT_EQ(accepted.client.verify_result, 0);
  }
}

TEST(TlsHandshakeTest, AServerMayDoWithoutACertificateOfTheClient) {
  TlsEndpoint server = in_the_world("A", {}, {"B"});
  server.demand_certificate = false;
  for (const TlsVersion version : both()) {
    const SimTime at = time_at("2025-06-01");
    const TlsOutcome without = tls_handshake(in_the_world("", {}, {"A"}), server, version, at);
    EXPECT_TRUE(without.completed()) << without.client.failure << without.server.failure;
    EXPECT_TRUE(without.server.peer_chain.empty());
    const TlsOutcome with = tls_handshake(in_the_world("B", {}, {"A"}), server, version, at);
    EXPECT_EQ(with.server.peer_chain, in_world(Names{"B"}));
    EXPECT_FALSE(tls_handshake(in_the_world("leaf", {}, {"A"}), server, version, at).completed());
  }
}

TEST(TlsHandshakeTest, AServerThatShowsNothingIsNoServer) {
  for (const TlsVersion version : both()) {
    const TlsOutcome outcome =
        tls_handshake(in_the_world("A", {}, {"A"}), in_the_world("", {}, {"A"}), version, time_at("2025-06-01"));
    EXPECT_FALSE(outcome.client.completed);
    EXPECT_FALSE(outcome.server.completed);
  }
}

TEST(TlsHandshakeTest, AKeyThatIsNotItsOwnIsSaid) {
  TlsEndpoint server = in_the_world("A", {}, {"A"});
  server.key_pem = in_the_world("B", {}, {}).key_pem;
  const TlsEndpoint client = in_the_world("A", {}, {"A"});
  TlsOutcome outcome = tls_handshake(client, server, TlsVersion::tls1_3, time_at("2025-06-01"));
  EXPECT_EQ(text_of(outcome.server), "the private key does not belong to the certificate");
  EXPECT_EQ(text_of(outcome.client), "the other end gave up without a word");
  server.key_pem = "no key";
  outcome = tls_handshake(client, server, TlsVersion::tls1_3, time_at("2025-06-01"));
  EXPECT_EQ(text_of(outcome.server), "the private key cannot be read");
}

TEST(TlsHandshakeTest, WeakAndDamagedCertificatesAreShownAndRefused) {
  std::vector<CertificateSpec> specs = {
      spec_of("root", "2025-01-01", "2026-01-01"), spec_of("short", "2025-01-01", "2026-01-01"),
      spec_of("sha1", "2025-01-01", "2026-01-01"), spec_of("damaged", "2025-01-01", "2026-01-01"),
      spec_of("server", "2025-01-01", "2026-01-01")};
  specs[0].authority = true;
  specs[0].key_type = KeyType::rsa2048;
  for (std::size_t i = 1; i < specs.size(); ++i) specs[i].issuer = 0;
  specs[1].key_type = KeyType::rsa512;
  specs[2].sha1_signature = true;
  specs[3].damaged_signature = true;
  const CertificateSet set(5, std::move(specs));
  const TlsEndpoint server = endpoint(set, "server", {}, {"root"});
  const auto server_says = [&](const std::string& client, TlsVersion version) {
    return text_of(tls_handshake(endpoint(set, client, {}, {"root"}), server, version, time_at("2025-06-01")).server);
  };
  for (const TlsVersion version : both()) {
    EXPECT_EQ(server_says("sha1", version), "certificate verify failed: CA signature digest algorithm too weak");
    EXPECT_EQ(server_says("damaged", version), "certificate verify failed: certificate signature failure");
  }
  EXPECT_EQ(server_says("short", TlsVersion::tls1_2), "certificate verify failed: EE certificate key too weak");
}

struct TlsRevocationCase {
  RevocationCase row;
  TlsVersion version;

  friend std::ostream& operator<<(std::ostream& out, const TlsRevocationCase& each) { return out << each.row; }
};

std::vector<TlsRevocationCase> revocation_rows() {
  std::vector<TlsRevocationCase> rows;
  for (const RevocationCase& row : revocation_cases()) {
    for (const TlsVersion version : both()) rows.push_back({row, version});
  }
  return rows;
}

class TlsRevocation : public testing::TestWithParam<TlsRevocationCase> {};

// A callback hears of just the faults that verify_chain() finds.
TEST_P(TlsRevocation, HasTheFaultsOfVerifyChain) {
  const RevocationCase& row = GetParam().row;
  const TlsEndpoint server = endpoint(revocation_world(), row.leaf, row.sent, {"self"});
  TlsEndpoint client = endpoint(revocation_world(), "self", {}, row.trusted);
  client.revocation = row.check;
  client.crls = lists_in_world(row.crls);
  client.on_fault = [](int, int) { return true; };
  const TlsOutcome outcome = tls_handshake(client, server, GetParam().version, time_at(row.at));
  const ChainResult result = verify_chain(*server.leaf, server.sent, client.trusted,
                                          ChainQuestion{ChainUse::tls_server, time_at(row.at), row.check, client.crls});
  std::vector<std::pair<int, int>> expected;
  for (const ChainFault& fault : result.faults) {
    expected.emplace_back(fault.openssl_error, static_cast<int>(fault.depth));
  }
  std::vector<std::pair<int, int>> heard = outcome.client.faults;
  std::sort(expected.begin(), expected.end());
  std::sort(heard.begin(), heard.end());
  heard.erase(std::unique(heard.begin(), heard.end()), heard.end());
  // The handshake says 21 beside 20, and 23 beside the 8 of a forged list.
  std::erase_if(heard, [](const auto& each) { return each.first == 21; });
  if (row.name == "a_forged_list_revokes_nothing") std::erase(heard, std::pair(23, 0));
  EXPECT_EQ(heard, expected);
}

INSTANTIATE_TEST_SUITE_P(Cases, TlsRevocation, testing::ValuesIn(revocation_rows()), [](const auto& row) {
  return row.param.row.name + (row.param.version == TlsVersion::tls1_2 ? "_tls1_2" : "_tls1_3");
});

TEST(TlsHandshakeTest, StockVerificationRefusesTheRevoked) {
  const TlsEndpoint server = endpoint(revocation_world(), "leaf", {"inter"}, {"self"});
  TlsEndpoint client = endpoint(revocation_world(), "self", {}, {"root"});
  client.revocation = RevocationCheck::leaf;
  const auto client_says = [&](const Names& lists) {
    client.crls = lists_in_world(lists);
    return text_of(tls_handshake(client, server, TlsVersion::tls1_3, time_at("2025-06-01")).client);
  };
  EXPECT_EQ(client_says({"inter 1 2025-01-01 2026-01-01:"}), "ok");
  EXPECT_EQ(client_says({"inter 1 2025-01-01 2026-01-01:", "inter 2 2025-05-01 2026-01-01: leaf"}),
            "certificate verify failed: certificate revoked");
  EXPECT_EQ(client_says({}), "certificate verify failed: unable to get certificate CRL");
}

TEST(TlsHandshakeTest, ManyThreadsMayShakeHandsAtOnce) {
  const TlsEndpoint server = in_the_world("A", {}, {"B"});
  const TlsEndpoint client = in_the_world("B", {}, {"A"});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int pair = 0; pair < 20; ++pair) {
        const TlsVersion version = pair % 2 == 0 ? TlsVersion::tls1_2 : TlsVersion::tls1_3;
        EXPECT_TRUE(tls_handshake(client, server, version, time_at("2025-06-01")).completed());
      }
    });
  }
}

}  // namespace
}  // namespace certdrill::pki
