// Workspaces of tests: a scenario that is open, and files in a folder of the test's own that change while they are.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {

inline std::filesystem::path shipped(const std::string& name) {
  return test::scenarios_folder() / name / "scenario.json";
}

// A test failure when it does not open.
inline void open_now(Workspace& workspace, const std::string& argument) {
  workspace.open(argument);
  workspace.wait();
  for (const Problem& each : workspace.problems()) ADD_FAILURE() << to_text(each);
  ASSERT_TRUE(workspace.has_document()) << argument;
}

// Seconds on the wall, in frames of a sixtieth.
inline void pass(Workspace& workspace, double seconds) {
  for (double passed = 0; passed < seconds; passed += 1.0 / 60) workspace.update(1.0 / 60);
}

// A copy of a shipped scenario that can be written to. Each write is a minute later than the last: a file system counts
// time in ticks.
class ChangingFile {
 public:
  explicit ChangingFile(const std::string& name)
      : text_(test::read_text(shipped(name))), file_(folder_ / "scenario.json") {
    write(text_);
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string path() const { return file_.string(); }
  [[nodiscard]] const test::TemporaryFolder& folder() const { return folder_; }

  void write(const std::string& text) {
    test::write_text(file_, text);
    std::filesystem::last_write_time(file_, began_ + std::chrono::minutes(++writes_));
  }
  // The text with one part of it replaced; a test failure when it is not there.
  [[nodiscard]] std::string with(const std::string& part, const std::string& other) const {
    std::string changed = text_;
    const std::size_t at = changed.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    if (at != std::string::npos) changed.replace(at, part.size(), other);
    return changed;
  }

 private:
  test::TemporaryFolder folder_;
  std::string text_;
  std::filesystem::path file_;
  std::filesystem::file_time_type began_ = std::filesystem::file_time_type::clock::now();
  int writes_ = 0;
};

// Until the change of a file has been seen and what follows from it is done.
inline void let_notice(Workspace& workspace) {
  pass(workspace, 3);
  workspace.wait();
}

}  // namespace certdrill::workspace
