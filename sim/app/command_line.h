// Reads the command line and does what it says.
//
// Wrong usage is answered with the word that is wrong, what is allowed and a suggestion; exit code 2. Help goes to
// standard output.
#pragma once

#include <string>
#include <vector>

#include "app/exit_code.h"

namespace certdrill::app {

[[nodiscard]] ExitCode command_line(const std::vector<std::string>& arguments);  // without the program's name

}  // namespace certdrill::app
