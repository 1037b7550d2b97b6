#include "certdrill_program.h"

#include <cstdlib>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/rehearsed_scenario.h"

namespace certdrill::test {

ProcessOutcome certdrill_program(const std::vector<std::string>& arguments, ProcessOptions options) {
  std::vector<std::string> environment = {"CERTDRILL_SCENARIOS=" + scenarios_folder().string(), "NO_COLOR",
                                          "TERM=xterm"};
  environment.insert(environment.end(), options.environment.begin(), options.environment.end());
  options.environment = std::move(environment);
  return run_process(CERTDRILL_PROGRAM, arguments, options);
}

void expect_refused(const ProcessOutcome& outcome, const std::string& message) {
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, message);
}

bool machine_has_terminals() {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal >= 0) ::close(terminal);
  return terminal >= 0;
}

}  // namespace certdrill::test
