// A world of authorities that publish revocation lists, and a table of chains in it: verified by verify_chain() in
// revocation_test.cpp, and by the openssl command in openssl_command_test.cpp.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "pki/certificate_set.h"
#include "pki/chain.h"
#include "pki_test_support.h"

namespace certdrill::pki {

// Lists are written "ISSUER NUMBER FROM UNTIL: NAME NAME", a "forged " in front damages the signature.
struct RevocationCase {
  std::string name;
  RevocationCheck check;
  std::string leaf;
  std::vector<std::string> sent;
  std::vector<std::string> trusted;
  std::vector<std::string> crls;
  std::string expected;        // as text_of(ChainResult)
  std::string openssl_errors;  // their numbers
  std::string at = "2025-06-01";

  friend std::ostream& operator<<(std::ostream& out, const RevocationCase& row) { return out << row.name; }
};

[[nodiscard]] const CertificateSet& revocation_world();
[[nodiscard]] std::vector<Certificate> in_revocation_world(const std::vector<std::string>& names);
[[nodiscard]] std::vector<Crl> lists_in_world(const std::vector<std::string>& words);
// The common names of who issues them; no list is made for that.
[[nodiscard]] std::vector<std::string> issuers_in_world(const std::vector<std::string>& words);
[[nodiscard]] const std::vector<RevocationCase>& revocation_cases();

}  // namespace certdrill::pki
