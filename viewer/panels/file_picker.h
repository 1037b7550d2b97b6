// A path, and a list of the folder that it names: folders, scenarios (.json), traces (.jsonl). The same for
// opening and for saving.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.h"

namespace certdrill::panels {

class FilePicker {
 public:
  // `prefix` begins the names of its widgets: "open" or "save".
  explicit FilePicker(std::string prefix) : prefix_(std::move(prefix)) {}
  void begin(std::string path);
  // The chosen path, once it is chosen.
  std::optional<std::string> show(Frame& frame, const std::string& go_label);

 private:
  struct Entry {
    std::string name;
    bool folder = false;
    bool scenario = false;  // a folder with a scenario.json in it
  };
  void read_folder();

  std::string prefix_;
  std::string path_;
  std::string listed_;  // the folder whose entries these are
  std::vector<Entry> entries_;
  bool focus_ = false;
  bool too_many_ = false;
};

}  // namespace certdrill::panels
