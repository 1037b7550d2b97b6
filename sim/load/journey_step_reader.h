// Reads the steps that happen on a certificate's way: in vaults, to agents, to machines.
//
// Deployed   a node that such a step deploys does not exist before; one step names it, no more.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/agent_reader.h"
#include "load/certificate_reader.h"
#include "load/fields.h"
#include "load/selection_reader.h"
#include "load/vault_names.h"
#include "model/scenario.h"

namespace certdrill::load {

class JourneyStepReader {
 public:
  JourneyStepReader(Report& report, const CertificateNames& certificates, VaultNames& vaults, AgentReader& agents,
                    SelectionReader& selections, HeldCertificates& held, const model::Scenario& scenario)
      : report_(report),
        certificates_(certificates),
        vaults_(vaults),
        agents_(agents),
        selections_(selections),
        held_(held),
        scenario_(scenario) {}

  [[nodiscard]] static bool reads(std::string_view field);
  // Fills in what the step does, and answers what it is called when nobody gives it a name.
  [[nodiscard]] std::string read(const Fields& fields, std::string_view field, model::Step& step);

 private:
  std::string read_access(const Fields& fields, bool granted, model::Step& step);
  std::string read_outage(const Fields& fields, model::Step& step);
  std::string read_version(const Fields& fields, std::string_view field, model::Step& step);
  std::string read_renewal(const Fields& fields, model::Step& step);
  std::string read_agent(const Fields& fields, std::string_view field, model::Step& step);
  std::string read_machines(const Fields& fields, std::string_view field, model::Step& step);
  void note_deployed(const JsonValue& value, const model::NodeSelection& where);

  Report& report_;
  const CertificateNames& certificates_;
  VaultNames& vaults_;
  AgentReader& agents_;
  SelectionReader& selections_;
  HeldCertificates& held_;
  const model::Scenario& scenario_;
  std::vector<bool> deployed_;  // by node: a step so far makes it; empty: none does
};

}  // namespace certdrill::load
