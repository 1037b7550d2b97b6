// PKCS#12: the one file in which Windows hands out a certificate with its key (.pfx, .p12).
//
// Password   what was given, or the empty one, whichever opens the file. Files of old Windows versions are encrypted
//            with RC2 and Triple-DES: OpenSSL keeps these in a provider of its own, which is loaded here and for nothing
//            else.
// Keys       those of the file in PKCS#8 DER; the caller says what they belong to.
// Errors     words of what is wrong; where is for the caller to say. More than 10,000,000 rounds of password functions
//            are refused: a file must not keep the program busy for hours.
// Source     RFC 7292.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pki/certificate_file.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

struct Pfx {
  std::vector<std::vector<std::uint8_t>> certificates;  // DER, in the order of the file
  std::vector<std::vector<std::uint8_t>> crls;
  std::vector<Key> keys;
};

struct OpenedPfx {
  std::optional<Pfx> pfx;
  Problem problem;  // when there is none
  bool needs_password = false;
};

// Is it PKCS#12 at all? Nothing when it is not, else what came of opening it.
[[nodiscard]] std::optional<OpenedPfx> open_pfx(std::span<const std::uint8_t> der,
                                                const std::optional<Password>& password);

// AES-256 and SHA-256 with random salts: other bytes in every run.
[[nodiscard]] std::vector<std::uint8_t> make_pfx(const Certificate& leaf, EVP_PKEY* key,
                                                 std::span<const Certificate> issuers, const std::string& password);

}  // namespace certdrill::pki
