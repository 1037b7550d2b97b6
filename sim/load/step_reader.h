// Reads "upgradePolicy" and "steps": upgrades, what happens to stores and CRLs, and waits, in the order in which
// they run.
#pragma once

#include <optional>

#include "load/certificate_reader.h"
#include "load/cluster_reader.h"
#include "load/fields.h"
#include "load/security_reader.h"
#include "load/source_text.h"
#include "model/scenario.h"

namespace certdrill::load {

struct DefaultPolicy {
  model::UpgradePolicy policy;
  Duration pause_between_steps = std::chrono::seconds(60);
};

[[nodiscard]] DefaultPolicy read_upgrade_policy(Report& report, const std::optional<JsonValue>& value);

// Fills in Scenario::steps; all else of the scenario but its checks has been read. `held`: what lies on the nodes at
// the start; the steps go on from there.
void read_steps(Report& report, const SourceText& source, const CertificateNames& certificates,
                const ClusterNames& names, SecurityReader& securities, const DefaultPolicy& policy,
                HeldCertificates& held, const JsonValue& list, model::Scenario& scenario);

}  // namespace certdrill::load
