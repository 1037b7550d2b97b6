// certdrill judge asks for the password of a PKCS#12 file on a terminal, and shows nothing of the answer.
#include <string>

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "certdrill_program.h"
#include "judge_files.h"

namespace certdrill::test {
namespace {

struct Conversation {
  std::string shown;  // all that the terminal showed
  int exit_code = -1;
};

// Runs judge on a terminal of its own; answers the first question.
Conversation on_a_terminal(const std::string& answer) {
  const std::string folder = judge_files();
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    if (::chdir(folder.c_str()) != 0) ::_exit(126);
    ::unsetenv("CERTDRILL_PFX_PASSWORD");
    ::execl(CERTDRILL_PROGRAM, "certdrill", "judge", "--cert", "node.pfx", "--rule", "TP=node", "--at", "2026-06-01",
            "--color", "never", nullptr);
    ::_exit(127);
  }
  Conversation conversation;
  bool answered = false;
  constexpr int patience_milliseconds = 20'000;
  for (pollfd ready{terminal, POLLIN, 0}; ::poll(&ready, 1, patience_milliseconds) > 0;) {
    char text[4096];
    const ssize_t count = ::read(terminal, text, sizeof text);
    if (count <= 0) break;  // the program has ended
    conversation.shown.append(text, static_cast<std::size_t>(count));
    if (answered || conversation.shown.find("password of \"node.pfx\": ") == std::string::npos) continue;
    answered = true;
    const std::string line = answer + "\n";
    if (::write(terminal, line.data(), line.size()) < 0) break;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  if (WIFEXITED(status)) conversation.exit_code = WEXITSTATUS(status);
  return conversation;
}

TEST(JudgePassword, IsAskedOnATerminalWithoutEcho) {
  if (!machine_has_terminals()) return;
  const Conversation conversation = on_a_terminal("correct horse");
  EXPECT_EQ(conversation.exit_code, 0) << conversation.shown;
  EXPECT_NE(conversation.shown.find("accepted: by TP=node"), std::string::npos) << conversation.shown;
  EXPECT_EQ(conversation.shown.find("correct horse"), std::string::npos) << conversation.shown;
}

TEST(JudgePassword, ThatIsWrongIsSaidToBeSo) {
  if (!machine_has_terminals()) return;
  const Conversation conversation = on_a_terminal("battery staple");
  EXPECT_EQ(conversation.exit_code, 2) << conversation.shown;
  EXPECT_NE(conversation.shown.find("node.pfx: error: the password from the terminal does not open the file"),
            std::string::npos)
      << conversation.shown;
  EXPECT_EQ(conversation.shown.find("battery staple"), std::string::npos);
}

}  // namespace
}  // namespace certdrill::test
