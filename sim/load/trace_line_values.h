// TraceLineValues reads one line of JSON Lines, an object, without building anything: lists and objects inside it are
// passed over. A trace of four gigabytes has forty million lines.
//
// Errors  false when the line is no JSON object; why is for json_syntax.h to say.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "load/json_tree.h"

namespace certdrill::load {

class TraceLineValues {
 public:
  // use(key, kind, text): of a string what it says, of a list or an object nothing, of all else the token. The views
  // are good until the next line is read.
  template <typename Use>
  [[nodiscard]] bool read(std::string_view line, const Use& use) {
    begin(line);
    if (!take('{')) return false;
    if (take('}')) return at_end();
    do {
      std::string_view key;
      std::string_view text;
      JsonKind kind = JsonKind::null;
      if (!take_string(key) || !take(':') || !take_value(kind, text, 0)) return false;
      use(key, kind, text);
    } while (take(','));
    return take('}') && at_end();
  }

 private:
  void begin(std::string_view line);
  [[nodiscard]] bool at_end();
  bool take(char sign);  // behind white space
  bool take_string(std::string_view& text);
  bool take_value(JsonKind& kind, std::string_view& text, std::size_t depth);
  bool take_number();
  bool pass_over(char close, bool has_keys, std::size_t depth);
  bool decode(std::string_view escaped, std::string& into) const;

  std::string_view line_;
  std::size_t at_ = 0;
  std::deque<std::string> decoded_;  // strings with escapes
  std::size_t decoded_used_ = 0;
};

}  // namespace certdrill::load
