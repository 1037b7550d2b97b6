#include "report/atomic_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace certdrill::report {
namespace {

Problem cannot_write(const std::string& path, int error) {
  Problem found = problem(std::string("cannot write: ") + std::strerror(error),
                          "name a file in a folder that exists and can be written to");
  found.where.file = path;
  return found;
}

}  // namespace

AtomicFile::AtomicFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      failed_with_(other.failed_with_) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  if (this == &other) return *this;
  abandon();
  path_ = std::move(other.path_);
  temporary_ = std::move(other.temporary_);
  descriptor_ = std::exchange(other.descriptor_, -1);
  failed_with_ = other.failed_with_;
  return *this;
}

AtomicFile::~AtomicFile() { abandon(); }

void AtomicFile::abandon() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  descriptor_ = -1;
}

Result<AtomicFile> AtomicFile::open(const std::string& path, bool private_to_owner) {
  struct stat existing {};
  if (::stat(path.c_str(), &existing) == 0) {
    if (S_ISDIR(existing.st_mode)) return cannot_write(path, EISDIR);
    if (!S_ISREG(existing.st_mode)) {  // /dev/null, a pipe: renaming a file over it would put an end to it
      const int direct = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
      if (direct < 0) return cannot_write(path, errno);
      return AtomicFile(path, {}, direct);
    }
  }
  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkstemp(temporary.data());  // the name is unique; it never shows, since the file is renamed
  if (descriptor < 0) return cannot_write(path, errno);
  if (!private_to_owner) {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(descriptor, static_cast<mode_t>(0666) & ~mask);
  }
  return AtomicFile(path, std::move(temporary), descriptor);
}

void AtomicFile::write(std::string_view text) {
  while (!text.empty() && failed_with_ == 0) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      failed_with_ = errno;
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::optional<Problem> AtomicFile::commit() {
  if (failed_with_ == 0 && ::close(std::exchange(descriptor_, -1)) != 0) failed_with_ = errno;
  if (failed_with_ == 0 && !temporary_.empty() && std::rename(temporary_.c_str(), path_.c_str()) != 0)
    failed_with_ = errno;
  if (failed_with_ == 0) return std::nullopt;
  if (descriptor_ >= 0) {
    abandon();
  } else if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
  }
  return cannot_write(path_, failed_with_);
}

std::optional<Problem> write_file(const std::string& path, std::string_view text, bool private_to_owner) {
  Result<AtomicFile> file = AtomicFile::open(path, private_to_owner);
  if (!file) return file.problem();
  file->write(text);
  return file->commit();
}

}  // namespace certdrill::report
