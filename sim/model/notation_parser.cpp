#include "model/notation_parser.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "model/utf8.h"

namespace certdrill::model {
namespace {

using What = NotationMark::What;

constexpr std::string_view example = "{P:{TP=A}, V:{TP=A}}";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_plain(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '*'; }

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

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

void NotationParser::skip_blanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

char NotationParser::peek() {
  skip_blanks();
  if (at_ == text_.size()) return '\0';
  return text_[at_] == '\0' ? '\1' : text_[at_];
}

bool NotationParser::accept(char wanted) {
  if (peek() != wanted) return false;
  ++at_;
  return true;
}

bool NotationParser::accept_text(std::string_view wanted) {
  skip_blanks();
  if (text_.substr(at_, wanted.size()) != wanted) return false;
  at_ += wanted.size();
  return true;
}

std::uint32_t NotationParser::column_of(std::size_t offset) {
  const std::size_t from = std::min(offset, counted_offset_);
  const std::size_t to = std::max(offset, counted_offset_);
  const auto between = static_cast<std::uint32_t>(count_characters(text_.substr(from, to - from)));
  counted_column_ = offset < counted_offset_ ? counted_column_ - between : counted_column_ + between;
  counted_offset_ = offset;
  return counted_column_;
}

bool NotationParser::fail(std::size_t from, std::size_t to, std::string what, std::string help) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where.column = column_of(from);
  wrong.where.length = std::max<std::uint32_t>(1, column_of(std::max(from, to)) - wrong.where.column);
  problem_ = std::move(wrong);
  return false;
}

std::string NotationParser::found_here() {
  skip_blanks();
  if (at_ == text_.size()) return "the end of the text";
  const std::size_t length = std::max<std::size_t>(1, utf8_length(text_, at_));
  return quoted(text_.substr(at_, length));
}

bool NotationParser::fail_unexpected(std::string_view expected, std::string help) {
  const std::string found = found_here();
  const std::size_t length = at_ == text_.size() ? 0 : std::max<std::size_t>(1, utf8_length(text_, at_));
  return fail(at_, at_ + length, "expected " + std::string(expected) + ", found " + found, std::move(help));
}

void NotationParser::mark(What what, std::size_t from, std::string text, bool literal) {
  const std::uint32_t column = column_of(from);
  marks_.push_back({what, literal, column, column_of(at_) - column, std::move(text)});
}

std::string_view NotationParser::read_letters() {
  skip_blanks();
  const std::size_t from = at_;
  while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
  return text_.substr(from, at_ - from);
}

std::string_view NotationParser::read_plain() {
  skip_blanks();
  const std::size_t from = at_;
  while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
  return text_.substr(from, at_ - from);
}

bool NotationParser::read_quoted(std::string& content) {
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

bool NotationParser::read_thumb(std::string& thumb, What what) {
  skip_blanks();
  const std::size_t from = at_;
  const std::string_view plain = read_plain();
  if (plain.empty()) return fail_unexpected("the name of a certificate or 40 hex digits");
  if (is_thumbprint_text(plain)) {
    thumb = upper_ascii(plain);
  } else if (is_word(plain)) {
    thumb = plain;
  } else if (std::all_of(plain.begin(), plain.end(), is_hex_digit)) {
    return fail(from, at_, "the thumbprint has " + std::to_string(plain.size()) + " hex digits, expected 40");
  } else {
    return fail(from, at_, "neither the name of a certificate nor 40 hex digits: " + quoted(plain),
                "a name is a letter and then letters, digits, _ and -");
  }
  mark(what, from, thumb);
  return true;
}

bool NotationParser::read_name(Name& name, What what) {
  const bool in_quotes = peek() == '\'';
  const std::size_t from = at_;
  if (in_quotes) {
    name.literal = true;
    if (!read_quoted(name.text)) return false;
  } else {
    const std::string_view plain = read_plain();
    if (plain.empty()) return fail_unexpected("the name of a certificate or a common name");
    name.text = plain;
    name.literal = plain.find('.') != std::string_view::npos;
    if (!name.literal && !is_word(plain)) {
      return fail(from, at_, "neither the name of a certificate nor a common name with a dot: " + quoted(plain),
                  "put a common name without a dot in single quotes: '" + name.text + "'");
    }
  }
  mark(what, from, name.text, name.literal);
  return true;
}

// TP, CN, CA or FILE and the "=" behind it.
bool NotationParser::read_form(std::string_view part, const std::vector<std::string>& forms, std::string& form) {
  skip_blanks();
  const std::size_t from = at_;
  const std::string expected = join_words(forms, "or");
  const std::string_view word = read_letters();
  if (word.empty())
    return fail_unexpected(expected, "an entry of " + std::string(part) + " looks like " + forms[0] + "=A");
  const std::size_t behind_word = at_;
  form = word;
  const char next = peek();
  if ((word == "P" || word == "V") && next == ':') {
    return fail(from, behind_word, "missing \"}\" before " + form,
                "close the list in front of it: " + std::string(example));
  }
  if (std::find(forms.begin(), forms.end(), form) == forms.end()) {
    static const std::vector<std::string> all = {"TP", "CN", "CA", "FILE"};
    if (std::find(all.begin(), all.end(), form) != all.end()) {
      return fail(from, behind_word, form + "= cannot stand in " + std::string(part), "expected " + expected);
    }
    if (next == ',' || next == '}' || next == '\0') {
      const std::string_view whole = text_.substr(from, behind_word - from);
      return fail(from, behind_word, "expected " + expected + ", found " + quoted(whole),
                  "write TP=" + form + " or CN=" + form);
    }
    return fail(from, behind_word, "unknown form " + quoted(form), did_you_mean(form, forms));
  }
  if (accept('=')) return true;
  return fail_unexpected("\"=\" after " + form, "write " + form + "=A");
}

template <typename ReadEntry>
bool NotationParser::read_list(std::string_view part, ReadEntry read_entry) {
  const std::string name(part);
  if (!accept('{')) return fail_unexpected("\"{\" after " + name, "write " + name + ":{TP=A}");
  if (accept('}')) return true;
  for (;;) {
    if (peek() == ',') return fail(at_, at_ + 1, "a comma with no entry before it", "remove the comma");
    if (!read_entry()) return false;
    const std::size_t comma = (skip_blanks(), at_);
    if (accept(',')) {
      if (peek() == '}') return fail(comma, comma + 1, "a comma with no entry behind it", "remove the comma");
    } else if (accept('}')) {
      return true;
    } else if (at_end()) {
      return fail(at_, at_, "missing \"}\": the list of " + name + " is not closed",
                  std::string("for example ") + std::string(example));
    } else {
      return fail_unexpected("\",\" or \"}\"");
    }
  }
}

bool NotationParser::read_presented_entry(PresentationRule& rule) {
  const std::size_t from = (skip_blanks(), at_);
  std::string form;
  if (!read_form("P", {"TP", "CN", "FILE"}, form)) return false;
  const char* held = std::holds_alternative<PresentByThumbprint>(rule)   ? "TP"
                     : std::holds_alternative<PresentByCommonName>(rule) ? "CN"
                     : std::holds_alternative<PresentFile>(rule)         ? "FILE"
                                                                         : nullptr;
  ThumbprintReference thumb;
  Name name;
  if (form == "TP" && !read_thumb(thumb.text, What::presented_thumbprint)) return false;
  if (form == "CN" && !read_name(name, What::presented_name)) return false;
  if (form == "FILE") {
    const std::size_t slot = (skip_blanks(), at_);
    const std::string_view word = read_plain();
    if (word.empty()) return fail_unexpected("the name of a file slot");
    if (!is_word(word)) {
      return fail(slot, at_, "not the name of a file slot: " + quoted(word),
                  "a letter and then letters, digits, _ and -");
    }
    name.text = word;
    mark(What::file_slot, slot, name.text);
  }
  const std::size_t to = at_;
  if (peek() == '@') {
    return fail(at_, at_ + 1, "presentation rules have no issuers", "remove them here; V may pin issuers: CN=b@I1");
  }
  if (peek() == '?') return fail(at_, at_ + 1, "?true cannot stand in P", "it belongs behind a TP= of V");
  if (held != nullptr && held != form) {
    return fail(from, to,
                "presentation rules allow only one form of declaration, and here " + form + " stands beside " + held,
                "use one form for both entries of P; V may mix them (authentication article, \"Presentation rules\")");
  }
  if (held != nullptr && form == "FILE") return fail(from, to, "a node presents one file only", "remove this entry");
  const std::string too_many = "a node presents at most two certificates, a primary and a secondary";
  if (form == "TP") {
    if (held == nullptr) rule = PresentByThumbprint{};
    auto& entries = std::get<PresentByThumbprint>(rule).entries;
    if (entries.size() == 2) return fail(from, to, too_many, "remove this entry");
    entries.push_back(std::move(thumb));
  } else if (form == "CN") {
    if (held == nullptr) rule = PresentByCommonName{};
    auto& entries = std::get<PresentByCommonName>(rule).entries;
    if (entries.size() == 2) return fail(from, to, too_many, "remove this entry");
    entries.push_back({std::move(name.text), name.literal});
  } else {
    rule = PresentFile{std::move(name.text)};
  }
  return true;
}

bool NotationParser::read_presents(PresentationRule& rule) {
  rule = PresentNothing{};
  return read_list("P", [&] { return read_presented_entry(rule); });
}

bool NotationParser::read_rule(ValidationRule& rule) {
  const std::size_t from = (skip_blanks(), at_);
  const std::size_t first_mark = marks_.size();
  std::string form;
  if (!read_form("V", {"TP", "CN", "CA"}, form)) return false;
  if (form == "TP") {
    AcceptThumbprint accepted;
    if (!read_thumb(accepted.certificate.text, What::accepted_thumbprint)) return false;
    const std::size_t question = (skip_blanks(), at_);
    if (accept('?')) {
      if (read_letters() != "true") {
        return fail(question, at_, "only true can stand behind the question mark", "write ?true, or leave it out");
      }
      accepted.check_chain = true;
      mark(What::chain_check, question, "?true");
    }
    if (peek() == '@') {
      return fail(at_, at_ + 1, "TP= has no issuers: it names one certificate exactly",
                  "issuers are pinned with CN=: CN=b@I1");
    }
    rule = std::move(accepted);
  } else if (form == "CN") {
    AcceptCommonName accepted;
    Name name;
    if (!read_name(name, What::accepted_name)) return false;
    accepted.name = {std::move(name.text), name.literal};
    if (accept('@')) {
      do {
        if (!read_thumb(accepted.issuers.emplace_back().text, What::pinned_issuer)) return false;
      } while (accept('|'));
    }
    rule = std::move(accepted);
  } else {
    AcceptAuthority accepted;
    if (!read_thumb(accepted.authority.text, What::authority)) return false;
    if (accept('/')) {
      if (peek() == '\'') {
        if (!read_quoted(accepted.name)) return false;
      } else {
        accepted.name = read_plain();
        if (accepted.name.empty()) return fail_unexpected("a name behind \"/\"");
      }
    }
    rule = std::move(accepted);
  }
  mark(What::rule, from, to_string(rule));
  std::rotate(marks_.begin() + static_cast<std::ptrdiff_t>(first_mark), marks_.end() - 1, marks_.end());
  if (peek() == '?')
    return fail(at_, at_ + 1, "?true cannot stand behind " + form + "= here", "it belongs once behind TP=");
  return true;
}

bool NotationParser::read_part_name(std::string_view part) {
  const std::size_t from = (skip_blanks(), at_);
  const std::string_view word = read_letters();
  const std::string name(part);
  if (word.empty()) return fail_unexpected(name + ":", std::string("for example ") + std::string(example));
  if (word != part) {
    if (word == "V") return fail(from, at_, "P comes before V", std::string("for example ") + std::string(example));
    return fail(from, at_, "expected " + name + ", found " + quoted(word), "write " + name + ":{TP=A}");
  }
  if (accept(':')) return true;
  return fail_unexpected("\":\" after " + name, "write " + name + ":{TP=A}");
}

bool NotationParser::read_security(SecurityConfiguration& security) {
  if (!accept('{'))
    return fail_unexpected("\"{\"", std::string("a security configuration looks like ") + std::string(example));
  if (!read_part_name("P") || !read_presents(security.presents)) return false;
  if (peek() == '}') return fail(at_, at_ + 1, "V is missing", std::string("for example ") + std::string(example));
  if (!accept(',')) return fail_unexpected("\",\" and V", std::string("for example ") + std::string(example));
  if (!read_part_name("V")) return false;
  if (is_letter(peek())) {
    const std::size_t from = at_;
    const std::string word(read_letters());
    if (word != "want" && word != "need") {
      return fail(from, at_, "expected \"{\" after V, found " + quoted(word), did_you_mean(word, {"want", "need"}));
    }
    security.accepts.client_certificate = word == "want" ? ClientCertificate::want : ClientCertificate::need;
    mark(What::client_certificate, from, word);
  }
  const auto read_entry = [&] { return read_rule(security.accepts.rules.emplace_back()); };
  if (!read_list("V", read_entry)) return false;
  if (accept('}')) return true;
  if (at_end()) return fail(at_, at_, "missing \"}\" at the end");
  return fail_unexpected("\"}\" at the end", "P and V is all there is");
}

bool NotationParser::expect_end(std::string_view behind_what) {
  if (at_end()) return true;
  return fail(at_, text_.size(), "there is text behind " + std::string(behind_what));
}

bool NotationParser::read_node_name(std::string& name) {
  const std::size_t from = (skip_blanks(), at_);
  const std::string_view plain = read_plain();
  if (plain.empty()) return fail_unexpected("the name of a node");
  if (!is_node_name(plain)) return fail(from, at_, "not the name of a node: " + quoted(plain));
  name = plain;
  return true;
}

bool NotationParser::read_number(std::uint64_t& number) {
  const std::size_t from = (skip_blanks(), at_);
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (error == std::errc::invalid_argument) return fail_unexpected("a number");
  at_ = static_cast<std::size_t>(end - text_.data());
  if (error != std::errc()) return fail(from, at_, "the number is too large");
  return true;
}

Result<SecurityConfiguration> parse_security(std::string_view text) {
  Result<MarkedSecurity> marked = parse_marked_security(text);
  if (!marked) return marked.problem();
  return std::move(marked->security);
}

Result<MarkedSecurity> parse_marked_security(std::string_view text) {
  NotationParser parser(text);
  MarkedSecurity marked;
  if (!parser.read_security(marked.security) || !parser.expect_end("the closing brace")) return parser.take_problem();
  marked.marks = parser.take_marks();
  return marked;
}

Result<ValidationRule> parse_validation_rule(std::string_view text) {
  NotationParser parser(text);
  ValidationRule rule;
  if (!parser.read_rule(rule) || !parser.expect_end("the rule")) return parser.take_problem();
  return rule;
}

}  // namespace certdrill::model
