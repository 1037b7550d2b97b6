// What those who change a JSON text share: its tree, its members, and paths into it. Private to sim/load.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "load/json_tree.h"
#include "load/problem_list.h"
#include "load/source_text.h"

namespace certdrill::load {

// The member of that name; nothing when there is none, or the value is no object.
[[nodiscard]] std::optional<JsonValue> member_of(const JsonValue& object, std::string_view name);

// A part of a path as it is written in one, and read from one.
[[nodiscard]] std::string escaped_part(std::string_view name);
[[nodiscard]] std::string unescaped_part(std::string_view part);

[[nodiscard]] std::string json_string(std::string_view text);  // in quotation marks

// use(root), which gives a Result; or the first problem of a text that is no JSON. Fields that stand twice are let be.
template <typename Use>
auto with_root(std::string_view text, const Use& use) -> decltype(use(std::declval<const JsonValue&>())) {
  const SourceText source("the changed text", text);
  if (std::optional<Problem> wrong = source.check()) return *std::move(wrong);
  ProblemList problems(source);
  const std::optional<JsonTree> tree = JsonTree::build(source, problems);
  if (tree) return use(tree->root());
  Problems found = problems.take();
  const auto error =
      std::find_if(found.begin(), found.end(), [](const Problem& each) { return each.severity == Severity::error; });
  return error == found.end() ? problem("this is no JSON") : std::move(*error);
}

}  // namespace certdrill::load
