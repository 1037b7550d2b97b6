// Why two nodes, or a client and a node, accept or refuse each other, for people and as JSON (certdrill.explanation/1).
#pragma once

#include <string>

#include "check/explanation.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"

namespace certdrill::report {

[[nodiscard]] std::string explanation_text(const model::Scenario& scenario, const check::Explanation& explanation,
                                           const pki::CertificateSet& certificates, bool colored = false);
[[nodiscard]] std::string explanation_json(const model::Scenario& scenario, const check::Explanation& explanation,
                                           const pki::CertificateSet& certificates);

}  // namespace certdrill::report
