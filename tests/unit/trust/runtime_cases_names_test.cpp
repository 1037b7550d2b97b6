// Cases NM and IS of tests/data/runtime_cases: what is accepted by name, with which issuers pinned to it.
#include <algorithm>

#include "base/text.h"
#include "model/notation.h"
#include "runtime_cases.h"
#include "trust/configured_rules.h"
#include "trust/name_map.h"
#include "trust/rules.h"

namespace certdrill::trust {
namespace {

// "a.test: 2 pinned": each name of V, with how many thumbprints and keys of issuers are pinned to it.
std::string entries_of(const std::vector<Rule>& rules) {
  std::vector<std::string> entries;
  for (const Rule& rule : rules) {
    const auto& name = std::get<CommonNameRule>(rule);
    entries.push_back(
        name.common_name + ": " +
        (name.pinned() ? std::to_string(name.issuers.size() + name.issuer_keys.size()) + " pinned" : "any"));
  }
  return join(entries, ", ");
}

struct EntriesCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  const char* accepts;
  const char* installed = "";
  const char* roots = "";
  const char* gives;
};

std::vector<Rule> resolved(const EntriesCase& row, model::Profile profile) {
  return resolve(case_rules(row.accepts), case_certificates(), case_store(row.installed, row.roots),
                 model::switches_of(profile));
}

class Names : public testing::TestWithParam<Tried<EntriesCase>> {};
TEST_P(Names, AreMergedAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  EXPECT_EQ(entries_of(resolved(row, profile)), row.gives);
  // Written out and read back it is the same.
  const model::ValidationRules rules = case_rules(row.accepts);
  EXPECT_EQ(case_rules(to_string(rules)), rules);
}

constexpr const char* three_names = "{CN=free.test, CN=one.test@Middle, CN=two.test@Other|Middle}";

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, Names,
    testing::ValuesIn(tried<EntriesCase>({
        {.id = "NM-07",
         .profiles = "WLD",
         .accepts = three_names,
         .gives = "free.test: any, one.test: 1 pinned, two.test: 2 pinned"},
        {.id = "NM-08", .profiles = "WL", .accepts = "{CN=a.test, CN=a.test}", .gives = "a.test: any"},
        {.id = "NM-09", .profiles = "WL", .accepts = "{CN=a.test@CA, CN=a.test}", .gives = "a.test: any"},
        {.id = "NM-09",
         .profiles = "WL",
         .what = "in_other_capitals",
         .accepts = "{CN=a.test@CA, CN=A.Test}",
         .gives = "a.test: any"},
        {.id = "NM-09",
         .profiles = "D",
         .what = "each_stands_for_itself",
         .accepts = "{CN=a.test@CA, CN=a.test}",
         .gives = "a.test: 1 pinned, a.test: any"},
        {.id = "NM-10", .profiles = "WL", .accepts = "{CN=a.test@CA, CN=a.test@CA}", .gives = "a.test: 1 pinned"},
        {.id = "IS-01",
         .profiles = "L",
         .what = "entry",
         .accepts = "{CN=Self1, IS=My/self1.test}",
         .installed = "Self1 Bob",
         .gives = "self1.test: 1 pinned"},
        {.id = "IS-06",
         .profiles = "W",
         .what = "entry",
         .accepts = "{CN=a.test, IS=Root}",
         .roots = "CA Other",
         .gives = "a.test: 2 pinned"},
        {.id = "IS-07",
         .profiles = "W",
         .what = "entry",
         .accepts = "{CN=alice.test, IS=Root/'Test CA'}",
         .roots = "CA Other",
         .gives = "alice.test: 1 pinned"},
        {.id = "IS-12",
         .profiles = "W",
         .what = "entry",
         .accepts = "{CN=a.test@CA?key|CA}",
         .gives = "a.test: 2 pinned"},
    })),
    name_of_tried);

struct MatchCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  const char* accepts;
  const char* installed = "";
  const char* roots = "";
  const char* name;    // that is asked for
  const char* by;      // "key", "thumbprint", "both" or "neither" is known of
  const char* issuer;  // this one
  bool matches;
};

