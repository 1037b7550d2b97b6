// WhatIf is a changed scenario that has not been saved: the text of the one that is open, with edits.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "base/result.h"
#include "load/scenario_edit.h"

namespace certdrill::workspace {

class WhatIf {
 public:
  void begin(std::string original);  // forgets all edits

  [[nodiscard]] const std::string& original() const { return original_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool changed() const { return text_ != original_; }
  [[nodiscard]] const std::vector<load::EditableField>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<std::string>& steps() const { return steps_; }

  // Each keeps the text as it was when it does not succeed, and says why.
  std::optional<Problem> set(const std::string& path, const std::string& value);
  std::optional<Problem> move_step(std::size_t from, std::size_t to);
  std::optional<Problem> remove_step(std::size_t step);
  std::optional<Problem> add_step(std::size_t before, const std::string& json);
  std::optional<Problem> set_text(std::string text);  // all of it
  bool undo();                                        // the last edit; false: there is none

  // What differs, a line each: "steps/1/to: {P:{TP=B}...} instead of {P:...}"; steps that are gone, new or in another
  // order first. A hundred lines at most, and how many more there are.
  [[nodiscard]] std::vector<std::string> differences() const;

 private:
  static constexpr std::size_t most_bytes_of_earlier = std::size_t{256} << 20;

  std::optional<Problem> change(Result<std::string> changed);
  void take(std::string text);

  std::string original_;
  std::string text_;
  std::vector<std::string> earlier_;  // the first ones are forgotten when they grow large
  std::size_t bytes_of_earlier_ = 0;
  std::vector<load::EditableField> fields_;
  std::vector<std::string> steps_;
};

}  // namespace certdrill::workspace
