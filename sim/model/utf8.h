// Strict UTF-8: what a report may print and a certificate may carry.
//
// Source  RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace certdrill::model {

// Bytes of the character that begins at `at`: 1 to 4; 0 when the bytes there are no character, or `at` is the end.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

// The first byte that is no part of a character; the length of the text when all of it is good.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);

// Characters in the text; a byte that is no part of one counts as one.
[[nodiscard]] std::size_t count_characters(std::string_view text);

}  // namespace certdrill::model
