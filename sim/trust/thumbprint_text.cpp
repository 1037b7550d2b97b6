#include "trust/thumbprint_text.h"

#include <algorithm>
#include <limits>
#include <locale>
#include <sstream>

#include "base/text.h"

namespace certdrill::trust {
namespace {

Problem invalid_thumbprint(std::string_view text, const std::string& why) {
  return problem("InvalidX509Thumbprint: " + quoted(text) + " " + why,
                 "write 40 hex digits, all together or a space between all bytes");
}

// The pieces between separators, without the empty ones.
std::vector<std::string_view> pieces(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

// A space after every two characters, counted from the end.
std::string in_pairs(std::string_view text) {
  std::string spaced;
  spaced.reserve(text.size() + text.size() / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && (text.size() - i) % 2 == 0) spaced += ' ';
    spaced += text[i];
  }
  return spaced;
}

// Numbers are read as the standard library's streams do, which is what the runtime uses: signs and 0x count, white space
// is skipped, and what is no digit ends a number.
Result<std::vector<std::uint8_t>> read_as_the_runtime(std::string_view text) {
  const std::string_view blanks_off = trimmed(text);
  const bool ascii =
      std::all_of(blanks_off.begin(), blanks_off.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return invalid_thumbprint(text, "has a character that is not a hex digit");
  std::istringstream stream(blanks_off.find(' ') == std::string_view::npos ? in_pairs(blanks_off)
                                                                           : std::string(blanks_off));
  stream.imbue(std::locale::classic());
  std::vector<std::uint8_t> bytes;
  while (!stream.eof()) {
    unsigned int byte = 0;
    if ((stream >> std::hex >> byte).fail()) return invalid_thumbprint(text, "cannot be read as hexadecimal numbers");
    if (byte > std::numeric_limits<std::uint8_t>::max())
      return invalid_thumbprint(text, "has a group of digits that is more than a byte");
    bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  return bytes;
}

Result<std::vector<std::uint8_t>> read_as_documented(std::string_view text) {
  const Result<pki::Thumbprint> read = pki::Thumbprint::parse(text);
  if (!read) {
    Problem wrong = read.problem();
    wrong.what = "InvalidX509Thumbprint: " + quoted(text) + " " + wrong.what;
    return wrong;
  }
  return std::vector<std::uint8_t>(read->bytes().begin(), read->bytes().end());
}

}  // namespace

std::optional<pki::Thumbprint> WrittenThumbprint::thumbprint() const {
  pki::Thumbprint::Bytes digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return pki::Thumbprint(digest);
}

std::string WrittenThumbprint::to_string() const {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += hex[byte >> 4];
    text += hex[byte & 0x0FU];
  }
  return text;
}

Result<WrittenThumbprint> parse_thumbprint(std::string_view text, model::ThumbprintText form) {
  const std::vector<std::string_view> parts = pieces(text, '?');
  if (parts.empty()) return invalid_thumbprint(text, "is empty");
  Result<std::vector<std::uint8_t>> bytes =
      form == model::ThumbprintText::runtime ? read_as_the_runtime(parts.front()) : read_as_documented(parts.front());
  if (!bytes) return bytes.problem();
  const bool check_chain = parts.size() > 1 && equal_ignoring_ascii_case(trimmed(parts[1]), "true");
  return WrittenThumbprint{*std::move(bytes), check_chain};
}

Result<std::vector<WrittenThumbprint>> parse_thumbprint_list(std::string_view text, model::ThumbprintText form) {
  std::vector<WrittenThumbprint> list;
  const std::string_view whole = trimmed(text);
  if (whole.empty()) return list;
  const std::vector<std::string_view> entries = pieces(whole, ',');
  if (entries.empty())
    return problem("InvalidArgument: " + quoted(text) + " is a list without an entry", "write thumbprints, or nothing");
  for (const std::string_view entry : entries) {
    Result<WrittenThumbprint> read = parse_thumbprint(trimmed(entry), form);
    if (!read) return read.problem();
    if (std::find(list.begin(), list.end(), *read) == list.end()) list.push_back(*std::move(read));
  }
  return list;
}

bool is_plain_thumbprint(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'f'); };
  return text.size() == 2 * std::tuple_size_v<pki::Thumbprint::Bytes> && std::all_of(text.begin(), text.end(), is_hex);
}

}  // namespace certdrill::trust
