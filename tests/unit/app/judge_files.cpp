#include "judge_files.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace certdrill::test {

const std::string& judge_files() {
  static const TemporaryFolder folder;
  static const std::string path = [] {
    const ProcessOutcome made = run_process("bash", {CERTDRILL_MAKE_CERTIFICATES, folder.path().string()});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return folder.path().string();
  }();
  return path;
}

ProcessOutcome judge(const std::vector<std::string>& words, std::vector<std::string> environment) {
  std::vector<std::string> all = {"judge"};
  all.insert(all.end(), words.begin(), words.end());
  return certdrill_program(all, {std::move(environment), judge_files(), {}});
}

}  // namespace certdrill::test
