#include "viewer_program.h"

#include "support/rehearsed_scenario.h"

namespace certdrill::test {

ProcessOutcome viewer_program(const std::vector<std::string>& arguments, ProcessOptions options) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) options.environment.emplace_back(name);
  options.environment.push_back("CERTDRILL_SCENARIOS=" + scenarios_folder().string());
  options.environment.emplace_back("XDG_CONFIG_HOME=/nonexistent");
  options.environment.emplace_back("NO_COLOR=1");
  return run_process(CERTDRILL_VIEWER_PROGRAM, arguments, options);
}

}  // namespace certdrill::test
