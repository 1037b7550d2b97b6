// Tables of cases of the public runtime, tests/data/runtime_cases: a row is named by its id, and tried under each profile it
// is said for.
//
// The certificates that most of them are about; authorities are valid 2020 to 2040, the others 2025 to 2026.
//   CA "Test CA"   Middle "Middle CA" issued by CA   Other "Other CA"      authorities; CA and Middle publish CRLs
//   Self1, Self2, Old (expired), Future (not yet valid), Next (of Self1's name, expires later)        self-signed
//   Node1, Node2       self-signed, with DNS names node1.test.com and node2.test.com
//   Bob, Alice (for servers), User (for clients), Oscar, Expired, Revoked                             issued by CA
//   Partial            issued by CA, sent alone        Deep    issued by Middle
//   Wild *.eastus.test;  Plain, Server, OtherDns, Address, Mail  server.x.test;  Hidden (for clients) c.test, DNS h.test;
//   WildClient, WildBoth, WildServer  *.x.test;  Code (for signing code) code.test                    issued by CA
// A common name that is not said is the name in lower case: self1.test, bob.test; User's is Test-User@contoso.test.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "model/rule_profile.h"
#include "model/scenario.h"
#include "trust/judge.h"

namespace certdrill::trust {

// A row of a table, for one of the profiles it is said for.
template <typename Row>
struct Tried {
  Row row;
  model::Profile profile;
  friend void PrintTo(const Tried& tried, std::ostream* out) { *out << tried.row.id << ' ' << tried.row.what; }
};

// The profile of a letter of Row::profiles. W: windows, L: linux, D: documented. A row under D alone tells where the
// documents say otherwise.
[[nodiscard]] model::Profile profile_of(char letter);

template <typename Row>
[[nodiscard]] std::vector<Tried<Row>> tried(const std::vector<Row>& rows) {
  std::vector<Tried<Row>> all;
  for (const Row& row : rows) {
    for (const char letter : std::string_view(row.profiles)) all.push_back({row, profile_of(letter)});
  }
  return all;
}

// "CH_05_windows", "CH_41_linux_expired": tells the row that counts the cases which id was tried, and under what.
[[nodiscard]] std::string row_name(std::string_view id, model::Profile profile, std::string_view what);
inline const auto name_of_tried = [](const auto& info) {
  return row_name(info.param.row.id, info.param.profile, info.param.row.what);
};

// The switches of a profile, with some set: "revocation=leaf loadExpired=yes".
[[nodiscard]] model::Switches switches_with(model::Profile profile, std::string_view set);

// The certificates above.
[[nodiscard]] const pki::CertificateSet& case_certificates();
[[nodiscard]] pki::CertificateId case_id(std::string_view name);
[[nodiscard]] const pki::Certificate& case_certificate(std::string_view name);
// With these installed ("Self1 Bob"), and these as trusted roots.
[[nodiscard]] model::Store case_store(std::string_view installed, std::string_view roots);
[[nodiscard]] model::ValidationRules case_rules(const std::string& accepts);  // "{TP=Bob}"

// One end shows a certificate, the other judges it.
struct RuntimeCase {
  const char* id;
  const char* profiles;
  const char* what = "";  // tells the rows of one id apart
  const char* accepts = "{}";
  const char* admins = "{}";       // when the role is client
  const char* shown;               // and it has to be what its holder presents
  const char* presents = "";       // by this P, else by its thumbprint
  const char* installed = "";      // from these, else from itself alone
  const char* roots = "CA";        // that the judge trusts
  Role role = Role::cluster;       // of who shows it
  const char* own = "";            // what the judge presents itself
  bool has_crls = true;            // can the judge have the CRLs of CA and Middle? That of CA lists Revoked
  const char* switches = "";       //
  int openssl_error = 0;           // one that OpenSSL has to find, beside the verdict
  const char* gives = "accepted";  // "accepted Admin", "refused CERT_E_EXPIRED": as far as the case says it
};

// The body of the tests of tables of RuntimeCase.
void expect_as_in_runtime(const RuntimeCase& row, model::Profile profile);

}  // namespace certdrill::trust
