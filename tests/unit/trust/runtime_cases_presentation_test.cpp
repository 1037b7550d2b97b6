// Cases PR of tests/data/runtime_cases: which certificates X509FindType and X509FindValue find, and which one is shown.
//
// Of cn1.test: One until 1 July, One48 two days later. Of cn2.test: Two24, Two70 and Two72, as many hours after 1
// July. Short until 1 July, Long until 1 August, Gone expired, Future not yet valid, Missing never installed; each
// with a name like short.test. Alice and AliceLater of alice.test. Service with a subject of several attributes. Dns
// with DNS names.
#include <algorithm>

#include "base/text.h"
#include "runtime_cases.h"
#include "trust/find_value.h"
#include "trust/presentation.h"

namespace certdrill::trust {
namespace {

SimTime time_of(std::string_view text) { return *parse_sim_time(text); }
SimTime now() { return time_of("2025-06-01"); }

const pki::CertificateSet& presentable() {
  static const pki::CertificateSet set(3, [] {
    std::vector<pki::CertificateSpec> all;
    const auto add = [&](const char* name, const char* common_name, const char* until = "2025-07-01") -> auto& {
      pki::CertificateSpec spec;
      spec.name = name;
      spec.common_name = common_name;
      spec.not_before = time_of("2025-01-01");
      spec.not_after = time_of(until);
      return all.emplace_back(std::move(spec));
    };
    add("One", "cn1.test");
    add("One48", "cn1.test", "2025-07-03");
    add("Two72", "cn2.test", "2025-07-04");
    add("Two24", "cn2.test", "2025-07-02");
    add("Two70", "cn2.test", "2025-07-03T22:00:00Z");
    add("Short", "short.test");
    add("Long", "long.test", "2025-08-01");
    add("Gone", "gone.test", "2025-06-01");
    add("Future", "future.test").not_before = time_of("2025-06-15");
    add("Missing", "missing.test");
    add("Alice", "alice.test");
    add("AliceLater", "alice.test", "2025-07-03");
    add("Service", "SVC").subject = {{"O", "Contoso"}, {"L", "Redmond"}, {"C", "US"}};
    add("Dns", "dns.test").dns_names = {"TestDns", "TestDns.TestSubDomain"};
    return all;
  }());
  return set;
}

pki::CertificateId presentable_id(std::string_view name) {
  for (pki::CertificateId id = 0; id < presentable().size(); ++id) {
    if (presentable().spec(id).name == name) return id;
  }
  ADD_FAILURE() << "no certificate " << name;
  return 0;
}

// "<Short>" is the thumbprint of Short, written as people paste it.
std::string find_value(std::string_view text) {
  if (!text.starts_with('<')) return std::string(text);
  return lower_ascii(
      presentable().certificate(presentable_id(text.substr(1, text.size() - 2))).thumbprint().to_string());
}

model::Store everything_but_missing(std::string_view absent) {
  model::Store store;
  for (pki::CertificateId id = 0; id < presentable().size(); ++id) {
    const std::string& name = presentable().spec(id).name;
    const bool is_absent = name == "Missing" || (!absent.empty() && presentable().spec(id).common_name == absent);
    if (!is_absent) store.entries.push_back({id, model::PrivateKeyState::usable});
  }
  return store;
}

// What the runtime would load: certificates that can be used, best first.
std::vector<std::string> credentials_of(const Presentation& presentation) {
  std::vector<std::string> names;
  for (const Candidate& each : presentation.candidates) {
    if (each.fate == CandidateFate::chosen || each.fate == CandidateFate::not_preferred)
      names.push_back(presentable().spec(each.certificate).name);
  }
  return names;
}

struct FoundCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  const char* type;
  const char* primary;
  const char* secondary = "";
  const char* absent = "";  // certificates of this common name are not installed
  const char* switches = "";
  const char* gives;  // what is shown, or the error
  std::size_t credentials;
};

class Credentials : public testing::TestWithParam<Tried<FoundCase>> {};
TEST_P(Credentials, AreLoadedAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  const model::Switches switches = switches_with(profile, row.switches);
  const Result<Presenting> rule =
      parse_find_value(row.type, find_value(row.primary), find_value(row.secondary), switches);
  ASSERT_TRUE(rule) << to_text(rule.problem());
  const auto load = [&, &found = row] {
    return choose_presented(*rule, everything_but_missing(found.absent), presentable(), switches, now());
  };
  const Presentation presentation = load();
  const bool nothing = presentation.chosen == pki::no_certificate;
  // Nothing of that name or thumbprint, or nothing that can be used.
  const char* error = presentation.candidates.empty() ? "CertificateNotFound" : "InvalidCredentials";
  EXPECT_EQ(nothing ? error : presentable().spec(presentation.chosen).name, row.gives);
  EXPECT_EQ(credentials_of(presentation).size(), row.credentials);
  if (!nothing) {
    EXPECT_EQ(credentials_of(presentation).front(), row.gives);
  }
  EXPECT_EQ(credentials_of(load()), credentials_of(presentation));
}

constexpr const char* newer = "useSecondaryIfNewer=yes";
constexpr const char* primary_first = "useSecondaryIfNewer=no";

FoundCase by_thumbprint(const char* id, const char* profiles, const char* primary, const char* secondary,
                        const char* switches, const char* gives, std::size_t credentials) {
  return {.id = id,
          .profiles = profiles,
          .type = "FindByThumbprint",
          .primary = primary,
          .secondary = secondary,
          .switches = switches,
          .gives = gives,
          .credentials = credentials};
}
FoundCase by_name(const char* id, const char* profiles, const char* what, const char* primary, const char* secondary,
                  const char* absent, const char* switches, const char* gives, std::size_t credentials) {
  return {.id = id,
          .profiles = profiles,
          .what = what,
          .type = "FindBySubjectName",
          .primary = primary,
          .secondary = secondary,
          .absent = absent,
          .switches = switches,
          .gives = gives,
          .credentials = credentials};
}
FoundCase by_dns_name(const char* what, const char* value) {
  return {.id = "PR-20",
          .profiles = "WLD",
          .what = what,
          .type = "FindByExtension",
          .primary = value,
          .gives = "Dns",
          .credentials = 1};
}

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, Credentials,
    testing::ValuesIn(tried<FoundCase>({
        by_thumbprint("PR-01", "WLD", "<Missing>", "<Short>", "", "Short", 1),
        by_thumbprint("PR-02", "WLD", "<Short>", "<Missing>", "", "Short", 1),
        by_thumbprint("PR-03", "WLD", "<Short>", "<Long>", primary_first, "Short", 1),
        by_thumbprint("PR-04", "WLD", "<Gone>", "<Short>", "", "Short", 1),
        by_thumbprint("PR-05", "WLD", "<Missing>", "0059b4d10f6839a2c5d62b5b6c6ac822b6f682f5", "",
                      "CertificateNotFound", 0),
        by_name("PR-06", "WD", "", "missing.test", "short.test", "", "", "Short", 1),
        by_name("PR-07", "WD", "", "short.test", "gone.test", "", "", "Short", 1),
        by_name("PR-08", "WLD", "", "cn1.test", "cn2.test", "", newer, "Two72", 5),
        by_name("PR-08", "WL", "flag_is_off_unless_set", "cn1.test", "cn2.test", "", "", "One48", 2),
        by_name("PR-09", "WLD", "", "cn1.test", "cn2.test", "cn2.test", newer, "One48", 2),
        by_name("PR-10", "WLD", "", "cn1.test", "cn2.test", "cn1.test", newer, "Two72", 3),
        by_thumbprint("PR-11", "WLD", "<One>", "<One48>", newer, "One48", 2),
        by_thumbprint("PR-12", "WLD", "<One48>", "<One>", newer, "One48", 2),
        by_thumbprint("PR-13", "WLD", "<One>", "<Missing>", newer, "One", 1),
        by_name("PR-14", "W", "subject", "CN = alice.test", "", "", "", "AliceLater", 2),
        by_name("PR-14", "WD", "name", "alice.test", "", "", "", "AliceLater", 2),
        by_name("PR-15", "WL", "subject", "CN=SVC, O=Contoso, L=Redmond, C=US", "", "", "", "Service", 1),
        by_name("PR-15", "WLD", "name", "SVC", "", "", "", "Service", 1),
        by_name("PR-16", "WLD", "", "CN=nobody.test, O=Contoso, L=Redmond, C=US", "", "", "", "CertificateNotFound", 0),
        by_thumbprint("PR-17", "WD", "<Gone>", "", "loadExpired=no", "InvalidCredentials", 0),
        by_thumbprint("PR-18", "WLD", "<Short>", "", "", "Short", 1),  // loads twice: see the test
        by_name("PR-19", "WLD", "name", "short.test", "", "", "", "Short", 1),
        by_name("PR-19", "WL", "subject", "CN=short.test", "", "", "", "Short", 1),
        by_thumbprint("PR-19", "WLD", "<Short>", "", "", "Short", 1),
        by_dns_name("as_it_is", "2.5.29.17:3=TestDns"),
        by_dns_name("lower_case", "2.5.29.17:3=testdns.testsubdomain"),
        by_dns_name("upper_case", "2.5.29.17:3=TESTDNS.TESTSUBDOMAIN"),
        by_name("PR-25", "L", "", "SHORT.test", "", "", "", "Short", 1),
        by_name("PR-25", "D", "case_counts", "SHORT.test", "", "", "", "CertificateNotFound", 0),
        by_thumbprint("PR-26", "WLD", "<Future>", "", "", "Future", 1),
        by_thumbprint("PR-30", "WLD", "<Short>", "<Gone>", "", "Short", 1),
        by_name("PR-31", "WD", "", "missing.test", "nobody.test", "", "", "CertificateNotFound", 0),
        by_thumbprint("PR-32", "WLD", "<Missing>", "<Short>", newer, "Short", 1),
    })),
    name_of_tried);