class Issuers : public testing::TestWithParam<Tried<MatchCase>> {};
TEST_P(Issuers, MatchAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  // From the text of V, and from that text written out and read back.
  for (const model::ValidationRules& rules :
       {case_rules(row.accepts), case_rules(to_string(case_rules(row.accepts)))}) {
    NameMap names;
    for (const Rule& rule :
         resolve(rules, case_certificates(), case_store(row.installed, row.roots), model::switches_of(profile)))
      names.add(std::get<CommonNameRule>(rule));
    IssuerIdentity known;
    const std::string_view by = row.by;
    if (by == "key" || by == "both") known.key = case_certificate(row.issuer).public_key();
    if (by == "thumbprint" || by == "both") known.thumbprint = case_certificate(row.issuer).thumbprint();
    EXPECT_EQ(names.matches(row.name, known), row.matches);
  }
}

MatchCase match(const char* id, const char* profiles, const char* what, const char* name, const char* issuer,
                bool matches) {
  return {.id = id,
          .profiles = profiles,
          .what = what,
          .accepts = three_names,
          .name = name,
          .by = "both",
          .issuer = issuer,
          .matches = matches};
}
MatchCase key_pin(const char* id, const char* accepts, const char* by, bool matches) {
  return {.id = id,
          .profiles = "W",
          .what = by,
          .accepts = accepts,
          .name = "a.test",
          .by = by,
          .issuer = "CA",
          .matches = matches};
}
MatchCase unpinned(const char* what, const char* name, const char* by, bool matches) {
  return {.id = "NM-11",
          .profiles = "WLD",
          .what = what,
          .accepts = "{CN=a.test, CN=b.test}",
          .name = name,
          .by = by,
          .issuer = "Other",
          .matches = matches};
}
MatchCase own_store(const char* id, const char* profiles, const char* by, bool matches) {
  return {.id = id,
          .profiles = profiles,
          .what = by,
          .accepts = "{CN=Self1, IS=My/self1.test}",
          .installed = "Self1 Bob",
          .name = "self1.test",
          .by = by,
          .issuer = "Self1",
          .matches = matches};
}
MatchCase root_store(const char* id, const char* what, const char* accepts, const char* by, const char* issuer,
                     bool matches) {
  return {.id = id,
          .profiles = "W",
          .what = what,
          .accepts = accepts,
          .roots = "CA Other",
          .name = "alice.test",
          .by = by,
          .issuer = issuer,
          .matches = matches};
}
constexpr const char* any_root = "{CN=alice.test, IS=Root}";
constexpr const char* one_root = "{CN=alice.test, IS=Root/'Test CA'}";

INSTANTIATE_TEST_SUITE_P(RuntimeCases, Issuers,
                         testing::ValuesIn(tried<MatchCase>({
                             match("NM-01", "WLD", "", "free.test", "CA", true),
                             match("NM-02", "WLD", "", "one.test", "CA", false),
                             match("NM-03", "WLD", "", "one.test", "Middle", true),
                             match("NM-04", "WLD", "second_pin", "two.test", "Middle", true),
                             match("NM-04", "WLD", "first_pin", "two.test", "Other", true),
                             match("NM-05", "WLD", "", "two.test", "CA", false),
                             match("NM-06", "WLD", "CA", "four.test", "CA", false),
                             match("NM-06", "WLD", "Middle", "four.test", "Middle", false),
                             match("NM-06", "WLD", "Other", "four.test", "Other", false),
                             unpinned("first_with_none", "a.test", "neither", true),
                             unpinned("second_with_none", "b.test", "neither", true),
                             unpinned("first_with_any", "a.test", "both", true),
                             unpinned("second_with_any", "b.test", "both", true),
                             unpinned("another_with_none", "c.test", "neither", false),
                             unpinned("another_with_any", "c.test", "both", false),
                             own_store("IS-01", "L", "key", true),
                             own_store("IS-02", "WL", "thumbprint", false),
                             own_store("IS-03", "WL", "key", true),
                             own_store("IS-03", "WL", "thumbprint", false),
                             key_pin("IS-04", "{CN=a.test@CA?key}", "both", true),
                             key_pin("IS-04", "{CN=a.test@CA?key}", "key", true),
                             key_pin("IS-04", "{CN=a.test@CA?key}", "thumbprint", false),
                             key_pin("IS-05", "{CN=a.test@CA}", "both", true),
                             key_pin("IS-05", "{CN=a.test@CA}", "key", false),
                             key_pin("IS-05", "{CN=a.test@CA}", "thumbprint", true),
                             key_pin("IS-12", "{CN=a.test@CA?key|CA}", "both", true),
                             key_pin("IS-12", "{CN=a.test@CA?key|CA}", "key", true),
                             key_pin("IS-12", "{CN=a.test@CA?key|CA}", "thumbprint", true),
                             root_store("IS-06", "first", any_root, "key", "CA", true),
                             root_store("IS-06", "second", any_root, "key", "Other", true),
                             root_store("IS-06", "not_there", any_root, "key", "Middle", false),
                             root_store("IS-07", "key", one_root, "key", "CA", true),
                             root_store("IS-07", "thumbprint", one_root, "thumbprint", "CA", false),
                             root_store("IS-07", "other_key", one_root, "key", "Other", false),
                         })),
                         name_of_tried);

