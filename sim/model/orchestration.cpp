#include "model/orchestration.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill::model {
namespace {

using Values = std::vector<std::string>;

bool same(const std::string& a, const std::string& b, bool ignore_case) {
  return ignore_case ? equal_ignoring_ascii_case(a, b) : a == b;
}

bool contains(const Values& values, const std::string& value, bool ignore_case) {
  return std::any_of(values.begin(), values.end(),
                     [&](const std::string& each) { return same(each, value, ignore_case); });
}

// Those of `from` that `without` lacks, each once.
Values difference(const Values& from, const Values& without, bool ignore_case) {
  Values rest;
  for (const std::string& each : from) {
    if (!contains(without, each, ignore_case) && !contains(rest, each, ignore_case)) rest.push_back(each);
  }
  return rest;
}

Values names_of(const std::vector<ClusterName>& names) {
  Values values;
  for (const ClusterName& each : names) values.push_back(each.name);
  return values;
}

const ClusterName* find_name(const std::vector<ClusterName>& names, const std::string& name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const ClusterName& each) { return each.name == name; });
  return found == names.end() ? nullptr : &*found;
}

bool same_set(const Values& a, const Values& b, bool ignore_case) {
  return difference(a, b, ignore_case).empty() && difference(b, a, ignore_case).empty();
}

bool accept_the_same(const ClusterCertificates& a, const ClusterCertificates& b) {
  return same_set(a.thumbprints, b.thumbprints, true) && same_set(names_of(a.names), names_of(b.names), false) &&
         std::all_of(a.names.begin(), a.names.end(), [&](const ClusterName& each) {
           return same_set(each.issuers, find_name(b.names, each.name)->issuers, true);
         });
}

bool is_swap(const Values& from, const Values& to) {
  return from.size() == 2 && to.size() == 2 && same(from[0], to[1], true) && same(from[1], to[0], true);
}

// Both kinds are let in while one takes the place of the other.
ClusterCertificates both_kinds(const ClusterCertificates& from, const ClusterCertificates& to) {
  return to.thumbprints.empty() ? ClusterCertificates{from.thumbprints, to.names}
                                : ClusterCertificates{to.thumbprints, from.names};
}

ClusterCertificates file_store_of_switch(const ClusterCertificates& from, const ClusterCertificates& to,
                                         std::uint32_t thumbprints, std::uint32_t names) {
  if (thumbprints + names > 2) return both_kinds(from, to);
  if (is_swap(from.thumbprints, to.thumbprints)) return {{from.thumbprints[0], from.thumbprints[0]}, {}};
  if (thumbprints == 2 && !from.thumbprints.empty() && !to.thumbprints.empty())
    return {{from.thumbprints[0], to.thumbprints[0]}, {}};
  if (names == 2 && !from.names.empty() && !to.names.empty()) return {{}, {from.names[0], to.names[0]}};
  return both_kinds(from, to);
}

// The values that are compared: thumbprints where there are any, each once.
struct Declared {
  Values values;
  bool thumbprints = false;
};
Declared declared_by(const ClusterCertificates& certificates) {
  Declared declared;
  declared.thumbprints = !certificates.thumbprints.empty();
  declared.values = declared.thumbprints ? difference(certificates.thumbprints, {}, true)
                                         : difference(names_of(certificates.names), {}, false);
  return declared;
}

bool identical(const Declared& from, const Declared& to) {
  return from.thumbprints == to.thumbprints &&
         std::equal(from.values.begin(), from.values.end(), to.values.begin(), to.values.end(),
                    [&](const std::string& a, const std::string& b) { return same(a, b, from.thumbprints); });
}

constexpr std::string_view not_installed = "CertificateNotInstalled";
constexpr std::string_view invalid_certificate = "CertificateInvalid";

}  // namespace

bool is_certificate_change(const ClusterCertificates& from, const ClusterCertificates& to) {
  return !same_set(from.thumbprints, to.thumbprints, true) ||
         !same_set(names_of(from.names), names_of(to.names), false);
}

