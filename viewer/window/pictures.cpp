#include "window/pictures.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "base/text.h"
#include "picture/offscreen.h"
#include "picture/png.h"
#include "window/opening.h"

namespace certdrill::window {
namespace {

using app::ExitCode;
using replay::EventNumber;

constexpr std::size_t most_frames = 99'999;  // five digits
constexpr int settling_frames = 4;           // panels take a frame or two to find their sizes

// Opens what is to be shown; false when there is nothing to show, which has been said.
bool open(const Options& options, workspace::Workspace& workspace, app::Console& console) {
  if (!options.file.empty()) {
    workspace.open(options.file);
    workspace.wait();
    workspace.update(0);
    console.complain(workspace.problems());
    // A trace that is not what this version makes of its scenario is no picture to rely on.
    if (!workspace.has_document() || has_errors(workspace.problems())) return false;
    workspace.clear_problems();
    if (const std::optional<Problem> wrong = show(options, workspace)) {
      console.complain(*wrong);
      return false;
    }
    workspace.wait();
    workspace.update(0);
    if (!options.set.empty() && !workspace.comparing()) {
      console.complain(workspace.problems());
      return false;
    }
    (void)workspace.listed_events();  // which looks at the filter
    if (workspace.filter_problem()) {
      console.complain(*workspace.filter_problem());
      return false;
    }
  }
  return true;
}

void settle(picture::Offscreen& offscreen) {
  for (int each = 0; each < settling_frames; ++each) offscreen.frame(0);
}

std::vector<EventNumber> moments_of(const replay::RecordedRun& run, EventNumber from,
                                    const std::variant<replay::Stride, Duration>& every) {
  std::vector<EventNumber> moments = {from};
  if (const auto* const stride = std::get_if<replay::Stride>(&every)) {
    while (moments.size() <= most_frames) {
      const std::optional<EventNumber> next = replay::step(run, moments.back(), *stride, replay::Direction::forward);
      if (!next) break;
      moments.push_back(*next);
    }
    return moments;
  }
  // A film of even steps of time also shows when nothing happens.
  const Duration length = *std::get_if<Duration>(&every);
  const SimTime end = run.time_of(run.last_event());
  for (SimTime at = run.time_of(from); at < end && moments.size() <= most_frames;) {
    at = end - at > length ? at + length : end;
    moments.push_back(run.last_event_until(at));
  }
  return moments;
}

// Makes the folder where it is missing.
std::optional<Problem> empty_folder(const std::filesystem::path& folder) {
  const auto about = [&folder](std::string what, std::string help = {}) {
    Problem told = problem(std::move(what), std::move(help));
    told.where.file = folder.string();
    return told;
  };
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return about("the folder cannot be made: " + error.message());
  const std::filesystem::directory_iterator first(folder, error);
  if (error) return about("the folder cannot be read: " + error.message());
  if (first != std::filesystem::directory_iterator()) {
    return about("the folder is not empty", "name another one: pictures of two films in one folder would be mixed up");
  }
  return std::nullopt;
}

}  // namespace

ExitCode take_picture(const Options& options, app::Console& console) {
  workspace::Workspace workspace(with_options({}, options));
  if (!open(options, workspace, console)) return ExitCode::wrong_input;
  const Size size = options.size.value_or(Size());
  picture::Offscreen offscreen(workspace, size.width, size.height);
  settle(offscreen);
  if (const std::optional<Problem> wrong = picture::write_png(offscreen.image(), options.screenshot)) {
    console.complain(*wrong);
    return ExitCode::wrong_input;
  }
  return ExitCode::as_expected;
}

ExitCode take_film(const Options& options, app::Console& console) {
  workspace::Workspace workspace(with_options({}, options));
  if (!open(options, workspace, console)) return ExitCode::wrong_input;
  const std::vector<EventNumber> moments = moments_of(workspace.run(), workspace.cursor().event(), options.every);
  if (moments.size() > most_frames) {
    console.complain(problem("the film has more than " + std::to_string(most_frames) + " pictures",
                             "choose a longer stride: --every domain, --every 1h"));
    return ExitCode::wrong_input;
  }
  if (const std::optional<Problem> wrong = empty_folder(options.frames)) {
    console.complain(*wrong);
    return ExitCode::wrong_input;
  }
  const Size size = options.size.value_or(Size());
  picture::Offscreen offscreen(workspace, size.width, size.height);
  settle(offscreen);
  for (std::size_t at = 0; at < moments.size(); ++at) {
    if (at > 0) {
      workspace.go_to(moments[at]);
      offscreen.frame(0);
      offscreen.frame(0);
    }
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "%05zu.png", at + 1);
    const std::filesystem::path file = std::filesystem::path(options.frames) / name.data();
    if (const std::optional<Problem> wrong = picture::write_png(offscreen.image(), file)) {
      console.complain(*wrong);
      return ExitCode::wrong_input;
    }
  }
  console.print(counted(moments.size(), "picture") + " in " + options.frames + "\n");
  return ExitCode::as_expected;
}

}  // namespace certdrill::window
