#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "app/console.h"
#include "window/options.h"
#include "window/pictures.h"
#include "window/window.h"

namespace {

using certdrill::Problem;
using certdrill::app::ColorChoice;
using certdrill::app::Console;
using certdrill::app::ExitCode;
using certdrill::window::Options;

ExitCode view(const std::vector<std::string>& arguments) {
  Console console(ColorChoice::automatic);
  const certdrill::window::CommandLine line = certdrill::window::read_command_line(arguments);
  ExitCode outcome = ExitCode::as_expected;
  if (const auto* const wrong = std::get_if<Problem>(&line)) {
    console.complain(*wrong);
    outcome = ExitCode::wrong_input;
  } else if (const auto* const answer = std::get_if<std::string>(&line)) {
    console.print(*answer);
  } else {
    const Options& options = *std::get_if<Options>(&line);
    if (!options.screenshot.empty()) {
      outcome = take_picture(options, console);
    } else if (!options.frames.empty()) {
      outcome = take_film(options, console);
    } else {
      outcome = run_window(options, console);
    }
  }
  return console.finish() ? outcome : ExitCode::wrong_input;
}

}  // namespace

int main(int argc, char** argv) {
  // A failed assertion has said what it found; the caller learns by the exit code that it was our mistake.
  std::signal(SIGABRT, [](int) { std::_Exit(static_cast<int>(ExitCode::bug)); });
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is told as an output that cannot be written
  try {
    return static_cast<int>(view({argv + 1, argv + argc}));
  } catch (const std::bad_alloc&) {
    std::fputs("certdrill-viewer: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "certdrill-viewer: internal error: %s\n", error.what());
  }
  return static_cast<int>(ExitCode::bug);
}
