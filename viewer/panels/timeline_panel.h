// The timeline below the picture.
//
// Mouse      a click or a drag puts the cursor there, a click on a flag selects its finding and goes to it, the wheel
// zooms
//            around the mouse, a drag with shift, with the right button, or the wheel sideways moves the shown stretch.
#pragma once

#include <optional>

#include "panels/canvas.h"

namespace certdrill::panels {

class TimelinePanel {
 public:
  void show(Frame& frame);
  void forget() { canvas_.forget(); }
  void hide() { canvas_.hide(); }
  [[nodiscard]] std::optional<scene::Point> place_of(const scene::Target& target) const {
    return canvas_.place_of(target);
  }

 private:
  void cover_what_comes(Frame& frame, float from);

  Canvas canvas_;
  bool on_a_mark_ = false;  // the button went down on something that is selected by a click
  bool moving_ = false;     // it went down to move the stretch
  bool was_held_ = false;
};

}  // namespace certdrill::panels
