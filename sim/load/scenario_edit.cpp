#include "load/scenario_edit.h"

#include "base/text.h"
#include "load/json_entries.h"
#include "load/json_text.h"
#include "load/scenario_fields.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

using Edited = Result<std::string>;

constexpr std::string_view not_an_object = "a scenario is an object";

std::string replaced(std::string_view text, const JsonValue& value, std::string_view by) {
  std::string out(text.substr(0, value.offset()));
  out += by;
  out += text.substr(end_of_value(text, value));
  return out;
}

bool is_container(const JsonValue& value) { return value.kind() == JsonKind::list || value.kind() == JsonKind::object; }

std::string quoted_path(std::string_view path) { return path.empty() ? "the scenario" : certdrill::quoted(path); }

// What a path leads to from `value` on; `base` is the path of that value.
Result<JsonValue> find_from(const JsonValue& value, std::string_view path, std::string_view base) {
  if (path.empty()) return value;
  const std::size_t slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  const std::string_view rest = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  const std::string whole = std::string(base) + (base.empty() ? "" : "/") + std::string(path);
  const std::string reached = std::string(base) + (base.empty() ? "" : "/") + std::string(part);
  const std::string none = "there is no " + certdrill::quoted(whole) + ": ";
  if (value.kind() == JsonKind::object) {
    const std::string name = unescaped_part(part);
    if (const std::optional<JsonValue> member = member_of(value, name)) return find_from(*member, rest, reached);
    std::vector<std::string> names;
    value.for_each_member([&](const JsonValue& key, const JsonValue&) { names.emplace_back(key.text()); });
    return problem(none + quoted_path(base) + " has no " + certdrill::quoted(name), did_you_mean(name, names));
  }
  if (value.kind() != JsonKind::list) {
    return problem(none + quoted_path(base) + " is " + std::string(words_for(value.kind())));
  }
  std::size_t index = 0;
  std::optional<JsonValue> found;
  value.for_each_item([&](const JsonValue& item) {
    if (std::to_string(index++) == part) found = item;
  });
  if (found) return find_from(*found, rest, reached);
  const std::string range = value.size() == 0 ? "no entries" : "entries 0 to " + std::to_string(value.size() - 1);
  return problem(none + quoted_path(base) + " has " + range);
}

// The token of a single value that is written as JSON.
Edited single_token(std::string_view json) {
  const std::string_view token = trimmed(json);
  if (token.empty()) return problem("nothing was written");
  return with_root(token, [&](const JsonValue& value) -> Edited {
    if (is_container(value)) return problem("expected a single value, found " + std::string(words_for(value.kind())));
    return std::string(value.token());
  });
}

struct Steps {
  JsonValue list;
};
Result<Steps> steps_in(const JsonValue& root) {
  const std::optional<JsonValue> steps = member_of(root, "steps");
  if (!steps) return problem("the scenario has no steps", "add one");
  if (steps->kind() != JsonKind::list)
    return problem("\"steps\" has to be a list of steps, found " + std::string(words_for(steps->kind())));
  return Steps{*steps};
}

Problem no_step(std::size_t index, std::size_t count) {
  return problem("there is no step " + std::to_string(index) + ": " +
                 (count == 0 ? "the scenario has none" : "they are 0 to " + std::to_string(count - 1)));
}

// A member of the scenario itself where its page has it: before those that come later there.
std::string with_root_member(std::string_view text, const JsonValue& root, std::string_view name,
                             const std::string& json) {
  if (const std::optional<JsonValue> value = member_of(root, name)) return replaced(text, *value, json);
  const auto place_of = [](std::string_view field) {
    const auto& order = field_names::scenario;
    return std::find(order.begin(), order.end(), field) - order.begin();
  };
  JsonEntries members(text, root);
  std::size_t before = 0;
  std::size_t index = 0;
  root.for_each_member([&](const JsonValue& key, const JsonValue&) {
    ++index;
    if (place_of(key.text()) < place_of(name)) before = index;
  });
  members.insert(before, json_string(name) + ": " + json);
  return members.whole_text();
}

// Without a profile among "alsoUnder" that is the scenario's own now.
Edited without_also_under(std::string_view text, std::string_view profile) {
  return with_root(text, [&](const JsonValue& root) -> Edited {
    const std::optional<JsonValue> list = member_of(root, "alsoUnder");
    if (!list || list->kind() != JsonKind::list) return std::string(text);
    JsonEntries entries(text, *list);
    std::size_t index = 0;
    std::optional<std::size_t> found;
    list->for_each_item([&](const JsonValue& item) {
      if (item.text() == profile) found = index;
      ++index;
    });
    if (found) entries.remove(*found);
    return entries.whole_text();
  });
}

}  // namespace

