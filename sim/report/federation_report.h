// What a report says of the federation: both readings of the run side by side, its turns of events, and where each
// certificate still is at the end.
//
// Lengths    long lists are cut, with the number of what is left out. A run in which nothing happened has a few lines.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::report {

// The lines of the section "Federation", and those of "Is the old certificate gone?"; empty: no such section.
[[nodiscard]] std::vector<std::string> federation_lines(const check::RunResult& result,
                                                        const model::Scenario& scenario);
[[nodiscard]] std::vector<std::string> certificate_use_lines(const check::RunResult& result,
                                                             const model::Scenario& scenario);
// What an upgrade waited for and what became of it: lines below its step, in the order of their times. Looks at the
// health that every domain had to pass alike are one line.
struct UpgradeLine {
  SimTime at{};
  std::string text;
};
[[nodiscard]] std::vector<UpgradeLine> upgrade_lines(const check::StepResult& step, const model::Scenario& scenario);

// "completed", or how it ended otherwise: "rolled back", "interrupted", ...
[[nodiscard]] std::string_view words_for(check::StepState state);

[[nodiscard]] nlohmann::ordered_json federation_json(const check::RunResult& result, const model::Scenario& scenario);

}  // namespace certdrill::report
