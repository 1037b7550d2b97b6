// The foot of the window: what is being done, what was last said, and what is wrong with a file that did not load. The
// run that was open stays open meanwhile.
#pragma once

#include "panels/frame.h"

namespace certdrill::panels {

class Foot {
 public:
  [[nodiscard]] float height(const Frame& frame) const;
  void show(Frame& frame);

 private:
  bool opened_ = false;  // the list of problems
};

}  // namespace certdrill::panels
