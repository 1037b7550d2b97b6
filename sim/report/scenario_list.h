// The list of shipped scenarios.
#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"

namespace certdrill::report {

[[nodiscard]] std::string scenario_list_text(const std::vector<model::Scenario>& scenarios);
[[nodiscard]] std::string scenario_list_json(const std::vector<model::Scenario>& scenarios);  // certdrill.list/1

}  // namespace certdrill::report
