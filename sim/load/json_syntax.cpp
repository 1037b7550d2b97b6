#include "load/json_syntax.h"

#include <algorithm>

#include "base/text.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

class Explainer {
 public:
  Explainer(std::string_view text, const std::string& opened) : text_(text), opened_(opened) {}

  // A number or a word that goes on where it should have ended (007, 30s, trueish) is one wrong token to its reader.
  SyntaxError explain_behind(std::size_t last, std::size_t at, Expecting expecting) {
    const bool value_done = expecting == Expecting::comma_or_close_object ||
                            expecting == Expecting::comma_or_close_list || expecting == Expecting::end;
    const auto is_part = [](char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '+' || c == '-'; };
    if (value_done && last < at && at < text_.size() && is_part(text_[last]) && is_part(text_[at])) return value(last);
    return explain(at, expecting);
  }

 private:
  SyntaxError explain(std::size_t at, Expecting expecting) {
    at = skip(at);
    if (at < text_.size() && text_[at] == '/') return comment(at);
    if (at == text_.size()) return end_of_file();
    switch (expecting) {
      case Expecting::value:
        return value(at);
      case Expecting::colon:
        return text_[at] == ':' ? behind(at, Expecting::value) : unexpected(at, "\":\" behind the field name");
      case Expecting::field_or_close:
        return field(at);
      case Expecting::item_or_close:
        return value(at);
      case Expecting::comma_or_close_object:
        return comma(at, '}', "field", "\",\" or \"}\"");
      case Expecting::comma_or_close_list:
        return comma(at, ']', "entry", "\",\" or \"]\"");
      case Expecting::end:
        return {at, 1, "there is text behind the end of the scenario", "a file holds one JSON object"};
    }
    return unexpected(at, "JSON");
  }

  [[nodiscard]] std::size_t skip(std::size_t at) const { return skip_blanks_and_comments(text_, at); }

  [[nodiscard]] SyntaxError end_of_file() const {
    return {
        text_.size(), 1, "the file ends too early" + (opened_.empty() ? "" : ": " + opened_ + " is not closed"), {}};
  }

  [[nodiscard]] SyntaxError unexpected(std::size_t at, const std::string& expected, std::string help = {}) const {
    const std::size_t length = std::max<std::size_t>(1, model::utf8_length(text_, at));
    return {at, length, "expected " + expected + ", found " + quoted(text_.substr(at, length)), std::move(help)};
  }

  [[nodiscard]] SyntaxError comment(std::size_t at) const {
    if (text_.substr(at, 2) == "/*") return {at, 2, "the comment is not closed", "close it with */"};
    return {at, 1, "unexpected \"/\"", "comments begin with // or /*"};
  }

  SyntaxError behind(std::size_t at, Expecting expecting) { return explain(at + 1, expecting); }

  SyntaxError comma(std::size_t at, char close, const std::string& noun, const std::string& expected) {
    if (text_[at] != ',') {
      const bool next_begins = text_[at] == '"' || text_[at] == '{' || text_[at] == '[' || is_digit(text_[at]) ||
                               text_[at] == '-' || is_letter(text_[at]);
      if (next_begins) {
        return {at, 1, "missing comma before the next " + noun, "separate them with a comma"};
      }
      return unexpected(at, expected);
    }
    const std::size_t next = skip(at + 1);
    if (next < text_.size() && text_[next] == close) {
      return {at, 1, "a comma with no " + noun + " behind it", "remove the comma"};
    }
    if (next < text_.size() && text_[next] == ',') return {next, 1, "two commas in a row", "remove one"};
    return behind(at, close == '}' ? Expecting::field_or_close : Expecting::item_or_close);
  }

  SyntaxError field(std::size_t at) {
    if (text_[at] == '"') return string(at);
    const char* help = is_letter(text_[at]) || text_[at] == '\'' ? "field names stand in double quotes" : "";
    return unexpected(at, "a field name in double quotes", help);
  }

