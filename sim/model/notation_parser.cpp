#include "model/notation_parser.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace certdrill::model {
namespace {

using What = NotationMark::What;
using Part = NotationMark::Part;

constexpr std::string_view example = "{P:{TP=A}, V:{TP=A}}";

std::string for_example() { return "for example " + std::string(example); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

const std::vector<std::string>& forms_of_presents() {
  static const std::vector<std::string> forms = {"TP", "CN", "SAN", "FILE"};
  return forms;
}
const std::vector<std::string>& forms_of_rules() {
  static const std::vector<std::string> forms = {"TP", "CN", "CA"};
  return forms;
}
const std::vector<std::string>& forms_of_accepts() {
  static const std::vector<std::string> forms = {"TP", "CN", "CA", "IS"};
  return forms;
}

const char* form_of(const PresentationRule& rule) {
  static constexpr std::array<const char*, 5> forms = {nullptr, "TP", "CN", "SAN", "FILE"};  // as the variant has them
  return forms[rule.index()];
}

std::size_t entries_of(const PresentationRule& rule) {
  if (const auto* thumbs = std::get_if<PresentByThumbprint>(&rule)) return thumbs->entries.size();
  if (const auto* names = std::get_if<PresentByCommonName>(&rule)) return names->entries.size();
  if (const auto* hosts = std::get_if<PresentByExtension>(&rule)) return hosts->entries.size();
  return std::holds_alternative<PresentFile>(rule) ? 1 : 0;
}

// The alternative `Form` of the rule, which holds that or nothing.
template <typename Form>
Form& become(PresentationRule& rule) {
  if (!std::holds_alternative<Form>(rule)) rule = Form{};
  return std::get<Form>(rule);
}

struct ManagementPart {
  std::string_view who;
  std::string_view name;
  Part part;
};
constexpr std::array<ManagementPart, 3> management_parts = {
    {{"server", "server P", Part::server}, {"client", "client V", Part::client}, {"admin", "admin V", Part::admin}}};

const ManagementPart* find_management_part(std::string_view who) {
  const auto* found =
      std::find_if(management_parts.begin(), management_parts.end(), [&](const auto& each) { return each.who == who; });
  return found == management_parts.end() ? nullptr : found;
}

std::string name_of_part(std::string_view word) {
  const ManagementPart* part = find_management_part(word);
  return std::string(part != nullptr ? part->name : word);
}

}  // namespace

bool NotationParser::read_thumb(std::string& thumb, What what) {
  const std::size_t from = behind_blanks();
  const std::string_view plain = read_plain();
  if (plain.empty()) return fail_unexpected("the name of a certificate or 40 hex digits");
  if (is_thumbprint_text(plain)) {
    thumb = upper_ascii(plain);
  } else if (is_word(plain)) {
    thumb = plain;
  } else if (std::all_of(plain.begin(), plain.end(), is_hex_digit)) {
    return fail(from, position(), "the thumbprint has " + std::to_string(plain.size()) + " hex digits, expected 40");
  } else {
    return fail(from, position(), "neither the name of a certificate nor 40 hex digits: " + quoted(plain),
                "a name is a letter and then letters, digits, _ and -");
  }
  mark(what, from, thumb);
  return true;
}

bool NotationParser::read_name(Name& name, What what) {
  const bool in_quotes = peek() == '\'';
  const std::size_t from = position();
  if (in_quotes) {
    name.literal = true;
    if (!read_quoted(name.text)) return false;
  } else {
    const std::string_view plain = read_plain();
    if (plain.empty()) return fail_unexpected("the name of a certificate or a common name");
    name.text = plain;
    name.literal = plain.find('.') != std::string_view::npos;
    if (!name.literal && !is_word(plain)) {
      return fail(from, position(), "neither the name of a certificate nor a common name with a dot: " + quoted(plain),
                  "put a common name without a dot in single quotes: '" + name.text + "'");
    }
  }
  mark(what, from, name.text, name.literal);
  return true;
}

// One of the forms and the "=" behind it.
bool NotationParser::read_form(std::string_view part, const std::vector<std::string>& forms, std::string& form) {
  const std::size_t from = behind_blanks();
  const std::string_view word = read_letters();
  if (word.empty()) {
    return fail_unexpected(join_words(forms, "or"),
                           "an entry of " + std::string(part) + " looks like " + forms[0] + "=A");
  }
  form = word;
  return expect_form(part, forms, form, from, position());
}

bool NotationParser::expect_form(std::string_view part, const std::vector<std::string>& forms, const std::string& form,
                                 std::size_t from, std::size_t behind_word) {
  const char next = peek();
  const bool own_part = (form == "P" || form == "V") && next == ':';
  if (own_part || (find_management_part(form) != nullptr && is_letter(next))) {
    return fail(from, behind_word, "missing \"}\" before " + name_of_part(form),
                "close the list in front of it: " + std::string(example));
  }
  if (std::find(forms.begin(), forms.end(), form) == forms.end()) {
    static const std::vector<std::string> all = {"TP", "CN", "SAN", "CA", "IS", "FILE"};
    const std::string expected = join_words(forms, "or");
    if (std::find(all.begin(), all.end(), form) != all.end()) {
      return fail(from, behind_word, form + "= cannot stand in " + std::string(part), "expected " + expected);
    }
    if (next == ',' || next == '}' || next == '\0') {
      return fail(from, behind_word, "expected " + expected + ", found " + quoted(text_between(from, behind_word)),
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
    if (peek() == ',') return fail(position(), position() + 1, "a comma with no entry before it", "remove the comma");
    if (!read_entry()) return false;
    const std::size_t comma = behind_blanks();
    if (accept(',')) {
      if (peek() == '}') return fail(comma, comma + 1, "a comma with no entry behind it", "remove the comma");
    } else if (accept('}')) {
      return true;
    } else if (at_end()) {
      return fail(position(), position(), "missing \"}\": the list of " + name + " is not closed", for_example());
    } else {
      return fail_unexpected("\",\" or \"}\"");
    }
  }
}

bool NotationParser::read_file_slot(std::string& slot) {
  const std::size_t from = behind_blanks();
  const std::string_view word = read_plain();
  if (word.empty()) return fail_unexpected("the name of a file slot");
  if (!is_word(word)) {
    return fail(from, position(), "not the name of a file slot: " + quoted(word),
                "a letter and then letters, digits, _ and -");
  }
  slot = word;
  mark(What::file_slot, from, slot);
  return true;
}

bool NotationParser::read_presented_entry(PresentationRule& rule, std::string_view part) {
  const std::size_t from = behind_blanks();
  std::string form;
  if (!read_form(part, forms_of_presents(), form)) return false;
  ThumbprintReference thumb;
  Name name;
  if (form == "TP" && !read_thumb(thumb.text, What::presented_thumbprint)) return false;
  if (form == "CN" && !read_name(name, What::presented_name)) return false;
  if (form == "FILE" && !read_file_slot(name.text)) return false;
  if (form == "SAN") {
    const std::size_t host = behind_blanks();
    if (!read_text(name.text, "a DNS name")) return false;
    mark(What::presented_dns_name, host, name.text, true);
  }
  const std::size_t to = position();
  if (peek() == '@') {
    return fail(position(), position() + 1, "presentation rules have no issuers",
                "remove them here; V may pin issuers: CN=b@I1");
  }
  if (peek() == '?') return fail(position(), position() + 1, "?true cannot stand in P", "it belongs behind a TP= of V");
  const char* held = form_of(rule);
  if (held != nullptr && held != form) {
    return fail(from, to,
                "presentation rules allow only one form of declaration, and here " + form + " stands beside " + held,
                "use one form for both entries of P; V may mix them (authentication article, \"Presentation rules\")");
  }
  if (held != nullptr && form == "FILE") return fail(from, to, "a node presents one file only", "remove this entry");
  if (entries_of(rule) == 2) {
    return fail(from, to, "a node presents at most two certificates, a primary and a secondary", "remove this entry");
  }
  if (form == "TP") {
    become<PresentByThumbprint>(rule).entries.push_back(std::move(thumb));
  } else if (form == "CN") {
    become<PresentByCommonName>(rule).entries.push_back({std::move(name.text), name.literal});
  } else if (form == "SAN") {
    become<PresentByExtension>(rule).entries.push_back({std::move(name.text)});
  } else {
    rule = PresentFile{std::move(name.text)};
  }
  return true;
}

bool NotationParser::read_presents(PresentationRule& rule, std::string_view part) {
  rule = PresentNothing{};
  return read_list(part, [&] { return read_presented_entry(rule, part); });
}

bool NotationParser::read_thumbprint_rule(AcceptThumbprint& rule) {
  if (!read_thumb(rule.certificate.text, What::accepted_thumbprint)) return false;
  const std::size_t question = behind_blanks();
  if (accept('?')) {
    if (read_letters() != "true") {
      return fail(question, position(), "only true can stand behind the question mark", "write ?true, or leave it out");
    }
    rule.check_chain = true;
    mark(What::chain_check, question, "?true");
  }
  if (peek() != '@') return true;
  return fail(position(), position() + 1, "TP= has no issuers: it names one certificate exactly",
              "issuers are pinned with CN=: CN=b@I1");
}

bool NotationParser::read_common_name_rule(AcceptCommonName& rule) {
  Name name;
  if (!read_name(name, What::accepted_name)) return false;
  rule.name = {std::move(name.text), name.literal};
  if (!accept('@')) return true;
  do {
    IssuerPin& pin = rule.issuers.emplace_back();
    if (!read_thumb(pin.issuer.text, What::pinned_issuer)) return false;
    const std::size_t question = behind_blanks();
    if (!accept('?')) continue;
    if (read_letters() != "key") {
      return fail(question, position(), "only key can stand behind the question mark of an issuer",
                  "write ?key to pin its public key, or leave it out");
    }
    pin.by_key = true;
    change_last_mark(What::pinned_issuer_key);
  } while (accept('|'));
  return true;
}

bool NotationParser::read_rule(ValidationRule& rule) {
  const std::size_t from = behind_blanks();
  std::string form;
  return read_form("a rule", forms_of_rules(), form) && read_rule_of(form, from, rule);
}

// What stands behind the "=" of an entry that began at `from`.
bool NotationParser::read_rule_of(const std::string& form, std::size_t from, ValidationRule& rule) {
  const std::size_t first_mark = mark_count();
  if (form == "TP") {
    if (!read_thumbprint_rule(rule.emplace<AcceptThumbprint>())) return false;
  } else if (form == "CN") {
    if (!read_common_name_rule(rule.emplace<AcceptCommonName>())) return false;
  } else {
    AcceptAuthority& accepted = rule.emplace<AcceptAuthority>();
    if (!read_thumb(accepted.authority.text, What::authority)) return false;
    if (accept('/') && !read_text(accepted.name, "a name behind \"/\"")) return false;
  }
  mark_before(first_mark, What::rule, from, to_string(rule));
  if (peek() != '?') return true;
  return fail(position(), position() + 1, "?true cannot stand behind " + form + "= here", "it belongs once behind TP=");
}

// What stands behind "IS=".
bool NotationParser::read_issuer_store(IssuerStore& store) {
  const std::size_t from = behind_blanks();
  const std::string word(read_letters());
  if (word.empty()) return fail_unexpected("My or Root", "a store of the node: IS=Root");
  if (word != "My" && word != "Root") {
    return fail(from, position(), "unknown store " + quoted(word), did_you_mean(word, {"My", "Root"}));
  }
  store.store = word == "My" ? StoreName::my : StoreName::root;
  return !accept('/') || read_text(store.issuer_common_name, "the common name of issuers behind \"/\"");
}

bool NotationParser::read_accepts(ValidationRules& rules, std::string_view part) {
  if (is_letter(peek())) {
    const std::size_t from = position();
    const std::string word(read_letters());
    if (word != "want" && word != "need") {
      return fail(from, position(), "expected \"{\" after " + std::string(part) + ", found " + quoted(word),
                  did_you_mean(word, {"want", "need"}));
    }
    rules.client_certificate = word == "want" ? ClientCertificate::want : ClientCertificate::need;
    mark(What::client_certificate, from, word);
  }
  return read_list(part, [&] {
    const std::size_t from = behind_blanks();
    std::string form;
    if (!read_form(part, forms_of_accepts(), form)) return false;
    if (form != "IS") return read_rule_of(form, from, rules.rules.emplace_back());
    if (!read_issuer_store(rules.issuer_stores.emplace_back())) return false;
    mark(What::issuer_store, from, to_string(rules.issuer_stores.back()));
    return true;
  });
}

// The name of a part and the colon behind it: "P", or "server P".
bool NotationParser::read_part_name(std::string_view part) {
  const std::string name(part);
  const std::string_view letter = part.substr(part.size() - 1);
  const bool own = part.size() == 1;
  const std::size_t from = behind_blanks();
  const std::string_view word = read_letters();
  if (word.empty()) return fail_unexpected(name + ":", own ? for_example() : "write " + name + ":{TP=A}");
  if (word != letter) {
    if (own && word == "V") return fail(from, position(), "P comes before V", for_example());
    return fail(from, position(), "expected " + name + ", found " + quoted(word), "write " + name + ":{TP=A}");
  }
  if (accept(':')) return true;
  return fail_unexpected("\":\" after " + name, "write " + name + ":{TP=A}");
}

// What may stand behind the node's own V, each part behind a comma.
bool NotationParser::read_management(ManagementSecurity& management) {
  const ManagementPart* last = nullptr;
  while (accept(',')) {
    const std::size_t from = behind_blanks();
    const std::string word(read_letters());
    if (word.empty()) return fail_unexpected("server P, client V or admin V");
    const ManagementPart* part = find_management_part(word);
    if (part == nullptr) {
      return fail(from, position(), "unknown part " + quoted(word),
                  "behind P and V may stand server P:{TP=A}, client V:{TP=A}, admin V:{TP=A}");
    }
    const std::string name(part->name);
    if (part == last) return fail(from, position(), name + " stands here a second time", "say it once");
    if (last != nullptr && part < last) {
      return fail(from, position(), name + " comes before " + std::string(last->name),
                  "the order is server, client, admin");
    }
    if (!read_part_name(name)) return false;
    enter(part->part);
    last = part;
    const bool good = part->part == Part::server   ? read_presents(management.presents.emplace(), name)
                      : part->part == Part::client ? read_accepts(management.clients, name)
                                                   : read_accepts(management.admins, name);
    if (!good) return false;
  }
  return true;
}

bool NotationParser::read_security(SecurityConfiguration& security) {
  enter(Part::node);
  if (!accept('{'))
    return fail_unexpected("\"{\"", std::string("a security configuration looks like ") + std::string(example));
  if (!read_part_name("P") || !read_presents(security.presents, "P")) return false;
  if (peek() == '}') return fail(position(), position() + 1, "V is missing", for_example());
  if (!accept(',')) return fail_unexpected("\",\" and V", for_example());
  if (!read_part_name("V") || !read_accepts(security.accepts, "V")) return false;
  if (!read_management(security.management)) return false;
  if (accept('}')) return true;
  if (at_end()) return fail(position(), position(), "missing \"}\" at the end");
  return fail_unexpected("\",\" or \"}\"");
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
