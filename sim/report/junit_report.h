// Rehearsals as JUnit XML, as CI systems read it: a suite for each scenario, a case for each check. A case fails when
// its check did not end as the scenario expects; the whole story is in the failure's text, since some systems show
// nothing else.
#pragma once

#include <string>
#include <vector>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::report {

struct JunitSuite {
  const model::Scenario* scenario = nullptr;
  const check::RunResult* result = nullptr;
};
[[nodiscard]] std::string junit_report(const std::vector<JunitSuite>& suites);

}  // namespace certdrill::report
