// Problem says what is wrong with the user's input, where, and what to do about it.
//
// Text form  as a compiler prints it (to_text):
//                scenario.json:14:31: error: unknown certificate "Bx"
//                    "to": "{P:{TP=Bx}, V:{TP=A}}"
//                                  ^~
//                help: did you mean "B"?
// Units      line and column count from 1, the column in characters (UTF-8 code points). Line 0: the file as a whole.
// Errors     none of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace certdrill {

enum class Severity { error, warning };

struct Location {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;  // characters marked below the line
  std::string source_line;   // the line as it stands in the file; empty when there is none to show

  friend bool operator==(const Location&, const Location&) = default;
};

struct Problem {
  Location where;
  std::string what;  // one line, lower case, no full stop, with the offending value and what is allowed
  std::string help;  // what to do; may be empty
  Severity severity = Severity::error;

  friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

[[nodiscard]] bool has_errors(const Problems& problems);

// The compiler-like text above, one line break at its end. Lines longer than a screen are shortened around the mark.
[[nodiscard]] std::string to_text(const Problem& problem, bool colored = false);

}  // namespace certdrill
