#include "app/rule_argument.h"

#include <algorithm>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::app {
namespace {

Problem located(Problem wrong, const std::string& text, const std::string& option) {
  wrong.where.file = option;
  wrong.where.line = 1;
  if (wrong.where.column == 0) {
    wrong.where.column = 1;
    wrong.where.length = static_cast<std::uint32_t>(std::max<std::size_t>(1, utf8_characters(text).size()));
  }
  wrong.where.source_line = text;
  return wrong;
}

// Points at a name of a rule: it stands behind "=", "@" or "|". Such a name is ASCII, and so is what is before it, but
// for a quoted common name.
Problem located_at(const std::string& name, Problem wrong, const std::string& text, const std::string& option) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t before = text.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    if (at == 0 || before == std::string::npos || std::string_view("=@|").find(text[before]) == std::string_view::npos)
      continue;
    wrong.where.column = static_cast<std::uint32_t>(1 + utf8_characters(text.substr(0, at)).size());
    wrong.where.length = static_cast<std::uint32_t>(name.size());
    break;
  }
  return located(std::move(wrong), text, option);
}

std::optional<pki::Thumbprint> thumbprint_in(const std::string& reference) {
  if (!model::is_thumbprint_text(reference)) return std::nullopt;
  const Result<pki::Thumbprint> thumbprint = pki::Thumbprint::parse(reference);
  return thumbprint ? std::optional(*thumbprint) : std::nullopt;
}

}  // namespace

void RuleNames::add(std::string name, pki::Certificate certificate) {
  const bool there = std::any_of(known_.begin(), known_.end(), [&](const check::KnownCertificate& each) {
    return each.name == name && each.certificate == certificate;
  });
  if (!there) known_.push_back({std::move(name), std::move(certificate)});
}

void RuleNames::add_source(Source source, std::vector<std::string> names) {
  source_ = std::move(source);
  source_names_ = std::move(names);
}

bool RuleNames::is_known(const std::string& name) const {
  return std::any_of(known_.begin(), known_.end(), [&](const auto& each) { return each.name == name; }) ||
         std::find(source_names_.begin(), source_names_.end(), name) != source_names_.end();
}

Result<pki::Certificate> RuleNames::find(const std::string& name, const std::string& text, const std::string& option) {
  std::optional<pki::Certificate> found;
  const auto take = [&](const pki::Certificate& certificate) {
    if (found && !(*found == certificate)) return false;
    found = certificate;
    return true;
  };
  bool clear = true;
  for (const check::KnownCertificate& each : known_) {
    if (each.name == name) clear = clear && take(each.certificate);
  }
  const std::optional<pki::Certificate> from_source = source_ ? source_(name) : std::nullopt;
  if (from_source) clear = clear && take(*from_source);
  if (!clear) {
    return located_at(name, problem("two certificates are called " + quoted(name), "write 40 hex digits instead"), text,
                      option);
  }
  if (!found) {
    std::vector<std::string> names = source_names_;
    for (const check::KnownCertificate& each : known_) names.push_back(each.name);
    std::string help = did_you_mean(name, names);
    if (help.empty()) help = "a certificate is called by its file's name, without .pem or .crt; or write 40 hex digits";
    return located_at(name, problem("unknown certificate " + quoted(name), std::move(help)), text, option);
  }
  if (from_source) add(name, *from_source);
  return *std::move(found);
}

Result<trust::Rule> RuleNames::by_thumbprint(const model::AcceptThumbprint& rule, const std::string& text,
                                             const std::string& option) {
  const std::string& name = rule.certificate.text;
  const std::string printed = model::to_string(model::ValidationRule(rule));
  if (const std::optional<pki::Thumbprint> literal = thumbprint_in(name))
    return trust::Rule(trust::ThumbprintRule{printed, {{}, *literal}, rule.check_chain});
  const Result<pki::Certificate> certificate = find(name, text, option);
  if (!certificate) return certificate.problem();
  return trust::Rule(trust::ThumbprintRule{printed, {name, certificate->thumbprint()}, rule.check_chain});
}

Result<trust::Rule> RuleNames::by_name(const model::AcceptCommonName& rule, const std::string& text,
                                       const std::string& option) {
  trust::CommonNameRule resolved{model::to_string(model::ValidationRule(rule)), rule.name.text, {}, {}};
  if (!rule.name.literal && is_known(rule.name.text)) {
    const Result<pki::Certificate> certificate = find(rule.name.text, text, option);
    if (!certificate) return certificate.problem();
    resolved.common_name = certificate->common_name();
    if (resolved.common_name.empty()) {
      return located_at(rule.name.text,
                        problem("certificate " + quoted(rule.name.text) + " has no common name",
                                "write the name itself, in single quotes: CN='name'"),
                        text, option);
    }
  }
  for (const model::IssuerPin& pin : rule.issuers) {
    const std::string& name = pin.issuer.text;
    const std::optional<pki::Thumbprint> literal = thumbprint_in(name);
    if (literal && !pin.by_key) {
      resolved.issuers.push_back({{}, *literal});
      continue;
    }
    if (literal) {
      return located_at(name,
                        problem("a public key cannot be told from a thumbprint: " + quoted(name),
                                "give the issuer's certificate with --issuer FILE, and name it"),
                        text, option);
    }
    const Result<pki::Certificate> certificate = find(name, text, option);
    if (!certificate) return certificate.problem();
    if (pin.by_key) {
      resolved.issuer_keys.push_back({name, certificate->public_key()});
    } else {
      resolved.issuers.push_back({name, certificate->thumbprint()});
    }
  }
  return trust::Rule(std::move(resolved));
}

Result<trust::Rule> RuleNames::rule(const std::string& text, const std::string& option) {
  const Result<model::ValidationRule> parsed = model::parse_validation_rule(text);
  if (!parsed) return located(parsed.problem(), text, option);
  if (const auto* pinned = std::get_if<model::AcceptThumbprint>(&*parsed)) return by_thumbprint(*pinned, text, option);
  if (const auto* named = std::get_if<model::AcceptCommonName>(&*parsed)) return by_name(*named, text, option);
  return located(problem("this form of a rule is not judged yet: " + quoted(text), "write TP=... or CN=..."), text,
                 option);
}

}  // namespace certdrill::app
