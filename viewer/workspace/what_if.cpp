#include "workspace/what_if.h"

#include <charconv>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "load/source_text.h"

namespace certdrill::workspace {
namespace {

constexpr std::size_t most_told = 100;

// A step is the same one in both texts when it is called the same; of several, the first is the first.
std::vector<std::string> identities(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> all;
  for (const std::string& name : names) {
    const std::size_t count = ++seen[name];
    all.push_back(count == 1 ? name : name + " (" + std::to_string(count) + ")");
  }
  return all;
}

struct Value {
  std::string path;
  std::string step;  // whose it is; empty: no step's
  std::string text;
  bool is_string = true;
};
bool same(const Value& a, const Value& b) { return a.text == b.text && a.is_string == b.is_string; }

struct Content {
  std::vector<std::string> steps;
  std::set<std::string> step_names;
  std::vector<std::string> order;  // the keys as the text has them
  std::map<std::string, Value> values;

  explicit Content(const std::string& text) : steps(identities(load::steps_of(text))) {
    step_names.insert(steps.begin(), steps.end());
    for (load::EditableField& field : load::all_values(text)) {
      Value value{std::move(field.path), {}, std::move(field.value), field.is_string};
      std::string key = name_step(value);
      if (values.emplace(key, std::move(value)).second) order.push_back(std::move(key));
    }
  }

  // The key of a value: its path, with the name of its step in the place of the number, so that a step that was moved
  // has the same values still. A name has no line break.
  [[nodiscard]] std::string name_step(Value& value) const {
    constexpr std::string_view prefix = "steps/";
    const std::size_t slash = value.path.find('/', prefix.size());
    if (!value.path.starts_with(prefix) || slash == std::string::npos) return value.path;
    std::size_t step = steps.size();
    std::from_chars(value.path.data() + prefix.size(), value.path.data() + slash, step);
    if (step >= steps.size()) return value.path;
    value.step = steps[step];
    return "steps\n" + value.step + "\n" + value.path.substr(slash);
  }
  [[nodiscard]] bool has_step(const std::string& name) const { return step_names.count(name) > 0; }
  // Of a step that is not here: it is told as a whole.
  [[nodiscard]] bool lacks_step_of(const Value& value) const { return !value.step.empty() && !has_step(value.step); }
};

std::string words_for(const Value& value) { return value.is_string && value.text.empty() ? "\"\"" : value.text; }

void tell_steps(const Content& was, const Content& is, std::vector<std::string>& lines) {
  std::vector<std::string> kept_then;
  std::vector<std::string> kept_now;
  for (std::size_t i = 0; i < was.steps.size(); ++i) {
    if (is.has_step(was.steps[i])) {
      kept_then.push_back(was.steps[i]);
    } else {
      lines.push_back("step " + quoted(was.steps[i]) + " is gone");
    }
  }
  for (std::size_t i = 0; i < is.steps.size(); ++i) {
    if (was.has_step(is.steps[i])) {
      kept_now.push_back(is.steps[i]);
    } else {
      lines.push_back("step " + quoted(is.steps[i]) + " is new, " +
                      (i == 0 ? "at the beginning" : "behind " + quoted(is.steps[i - 1])));
    }
  }
  if (kept_then == kept_now) return;
  std::vector<std::string> words;
  for (const std::string& step : kept_now) words.push_back(quoted(step));
  lines.push_back("the order of the steps: " + join(words, ", "));
}

}  // namespace

void WhatIf::begin(std::string original) {
  original_ = std::move(original);
  earlier_.clear();
  bytes_of_earlier_ = 0;
  take(original_);
}

void WhatIf::take(std::string text) {
  text_ = std::move(text);
  fields_ = load::editable_fields(text_);
  steps_ = load::steps_of(text_);
}

std::optional<Problem> WhatIf::change(Result<std::string> changed) {
  if (!changed) return changed.problem();
  return set_text(*std::move(changed));
}

std::optional<Problem> WhatIf::set(const std::string& path, const std::string& value) {
  return change(load::with_value(text_, path, value));
}

std::optional<Problem> WhatIf::move_step(std::size_t from, std::size_t to) {
  return change(load::with_step_moved(text_, from, to));
}

std::optional<Problem> WhatIf::remove_step(std::size_t step) { return change(load::without_step(text_, step)); }

std::optional<Problem> WhatIf::add_step(std::size_t before, const std::string& json) {
  return change(load::with_step(text_, before, json));
}

std::optional<Problem> WhatIf::set_text(std::string text) {
  if (text == text_) return std::nullopt;
  if (text.size() > load::largest_file_bytes) {
    return problem("the text has " + std::to_string(text.size()) + " bytes; the most that is read is " +
                   std::to_string(load::largest_file_bytes));
  }
  bytes_of_earlier_ += text_.size();
  earlier_.push_back(std::move(text_));
  while (bytes_of_earlier_ > most_bytes_of_earlier && earlier_.size() > 1) {
    bytes_of_earlier_ -= earlier_.front().size();
    earlier_.erase(earlier_.begin());
  }
  take(std::move(text));
  return std::nullopt;
}

bool WhatIf::undo() {
  if (earlier_.empty()) return false;
  std::string last = std::move(earlier_.back());
  earlier_.pop_back();
  bytes_of_earlier_ -= last.size();
  take(std::move(last));
  return true;
}

std::vector<std::string> WhatIf::differences() const {
  std::vector<std::string> lines;
  if (!changed()) return lines;
  const Content was(original_);
  const Content is(text_);
  if (is.values.empty() && is.steps.empty()) return {"the text is no JSON now"};
  tell_steps(was, is, lines);
  for (const std::string& key : is.order) {
    const Value& now = is.values.at(key);
    const auto then = was.values.find(key);
    if (was.lacks_step_of(now)) continue;
    if (then == was.values.end()) {
      lines.push_back(now.path + ": " + words_for(now) + " is new");
    } else if (!same(then->second, now)) {
      lines.push_back(now.path + ": " + words_for(now) + " instead of " + words_for(then->second));
    }
  }
  for (const std::string& key : was.order) {
    const Value& then = was.values.at(key);
    if (is.values.count(key) > 0 || is.lacks_step_of(then)) continue;
    lines.push_back(then.path + ": " + words_for(then) + " is gone");
  }
  if (lines.empty()) lines.emplace_back("only comments and layout");
  if (lines.size() > most_told) {
    const std::size_t more = lines.size() - most_told;
    lines.resize(most_told);
    lines.push_back("and " + std::to_string(more) + " more");
  }
  return lines;
}

}  // namespace certdrill::workspace
