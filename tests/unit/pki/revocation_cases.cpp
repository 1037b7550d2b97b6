#include "revocation_cases.h"

#include <sstream>

namespace certdrill::pki {
namespace {

CertificateId id_of(const std::string& name) {
  for (CertificateId id = 0; id < revocation_world().size(); ++id) {
    if (revocation_world().spec(id).name == name) return id;
  }
  ADD_FAILURE() << "no certificate " << name;
  return 0;
}

Crl list_in_world(std::string words) {
  const bool forged = words.rfind("forged ", 0) == 0;
  if (forged) words.erase(0, 7);
  std::istringstream in(words.replace(words.find(':'), 1, " "));
  std::string issuer;
  std::string from;
  std::string until;
  CrlSpec spec;
  in >> issuer >> spec.number >> from >> until;
  spec.issuer = id_of(issuer);
  spec.this_update = time_at(from);
  spec.next_update = time_at(until);
  for (std::string name; in >> name;) spec.revoked.push_back({id_of(name), time_at("2025-01-15")});
  const Crl crl = revocation_world().crl(spec);
  if (!forged) return crl;
  std::vector<std::uint8_t> der = crl.der();
  der.back() ^= 0x01;
  return *Crl::from_der(der);
}

}  // namespace

const CertificateSet& revocation_world() {
  static const CertificateSet set = [] {
    std::vector<CertificateSpec> specs;
    const auto add = [&specs](std::string name, const std::string& issuer, bool authority,
                              KeyType type = KeyType::ed25519) -> CertificateSpec& {
      CertificateSpec spec = spec_of(std::move(name), "2025-01-01", "2026-01-01");
      spec.authority = authority;
      spec.key_type = type;
      for (CertificateId id = 0; id < specs.size(); ++id) {
        if (specs[id].name == issuer) spec.issuer = id;
      }
      specs.push_back(std::move(spec));
      return specs.back();
    };
    add("root", "", true);
    add("inter", "root", true).publishes_crl = true;
    add("leaf", "inter", false);
    add("other", "inter", false);
    add("self", "", false);
    add("root2", "", true).common_name = "root.test";  // another key under the name of the first
    add("leaf2", "root2", false);
    add("p256_root", "", true, KeyType::p256);
    add("p256_leaf", "p256_root", false);
    add("rsa_root", "", true, KeyType::rsa2048);
    add("rsa_leaf", "rsa_root", false);
    return CertificateSet(21, std::move(specs));
  }();
  return set;
}

std::vector<Certificate> in_revocation_world(const std::vector<std::string>& names) {
  std::vector<Certificate> found;
  for (const std::string& name : names) found.push_back(revocation_world().certificate(id_of(name)));
  return found;
}

std::vector<Crl> lists_in_world(const std::vector<std::string>& words) {
  std::vector<Crl> lists;
  for (const std::string& each : words) lists.push_back(list_in_world(each));
  return lists;
}

std::vector<std::string> issuers_in_world(const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (const std::string& each : words) {
    std::istringstream in(each);
    std::string issuer;
    in >> issuer;
    if (issuer == "forged") in >> issuer;
    names.push_back(revocation_world().spec(id_of(issuer)).common_name);
  }
  return names;
}

const std::vector<RevocationCase>& revocation_cases() {
  using enum RevocationCheck;
  // Current throughout the year.
  static const std::string of_root = "root 1 2025-01-01 2026-01-01:";
  static const std::string of_inter = "inter 1 2025-01-01 2026-01-01:";
  static const std::vector<std::string> inter = {"inter"};
  static const std::vector<std::string> root = {"root"};
  static const std::vector<RevocationCase> cases = {
      {"off_looks_at_nothing", off, "leaf", inter, root, {of_inter + " leaf"}, "clean", ""},
      {"leaf_listed", leaf, "leaf", inter, root, {of_inter + " leaf"}, "Revoked@0", "23"},
      {"another_one_listed", leaf, "leaf", inter, root, {of_inter + " other"}, "clean", ""},
      {"nothing_listed", leaf, "leaf", inter, root, {of_inter}, "clean", ""},
      {"leaf_without_a_list", leaf, "leaf", inter, root, {}, "RevocationUnknown@0", "3"},
      {"leaf_with_the_list_of_another", leaf, "leaf", inter, root, {of_root}, "RevocationUnknown@0", "3"},
      {"leaf_alone_is_looked_up", leaf, "leaf", inter, root, {of_inter, of_root + " inter"}, "clean", ""},

      {"whole_chain_good", chain_without_root, "leaf", inter, root, {of_inter, of_root}, "clean", ""},
      {"whole_chain_issuer_listed",
       chain_without_root,
       "leaf",
       inter,
       root,
       {of_inter, of_root + " inter"},
       "Revoked@1",
       "23"},
      {"whole_chain_both_listed",
       chain_without_root,
       "leaf",
       inter,
       root,
       {of_inter + " leaf", of_root + " inter"},
       "Revoked@0 Revoked@1",
       "23 23"},
      {"whole_chain_without_the_list_of_the_root",
       chain_without_root,
       "leaf",
       inter,
       root,
       {of_inter},
       "RevocationUnknown@1",
       "3"},
      {"whole_chain_without_lists",
       chain_without_root,
       "leaf",
       inter,
       root,
       {},
       "RevocationUnknown@0 RevocationUnknown@1",
       "3 3"},
      {"the_root_is_never_looked_up",
       chain_without_root,
       "leaf",
       inter,
       root,
       {of_inter, of_root + " root"},
       "clean",
       ""},

      {"declared_good", where_declared, "leaf", inter, root, {of_inter}, "clean", ""},
      {"declared_listed", where_declared, "leaf", inter, root, {of_inter + " leaf"}, "Revoked@0", "23"},
      {"declared_missing", where_declared, "leaf", inter, root, {}, "RevocationUnknown@0", "3"},
      {"declared_nowhere_is_not_looked_up",
       where_declared,
       "leaf",
       inter,
       root,
       {of_inter, of_root + " inter"},
       "clean",
       ""},
      {"declared_nowhere_in_the_chain", where_declared, "leaf2", {}, {"root2"}, {}, "clean", ""},

      {"self_signed_is_never_looked_up", leaf, "self", {}, {"self"}, {}, "clean", ""},
      {"self_signed_untrusted", chain_without_root, "self", {}, {}, {}, "UntrustedRoot@0", "18"},
      {"self_signed_declared", where_declared, "self", {}, {"self"}, {}, "clean", ""},

      {"revoked_under_an_untrusted_root",
       leaf,
       "leaf",
       {"inter", "root"},
       {},
       {of_inter + " leaf"},
       "Revoked@0 UntrustedRoot@2",
       "23 19"},
      {"revoked_in_a_partial_chain",
       leaf,
       "leaf",
       inter,
       {},
       {of_inter + " leaf"},
       "Revoked@0 PartialChain@1",
       "23 20"},
      {"of_a_partial_chain_the_top_is_unknown",
       chain_without_root,
       "leaf",
       inter,
       {},
       {of_inter, of_root},
       "PartialChain@1 RevocationUnknown@1",
       "20 3"},
      {"without_its_issuer_a_leaf_is_unknown",
       leaf,
       "leaf",
       {},
       root,
       {of_inter + " leaf"},
       "PartialChain@0 RevocationUnknown@0",
       "20 3"},
      {"revoked_and_expired",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 1 2025-01-01 2027-01-01: leaf"},
       "Revoked@0 Expired@0 Expired@1 Expired@2",
       "23 10 10 10",
       "2026-06-01"},

      {"list_expired", leaf, "leaf", inter, root, {"inter 1 2025-01-01 2025-06-01:"}, "RevocationListUnusable@0", "12"},
      {"list_expires_in_a_second",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 1 2025-01-01 2025-06-01:"},
       "clean",
       "",
       "2025-05-31T23:59:59.999Z"},
      {"list_expired_but_it_lists_it",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 1 2025-01-01 2025-06-01: leaf"},
       "RevocationListUnusable@0 Revoked@0",
       "12 23"},
      {"list_not_yet_valid",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 1 2025-06-02 2026-01-01:"},
       "RevocationListUnusable@0",
       "11"},
      {"list_valid_from_now", leaf, "leaf", inter, root, {"inter 1 2025-06-01 2026-01-01:"}, "clean", ""},

      {"forged_list", leaf, "leaf", inter, root, {"forged " + of_inter}, "RevocationListUnusable@0", "8"},
      {"a_forged_list_revokes_nothing",
       leaf,
       "leaf",
       inter,
       root,
       {"forged " + of_inter + " leaf"},
       "RevocationListUnusable@0",
       "8"},

      {"newer_list_revokes",
       leaf,
       "leaf",
       inter,
       root,
       {of_inter, "inter 2 2025-05-01 2026-01-01: leaf"},
       "Revoked@0",
       "23"},
      {"newer_list_takes_back",
       leaf,
       "leaf",
       inter,
       root,
       {of_inter + " leaf", "inter 2 2025-01-01 2026-01-01:"},
       "clean",
       ""},
      {"newer_list_expired_hides_the_old_one",
       leaf,
       "leaf",
       inter,
       root,
       {of_inter, "inter 10 2025-05-01 2025-05-08:"},
       "RevocationListUnusable@0",
       "12"},
      {"the_number_counts_not_the_date",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 10 2025-03-01 2026-01-01: leaf", "inter 9 2025-05-01 2026-01-01:"},
       "Revoked@0",
       "23"},
      {"equal_numbers_the_later_counts",
       leaf,
       "leaf",
       inter,
       root,
       {"inter 2 2025-03-01 2026-01-01: leaf", "inter 2 2025-05-01 2026-01-01:"},
       "clean",
       ""},
      {"the_same_list_twice", leaf, "leaf", inter, root, {of_inter + " leaf", of_inter + " leaf"}, "Revoked@0", "23"},

      {"two_keys_of_one_name_first",
       chain_without_root,
       "leaf",
       inter,
       root,
       {of_inter, of_root + " inter", "root2 5 2025-01-01 2026-01-01:"},
       "Revoked@1",
       "23"},
      {"two_keys_of_one_name_second",
       leaf,
       "leaf2",
       {},
       {"root", "root2"},
       {"root 9 2025-01-01 2026-01-01:", "root2 5 2025-01-01 2026-01-01: leaf2"},
       "Revoked@0",
       "23"},

      {"p256_listed",
       leaf,
       "p256_leaf",
       {},
       {"p256_root"},
       {"p256_root 1 2025-01-01 2026-01-01: p256_leaf"},
       "Revoked@0",
       "23"},
      {"p256_not_listed", leaf, "p256_leaf", {}, {"p256_root"}, {"p256_root 1 2025-01-01 2026-01-01:"}, "clean", ""},
      {"rsa_listed",
       leaf,
       "rsa_leaf",
       {},
       {"rsa_root"},
       {"rsa_root 1 2025-01-01 2026-01-01: rsa_leaf"},
       "Revoked@0",
       "23"},
      {"rsa_not_listed", leaf, "rsa_leaf", {}, {"rsa_root"}, {"rsa_root 1 2025-01-01 2026-01-01:"}, "clean", ""},
  };
  return cases;
}

}  // namespace certdrill::pki
