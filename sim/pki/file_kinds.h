// Tells what a file is that should hold certificates, by its first bytes and its structure: for the reader to go on, or
// for the person to hear what it is instead. Private to pki.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/problem.h"

namespace certdrill::pki {

enum class DerKind : std::uint8_t { certificate, crl, pkcs7, pfx, request, private_key, public_key, unknown };

[[nodiscard]] bool looks_like_der(std::span<const std::uint8_t> bytes);
[[nodiscard]] DerKind kind_of_der(std::span<const std::uint8_t> der);

// The first element of the bytes, without what follows it; all of them when they are no element.
[[nodiscard]] std::span<const std::uint8_t> first_element(std::span<const std::uint8_t> bytes);

// "is cut off: ...", when the length that the bytes begin with goes beyond their end.
[[nodiscard]] std::optional<Problem> cut_off(std::span<const std::uint8_t> der);

// What a PEM file with such a block is that has no certificate.
[[nodiscard]] Problem no_certificate_block(std::string_view label);
// What a file is that is neither PEM nor DER.
[[nodiscard]] Problem no_certificate_file(std::string_view text);

}  // namespace certdrill::pki
