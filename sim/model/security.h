// SecurityConfiguration is what one node presents (P) and accepts (V), as a scenario writes it: names, not
// certificates.
//
// Text form  the notation of the authentication article, read and written by model/notation.h.
// Source     authentication article, "Presentation rules" and "Validation rules"; docs/notation.md.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace certdrill::model {

// TP=A: the certificate named A, or the one whose SHA-1 thumbprint is the 40 hex digits written here.
struct ThumbprintReference {
  std::string text;

  friend bool operator==(const ThumbprintReference&, const ThumbprintReference&) = default;
};

// CN=B: the common name of the certificate named B; or a name of its own, when the text has a dot or was quoted.
struct CommonNameReference {
  std::string text;
  bool literal = false;  // `text` is the common name itself, not the name of a certificate

  friend bool operator==(const CommonNameReference&, const CommonNameReference&) = default;
};

// P. The entries are the primary and, behind it, the secondary (at most one): both of one form.
struct PresentNothing {
  friend bool operator==(const PresentNothing&, const PresentNothing&) = default;
};
struct PresentByThumbprint {
  std::vector<ThumbprintReference> entries;
  friend bool operator==(const PresentByThumbprint&, const PresentByThumbprint&) = default;
};
struct PresentByCommonName {
  std::vector<CommonNameReference> entries;
  friend bool operator==(const PresentByCommonName&, const PresentByCommonName&) = default;
};
struct PresentFile {  // FILE=tls: whatever lies in a file slot that is replaced on disk
  std::string slot;
  friend bool operator==(const PresentFile&, const PresentFile&) = default;
};
using PresentationRule = std::variant<PresentNothing, PresentByThumbprint, PresentByCommonName, PresentFile>;

// One entry of V.
struct AcceptThumbprint {
  ThumbprintReference certificate;
  bool check_chain = false;  // TP=A?true: the chain has to be clean as well
  friend bool operator==(const AcceptThumbprint&, const AcceptThumbprint&) = default;
};
struct AcceptCommonName {
  CommonNameReference name;
  std::vector<ThumbprintReference> issuers;  // CN=b@I1|I2: pinned direct issuers; empty: the root has to be trusted
  friend bool operator==(const AcceptCommonName&, const AcceptCommonName&) = default;
};
struct AcceptAuthority {  // CA=R1, CA=R1/name: whatever this authority issued, with a name check
  ThumbprintReference authority;
  std::string name;
  friend bool operator==(const AcceptAuthority&, const AcceptAuthority&) = default;
};
using ValidationRule = std::variant<AcceptThumbprint, AcceptCommonName, AcceptAuthority>;

// Does a listening endpoint ask for a client certificate? A node-to-node endpoint always demands one, so it is mostly
// not written.
enum class ClientCertificate : std::uint8_t { unsaid, want, need };

struct ValidationRules {
  ClientCertificate client_certificate = ClientCertificate::unsaid;
  std::vector<ValidationRule> rules;  // in the order written; an empty list accepts nobody
  friend bool operator==(const ValidationRules&, const ValidationRules&) = default;
};

struct SecurityConfiguration {
  PresentationRule presents;
  ValidationRules accepts;
  friend bool operator==(const SecurityConfiguration&, const SecurityConfiguration&) = default;
};

}  // namespace certdrill::model
