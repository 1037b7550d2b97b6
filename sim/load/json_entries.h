// JsonEntries is a list or an object of a JSON text as it is laid out: its entries, the comments that belong to each,
// and the white space between them. Entries can be moved, added and taken away; all else stays as it is written.
//
// Comments  one behind an entry, on the same line, is that entry's; any other is of the entry that it stands before,
//           and goes where it goes. Those behind the last entry stay at the end.
// Layout    white space belongs to the place and not to the entry: the first entry of a list stays behind the bracket.
// Cost      linear in the text of the list or object.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "load/json_tree.h"

namespace certdrill::load {

// Where the text of a value ends: one byte behind it, also for lists and objects.
[[nodiscard]] std::size_t end_of_value(std::string_view text, const JsonValue& value);
// A line break as the text has them.
[[nodiscard]] std::string_view line_break_of(std::string_view text);

class JsonEntries {
 public:
  // `text`: that of the whole file, which `container` is a list or an object of. It has to outlive this.
  JsonEntries(std::string_view text, const JsonValue& container);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  void move(std::size_t from, std::size_t to);  // to: its place afterwards
  void remove(std::size_t entry);
  // Pushes the entry there and all behind it on; `body` is indented as its neighbours are.
  void insert(std::size_t before, std::string body);

  [[nodiscard]] std::string whole_text() const;  // of the file, with this list or object as it is now

 private:
  struct Entry {
    std::string before;  // comments that stand before it, and the white space up to it
    std::string body;
    std::string before_comma;
    std::string behind;  // the comments on its line
  };

  void read_entry(std::size_t begin, std::size_t end, bool last);
  [[nodiscard]] std::string indentation() const;

  std::string_view text_;
  std::size_t begin_ = 0;            // behind the opening bracket
  std::size_t end_ = 0;              // of the closing one
  std::size_t at_ = 0;               // how far it was read
  std::vector<std::string> spaces_;  // white space before each place
  std::vector<Entry> entries_;
  std::string tail_;
};

}  // namespace certdrill::load
