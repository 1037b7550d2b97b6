// What a report says of the journey of certificates: what could not be fetched or deployed, which certificates come near
// their end in use, and which ones can be cleaned up.
//
// Lengths    long lists are cut, with the number of what is left out. Each list is empty when there is nothing to say,
//            and then it has no section.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::report {

// The lines of the sections "Provisioning", "Health" and "Clean-up".
[[nodiscard]] std::vector<std::string> provisioning_lines(const check::RunResult& result,
                                                          const model::Scenario& scenario);
[[nodiscard]] std::vector<std::string> health_lines(const check::RunResult& result, const model::Scenario& scenario);
[[nodiscard]] std::vector<std::string> clean_up_lines(const check::RunResult& result, const model::Scenario& scenario);

// "3 of them come later"; empty when none does.
[[nodiscard]] std::string come_later_text(const check::RunResult& result);

// "provisioning", "health" and "cleanUp" of the JSON result, as far as there is something to say.
void put_provisioning(nlohmann::ordered_json& out, const check::RunResult& result, const model::Scenario& scenario);

}  // namespace certdrill::report
