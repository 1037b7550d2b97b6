#include "check/nearest_rule.h"

#include <algorithm>
#include <array>
#include <optional>

#include "check/judgement.h"
#include "model/notation.h"

namespace certdrill::check {
namespace {

using trust::CommonNameRule;
using trust::NamedThumbprint;
using trust::ReasonId;
using trust::RuleSet;
using trust::ThumbprintRule;
using trust::Weight;

// The settings whose change an owner of a cluster can answer for.
constexpr std::array<std::string_view, 5> changeable = {"acceptExpiredPinned", "ignoreCrlOfflineCluster",
                                                        "ignoreCrlOfflineClients", "ignoreCrlOfflineServer",
                                                        "rolesInEffect"};

// Certificates can have very many names; a person looks at a few.
constexpr std::size_t most_names_tried = 8;

std::string reference_to(const NamedThumbprint& named) {
  return model::is_word(named.name) ? named.name : named.thumbprint.to_string();
}

NamedThumbprint named(const pki::Certificate& certificate, const CertificateInHand& hand) {
  const auto found = std::find_if(hand.known.begin(), hand.known.end(),
                                  [&](const KnownCertificate& each) { return each.certificate == certificate; });
  return {found == hand.known.end() ? "" : found->name, certificate.thumbprint()};
}

std::string text_of(const CommonNameRule& rule) {
  model::AcceptCommonName accepts{{rule.common_name, true}, {}};
  for (const NamedThumbprint& issuer : rule.issuers) accepts.issuers.push_back({{reference_to(issuer)}, false});
  for (const trust::NamedKey& key : rule.issuer_keys) accepts.issuers.push_back({{key.name}, true});
  return model::to_string(model::ValidationRule(accepts));
}

std::vector<std::string> names_to_try(const pki::Certificate& leaf) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && names.size() < most_names_tried && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  };
  for (const std::string& name : leaf.common_names()) add(name);
  for (const std::string& name : leaf.dns_names()) add(name);
  return names;
}

// The issuer as the switches see it may be the second certificate sent; only a real issuer is worth a rule.
std::optional<NamedThumbprint> issuer_to_pin(const trust::ExaminedCertificate& examined,
                                             const CertificateInHand& hand) {
  const pki::Certificate* issuer = examined.chain.direct_issuer();
  if (issuer == nullptr) return std::nullopt;
  return named(*issuer, hand);
}

bool failed_by_issuer_alone(const trust::RuleVerdict& verdict) {
  bool by_issuer = false;
  for (const trust::Reason& reason : verdict.reasons) {
    if (reason.weight != Weight::refuses) continue;
    if (reason.id != ReasonId::IssuerNotMatched) return false;
    by_issuer = true;
  }
  return by_issuer;
}

struct Candidate {
  trust::Rule rule;
  std::vector<NamedThumbprint> names;
};

std::vector<Candidate> candidates_for(const CertificateInHand& hand, const trust::ExaminedCertificate& examined,
                                      const trust::Verdict& refused) {
  std::vector<Candidate> candidates;
  const std::optional<NamedThumbprint> issuer = issuer_to_pin(examined, hand);
  const auto add_by_name = [&](CommonNameRule rule) {
    rule.issuers.push_back(*issuer);
    rule.text = text_of(rule);
    candidates.push_back({rule, rule.issuers});
  };
  bool asked_by_name = false;
  std::vector<const trust::Rule*> rules;
  for (const trust::Rule& rule : hand.rules.rules) rules.push_back(&rule);
  for (const trust::AdminRule& admin : hand.rules.admins) rules.push_back(&admin.rule);
  for (const trust::Rule* rule : rules) {
    const auto* by_name = std::get_if<CommonNameRule>(rule);
    if (by_name == nullptr) continue;
    asked_by_name = true;
    const auto verdict = std::find_if(refused.rules.begin(), refused.rules.end(),
                                      [&](const trust::RuleVerdict& each) { return each.rule == by_name->text; });
    if (issuer && verdict != refused.rules.end() && failed_by_issuer_alone(*verdict)) add_by_name(*by_name);
  }
  const NamedThumbprint leaf = named(examined.shown.leaf, hand);
  const auto add_by_thumbprint = [&] {
    candidates.push_back({ThumbprintRule{"TP=" + reference_to(leaf), leaf, false}, {leaf}});
  };
  if (!asked_by_name) add_by_thumbprint();
  if (issuer) {
    for (const std::string& name : names_to_try(examined.shown.leaf)) add_by_name(CommonNameRule{{}, name, {}, {}});
  }
  if (asked_by_name) add_by_thumbprint();
  return candidates;
}

std::string_view setting_of(std::string_view switch_name) {
  for (const model::SwitchInfo& info : model::all_switches()) {
    if (info.name == switch_name) return info.setting;
  }
  return {};
}

}  // namespace

NearestRule nearest_rule(const CertificateInHand& hand, const trust::ExaminedCertificate& examined,
                         const trust::Verdict& refused) {
  const std::vector<Candidate> candidates = candidates_for(hand, examined, refused);
  trust::Judge judge = hand.judge;
  judge.own = hand.own ? &*hand.own : nullptr;
  NearestRule nearest;
  const auto accepts = [&](const RuleSet& rules) {
    nearest.verdict = trust::judge(examined, rules, judge);
    nearest.found = nearest.verdict.accepted;
    return nearest.found;
  };
  const auto accepts_candidate = [&] {
    for (const Candidate& candidate : candidates) {
      if (!accepts(RuleSet{{candidate.rule}, {}})) continue;
      nearest.rule = nearest.verdict.rules[nearest.verdict.deciding_rule].rule;
      for (const NamedThumbprint& name : candidate.names) {
        if (model::is_word(name.name)) nearest.names.emplace_back(name.name, name.thumbprint);
      }
      return true;
    }
    return false;
  };
  if (accepts_candidate()) return nearest;
  for (const bool as_they_are : {true, false}) {
    for (const std::string_view name : changeable) {
      const std::string_view word = model::value_of(hand.judge.switches, name) == "yes" ? "no" : "yes";
      const Result<model::Switches> changed = model::set(hand.judge.switches, name, word);
      if (!changed) continue;
      judge.switches = *changed;
      if (as_they_are ? !accepts(hand.rules) : !accepts_candidate()) continue;
      nearest.set_switch = std::string(name) + "=" + std::string(word);
      nearest.setting = setting_of(name);
      return nearest;
    }
  }
  judge.switches = hand.judge.switches;
  const NamedThumbprint leaf = named(examined.shown.leaf, hand);
  (void)accepts(RuleSet{{ThumbprintRule{"TP=" + reference_to(leaf), leaf, false}}, {}});
  return nearest;
}

}  // namespace certdrill::check
