#include "chain_cases.h"

#include <string_view>

#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

std::vector<CertificateSpec> world_specs() {
  std::vector<CertificateSpec> specs;
  const auto add = [&specs](CertificateSpec spec, const std::string& issuer = {}) {
    for (CertificateId id = 0; id < specs.size(); ++id) {
      if (specs[id].name == issuer) spec.issuer = id;
    }
    specs.push_back(std::move(spec));
  };
  const auto authority = [](std::string name, std::string_view until, KeyType type = KeyType::ed25519) {
    CertificateSpec spec = spec_of(std::move(name), "2024-01-01", until);
    spec.authority = true;
    spec.key_type = type;
    return spec;
  };
  const auto node = [](std::string name, std::vector<KeyUsage> usages = {}, KeyType type = KeyType::ed25519) {
    CertificateSpec spec = spec_of(std::move(name), "2025-02-01", "2026-02-01");
    spec.key_usages = std::move(usages);
    spec.key_type = type;
    return spec;
  };
  const std::vector<KeyUsage> tls = {KeyUsage::server_auth, KeyUsage::client_auth};

  add(authority("root", "2034-01-01"));
  add(authority("other_root", "2034-01-01"));
  add(authority("inter", "2030-01-01"), "root");
  add(authority("short_inter", "2025-06-01"), "root");
  add(authority("short_root", "2025-06-01"));
  add(node("leaf", tls), "inter");
  add(node("any_use_leaf"), "inter");
  add(node("short_leaf", tls), "short_inter");
  add(node("short_root_leaf", tls), "short_root");
  add(node("server_leaf", {KeyUsage::server_auth}), "inter");
  add(node("code_leaf", {KeyUsage::code_signing}), "inter");
  add(node("issued_by_leaf", tls), "leaf");

  CertificateSpec a = node("A", tls);
  CertificateSpec b = node("B", tls);
  a.common_name = b.common_name = "cluster.test";
  add(a);
  add(b);
  CertificateSpec unnamed = node("unnamed");
  unnamed.common_name.clear();
  unnamed.dns_names = {"unnamed.test"};
  add(unnamed);

  add(node("self_p256", tls, KeyType::p256));
  add(node("self_rsa", tls, KeyType::rsa2048));
  add(authority("p256_root", "2034-01-01", KeyType::p256));
  add(node("p256_leaf", tls, KeyType::p256), "p256_root");
  add(authority("rsa_root", "2034-01-01", KeyType::rsa2048));
  add(node("rsa_leaf", tls, KeyType::rsa2048), "rsa_root");
  add(node("ed_under_rsa", tls), "rsa_root");
  add(node("ed_under_p256", tls), "p256_root");
  return specs;
}

}  // namespace

const CertificateSet& world() {
  static const CertificateSet set(11, world_specs());
  return set;
}

Certificate in_world(const std::string& words) {
  constexpr std::string_view damaged = "tampered ";
  const bool is_damaged = words.rfind(damaged, 0) == 0;
  const std::string name = is_damaged ? words.substr(damaged.size()) : words;
  for (CertificateId id = 0; id < world().size(); ++id) {
    if (world().spec(id).name != name) continue;
    return is_damaged ? tampered(world().certificate(id)) : world().certificate(id);
  }
  ADD_FAILURE() << "no certificate " << words;
  return world().certificate(0);
}

std::vector<Certificate> in_world(const std::vector<std::string>& names) {
  std::vector<Certificate> found;
  for (const std::string& name : names) found.push_back(in_world(name));
  return found;
}

