// FileWatch notices that a file on disk has become another one: by its time of modification and its size, looked at
// once a second.
//
// A file that is being written changes several times, or is gone for a moment: it counts as changed when two looks in a
// row see the same, another one than the one that was read.
// Errors     none: a file that is not there is a state like any other, but it never counts as changed to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace certdrill::workspace {

struct FileStamp {
  bool there = false;
  std::int64_t modified = 0;  // in ticks of the file system's clock
  std::uintmax_t size = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
[[nodiscard]] FileStamp stamp_of(const std::filesystem::path& file);
[[nodiscard]] std::vector<FileStamp> stamps_of(const std::vector<std::filesystem::path>& files);

class FileWatch {
 public:
  // Empty: nothing is watched. `read`: how the files were when they were read.
  void watch(std::vector<std::filesystem::path> files, std::vector<FileStamp> read);
  void forget() { watch({}, {}); }
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }
  [[nodiscard]] bool there() const { return !read_.empty() && read_.front().there; }  // when it was read
  // This much time has passed; true when one of them has changed and has come to rest. It is true once for each change.
  [[nodiscard]] bool changed_after(double seconds);

 private:
  std::vector<std::filesystem::path> files_;
  std::vector<FileStamp> read_;
  std::vector<FileStamp> last_look_;
  double until_look_ = 0;
};

}  // namespace certdrill::workspace
