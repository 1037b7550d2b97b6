// TemporaryFolder is an empty folder of a test's own, gone with everything in it when the test ends.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace certdrill::test {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::vector<std::string> names() const { return names_in(path_); }  // sorted

  [[nodiscard]] static std::vector<std::string> names_in(const std::filesystem::path& folder);

 private:
  std::filesystem::path path_;
};

}  // namespace certdrill::test
