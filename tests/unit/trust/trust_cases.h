// The certificates that the tests of trust are about, and a verdict on them in a few words.
//
//   R1 "Contoso Root CA"                     R2 "Fabrikam Root CA"      (authorities are valid 2020 to 2040, but for
//   X1) I1, I2 issued by R1   X1 by R1, until 2026-01-01                    J1 issued by R2
//
//   name       issuer   names                                           valid
//   A          itself   cluster.contoso.test                            2025-02-01 to 2026-02-01
//   B          itself   cluster.contoso.test                            2026-01-05 to 2027-01-05
//   L          I1       cluster.contoso.test                            2025-02-01 to 2026-02-01, and so all below
//   L2         I2       cluster.contoso.test
//   M          J1       cluster.contoso.test
//   UnderX     X1       cluster.contoso.test                            2025-02-01 to 2027-02-01
//   Upper      I1       CLUSTER.Contoso.TEST
//   WildCn     I1       *.contoso.test
//   WildSan    I1       node.fabrikam.test, DNS *.contoso.test
//   San        I1       node.contoso.test, DNS alt.contoso.test, cluster.contoso.test
//   SanOnly    I1       no common name, DNS cluster.contoso.test
//   User       I1       Cluster Operator
//   Client, Server, Code, Any, Both     I1   cluster.contoso.test, with these extended key usages; the others have none
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate_set.h"
#include "trust/judge.h"

namespace certdrill::trust {

[[nodiscard]] const pki::CertificateSet& certificates();
[[nodiscard]] pki::CertificateId id_of(std::string_view name);
[[nodiscard]] SimTime time_at(std::string_view text);
[[nodiscard]] std::vector<pki::Certificate> roots_of(std::string_view names);  // "R1 R2"

// <A> becomes A's thumbprint as a line of a report shows it, <<A>> the whole of it.
[[nodiscard]] std::string with_thumbprints(std::string text);

// What the peer does beside showing a certificate of the list above.
enum class Sends {
  whole_chain,      // its issuers up to the root
  without_root,     // its issuers but for the root
  leaf_alone,       //
  tampered_leaf,    // one bit of its signature is wrong
  tampered_issuer,  // one bit of the direct issuer's signature is wrong
};

struct JudgedCase {
  const char* name;
  const char* accepts;  // V, in the notation
  const char* shown;    // a certificate; "" when the peer shows none
  const char* at = "2025-06-01T12:00:00Z";
  const char* trusted = "R1";
  Sends sends = Sends::whole_chain;
  // What a person reads: "accepted " or "refused ", then trust::summary().
  const char* summary;
  // Behind it: for each rule its reasons in order, "TP=A: ~UntrustedRoot +ThumbprintMatched"; + supports, ~ tolerated,
  // - refuses; rules are separated by " | ".
  const char* reasons;
};

inline void PrintTo(const JudgedCase& row, std::ostream* out) { *out << row.name; }

// As profile documented has it.
[[nodiscard]] Verdict judge_as_documented(const ExaminedCertificate& examined, std::vector<Rule> rules);
[[nodiscard]] ExaminedCertificate examine_as_documented(ShownCertificate shown,
                                                        const std::vector<pki::Certificate>& trusted, SimTime now);

[[nodiscard]] std::vector<Rule> rules_of(const std::string& accepts);
[[nodiscard]] ShownCertificate shown_by(std::string_view name, Sends sends);
[[nodiscard]] Verdict verdict_of(const JudgedCase& row);
[[nodiscard]] std::string reasons_text(const Verdict& verdict);

// The body of the tests of tables of JudgedCase.
void expect_verdict(const JudgedCase& row);

}  // namespace certdrill::trust
