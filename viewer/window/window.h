// The viewer's window: GLFW and OpenGL 3 around the panels. Draws when something happened or plays, and rests
// otherwise.
//
// Errors     no display, or no OpenGL 3: a problem that names --screenshot.
#pragma once

#include "app/console.h"
#include "app/exit_code.h"
#include "window/options.h"

namespace certdrill::window {

// Until it is closed; settings of the view are saved then.
[[nodiscard]] app::ExitCode run_window(const Options& options, app::Console& console);

}  // namespace certdrill::window
