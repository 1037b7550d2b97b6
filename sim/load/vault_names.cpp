#include "load/vault_names.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::string_view address_form =
    R"(a vault, / and a certificate of it: "kv/cluster"; "kv/cluster/2" is its second version)";
constexpr std::size_t longest_identity = 64;

// The bytes of a string of the file that stand for `part` of its text; escapes make the whole string the place.
StringPlaces::Range place_of_part(const JsonValue& value, std::string_view part) {
  const StringPlaces::Range whole = inside_of(value);
  if (part.empty() || whole.length != value.text().size()) return whole;
  return {whole.offset + static_cast<std::size_t>(part.data() - value.text().data()), part.size()};
}

}  // namespace

void VaultNames::index() {
  for (model::VaultIndex i = 0; i < scenario_.vaults.size(); ++i) {
    vault_names_.push_back(scenario_.vaults[i].name);
    vaults_.emplace(scenario_.vaults[i].name, i);
  }
  for (model::LineIndex i = 0; i < scenario_.vault_certificates.size(); ++i) {
    const model::VaultCertificate& line = scenario_.vault_certificates[i];
    lines_.emplace(line.name, i);
    for (std::uint32_t k = 0; k < line.versions.size(); ++k)
      versions_.emplace(line.versions[k].certificate, std::pair(i, k));
  }
}

std::optional<model::VaultIndex> VaultNames::find_vault(Report& report, const JsonValue& value,
                                                        std::string_view field) const {
  const auto name = read_string(report, value, field, "the name of a vault");
  if (!name) return std::nullopt;
  return vault_of(report, value, {*name, {}, {}, false});
}

std::optional<VaultNames::Address> VaultNames::split(Report& report, const JsonValue& value,
                                                     std::string_view field) const {
  const auto text = read_string(report, value, field, "the address of a vault certificate, such as \"kv/cluster\"");
  if (!text) return std::nullopt;
  Address address;
  const std::size_t first = text->find('/');
  address.vault = text->substr(0, first);
  if (first != std::string_view::npos) {
    const std::size_t second = text->find('/', first + 1);
    address.line = text->substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
    address.versioned = second != std::string_view::npos;
    if (address.versioned) address.version = text->substr(second + 1);
  }
  const bool missing = address.vault.empty() || address.line.empty() || (address.versioned && address.version.empty());
  if (!missing && address.version.find('/') == std::string_view::npos) return address;
  report.error(value, "not the address of a vault certificate: " + quoted(*text), std::string(address_form));
  return std::nullopt;
}

std::optional<model::VaultIndex> VaultNames::vault_of(Report& report, const JsonValue& value,
                                                      const Address& address) const {
  const auto found = vaults_.find(std::string(address.vault));
  if (found != vaults_.end()) return found->second;
  if (vault_names_.empty()) {
    report.error_at(place_of_part(value, address.vault), "unknown vault " + quoted(address.vault),
                    "this scenario has no \"vaults\"");
  } else {
    report.unknown(place_of_part(value, address.vault), "vault", address.vault, vault_names_);
  }
  return std::nullopt;
}

std::optional<model::LineIndex> VaultNames::line_of(model::VaultIndex vault, std::string_view name) const {
  const auto found = lines_.find(std::string(name));
  if (found == lines_.end() || scenario_.vault_certificates[found->second].vault != vault) return std::nullopt;
  return found->second;
}

std::vector<std::string> VaultNames::lines_of(model::VaultIndex vault) const {
  std::vector<std::string> names;
  for (const model::VaultCertificate& line : scenario_.vault_certificates) {
    if (line.vault == vault) names.push_back(line.name);
  }
  return names;
}

