// Keys as GLFW tells them, as the keys of the workspace.
//
// Letters and signs come as characters, so that they are where the user's keyboard has them; with control held there are no
// characters, and the name that the layout gives the key is taken.
#pragma once

#include <optional>
#include <string_view>

#include "workspace/commands.h"

namespace certdrill::window {

// A character that was typed; none for one that no command has.
[[nodiscard]] std::optional<workspace::Key> key_of_character(unsigned code_point);
// A key that was pressed: GLFW's code and modifiers, and what glfwGetKeyName says of it (may be empty). none: it comes as a
// character, or no command has it.
[[nodiscard]] std::optional<workspace::Key> key_of_press(int code, int modifiers, std::string_view name);

}  // namespace certdrill::window
