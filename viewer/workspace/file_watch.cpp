#include "workspace/file_watch.h"

#include <utility>

namespace certdrill::workspace {
namespace {

constexpr double seconds_between_looks = 1;
constexpr double seconds_to_rest = 0.25;  // the second look at a file that has changed comes sooner

}  // namespace

FileStamp stamp_of(const std::filesystem::path& file) {
  std::error_code error;
  FileStamp stamp;
  if (!std::filesystem::is_regular_file(file, error)) return stamp;
  const std::filesystem::file_time_type modified = std::filesystem::last_write_time(file, error);
  if (error) return stamp;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return stamp;
  stamp.there = true;
  stamp.modified = static_cast<std::int64_t>(modified.time_since_epoch().count());
  stamp.size = size;
  return stamp;
}

std::vector<FileStamp> stamps_of(const std::vector<std::filesystem::path>& files) {
  std::vector<FileStamp> stamps;
  for (const std::filesystem::path& file : files) stamps.push_back(stamp_of(file));
  return stamps;
}

void FileWatch::watch(std::vector<std::filesystem::path> files, std::vector<FileStamp> read) {
  files_ = std::move(files);
  last_look_ = read;
  read_ = std::move(read);
  until_look_ = seconds_between_looks;
}

bool FileWatch::changed_after(double seconds) {
  if (files_.empty()) return false;
  until_look_ -= seconds;
  if (until_look_ > 0) return false;
  until_look_ = seconds_between_looks;
  std::vector<FileStamp> look = stamps_of(files_);
  const bool at_rest = look == last_look_;
  last_look_ = std::move(look);
  if (last_look_ == read_ || !last_look_.front().there) return false;
  if (!at_rest) {
    until_look_ = seconds_to_rest;
    return false;
  }
  read_ = last_look_;
  return true;
}

}  // namespace certdrill::workspace
