// Shows what the command line asks for in a workspace whose document has been opened.
#pragma once

#include <optional>

#include "base/problem.h"
#include "window/options.h"
#include "workspace/workspace.h"

namespace certdrill::window {

// The moment, the selection, the open domains, the prediction; a what-if begins to run. A problem with the first word
// that is not understood; what came before it is shown.
[[nodiscard]] std::optional<Problem> show(const Options& options, workspace::Workspace& workspace);

}  // namespace certdrill::window
