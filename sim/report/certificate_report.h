// Certificates in words, and as files that other tools read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"

namespace certdrill::report {

// "B  9C1A...  cluster.contoso.test, self-signed, 2026-01-05 to 2027-01-05", the name padded to `name_width`.
[[nodiscard]] std::string certificate_line(const pki::CertificateSet& certificates, pki::CertificateId id,
                                           std::size_t name_width);

struct WrittenCertificate {
  pki::CertificateId certificate = pki::no_certificate;
  std::string certificate_file;  // A.crt: PEM
  std::string key_file;          // A.key: PEM, PKCS#8, readable by the owner alone; empty when keys were not asked for
  std::string chain_file;  // A.chain.crt: the leaf and its issuers up to the root; empty for a self-signed certificate
  std::string crl_file;    // I1.crl.pem: what an authority publishes; empty when it publishes nothing
};

// Writes every certificate of the scenario, and these CRLs, to a folder, which is made when it is missing. Stops at the
// first file that cannot be written.
struct WriteCertificatesResult {
  std::vector<WrittenCertificate> written;
  std::optional<Problem> failure;
};
[[nodiscard]] WriteCertificatesResult write_certificates(const pki::CertificateSet& certificates,
                                                         const std::vector<pki::CrlSpec>& crls,
                                                         const std::string& folder, bool with_keys);

[[nodiscard]] std::string certificates_text(const pki::CertificateSet& certificates,
                                            const std::vector<WrittenCertificate>& written, const std::string& folder);
[[nodiscard]] std::string certificates_json(const pki::CertificateSet& certificates,
                                            const std::vector<WrittenCertificate>& written, const std::string& folder);

}  // namespace certdrill::report
