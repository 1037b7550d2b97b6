// VaultNames finds vaults, their certificates and the versions of these by what a file calls them.
//
// Address    "kv/cluster", the certificate of a vault, and so its newest version; "kv/cluster/2", its second version.
// Version    is called as the certificate that it is: "cluster-2".
// Errors     an unknown name is a located problem, with the nearest known one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

class VaultNames {
 public:
  explicit VaultNames(model::Scenario& scenario) : scenario_(scenario) {}

  // Once Scenario::vaults and vault_certificates are complete.
  void index();

  [[nodiscard]] std::optional<model::VaultIndex> find_vault(Report& report, const JsonValue& value,
                                                            std::string_view field) const;
  // "kv/cluster", of a certificate that is there.
  [[nodiscard]] std::optional<model::LineIndex> find_line(Report& report, const JsonValue& value,
                                                          std::string_view field) const;
  // The same for what may be unknown in a vault that is known: that is a warning, for it is a story to rehearse.
  [[nodiscard]] std::optional<model::ObservedCertificate> read_address(Report& report, const JsonValue& value,
                                                                       std::string_view field) const;
  [[nodiscard]] std::optional<std::pair<model::LineIndex, std::uint32_t>> find_version(
      Report& report, const CertificateNames& certificates, const JsonValue& value, std::string_view field) const;

  // An identity by its name, kept once.
  std::optional<model::IdentityIndex> read_identity(Report& report, const JsonValue& value, std::string_view field);
  model::IdentityIndex identity(std::string_view name);

  // The version that a step makes, by the place of the step in the file.
  void note_step(std::size_t offset, model::LineIndex line, std::uint32_t version) { steps_[offset] = {line, version}; }
  [[nodiscard]] std::optional<std::uint32_t> version_of_step(std::size_t offset) const;

 private:
  struct Address {
    std::string_view vault;
    std::string_view line;
    std::string_view version;
    bool versioned = false;
  };
  [[nodiscard]] std::optional<Address> split(Report& report, const JsonValue& value, std::string_view field) const;
  [[nodiscard]] std::optional<model::VaultIndex> vault_of(Report& report, const JsonValue& value,
                                                          const Address& address) const;
  [[nodiscard]] std::optional<model::LineIndex> line_of(model::VaultIndex vault, std::string_view name) const;
  [[nodiscard]] std::vector<std::string> lines_of(model::VaultIndex vault) const;

  model::Scenario& scenario_;
  std::vector<std::string> vault_names_;
  std::unordered_map<std::string, model::VaultIndex> vaults_;  // these are only looked up
  std::unordered_map<std::string, model::LineIndex> lines_;
  std::unordered_map<pki::CertificateId, std::pair<model::LineIndex, std::uint32_t>> versions_;
  std::unordered_map<std::string, model::IdentityIndex> identities_;
  std::unordered_map<std::size_t, std::pair<model::LineIndex, std::uint32_t>> steps_;
};

}  // namespace certdrill::load