std::optional<model::LineIndex> VaultNames::find_line(Report& report, const JsonValue& value,
                                                      std::string_view field) const {
  const std::optional<Address> address = split(report, value, field);
  const auto vault = address ? vault_of(report, value, *address) : std::nullopt;
  if (!vault) return std::nullopt;
  if (address->versioned) {
    report.error_at(place_of_part(value, address->version), "the whole certificate is meant here, not a version of it",
                    "write \"" + std::string(address->vault) + "/" + std::string(address->line) + "\"");
    return std::nullopt;
  }
  const auto line = line_of(*vault, address->line);
  if (!line) report.unknown(place_of_part(value, address->line), "vault certificate", address->line, lines_of(*vault));
  return line;
}

std::optional<model::ObservedCertificate> VaultNames::read_address(Report& report, const JsonValue& value,
                                                                   std::string_view field) const {
  const std::optional<Address> address = split(report, value, field);
  const auto vault = address ? vault_of(report, value, *address) : std::nullopt;
  if (!vault) return std::nullopt;
  std::uint32_t number = 0;
  if (address->versioned) {
    const char* const end = address->version.data() + address->version.size();
    const auto [stop, error] = std::from_chars(address->version.data(), end, number);
    if (error != std::errc() || stop != end || number == 0 || address->version.front() == '0') {
      report.error_at(place_of_part(value, address->version),
                      "not the number of a version: " + quoted(address->version), "versions are counted from 1");
      return std::nullopt;
    }
  }
  model::ObservedCertificate observed;
  observed.vault = *vault;
  observed.address = value.text();
  const auto line = line_of(*vault, address->line);
  if (!line) {
    report.warning_at(place_of_part(value, address->line),
                      "vault " + quoted(address->vault) + " has no certificate " + quoted(address->line),
                      did_you_mean(address->line, lines_of(*vault)));
    return observed;
  }
  const std::size_t versions = scenario_.vault_certificates[*line].versions.size();
  if (versions == 0) return observed;  // a problem of its own
  if (address->versioned && number > versions) {
    report.warning_at(place_of_part(value, address->version),
                      quoted(scenario_.vault_certificates[*line].name) + " never has a version " +
                          std::to_string(number) + ": it has " + counted(versions, "version") + " until the end");
    return observed;
  }
  observed.line = line;
  if (address->versioned) observed.version = number - 1;
  return observed;
}

std::optional<std::pair<model::LineIndex, std::uint32_t>> VaultNames::find_version(Report& report,
                                                                                   const CertificateNames& certificates,
                                                                                   const JsonValue& value,
                                                                                   std::string_view field) const {
  const auto name = read_string(report, value, field, "the name of a version, such as \"cluster-2\"");
  const auto id = name ? certificates.find_or_report(report, inside_of(value), *name) : std::nullopt;
  if (!id) return std::nullopt;
  const auto found = versions_.find(*id);
  if (found != versions_.end()) return found->second;
  report.error(value, "certificate " + quoted(*name) + " is no version of a vault certificate",
               "versions are called after it: cluster-1, cluster-2");
  return std::nullopt;
}

std::optional<model::IdentityIndex> VaultNames::read_identity(Report& report, const JsonValue& value,
                                                              std::string_view field) {
  const auto name = read_string(report, value, field, "the name of an identity");
  if (!name) return std::nullopt;
  if (!model::is_node_name(*name) || name->size() > longest_identity) {
    report.error(value, "not the name of an identity: " + quoted(*name),
                 "a letter or _, and then letters, digits, _, - and dots, at most " + std::to_string(longest_identity));
    return std::nullopt;
  }
  return identity(*name);
}

model::IdentityIndex VaultNames::identity(std::string_view name) {
  const auto next = static_cast<model::IdentityIndex>(scenario_.identities.size());
  const auto [known, is_new] = identities_.try_emplace(std::string(name), next);
  if (is_new) scenario_.identities.emplace_back(name);
  return known->second;
}

std::optional<std::uint32_t> VaultNames::version_of_step(std::size_t offset) const {
  const auto found = steps_.find(offset);
  return found == steps_.end() ? std::nullopt : std::optional(found->second.second);
}

}  // namespace certdrill::load
