#include "pki/pem_blocks.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace certdrill::pki {
namespace {

constexpr std::size_t longest_line_kept = 200;

int value_of(char letter) {
  if (letter >= 'A' && letter <= 'Z') return letter - 'A';
  if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9') return letter - '0' + 52;
  if (letter == '+') return 62;
  return letter == '/' ? 63 : -1;
}

bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
  return line;
}

// Takes characters one by one: four make three bytes, "=" fills up the last four.
class Base64Decoder {
 public:
  bool take(char letter) {
    if (letter == '=') {
      ++padding_;
      return padding_ <= 2 && (count_ + padding_) % 4 <= 3 && count_ % 4 >= 2;
    }
    const int value = value_of(letter);
    if (value < 0 || padding_ > 0) return false;
    bits_ = bits_ << 6 | static_cast<std::uint32_t>(value);
    ++count_;
    if (count_ % 4 == 0) {
      for (const int shift : {16, 8, 0}) bytes_.push_back(static_cast<std::uint8_t>(bits_ >> shift));
      bits_ = 0;
    }
    return true;
  }

  // Writes out what is left over; false when it is no whole number of bytes.
  bool finish() {
    const std::size_t left = count_ % 4;
    if (left == 0) return padding_ == 0;
    if (left == 1 || left + padding_ != 4) return false;
    if (left == 2) {
      bytes_.push_back(static_cast<std::uint8_t>(bits_ >> 4));
    } else {
      bytes_.push_back(static_cast<std::uint8_t>(bits_ >> 10));
      bytes_.push_back(static_cast<std::uint8_t>(bits_ >> 2));
    }
    return true;
  }

  std::vector<std::uint8_t> bytes() && { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::uint32_t bits_ = 0;
  std::size_t count_ = 0;
  std::size_t padding_ = 0;
};

// "-----BEGIN X-----" gives X; nothing for any other line.
std::optional<std::string_view> label_in(std::string_view line, std::string_view keyword) {
  constexpr std::string_view dashes = "-----";
  const std::size_t around = dashes.size() + keyword.size() + 1;
  if (line.size() < around + dashes.size()) return std::nullopt;
  const bool fits = line.substr(0, dashes.size()) == dashes && line.substr(line.size() - dashes.size()) == dashes &&
                    line.substr(dashes.size(), keyword.size()) == keyword && line[around - 1] == ' ';
  return fits ? std::optional(line.substr(around, line.size() - around - dashes.size())) : std::nullopt;
}

// "----BEGIN X----", or with other dashes: a hand has been at it.
bool is_broken_begin(std::string_view line) {
  return line.substr(0, 2) == "--" && line.find("BEGIN") != std::string_view::npos;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file_name, std::size_t at_most_problems)
      : rest_(text), file_name_(file_name), at_most_problems_(at_most_problems) {}

  PemText read() {
    while (result_.problems.size() < at_most_problems_ && next_line()) {
      if (const auto label = label_in(line_, "BEGIN")) {
        begin_block(*label);
      } else if (const auto ending = label_in(line_, "END")) {
        end_block(*ending);
      } else if (is_broken_begin(line_)) {
        ++result_.begin_lines;
        complain(here(1, line_.size()), "a BEGIN line has to have five dashes on either side and nothing else",
                 "write it like this: -----BEGIN CERTIFICATE-----");
        state_ = State::outside;
      } else if (state_ == State::inside) {
        read_inside();
      }
    }
    if (state_ != State::outside && result_.problems.size() < at_most_problems_) complain_no_end();
    return std::move(result_);
  }

 private:
  enum class State : std::uint8_t { outside, inside, broken };  // broken: a problem was told, its END is looked for

  bool next_line() {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find_first_of("\r\n");
    raw_ = rest_.substr(0, end);
    std::size_t skipped = end == std::string_view::npos ? rest_.size() : end + 1;
    if (end != std::string_view::npos && rest_.substr(end, 2) == "\r\n") ++skipped;
    rest_.remove_prefix(skipped);
    line_ = trimmed(raw_);
    ++number_;
    return true;
  }