Result<std::string> with_value(std::string_view text, std::string_view path, std::string_view value) {
  return with_root(text, [&](const JsonValue& root) -> Edited {
    const Result<JsonValue> place = find_from(root, path, {});
    if (!place) return place.problem();
    if (is_container(*place)) {
      return problem(quoted_path(path) + " is " + std::string(words_for(place->kind())) + ", not a single value");
    }
    if (place->kind() != JsonKind::string) {
      const Edited token = single_token(value);
      if (token) return replaced(text, *place, *token);
      Problem wrong =
          problem(quoted_path(path) + " cannot become " + certdrill::quoted(value) + ": " + token.problem().what);
      wrong.help = "it was " + std::string(place->token());
      return wrong;
    }
    if (model::find_invalid_utf8(value) != value.size() || value.find('\0') != std::string_view::npos) {
      return problem("the new value of " + quoted_path(path) + " is no text: it is not UTF-8, or has a NUL byte");
    }
    return replaced(text, *place, json_string(value));
  });
}

Result<std::string> with_step_moved(std::string_view text, std::size_t from, std::size_t to) {
  return with_root(text, [&](const JsonValue& root) -> Edited {
    const Result<Steps> steps = steps_in(root);
    if (!steps) return steps.problem();
    const std::size_t count = steps->list.size();
    if (from >= count || to >= count) return no_step(from >= count ? from : to, count);
    if (from == to) return std::string(text);
    JsonEntries entries(text, steps->list);
    entries.move(from, to);
    return entries.whole_text();
  });
}

Result<std::string> without_step(std::string_view text, std::size_t step) {
  return with_root(text, [&](const JsonValue& root) -> Edited {
    const Result<Steps> steps = steps_in(root);
    if (!steps) return steps.problem();
    if (step >= steps->list.size()) return no_step(step, steps->list.size());
    JsonEntries entries(text, steps->list);
    entries.remove(step);
    return entries.whole_text();
  });
}

Result<std::string> with_step(std::string_view text, std::size_t before, std::string_view step_json) {
  const std::string_view step = trimmed(step_json);
  if (step.empty()) return problem("a step is an object; nothing was written");
  Edited body = with_root(step, [&](const JsonValue& value) -> Edited {
    if (value.kind() != JsonKind::object)
      return problem("a step is an object, found " + std::string(words_for(value.kind())));
    return std::string(step.substr(value.offset(), end_of_value(step, value) - value.offset()));
  });
  if (!body) return body;
  return with_root(text, [&](const JsonValue& root) -> Edited {
    if (root.kind() != JsonKind::object) return problem(std::string(not_an_object));
    if (!member_of(root, "steps")) {
      if (before > 0) return no_step(before, 0);
      const std::string line = std::string(line_break_of(text));
      return with_root_member(text, root, "steps", "[" + line + "    " + *body + line + "  ]");
    }
    const Result<Steps> steps = steps_in(root);
    if (!steps) return steps.problem();
    if (before > steps->list.size()) return no_step(before, steps->list.size());
    JsonEntries entries(text, steps->list);
    entries.insert(before, *body);
    return entries.whole_text();
  });
}

Result<std::string> with_seed_and_profile(std::string_view text, std::uint64_t seed, model::Profile profile) {
  const std::string seed_text = std::to_string(seed);
  const std::string_view profile_text = model::to_string(profile);
  const auto change = [](std::string_view from, std::string_view name, std::string_view default_value,
                         const std::string& wanted, const std::string& json) {
    return with_root(from, [&](const JsonValue& root) -> Edited {
      if (root.kind() != JsonKind::object) return problem(std::string(not_an_object));
      const std::optional<JsonValue> now = member_of(root, name);
      if ((now ? now->text() : default_value) == wanted) return std::string(from);
      return with_root_member(from, root, name, json);
    });
  };
  Edited changed = change(text, "seed", "1", seed_text, seed_text);
  if (!changed) return changed;
  changed = change(*changed, "profile", model::to_string(model::Profile::documented), std::string(profile_text),
                   json_string(profile_text));
  return changed ? without_also_under(*changed, profile_text) : changed;
}

}  // namespace certdrill::load
