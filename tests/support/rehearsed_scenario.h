// Scenarios as tests use them: found at run time, read, rehearsed, with everything that a person or a program would see
// of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "check/rehearsal.h"
#include "model/scenario.h"
#include "world/setting.h"

namespace certdrill::test {

[[nodiscard]] std::filesystem::path scenarios_folder();
[[nodiscard]] std::vector<std::string> scenario_names();  // of the folders in it, sorted

// A test failure, and an empty scenario, when the file has problems.
[[nodiscard]] model::Scenario read_scenario_file(const std::filesystem::path& file);
[[nodiscard]] model::Scenario read_shipped_scenario(const std::string& name);
[[nodiscard]] model::Scenario read_scenario_text(const std::string& text);

struct Rehearsed {
  std::shared_ptr<const world::Setting> setting;
  std::shared_ptr<const pki::CertificateSet> certificates;
  check::RunResult result;
  std::string text;
  std::string json;
  std::string trace;

  [[nodiscard]] const model::Scenario& scenario() const { return setting->scenario(); }
};
[[nodiscard]] Rehearsed rehearsed(model::Scenario scenario);

}  // namespace certdrill::test