// What the settings of one role become, or the error that refuses them; the names in the order of their letters, since
// that of a list means nothing.
std::string configured(const RoleConfiguration& role, model::Profile profile) {
  const Result<std::vector<Rule>> rules = configured_rules(role, model::switches_of(profile));
  if (!rules) return rules.problem().what.substr(0, rules.problem().what.find(':'));
  std::vector<std::string> texts;
  for (const Rule& rule : *rules) texts.push_back(std::get<CommonNameRule>(rule).text);
  std::sort(texts.begin(), texts.end());
  return join(texts, ", ");
}

constexpr const char* pin = "b3449b018d0f6839a2c5d62b5b6c6ac822b6f662";
constexpr const char* spaced_pin = "b3 44 9b 01 8d 0f 68 39 a2 c5 d6 2b 5b 6c 6a c8 22 b6 f6 62";
constexpr const char* two_pins = "b3449b018d0f6839a2c5d62b5b6c6ac822b6f662,0059b4d10f6839a2c5d62b5b6c6ac822b6f682f5";

RoleConfiguration settings(std::vector<ConfiguredName> names, const char* common_names = "",
                           const char* default_issuers = "", bool issuer_stores = false) {
  RoleConfiguration role;
  role.names = std::move(names);
  role.common_names = common_names;
  role.default_issuers = default_issuers;
  role.has_issuer_stores = issuer_stores;
  return role;
}

struct EqualCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  RoleConfiguration first;
  RoleConfiguration second;
  bool equal;
};

class Settings : public testing::TestWithParam<Tried<EqualCase>> {};
TEST_P(Settings, AreEqualAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  const std::string first = configured(row.first, profile);
  EXPECT_NE(first.find("CN="), std::string::npos) << first;
  EXPECT_EQ(first == configured(row.second, profile), row.equal);
}

INSTANTIATE_TEST_SUITE_P(RuntimeCases, Settings,
                         testing::ValuesIn(tried<EqualCase>({
                             {.id = "NM-14",
                              .profiles = "WLD",
                              .first = settings({}, "rn1,rn2,rn3", spaced_pin),
                              .second = settings({}, "rn2,rn1,rn3", pin),
                              .equal = true},
                             {.id = "NM-15",
                              .profiles = "WLD",
                              .first = settings({}, "rn1,rn2"),
                              .second = settings({}, "rn1,rn2,rn3"),
                              .equal = false},
                             {.id = "NM-20",
                              .profiles = "WLD",
                              .first = settings({{"A", pin}}),
                              .second = settings({{"A", two_pins}}),
                              .equal = false},
                         })),
                         name_of_tried);

struct ConflictCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  RoleConfiguration role;
  const char* error;
};

