#include "base/problem.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill {
namespace {

constexpr std::size_t longest_shown_line = 160;

struct Excerpt {
  std::string text;
  std::size_t mark_at = 0;  // characters before the mark
  std::size_t room = 0;     // characters from the mark to the end of what is shown of the line
};

// A whole scenario on one line would fill the screen: show the part around the mark. Tabs become spaces and invisible
// characters become '?', so that the caret stands under the right character and a hostile file cannot drive the
// terminal.
Excerpt excerpt_of(const Location& where) {
  const std::vector<std::string_view> characters = utf8_characters(where.source_line);
  std::size_t mark = where.column > 0 ? where.column - 1 : 0;
  mark = std::min(mark, characters.size());
  std::size_t begin = 0;
  std::size_t end = characters.size();
  Excerpt excerpt;
  if (end > longest_shown_line) {
    begin = mark > longest_shown_line / 2 ? mark - longest_shown_line / 2 : 0;
    end = std::min(end, begin + longest_shown_line);
  } else {
    while (begin < mark && (characters[begin] == " " || characters[begin] == "\t")) ++begin;
  }
  if (begin > 0 && characters.size() > longest_shown_line) excerpt.text = "...";
  excerpt.mark_at = excerpt.text.size() + (mark - begin);
  excerpt.room = end - mark;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view character = characters[i];
    if (character == "\t") {
      excerpt.text += ' ';
    } else if (is_invisible(character)) {
      excerpt.text += '?';
    } else {
      excerpt.text += character;
    }
  }
  if (end < characters.size()) excerpt.text += "...";
  return excerpt;
}

}  // namespace

bool has_errors(const Problems& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& each) { return each.severity == Severity::error; });
}

std::string to_text(const Problem& problem, bool colored) {
  const auto paint = [colored](const char* code, const std::string& text) {
    return colored ? std::string("\033[") + code + "m" + text + "\033[0m" : text;
  };
  const Location& where = problem.where;
  std::string out;
  if (!where.file.empty()) {
    std::string place = where.file;
    if (where.line > 0) place += ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
    out += paint("1", place + ":") + " ";
  }
  out += problem.severity == Severity::error ? paint("1;31", "error:") : paint("1;35", "warning:");
  out += " " + problem.what + "\n";
  if (where.line > 0 && !where.source_line.empty()) {
    const Excerpt excerpt = excerpt_of(where);
    const std::size_t length = std::clamp<std::size_t>(where.length, 1, std::max<std::size_t>(1, excerpt.room));
    out += "    " + excerpt.text + "\n";
    out += "    " + std::string(excerpt.mark_at, ' ') + paint("1;32", "^" + std::string(length - 1, '~')) + "\n";
  }
  if (!problem.help.empty()) out += paint("1;36", "help:") + " " + problem.help + "\n";
  return out;
}

}  // namespace certdrill
