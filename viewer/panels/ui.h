// Ui paints a workspace with Dear ImGui and turns what the user does into commands of it. It knows no window and no
// graphics library: a frame is one call between ImGui::NewFrame() and ImGui::Render(). The window or script calls
// Workspace::update() before it.
//
// Rectangles of what can be clicked are handed out (place_of), so that tests and scripts click what they mean.
// Backend    ImGuiBackendFlags_RendererHasVtxOffset has to be set, and vertex offsets honoured: a picture of a large
//            cluster has more than 65,535 vertices. Keys are told by press(); text fields need io.KeyMap and characters
//            as ever.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "scene/drawing.h"
#include "workspace/workspace.h"

namespace certdrill::panels {

// Fonts and style for the current ImGui context: text of this size in pixels at scale 1, with arrows, ticks and boxes.
// Call again after the scale or theme has changed and between frames; true: the font atlas has been made anew.
bool prepare_style(const scene::View& view);

class Ui {
 public:
  explicit Ui(workspace::Workspace& workspace);
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  void frame();

  // Pressed since the last frame; the window or a script says so, of every key. While a text field has the keyboard it
  // counts only for commands that say so (CommandEntry::while_typing), and Escape leaves the field.
  void press(const workspace::Key& key);

  // The user wants to end the program: Workspace::take_requests() is called in here, so windows ask this.
  [[nodiscard]] bool wants_to_quit() const;

  // Where something was painted in the last frame: a target of the picture, the timeline or a list, or a widget by its
  // name. none: it is not to be seen. Names:
  //   "open", "gallery", "reload", "predict", "theme", "smaller", "larger", "palette", "help"
  //   "to start", "back phase", "back domain", "back instant", "back event", "play", "forward event", "forward
  //   instant", "forward domain", "forward phase", "to end", "speed", "speed: run", ..., "until", "run until", "time"
  //   "graph", "other graph", "timeline", "events": whole areas; "splitter: left", "splitter: right", "splitter:
  //   bottom" "ring", "map", "matrix", "fit", "sessions", "links", "only broken", "close groups", "filter", "clear
  //   filter" "tab: why", "tab: certificates", "tab: checks", "tab: what-if", "tab: lesson", "tab: actors",
  //   "lesson: here"
  //   "finding: go", "rule: ID", "check: finding 1", "next change of node", "last change of node"
  //   "what-if: run", "what-if: undo", "what-if: drop", "what-if: save", "what-if: first difference", "what-if: PATH"
  //   of a field, "what-if: up 1", "what-if: down 1", "what-if: remove 1", "what-if: add", "what-if: new step"
  //   "predict: reveal", "predict: leave", "problems", "problem list", "dismiss problems", "stop"
  //   "palette: field", "palette: NAME" of a command, "gallery: NAME", "recent: FILE", "open: field", "open: go",
  //   "open: NAME" of a file, "save: field", "save: go", "rule page", "sheet": what lies over all
  [[nodiscard]] std::optional<scene::Rect> place_of(const std::string& name) const;
  [[nodiscard]] std::optional<scene::Point> place_of(const scene::Target& target) const;
  [[nodiscard]] const std::map<std::string, scene::Rect>& places() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace certdrill::panels
