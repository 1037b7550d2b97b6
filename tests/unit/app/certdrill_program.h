// Runs the certdrill that was just built.
#pragma once

#include <string>
#include <vector>

#include "support/child_process.h"

namespace certdrill::test {

// Finds the scenarios of this source tree, and has no settings of the machine on colour.
[[nodiscard]] ProcessOutcome certdrill_program(const std::vector<std::string>& arguments, ProcessOptions options = {});

// A container may have no terminals to give: what needs one has nothing to test there.
[[nodiscard]] bool machine_has_terminals();

// What is wrong use: exit code 2, nothing on standard output, and exactly this on standard error.
void expect_refused(const ProcessOutcome& outcome, const std::string& message);

}  // namespace certdrill::test
