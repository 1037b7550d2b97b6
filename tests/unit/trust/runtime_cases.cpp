#include "runtime_cases.h"

#include <algorithm>

#include "base/text.h"
#include "model/notation.h"
#include "trust/presentation.h"
#include "trust/rules.h"

namespace certdrill::trust {
namespace {

using pki::CertificateSpec;
using pki::KeyUsage;

SimTime day(std::string_view text) { return *parse_sim_time(text); }

SimTime now() { return day("2025-06-01T12:00:00Z"); }

std::vector<CertificateSpec> specs() {
  std::vector<CertificateSpec> all;
  const auto add = [&](const std::string& name, std::string_view issuer, std::string common_name = {}) -> auto& {
    CertificateSpec spec;
    spec.name = name;
    spec.common_name = common_name.empty() ? lower_ascii(name) + ".test" : std::move(common_name);
    spec.not_before = day("2025-01-01");
    spec.not_after = day("2026-01-01");
    for (pki::CertificateId id = 0; id < all.size(); ++id) {
      if (all[id].name == issuer) spec.issuer = id;
    }
    return all.emplace_back(std::move(spec));
  };
  const auto authority = [&](const char* name, const char* issuer, const char* common_name) {
    CertificateSpec& spec = add(name, issuer, common_name);
    spec.authority = true;
    spec.publishes_crl = spec.name != "Other";
    spec.not_before = day("2020-01-01");
    spec.not_after = day("2040-01-01");
  };
  authority("CA", "", "Test CA");
  authority("Other", "", "Other CA");
  authority("Middle", "CA", "Middle CA");
  add("Self1", "");
  add("Self2", "");
  add("Next", "", "self1.test").not_after = day("2027-01-01");
  add("Old", "").not_after = day("2025-06-01");
  add("Future", "").not_before = day("2025-07-01");
  add("Node1", "", "node1").dns_names = {"node1.test.com"};
  add("Node2", "", "node2").dns_names = {"node2.test.com"};
  add("Bob", "CA").key_usages = {KeyUsage::server_auth};
  add("Alice", "CA").key_usages = {KeyUsage::server_auth};
  add("User", "CA", "Test-User@contoso.test").key_usages = {KeyUsage::client_auth};
  add("Oscar", "CA");
  add("Expired", "CA").not_after = day("2025-06-01");
  add("Revoked", "CA");
  add("Partial", "CA").sent = pki::SentChain::leaf;
  add("Deep", "Middle");
  add("Wild", "CA", "*.eastus.test");
  add("Plain", "CA", "server.x.test");
  add("Server", "CA", "server.x.test").key_usages = {KeyUsage::server_auth};
  add("OtherDns", "CA", "server.x.test").dns_names = {"other.x.test"};
  add("Address", "CA", "server.x.test").ip_addresses = {"192.0.2.1"};
  add("Mail", "CA", "server.x.test").email_names = {"someone@contoso.test"};
  CertificateSpec& hidden = add("Hidden", "CA", "c.test");
  hidden.key_usages = {KeyUsage::client_auth};
  hidden.dns_names = {"h.test"};
  add("WildClient", "CA", "*.x.test").key_usages = {KeyUsage::client_auth};
  add("WildBoth", "CA", "*.x.test").key_usages = {KeyUsage::client_auth, KeyUsage::server_auth};
  add("WildServer", "CA", "*.x.test");
  add("Code", "CA").key_usages = {KeyUsage::code_signing};
  return all;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// CA has revoked Revoked; both lists are current.
const std::vector<pki::Crl>& lists() {
  static const std::vector<pki::Crl> all = [] {
    const auto list = [](const char* issuer, std::vector<pki::CrlSpec::Revoked> revoked) {
      return case_certificates().crl({case_id(issuer), 1, day("2025-05-15"), day("2025-12-01"), std::move(revoked)});
    };
    return std::vector{list("CA", {{case_id("Revoked"), day("2025-05-01")}}), list("Middle", {})};
  }();
  return all;
}

// What is judged is what its holder presents, by the same switches.
void expect_presented(const RuntimeCase& row, const model::Switches& switches) {
  const std::string presents = *row.presents != '\0' ? row.presents : "{TP=" + std::string(row.shown) + "}";
  const Result<model::SecurityConfiguration> read = model::parse_security("{P:" + presents + ", V:{}}");
  ASSERT_TRUE(read) << to_text(read.problem());
  const model::Store store = case_store(*row.installed != '\0' ? row.installed : row.shown, "");
  const Presentation presentation =
      choose_presented(resolve(read->presents, case_certificates()), store, case_certificates(), switches, now());
  EXPECT_EQ(presentation.chosen, case_id(row.shown)) << explain(presentation, case_certificates());
}

}  // namespace

model::Profile profile_of(char letter) {
  switch (letter) {
    case 'W':
      return model::Profile::windows;
    case 'L':
      return model::Profile::linux_;
    case 'D':
      return model::Profile::documented;
    default:
      ADD_FAILURE() << "no profile " << letter;
      return model::Profile::documented;
  }
}

std::string row_name(std::string_view id, model::Profile profile, std::string_view what) {
  std::string name(id);
  std::replace(name.begin(), name.end(), '-', '_');
  name += "_" + std::string(to_string(profile));
  return what.empty() ? name : name + "_" + std::string(what);
}

model::Switches switches_with(model::Profile profile, std::string_view set) {
  model::Switches switches = model::switches_of(profile);
  for (const std::string_view word : words_of(set)) {
    const std::size_t equals = std::min(word.find('='), word.size() - 1);
    const Result<model::Switches> changed = model::set(switches, word.substr(0, equals), word.substr(equals + 1));
    EXPECT_TRUE(changed) << word;
    if (changed) switches = *changed;
  }
  return switches;
}

const pki::CertificateSet& case_certificates() {
  static const pki::CertificateSet set(2, specs());
  return set;
}

pki::CertificateId case_id(std::string_view name) {
  for (pki::CertificateId id = 0; id < case_certificates().size(); ++id) {
    if (case_certificates().spec(id).name == name) return id;
  }
  ADD_FAILURE() << "no certificate " << name;
  return 0;
}

const pki::Certificate& case_certificate(std::string_view name) {
  return case_certificates().certificate(case_id(name));
}

model::Store case_store(std::string_view installed, std::string_view roots) {
  model::Store store;
  for (const std::string_view name : words_of(installed))
    store.entries.push_back({case_id(name), model::PrivateKeyState::usable});
  for (const std::string_view name : words_of(roots)) store.trusted_roots.push_back(case_id(name));
  std::sort(store.entries.begin(), store.entries.end());
  std::sort(store.trusted_roots.begin(), store.trusted_roots.end());
  return store;
}

model::ValidationRules case_rules(const std::string& accepts) {
  const Result<model::SecurityConfiguration> read = model::parse_security("{P:{}, V:" + accepts + "}");
  if (!read) {
    ADD_FAILURE() << to_text(read.problem());
    return {};
  }
  return read->accepts;
}

void expect_as_in_runtime(const RuntimeCase& row, model::Profile profile) {
  const model::Switches switches = switches_with(profile, row.switches);
  expect_presented(row, switches);

  const model::Store store = case_store("", row.roots);
  const model::ManagementSecurity lists_of_clients{{}, case_rules(row.accepts), case_rules(row.admins)};
  const RuleSet rules = row.role == Role::client
                            ? resolve_management(lists_of_clients, case_certificates(), store, switches)
                            : RuleSet{resolve(lists_of_clients.clients, case_certificates(), store, switches), {}};
  std::vector<pki::Certificate> roots;
  for (const pki::CertificateId id : store.trusted_roots) roots.push_back(case_certificates().certificate(id));
  const std::span<const pki::Crl> crls =
      row.has_crls ? std::span<const pki::Crl>(lists()) : std::span<const pki::Crl>();
  const ExaminedCertificate examined =
      examine(show(case_certificates(), case_id(row.shown)), {roots, crls}, switches, now());
  const pki::Certificate* own = *row.own != '\0' ? &case_certificate(row.own) : nullptr;
  const Verdict verdict = judge(examined, rules, Judge{profile, switches, row.role, own});

  const std::string got =
      verdict.accepted ? "accepted " + std::string(to_string(verdict.grant)) : "refused " + verdict.fault;
  const std::string_view wanted = row.gives;
  const std::size_t verb = std::min(wanted.find(' '), wanted.size());
  const std::size_t detail = std::min(verb + 1, wanted.size());
  EXPECT_EQ(got.substr(0, got.find(' ')), wanted.substr(0, verb)) << got << "\n" << summary(verdict);
  EXPECT_NE(got.find(wanted.substr(detail)), std::string::npos) << got << "\nwanted " << wanted;
  if (row.openssl_error != 0) {
    EXPECT_TRUE(std::any_of(examined.chain.faults.begin(), examined.chain.faults.end(),
                            [&](const pki::ChainFault& fault) { return fault.openssl_error == row.openssl_error; }));
  }
}

}  // namespace certdrill::trust
