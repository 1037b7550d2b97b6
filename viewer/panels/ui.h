// Ui paints a workspace with Dear ImGui and turns what the user does into commands of it. It knows no window and no graphics library:
// a frame is one call between ImGui::NewFrame() and ImGui::Render().
//
// Rectangles of what can be clicked are handed out (place_of), so that tests and scripts click what they mean.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "scene/drawing.h"
#include "workspace/workspace.h"

namespace certdrill::panels {

// Fonts and style for the current ImGui context: text of this size in pixels at scale 1, with arrows, ticks and boxes. Call
// again after the scale or theme has changed and between frames; true: the font atlas has been made anew.
bool prepare_style(const scene::View& view);

class Ui {
 public:
  explicit Ui(workspace::Workspace& workspace) : workspace_(&workspace) {}

  void frame();

  // Pressed since the last frame; the window or a script says so. Not while a text field has the keyboard, but for keys
  // with control and Escape.
  void press(const workspace::Key& key);

  // Where something was painted in the last frame: a target of the picture or the timeline, or a widget by its name
  // ("play", "filter", "what-if: run"). none: it is not to be seen.
  [[nodiscard]] std::optional<scene::Rect> place_of(const std::string& name) const;
  [[nodiscard]] std::optional<scene::Point> place_of(const scene::Target& target) const;
  [[nodiscard]] const std::map<std::string, scene::Rect>& places() const { return places_; }

 private:
  workspace::Workspace* workspace_;
  std::map<std::string, scene::Rect> places_;
};

}  // namespace certdrill::panels
