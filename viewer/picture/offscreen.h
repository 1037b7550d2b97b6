// Offscreen runs the panels without a window: an ImGui context of its own with input by hand, and pictures of its
// frames.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "panels/ui.h"
#include "picture/raster.h"
#include "workspace/workspace.h"

struct ImGuiContext;
struct ImGuiIO;

namespace certdrill::picture {

class Offscreen {
 public:
  Offscreen(workspace::Workspace& workspace, int width, int height);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  // A frame of 1/60 s: update, input, panels.
  void frame(double seconds = 1.0 / 60);
  [[nodiscard]] Image image();   // of the last frame
  [[nodiscard]] int vertices();  // likewise: what it costs to paint, without a clock
  [[nodiscard]] panels::Ui& ui() { return ui_; }

  // Input by hand; each runs the frames that it needs.
  void move_mouse(scene::Point to);
  void click(scene::Point at);
  void click(const std::string& widget);  // fails the program when it is not to be seen: scripts check place_of first
  void click(const scene::Target& target);
  void drag(scene::Point from, scene::Point to);
  void wheel(scene::Point at, float notches);
  void press(const workspace::Key& key);
  void type(const std::string& text);

 private:
  [[nodiscard]] ImGuiIO& io();
  void take_style();

  workspace::Workspace* workspace_;
  ImGuiContext* context_ = nullptr;
  std::pair<scene::Theme, float> styled_for_;
  panels::Ui ui_;
};

}  // namespace certdrill::picture
