#include "load/security_reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"

namespace certdrill::load {

using What = model::NotationMark::What;
using Part = model::NotationMark::Part;

namespace {

bool is_presented(const model::NotationMark& mark) {
  return mark.what == What::presented_thumbprint || mark.what == What::presented_name ||
         mark.what == What::presented_dns_name;
}

}  // namespace

void HeldCertificates::add(const model::StoreEntry& entry) {
  std::optional<model::PrivateKeyState>& held = held_[entry.certificate];
  held = std::max(held, std::optional(entry.key));
}

std::optional<SecurityUse> SecurityReader::read(const JsonValue& value, std::string_view field) {
  return read_any(value, field, false);
}

std::optional<SecurityUse> SecurityReader::read_of_client(const JsonValue& value, std::string_view field) {
  return read_any(value, field, true);
}

std::optional<SecurityUse> SecurityReader::read_any(const JsonValue& value, std::string_view field, bool of_client) {
  const auto text =
      read_string(report_, value, field, "a security configuration in quotes, such as \"{P:{TP=A}, V:{TP=A}}\"");
  if (!text) return std::nullopt;
  Result<model::MarkedSecurity> marked = model::parse_marked_security(*text);
  if (!marked) {
    report_.error_inside(value, marked.problem());
    return std::nullopt;
  }
  if (of_client && marked->security.management != model::ManagementSecurity{}) {
    report_.error(value, "a client has no management endpoint: P and V are all there is to say of it",
                  "client V and admin V belong to the nodes that it connects to");
    return std::nullopt;
  }
  std::vector<PlacedMark> marks;
  StringPlaces places(value);
  for (model::NotationMark& mark : marked->marks) {
    const StringPlaces::Range at = places.place_of(mark.column, mark.length);
    marks.push_back({std::move(mark), at});
  }
  SecurityUse use;
  if (!check_names(marks, use)) return std::nullopt;
  bool good = true;
  const model::SecurityConfiguration& security = marked->security;
  for (const auto& [part, rules] :
       {std::pair(Part::node, &security.accepts), std::pair(Part::client, &security.management.clients),
        std::pair(Part::admin, &security.management.admins)}) {
    std::vector<PlacedMark> own;
    std::copy_if(marks.begin(), marks.end(), std::back_inserter(own),
                 [part = part](const PlacedMark& each) { return each.mark.part == part; });
    good = check_accepts(*rules, own) && good;
  }
  if (!good) return std::nullopt;
  use.at = inside_of(value);
  use.security = intern(std::move(marked->security), source_.brief_location(use.at.offset, use.at.length));

  if (of_client) return use;
  is_of_nodes_.resize(scenario_.securities.size());
  if (!is_of_nodes_[use.security]) of_nodes_.push_back({use.security, use.at, {}});
  is_of_nodes_[use.security] = true;
  return use;
}

bool SecurityReader::check_names(const std::vector<PlacedMark>& marks, SecurityUse& use) {
  bool good = true;
  std::set<std::pair<Part, std::string>> rules;
  std::set<std::pair<Part, std::string>> entries;
  for (const PlacedMark& each : marks) {
    const model::NotationMark& mark = each.mark;
    if (mark.what == What::rule || mark.what == What::issuer_store) {
      if (!rules.insert({mark.part, mark.text}).second) {
        const std::string noun = mark.what == What::rule ? "rule " : "issuer store ";
        report_.warning_at(each.at, noun + mark.text + " stands in V a second time", "remove it");
      }
      continue;
    }
    good = check_mark(mark, each.at) && good;
    if (!is_presented(mark)) continue;
    if (!entries.insert({mark.part, mark.text + (mark.literal ? "'" : "")}).second) {
      report_.warning_at(each.at, quoted(mark.text) + " stands in P a second time", "remove it");
    }
    use.presented.push_back(each);
  }
  return good;
}

bool SecurityReader::check_accepts(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks) {
  warn_of_unpinned_twins(rules, marks);
  return rules.issuer_stores.empty() || check_issuer_stores(rules, marks);
}

bool SecurityReader::known_issuer(const std::string& common_name) {
  if (issuers_.empty()) {
    for (pki::CertificateId id = 0; id < names_.size(); ++id) issuers_.insert(lower_ascii(names_.spec(id).common_name));
  }
  return issuers_.count(lower_ascii(common_name)) > 0;
}

// Source: Service Fabric runtime source, SecuritySettings.cpp: a pinned name beside issuer stores is
// InvalidX509NameList; a store in which nothing is found leaves the names unpinned.
bool SecurityReader::check_issuer_stores(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks) {
  const auto is_name = [](const model::ValidationRule& rule) {
    return std::holds_alternative<model::AcceptCommonName>(rule);
  };
  const bool any_names = std::any_of(rules.rules.begin(), rules.rules.end(), is_name);
  const auto is_pin = [](const PlacedMark& each) {
    return each.mark.what == What::pinned_issuer || each.mark.what == What::pinned_issuer_key;
  };
  const auto pin = std::find_if(marks.begin(), marks.end(), is_pin);
  auto store = rules.issuer_stores.begin();
  for (const PlacedMark& each : marks) {
    if (each.mark.what != What::issuer_store) continue;
    const std::string& wanted = (store++)->issuer_common_name;
    if (!any_names) {
      report_.warning_at(each.at, each.mark.text + " pins the issuers of names, and this V has none",
                         "add a CN=, or leave it out");
    }
    if (wanted.empty()) continue;
    if (!known_issuer(wanted)) {
      report_.warning_at(each.at, "no certificate has the common name " + quoted(wanted) +
                                      ": this store pins nothing, and alone it leaves the names unpinned");
    }
  }
  if (pin == marks.end()) return true;
  report_.error_at(pin->at, "pinned issuers cannot stand beside issuer stores in one V (InvalidX509NameList)",
                   "pin by @ or by IS=, not by both");
  return false;
}

// Where equal names are merged, the pins of such a name are lost.
// Source: Service Fabric runtime source, SecurityConfig.cpp (X509NameMap::Add).
void SecurityReader::warn_of_unpinned_twins(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks) {
  if (!scenario_.switches.repeated_entries_merge) return;
  std::map<std::string, bool> pinned_by_name;
  auto mark = marks.begin();
  const auto is_rule = [](const PlacedMark& each) { return each.mark.what == What::rule; };
  for (const model::ValidationRule& rule : rules.rules) {
    mark = std::find_if(mark, marks.end(), is_rule);
    const StringPlaces::Range at = (mark++)->at;
    const auto* by_name = std::get_if<model::AcceptCommonName>(&rule);
    if (by_name == nullptr) continue;
    const std::string name = common_name_of(by_name->name);
    const bool pinned = !by_name->issuers.empty();
    const auto [first, is_new] = pinned_by_name.try_emplace(lower_ascii(name), pinned);
    if (is_new || first->second == pinned) continue;
    report_.warning_at(at, "the name " + quoted(name) + " stands in V once pinned and once not",
                       "profile " + quoted(model::to_string(scenario_.profile)) + " merges the two, and unpinned wins");
  }
}

std::string SecurityReader::common_name_of(const model::CommonNameReference& name) const {
  const auto id = name.literal ? std::nullopt : names_.find(name.text);
  return id ? names_.spec(*id).common_name : name.text;
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
    case What::client_certificate:
      return not_judged(mark.text);
    case What::chain_check:
    case What::presented_dns_name:
      return true;
    case What::pinned_issuer_key:
      if (!model::is_thumbprint_text(mark.text)) return names_.find_or_report(report_, at, mark.text).has_value();
      report_.error_at(at, "?key needs the name of a certificate: its digits do not tell its key",
                       "declare the issuer under \"authorities\", or pin its thumbprint alone");
      return false;
    case What::presented_name:
    case What::accepted_name:
      return mark.literal || check_common_name(mark, at);
    case What::presented_thumbprint:
    case What::accepted_thumbprint:
    case What::pinned_issuer:
      return model::is_thumbprint_text(mark.text) || names_.find_or_report(report_, at, mark.text).has_value();
    case What::issuer_store:
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

const std::vector<pki::CertificateId>& SecurityReader::with_dns_name(const std::string& host) {
  if (by_dns_name_.empty()) {
    for (pki::CertificateId id = 0; id < names_.size(); ++id) {
      for (const std::string& each : names_.spec(id).dns_names) by_dns_name_[lower_ascii(each)].push_back(id);
    }
  }
  static const std::vector<pki::CertificateId> none;
  const auto found = by_dns_name_.find(lower_ascii(host));
  return found == by_dns_name_.end() ? none : found->second;
}

// The certificates that a name in P may mean; nothing when the file alone does not tell.
std::optional<std::vector<pki::CertificateId>> SecurityReader::presentable(const model::NotationMark& mark) {
  std::vector<pki::CertificateId> candidates;
  if (mark.what == What::presented_thumbprint) {
    // A thumbprint in digits belongs to no certificate known by name before it is minted.
    const auto id = names_.find(mark.text);
    if (!id) return std::nullopt;
    candidates.push_back(*id);
  } else if (mark.what == What::presented_dns_name) {
    candidates = with_dns_name(mark.text);
  } else {
    if (mark.literal && mark.text.find('=') != std::string::npos) return std::nullopt;  // a whole subject
    candidates = names_.with_common_name(common_name_of({mark.text, mark.literal}));
  }
  return candidates;
}

void SecurityReader::warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const std::string& moment) {
  warn_of_missing(use, held, Holder{"no node has ", "no node may read ", "install it first, unless this is meant"},
                  moment);
}

void SecurityReader::warn_of_missing_at_client(const SecurityUse& use, const HeldCertificates& held,
                                               const std::string& client) {
  const std::string who = "client " + quoted(client);
  warn_of_missing(use, held, {who + " does not have ", who + " may not read ", "add it to \"installed\""}, "");
}

void SecurityReader::warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const Holder& holder,
                                     const std::string& moment) {
  for (const PlacedMark& each : use.presented) {
    const auto candidates = presentable(each.mark);
    if (!candidates) continue;
    std::optional<model::PrivateKeyState> best;
    for (const pki::CertificateId id : *candidates) best = std::max(best, held.key_of(id));
    if (best == model::PrivateKeyState::usable) continue;
    const std::string lacking = !best                                         ? holder.has
                                : *best == model::PrivateKeyState::unreadable ? holder.may_read + "the private key of "
                                                                              : holder.has + "the private key of ";
    const std::string kind = each.mark.what == What::presented_dns_name ? "DNS name " : "common name ";
    const std::string subject = each.mark.literal ? "a certificate with the " + kind + quoted(each.mark.text)
                                                  : "certificate " + quoted(each.mark.text);
    report_.warning_at(each.at, lacking + subject + (moment.empty() ? "" : " " + moment), holder.help);
  }
}

void SecurityReader::warn_of_closed_endpoints() {
  for (const SecurityUse& use : of_nodes_) {
    const model::SecurityConfiguration& security = scenario_.securities[use.security];
    if (!security.management.clients.rules.empty() || !security.management.admins.rules.empty()) continue;
    report_.warning_at(use.at, "no client can connect to nodes with " + to_string(security) + ": no client V",
                       "add it behind V: client V:{TP=A}, admin V:{TP=A}");
  }
}

std::uint32_t SecurityReader::intern(model::SecurityConfiguration security, const Location& at) {
  const auto next = static_cast<std::uint32_t>(scenario_.securities.size());
  const auto [known, is_new] = known_.try_emplace(to_string(security), next);
  if (is_new) {
    scenario_.securities.push_back(std::move(security));
    scenario_.security_locations.push_back(at);
  }
  return known->second;
}

}  // namespace certdrill::load
