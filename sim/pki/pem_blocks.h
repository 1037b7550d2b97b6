// Splits PEM text into its blocks. Knows nothing of what is in them.
//
// Text form  "-----BEGIN LABEL-----", lines of base64, "-----END LABEL-----"; anything may stand between blocks. Lines
//            end at LF, CRLF or CR. Header lines as encrypted keys have them ("Proc-Type: 4,ENCRYPTED") are skipped.
// Errors     a BEGIN without its END, an END of another label, a character that is no base64, a number of characters
//            that no bytes give: each a Problem at its place, and no block. No line of a private key is shown.
// Source     RFC 7468, its lax grammar; RFC 1421, 4.6 (headers).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace certdrill::pki {

struct PemBlock {
  std::string label;       // "CERTIFICATE"
  Location begin;          // its BEGIN line
  bool encrypted = false;  // by its headers
  std::vector<std::uint8_t> bytes;
};

struct PemText {
  std::vector<PemBlock> blocks;
  Problems problems;
  std::size_t begin_lines = 0;  // whole and broken ones: 0 says that this is no PEM
};

// `at_most_problems` ends the reading.
[[nodiscard]] PemText read_pem_blocks(std::string_view text, const std::string& file_name,
                                      std::size_t at_most_problems);

// The bytes of base64 text with white space in it; nothing when it is something else.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

}  // namespace certdrill::pki
