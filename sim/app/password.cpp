#include "app/password.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"

namespace certdrill::app {
namespace {

constexpr const char* variable = "CERTDRILL_PFX_PASSWORD";
constexpr std::size_t longest_password = 4096;

Problem problem_with(const std::string& file, std::string what, std::string help) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where.file = file;
  return wrong;
}

Result<pki::Password> read_password_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::string text(longest_password + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.eof() && (!file || file.gcount() == 0))
    return problem_with(name, std::string("cannot read the password: ") + std::strerror(errno), {});
  text.resize(static_cast<std::size_t>(file.gcount()));
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string::npos && text.size() > longest_password)
    return problem_with(name, "the first line is too long for a password", "expected up to 4096 bytes");
  text.resize(std::min(end, text.size()));
  return pki::Password{std::move(text), name};
}

// Gives the terminal its echo back, whatever happens.
class SilentTerminal {
 public:
  SilentTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (silent_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  [[nodiscard]] bool ready() const { return silent_; }
  void write(const std::string& text) const {
    if (::write(descriptor_, text.data(), text.size()) < 0) return;  // the question cannot be seen; the answer may come
  }
  [[nodiscard]] std::optional<std::string> read_line() const {
    std::string line;
    char letter = 0;
    while (line.size() <= longest_password) {
      const ssize_t count = ::read(descriptor_, &letter, 1);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return std::nullopt;
      if (letter == '\n') return line;
      line += letter;
    }
    return std::nullopt;
  }

 private:
  int descriptor_;
  termios before_{};
  bool silent_ = false;
};

}  // namespace

Result<pki::Password> password_for(const std::string& file, const std::string& password_file) {
  if (!password_file.empty()) return read_password_file(password_file);
  if (const char* const text = std::getenv(variable)) return pki::Password{text, variable};
  if (::isatty(STDIN_FILENO) == 1) {
    const SilentTerminal terminal;
    if (terminal.ready()) {
      terminal.write("password of " + certdrill::quoted(file) + ": ");
      std::optional<std::string> line = terminal.read_line();
      terminal.write("\n");
      if (line) return pki::Password{*std::move(line), "the terminal"};
    }
  }
  return problem_with(file, "a password is needed",
                      std::string("give --password-file FILE, or set ") + variable + ", or run it on a terminal");
}

}  // namespace certdrill::app