struct FindValueCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  const char* type;
  const char* value;
  const char* gives;  // "SAN=host" or "CN=name", or the error
};

std::string text_of(const Presenting& rule) {
  if (const auto* name = std::get_if<PresentByCommonNames>(&rule))
    return "CN=" + join(name->primary_and_secondary, ",");
  if (const auto* dns = std::get_if<PresentByDnsNames>(&rule)) return "SAN=" + join(dns->primary_and_secondary, ",");
  return "TP";
}

class FindValues : public testing::TestWithParam<Tried<FindValueCase>> {};
TEST_P(FindValues, AreReadAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  const Result<Presenting> read = parse_find_value(row.type, row.value, "", model::switches_of(profile));
  EXPECT_EQ(read ? text_of(*read) : read.problem().what.substr(0, read.problem().what.find(':')), row.gives);
}

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, FindValues,
    testing::ValuesIn(tried<FindValueCase>({
        {"PR-21", "WLD", "", "FindByExtension", "2.5.29.17:3=TestDnsName.contoso.test", "SAN=TestDnsName.contoso.test"},
        {"PR-22", "WLD", "", "FindByExtension", "2.5.29.17:2=TestDnsName.contoso.test", "STATUS_NOT_SUPPORTED"},
        {"PR-23", "WLD", "", "FindByExtension", "2.5.29.17=TestDnsName.contoso.test", "InvalidArgument"},
        {"PR-24", "WLD", "", "findbysubjectname", "short.test", "CN=short.test"},
        {"PR-33", "WLD", "", "FindByExtension", "2.5.29.17:3:TestDnsName.contoso.test", "InvalidArgument"},
    })),
    name_of_tried);

}  // namespace
}  // namespace certdrill::trust
