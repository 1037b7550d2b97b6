#include <csignal>
#include <filesystem>
#include <memory>

#include "app/commands.h"
#include "base/text.h"
#include "check/rehearsal.h"
#include "load/scenario_locator.h"
#include "load/scenario_reader.h"
#include "report/atomic_file.h"
#include "report/json_report.h"
#include "report/junit_report.h"
#include "report/text_report.h"
#include "report/trace_writer.h"

namespace certdrill::app {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

// The first Ctrl-C ends the run in order, so that no temporary file stays behind; a second one ends the process.
void on_interrupt(int signal) {
  interrupt_seen = 1;
  std::signal(signal, SIG_DFL);
}

struct Rehearsed {
  std::shared_ptr<const world::Setting> setting;
  check::RunResult result;
};

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code ignored;
  const auto full = [&](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
  };
  return full(a) == full(b) || std::filesystem::equivalent(a, b, ignored);
}

// Two outputs in one file, or an output in place of a scenario, would lose what somebody wants to keep.
std::optional<Problem> outputs_that_clash(const RunArguments& arguments,
                                          const std::vector<std::shared_ptr<const world::Setting>>& settings) {
  const auto clash = [](const std::string& path, std::string what) {
    Problem found = problem(std::move(what), "name another file");
    found.where.file = path;
    return found;
  };
  const std::string& trace = arguments.trace_file;
  const std::string& junit = arguments.junit_file;
  std::error_code ignored;
  const bool device = std::filesystem::is_character_file(trace, ignored);
  if (!trace.empty() && !junit.empty() && !device && same_file(trace, junit)) {
    return clash(trace, "--trace and --junit name the same file");
  }
  for (const std::string* path : {&trace, &junit}) {
    for (const std::shared_ptr<const world::Setting>& setting : settings) {
      if (path->empty() || !same_file(*path, setting->scenario().file)) continue;
      return clash(*path, std::string(path == &trace ? "--trace" : "--junit") + " would overwrite the scenario itself");
    }
  }
  return std::nullopt;
}

void judge_by(model::Profile profile, model::Scenario& scenario) {
  scenario.switches = model::switches_under(profile, scenario.switches, scenario.profile);
  scenario.profile = profile;
  std::erase(scenario.also_under, profile);
}

}  // namespace

void stop_in_order_on_interrupt() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

bool interrupted() { return interrupt_seen != 0; }

std::optional<model::Scenario> load_scenario(const std::string& argument, std::optional<std::uint64_t> seed,
                                             Console& console) {
  const Result<std::filesystem::path> file = load::locate_scenario(argument);
  if (!file) {
    console.complain(file.problem());
    return std::nullopt;
  }
  load::LoadedScenario loaded = load::read_scenario(*file);
  console.complain(loaded.problems);
  if (loaded.scenario && seed) loaded.scenario->seed = *seed;
  return std::move(loaded.scenario);
}

ExitCode run_command(const RunArguments& arguments, Console& console) {
  std::vector<std::shared_ptr<const world::Setting>> settings;
  const std::optional<model::Profile> profile = model::parse_profile(arguments.profile);
  if (!profile && !arguments.profile.empty()) {
    console.complain(problem("unknown profile " + certdrill::quoted(arguments.profile),
                             did_you_mean(arguments.profile, model::profile_names())));
    return ExitCode::wrong_input;
  }
  for (const std::string& argument : arguments.scenarios) {
    if (std::optional<model::Scenario> scenario = load_scenario(argument, arguments.seed, console)) {
      if (profile) judge_by(*profile, *scenario);
      settings.push_back(std::make_shared<const world::Setting>(std::move(*scenario)));
    }
  }
  if (settings.size() != arguments.scenarios.size()) return ExitCode::wrong_input;
  if (!arguments.trace_file.empty() && settings.size() != 1) {
    console.complain(
        problem("--trace writes the trace of one scenario, but " + std::to_string(settings.size()) + " were given"));
    return ExitCode::wrong_input;
  }
  if (const std::optional<Problem> clash = outputs_that_clash(arguments, settings)) {
    console.complain(*clash);
    return ExitCode::wrong_input;
  }
  // Places that cannot be written are found before a long run, not after it.
  std::optional<report::AtomicFile> trace_file;
  std::optional<report::AtomicFile> junit_file;
  for (const auto& [path, file] :
       {std::pair(&arguments.trace_file, &trace_file), std::pair(&arguments.junit_file, &junit_file)}) {
    if (path->empty()) continue;
    Result<report::AtomicFile> opened = report::AtomicFile::open(*path);
    if (!opened) {
      console.complain(opened.problem());
      return ExitCode::wrong_input;
    }
    *file = std::move(*opened);
  }

  stop_in_order_on_interrupt();
  std::vector<Rehearsed> rehearsed;
  std::vector<std::string> documents;
  bool as_expected = true;
  bool inconclusive = false;  // some run is not as expected for want of knowledge alone
  for (const std::shared_ptr<const world::Setting>& setting : settings) {
    const auto certificates = setting->certificates();
    std::optional<report::TraceWriter> trace;
    if (trace_file) trace.emplace(*trace_file);
    ProgressLine progress(setting->scenario().name);
    check::RehearsalOptions options;
    options.observer = trace ? &*trace : nullptr;
    options.progress = [&](SimTime at, std::uint64_t events) {
      progress.show(at, events);
      return !interrupted();
    };
    std::optional<check::RunResult> result = check::rehearse(setting, options);
    progress.clear();
    if (!result) return ExitCode::interrupted;
    const bool lacks_knowledge = result->unknown && !result->as_expected;
    inconclusive = inconclusive || lacks_knowledge;
    as_expected = as_expected && (result->as_expected || lacks_knowledge);
    const model::Scenario& scenario = setting->scenario();
    if (arguments.json) {
      documents.push_back(report::json_report(scenario, *result));
    } else if (arguments.brief) {
      documents.push_back(report::verdict_line(scenario, *result, console.colors_results()) + "\n");
    } else {
      documents.push_back(report::text_report(scenario, *result, *certificates, console.colors_results()));
    }
    rehearsed.push_back({setting, std::move(*result)});
  }

  if (trace_file) {
    if (const std::optional<Problem> failure = trace_file->commit()) {
      console.complain(*failure);
      return ExitCode::wrong_input;
    }
  }
  if (junit_file) {
    std::vector<report::JunitSuite> suites;
    for (const Rehearsed& each : rehearsed) suites.push_back({&each.setting->scenario(), &each.result});
    junit_file->write(report::junit_report(suites));
    if (const std::optional<Problem> failure = junit_file->commit()) {
      console.complain(*failure);
      return ExitCode::wrong_input;
    }
  }
  if (arguments.json && documents.size() > 1) {
    console.print(report::json_array(documents));
  } else {
    console.print(join(documents, arguments.brief ? "" : "\n"));
  }
  if (!as_expected) return ExitCode::unexpected;
  return inconclusive ? ExitCode::inconclusive : ExitCode::as_expected;
}

}  // namespace certdrill::app
