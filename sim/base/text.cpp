#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace certdrill {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The run of digits at `at`, split into its leading zeros and the rest.
struct Digits {
  std::size_t zeros = 0;
  std::string_view rest;
};

Digits digits_at(std::string_view text, std::size_t at) {
  Digits digits;
  while (at + digits.zeros < text.size() && text[at + digits.zeros] == '0') ++digits.zeros;
  std::size_t end = at + digits.zeros;
  while (end < text.size() && is_digit(text[end])) ++end;
  digits.rest = text.substr(at + digits.zeros, end - at - digits.zeros);
  return digits;
}

char32_t code_point_of(std::string_view character) {
  const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(character[at])); };
  switch (character.size()) {
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    case 4:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    default:
      return byte(0);
  }
}

// The number of bytes of the code point that begins at `at`, 1 when none does (RFC 3629, section 4).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned lead = byte(at);
  const std::size_t length = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 1;
  }
  const unsigned second = byte(at + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond_unicode = lead == 0xF4 && second > 0x8F;
  return length > 1 && (overlong || surrogate || beyond_unicode) ? 1 : length;
}

// Damerau-Levenshtein, optimal string alignment: four edits, adjacent swap included. Words are short.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * width);
  const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& { return table[i * width + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) cell(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cell(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = cell(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
      cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
      }
    }
  }
  return cell(a.size(), b.size());
}

}  // namespace

bool NaturalLess::operator()(std::string_view left, std::string_view right) const {
  std::size_t i = 0;
  std::size_t j = 0;
  int zeros_tie = 0;  // decides only when everything else is equal
  while (i < left.size() && j < right.size()) {
    if (is_digit(left[i]) && is_digit(right[j])) {
      const Digits a = digits_at(left, i);
      const Digits b = digits_at(right, j);
      if (a.rest.size() != b.rest.size()) return a.rest.size() < b.rest.size();
      if (a.rest != b.rest) return a.rest < b.rest;
      if (zeros_tie == 0 && a.zeros != b.zeros) zeros_tie = a.zeros < b.zeros ? -1 : 1;
      i += a.zeros + a.rest.size();
      j += b.zeros + b.rest.size();
    } else {
      if (left[i] != right[j]) return static_cast<unsigned char>(left[i]) < static_cast<unsigned char>(right[j]);
      ++i;
      ++j;
    }
  }
  const bool left_done = i == left.size();
  const bool right_done = j == right.size();
  if (left_done != right_done) return left_done;
  return zeros_tie < 0;
}

std::vector<std::string> suggestions(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t longest_compared = 64;  // a pasted page is not a slip of the pen
  if (word.empty() || word.size() > longest_compared) return {};
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> close;
  for (const std::string& candidate : known) {
    if (candidate.size() > longest_compared || candidate == word) continue;
    if (equal_ignoring_ascii_case(word, candidate)) {
      close.emplace_back(0, candidate);
      continue;
    }
    const std::size_t shorter = std::min(word.size(), candidate.size());
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - shorter > limit) continue;
    const std::size_t distance = edit_distance(word, candidate);
    // A one-letter word is one edit away from every other one: no suggestion at all beats a random one.
    if (distance <= limit && distance < longer) close.emplace_back(distance, candidate);
  }
  std::stable_sort(close.begin(), close.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> best;
  for (const auto& [distance, candidate] : close) {
    if (best.size() == 3) break;
    if (std::find(best.begin(), best.end(), candidate) == best.end()) best.push_back(candidate);
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string> best = suggestions(word, known);
  if (!best.empty()) {
    std::vector<std::string> shown;
    shown.reserve(best.size());
    for (const std::string& each : best) shown.push_back(quoted(each));
    return "did you mean " + join_words(shown, "or") + "?";
  }
  constexpr std::size_t longest_list = 16;
  if (known.empty() || known.size() > longest_list) return {};
  return (known.size() == 1 ? "there is only: " : "one of: ") + join(known, ", ");
}

std::string join_words(const std::vector<std::string>& words, std::string_view last_joiner) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 == words.size()) {
      out += ' ';
      out += last_joiner;
      out += ' ';
    } else if (i > 0) {
      out += ", ";
    }
    out += words[i];
  }
  return out;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest_shown = 80;
  std::vector<std::string_view> characters = utf8_characters(text);
  std::string out = "\"";
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters.size() > longest_shown && i == longest_shown / 2) {
      out += "...";
      i = characters.size() - longest_shown / 2;
    }
    const std::string_view character = characters[i];
    if (character == "\"" || character == "\\") {
      out += '\\';
      out += character;
    } else if (character == "\n") {
      out += "\\n";
    } else if (character == "\t") {
      out += "\\t";
    } else if (is_invisible(character)) {
      std::array<char, 16> hex{};
      std::snprintf(hex.data(), hex.size(), character.size() == 1 ? "\\x%02X" : "\\u%04X",
                    static_cast<unsigned>(code_point_of(character)));
      out += hex.data();
    } else {
      out += character;
    }
  }
  return out + "\"";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::vector<std::string_view> utf8_characters(std::string_view text) {
  std::vector<std::string_view> characters;
  characters.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    characters.push_back(text.substr(i, length));
    i += length;
  }
  return characters;
}

bool is_invisible(std::string_view character) {
  const char32_t code = code_point_of(character);
  if (character.size() == 1) return code < 0x20 || code >= 0x7F;
  return code < 0xA0 ||                         // C1 controls
         code == 0xAD || code == 0xFEFF ||      // soft hyphen, byte order mark
         (code >= 0x200B && code <= 0x200F) ||  // zero width, left-to-right and right-to-left marks
         (code >= 0x2028 && code <= 0x202E) ||  // line and paragraph separators, embeddings and overrides
         (code >= 0x2060 && code <= 0x206F);    // word joiner, isolates
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

char lower_ascii(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower_ascii(c); });
  return out;
}

bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                   [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

}  // namespace certdrill
