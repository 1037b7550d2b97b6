// The top of the window: what is open, and everything about time: where the run is, how to move in it, how fast it
// plays.
#pragma once

#include "panels/frame.h"

namespace certdrill::panels {

class TopBar {
 public:
  void show(Frame& frame);

 private:
  static void show_document(Frame& frame);
  void show_time(Frame& frame);
  void run_until(Frame& frame);

  std::optional<Problem> until_problem_;
};

}  // namespace certdrill::panels
