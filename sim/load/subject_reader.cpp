#include "load/subject_reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include <arpa/inet.h>

#include "base/text.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_dns_name = 253;
constexpr std::size_t longest_email_name = 254;
constexpr std::size_t most_attributes = 32;

bool is_text(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }
bool is_printable_ascii(char c) { return c >= 0x20 && c <= 0x7E; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct AttributeKind {
  std::string_view key;
  std::size_t least;
  std::size_t most;  // characters of its value
  bool (*takes)(char) = is_text;
  std::string_view form = "write it in one line of plain text";
};
constexpr std::string_view ascii_form = "plain ASCII letters, digits and signs";
constexpr std::array<AttributeKind, 8> attribute_kinds = {{{"CN", 1, 64},
                                                           {"O", 1, 64},
                                                           {"OU", 1, 64},
                                                           {"L", 1, 128},
                                                           {"ST", 1, 128},
                                                           {"C", 2, 2, is_letter, "the two letters of a country"},
                                                           {"DC", 1, 64, is_printable_ascii, ascii_form},
                                                           {"emailAddress", 1, 128, is_printable_ascii, ascii_form}}};

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Reads attributes out of the text of one JSON string.
class SubjectText {
 public:
  SubjectText(Report& report, const JsonValue& value, std::vector<pki::SubjectAttribute>& subject)
      : report_(report), value_(value), subject_(subject), text_(value.text()) {}

  void read_all() {
    for (std::size_t begin = 0; begin <= text_.size();) {
      const std::size_t end = std::min(text_.find(',', begin), text_.size());
      read(text_.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  void read_one() { read(text_); }

 private:
  void read(std::string_view attribute) {
    attribute = trimmed(attribute);
    const std::size_t equals = attribute.find('=');
    if (attribute.empty() || equals == std::string_view::npos) {
      wrong(attribute, attribute.empty() ? "an attribute is missing" : "not an attribute: " + quoted(attribute),
            "write KEY=value, such as O=Contoso; a value with a comma goes into a list: [\"O=Contoso, Inc.\"]");
      return;
    }
    const std::string_view key = trimmed(attribute.substr(0, equals));
    const std::string_view value = trimmed(attribute.substr(equals + 1));
    const auto kind = std::find_if(attribute_kinds.begin(), attribute_kinds.end(),
                                   [&](const AttributeKind& each) { return each.key == key; });
    if (kind == attribute_kinds.end()) {
      std::vector<std::string> known;
      for (const AttributeKind& each : attribute_kinds) known.emplace_back(each.key);
      wrong(key.empty() ? attribute : key, "unknown attribute of a subject " + quoted(key), did_you_mean(key, known));
      return;
    }
    if (!fits(*kind, value, attribute)) return;
    if (subject_.size() == most_attributes) {
      wrong(attribute, "more than " + std::to_string(most_attributes) + " attributes of a subject", {});
      return;
    }
    subject_.push_back({std::string(key), std::string(value)});
  }

  bool fits(const AttributeKind& kind, std::string_view value, std::string_view attribute) {
    const std::string_view place = value.empty() ? attribute : value;
    if (!std::all_of(value.begin(), value.end(), kind.takes)) {
      wrong(place, std::string(kind.key) + " has a character that does not belong there: " + quoted(value),
            std::string(kind.form));
      return false;
    }
    const std::size_t length = model::count_characters(value);
    if (length >= kind.least && length <= kind.most) return true;
    const std::string allowed = kind.least == kind.most
                                    ? std::to_string(kind.most) + " characters"
                                    : std::to_string(kind.least) + " to " + std::to_string(kind.most) + " characters";
    wrong(place, std::string(kind.key) + " has " + counted(length, "character") + ", it takes " + allowed, {});
    return false;
  }

  void wrong(std::string_view part, std::string what, std::string help) {
    Problem problem = certdrill::problem(std::move(what), std::move(help));
    const auto offset = static_cast<std::size_t>(part.data() - text_.data());
    // An empty part has no place of its own: the whole string is meant.
    if (!part.empty()) {
      problem.where.column = static_cast<std::uint32_t>(model::count_characters(text_.substr(0, offset)) + 1);
      problem.where.length = static_cast<std::uint32_t>(model::count_characters(part));
    }
    report_.error_inside(value_, problem);
  }

  Report& report_;
  const JsonValue& value_;
  std::vector<pki::SubjectAttribute>& subject_;
  std::string_view text_;
};

// "CN=<subject common name>", literally, is what the management article recommends to add: an agent that links
// certificates by their alternative names then looks at the subject too.
bool is_subject_as_dns_name(std::string_view text) {
  return text.size() > 3 && text.substr(0, 3) == "CN=" && std::all_of(text.begin(), text.end(), is_printable_ascii);
}

bool is_dns_name(std::string_view text) {
  if (text.size() > longest_dns_name) return false;
  if (is_subject_as_dns_name(text)) return true;
  if (text.substr(0, 2) == "*.") text.remove_prefix(2);
  bool label_empty = true;
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!letter && (c != '.' || label_empty)) return false;
    label_empty = !letter;
  }
  return !label_empty;
}

bool is_email_name(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const auto is_good = [](char c) { return is_printable_ascii(c) && c != ' '; };
  return text.size() <= longest_email_name && at != std::string_view::npos && at > 0 &&
         !is_subject_as_dns_name(text.substr(at + 1)) && is_dns_name(text.substr(at + 1)) &&
         std::all_of(text.begin(), text.end(), is_good);
}

bool is_ip_address(std::string_view text) {
  const std::string copy(text);
  std::array<unsigned char, 16> bytes{};
  if (copy.find('\0') != std::string::npos) return false;
  return inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1;
}

struct NameKind {
  std::string_view field;
  std::string noun;  // "DNS name"
  bool (*is_one)(std::string_view);
  std::string_view form;
};

void read_names(Report& report, const JsonValue& list, const NameKind& kind, std::vector<std::string>& names) {
  const std::string expected = "a list of " + kind.noun + (kind.noun.ends_with("s") ? "es" : "s");
  if (!is_list(report, list, kind.field, expected, true)) return;
  std::unordered_set<std::string> seen;
  list.for_each_item([&](const JsonValue& item) {
    const auto name = read_string(report, item, kind.field, expected + " in quotes");
    if (!name) return;
    const std::string article = kind.noun.starts_with("D") ? "a " : "an ";
    if (!kind.is_one(*name)) {
      report.error(item, "not " + article + kind.noun + ": " + quoted(*name), std::string(kind.form));
    } else if (!seen.insert(std::string(*name)).second) {
      report.error(item, kind.noun + " " + quoted(*name) + " stands here a second time");
    } else {
      names.emplace_back(*name);
    }
  });
}

}  // namespace

void read_subject(Report& report, const JsonValue& value, std::vector<pki::SubjectAttribute>& subject) {
  constexpr std::string_view expected = "text such as \"O=Contoso, C=US\", or a list of such attributes";
  if (value.kind() != JsonKind::list) {
    if (read_string(report, value, "subject", expected)) SubjectText(report, value, subject).read_all();
    return;
  }
  value.for_each_item([&](const JsonValue& item) {
    if (read_string(report, item, "subject", expected)) SubjectText(report, item, subject).read_one();
  });
}

void read_dns_names(Report& report, const JsonValue& list, std::vector<std::string>& names) {
  read_names(
      report, list,
      {"dnsNames", "DNS name", is_dns_name,
       "labels of letters, digits, - and _ with dots between them; *. may come first; or CN= and the common name"},
      names);
}

void read_email_names(Report& report, const JsonValue& list, std::vector<std::string>& names) {
  read_names(report, list, {"emailNames", "email address", is_email_name, "such as ops@contoso.test"}, names);
}

void read_ip_addresses(Report& report, const JsonValue& list, std::vector<std::string>& addresses) {
  read_names(report, list, {"ipAddresses", "IP address", is_ip_address, "such as 10.0.0.4 or 2001:db8::4"}, addresses);
}

}  // namespace certdrill::load
