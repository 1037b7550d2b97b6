// Reads "steps": upgrades and conversions, what happens to stores and CRLs, in vaults and to agents and
// machines, faults and waits, in the order in which they run.
#pragma once

#include <optional>
#include <string_view>

#include "load/agent_reader.h"
#include "load/certificate_reader.h"
#include "load/client_reader.h"
#include "load/cluster_reader.h"
#include "load/fields.h"
#include "load/policy_reader.h"
#include "load/security_reader.h"
#include "load/selection_reader.h"
#include "load/source_text.h"
#include "load/vault_names.h"
#include "model/scenario.h"

namespace certdrill::load {

// Fills in Scenario::steps; all else of the scenario but its checks has been read. `held`: what lies on the nodes at
// the start; the steps go on from there.
void read_steps(Report& report, const SourceText& source, const CertificateNames& certificates,
                const ClusterNames& names, SecurityReader& securities, const DefaultPolicy& policy,
                HeldCertificates& held, SelectionReader& selections, VaultNames& vaults, AgentReader& agents,
                ClientReader& clients, const JsonValue& list, model::Scenario& scenario);

// Does this field say what a step does? "upgrade", "install", "crash", ...
[[nodiscard]] bool is_kind_of_step(std::string_view field);

}  // namespace certdrill::load
