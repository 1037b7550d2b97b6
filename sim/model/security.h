// SecurityConfiguration is what one node presents (P) and accepts (V), as a scenario writes it: names, not
// certificates.
//
// Text form  the notation of the authentication article, read and written by model/notation.h.
// Source     authentication article, "Presentation rules" and "Validation rules"; docs/notation.md.
#pragma once

#include <cstdint>
#include <optional>
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

// SAN=host: a certificate found by a DNS name among its subject alternative names.
struct DnsNameReference {
  std::string text;
  friend bool operator==(const DnsNameReference&, const DnsNameReference&) = default;
};

// P. The entries are the primary and, behind it, the secondary (at most one): both of one form.
struct PresentNothing {
  friend bool operator==(const PresentNothing&, const PresentNothing&) = default;
};
struct PresentByThumbprint {
  std::vector<ThumbprintReference> entries;
  friend bool operator==(const PresentByThumbprint&, const PresentByThumbprint&) = default;
};
// A literal name of the form 'CN=svc, O=Contoso' names the whole subject (FindBySubjectName).
struct PresentByCommonName {
  std::vector<CommonNameReference> entries;
  friend bool operator==(const PresentByCommonName&, const PresentByCommonName&) = default;
};
struct PresentByExtension {  // FindByExtension, dNSName: the only extension that the runtime finds by
  std::vector<DnsNameReference> entries;
  friend bool operator==(const PresentByExtension&, const PresentByExtension&) = default;
};
struct PresentFile {  // FILE=tls: whatever lies in a file slot that is replaced on disk
  std::string slot;
  friend bool operator==(const PresentFile&, const PresentFile&) = default;
};
using PresentationRule =
    std::variant<PresentNothing, PresentByThumbprint, PresentByCommonName, PresentByExtension, PresentFile>;

// One entry of V.
struct AcceptThumbprint {
  ThumbprintReference certificate;
  bool check_chain = false;  // TP=A?true: the chain has to be clean as well
  friend bool operator==(const AcceptThumbprint&, const AcceptThumbprint&) = default;
};
// CN=b@I1 pins the certificate of the direct issuer, CN=b@I1?key its public key, whatever certificate it is in.
struct IssuerPin {
  ThumbprintReference issuer;
  bool by_key = false;
  friend bool operator==(const IssuerPin&, const IssuerPin&) = default;
};
struct AcceptCommonName {
  CommonNameReference name;
  std::vector<IssuerPin> issuers;  // CN=b@I1|I2: pinned direct issuers; empty: the root has to be trusted
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

// IS=Root/'Contoso CA': the public keys of the certificates of that common name in a store of the validating node pin
// the issuers of every name of the list; without a name, those of all certificates there.
enum class StoreName : std::uint8_t { my, root };  // My: what is installed; Root: the trusted roots
struct IssuerStore {
  StoreName store = StoreName::root;
  std::string issuer_common_name;  // empty: any
  friend bool operator==(const IssuerStore&, const IssuerStore&) = default;
};

struct ValidationRules {
  ClientCertificate client_certificate = ClientCertificate::unsaid;
  std::vector<ValidationRule> rules;  // in the order written; an empty list accepts nobody
  std::vector<IssuerStore> issuer_stores;
  friend bool operator==(const ValidationRules&, const ValidationRules&) = default;
};

// The management endpoint of a node: what it presents to clients and whom it lets in.
// Text form  behind P and V: ", server P:{TP=S}, client V:{TP=U}, admin V:{TP=O}", each of them where it is said.
struct ManagementSecurity {
  std::optional<PresentationRule> presents;  // none: the node's own P
  ValidationRules clients;
  ValidationRules admins;
  friend bool operator==(const ManagementSecurity&, const ManagementSecurity&) = default;
};

struct SecurityConfiguration {
  PresentationRule presents;
  ValidationRules accepts;
  ManagementSecurity management;
  friend bool operator==(const SecurityConfiguration&, const SecurityConfiguration&) = default;
};

}  // namespace certdrill::model
