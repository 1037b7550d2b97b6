#include "trust/configured_rules.h"

#include <algorithm>

#include "base/text.h"
#include "trust/name_map.h"
#include "trust/thumbprint_text.h"

namespace certdrill::trust {
namespace {

Problem invalid_name_list(const std::string& why, const std::string& help) {
  return problem("InvalidX509NameList: " + why, help);
}

NamedThumbprint named(const WrittenThumbprint& written) {
  // One that has not 20 bytes matches nothing, as all zeros do; its digits stay to be seen.
  const std::optional<pki::Thumbprint> thumbprint = written.thumbprint();
  if (thumbprint) return {{}, *thumbprint};
  return {written.to_string(), pki::Thumbprint()};
}

Result<std::vector<NamedThumbprint>> read_issuers(const std::string& text, const model::Switches& switches) {
  const Result<std::vector<WrittenThumbprint>> list = parse_thumbprint_list(text, switches.thumbprint_text);
  if (!list) return list.problem();
  std::vector<NamedThumbprint> issuers;
  issuers.reserve(list->size());
  for (const WrittenThumbprint& each : *list) issuers.push_back(named(each));
  return issuers;
}

CommonNameRule rule_of(const std::string& name, std::vector<NamedThumbprint> issuers) {
  std::vector<std::string> pins;
  pins.reserve(issuers.size());
  for (const NamedThumbprint& issuer : issuers)
    pins.push_back(issuer.name.empty() ? issuer.thumbprint.to_string() : issuer.name);
  return {"CN=" + name + (pins.empty() ? "" : "@") + join(pins, "|"), name, std::move(issuers), {}};
}

// Names that differ in case alone are one name to the runtime: the first in byte order is the one it keeps.
std::vector<ConfiguredName> without_case_twins(std::vector<ConfiguredName> names) {
  std::stable_sort(names.begin(), names.end(),
                   [](const ConfiguredName& a, const ConfiguredName& b) { return a.name < b.name; });
  std::vector<ConfiguredName> kept;
  for (ConfiguredName& each : names) {
    const bool twin = std::any_of(kept.begin(), kept.end(), [&](const ConfiguredName& known) {
      return known.name != each.name && equal_ignoring_ascii_case(known.name, each.name);
    });
    if (!twin) kept.push_back(std::move(each));
  }
  return kept;
}

}  // namespace

Result<std::vector<Rule>> configured_rules(const RoleConfiguration& role, const model::Switches& switches) {
  std::vector<Rule> rules;
  const Result<std::vector<WrittenThumbprint>> thumbprints =
      parse_thumbprint_list(role.thumbprints, switches.thumbprint_text);
  if (!thumbprints) return thumbprints.problem();
  for (const WrittenThumbprint& each : *thumbprints) {
    rules.emplace_back(
        ThumbprintRule{"TP=" + each.to_string() + (each.check_chain ? "?true" : ""), named(each), each.check_chain});
  }

  NameMap names;
  for (const ConfiguredName& each : without_case_twins(role.names)) {
    Result<std::vector<NamedThumbprint>> issuers = read_issuers(each.issuers, switches);
    if (!issuers) return issuers.problem();
    names.add(rule_of(each.name, *std::move(issuers)));
  }
  const Result<std::vector<NamedThumbprint>> default_issuers = read_issuers(role.default_issuers, switches);
  if (!default_issuers) return default_issuers.problem();

  if (!default_issuers->empty() && !role.names.empty()) {
    return invalid_name_list("default issuers and a section of names are both set",
                             "give each name its own issuers, and no default ones");
  }
  if (!default_issuers->empty() && role.has_issuer_stores) {
    return invalid_name_list("default issuers and issuer stores are both set", "use one of the two");
  }
  const bool any_pinned =
      std::any_of(names.rules().begin(), names.rules().end(), [](const CommonNameRule& rule) { return rule.pinned(); });
  if (any_pinned && role.has_issuer_stores) {
    return invalid_name_list("a name with pinned issuers and issuer stores are both set",
                             "pin issuers by thumbprint, or by store, not both");
  }

  std::string_view rest = role.common_names;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (comma > 0) names.add(rule_of(std::string(rest.substr(0, comma)), *default_issuers));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  for (CommonNameRule rule : names.rules()) {
    if (role.has_issuer_stores) rule.issuer_keys = role.issuer_keys;
    rules.emplace_back(std::move(rule));
  }
  return rules;
}

}  // namespace certdrill::trust
