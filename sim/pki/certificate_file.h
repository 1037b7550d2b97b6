// Reads what a person has in hand: a file with certificates, revocation lists and perhaps a private key.
//
// Forms      PEM (any number of blocks, text between them, CRLF, a byte order mark); a certificate, a CRL, PKCS#7 or
//            PKCS#12 in DER. PKCS#7 in PEM as well.
// Order      as in the file. In PKCS#12 the certificate whose key is in it comes first, in PKCS#7, which is a set, the
//            one that issued none of the others.
// Keys       are looked at for one thing: whether they belong to a certificate of the file. Encrypted PEM keys are not
//            opened.
// Limits     16 MiB, 10,000 certificates, 10,000,000 rounds of a password function.
// Errors     all at once, 50 at most, each at the line that is wrong: of a bad character its own, else the BEGIN of its
//            block; line 0 for the file as a whole. There is a file or an error, never both; warnings may come with it.
// Source     RFC 7468 (PEM), RFC 7292 (PKCS#12), RFC 2315 (PKCS#7).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/problem.h"
#include "pki/certificate.h"
#include "pki/crl.h"

namespace certdrill::pki {

inline constexpr std::size_t largest_certificate_file_bytes = std::size_t{16} << 20;
inline constexpr std::size_t most_certificates_in_a_file = 10'000;

struct Password {
  std::string text;
  std::string origin;  // where it came from, for the problem that it is wrong: "--password-file pw.txt"
};

struct CertificateFile {
  std::vector<Certificate> certificates;
  std::vector<Crl> crls;
  bool has_private_key = false;
  // Does a key of the file belong to the first certificate, the leaf? None when there is no key that could be read.
  std::optional<bool> key_matches_first;
};

struct ReadCertificates {
  std::optional<CertificateFile> file;
  Problems problems;
  bool needs_password = false;  // none was given: ask for one and read again
};

[[nodiscard]] ReadCertificates read_certificate_file(const std::filesystem::path& path,
                                                     const std::optional<Password>& password = std::nullopt);
[[nodiscard]] ReadCertificates parse_certificate_file(std::span<const std::uint8_t> bytes, const std::string& file_name,
                                                      const std::optional<Password>& password = std::nullopt);

}  // namespace certdrill::pki
