// Driven is a workspace with a scenario open and its panels on a screen that nobody sees, moved by hand.
#pragma once

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "picture/offscreen.h"
#include "support/rehearsed_scenario.h"
#include "workspace/workspace.h"

namespace certdrill::panels {

using TargetKind = scene::Target::Kind;

[[nodiscard]] inline scene::Target node(std::uint64_t index) { return {TargetKind::node, index, 0}; }
[[nodiscard]] inline scene::Target pair(std::uint64_t first, std::uint64_t second) {
  return {TargetKind::pair, first, second};
}

struct Driven {
  explicit Driven(const std::string& argument, const scene::View& view = {})
      : workspace(view), screen(workspace, 1600, 1000) {
    if (!argument.empty()) {
      workspace.open(argument);
      workspace.wait();
    }
    // What was measured in the first frame is in its place in the third.
    for (int i = 0; i < 3; ++i) screen.frame();
  }
  static std::string shipped(const std::string& name) { return (test::scenarios_folder() / name).string(); }

  [[nodiscard]] bool shows(const std::string& widget) { return screen.ui().place_of(widget).has_value(); }
  [[nodiscard]] replay::EventNumber event() const { return workspace.cursor().event(); }
  void press(char letter, bool control = false, bool shift = false) {
    screen.press({workspace::Key::Name::character, letter, control, shift});
  }
  void press(workspace::Key::Name name) { screen.press({name, 0, false, false}); }
  // Into a field: it is clicked, what it holds is replaced, and Enter is pressed.
  void enter(const std::string& field, const std::string& text) {
    screen.click(field);
    press('a', true);
    screen.type(text);
    press(workspace::Key::Name::enter);
  }

  workspace::Workspace workspace;
  picture::Offscreen screen;
};

}  // namespace certdrill::panels
