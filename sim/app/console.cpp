#include "app/console.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace certdrill::app {
namespace {

// NO_COLOR: https://no-color.org, any value but the empty one.
bool wants_color(ColorChoice choice, int descriptor) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (terminal != nullptr && std::strcmp(terminal, "dumb") == 0) return false;
  return ::isatty(descriptor) == 1;
}

}  // namespace

Console::Console(ColorChoice choice)
    : color_out_(wants_color(choice, STDOUT_FILENO)), color_error_(wants_color(choice, STDERR_FILENO)) {}

void Console::print(std::string_view result) {
  if (std::fwrite(result.data(), 1, result.size(), stdout) != result.size()) failed_ = true;
}

void Console::complain(const Problem& problem) {
  const std::string text = to_text(problem, color_error_);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Console::complain(const Problems& problems) {
  for (const Problem& each : problems) complain(each);
}

bool Console::finish() {
  if (std::fflush(stdout) != 0) failed_ = true;
  if (failed_) complain(problem(std::string("cannot write the result to standard output: ") + std::strerror(errno)));
  return !failed_;
}

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), next_(std::chrono::steady_clock::now() + std::chrono::milliseconds(100)) {
  const char* const terminal = std::getenv("TERM");
  wanted_ = ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
}

bool ProgressLine::due() {
  if (!wanted_) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return false;
  next_ = now + std::chrono::milliseconds(100);
  return true;
}

void ProgressLine::show(SimTime at, std::uint64_t events) {
  if (due()) write(to_string(at) + ", " + std::to_string(events) + " events");
}

void ProgressLine::show(const std::string& how_far) {
  if (due()) write(how_far);
}

void ProgressLine::write(const std::string& how_far) {
  std::fprintf(stderr, "\r\033[K%s: %s", what_.c_str(), how_far.c_str());
  std::fflush(stderr);
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace certdrill::app
