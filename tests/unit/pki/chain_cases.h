// A small world of certificates and a table of chains in it: verified by verify_chain() in chain_test.cpp, and by the
// openssl command in openssl_command_test.cpp.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "pki/certificate.h"
#include "pki/certificate_set.h"
#include "pki/chain.h"

namespace certdrill::pki {

// Words for certificates: a name of world_specs(), or "tampered NAME" for the one whose signature is damaged.
struct ChainCase {
  std::string name;
  std::string leaf;
  std::vector<std::string> sent;
  std::vector<std::string> trusted;
  std::string at;
  std::string expected;  // as text_of(ChainResult)
  ChainUse use = ChainUse::tls_client;

  friend std::ostream& operator<<(std::ostream& out, const ChainCase& row) { return out << row.name; }
};

[[nodiscard]] const CertificateSet& world();
[[nodiscard]] Certificate in_world(const std::string& words);
[[nodiscard]] std::vector<Certificate> in_world(const std::vector<std::string>& names);
[[nodiscard]] const std::vector<ChainCase>& chain_cases();

}  // namespace certdrill::pki