const std::vector<ChainCase>& chain_cases() {
  constexpr const char* valid = "2025-05-01";
  constexpr const char* late = "2027-01-01";
  constexpr ChainUse server = ChainUse::tls_server;
  static const std::vector<ChainCase> cases = {
      {"good", "leaf", {"inter"}, {"root"}, valid, "clean"},
      {"good_for_a_server", "leaf", {"inter"}, {"root"}, valid, "clean", server},
      {"good_without_extended_usage", "any_use_leaf", {"inter"}, {"root"}, valid, "clean"},
      {"good_with_the_root_sent", "leaf", {"root", "inter"}, {"root"}, valid, "clean"},
      {"good_among_other_roots", "leaf", {"inter"}, {"other_root", "A", "root"}, valid, "clean"},

      {"untrusted_root_sent", "leaf", {"inter", "root"}, {"other_root"}, valid, "UntrustedRoot@2"},
      {"untrusted_root_not_sent", "leaf", {"inter"}, {"other_root"}, valid, "PartialChain@1"},
      {"nothing_trusted", "leaf", {"inter"}, {}, valid, "PartialChain@1"},
      {"intermediate_not_sent", "leaf", {}, {"root"}, valid, "PartialChain@0"},
      {"leaf_trusted_but_not_its_root", "leaf", {"inter"}, {"leaf"}, valid, "PartialChain@1"},

      {"leaf_expired", "leaf", {"inter"}, {"root"}, late, "Expired@0"},
      {"leaf_not_yet_valid", "leaf", {"inter"}, {"root"}, "2024-12-31", "NotYetValid@0"},
      {"one_second_before_not_before", "leaf", {"inter"}, {"root"}, "2025-01-31T23:59:59Z", "NotYetValid@0"},
      {"last_millisecond_before_not_before", "leaf", {"inter"}, {"root"}, "2025-01-31T23:59:59.999Z", "NotYetValid@0"},
      {"exactly_at_not_before", "leaf", {"inter"}, {"root"}, "2025-02-01", "clean"},
      {"one_second_before_not_after", "leaf", {"inter"}, {"root"}, "2026-01-31T23:59:59Z", "clean"},
      {"last_millisecond_before_not_after", "leaf", {"inter"}, {"root"}, "2026-01-31T23:59:59.999Z", "clean"},
      {"exactly_at_not_after", "leaf", {"inter"}, {"root"}, "2026-02-01", "Expired@0"},
      {"intermediate_expired", "short_leaf", {"short_inter"}, {"root"}, "2025-06-01", "Expired@1"},
      {"intermediate_not_yet_expired", "short_leaf", {"short_inter"}, {"root"}, "2025-05-31T23:59:59Z", "clean"},
      {"leaf_and_intermediate_expired", "short_leaf", {"short_inter"}, {"root"}, late, "Expired@0 Expired@1"},
      {"root_expired", "short_root_leaf", {}, {"short_root"}, "2025-07-01", "Expired@1"},
      {"all_not_yet_valid", "leaf", {"inter"}, {"root"}, "2000-01-01", "NotYetValid@0 NotYetValid@1 NotYetValid@2"},

      {"partial_and_leaf_expired", "leaf", {}, {"root"}, late, "PartialChain@0 Expired@0"},
      {"partial_higher_up_and_leaf_expired", "leaf", {"inter"}, {}, late, "Expired@0 PartialChain@1"},
      {"partial_and_its_top_expired", "short_leaf", {"short_inter"}, {}, "2025-07-01", "PartialChain@1 Expired@1"},
      {"untrusted_root_and_leaf_expired", "leaf", {"inter", "root"}, {}, late, "Expired@0 UntrustedRoot@2"},
      {"untrusted_root_expired_too", "short_root_leaf", {"short_root"}, {}, "2025-07-01", "UntrustedRoot@1 Expired@1"},

      {"self_signed_trusted", "A", {}, {"A"}, valid, "clean"},
      {"self_signed_trusted_for_a_server", "A", {}, {"A"}, valid, "clean", server},
      {"self_signed_p256_trusted", "self_p256", {}, {"self_p256"}, valid, "clean"},
      {"self_signed_rsa_trusted", "self_rsa", {}, {"self_rsa"}, valid, "clean", server},
      {"self_signed_unnamed_trusted", "unnamed", {}, {"unnamed"}, valid, "clean"},
      {"self_signed_untrusted", "A", {}, {}, valid, "UntrustedRoot@0"},
      {"self_signed_rsa_untrusted", "self_rsa", {}, {"root"}, valid, "UntrustedRoot@0"},
      {"self_signed_untrusted_and_expired", "A", {}, {"root"}, late, "UntrustedRoot@0 Expired@0"},
      {"self_signed_untrusted_not_yet_valid", "A", {}, {}, "2024-01-01", "UntrustedRoot@0 NotYetValid@0"},
      {"self_signed_trusted_and_expired", "A", {}, {"A"}, "2026-02-01", "Expired@0"},
      {"same_name_first", "A", {}, {"A", "B"}, valid, "clean"},
      {"same_name_second", "B", {}, {"A", "B"}, valid, "clean"},
      {"same_name_another_trusted", "A", {}, {"B"}, valid, "UntrustedRoot@0"},
      {"same_name_another_sent", "A", {"B"}, {"A"}, valid, "clean"},

      {"server_certificate_as_client", "server_leaf", {"inter"}, {"root"}, valid, "UsageNotAllowed@0"},
      {"server_certificate_as_server", "server_leaf", {"inter"}, {"root"}, valid, "clean", server},
      {"code_signing_certificate", "code_leaf", {"inter"}, {"root"}, valid, "UsageNotAllowed@0"},
      {"wrong_use_and_expired", "server_leaf", {"inter"}, {"root"}, late, "UsageNotAllowed@0 Expired@0"},
      {"wrong_use_and_partial", "server_leaf", {}, {"root"}, valid, "PartialChain@0 UsageNotAllowed@0"},

      {"issuer_is_no_authority",
       "issued_by_leaf",
       {"leaf", "inter"},
       {"root"},
       valid,
       "ConstraintViolated@1 UsageNotAllowed@1"},

      {"leaf_tampered", "tampered leaf", {"inter"}, {"root"}, valid, "SignatureInvalid@0"},
      {"leaf_tampered_below_the_root", "tampered short_root_leaf", {}, {"short_root"}, valid, "SignatureInvalid@0"},
      {"leaf_tampered_and_expired", "tampered leaf", {"inter"}, {"root"}, late, "SignatureInvalid@0 Expired@0"},
      {"leaf_tampered_and_root_untrusted",
       "tampered leaf",
       {"inter", "root"},
       {},
       valid,
       "SignatureInvalid@0 UntrustedRoot@2"},
      {"rsa_leaf_tampered", "tampered rsa_leaf", {}, {"rsa_root"}, valid, "SignatureInvalid@0"},
      {"p256_leaf_tampered", "tampered p256_leaf", {}, {"p256_root"}, valid, "SignatureInvalid@0"},
      {"intermediate_tampered", "leaf", {"tampered inter"}, {"root"}, valid, "SignatureInvalid@1"},
      {"self_signed_tampered_untrusted", "tampered A", {}, {"A"}, valid, "UntrustedRoot@0 SignatureInvalid@0"},
      {"self_signed_tampered_trusted", "tampered A", {}, {"tampered A"}, valid, "SignatureInvalid@0"},

      {"p256_chain", "p256_leaf", {}, {"p256_root"}, valid, "clean"},
      {"rsa_chain", "rsa_leaf", {}, {"rsa_root"}, valid, "clean"},
      {"ed25519_below_rsa", "ed_under_rsa", {}, {"rsa_root"}, valid, "clean"},
      {"ed25519_below_p256", "ed_under_p256", {}, {"p256_root"}, valid, "clean", server},
  };
  return cases;
}

}  // namespace certdrill::pki
