// LiveReport tells another program what the window shows: for tests with a real mouse and keyboard, and for assistive
// tools.
//
// Form       JSON Lines: a line whenever something changed, the last one is what is to be seen now. Members: "file",
//            "event", "events", "time", "playing", "busy", "comparing", "selected", "view", "panel", "headline",
//            "notice", "problems"; "why" (the explanation of the selected pair, or the state of the selected node),
//            "typing" (what stands in the text field that has the keyboard); "places": {"play": [left, top, right,
//            bottom], ...}, "nodes": {"N0": [x, y], ...}, "links": {"N0-N1": [x, y], ...}, in pixels of the window.
// Cost       only in a window that was started with --report-to. Nodes that are drawn in groups are not told, nor the
//            links of more than 40 nodes.
#pragma once

#include <fstream>
#include <optional>
#include <string>

#include "base/problem.h"
#include "panels/ui.h"
#include "workspace/workspace.h"

namespace certdrill::window {

class LiveReport {
 public:
  [[nodiscard]] std::optional<Problem> open(const std::string& file);
  void tell(workspace::Workspace& workspace, const panels::Ui& ui);

 private:
  std::ofstream stream_;
  std::string last_;
};

}  // namespace certdrill::window
