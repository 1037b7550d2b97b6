// Works out what the orchestrator makes of a conversion: the configurations of its phases, or why it refuses.
//
// What it can start from and lead to: P names thumbprints or common names, at most two, and V accepts these and no
// others; an orchestrator has one list for both. The management endpoint and issuer stores are the target's from the
// first phase on: only the cluster certificate goes in phases.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "load/certificate_reader.h"
#include "load/security_reader.h"
#include "model/scenario.h"

namespace certdrill::load {

struct Conversion {
  std::vector<std::uint32_t> phases;
  std::string refusal;
};

class ConversionReader {
 public:
  ConversionReader(const CertificateNames& certificates, SecurityReader& securities, const model::Scenario& scenario)
      : certificates_(certificates), securities_(securities), scenario_(scenario) {}

  // What is wrong with a configuration for this purpose; empty when nothing is.
  [[nodiscard]] std::string why_not(std::uint32_t security) const;

  // `earliest`: it does not begin before this; what is expired then is invalid to the validator.
  [[nodiscard]] Conversion plan(std::uint32_t from, std::uint32_t to, bool pins_at_once, const HeldCertificates& held,
                                SimTime earliest);

 private:
  const CertificateNames& certificates_;
  SecurityReader& securities_;
  const model::Scenario& scenario_;
};

}  // namespace certdrill::load
