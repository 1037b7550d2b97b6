#include "load/certificate_reader.h"

namespace certdrill::load {

CertificateNames::CertificateNames(const std::vector<pki::CertificateSpec>& specs) : specs_(specs) {
  for (pki::CertificateId id = 0; id < specs.size(); ++id) {
    names_.push_back(specs[id].name);
    by_name_.emplace(specs[id].name, id);
    by_common_name_[specs[id].common_name].push_back(id);
  }
}

std::optional<pki::CertificateId> CertificateNames::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

const std::vector<pki::CertificateId>& CertificateNames::with_common_name(const std::string& common_name) const {
  static const std::vector<pki::CertificateId> none;
  const auto found = by_common_name_.find(common_name);
  return found == by_common_name_.end() ? none : found->second;
}

std::optional<pki::CertificateId> CertificateNames::find_or_report(Report& report, StringPlaces::Range at,
                                                                   std::string_view name) const {
  const std::optional<pki::CertificateId> id = find(name);
  if (!id) report.unknown(at, "certificate", name, names_);
  return id;
}

}  // namespace certdrill::load
