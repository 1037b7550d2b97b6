#include "base/problem.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill {
namespace {

constexpr std::size_t longest_shown_line = 160;

struct Excerpt {
  std::string text;
  std::size_t mark_at = 0;  // characters before the mark
};

// A whole scenario on one line would fill the screen: show the part around the mark. Tabs become spaces, control
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
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view character = characters[i];
    const bool control =
        character.size() == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F);
    if (character == "\t") {
      excerpt.text += ' ';
    } else if (control) {
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
    const std::size_t room = excerpt.text.size() > excerpt.mark_at ? excerpt.text.size() - excerpt.mark_at : 1;
    const std::size_t length = std::clamp<std::size_t>(where.length, 1, room);
    out += "    " + excerpt.text + "\n";
    out += "    " + std::string(excerpt.mark_at, ' ') + paint("1;32", "^" + std::string(length - 1, '~')) + "\n";
  }
  if (!problem.help.empty()) out += paint("1;36", "help:") + " " + problem.help + "\n";
  return out;
}

}  // namespace certdrill
