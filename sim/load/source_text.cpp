#include "load/source_text.h"

#include <algorithm>

#include "base/text.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

constexpr std::size_t block_bytes = 1024;
constexpr std::size_t longest_line_of_problem = 100'000;
constexpr std::size_t longest_line_kept = 1'000;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }

std::size_t count_beginnings(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

}  // namespace

SourceText::SourceText(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {
  line_starts_.push_back(0);
  if (text_.size() > largest_file_bytes) return;  // check() refuses it
  std::size_t characters = 0;
  for (std::size_t block = 0; block * block_bytes <= text_.size(); ++block) {
    characters_before_block_.push_back(static_cast<std::uint32_t>(characters));
    characters += count_beginnings(text_.substr(block * block_bytes, block_bytes));
  }
  for (std::size_t at = text_.find('\n'); at != std::string_view::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::size_t SourceText::first_offset() const {
  return text_.substr(0, byte_order_mark.size()) == byte_order_mark ? byte_order_mark.size() : 0;
}

std::optional<Problem> SourceText::check() const {
  Problem wrong;
  wrong.where.file = file_;
  if (text_.size() > largest_file_bytes) {
    wrong.what = "the file has " + std::to_string(text_.size()) + " bytes; the most that is read is " +
                 std::to_string(largest_file_bytes);
    return wrong;
  }
  if (text_.substr(0, 2) == "\xFF\xFE" || text_.substr(0, 2) == "\xFE\xFF") {
    wrong.what = "the file is UTF-16";
    wrong.help = "save it as UTF-8";
    return wrong;
  }
  if (text_.find_first_not_of(" \t\r\n", first_offset()) == std::string_view::npos) {
    wrong.what = "the file is empty";
    wrong.help = "a scenario is a JSON object with at least a \"cluster\"";
    return wrong;
  }
  const std::size_t invalid = model::find_invalid_utf8(text_);
  const std::size_t zero = text_.find('\0');
  if (invalid == text_.size() && zero == std::string_view::npos) return std::nullopt;
  const std::size_t at = std::min(invalid, zero);
  wrong.where = location(at, 1);
  if (at == invalid) {
    wrong.what = "not UTF-8: the byte " + quoted(text_.substr(at, 1)) + " is no character";
    wrong.help = "save the file as UTF-8";
  } else {
    wrong.what = "the file has a NUL byte; it is no text";
  }
  return wrong;
}

std::size_t SourceText::characters_before(std::size_t offset) const {
  const std::size_t block = offset / block_bytes;
  return characters_before_block_[block] +
         count_beginnings(text_.substr(block * block_bytes, offset - block * block_bytes));
}

Location SourceText::locate(std::size_t offset, std::size_t length, std::size_t longest_line) const {
  offset = std::min(offset, text_.size());
  const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<std::uint32_t>(offset));
  const bool is_first_line = next_line - 1 == line_starts_.begin();
  const std::size_t line_begin = is_first_line ? std::min(offset, first_offset()) : *(next_line - 1);
  std::size_t line_end = next_line == line_starts_.end() ? text_.size() : *next_line - 1;
  if (line_end > line_begin && text_[line_end - 1] == '\r') --line_end;
  Location where;
  where.file = file_;
  where.line = static_cast<std::uint32_t>(next_line - line_starts_.begin());
  where.column = static_cast<std::uint32_t>(characters_before(offset) - characters_before(line_begin) + 1);
  const std::size_t end = std::clamp(offset + length, offset, std::max(offset, line_end));  // marks stay on their line
  where.length =
      static_cast<std::uint32_t>(std::max<std::size_t>(1, characters_before(end) - characters_before(offset)));
  if (line_end - line_begin <= longest_line) where.source_line = text_.substr(line_begin, line_end - line_begin);
  return where;
}

Location SourceText::location(std::size_t offset, std::size_t length) const {
  return locate(offset, length, longest_line_of_problem);
}

Location SourceText::brief_location(std::size_t offset, std::size_t length) const {
  return locate(offset, length, longest_line_kept);
}

}  // namespace certdrill::load
