// What verify_chain() costs beside the bare OpenSSL calls in it, for each key type, without and with revocation lists:
// aim, at most 1.2 times as much. And what minting and handshakes cost.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "pki/certificate_set.h"
#include "pki/chain.h"
#include "pki/tls_handshake.h"

namespace {

using certdrill::SimTime;
using certdrill::pki::Certificate;
using certdrill::pki::CertificateId;
using certdrill::pki::CertificateSet;
using certdrill::pki::CertificateSpec;
using certdrill::pki::ChainQuestion;
using certdrill::pki::ChainUse;
using certdrill::pki::CrlSpec;
using certdrill::pki::KeyType;
using certdrill::pki::RevocationCheck;
using certdrill::pki::TlsEndpoint;
using certdrill::pki::TlsVersion;

SimTime moment() { return *certdrill::parse_sim_time("2025-06-01"); }

CertificateSpec spec_of(std::string name, KeyType type, bool authority) {
  CertificateSpec spec;
  spec.common_name = name + ".test";
  spec.name = std::move(name);
  spec.not_before = *certdrill::parse_sim_time("2025-01-01");
  spec.not_after = *certdrill::parse_sim_time("2026-01-01");
  spec.key_type = type;
  spec.authority = authority;
  return spec;
}

// Root, intermediate, leaf.
CertificateSet chain_of_three(KeyType type) {
  std::vector<CertificateSpec> specs = {spec_of("root", type, true), spec_of("inter", type, true),
                                        spec_of("leaf", type, false)};
  specs[1].issuer = 0;
  specs[2].issuer = 1;
  return CertificateSet(1, std::move(specs));
}

void verify_with_certdrill(benchmark::State& state, KeyType type) {
  const CertificateSet set = chain_of_three(type);
  const Certificate& leaf = set.certificate(2);
  const std::vector<Certificate> sent = {set.certificate(1)};
  const std::vector<Certificate> trusted = {set.certificate(0)};
  for (auto each : state) {
    const auto result =
        certdrill::pki::verify_chain(leaf, sent, trusted, ChainQuestion{ChainUse::tls_client, moment()});
    if (!result.clean()) state.SkipWithError("the chain is not clean");
  }
}

std::shared_ptr<X509> parsed(const Certificate& certificate) {
  const unsigned char* der = certificate.der().data();
  return {d2i_X509(nullptr, &der, static_cast<long>(certificate.der().size())), X509_free};
}

void verify_with_bare_openssl(benchmark::State& state, KeyType type) {
  const CertificateSet set = chain_of_three(type);
  const std::shared_ptr<X509> root = parsed(set.certificate(0));
  const std::shared_ptr<X509> inter = parsed(set.certificate(1));
  const std::shared_ptr<X509> leaf = parsed(set.certificate(2));
  for (auto each : state) {
    STACK_OF(X509)* sent = sk_X509_new_null();
    STACK_OF(X509)* trusted = sk_X509_new_null();
    sk_X509_push(sent, inter.get());
    sk_X509_push(trusted, root.get());
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, nullptr, leaf.get(), sent);
    X509_STORE_CTX_set0_trusted_stack(context, trusted);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, certdrill::unix_seconds(moment()));
    X509_VERIFY_PARAM_set_auth_level(parameters, 1);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CHECK_SS_SIGNATURE);
    if (X509_verify_cert(context) != 1) state.SkipWithError("the chain is not clean");
    X509_STORE_CTX_free(context);
    sk_X509_free(sent);
    sk_X509_free(trusted);
  }
}

BENCHMARK_CAPTURE(verify_with_bare_openssl, ed25519, KeyType::ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_with_certdrill, ed25519, KeyType::ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_with_bare_openssl, p256, KeyType::p256)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_with_certdrill, p256, KeyType::p256)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_with_bare_openssl, rsa2048, KeyType::rsa2048)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_with_certdrill, rsa2048, KeyType::rsa2048)->Unit(benchmark::kMicrosecond);

// --- with revocation: every certificate of the chain is looked up, each list names a hundred others ---

struct RevocationWorld {
  CertificateSet set;
  std::vector<certdrill::pki::Crl> crls;
};

RevocationWorld revocation_world(KeyType type) {
  std::vector<CertificateSpec> specs = {spec_of("root", type, true), spec_of("inter", type, true),
                                        spec_of("leaf", type, false)};
  specs[1].issuer = 0;
  specs[2].issuer = 1;
  for (CertificateId issuer : {0U, 1U}) {
    for (int i = 0; i < 100; ++i) {
      specs.push_back(spec_of("revoked" + std::to_string(issuer) + "-" + std::to_string(i), type, false));
      specs.back().issuer = issuer;
    }
  }
  RevocationWorld world{CertificateSet(1, std::move(specs)), {}};
  for (CertificateId issuer : {0U, 1U}) {
    CrlSpec list;
    list.issuer = issuer;
    list.this_update = *certdrill::parse_sim_time("2025-05-01");
    list.next_update = *certdrill::parse_sim_time("2025-07-01");
    for (CertificateId id = 3; id < world.set.size(); ++id) {
      if (world.set.spec(id).issuer == issuer) list.revoked.push_back({id, list.this_update});
    }
    world.crls.push_back(world.set.crl(list));
  }
  return world;
}

