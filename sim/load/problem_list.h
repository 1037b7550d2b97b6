// ProblemList collects what is wrong with one file while reading goes on.
//
// Order   as in the file, whatever order they were found in.
// Limits  keeps the first `most_kept` that are found and shows at most `most_shown`, errors before warnings; a last
// line
//         says how many more there are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/problem.h"
#include "load/source_text.h"

namespace certdrill::load {

class ProblemList {
 public:
  static constexpr std::size_t most_kept = 500;
  static constexpr std::size_t most_shown = 50;

  explicit ProblemList(const SourceText& source) : source_(source) {}

  void add(std::size_t offset, std::size_t length, std::string what, std::string help, Severity severity);

  // Words are not worth finding any more: what is added now is only counted.
  [[nodiscard]] bool full(Severity severity) const;
  [[nodiscard]] bool has_errors() const { return errors_.found > 0; }
  [[nodiscard]] Problems take() const;

 private:
  struct Entry {
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string what;
    std::string help;
    Severity severity = Severity::error;
  };
  struct Kind {
    std::vector<Entry> entries;
    std::size_t found = 0;
  };

  const SourceText& source_;
  Kind errors_;
  Kind warnings_;
};

}  // namespace certdrill::load
