// Reads the policy of a vault certificate: what its versions are like, who issues them from when on, and when the next
// one is made.
//
// renewAt    "80 %" of a version's life, "30d" before its end, or "never".
// Errors     a policy that renews before a version begins, or when it has expired already.
#pragma once

#include <optional>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

// Who issues versions that are made from a moment on.
struct IssuerFrom {
  SimTime from{};
  std::optional<pki::CertificateId> issuer;  // none: self-signed
  std::optional<JsonValue> at;               // where it is said
};

struct VaultPolicy {
  pki::CertificateSpec like;        // but for name, dates, issuer and key
  std::vector<IssuerFrom> issuers;  // by moment; the first is from the beginning
  SimTime created{};
  model::RenewalPolicy renewal;
  std::optional<JsonValue> renew_at_value;
  std::optional<JsonValue> validity_value;
};

class VaultPolicyReader {
 public:
  VaultPolicyReader(Report& report, const CertificateNames& declared, pki::KeyType default_key_type, SimTime start)
      : report_(report), declared_(declared), default_key_type_(default_key_type), start_(start) {}

  // Nothing when no version can be made of it; a problem says why.
  [[nodiscard]] std::optional<VaultPolicy> read(const JsonValue& name, const Fields& fields);

  [[nodiscard]] static std::optional<pki::CertificateId> read_issuer(Report& report, const CertificateNames& declared,
                                                                     const JsonValue& value);
  [[nodiscard]] static std::optional<Duration> read_validity(Report& report, const JsonValue& value);
  // When a version of this life is followed by the next one; nothing: never.
  [[nodiscard]] static std::optional<Duration> renewed_after(const model::RenewalPolicy& policy, Duration validity);
  // A problem at `at` when a version of this life would be renewed before it begins.
  static bool fits(Report& report, const JsonValue& at, const model::RenewalPolicy& policy, Duration validity);

 private:
  bool read_issuers(const JsonValue& list, VaultPolicy& policy);
  bool read_renew_at(const JsonValue& value, model::RenewalPolicy& renewal);
  bool read_percent(const JsonValue& value, std::string_view digits, model::RenewalPolicy& renewal);

  Report& report_;
  const CertificateNames& declared_;
  pki::KeyType default_key_type_;
  SimTime start_;
};

}  // namespace certdrill::load
