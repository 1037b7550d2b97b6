#include "model/notation_scanner.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "model/notation.h"
#include "model/utf8.h"

namespace certdrill::model {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_plain(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '*'; }

}  // namespace

bool is_word(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-';
  });
}

bool is_thumbprint_text(std::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(), is_hex_digit);
}

bool is_node_name(std::string_view text) {
  return !text.empty() && (is_letter(text.front()) || text.front() == '_') &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) && c != '*'; });
}

char NotationScanner::peek() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  if (at_ == text_.size()) return '\0';
  return text_[at_] == '\0' ? '\1' : text_[at_];
}

bool NotationScanner::accept(char wanted) {
  if (peek() != wanted) return false;
  ++at_;
  return true;
}

bool NotationScanner::accept_text(std::string_view wanted) {
  (void)behind_blanks();
  if (text_.substr(at_, wanted.size()) != wanted) return false;
  at_ += wanted.size();
  return true;
}

std::uint32_t NotationScanner::column_of(std::size_t offset) {
  const std::size_t from = std::min(offset, counted_offset_);
  const std::size_t to = std::max(offset, counted_offset_);
  const auto between = static_cast<std::uint32_t>(count_characters(text_.substr(from, to - from)));
  counted_column_ = offset < counted_offset_ ? counted_column_ - between : counted_column_ + between;
  counted_offset_ = offset;
  return counted_column_;
}

bool NotationScanner::fail(std::size_t from, std::size_t to, std::string what, std::string help) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where.column = column_of(from);
  wrong.where.length = std::max<std::uint32_t>(1, column_of(std::max(from, to)) - wrong.where.column);
  problem_ = std::move(wrong);
  return false;
}

std::string NotationScanner::found_here() {
  if (behind_blanks() == text_.size()) return "the end of the text";
  const std::size_t length = std::max<std::size_t>(1, utf8_length(text_, at_));
  return quoted(text_.substr(at_, length));
}

bool NotationScanner::fail_unexpected(std::string_view expected, std::string help) {
  const std::string found = found_here();
  const std::size_t length = at_ == text_.size() ? 0 : std::max<std::size_t>(1, utf8_length(text_, at_));
  return fail(at_, at_ + length, "expected " + std::string(expected) + ", found " + found, std::move(help));
}

void NotationScanner::mark(NotationMark::What what, std::size_t from, std::string text, bool literal) {
  const std::uint32_t column = column_of(from);
  marks_.push_back({what, part_, literal, column, column_of(at_) - column, std::move(text)});
}

void NotationScanner::mark_before(std::size_t first_mark, NotationMark::What what, std::size_t from, std::string text) {
  mark(what, from, std::move(text));
  std::rotate(marks_.begin() + static_cast<std::ptrdiff_t>(first_mark), marks_.end() - 1, marks_.end());
}

std::string_view NotationScanner::read_letters() {
  const std::size_t from = behind_blanks();
  while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
  return text_.substr(from, at_ - from);
}

std::string_view NotationScanner::read_plain() {
  const std::size_t from = behind_blanks();
  while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
  return text_.substr(from, at_ - from);
}

bool NotationScanner::read_quoted(std::string& content) {
  const std::size_t open = at_;
  ++at_;
  while (at_ < text_.size() && text_[at_] != '\'') {
    const std::size_t length = utf8_length(text_, at_);
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (length == 0) return fail(at_, at_ + 1, "a byte that is no UTF-8 stands in the quotes");
    if (byte < 0x20 || byte == 0x7F) return fail(at_, at_ + 1, "a name cannot contain control characters");
    if (text_[at_] == '\\') {
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (next != '\'' && next != '\\') {
        return fail(at_, at_ + 1, "a backslash inside quotes stands before a quote or a backslash only",
                    "write \\\\ for the backslash itself");
      }
      content += next;
      at_ += 2;
    } else {
      content += text_.substr(at_, length);
      at_ += length;
    }
  }
  if (at_ == text_.size()) return fail(open, open + 1, "the quote is not closed", "add a ' behind the name");
  ++at_;
  if (content.empty()) return fail(open, at_, "a name cannot be empty");
  return true;
}

bool NotationScanner::read_text(std::string& content, std::string_view expected) {
  if (peek() == '\'') return read_quoted(content);
  content = read_plain();
  return !content.empty() || fail_unexpected(expected);
}

bool NotationScanner::expect_end(std::string_view behind_what) {
  if (at_end()) return true;
  return fail(at_, text_.size(), "there is text behind " + std::string(behind_what));
}

bool NotationScanner::read_node_name(std::string& name) {
  const std::size_t from = behind_blanks();
  const std::string_view plain = read_plain();
  if (plain.empty()) return fail_unexpected("the name of a node");
  if (!is_node_name(plain)) return fail(from, at_, "not the name of a node: " + quoted(plain));
  name = plain;
  return true;
}

bool NotationScanner::read_number(std::uint64_t& number) {
  const std::size_t from = behind_blanks();
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (error == std::errc::invalid_argument) return fail_unexpected("a number");
  at_ = static_cast<std::size_t>(end - text_.data());
  if (error != std::errc()) return fail(from, at_, "the number is too large");
  return true;
}

}  // namespace certdrill::model
