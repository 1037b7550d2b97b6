// InstalledCheck is what the orchestrator looks at on its own node before it begins to change certificates: are those
// that are, stay and come there, and valid?
//
// Only its own node: the first of the cluster here. An entry by common name stands for the certificate of that name
// that expires last.
// Errors     the name that the runtime gives the refusal, CertificateNotInstalled or CertificateInvalid; empty: none.
// Source     Service Fabric runtime source, StandaloneSettingsValidator.cs, ValidateClusterCertificateUpdate.
#pragma once

#include <string_view>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"

namespace certdrill::world {

[[nodiscard]] std::string_view refusal_on_node(const model::PresentationRule& from, const model::PresentationRule& to,
                                               const model::Store& store, const pki::CertificateSet& certificates,
                                               SimTime now);

}  // namespace certdrill::world
