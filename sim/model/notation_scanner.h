// NotationScanner reads the symbols of model/notation.h out of a text: blanks, letters, names, quotes. Private to
// sim/model.
//
// Each function leaves the cursor behind what it read; one that returns false has set the problem, and then nothing more
// is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.h"
#include "model/notation.h"

namespace certdrill::model {

class NotationScanner {
 public:
  explicit NotationScanner(std::string_view text) : text_(text) {}

  // The next character that is no blank, '\0' at the end; a NUL byte of the text is seen as '\1', which fits nowhere.
  char peek();
  bool accept(char wanted);
  bool accept_text(std::string_view wanted);
  bool at_end() { return peek() == '\0'; }

  bool read_node_name(std::string& name);
  bool read_number(std::uint64_t& number);
  bool expect_end(std::string_view behind_what);

  // Sets the problem of a symbol that does not fit here, and returns false.
  bool fail_unexpected(std::string_view expected, std::string help = {});
  bool fail(std::size_t from, std::size_t to, std::string what, std::string help = {});

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::size_t behind_blanks() { return peek(), at_; }
  [[nodiscard]] Problem take_problem() { return std::move(*problem_); }
  [[nodiscard]] std::vector<NotationMark> take_marks() { return std::move(marks_); }

 protected:
  bool read_quoted(std::string& content);
  bool read_text(std::string& content, std::string_view expected);  // plain or quoted
  std::string_view read_plain();
  std::string_view read_letters();
  [[nodiscard]] std::string_view text_between(std::size_t from, std::size_t to) const {
    return text_.substr(from, to - from);
  }

  // Marks what stands between `from` and the cursor, as a thing of the part that is being read.
  void mark(NotationMark::What what, std::size_t from, std::string text, bool literal = false);
  void mark_before(std::size_t first_mark, NotationMark::What what, std::size_t from, std::string text);
  void change_last_mark(NotationMark::What what) { marks_.back().what = what; }
  [[nodiscard]] std::size_t mark_count() const { return marks_.size(); }
  void enter(NotationMark::Part part) { part_ = part; }

 private:
  [[nodiscard]] std::string found_here();
  std::uint32_t column_of(std::size_t offset);

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Problem> problem_;
  std::vector<NotationMark> marks_;
  NotationMark::Part part_ = NotationMark::Part::node;
  // Columns are asked for near the last one: counting goes on from there, forward or back.
  std::size_t counted_offset_ = 0;
  std::uint32_t counted_column_ = 1;
};

}  // namespace certdrill::model
