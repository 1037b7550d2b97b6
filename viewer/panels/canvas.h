// Canvas shows one Drawing and keeps it for as long as nothing that it was made from has changed: a frame in which
// nothing happens paints, and computes nothing.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "panels/frame.h"
#include "scene/drawing.h"

namespace certdrill::panels {

// Everything that a drawing may be made from.
struct DrawingKey {
  const void* run = nullptr;
  const void* other = nullptr;  // a second run in the same drawing
  replay::EventNumber event = 0;
  replay::EventNumber other_event = 0;
  scene::View view;
  scene::TimeSpan span;
  scene::Point size;
  scene::Selection selection;
  scene::Target hovered;
  float text_height = 0;
  std::size_t marked = 0;  // of a prediction
  bool revealed = false;
  const void* deadlines = nullptr;
  friend bool operator==(const DrawingKey&, const DrawingKey&) = default;
};
// Of the workspace as it is; `other`: of the second run.
[[nodiscard]] DrawingKey key_of(Frame& frame, scene::Point size, bool other);

class Canvas {
 public:
  // Takes the room that is left in the window, or this much, and reads the mouse.
  void begin(Frame& frame, const std::string& name, scene::Point size);
  // Made anew when the key is another one.
  void paint(Frame& frame, const DrawingKey& key, const std::function<scene::Drawing()>& make);

  [[nodiscard]] const scene::Drawing& drawing() const { return drawing_; }
  [[nodiscard]] scene::Point origin() const { return origin_; }
  [[nodiscard]] scene::Point size() const { return size_; }
  [[nodiscard]] scene::Point mouse() const { return mouse_; }  // in the drawing
  [[nodiscard]] bool pointed() const { return pointed_; }
  [[nodiscard]] bool held() const { return held_; }        // a button went down on it and is down
  [[nodiscard]] bool dragged() const { return dragged_; }  // and it has moved since
  [[nodiscard]] bool clicked() const { return clicked_; }  // up again, and it has not
  [[nodiscard]] bool double_clicked() const { return double_clicked_; }
  [[nodiscard]] float wheel() const { return wheel_; }
  [[nodiscard]] float wheel_sideways() const { return wheel_sideways_; }
  [[nodiscard]] scene::Target under_mouse() const;
  // A point of the screen at which a click means this; none when there is none to be seen.
  [[nodiscard]] std::optional<scene::Point> place_of(const scene::Target& target) const;
  void hide() { shown_ = false; }  // until it begins again
  void forget();

 private:
  std::optional<DrawingKey> key_;
  scene::Drawing drawing_;
  scene::Point origin_;
  scene::Point size_;
  scene::Point mouse_;
  float unit_ = 1;
  float wheel_ = 0;
  float wheel_sideways_ = 0;
  bool pointed_ = false;
  bool held_ = false;
  bool dragged_ = false;
  bool clicked_ = false;
  bool double_clicked_ = false;
  bool shown_ = false;
};

}  // namespace certdrill::panels
