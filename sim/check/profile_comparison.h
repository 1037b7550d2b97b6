// Rehearses a scenario under other profiles, and finds out which switches make the difference.
//
// A switch makes the difference when setting it alone, to what the other profile has, gives the other profile's findings,
// or when it alone, set back in the other profile, gives the scenario's own.
// Cost     a rehearsal for each profile, and two for each switch that differs when the findings do. Above
//          `most_nodes_to_explain` nodes the switches are not looked for.
#pragma once

#include <memory>
#include <vector>

#include "check/result.h"
#include "pki/certificate_set.h"
#include "world/setting.h"

namespace certdrill::check {

inline constexpr std::size_t most_nodes_to_explain = 10'000;

// `own` is the result of the scenario as it is.
[[nodiscard]] std::vector<ProfileOutcome> compare_profiles(const world::Setting& setting, const RunResult& own);

}  // namespace certdrill::check
