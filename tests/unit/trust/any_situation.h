// Situations that laws are tried on: some certificates, what each end has and says, and a moment. Drawn at random, but mostly
// so that the end that judges has heard of what it is shown.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "model/rule_profile.h"
#include "model/security.h"
#include "trust/judge.h"

namespace certdrill::trust {

// Roots R1 and R2, I issued by R1; leaves L0, L1 and so on, issued by one of them or by themselves.
struct Situation {
  std::vector<pki::CertificateSpec> certificates;
  std::vector<pki::CrlSpec> crls;
  std::string roots;  // that are trusted: "R1 R2"
  std::string shown;
  std::string own;  // of the judge; empty: nothing
  SimTime at;
  Role role = Role::cluster;
  model::Profile profile = model::Profile::documented;
  std::vector<std::string> overrides;  // "implicitPeerTrust=no", as rule_profile's differences() writes them
  model::Switches switches;
  std::vector<model::ValidationRule> clients;  // what a judge of another role accepts stands here too
  std::vector<model::ValidationRule> admins;
};
std::ostream& operator<<(std::ostream& out, const Situation& situation);

[[nodiscard]] rc::Gen<model::ValidationRule> any_rule();  // for the certificates of a situation
[[nodiscard]] rc::Gen<std::vector<model::ValidationRule>> any_rules();
[[nodiscard]] rc::Gen<Situation> any_situation();

// Judges a situation, and again with other rules or switches: its certificates and revocation lists are minted once.
class Courtroom {
 public:
  explicit Courtroom(const Situation& situation);
  [[nodiscard]] Verdict judge(const Situation& situation) const;  // of the same certificates
  [[nodiscard]] const pki::Certificate& shown() const { return certificates_.certificate(shown_); }

 private:
  [[nodiscard]] pki::CertificateId find(std::string_view name) const;
  pki::CertificateSet certificates_;
  std::vector<pki::Crl> crls_;
  pki::CertificateId shown_ = pki::no_certificate;
};

[[nodiscard]] model::Switches with(model::Switches switches, std::string_view name, std::string_view value);

}  // namespace certdrill::trust
