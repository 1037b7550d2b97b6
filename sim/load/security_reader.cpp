#include "load/security_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"

namespace certdrill::load {

using What = model::NotationMark::What;

void HeldCertificates::add(const model::StoreEntry& entry) {
  std::optional<model::PrivateKeyState>& held = held_[entry.certificate];
  held = std::max(held, std::optional(entry.key));
}

std::optional<SecurityUse> SecurityReader::read(const JsonValue& value, std::string_view field) {
  const auto text =
      read_string(report_, value, field, "a security configuration in quotes, such as \"{P:{TP=A}, V:{TP=A}}\"");
  if (!text) return std::nullopt;
  Result<model::MarkedSecurity> marked = model::parse_marked_security(*text);
  if (!marked) {
    report_.error_inside(value, marked.problem());
    return std::nullopt;
  }
  SecurityUse use;
  if (!check_names(value, marked->marks, use)) return std::nullopt;
  use.security = intern(std::move(marked->security));
  return use;
}

bool SecurityReader::check_names(const JsonValue& value, const std::vector<model::NotationMark>& marks,
                                 SecurityUse& use) {
  bool good = true;
  StringPlaces places(value);
  std::unordered_set<std::string> rules;
  std::unordered_set<std::string> entries;
  for (const model::NotationMark& mark : marks) {
    const StringPlaces::Range at = places.place_of(mark.column, mark.length);
    if (mark.what == What::rule) {
      if (!rules.insert(mark.text).second)
        report_.warning_at(at, "rule " + mark.text + " stands in V a second time", "remove it");
      continue;
    }
    good = check_mark(mark, at) && good;
    if (mark.what != What::presented_thumbprint && mark.what != What::presented_name) continue;
    if (!entries.insert(mark.text + (mark.literal ? "'" : "")).second) {
      report_.warning_at(at, quoted(mark.text) + " stands in P a second time", "remove it");
    }
    use.presented.push_back({at, mark});
  }
  return good;
}

bool SecurityReader::check_mark(const model::NotationMark& mark, StringPlaces::Range at) {
  const auto not_judged = [&](const std::string& form) {
    report_.error_at(at, form + " is part of the notation, but not yet judged by profile " +
                             quoted(model::to_string(scenario_.profile)));
    return false;
  };
  switch (mark.what) {
    case What::file_slot:
      return not_judged("FILE=" + mark.text);
    case What::authority:
      return not_judged("CA=" + mark.text);
    case What::chain_check:
    case What::client_certificate:
      return not_judged(mark.text);
    case What::presented_name:
    case What::accepted_name:
      return mark.literal || check_common_name(mark, at);
    case What::presented_thumbprint:
    case What::accepted_thumbprint:
    case What::pinned_issuer:
      return model::is_thumbprint_text(mark.text) || names_.find_or_report(report_, at, mark.text).has_value();
    case What::rule:
      break;
  }
  return true;
}

bool SecurityReader::check_common_name(const model::NotationMark& mark, StringPlaces::Range at) {
  const auto id = names_.find_or_report(report_, at, mark.text);
  if (!id) return false;
  if (!names_.spec(*id).common_name.empty()) return true;
  report_.error_at(at, "certificate " + quoted(mark.text) + " has no common name",
                   "name it by thumbprint: TP=" + mark.text);
  return false;
}

void SecurityReader::warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const std::string& moment) {
  for (const SecurityUse::Presented& each : use.presented) {
    std::vector<pki::CertificateId> candidates;
    if (each.mark.what == What::presented_thumbprint) {
      // A thumbprint in digits belongs to no certificate known by name before it is minted.
      if (const auto id = names_.find(each.mark.text)) candidates.push_back(*id);
      if (candidates.empty()) continue;
    } else {
      const auto id = each.mark.literal ? std::nullopt : names_.find(each.mark.text);
      candidates = names_.with_common_name(id ? names_.spec(*id).common_name : each.mark.text);
    }
    std::optional<model::PrivateKeyState> best;
    for (const pki::CertificateId id : candidates) best = std::max(best, held.key_of(id));
    if (best == model::PrivateKeyState::usable) continue;
    const std::string_view lacking = !best                                         ? "has "
                                     : *best == model::PrivateKeyState::unreadable ? "may read the private key of "
                                                                                   : "has the private key of ";
    const std::string subject = each.mark.literal ? "a certificate with the common name " + quoted(each.mark.text)
                                                  : "certificate " + quoted(each.mark.text);
    report_.warning_at(each.at, "no node " + std::string(lacking) + subject + " " + moment,
                       "install it first, unless this is meant");
  }
}

std::uint32_t SecurityReader::intern(model::SecurityConfiguration security) {
  const auto next = static_cast<std::uint32_t>(scenario_.securities.size());
  const auto [known, is_new] = known_.try_emplace(to_string(security), next);
  if (is_new) scenario_.securities.push_back(std::move(security));
  return known->second;
}

}  // namespace certdrill::load
