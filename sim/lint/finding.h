// Finding is one thing in a scenario that the documents advise against, at its place in the file.
//
// Level     a warning is what the documents warn of, or ask not to do; a note is worth knowing, and often meant.
// Words     `what` says it of this scenario; the sentence of the document and the advice belong to the id
//           (lint/rules.h), and so are the same wherever it is found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace certdrill::lint {

enum class Level : std::uint8_t { note, warning };
[[nodiscard]] std::string_view to_string(Level level);

struct Finding {
  std::string_view id;  // of lint/rules.h
  Level level = Level::warning;
  Location where;
  std::string what;  // one line, lower case, no full stop
};

}  // namespace certdrill::lint
