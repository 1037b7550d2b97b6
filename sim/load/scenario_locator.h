// Finds the scenario that an argument means: a folder, its scenario.json, any scenario file, or the name of a shipped
// one.
//
// Shipped scenarios lie in the folder that the environment variable CERTDRILL_SCENARIOS names; else beside the
// installed program, in
// ../share/certdrill/scenarios; else in the source tree that the program was built from. Folders are found, never
// listed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace certdrill::load {

[[nodiscard]] Result<std::filesystem::path> locate_scenario(const std::string& argument);

struct ShippedScenario {
  std::string name;
  std::filesystem::path file;
};
[[nodiscard]] std::vector<ShippedScenario> shipped_scenarios();  // by name

}  // namespace certdrill::load
