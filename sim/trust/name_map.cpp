#include "trust/name_map.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill::trust {
namespace {

template <typename T>
void add_missing(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& each : from) {
    if (std::find(to.begin(), to.end(), each) == to.end()) to.push_back(each);
  }
}

void merge_into(CommonNameRule& first, const CommonNameRule& second) {
  if (first.text != second.text) first.text += " + " + second.text;
  if (!first.pinned() || !second.pinned()) {
    first.issuers.clear();
    first.issuer_keys.clear();
    return;
  }
  add_missing(first.issuers, second.issuers);
  add_missing(first.issuer_keys, second.issuer_keys);
}

template <typename Found>
CommonNameRule* find_name(std::vector<Rule>& rules, const Found& name) {
  for (Rule& rule : rules) {
    auto* by_name = std::get_if<CommonNameRule>(&rule);
    if (by_name != nullptr && equal_ignoring_ascii_case(by_name->common_name, name)) return by_name;
  }
  return nullptr;
}

bool has_thumbprint(const std::vector<Rule>& rules, const NamedThumbprint& wanted) {
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    const auto* pinned = std::get_if<ThumbprintRule>(&rule);
    return pinned != nullptr && pinned->certificate == wanted;
  });
}

// Adds one rule to a merged list; false when it went into one that was there.
bool add_merging(std::vector<Rule>& to, const Rule& rule) {
  if (const auto* pinned = std::get_if<ThumbprintRule>(&rule)) {
    if (has_thumbprint(to, pinned->certificate)) return false;
  } else if (CommonNameRule* known = find_name(to, std::get<CommonNameRule>(rule).common_name); known != nullptr) {
    merge_into(*known, std::get<CommonNameRule>(rule));
    return false;
  }
  to.push_back(rule);
  return true;
}

}  // namespace

void NameMap::add(CommonNameRule rule) {
  for (CommonNameRule& known : rules_) {
    if (equal_ignoring_ascii_case(known.common_name, rule.common_name)) {
      merge_into(known, rule);
      return;
    }
  }
  rules_.push_back(std::move(rule));
}

const CommonNameRule* NameMap::find(std::string_view name) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const CommonNameRule& rule) {
    return equal_ignoring_ascii_case(rule.common_name, name);
  });
  return found == rules_.end() ? nullptr : &*found;
}

bool NameMap::matches(std::string_view name, const IssuerIdentity& issuer) const {
  const CommonNameRule* rule = find(name);
  return rule != nullptr && issuer_matches(*rule, issuer);
}

bool issuer_matches(const CommonNameRule& rule, const IssuerIdentity& issuer) {
  if (!rule.pinned()) return true;
  const bool by_thumbprint =
      issuer.thumbprint && std::any_of(rule.issuers.begin(), rule.issuers.end(), [&](const NamedThumbprint& pin) {
        return pin.thumbprint == *issuer.thumbprint;
      });
  const bool by_key = issuer.key && std::any_of(rule.issuer_keys.begin(), rule.issuer_keys.end(),
                                                [&](const NamedKey& pin) { return pin.key == *issuer.key; });
  return by_thumbprint || by_key;
}

std::vector<Rule> merged(std::span<const Rule> rules) {
  std::vector<Rule> out;
  out.reserve(rules.size());
  for (const Rule& rule : rules) add_merging(out, rule);
  return out;
}

RuleSet merged_with_admins(std::span<const Rule> clients, std::span<const Rule> admins) {
  RuleSet set;
  const std::vector<Rule> own_admins = merged(admins);
  set.rules = merged(clients);
  const std::size_t own_clients = set.rules.size();
  for (const Rule& admin : own_admins) set.admins.push_back({admin, add_merging(set.rules, admin)});
  set.rules.resize(own_clients, ThumbprintRule{});  // what only the admin list has, connects by itself
  return set;
}

}  // namespace certdrill::trust
