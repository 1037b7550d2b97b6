// What if: rules, dates, lengths and the order of steps of the scenario that is open, to be changed and run again
// beside it. Nothing is written to a file but by "save as scenario".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "panels/frame.h"

namespace certdrill::panels {

class WhatIfPanel {
 public:
  void show(Frame& frame);

 private:
  void show_buttons(Frame& frame);
  void show_outcome(Frame& frame);
  void show_steps(Frame& frame);
  void show_fields(Frame& frame);
  void take_anew(const workspace::WhatIf& what_if);
  void note(std::optional<Problem> problem) { problem_ = std::move(problem); }

  // A row of the list of fields: a heading for each step, certificate and part, then its fields.
  struct Row {
    std::string heading;
    std::size_t field = 0;
    std::string label;
  };
  std::string text_;  // that the rows and what is typed were made from
  std::vector<Row> rows_;
  std::vector<std::string> typed_;  // by field
  std::vector<std::string> differences_;
  std::string new_step_ = R"({ "wait": "1h" })";
  bool adding_ = false;
  std::optional<Problem> problem_;
};

}  // namespace certdrill::panels
