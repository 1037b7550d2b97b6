#include "load/scenario_locator.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace certdrill::load {
namespace {

namespace fs = std::filesystem;

fs::path shipped_folder() {
  std::error_code ignored;
  if (const char* const named = std::getenv("CERTDRILL_SCENARIOS"); named != nullptr && *named != '\0') return named;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  fs::path installed = program.parent_path().parent_path() / "share" / "certdrill" / "scenarios";
  if (fs::is_directory(installed, ignored)) return installed;
  return CERTDRILL_SOURCE_SCENARIOS;
}

}  // namespace

std::vector<ShippedScenario> shipped_scenarios() {
  std::vector<ShippedScenario> found;
  std::error_code error;
  for (fs::directory_iterator entry(shipped_folder(), error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    const fs::path file = entry->path() / "scenario.json";
    if (fs::is_regular_file(file, ignored)) found.push_back({entry->path().filename().string(), file});
  }
  std::sort(found.begin(), found.end(),
            [](const ShippedScenario& a, const ShippedScenario& b) { return a.name < b.name; });
  return found;
}

Result<fs::path> locate_scenario(const std::string& argument) {
  std::error_code ignored;
  const fs::path given(argument);
  if (fs::is_directory(given, ignored)) {
    const fs::path file = given / "scenario.json";
    if (fs::exists(file, ignored)) return file;
    Problem missing = problem("there is no scenario.json in this folder");
    missing.where.file = argument;
    return missing;
  }
  if (fs::is_fifo(given, ignored) || fs::is_socket(given, ignored)) {
    Problem no_file = problem("this is no file: reading it could wait for ever", "write the scenario to a file");
    no_file.where.file = argument;
    return no_file;
  }
  if (fs::exists(given, ignored)) return given;
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (shipped.name == argument) return shipped.file;
    names.push_back(shipped.name);
  }
  std::string help = did_you_mean(argument, names);
  if (help.empty()) help = "certdrill list names the shipped scenarios";
  return problem(
      "no scenario " + certdrill::quoted(argument) + ": no folder, no file and no shipped scenario has this name",
      help);
}

}  // namespace certdrill::load
