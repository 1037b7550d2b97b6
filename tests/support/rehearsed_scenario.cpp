#include "support/rehearsed_scenario.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "report/atomic_file.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "report/trace_writer.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

namespace fs = std::filesystem;

model::Scenario without_problems(load::LoadedScenario loaded, const std::string& what) {
  for (const Problem& each : loaded.problems) {
    if (each.severity == Severity::error) ADD_FAILURE() << to_text(each);
  }
  if (!loaded.scenario) {
    ADD_FAILURE() << what << " cannot be read";
    return {};
  }
  return std::move(*loaded.scenario);
}

}  // namespace

fs::path scenarios_folder() { return CERTDRILL_SCENARIOS; }

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(scenarios_folder())) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

model::Scenario read_scenario_file(const fs::path& file) {
  return without_problems(load::read_scenario(file), file.string());
}

model::Scenario read_shipped_scenario(const std::string& name) {
  return read_scenario_file(scenarios_folder() / name / "scenario.json");
}

model::Scenario read_scenario_text(const std::string& text) {
  return without_problems(load::parse_scenario(text, "scenario.json"), "the scenario");
}

Rehearsed rehearsed(model::Scenario scenario) {
  Rehearsed run;
  run.setting = std::make_shared<const world::Setting>(std::move(scenario));
  run.certificates = run.setting->certificates();
  const TemporaryFolder folder;
  Result<report::AtomicFile> file = report::AtomicFile::open(folder / "trace");
  if (!file) {
    ADD_FAILURE() << to_text(file.problem());
    return run;
  }
  report::TraceWriter writer(*file);
  check::RehearsalOptions options;
  options.observer = &writer;
  if (std::optional<check::RunResult> result = check::rehearse(run.setting, options)) {
    run.result = std::move(*result);
  } else {
    ADD_FAILURE() << "the run was stopped";
  }
  if (const std::optional<Problem> failure = file->commit()) ADD_FAILURE() << to_text(*failure);
  run.trace = read_text(folder / "trace");
  run.text = report::text_report(run.scenario(), run.result, *run.certificates);
  run.json = report::json_report(run.scenario(), run.result);
  return run;
}

}  // namespace certdrill::test
