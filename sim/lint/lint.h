// Lint: what the documents advise against, in a scenario that nobody has run yet.
//
// Judged      from the text alone, but for one rule: what nodes present and refuse at the start is asked of the
//             certificates themselves, which are made for it.
// Order       by place in the file, then by id.
// Source      authentication article and management article; docs/lint.md.
#pragma once

#include <vector>

#include "lint/finding.h"
#include "model/scenario.h"

namespace certdrill::lint {

[[nodiscard]] std::vector<Finding> find_in(const model::Scenario& scenario);
[[nodiscard]] bool has_warnings(const std::vector<Finding>& findings);

}  // namespace certdrill::lint
