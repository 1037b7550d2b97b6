#include "support/child_process.h"

#include <cstdlib>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

constexpr int cannot_start = 126;

void redirect(const char* file, int flags, int descriptor) {
  const int opened = ::open(file, flags, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(cannot_start);
}

// In the child, between fork and exec. The test has one thread, so anything may be called.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const ProcessOptions& options, const std::string& out, const std::string& err) {
  redirect("/dev/null", O_RDONLY, STDIN_FILENO);
  redirect(out.c_str(), O_WRONLY | O_CREAT, STDOUT_FILENO);
  redirect(err.c_str(), O_WRONLY | O_CREAT, STDERR_FILENO);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(cannot_start);
  for (const std::string& setting : options.environment) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      ::unsetenv(setting.c_str());
    } else {
      ::setenv(setting.substr(0, equals).c_str(), setting.substr(equals + 1).c_str(), 1);
    }
  }
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp(program.c_str(), pointers.data());
  ::_exit(cannot_start);
}

}  // namespace

ProcessOutcome run_process(const std::string& program, const std::vector<std::string>& arguments,
                           const ProcessOptions& options) {
  const TemporaryFolder said;
  const std::string out = options.out_file.empty() ? said / "out" : options.out_file;
  const std::string err = said / "err";
  const pid_t child = ::fork();
  if (child == 0) become(program, arguments, options, out, err);
  int status = 0;
  ProcessOutcome outcome;
  if (child < 0 || ::waitpid(child, &status, 0) != child) {
    ADD_FAILURE() << "cannot run " << program;
    return outcome;
  }
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (outcome.exit_code == cannot_start) ADD_FAILURE() << "cannot start " << program;
  if (options.out_file.empty()) outcome.out = read_text(out);
  outcome.err = read_text(err);
  return outcome;
}

}  // namespace certdrill::test
