// Runs another program and keeps what it said.
#pragma once

#include <string>
#include <vector>

namespace certdrill::test {

struct ProcessOutcome {
  int exit_code = -1;  // 128 + the signal when one ended it
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::vector<std::string> environment = {};  // "NAME=value", put over what the test itself has; "NAME" takes it away
  std::string folder = {};                    // to run in; empty: where the test runs
  std::string out_file = {};                  // where standard output goes, instead of being kept
};

// `program` is a path, or a name to be found in PATH. Its standard input is empty.
[[nodiscard]] ProcessOutcome run_process(const std::string& program, const std::vector<std::string>& arguments,
                                         const ProcessOptions& options = {});

}  // namespace certdrill::test