  SyntaxError value(std::size_t at) {
    const char c = text_[at];
    if (c == '"') return string(at);
    if (is_digit(c) || c == '-' || c == '+' || c == '.') return number(at);
    if (c == '\'') return unexpected(at, "a value", "strings stand in double quotes");
    if (!is_letter(c)) return unexpected(at, "a value");
    std::size_t end = at;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '_')) ++end;
    const std::string_view word = text_.substr(at, end - at);
    return {at, end - at, "unknown word " + quoted(word), did_you_mean(word, {"true", "false", "null"})};
  }

  SyntaxError number(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && (is_digit(text_[end]) || is_letter(text_[end]) || text_[end] == '.' ||
                                  text_[end] == '+' || text_[end] == '-')) {
      ++end;
    }
    const std::string_view token = text_.substr(at, end - at);
    const std::string_view digits = token.substr(token[0] == '-' || token[0] == '+' ? 1 : 0);
    const std::string shown = quoted(token);
    if (token[0] == '+') return {at, end - at, "a number cannot begin with +: " + shown, "leave the sign out"};
    if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
      return {at, end - at, "a number cannot begin with 0: " + shown, "leave the zeros out"};
    }
    const bool well_formed = !digits.empty() && is_digit(digits.front()) && is_digit(digits.back()) &&
                             std::all_of(digits.begin(), digits.end(), [](char c) {
                               return is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
                             });
    if (well_formed) return {at, end - at, "the number " + shown + " is too large or malformed", {}};
    return {at, end - at, "not a number: " + shown, "text and durations stand in double quotes"};
  }

  [[nodiscard]] bool has_four_hex_digits(std::size_t at) const {
    const std::string_view digits = text_.substr(std::min(at, text_.size()), 4);
    return digits.size() == 4 && std::all_of(digits.begin(), digits.end(), is_hex_digit);
  }

  SyntaxError string(std::size_t open) const {
    for (std::size_t at = open + 1; at < text_.size() && text_[at] != '"';) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (text_[at] == '\n' || text_[at] == '\r') {
        return {open, at - open, "the string is not closed on its line",
                "add a double quote; a line break is written \\n"};
      }
      if (byte < 0x20)
        return {at, 1, "a control character in a string: " + quoted(text_.substr(at, 1)), "write it as \\u00.."};
      if (text_[at] != '\\') {
        ++at;
        continue;
      }
      const char escaped = at + 1 < text_.size() ? text_[at + 1] : '\0';
      if (escaped == 'u') {
        if (!has_four_hex_digits(at + 2)) return {at, 2, "\\u needs four hex digits behind it", {}};
        const std::string_view digits = text_.substr(at + 2, 4);
        const bool first_half =
            lower_ascii(digits[0]) == 'd' &&
            (digits[1] == '8' || digits[1] == '9' || lower_ascii(digits[1]) == 'a' || lower_ascii(digits[1]) == 'b');
        const bool second_half =
            lower_ascii(digits[0]) == 'd' && !first_half && !(digits[1] >= '0' && digits[1] <= '7');
        const bool second_follows = text_.substr(at + 6, 2) == "\\u" && has_four_hex_digits(at + 8) &&
                                    lower_ascii(text_[at + 8]) == 'd' && lower_ascii(text_[at + 9]) >= 'c';
        if (second_half || (first_half && !second_follows)) {
          return {at, 6, "half of a surrogate pair: " + std::string(text_.substr(at, 6)),
                  "write both halves, or the character itself"};
        }
        at += first_half ? 12 : 6;
      } else if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos || escaped == '\0') {
        if (at + 1 == text_.size()) break;
        const std::size_t length = std::max<std::size_t>(1, model::utf8_length(text_, at + 1));
        return {at, 1 + length, "unknown escape \\" + std::string(text_.substr(at + 1, length)) + " in a string",
                "write \\\\ for the backslash itself"};
      } else {
        at += 2;
      }
    }
    return {open, 1, "the string is not closed: the file ends in it", "add a double quote"};
  }

  std::string_view text_;
  const std::string& opened_;
};

}  // namespace

std::size_t skip_blanks_and_comments(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
    } else if (text.substr(at, 2) == "//") {
      while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t close = text.find("*/", at + 2);
      if (close == std::string_view::npos) return at;
      at = close + 2;
    } else {
      return at;
    }
  }
  return at;
}

std::size_t end_of_token(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  const char first = text[at];
  if (first == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;  // the character behind it is no closing quote
    }
    return std::min(at + 1, text.size());
  }
  const auto digits_from = [&](std::size_t from) {
    while (from < text.size() && is_digit(text[from])) ++from;
    return from;
  };
  if (is_letter(first)) {
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text.substr(at, word.size()) == word) return at + word.size();
    }
  }
  if (!is_digit(first) && first != '-') return at + 1;
  if (first == '-') ++at;
  at = text.substr(at, 1) == "0" ? at + 1 : digits_from(at);  // a 0 at the front stands alone
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) at = digits_from(at + 1);
  if (at < text.size() && lower_ascii(text[at]) == 'e') {
    const bool sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-');
    const std::size_t exponent = at + (sign ? 2 : 1);
    if (exponent < text.size() && is_digit(text[exponent])) at = digits_from(exponent);
  }
  return at;
}

SyntaxError explain_syntax(std::string_view text, std::size_t last, std::size_t at, Expecting expecting,
                           const std::string& opened) {
  return Explainer(text, opened).explain_behind(last, at, expecting);
}

}  // namespace certdrill::load