class Conflicts : public testing::TestWithParam<Tried<ConflictCase>> {};
TEST_P(Conflicts, AreRefusedAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  EXPECT_EQ(configured(row.role, profile), row.error);
}

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, Conflicts,
    testing::ValuesIn(tried<ConflictCase>({
        {.id = "NM-17", .profiles = "WL", .role = settings({{"a.test", ""}}, "", pin), .error = "InvalidX509NameList"},
        {.id = "NM-18",
         .profiles = "WL",
         .role = settings({{"a.test", pin}}, "", "", true),
         .error = "InvalidX509NameList"},
        {.id = "NM-19",
         .profiles = "WL",
         .role = settings({{"a.test", pin}, {"b.test", "xyz"}}),
         .error = "InvalidX509Thumbprint"},
        {.id = "NM-21", .profiles = "WL", .role = settings({}, "", pin, true), .error = "InvalidX509NameList"},
    })),
    name_of_tried);

class IssuerVerdicts : public testing::TestWithParam<Tried<RuntimeCase>> {};
TEST_P(IssuerVerdicts, AreThoseOfTheRuntime) { expect_as_in_runtime(GetParam().row, GetParam().profile); }

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, IssuerVerdicts,
    testing::ValuesIn(tried<RuntimeCase>({
        {.id = "NM-16",
         .profiles = "WD",
         .accepts = "{CN='tEsT-uSeR@CoNtOsO.tEsT'}",
         .shown = "User",
         .role = Role::client},
        {.id = "IS-01",
         .profiles = "L",
         .what = "judged_by_thumbprint_alone",  // the Linux build does not compare keys, though they are in the list
         .accepts = "{CN=Self1, IS=Root/self1.test}",
         .shown = "Self1",
         .roots = "Self1",
         .gives = "refused CertificateNotMatched"},
        {.id = "IS-08", .profiles = "WD", .what = "here", .accepts = "{CN=alice.test@CA?key}", .shown = "Alice"},
        {.id = "IS-08", .profiles = "WD", .what = "there", .accepts = "{CN=bob.test@CA?key}", .shown = "Bob"},
        {.id = "IS-09",
         .profiles = "WD",
         .what = "before",
         .accepts = "{CN=self1.test, IS=Root/self1.test}",
         .shown = "Self1",
         .presents = "{CN=self1.test}",
         .roots = "Self1"},
        {.id = "IS-09",
         .profiles = "WD",
         .what = "after",
         .accepts = "{CN=self1.test, IS=Root/self1.test}",
         .shown = "Next",
         .presents = "{CN=self1.test}",
         .installed = "Self1 Next",
         .roots = "Self1 Next"},
        {.id = "IS-10",
         .profiles = "WD",
         .accepts = "{CN=bob.test, IS=Root/'Test CA'}",
         .admins = "{CN=oscar.test, IS=Root/'Test CA'}",
         .shown = "Bob",
         .role = Role::client,
         .switches = "rolesInEffect=yes",
         .gives = "accepted User"},
        {.id = "IS-11",
         .profiles = "WD",
         .accepts = "{CN=bob.test, IS=Root/'Test CA'}",
         .admins = "{CN=oscar.test, IS=Root/'Test CA'}",
         .shown = "Oscar",
         .role = Role::client,
         .switches = "rolesInEffect=yes",
         .gives = "accepted Admin"},
        {.id = "IS-11",
         .profiles = "WD",
         .what = "stores_of_clients",
         .accepts = "{CN=bob.test, IS=Root/'Test CA'}",
         .admins = "{CN=oscar.test}",
         .shown = "Oscar",
         .role = Role::client,
         .switches = "rolesInEffect=yes",
         .gives = "accepted Admin"},
        {.id = "IS-11",
         .profiles = "W",
         .what = "stores_of_clients_without_its_issuer",
         .accepts = "{CN=bob.test, IS=Root/'Other CA'}",
         .admins = "{CN=oscar.test}",
         .shown = "Oscar",
         .roots = "CA Other",
         .role = Role::client,
         .switches = "rolesInEffect=yes",
         .gives = "refused"},
        {.id = "IS-11",
         .profiles = "D",
         .what = "each_list_has_its_own_stores",
         .accepts = "{CN=bob.test, IS=Root/'Other CA'}",
         .admins = "{CN=oscar.test}",
         .shown = "Oscar",
         .roots = "CA Other",
         .role = Role::client,
         .gives = "accepted Admin"},
    })),
    name_of_tried);

}  // namespace
}  // namespace certdrill::trust
