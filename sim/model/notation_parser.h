// NotationParser reads the symbols of model/notation.h one after the other. Private to sim/model.
//
// Each function reads one part of the grammar, leaves the cursor behind it and returns true; or it sets the problem and
// returns false, and then nothing more is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.h"
#include "model/notation.h"

namespace certdrill::model {

class NotationParser {
 public:
  explicit NotationParser(std::string_view text) : text_(text) {}

  bool read_security(SecurityConfiguration& security);
  bool read_rule(ValidationRule& rule);
  bool read_node_name(std::string& name);
  bool read_number(std::uint64_t& number);
  bool expect_end(std::string_view behind_what);

  // The next character that is no blank, '\0' at the end; a NUL byte of the text is seen as '\1', which fits nowhere.
  char peek();
  bool accept(char wanted);
  bool accept_text(std::string_view wanted);
  bool at_end() { return peek() == '\0'; }

  // Sets the problem of a symbol that does not fit here, and returns false.
  bool fail_unexpected(std::string_view expected, std::string help = {});
  bool fail(std::size_t from, std::size_t to, std::string what, std::string help = {});

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] Problem take_problem() { return std::move(*problem_); }
  [[nodiscard]] std::vector<NotationMark> take_marks() { return std::move(marks_); }

 private:
  struct Name {
    std::string text;
    bool literal = false;
  };

  template <typename ReadEntry>
  bool read_list(std::string_view part, ReadEntry read_entry);
  bool read_part_name(std::string_view part);
  bool read_presents(PresentationRule& rule);
  bool read_presented_entry(PresentationRule& rule);
  bool read_form(std::string_view part, const std::vector<std::string>& forms, std::string& form);
  bool read_thumb(std::string& thumb, NotationMark::What what);
  bool read_name(Name& name, NotationMark::What what);
  bool read_quoted(std::string& content);
  std::string_view read_plain();
  std::string_view read_letters();
  [[nodiscard]] std::string found_here();
  void skip_blanks();
  void mark(NotationMark::What what, std::size_t from, std::string text, bool literal = false);
  std::uint32_t column_of(std::size_t offset);

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Problem> problem_;
  std::vector<NotationMark> marks_;
  // Columns are asked for near the last one: counting goes on from there, forward or back.
  std::size_t counted_offset_ = 0;
  std::uint32_t counted_column_ = 1;
};

}  // namespace certdrill::model
