// How the clients of a cluster stand: lines of the text report, and JSON. Private to sim/report.
//
//   deploy: Admin on 8, no connection to 2; watch: User on 10    of a state, those alone that changed
//   deploy  shows D  Admin on 10 of 10 nodes                     of the end
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::report {

// Empty when nothing changed; `before` is empty at the start.
[[nodiscard]] std::string client_changes(const std::vector<check::ClientStandings>& before,
                                         const std::vector<check::ClientStandings>& now,
                                         const model::Scenario& scenario);

[[nodiscard]] std::vector<std::string> client_lines(const check::RunResult& result, const model::Scenario& scenario);

// What became of the calls of clients, a line for each kind of call.
//   octopus  deployment    2 of 5 calls succeeded, 3 failed (15 attempts); longest outage 3d, from 2026-02-01T00:00:00Z
[[nodiscard]] std::vector<std::string> call_lines(const check::RunResult& result, const model::Scenario& scenario);

[[nodiscard]] nlohmann::ordered_json clients_json(const check::RunResult& result, const model::Scenario& scenario);

}  // namespace certdrill::report
