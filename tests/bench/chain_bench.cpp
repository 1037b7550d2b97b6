// What verify_chain() costs beside the bare OpenSSL calls in it, for each key type: aim, at most 1.2 times as much.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "pki/certificate_set.h"
#include "pki/chain.h"

namespace {

using certdrill::SimTime;
using certdrill::pki::Certificate;
using certdrill::pki::CertificateSet;
using certdrill::pki::CertificateSpec;
using certdrill::pki::ChainQuestion;
using certdrill::pki::ChainUse;
using certdrill::pki::KeyType;

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
