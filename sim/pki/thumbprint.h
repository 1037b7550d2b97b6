// Thumbprint names one certificate exactly: the SHA-1 digest of its DER bytes.
//
// Text form  40 hex digits, either case; spaces between bytes are allowed ("d5 ec 42 ..."), and white space anywhere.
// Equality   by the 20 bytes, never by the text.
// Errors     parse() returns a Problem that counts what it found, or names the first character that is no hex digit: an
//            invisible one by its code point. Its Location has only the column of that character, counted from 1.
// Source     RFC 7515 section 4.1.7 (the same digest, there in base64url); authentication article: thumbprints compare
//            without regard to case and white space.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace certdrill::pki {

class Thumbprint {
 public:
  using Bytes = std::array<std::uint8_t, 20>;

  Thumbprint() = default;
  explicit Thumbprint(const Bytes& bytes) : bytes_(bytes) {}

  static Result<Thumbprint> parse(std::string_view text);

  [[nodiscard]] std::string to_string() const;        // 40 upper-case digits, no spaces
  [[nodiscard]] std::string to_short_string() const;  // "0B08..5273", for a line that has no room
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  friend auto operator<=>(const Thumbprint&, const Thumbprint&) = default;

 private:
  Bytes bytes_{};
};

}  // namespace certdrill::pki
