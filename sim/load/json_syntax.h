// Says in plain words why a text is no JSON, and where. Private to sim/load.
//
// nlohmann/json decides that a text is wrong and reports how far it had come; this looks at what stands there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace certdrill::load {

struct SyntaxError {
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string what;
  std::string help;
};

// What may come after the last token that was understood.
enum class Expecting { value, field_or_close, item_or_close, colon, comma_or_close_object, comma_or_close_list, end };

// White space and comments from `at` on; stops at a comment that is not closed.
[[nodiscard]] std::size_t skip_blanks_and_comments(std::string_view text, std::size_t at);

// Where the token that begins at `at` ends, for a token that is well formed.
[[nodiscard]] std::size_t end_of_token(std::string_view text, std::size_t at);

// `last`: where the last token that was understood begins; `at`: where it ends. `opened`: words on where the innermost
// object or list begins.
[[nodiscard]] SyntaxError explain_syntax(std::string_view text, std::size_t last, std::size_t at, Expecting expecting,
                                         const std::string& opened);

}  // namespace certdrill::load
