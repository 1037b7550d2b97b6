// Reads a scenario file (docs/scenario_format.md) into a model::Scenario with every default filled in.
//
// Errors  all problems of the file at once, in file order, each with line, column and the line itself. A file that
// cannot
//         be read, or is not to be read (too large, no text), is one problem of the file as a whole.
// Cost    linear in the file and in the number of nodes; ten million '[' or a file of 100 MB are answered at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "model/scenario.h"

namespace certdrill::load {

struct LoadedScenario {
  std::optional<model::Scenario> scenario;  // there when no problem is an error
  Problems problems;                        // warnings may stand beside a scenario
};

// The scenario is named after its folder when the file is scenario.json, else after the file.
[[nodiscard]] LoadedScenario read_scenario(const std::filesystem::path& file);
[[nodiscard]] LoadedScenario parse_scenario(std::string_view text, const std::string& file_name);

// The text of docs/scenario.schema.json, as it was when this was built.
[[nodiscard]] std::string_view scenario_schema();

}  // namespace certdrill::load
