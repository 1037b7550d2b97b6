// Keys as GLFW tells them, as the keys of the workspace.
//
// Letters and signs come as characters, so that they are where the user's keyboard has them; with control held there
// are no characters, and the name that the layout gives the key is taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "workspace/commands.h"

namespace certdrill::window {

// A character that was typed; none for one that no command has.
[[nodiscard]] std::optional<workspace::Key> key_of_character(unsigned code_point);
// A key that was pressed: GLFW's code and modifiers, and what glfwGetKeyName says of it (may be empty). none: it comes
// as a character, or no command has it.
[[nodiscard]] std::optional<workspace::Key> key_of_press(int code, int modifiers, std::string_view name);

// What happened at the keyboard, as it is passed on.
struct KeyEvent {
  enum class Kind : std::uint8_t { press, release, character };
  Kind kind = Kind::press;
  int code = 0;  // of GLFW; for a character its code point
  int scan_code = 0;
  int modifiers = 0;
};
// How many of these, in their order, go into one frame: all of plain typing, but a key that edits or commands is held
// for a frame, and what follows it waits. So nothing is lost or out of order when frames are slow or fingers fast. At
// least one, if there is one.
[[nodiscard]] std::size_t events_of_one_frame(std::span<const KeyEvent> events);

}  // namespace certdrill::window
