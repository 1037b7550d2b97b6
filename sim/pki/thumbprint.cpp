#include "pki/thumbprint.h"

#include <cstdio>
#include <vector>

#include "base/text.h"

namespace certdrill::pki {
namespace {

constexpr std::size_t expected_digits = 2 * std::tuple_size_v<Thumbprint::Bytes>;

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  const char lower = lower_ascii(digit);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_space(std::string_view character) {
  return character == " " || character == "\t" || character == "\r" || character == "\n";
}

// The number of a character that utf8_characters() found whole; 0 for a stray byte.
std::uint32_t code_point_of(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead < 0x80 ? lead : 0;
  std::uint32_t code = lead & (0xFFU >> (character.size() + 1));
  for (const char next : character.substr(1)) code = (code << 6) | (static_cast<unsigned char>(next) & 0x3FU);
  return code;
}

// Characters that a person cannot see in an editor: controls, exotic spaces, direction marks, joiners, soft hyphens.
bool is_invisible(std::uint32_t code) {
  const auto within = [code](std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; };
  return within(0x01, 0x1F) || within(0x7F, 0xA0) || code == 0xAD || code == 0x34F || code == 0x61C || code == 0x1680 ||
         within(0x180B, 0x180E) || within(0x2000, 0x200F) || within(0x2028, 0x202F) || within(0x205F, 0x206F) ||
         code == 0x3000 || within(0xFE00, 0xFE0F) || code == 0xFEFF || within(0xFFF9, 0xFFFB);
}

Problem not_a_digit(std::string_view character, std::size_t place) {
  const std::uint32_t code = code_point_of(character);
  Problem found = problem("has a character that is not a hex digit: ");
  if (is_invisible(code)) {
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "U+%04X", code);
    found.what += name.data();
    found.help = std::string(name.data()) +
                 " cannot be seen; it comes along when a thumbprint is pasted from a certificate dialog: delete the "
                 "digits beside it as well and type them again";
  } else {
    found.what += quoted(character);
    found.help = character == ":" ? "write the bytes without colons, or with spaces between them"
                                  : "a thumbprint is 40 hex digits: the SHA-1 digest of the certificate";
  }
  found.where.column = static_cast<std::uint32_t>(place);
  return found;
}

Problem wrong_count(std::size_t digits) {
  Problem found = problem("has " + counted(digits, "hex digit") + ", expected " + std::to_string(expected_digits));
  found.help = digits == 64 ? "this looks like a SHA-256 digest; a thumbprint is the SHA-1 digest of the certificate"
                            : "a thumbprint is the SHA-1 digest of the certificate";
  return found;
}

}  // namespace

Result<Thumbprint> Thumbprint::parse(std::string_view text) {
  Bytes bytes{};
  std::size_t digits = 0;
  std::size_t place = 0;
  for (const std::string_view character : utf8_characters(text)) {
    ++place;
    if (is_space(character)) continue;
    const int value = character.size() == 1 ? hex_value(character[0]) : -1;
    if (value < 0) return not_a_digit(character, place);
    if (digits < expected_digits) {
      std::uint8_t& byte = bytes[digits / 2];
      byte = static_cast<std::uint8_t>(byte << 4 | value);
    }
    ++digits;
  }
  if (digits != expected_digits) return wrong_count(digits);
  return Thumbprint(bytes);
}

std::string Thumbprint::to_string() const {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text;
  text.reserve(expected_digits);
  for (const std::uint8_t byte : bytes_) {
    text += hex[byte >> 4];
    text += hex[byte & 0x0FU];
  }
  return text;
}

std::string Thumbprint::to_short_string() const {
  const std::string text = to_string();
  return text.substr(0, 4) + ".." + text.substr(text.size() - 4);
}

}  // namespace certdrill::pki
