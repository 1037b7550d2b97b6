// What a verdict costs: from the cache, beside a look-up in a hash table of as many entries; and cold, with its chain
// built, beside bare OpenSSL verifying that chain (chain_bench.cpp has the call).
#include <unordered_map>

#include <benchmark/benchmark.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "check/classes.h"
#include "check/rehearsal.h"
#include "naive/rotation_scenario.h"
#include "world/world.h"

namespace {

using namespace certdrill;

// Six validators and six presented certificates: what a cluster of any size comes down to.
constexpr std::uint32_t classes = 6;

void cached_verdict(benchmark::State& state) {
  const auto setting = std::make_shared<const world::Setting>(naive::rotation_scenario(100));
  check::AuthenticationClasses judged(setting, setting->certificates());
  const world::World world(setting);
  judged.learn(world.configurations(), setting->scenario().start);
  std::uint32_t accepted = 0;
  for (auto each : state) {
    for (check::ClassId a = 0; a < judged.class_count(); ++a) {
      for (check::ClassId b = 0; b < judged.class_count(); ++b) accepted += judged.accepts(a, b) ? 1U : 0U;
    }
    benchmark::DoNotOptimize(accepted);
  }
  state.SetItemsProcessed(state.iterations() * judged.class_count() * judged.class_count());
}
BENCHMARK(cached_verdict);

void cached_verdict_of_a_configuration(benchmark::State& state) {
  const auto setting = std::make_shared<const world::Setting>(naive::rotation_scenario(100));
  check::AuthenticationClasses judged(setting, setting->certificates());
  const world::World world(setting);
  const SimTime now = setting->scenario().start;
  judged.learn(world.configurations(), now);
  for (auto each : state) {
    bool accepted = judged.accepts_certificate(0, 0, now);
    benchmark::DoNotOptimize(accepted);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(cached_verdict_of_a_configuration);

void hash_table_look_up(benchmark::State& state) {
  std::unordered_map<std::uint64_t, bool> table;
  for (std::uint64_t a = 0; a < classes; ++a) {
    for (std::uint64_t b = 0; b < classes; ++b) table.emplace(a << 32 | b, a != b);
  }
  std::uint32_t accepted = 0;
  for (auto each : state) {
    for (std::uint64_t a = 0; a < classes; ++a) {
      for (std::uint64_t b = 0; b < classes; ++b) accepted += table.find(a << 32 | b)->second ? 1U : 0U;
    }
    benchmark::DoNotOptimize(accepted);
  }
  state.SetItemsProcessed(state.iterations() * classes * classes);
}
BENCHMARK(hash_table_look_up);

pki::CertificateSet chain_of_three() {
  const auto spec = [](const char* name, bool authority) {
    pki::CertificateSpec made;
    made.name = name;
    made.common_name = std::string(name) + ".contoso.test";
    made.not_before = *parse_sim_time("2025-01-01");
    made.not_after = *parse_sim_time("2026-01-01");
    made.authority = authority;
    return made;
  };
  std::vector<pki::CertificateSpec> specs = {spec("root", true), spec("inter", true), spec("leaf", false)};
  specs[1].issuer = 0;
  specs[2].issuer = 1;
  return pki::CertificateSet(1, std::move(specs));
}

void cold_verdict(benchmark::State& state) {
  const pki::CertificateSet set = chain_of_three();
  const std::vector<pki::Certificate> roots = {set.certificate(0)};
  const trust::Judge judge;
  trust::RuleSet rules;
  rules.rules.emplace_back(
      trust::CommonNameRule{"CN=leaf@inter", "leaf.contoso.test", {{"inter", set.certificate(1).thumbprint()}}, {}});
  const trust::ShownCertificate shown = trust::show(set, 2);
  const SimTime now = *parse_sim_time("2025-06-01");
  for (auto each : state) {
    const trust::Verdict verdict = trust::judge(trust::examine(shown, {roots, {}}, judge.switches, now), rules, judge);
    if (!verdict.accepted) state.SkipWithError("refused");
  }
}
BENCHMARK(cold_verdict)->Unit(benchmark::kMicrosecond);

std::shared_ptr<X509> parsed(const pki::Certificate& certificate) {
  const unsigned char* der = certificate.der().data();
  return {d2i_X509(nullptr, &der, static_cast<long>(certificate.der().size())), X509_free};
}

void bare_verification_in_it(benchmark::State& state) {
  const pki::CertificateSet set = chain_of_three();
  const std::shared_ptr<X509> root = parsed(set.certificate(0));
  const std::shared_ptr<X509> inter = parsed(set.certificate(1));
  const std::shared_ptr<X509> leaf = parsed(set.certificate(2));
  for (auto each : state) {
    STACK_OF(X509)* sent = sk_X509_new_null();
    STACK_OF(X509)* trusted = sk_X509_new_null();
    sk_X509_push(sent, inter.get());
    sk_X509_push(sent, root.get());
    sk_X509_push(trusted, root.get());
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, nullptr, leaf.get(), sent);
    X509_STORE_CTX_set0_trusted_stack(context, trusted);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, unix_seconds(*parse_sim_time("2025-06-01")));
    X509_VERIFY_PARAM_set_auth_level(parameters, 1);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CHECK_SS_SIGNATURE);
    if (X509_verify_cert(context) != 1) state.SkipWithError("the chain is not clean");
    X509_STORE_CTX_free(context);
    sk_X509_free(sent);
    sk_X509_free(trusted);
  }
}
BENCHMARK(bare_verification_in_it)->Unit(benchmark::kMicrosecond);

}  // namespace
