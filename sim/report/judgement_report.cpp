#include "report/judgement_report.h"

#include "base/text.h"
#include "report/verdict_json.h"
#include "report/verdict_text.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word_for(pki::KeyUsage usage) {
  switch (usage) {
    case pki::KeyUsage::server_auth:
      return "serverAuth";
    case pki::KeyUsage::client_auth:
      return "clientAuth";
    case pki::KeyUsage::code_signing:
      return "codeSigning";
    case pki::KeyUsage::any:
      return "any";
  }
  return "any";
}

std::vector<std::string> usages_of(const pki::Certificate& leaf) {
  std::vector<std::string> usages;
  for (const pki::KeyUsage usage : leaf.key_usages()) usages.emplace_back(word_for(usage));
  return usages;
}

std::string usages_text(const pki::Certificate& leaf) {
  if (!leaf.limits_key_usage()) return "any";
  const std::vector<std::string> usages = usages_of(leaf);
  return usages.empty() ? "others than those of TLS" : join(usages, ", ");
}

// Control characters and the like are shown, not sent to the terminal.
std::string visible(const std::string& text) {
  const std::string in_quotes = certdrill::quoted(text);
  return in_quotes.size() == text.size() + 2 ? text : in_quotes;
}

std::string subject_text(const pki::Certificate& leaf) {
  std::vector<std::string> parts;
  for (const pki::SubjectAttribute& each : leaf.subject()) parts.push_back(visible(each.key + "=" + each.value));
  return parts.empty() ? "(empty)" : join(parts, ", ");
}

std::string names_text(const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  for (const std::string& name : names) parts.push_back(visible(name));
  return parts.empty() ? "none" : join(parts, ", ");
}

std::string issuer_text(const trust::ExaminedCertificate& examined) {
  const pki::Certificate& leaf = examined.shown.leaf;
  if (leaf.is_self_signed()) return "itself";
  const pki::Certificate* issuer = examined.chain.direct_issuer();
  const std::string name = visible(leaf.issuer_common_name());
  return issuer == nullptr ? name + " (not at hand)" : name + " " + issuer->thumbprint().to_string();
}

std::string facts(const trust::ExaminedCertificate& examined) {
  const pki::Certificate& leaf = examined.shown.leaf;
  std::string out = "Certificate " + certdrill::quoted(examined.shown.name) + "\n";
  const auto line = [&](const char* what, const std::string& text) { out += "  " + padded(what, 11) + text + "\n"; };
  line("subject", subject_text(leaf));
  line("DNS names", names_text(leaf.dns_names()));
  line("valid", date_to_string(leaf.not_before()) + " to " + date_to_string(leaf.not_after()));
  line("usages", usages_text(leaf));
  line("thumbprint", leaf.thumbprint().to_string());
  line("issuer", issuer_text(examined));
  line("CRL", leaf.names_crl() ? "names where its issuer publishes one" : "names no place of one");
  return out;
}

std::string rules_in_words(const trust::Judge& judge) {
  const std::vector<std::string> differences = model::differences(judge.switches, judge.profile);
  return std::string(model::to_string(judge.profile)) + (differences.empty() ? "" : " with " + join(differences, ", "));
}

std::string nearest_text(const check::NearestRule& nearest) {
  std::string out;
  if (!nearest.found) {
    out = "No rule can accept it\n";
    for (const trust::Reason& reason : trust::decisive_reasons(nearest.verdict))
      out += "  " + trust::to_string(reason) + "\n";
    return out;
  }
  out = "Nearest rule that would accept it\n";
  out += "  " + (nearest.rule.empty() ? "the rules as they are" : nearest.rule);
  if (!nearest.set_switch.empty()) out += ", with " + nearest.set_switch + " (" + nearest.setting + ")";
  out += "\n";
  for (const auto& [name, thumbprint] : nearest.names) out += "    " + name + " is " + thumbprint.to_string() + "\n";
  return out;
}

}  // namespace

