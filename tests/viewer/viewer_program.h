// Runs the certdrill-viewer that was just built, without a display and without anybody's settings.
#pragma once

#include <string>
#include <vector>

#include "support/child_process.h"

namespace certdrill::test {

[[nodiscard]] ProcessOutcome viewer_program(const std::vector<std::string>& arguments, ProcessOptions options = {});

}  // namespace certdrill::test
