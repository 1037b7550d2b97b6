#include "load/trace_line_values.h"

#include <charconv>

#include "load/json_syntax.h"

namespace certdrill::load {
namespace {

void append_utf8(std::uint32_t point, std::string& text) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      put(0xE0U | point >> 12U);
    } else {
      put(0xF0U | point >> 18U);
      put(0x80U | (point >> 12U & 0x3FU));
    }
    put(0x80U | (point >> 6U & 0x3FU));
  }
  put(0x80U | (point & 0x3FU));
}

// The four hex digits of \u; false when they are not.
bool read_unit(std::string_view digits, std::uint32_t& unit) {
  if (digits.size() < 4) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + 4, unit, 16);
  return error == std::errc() && end == digits.data() + 4;
}

}  // namespace

void TraceLineValues::begin(std::string_view line) {
  line_ = line;
  at_ = 0;
  decoded_used_ = 0;
}

bool TraceLineValues::at_end() {
  at_ = line_.find_first_not_of(" \t\r", at_);
  return at_ == std::string_view::npos;
}

bool TraceLineValues::take(char sign) {
  while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r')) ++at_;
  if (at_ >= line_.size() || line_[at_] != sign) return false;
  ++at_;
  return true;
}

bool TraceLineValues::take_string(std::string_view& text) {
  if (!take('"')) return false;
  const std::size_t begin = at_;
  bool escapes = false;
  for (; at_ < line_.size() && line_[at_] != '"'; ++at_) {
    if (static_cast<unsigned char>(line_[at_]) < 0x20) return false;
    if (line_[at_] != '\\') continue;
    escapes = true;
    ++at_;
  }
  if (at_ >= line_.size()) return false;
  text = line_.substr(begin, at_ - begin);
  ++at_;
  if (!escapes) return true;
  if (decoded_used_ == decoded_.size()) decoded_.emplace_back();
  std::string& into = decoded_[decoded_used_++];
  if (!decode(text, into)) return false;
  text = into;
  return true;
}

bool TraceLineValues::decode(std::string_view escaped, std::string& into) const {
  into.clear();
  for (std::size_t at = 0; at < escaped.size();) {
    const std::size_t next = std::min(escaped.find('\\', at), escaped.size());
    into += escaped.substr(at, next - at);
    if (next == escaped.size()) return true;
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char letter = escaped[next + 1];
    at = next + 2;
    if (letter != 'u') {
      const std::size_t known = letters.find(letter);
      if (known == std::string_view::npos) return false;
      into += meanings[known];
      continue;
    }
    std::uint32_t point = 0;
    if (!read_unit(escaped.substr(at), point)) return false;
    at += 4;
    if (point >= 0xDC00 && point < 0xE000) return false;
    if (point >= 0xD800 && point < 0xDC00) {
      std::uint32_t low = 0;
      if (escaped.substr(at, 2) != "\\u" || !read_unit(escaped.substr(at + 2), low)) return false;
      if (low < 0xDC00 || low >= 0xE000) return false;
      point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
      at += 6;
    }
    append_utf8(point, into);
  }
  return true;
}

bool TraceLineValues::take_number() {
  const std::size_t end = end_of_token(line_, at_);
  const std::string_view token = line_.substr(at_, end - at_);
  at_ = end;
  // What a number goes on with where it should have ended is seen by whoever expects a comma.
  return token.back() >= '0' && token.back() <= '9';
}

bool TraceLineValues::take_value(JsonKind& kind, std::string_view& text, std::size_t depth) {
  at_ = std::min(line_.find_first_not_of(" \t\r", at_), line_.size());
  if (at_ == line_.size()) return false;
  const char first = line_[at_];
  if (first == '"') {
    kind = JsonKind::string;
    return take_string(text);
  }
  if (first == '{' || first == '[') {
    kind = first == '{' ? JsonKind::object : JsonKind::list;
    ++at_;
    return pass_over(first == '{' ? '}' : ']', first == '{', depth + 1);
  }
  const std::size_t begin = at_;
  if (first == '-' || (first >= '0' && first <= '9')) {
    kind = JsonKind::number;
    if (!take_number()) return false;
  } else {
    at_ = end_of_token(line_, at_);
    const std::string_view word = line_.substr(begin, at_ - begin);
    if (word != "true" && word != "false" && word != "null") return false;
    kind = word == "null" ? JsonKind::null : JsonKind::boolean;
  }
  text = line_.substr(begin, at_ - begin);
  return true;
}

bool TraceLineValues::pass_over(char close, bool has_keys, std::size_t depth) {
  if (depth > deepest_json) return false;
  if (take(close)) return true;
  JsonKind kind = JsonKind::null;
  std::string_view text;
  do {
    if (has_keys && (!take_string(text) || !take(':'))) return false;
    if (!take_value(kind, text, depth)) return false;
  } while (take(','));
  return take(close);
}

}  // namespace certdrill::load