std::vector<ClusterName> added_names(const std::vector<ClusterName>& from, const std::vector<ClusterName>& to) {
  std::vector<ClusterName> added;
  for (const ClusterName& each : to) {
    const ClusterName* before = find_name(from, each.name);
    if (before == nullptr) {
      added.push_back(each);
      continue;
    }
    Values issuers = difference(each.issuers, before->issuers, true);
    if (!issuers.empty()) added.push_back({each.name, std::move(issuers)});
  }
  return added;
}

std::vector<ClusterName> merged_names(std::vector<ClusterName> names, const std::vector<ClusterName>& added,
                                      bool pins_at_once) {
  for (const ClusterName& each : added) {
    const auto before =
        std::find_if(names.begin(), names.end(), [&](const ClusterName& known) { return known.name == each.name; });
    if (before == names.end()) {
      names.push_back(each);
    } else if (!before->issuers.empty() || pins_at_once) {
      for (std::string& issuer : difference(each.issuers, before->issuers, true)) {
        before->issuers.push_back(std::move(issuer));
      }
    }
  }
  return names;
}

std::uint32_t changed_places(const Values& from, const Values& to, bool ignore_case) {
  if (from.empty() || to.empty()) return static_cast<std::uint32_t>(from.size() + to.size());
  std::uint32_t changed = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& before = from[std::min(i, from.size() - 1)];
    const std::string& after = to[std::min(i, to.size() - 1)];
    if (!same(before, after, ignore_case)) ++changed;
  }
  return changed;
}

std::optional<std::vector<OrchestrationPhase>> phases_of(const ClusterCertificates& from, const ClusterCertificates& to,
                                                         bool pins_at_once) {
  const std::uint32_t thumbprints = changed_places(from.thumbprints, to.thumbprints, true);
  const std::uint32_t names = changed_places(names_of(from.names), names_of(to.names), false);
  if (thumbprints + names < 1 || thumbprints + names > 4) return std::nullopt;

  std::vector<OrchestrationPhase> phases;
  ClusterCertificates accepts = from;
  for (std::string& each : difference(to.thumbprints, from.thumbprints, true)) {
    accepts.thumbprints.push_back(std::move(each));
  }
  accepts.names = merged_names(from.names, added_names(from.names, to.names), pins_at_once);
  if (accepts != from) phases.push_back({accepts, from, from});

  const bool removes = !difference(from.thumbprints, to.thumbprints, true).empty() ||
                       !difference(names_of(from.names), names_of(to.names), false).empty();
  if (thumbprints + names == 1 && !removes) {
    phases.push_back({accepts, to, to});
    if (pins_at_once || accept_the_same(accepts, to)) return phases;
  } else {
    const bool removal = thumbprints + names == 1;
    phases.push_back({accepts, to, removal ? from : file_store_of_switch(from, to, thumbprints, names)});
  }
  phases.push_back({to, to, to});
  return phases;
}

LocalStore well_kept_store() {
  return {[](const std::string&) { return Installed::valid; }, [](const std::string&) { return Installed::valid; },
          [](const std::string&, const std::string&) { return false; }};
}

// Pins may go over to others by and by only, and no certificate of an issuer that comes or goes may lie there.
std::string_view refusal_of_pins(const std::vector<ClusterName>& from, const std::vector<ClusterName>& to,
                                 const LocalStore& store) {
  for (const ClusterName& before : from) {
    const ClusterName* after = find_name(to, before.name);
    if (after == nullptr || before.issuers.empty() || after->issuers.empty()) continue;
    const Values removed = difference(before.issuers, after->issuers, true);
    if (removed.size() == difference(before.issuers, {}, true).size())
      return "IssuerThumbprintUpgradeWithNoIntersection";
    for (const Values& moved : {difference(after->issuers, before.issuers, true), removed}) {
      for (const std::string& issuer : moved) {
        if (store.issued_by(before.name, issuer)) return "CertIssuedByIssuerInstalled";
      }
    }
  }
  return {};
}

