// Crl is one real certificate revocation list: its DER bytes and the facts that reports tell.
//
// A value, cheap to copy. Whether it is current and rightly signed is for pki/chain.h, that is OpenSSL, to say.
// Errors     from_der() returns a Problem for bytes that are no CRL, have bytes behind it, or whose times, issuer or
//            number cannot be read.
// Source     RFC 5280, section 5.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sim_time.h"
#include "pki/certificate.h"

namespace certdrill::pki {

class Crl {
 public:
  struct Parsed;

  static Result<Crl> from_der(std::span<const std::uint8_t> der);

  [[nodiscard]] const std::vector<std::uint8_t>& der() const;
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] const std::string& issuer_common_name() const;
  [[nodiscard]] std::uint64_t number() const;  // 0 when it has none
  [[nodiscard]] SimTime this_update() const;
  [[nodiscard]] SimTime next_update() const;  // latest_sim_time() when it has none
  [[nodiscard]] std::size_t revoked_count() const;
  [[nodiscard]] bool lists(const Certificate& certificate) const;  // by issuer name and serial number

  [[nodiscard]] const Parsed& parsed() const { return *parsed_; }  // for pki alone

 private:
  explicit Crl(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace certdrill::pki
