// For tables of wrong input: the text marks its own wrong characters, so that a row shows what a person will see
// marked.
//
//   {"nodes": ‹0›}     the marks are taken out before the text is read, and say where the problem has to be
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "model/utf8.h"

namespace certdrill::load {

struct MarkedText {
  std::string text;
  std::string place;  // "LINE:COLUMN+LENGTH"; "file" when nothing is marked
};

inline std::string place_text(std::size_t line, std::size_t column, std::size_t length) {
  return std::to_string(line) + ":" + std::to_string(column) + "+" + std::to_string(length);
}

inline MarkedText take_marks(std::string_view marked) {
  constexpr std::string_view open = "‹";
  constexpr std::string_view close = "›";
  const std::size_t begin = marked.find(open);
  if (begin == std::string_view::npos) return {std::string(marked), "file"};
  const std::string_view inside = marked.substr(begin + open.size(), marked.find(close) - begin - open.size());
  const std::string before(marked.substr(0, begin));
  const std::string text = before + std::string(inside) + std::string(marked.substr(marked.find(close) + close.size()));
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != '\n') continue;
    ++line;
    line_begin = i + 1;
  }
  const std::size_t column = model::count_characters(std::string_view(before).substr(line_begin)) + 1;
  return {text, place_text(line, column, std::max<std::size_t>(1, model::count_characters(inside)))};
}

inline std::string place_of(const Problem& problem) {
  if (problem.where.line == 0) return "file";
  return place_text(problem.where.line, problem.where.column, problem.where.length);
}

// All problems, one a line, for a test that failed.
inline std::string all_of(const Problems& problems) {
  std::string text;
  for (const Problem& each : problems) text += to_text(each);
  return text;
}

}  // namespace certdrill::load
