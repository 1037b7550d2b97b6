// Reads "authorities" and "certificates": one namespace of names, issuers before what they issue.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "load/fields.h"
#include "load/source_text.h"
#include "model/scenario.h"

namespace certdrill::load {

// The certificates of a scenario by their names.
class CertificateNames {
 public:
  explicit CertificateNames(const std::vector<pki::CertificateSpec>& specs);

  [[nodiscard]] std::optional<pki::CertificateId> find(std::string_view name) const;
  [[nodiscard]] const pki::CertificateSpec& spec(pki::CertificateId id) const { return specs_[id]; }
  [[nodiscard]] std::size_t size() const { return specs_.size(); }
  [[nodiscard]] const std::vector<std::string>& all() const { return names_; }
  // Those with this subject common name, in their order.
  [[nodiscard]] const std::vector<pki::CertificateId>& with_common_name(const std::string& common_name) const;

  // `unknown certificate "Bx"` when there is none.
  std::optional<pki::CertificateId> find_or_report(Report& report, StringPlaces::Range at, std::string_view name) const;

 private:
  const std::vector<pki::CertificateSpec>& specs_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, pki::CertificateId> by_name_;  // only looked up
  std::unordered_map<std::string, std::vector<pki::CertificateId>> by_common_name_;
};

// Fills in certificates, certificate_locations and crl_policies of the scenario; its start has been read.
void read_certificates(Report& report, const SourceText& source, const Fields& scenario_object,
                       pki::KeyType default_key_type, model::Scenario& scenario);

}  // namespace certdrill::load
