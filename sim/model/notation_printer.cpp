#include <algorithm>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::model {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '*';
}

bool is_plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
}

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string plain_or_quoted(std::string_view text) { return is_plain(text) ? std::string(text) : in_quotes(text); }

std::string name_text(const CommonNameReference& name) {
  const bool bare = !name.literal || (is_plain(name.text) && name.text.find('.') != std::string::npos);
  return bare ? name.text : in_quotes(name.text);
}

std::string in_braces(const std::vector<std::string>& entries) { return "{" + join(entries, ", ") + "}"; }

struct RulePrinter {
  std::string operator()(const AcceptThumbprint& rule) const {
    return "TP=" + rule.certificate.text + (rule.check_chain ? "?true" : "");
  }
  std::string operator()(const AcceptCommonName& rule) const {
    std::string out = "CN=" + name_text(rule.name);
    char separator = '@';
    for (const IssuerPin& pin : rule.issuers) {
      out += separator + pin.issuer.text + (pin.by_key ? "?key" : "");
      separator = '|';
    }
    return out;
  }
  std::string operator()(const AcceptAuthority& rule) const {
    std::string out = "CA=" + rule.authority.text;
    if (!rule.name.empty()) out += "/" + plain_or_quoted(rule.name);
    return out;
  }
};

struct PresentationPrinter {
  std::string operator()(const PresentNothing&) const { return "{}"; }
  std::string operator()(const PresentByThumbprint& rule) const {
    std::vector<std::string> entries;
    for (const ThumbprintReference& entry : rule.entries) entries.push_back("TP=" + entry.text);
    return in_braces(entries);
  }
  std::string operator()(const PresentByCommonName& rule) const {
    std::vector<std::string> entries;
    for (const CommonNameReference& entry : rule.entries) entries.push_back("CN=" + name_text(entry));
    return in_braces(entries);
  }
  std::string operator()(const PresentByExtension& rule) const {
    std::vector<std::string> entries;
    for (const DnsNameReference& entry : rule.entries) entries.push_back("SAN=" + plain_or_quoted(entry.text));
    return in_braces(entries);
  }
  std::string operator()(const PresentFile& rule) const { return "{FILE=" + rule.slot + "}"; }
};

}  // namespace

std::string to_string(const ValidationRule& rule) { return std::visit(RulePrinter{}, rule); }
std::string to_string(const PresentationRule& rule) { return std::visit(PresentationPrinter{}, rule); }

std::string to_string(const IssuerStore& store) {
  const std::string name = store.store == StoreName::my ? "IS=My" : "IS=Root";
  return store.issuer_common_name.empty() ? name : name + "/" + plain_or_quoted(store.issuer_common_name);
}

std::string to_string(const ValidationRules& rules) {
  std::vector<std::string> entries;
  entries.reserve(rules.rules.size() + rules.issuer_stores.size());
  for (const ValidationRule& rule : rules.rules) entries.push_back(to_string(rule));
  for (const IssuerStore& store : rules.issuer_stores) entries.push_back(to_string(store));
  const char* before = rules.client_certificate == ClientCertificate::want   ? "want "
                       : rules.client_certificate == ClientCertificate::need ? "need "
                                                                             : "";
  return before + in_braces(entries);
}

std::string to_string(const SecurityConfiguration& security) {
  std::string out = "{P:" + to_string(security.presents) + ", V:" + to_string(security.accepts);
  const ManagementSecurity& management = security.management;
  if (management.presents) out += ", server P:" + to_string(*management.presents);
  if (management.clients != ValidationRules{}) out += ", client V:" + to_string(management.clients);
  if (management.admins != ValidationRules{}) out += ", admin V:" + to_string(management.admins);
  return out + "}";
}

}  // namespace certdrill::model
