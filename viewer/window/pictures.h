// Pictures and films of a run, made without a display.
#pragma once

#include "app/console.h"
#include "app/exit_code.h"
#include "window/options.h"

namespace certdrill::window {

// options.screenshot: one picture.
[[nodiscard]] app::ExitCode take_picture(const Options& options, app::Console& console);
// options.frames: a picture of every moment of the run from --at on, 00001.png, 00002.png, ... in a folder that is
// empty or new.
[[nodiscard]] app::ExitCode take_film(const Options& options, app::Console& console);

}  // namespace certdrill::window
