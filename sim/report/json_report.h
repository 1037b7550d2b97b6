// The result of a rehearsal as JSON, format certdrill.result/1: names are fixed, more may be added. Described in
// docs/reports.md.
#pragma once

#include <string>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::report {

// One JSON document of several lines, with a line break at its end.
[[nodiscard]] std::string json_report(const model::Scenario& scenario, const check::RunResult& result);

// Several results as one JSON array.
[[nodiscard]] std::string json_array(const std::vector<std::string>& documents);

}  // namespace certdrill::report
