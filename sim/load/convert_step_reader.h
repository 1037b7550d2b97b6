// Reads conversions, and keeps what the steps so far lead the nodes to, for it is from there that a conversion starts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "load/conversion_reader.h"
#include "load/fields.h"
#include "load/policy_reader.h"
#include "model/scenario.h"

namespace certdrill::load {

class ConvertStepReader {
 public:
  ConvertStepReader(Report& report, const CertificateNames& certificates, SecurityReader& securities,
                    const DefaultPolicy& policy, const model::Scenario& scenario)
      : report_(report),
        securities_(securities),
        policy_(policy),
        scenario_(scenario),
        conversions_(certificates, securities, scenario),
        upgraded_to_(scenario.cluster.node_types.size()) {}

  // An upgrade of the list.
  void note(const model::UpgradeStep& upgrade);
  // Not before `earliest`, with what then lies on the nodes.
  [[nodiscard]] model::ConvertStep read(const Fields& fields, SimTime earliest, const HeldCertificates& held);

 private:
  void read_quirks(const JsonValue& list, model::ConvertStep& convert);
  void plan(const JsonValue& name, const JsonValue& to, SimTime earliest, const HeldCertificates& held,
            model::ConvertStep& convert);
  [[nodiscard]] std::vector<std::uint32_t> configurations_now();

  Report& report_;
  SecurityReader& securities_;
  const DefaultPolicy& policy_;
  const model::Scenario& scenario_;
  ConversionReader conversions_;
  std::vector<std::optional<std::uint32_t>> upgraded_to_;  // by node type
  std::vector<std::vector<std::uint32_t>> at_start_;       // likewise: what its nodes begin with; made when needed
};

}  // namespace certdrill::load
