// CertificateSpec is what a scenario says of one certificate, before it is made: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"

namespace certdrill::pki {

// rsa512 is too weak for any validator: for rehearsing just that.
enum class KeyType : std::uint8_t { ed25519, p256, rsa2048, rsa512 };

// The extended key usages of TLS (RFC 5280, 4.2.1.12).
enum class KeyUsage : std::uint8_t { server_auth, client_auth, code_signing, any };

// Names a certificate in its CertificateSet: its place in the list of specs.
using CertificateId = std::uint32_t;
inline constexpr CertificateId no_certificate = 0xFFFFFFFF;

// One attribute of a subject: key as OpenSSL's short names have it (CN, O, OU, L, ST, C, DC, emailAddress).
struct SubjectAttribute {
  std::string key;
  std::string value;
  friend bool operator==(const SubjectAttribute&, const SubjectAttribute&) = default;
};

// What its holder sends with it in a handshake.
enum class SentChain : std::uint8_t {
  whole,  // all issuers, the root included
  without_root,
  leaf,  // nothing beside it
};

struct CertificateSpec {
  std::string name;         // the scenario's name for it, unique; the key is derived from the seed and this name
  std::string common_name;  // subject common name; may be empty when there are DNS names
  std::vector<SubjectAttribute> subject;  // what follows the common name in the subject; may hold further common names
  std::vector<std::string> email_names;   // subject alternative names of type rfc822Name
  std::vector<std::string> ip_addresses;  // and of type iPAddress, as text
  std::vector<std::string> dns_names;     // subject alternative names of type dNSName
  std::vector<KeyUsage> key_usages;       // empty: no extended key usage extension, which means any use
  SimTime not_before;                     // whole seconds: X.509 cannot say less
  SimTime not_after;                      // the first moment at which it is no longer valid
  KeyType key_type = KeyType::ed25519;
  std::string key_of;      // the name of a certificate of the same key type whose key this one has too; empty: its own
  bool authority = false;  // may issue certificates (basicConstraints CA)
  std::optional<std::uint32_t> path_length;  // of an authority: how many authorities may stand below it
  bool publishes_crl = false;                // of an authority: what it issues carries a CRL distribution point
  bool sha1_signature = false;               // signed over SHA-1 by an RSA or P-256 issuer: weak
  bool damaged_signature = false;            // one bit of the signature is wrong
  SentChain sent = SentChain::whole;
  std::optional<CertificateId> issuer;  // none: self-signed

  friend bool operator==(const CertificateSpec&, const CertificateSpec&) = default;
};

// What one CRL says, before it is made.
struct CrlSpec {
  struct Revoked {
    CertificateId certificate = no_certificate;
    SimTime at;
    friend bool operator==(const Revoked&, const Revoked&) = default;
  };
  CertificateId issuer = no_certificate;
  std::uint64_t number = 1;      // counts up with each publication
  SimTime this_update;           // whole seconds
  SimTime next_update;           // the first moment at which it is no longer current
  std::vector<Revoked> revoked;  // issued by `issuer`, each once
  friend bool operator==(const CrlSpec&, const CrlSpec&) = default;
};

}  // namespace certdrill::pki