// Two certificates cannot become two others, not even the same two in another order; and something has to stay, but
// where one becomes one. From thumbprints to names and back, everything goes.
std::string_view refusal_of_values(const ClusterCertificates& from, const ClusterCertificates& to) {
  const Declared before = declared_by(from);
  const Declared after = declared_by(to);
  if (identical(before, after) || before.thumbprints != after.thumbprints) return {};
  if (before.values.size() > 1 && after.values.size() > 1) return "TwoCertificatesToTwoCertificatesNotAllowed";
  const bool one_to_one = before.values.size() == 1 && after.values.size() == 1;
  const bool nothing_stays = difference(before.values, after.values, before.thumbprints).size() == before.values.size();
  return nothing_stays && !one_to_one ? "CertificateUpgradeWithNoIntersectionNotAllowed" : std::string_view();
}

std::string_view refusal_of_installation(const ClusterCertificates& from, const ClusterCertificates& to,
                                         const LocalStore& store) {
  const Declared before = declared_by(from);
  const Declared after = declared_by(to);
  const auto look_up = [&](const Declared& declared, const std::string& value) {
    return declared.thumbprints ? store.thumbprint(value) : store.name(value);
  };
  std::uint32_t installed = 0;
  std::uint32_t valid = 0;
  for (const std::string& value : before.values) {
    const Installed found = look_up(before, value);
    installed += found != Installed::no ? 1 : 0;
    valid += found == Installed::valid ? 1 : 0;
  }
  if (installed == 0) return not_installed;
  if (valid == 0) return invalid_certificate;
  bool any_stays = false;
  bool any_valid_stays = false;
  for (const std::string& value : before.values) {
    if (before.thumbprints != after.thumbprints || !contains(after.values, value, before.thumbprints)) continue;
    const Installed found = look_up(before, value);
    if (found == Installed::no) return not_installed;
    any_stays = true;
    any_valid_stays = any_valid_stays || found == Installed::valid;
  }
  if (any_stays && !any_valid_stays) return invalid_certificate;
  bool all_valid = true;
  for (const std::string& value : after.values) {
    if (before.thumbprints == after.thumbprints && contains(before.values, value, before.thumbprints)) continue;
    const Installed found = look_up(after, value);
    if (found == Installed::no) return not_installed;
    all_valid = all_valid && found == Installed::valid;
  }
  return all_valid ? std::string_view() : invalid_certificate;
}

std::string_view refusal_of_issuer_stores(const std::vector<IssuerStoreDeclaration>& from,
                                          const std::vector<IssuerStoreDeclaration>& to) {
  bool any_stays = from.empty();
  for (const IssuerStoreDeclaration& before : from) {
    for (const IssuerStoreDeclaration& after : to) {
      any_stays = any_stays || after.issuer_common_name == before.issuer_common_name;
    }
  }
  if (!any_stays) return "IssuerStoreCNUpgradeWithNoIntersection";
  for (const IssuerStoreDeclaration& before : from) {
    for (const IssuerStoreDeclaration& after : to) {
      if (after.issuer_common_name != before.issuer_common_name) continue;
      if (difference(before.stores, after.stores, false).size() == difference(before.stores, {}, false).size()) {
        return "IssuerStoreX509StoreNameUpgradeWithNoIntersection";
      }
    }
  }
  return {};
}

std::string_view refusal_of(const OrchestratedSecurity& from, const OrchestratedSecurity& to, const LocalStore& store) {
  const ClusterCertificates& before = from.certificates;
  const ClusterCertificates& after = to.certificates;
  if (before.empty() && after.empty()) return {};
  if (after.empty()) return "AuthenticationTypeCannotBeChangedByRemovingCertificate";
  if (before.empty()) return "AuthenticationTypeCannotBeChangedByAddingCertificate";
  if (const std::string_view refusal = refusal_of_pins(before.names, after.names, store); !refusal.empty())
    return refusal;
  if (identical(declared_by(before), declared_by(after))) return {};  // issuer stores are not looked at then
  if (const std::string_view refusal = refusal_of_values(before, after); !refusal.empty()) return refusal;
  if (const std::string_view refusal = refusal_of_installation(before, after, store); !refusal.empty()) return refusal;
  return refusal_of_issuer_stores(from.issuer_stores, to.issuer_stores);
}

}  // namespace certdrill::model