void verify_revocation_with_certdrill(benchmark::State& state, KeyType type) {
  const RevocationWorld world = revocation_world(type);
  const Certificate& leaf = world.set.certificate(2);
  const std::vector<Certificate> sent = {world.set.certificate(1)};
  const std::vector<Certificate> trusted = {world.set.certificate(0)};
  const ChainQuestion question{ChainUse::tls_client, moment(), RevocationCheck::chain_without_root, world.crls};
  for (auto each : state) {
    const auto result = certdrill::pki::verify_chain(leaf, sent, trusted, question);
    if (!result.clean()) state.SkipWithError("the chain is not clean");
  }
}

std::shared_ptr<X509_CRL> parsed(const certdrill::pki::Crl& crl) {
  const unsigned char* der = crl.der().data();
  return {d2i_X509_CRL(nullptr, &der, static_cast<long>(crl.der().size())), X509_CRL_free};
}

// OpenSSL looks up the root as well and misses a list of it: that one fault is passed over.
int pass_over_missing_list(int good, X509_STORE_CTX* context) {
  if (good == 1) return 1;
  if (X509_STORE_CTX_get_error(context) != X509_V_ERR_UNABLE_TO_GET_CRL) return 0;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

void verify_revocation_with_bare_openssl(benchmark::State& state, KeyType type) {
  const RevocationWorld world = revocation_world(type);
  const std::shared_ptr<X509> root = parsed(world.set.certificate(0));
  const std::shared_ptr<X509> inter = parsed(world.set.certificate(1));
  const std::shared_ptr<X509> leaf = parsed(world.set.certificate(2));
  const std::shared_ptr<X509_CRL> of_root = parsed(world.crls[0]);
  const std::shared_ptr<X509_CRL> of_inter = parsed(world.crls[1]);
  for (auto each : state) {
    STACK_OF(X509)* sent = sk_X509_new_null();
    STACK_OF(X509)* trusted = sk_X509_new_null();
    STACK_OF(X509_CRL)* crls = sk_X509_CRL_new_null();
    sk_X509_push(sent, inter.get());
    sk_X509_push(trusted, root.get());
    sk_X509_CRL_push(crls, of_root.get());
    sk_X509_CRL_push(crls, of_inter.get());
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, nullptr, leaf.get(), sent);
    X509_STORE_CTX_set0_trusted_stack(context, trusted);
    X509_STORE_CTX_set0_crls(context, crls);
    X509_STORE_CTX_set_verify_cb(context, pass_over_missing_list);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, certdrill::unix_seconds(moment()));
    X509_VERIFY_PARAM_set_auth_level(parameters, 1);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_flags(parameters,
                                X509_V_FLAG_CHECK_SS_SIGNATURE | X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    if (X509_verify_cert(context) != 1) state.SkipWithError("the chain is not clean");
    X509_STORE_CTX_free(context);
    sk_X509_free(sent);
    sk_X509_free(trusted);
    sk_X509_CRL_free(crls);
  }
}

BENCHMARK_CAPTURE(verify_revocation_with_bare_openssl, ed25519, KeyType::ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_revocation_with_certdrill, ed25519, KeyType::ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_revocation_with_bare_openssl, rsa2048, KeyType::rsa2048)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(verify_revocation_with_certdrill, rsa2048, KeyType::rsa2048)->Unit(benchmark::kMicrosecond);

// --- one real handshake, both sides verifying: what the corpus of handshakes pays for each of its cases ---

void shake_hands(benchmark::State& state, KeyType type, TlsVersion version) {
  const CertificateSet set(1, {spec_of("A", type, false), spec_of("B", type, false)});
  TlsEndpoint client;
  client.leaf = set.certificate(0);
  client.key_pem = set.private_key_pem(0);
  client.trusted = {set.certificate(1)};
  TlsEndpoint server;
  server.leaf = set.certificate(1);
  server.key_pem = set.private_key_pem(1);
  server.trusted = {set.certificate(0)};
  for (auto each : state) {
    if (!tls_handshake(client, server, version, moment()).completed()) state.SkipWithError("a refusal");
  }
}
BENCHMARK_CAPTURE(shake_hands, ed25519_tls1_2, KeyType::ed25519, TlsVersion::tls1_2)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(shake_hands, ed25519_tls1_3, KeyType::ed25519, TlsVersion::tls1_3)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(shake_hands, rsa2048_tls1_2, KeyType::rsa2048, TlsVersion::tls1_2)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(shake_hands, rsa2048_tls1_3, KeyType::rsa2048, TlsVersion::tls1_3)->Unit(benchmark::kMicrosecond);

// Two self-signed certificates from nothing, keys included: what a small scenario starts with.
void mint_two_self_signed(benchmark::State& state, KeyType type) {
  for (auto each : state) {
    const CertificateSet set(1, {spec_of("A", type, false), spec_of("B", type, false)});
    benchmark::DoNotOptimize(set.certificate(0));
    benchmark::DoNotOptimize(set.certificate(1));
  }
}
BENCHMARK_CAPTURE(mint_two_self_signed, ed25519, KeyType::ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(mint_two_self_signed, p256, KeyType::p256)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(mint_two_self_signed, rsa2048, KeyType::rsa2048)->Unit(benchmark::kMicrosecond);

}  // namespace