std::string judgement_text(const check::Judgement& judgement, bool colored) {
  const trust::Verdict& verdict = judgement.verdict;
  const auto paint = [colored](const char* code, const std::string& text) {
    return colored ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  };
  std::string out =
      (verdict.accepted ? paint("1;32", "accepted") : paint("1;31", "refused")) + ": " + trust::summary(verdict) + "\n";
  out += "  at " + to_string(judgement.examined.at) + ", role " + std::string(trust::to_string(verdict.role)) +
         ", rules: " + rules_in_words(judgement.judge) + "\n";
  if (verdict.accepted) {
    if (verdict.role == trust::Role::client)
      out += "  the client becomes " + std::string(trust::to_string(verdict.grant)) + "\n";
  } else {
    out += "  the other side sees " + verdict.fault + "\n";
  }
  out += "\n";
  for (const trust::RuleVerdict& rule : verdict.rules) out += rule_verdict_text(rule, "");
  if (verdict.rules.empty()) out += "no rule was given\n";
  out += "\n" + facts(judgement.examined);
  if (judgement.nearest) out += "\n" + nearest_text(*judgement.nearest);
  return out;
}

std::string judgement_json(const check::Judgement& judgement) {
  const pki::Certificate& leaf = judgement.examined.shown.leaf;
  Json out;
  out["format"] = "certdrill.judgement/1";
  out["accepted"] = judgement.verdict.accepted;
  out["at"] = to_string(judgement.examined.at);
  out["role"] = trust::to_string(judgement.judge.role);
  out["profile"] = model::to_string(judgement.judge.profile);
  out["rules"] = Json::object();
  for (const model::SwitchInfo& info : model::all_switches()) {
    const std::string_view value = model::value_of(judgement.judge.switches, info.name);
    if (value != model::value_of(model::switches_of(judgement.judge.profile), info.name))
      out["rules"][std::string(info.name)] = value;
  }
  out["verdict"] = verdict_json(judgement.verdict);
  Json certificate;
  certificate["name"] = judgement.examined.shown.name;
  certificate["thumbprint"] = leaf.thumbprint().to_string();
  certificate["subject"] = Json::array();
  for (const pki::SubjectAttribute& each : leaf.subject()) certificate["subject"].push_back({{each.key, each.value}});
  certificate["commonNames"] = leaf.common_names();
  certificate["dnsNames"] = leaf.dns_names();
  certificate["notBefore"] = to_string(leaf.not_before());
  certificate["notAfter"] = to_string(leaf.not_after());
  certificate["extendedKeyUsage"] = leaf.limits_key_usage() ? Json(usages_of(leaf)) : Json(nullptr);
  certificate["selfSigned"] = leaf.is_self_signed();
  certificate["issuer"] = leaf.issuer_common_name();
  const pki::Certificate* issuer = judgement.examined.chain.direct_issuer();
  certificate["issuerThumbprint"] = issuer == nullptr ? Json(nullptr) : Json(issuer->thumbprint().to_string());
  certificate["namesCrl"] = leaf.names_crl();
  certificate["chain"] = Json::array();
  for (const pki::Certificate& each : judgement.examined.chain.chain)
    certificate["chain"].push_back(each.thumbprint().to_string());
  out["certificate"] = std::move(certificate);
  out["nearest"] = nullptr;
  if (judgement.nearest) {
    const check::NearestRule& nearest = *judgement.nearest;
    Json entry;
    entry["found"] = nearest.found;
    entry["rule"] = nearest.rule.empty() ? Json(nullptr) : Json(nearest.rule);
    entry["set"] = nearest.set_switch.empty() ? Json(nullptr) : Json(nearest.set_switch);
    entry["names"] = Json::object();
    for (const auto& [name, thumbprint] : nearest.names) entry["names"][name] = thumbprint.to_string();
    entry["verdict"] = verdict_json(nearest.verdict);
    out["nearest"] = std::move(entry);
  }
  return to_text(out);
}

}  // namespace certdrill::report
