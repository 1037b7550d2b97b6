// Ends the program over a mistake of ours: something no input of a user can cause, such as an event in the past.
//
// The message goes to standard error with the values that tell what happened; then std::abort().
#pragma once

#include <string>

namespace certdrill {

[[noreturn]] void mistake(const std::string& what);

}  // namespace certdrill
