// Certificate is one real X.509 certificate: its DER bytes and the facts in them that rules ask for.
//
// A value, cheap to copy: copies share the parsed form. Two certificates are equal when their bytes are.
// Validity   not_before is its first valid moment, not_after the first moment at which it is no longer valid, in whole
//            seconds: authentication article, "NotBefore <= now < NotAfter".
// Errors     from_der() returns a Problem for bytes that are no certificate, have bytes behind it, are not DER, or
//            whose dates, names or extensions cannot be read. Whether it may be trusted is no matter here: that is for
//            pki/chain.h.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sim_time.h"
#include "pki/certificate_spec.h"
#include "pki/public_key.h"
#include "pki/thumbprint.h"

namespace certdrill::pki {

class Certificate {
 public:
  struct Parsed;  // OpenSSL's form and the facts read from it, shared by all copies

  static Result<Certificate> from_der(std::span<const std::uint8_t> der);

  [[nodiscard]] const std::vector<std::uint8_t>& der() const;
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] const Thumbprint& thumbprint() const;
  [[nodiscard]] const std::string& common_name() const;  // the first one of the subject; empty when there is none
  [[nodiscard]] std::vector<std::string> common_names() const;         // all of them; mostly one
  [[nodiscard]] const std::vector<SubjectAttribute>& subject() const;  // the whole subject, in its order
  [[nodiscard]] const std::vector<std::string>& dns_names() const;
  [[nodiscard]] const PublicKeyId& public_key() const;
  [[nodiscard]] bool names_crl() const;  // has a CRL distribution points extension
  // OpenSSL's host check (X509_check_host, no flags): case-insensitive; a wildcard in the certificate, in the left-most
  // label; with any DNS name among the alternative names the common names do not count; an expected name that begins
  // with "." stands for every sub-domain.
  [[nodiscard]] bool matches_host(std::string_view expected) const;
  [[nodiscard]] const std::vector<KeyUsage>& key_usages() const;
  [[nodiscard]] bool limits_key_usage() const;  // has an extended key usage extension, even one of usages unknown here
  [[nodiscard]] bool is_self_signed() const;    // issuer and subject are the same name and its own key verifies it
  [[nodiscard]] SimTime not_before() const;
  [[nodiscard]] SimTime not_after() const;
  [[nodiscard]] const std::string& issuer_common_name() const;

  [[nodiscard]] const Parsed& parsed() const { return *parsed_; }  // for pki alone; the type is incomplete elsewhere

  friend bool operator==(const Certificate& a, const Certificate& b) {
    return a.thumbprint() == b.thumbprint() && a.der() == b.der();
  }

 private:
  explicit Certificate(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace certdrill::pki