  [[nodiscard]] Location here(std::size_t column, std::size_t length) const {
    Location where{file_name_, number_, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(length), {}};
    const bool secret = state_ == State::inside && block_.label.find("PRIVATE KEY") != std::string::npos;
    if (raw_.size() <= longest_line_kept && !secret) where.source_line = raw_;
    return where;
  }

  void complain(Location where, std::string what, std::string help) {
    result_.problems.push_back({std::move(where), std::move(what), std::move(help), Severity::error});
  }

  void complain_no_end() {
    if (state_ == State::inside) {
      complain(block_.begin, "the block " + quoted(block_.label) + " has no END line",
               "the file is cut off: copy all of it, up to and with -----END " + block_.label + "-----");
    }
    state_ = State::outside;
  }

  void begin_block(std::string_view label) {
    complain_no_end();
    ++result_.begin_lines;
    block_ = {};
    block_.label = label;
    block_.begin = here(static_cast<std::size_t>(line_.data() - raw_.data()) + 1, line_.size());
    decoder_ = {};
    may_be_header_ = true;
    state_ = State::inside;
  }

  void end_block(std::string_view label) {
    const State was = std::exchange(state_, State::outside);
    if (was != State::inside) return;
    if (label != block_.label) {
      complain(here(1, line_.size()),
               "the block " + quoted(block_.label) + " of line " + std::to_string(block_.begin.line) + " ends as " +
                   quoted(label),
               "something is missing between them, or the wrong line was copied");
    } else if (!decoder_.finish()) {
      complain(block_.begin, "the base64 text of the block " + quoted(block_.label) + " is not complete",
               "characters are missing at its end or were lost on the way: copy it again");
    } else {
      block_.bytes = std::move(decoder_).bytes();
      result_.blocks.push_back(std::move(block_));
    }
  }

  void read_inside() {
    if (may_be_header_ && line_.find(": ") != std::string_view::npos) {
      if (line_.find("ENCRYPTED") != std::string_view::npos) block_.encrypted = true;
      return;
    }
    // A long header goes on in the next line, and an empty line ends the headers.
    if (line_.empty() || (may_be_header_ && block_.encrypted && raw_ != line_)) return;
    may_be_header_ = false;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (is_space(raw_[i]) || decoder_.take(raw_[i])) continue;
      const std::vector<std::string_view> before = utf8_characters(raw_.substr(0, i));
      const std::string_view wrong = utf8_characters(raw_.substr(i, 4)).front();
      complain(here(before.size() + 1, 1),
               (wrong == "=" ? "\"=\" may only end the base64 text of the block "
                             : quoted(wrong) + " is no character of base64 in the block ") +
                   quoted(block_.label) + " of line " + std::to_string(block_.begin.line),
               "the text was changed on the way: copy it again");
      state_ = State::broken;
      return;
    }
  }

  std::string_view rest_;
  const std::string& file_name_;
  std::size_t at_most_problems_;
  PemText result_;
  std::string_view raw_;   // the line
  std::string_view line_;  // without the white space around it
  std::uint32_t number_ = 0;
  State state_ = State::outside;
  PemBlock block_;
  Base64Decoder decoder_;
  bool may_be_header_ = false;
};

}  // namespace

PemText read_pem_blocks(std::string_view text, const std::string& file_name, std::size_t at_most_problems) {
  return Reader(text, file_name, at_most_problems).read();
}

std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text) {
  Base64Decoder decoder;
  const bool good =
      std::all_of(text.begin(), text.end(), [&decoder](char each) { return is_space(each) || decoder.take(each); });
  if (!good || !decoder.finish()) return std::nullopt;
  return std::move(decoder).bytes();
}

}  // namespace certdrill::pki
