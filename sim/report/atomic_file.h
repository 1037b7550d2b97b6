// AtomicFile writes a file under a temporary name beside its place and renames it when all of it is there: nobody ever
// sees half a file. What is no file but a device or a pipe is written to as it is, and stays what it is.
//
// Errors   open(), write() and commit() tell what the system said, with the path. A file that is not committed leaves
// nothing behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace certdrill::report {

class AtomicFile {
 public:
  // `private_to_owner`: readable by nobody else, for private keys.
  static Result<AtomicFile> open(const std::string& path, bool private_to_owner = false);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view text);  // the first failure is kept for commit()
  [[nodiscard]] bool failed() const { return failed_with_ != 0; }
  [[nodiscard]] std::optional<Problem> commit();

 private:
  AtomicFile(std::string path, std::string temporary, int descriptor);
  void abandon();

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  int failed_with_ = 0;
};

[[nodiscard]] std::optional<Problem> write_file(const std::string& path, std::string_view text,
                                                bool private_to_owner = false);

}  // namespace certdrill::report
