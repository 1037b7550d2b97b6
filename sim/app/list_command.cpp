#include "app/commands.h"
#include "load/scenario_locator.h"
#include "load/scenario_reader.h"
#include "report/scenario_list.h"

namespace certdrill::app {

ExitCode list_command(bool json, Console& console) {
  std::vector<model::Scenario> scenarios;
  bool all_read = true;
  for (const load::ShippedScenario& shipped : load::shipped_scenarios()) {
    load::LoadedScenario loaded = load::read_scenario(shipped.file);
    if (loaded.scenario) {
      scenarios.push_back(std::move(*loaded.scenario));
    } else {
      console.complain(loaded.problems);
      all_read = false;
    }
  }
  if (scenarios.empty() && all_read) {
    console.complain(
        problem("no shipped scenarios were found", "CERTDRILL_SCENARIOS names the folder that holds them"));
    return ExitCode::wrong_input;
  }
  console.print(json ? report::scenario_list_json(scenarios) : report::scenario_list_text(scenarios));
  return all_read ? ExitCode::as_expected : ExitCode::wrong_input;
}

ExitCode schema_command(Console& console) {
  console.print(load::scenario_schema());
  return ExitCode::as_expected;
}

}  // namespace certdrill::app
