// CertificateSet mints the certificates of a scenario, each when it is first asked for.
//
// Determinism  keys, serial numbers and signatures depend on the seed and the specs alone, for all key types, so the
//              same scenario has the same thumbprints on every machine and in every run. (Ed25519 signatures are
//              deterministic by definition, RSA PKCS#1 v1.5 ones too; ECDSA uses the nonce of RFC 6979.)
// Security     keys are as guessable as the seed: for rehearsals only, never for a real service.
// Threads      const calls may come from several threads; mint() uses several itself where keys are slow to make (RSA).
// Errors       the specs come checked from the reader: issuers come before what they issue, names are unique,
//              not_before < not_after, key_of names a certificate of the same key type and not in a circle, subject
//              keys and IP addresses are such, no Ed25519 signature is over SHA-1, a CRL lists what its issuer issued.
//              Breaking that, or OpenSSL failing to sign, is a mistake of ours: it aborts with the reason.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pki/certificate.h"
#include "pki/certificate_spec.h"
#include "pki/crl.h"

namespace certdrill::pki {

class CertificateSet {
 public:
  CertificateSet(std::uint64_t seed, std::vector<CertificateSpec> specs);
  ~CertificateSet();
  CertificateSet(CertificateSet&&) noexcept;
  CertificateSet& operator=(CertificateSet&&) noexcept;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const CertificateSpec& spec(CertificateId id) const;

  // Mints on first use, its issuers first.
  [[nodiscard]] const Certificate& certificate(CertificateId id) const;
  [[nodiscard]] std::string private_key_pem(CertificateId id) const;  // PKCS#8
  // PKCS#12 with its issuers and its key, encrypted with AES-256 under random salts: other bytes in every run.
  [[nodiscard]] std::vector<std::uint8_t> pfx(CertificateId id, const std::string& password) const;

  // Mints the list; the same spec gives the same bytes.
  [[nodiscard]] Crl crl(const CrlSpec& spec) const;

  // The issuers of `id` up to its root: direct issuer first, the root last, empty for a self-signed certificate.
  [[nodiscard]] std::vector<CertificateId> issuers_of(CertificateId id) const;

  // Mints these now, in parallel where their keys are slow to make.
  void mint(std::span<const CertificateId> ids) const;

  [[nodiscard]] std::size_t minted_count() const;  // for the tests that show that nothing is made without need

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace certdrill::pki
