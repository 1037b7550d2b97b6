// Sheets lie over the panels, one at a time: the palette, the key table, the gallery, the page of a rule, files to
// open and to save. Escape, the cross and a click beside a sheet close it.
#pragma once

#include <string>
#include <vector>

#include "panels/file_picker.h"
#include "panels/frame.h"
#include "panels/words.h"

namespace certdrill::panels {

class Sheets {
 public:
  void show(Frame& frame);
  [[nodiscard]] bool open() const { return shown_ != Sheet::none; }

 private:
  void begin(Frame& frame, Sheet which);
  void show_palette(Frame& frame);
  static void show_help(Frame& frame);
  void show_rule(Frame& frame);
  void show_open(Frame& frame);
  void show_save(Frame& frame);

  Sheet shown_ = Sheet::none;
  bool just_opened_ = false;
  bool close_ = false;
  std::string typed_;
  std::vector<workspace::Command> found_;
  std::size_t chosen_ = 0;
  std::string rule_;
  std::vector<Paragraph> rule_text_;
  FilePicker open_{"open"};
  FilePicker save_{"save"};
  std::optional<Problem> problem_;
};

}  // namespace certdrill::panels
