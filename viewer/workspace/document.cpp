#include "workspace/document.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "load/scenario_edit.h"
#include "load/scenario_locator.h"
#include "load/scenario_reader.h"
#include "load/trace_reader.h"
#include "scene/words.h"
#include "workspace/trace_comparison.h"

namespace certdrill::workspace {
namespace {

namespace fs = std::filesystem;

// 1.6 GB of events; a longer run is shown up to there.
constexpr replay::EventNumber most_events_shown = 50'000'000;
constexpr std::size_t beginning_bytes = 4096;  // enough to tell a trace from a scenario
constexpr std::size_t largest_lesson_bytes = std::size_t{1} << 20;

// The first bytes of a file; empty when it is none, or cannot be read.
std::string beginning_of(const fs::path& file, std::size_t bytes) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {};
  std::ifstream stream(file, std::ios::binary);
  std::string text(bytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(bytes));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return text;
}

std::vector<scene::LessonBlock> lesson_beside(const fs::path& scenario_file, const model::Scenario& scenario) {
  if (scenario_file.filename() != "scenario.json") return {};
  const std::string text = beginning_of(scenario_file.parent_path() / "about.md", largest_lesson_bytes);
  return text.empty() ? std::vector<scene::LessonBlock>() : scene::read_lesson(text, scenario);
}

// A trace has no folder of its own; but when its scenario is a shipped one, unchanged, there is a lesson.
std::vector<scene::LessonBlock> lesson_of_shipped(const std::string& text, const model::Scenario& scenario) {
  for (const load::ShippedScenario& shipped : load::shipped_scenarios()) {
    if (shipped.name != scenario.name) continue;
    if (beginning_of(shipped.file, text.size() + 1) == text) return lesson_beside(shipped.file, scenario);
  }
  return {};
}

Problem of_file(const fs::path& file, std::string what, std::string help = {}) {
  Problem found = problem(std::move(what), std::move(help));
  found.where.file = file.string();
  return found;
}

// How much of the run is over, as far as anything tells.
double part_of_run(const model::Scenario& scenario, SimTime at, std::uint64_t events,
                   std::optional<replay::EventNumber> known_events) {
  if (known_events && *known_events > 0) {
    return std::min(1.0, static_cast<double>(events) / static_cast<double>(*known_events));
  }
  if (!scenario.end || *scenario.end <= scenario.start) return -1;
  const double whole = static_cast<double>((*scenario.end - scenario.start).count());
  return std::min(1.0, static_cast<double>((at - scenario.start).count()) / whole);
}

// What is known of a run before it is made: of a trace.
struct Expected {
  std::optional<replay::EventNumber> events;
  bool cut_off = false;  // it is to end after so many
};

// False when it was stopped.
bool record(model::Scenario scenario, const Expected& expected, const OpenProgress& progress, Opened& opened) {
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  bool too_long = false;
  bool stopped = false;
  replay::RecordingOptions options;
  if (expected.cut_off) options.most_events = std::min(expected.events.value_or(0), most_events_shown);
  options.progress = [&](SimTime at, std::uint64_t events) {
    too_long = !options.most_events && events > most_events_shown;
    stopped = !progress.tell("running: " + scene::with_thousands(events) + " events, " + to_string(at),
                             part_of_run(setting->scenario(), at, events, expected.events));
    return !too_long && !stopped;
  };
  opened.run = replay::RecordedRun::record(setting, options);
  if (too_long && !stopped) {
    options.most_events = most_events_shown;
    opened.run = replay::RecordedRun::record(setting, options);
    Problem warning = of_file(
        opened.file,
        "the run has more than " + scene::with_thousands(most_events_shown) + " events; it is shown up to there",
        "certdrill run tells how it ends");
    warning.severity = Severity::warning;
    opened.problems.push_back(std::move(warning));
  }
  return opened.run != nullptr;
}

bool open_scenario(const OpenProgress& progress, Opened& opened) {
  if (!progress.tell("reading " + opened.file.filename().string(), -1)) return false;
  load::LoadedScenario loaded = load::read_scenario(opened.file);
  opened.problems = std::move(loaded.problems);
  if (!loaded.scenario) return true;
  opened.text = *loaded.scenario->text;
  opened.lesson = lesson_beside(opened.file, *loaded.scenario);
  return record(std::move(*loaded.scenario), {}, progress, opened);
}

// How many events it has and whether it is whole; nothing when it was stopped.
std::optional<Expected> look_through(load::TraceReader& trace, const fs::path& file, const OpenProgress& progress) {
  constexpr std::uint64_t events_between_tells = 1 << 16;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  while (trace.next() != nullptr) {
    if (trace.events() % events_between_tells != 0) continue;
    const double part = error || size == 0 ? -1 : static_cast<double>(trace.bytes_read()) / static_cast<double>(size);
    if (!progress.tell("reading the trace: " + scene::with_thousands(trace.events()) + " events", part))
      return std::nullopt;
  }
  const bool cut_off = trace.problem() && trace.problem()->severity == Severity::warning;
  // Of one with a broken line nobody knows how many there were.
  if (!cut_off && !trace.complete()) return Expected{};
  return Expected{trace.events(), cut_off};
}

// The scenario in a trace, as its run had it.
std::optional<model::Scenario> scenario_of(const load::TraceHeader& header, Opened& opened) {
  const std::string inside = opened.file.string() + " (its scenario)";
  Result<std::string> text = load::with_seed_and_profile(header.text, header.seed, header.profile);
  opened.text = text ? *std::move(text) : header.text;
  load::LoadedScenario loaded = load::parse_scenario(opened.text, inside);
  opened.problems.insert(opened.problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!loaded.scenario) return std::nullopt;
  model::Scenario& scenario = *loaded.scenario;
  scenario.name = header.scenario;
  scenario.file = opened.file.string();
  if (scenario.start != header.start || scenario.cluster.nodes.size() != header.nodes) {
    const auto words = [](SimTime start, std::uint64_t nodes) {
      return "starts at " + date_to_string(start) + " with " + counted(nodes, "node");
    };
    opened.problems.push_back(of_file(opened.file,
                                      "the header of the trace says that it " + words(header.start, header.nodes) +
                                          ", but its scenario " + words(scenario.start, scenario.cluster.nodes.size()),
                                      "the trace was changed; what is shown is the run of its scenario"));
  }
  return std::move(loaded.scenario);
}

bool open_trace(const OpenProgress& progress, Opened& opened) {
  opened.is_trace = true;
  if (!progress.tell("reading " + opened.file.filename().string(), -1)) return false;
  Result<load::TraceReader> first = load::TraceReader::open(opened.file);
  if (!first) {
    opened.problems.push_back(first.problem());
    return true;
  }
  std::optional<model::Scenario> scenario = scenario_of(first->header(), opened);
  if (!scenario) return true;
  opened.lesson = lesson_of_shipped(first->header().text, *scenario);
  const std::optional<Expected> expected = look_through(*first, opened.file, progress);
  if (!expected || !record(*std::move(scenario), *expected, progress, opened)) return false;
  // Read a second time rather than kept: it may be larger than memory.
  Result<load::TraceReader> again = load::TraceReader::open(opened.file);
  if (!again) {
    opened.problems.push_back(again.problem());
    return true;
  }
  const std::optional<Problems> differences = compare_with_trace(
      *opened.run, *again, [&](double part) { return progress.tell("comparing the run with the trace", part); });
  if (!differences) return false;
  opened.problems.insert(opened.problems.end(), differences->begin(), differences->end());
  return true;
}

}  // namespace

std::optional<Opened> open_document(const std::string& argument, const OpenProgress& progress) {
  Opened opened;
  Result<fs::path> file = load::locate_scenario(argument);
  if (!file) {
    opened.file = argument;
    opened.problems.push_back(file.problem());
    return opened;
  }
  opened.file = *std::move(file);
  const bool is_trace = load::begins_like_a_trace(beginning_of(opened.file, beginning_bytes));
  const bool done = is_trace ? open_trace(progress, opened) : open_scenario(progress, opened);
  if (!done) return std::nullopt;
  return opened;
}

std::optional<Opened> open_text(const std::string& text, const Opened& like, const OpenProgress& progress) {
  Opened opened;
  opened.file = like.file;
  opened.text = text;
  opened.lesson = like.lesson;
  load::LoadedScenario loaded = load::parse_scenario(text, like.file.string() + " (changed)");
  opened.problems = std::move(loaded.problems);
  if (!loaded.scenario) return opened;
  if (like.run) loaded.scenario->name = like.run->scenario().name;
  loaded.scenario->file = like.file.string();
  if (!record(*std::move(loaded.scenario), {}, progress, opened)) return std::nullopt;
  return opened;
}

}  // namespace certdrill::workspace
