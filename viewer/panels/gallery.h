// The gallery: a card for each shipped scenario with what it teaches, and the files that were open last. It fills the
// window while nothing is open, and lies over it when asked for.
#pragma once

#include "panels/frame.h"

namespace certdrill::panels {

// true: something was opened.
bool show_gallery(Frame& frame);

}  // namespace certdrill::panels
