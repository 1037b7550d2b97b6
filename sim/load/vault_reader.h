// Reads "vaults": who may read them, and the lines of versions that they keep.
//
// Versions   every version that a policy, or a step of the plan, will make until the end of the scenario becomes a
//            certificate at the end of Scenario::certificates: "cluster-1", "cluster-2", ... Whether a vault really has
//            it then is for the run to say.
// Errors     a policy that renews what is not valid yet, or no longer; one that would go on for ever, for want of an end.
#pragma once

#include <optional>

#include "load/fields.h"
#include "load/source_text.h"
#include "load/vault_names.h"
#include "model/scenario.h"

namespace certdrill::load {

// Fills in Scenario::vaults and vault_certificates, and adds to certificates. Authorities and certificates have been
// read; of "steps", only renewals are looked at.
void read_vaults(Report& report, const SourceText& source, const Fields& scenario_object, pki::KeyType default_key_type,
                 model::Scenario& scenario, VaultNames& names);

}  // namespace certdrill::load
