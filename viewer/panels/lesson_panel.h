// The lesson beside the picture: the text of the scenario's about.md. The block that speaks of the step under way is
// marked, and scrolled to when the run comes to it.
#pragma once

#include <optional>

#include "panels/frame.h"

namespace certdrill::panels {

class LessonPanel {
 public:
  void show(Frame& frame);

 private:
  std::optional<std::size_t> marked_;
};

}  // namespace certdrill::panels
