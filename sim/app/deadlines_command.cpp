#include <csignal>
#include <memory>

#include "app/commands.h"
#include "base/duration.h"
#include "base/text.h"
#include "plan/deadlines.h"
#include "report/deadline_report.h"

namespace certdrill::app {

ExitCode deadlines_command(const DeadlinesArguments& arguments, Console& console) {
  plan::DeadlineOptions options;
  options.seeds = arguments.seeds;
  if (!arguments.resolution.empty()) {
    const Result<Duration> resolution = parse_duration(arguments.resolution);
    if (!resolution || *resolution <= Duration(0) || *resolution > std::chrono::hours(24)) {
      console.complain(problem("not a resolution: " + certdrill::quoted(arguments.resolution),
                               resolution ? "expected a length from 1ms to 1d" : resolution.problem().what));
      return ExitCode::wrong_input;
    }
    options.resolution = *resolution;
  }
  std::optional<model::Scenario> scenario = load_scenario(arguments.scenario, arguments.seed, console);
  if (!scenario) return ExitCode::wrong_input;
  const auto setting = std::make_shared<const world::Setting>(std::move(*scenario));

  stop_in_order_on_interrupt();
  ProgressLine progress(setting->scenario().name);
  options.progress = [&](std::size_t runs) {
    progress.show(counted(runs, "run"));
    return !interrupted();
  };
  const std::optional<plan::Deadlines> deadlines = plan::find_deadlines(setting, options);
  progress.clear();
  if (!deadlines) return ExitCode::interrupted;
  console.print(arguments.json ? report::deadlines_json(setting->scenario(), *deadlines)
                               : report::deadlines_text(setting->scenario(), *deadlines, console.colors_results()));
  return deadlines->violated_by ? ExitCode::unexpected : ExitCode::as_expected;
}

}  // namespace certdrill::app
