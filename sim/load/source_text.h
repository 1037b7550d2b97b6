// SourceText is the text of an input file, for everything that points into it: offsets become lines and columns here.
//
// Units   offsets and lengths in bytes; lines and columns count from 1, columns in characters. A byte order mark at the
//         beginning belongs to no column. Lines end at LF; a CR before it is not part of the line.
// Cost    one pass when it is made; each place then costs the same wherever it lies, also in a file of a single line.
// Errors  check() answers what no reader should see: too large, empty, not UTF-8, NUL bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace certdrill::load {

inline constexpr std::size_t largest_file_bytes = std::size_t{64} << 20;

class SourceText {
 public:
  // The text has to outlive this.
  SourceText(std::string file, std::string_view text);

  [[nodiscard]] std::optional<Problem> check() const;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t first_offset() const;  // behind the byte order mark

  // For a problem: with the whole line, unless it is longer than a screen could ever show.
  [[nodiscard]] Location location(std::size_t offset, std::size_t length) const;
  // For what is kept in a scenario in large numbers: no source line when it is long.
  [[nodiscard]] Location brief_location(std::size_t offset, std::size_t length) const;

 private:
  [[nodiscard]] Location locate(std::size_t offset, std::size_t length, std::size_t longest_line) const;
  [[nodiscard]] std::size_t characters_before(std::size_t offset) const;

  std::string file_;
  std::string_view text_;
  std::vector<std::uint32_t> line_starts_;
  std::vector<std::uint32_t> characters_before_block_;
};

}  // namespace certdrill::load
