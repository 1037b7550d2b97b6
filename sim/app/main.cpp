#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "app/command_line.h"

int main(int argc, char** argv) {
  using certdrill::app::ExitCode;
  // A failed assertion has said what it found; the caller learns by the exit code that it was our mistake.
  std::signal(SIGABRT, [](int) { std::_Exit(static_cast<int>(ExitCode::bug)); });
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is told as an output that cannot be written
  try {
    return static_cast<int>(certdrill::app::command_line({argv + 1, argv + argc}));
  } catch (const std::bad_alloc&) {
    std::fputs("certdrill: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "certdrill: internal error: %s\n", error.what());
  }
  return static_cast<int>(ExitCode::bug);
}
