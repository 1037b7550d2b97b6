// The report of a rehearsal for people: the verdict first, then what happened in the documents' notation, then the
// findings.
//
// Deterministic; stable enough for golden files, not for parsers (json_report.h is).
#pragma once

#include <string>
#include <vector>

#include "check/result.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"

namespace certdrill::report {

[[nodiscard]] std::string text_report(const model::Scenario& scenario, const check::RunResult& result,
                                      const pki::CertificateSet& certificates, bool colored = false);

// The one line: "thumbprint_rotation: holds", "...: violated, as the scenario expects: in UD0 of "swap", N1 refuses N0:
// ...".
[[nodiscard]] std::string verdict_line(const model::Scenario& scenario, const check::RunResult& result,
                                       bool colored = false);

}  // namespace certdrill::report
