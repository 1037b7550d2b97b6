#include "load/profile_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace certdrill::load {
namespace {

const model::SwitchInfo* find_switch(std::string_view name) {
  const std::vector<model::SwitchInfo>& all = model::all_switches();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const model::SwitchInfo& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// The word that a JSON value stands for; nothing, and a problem, when it is none.
std::optional<std::string> word_of(Report& report, const model::SwitchInfo& info, const JsonValue& value) {
  const bool yes_or_no = std::find(info.values.begin(), info.values.end(), "yes") != info.values.end();
  if (value.kind() == JsonKind::string) return std::string(value.text());
  if (value.kind() == JsonKind::boolean && yes_or_no) return value.is_true() ? "yes" : "no";
  std::vector<std::string> words;
  for (const std::string_view word : info.values) words.push_back(quoted(word));
  if (yes_or_no) words = {"true", "false", quoted("yes"), quoted("no")};
  report.wrong_type(value, info.name, join_words(words, "or"));
  return std::nullopt;
}

void read_also_under(Report& report, const JsonValue& value, model::Scenario& scenario) {
  if (value.kind() != JsonKind::list) {
    report.wrong_type(value, "alsoUnder", "a list of profiles");
    return;
  }
  value.for_each_item([&](const JsonValue& each) {
    const auto name = read_string(report, each, "alsoUnder", "the name of a profile");
    if (!name) return;
    const std::optional<model::Profile> profile = model::parse_profile(*name);
    if (!profile) {
      report.unknown(each, "profile", model::profile_names());
    } else if (*profile == scenario.profile) {
      report.error(each, quoted(*name) + " is the scenario's own profile", "name the others");
    } else if (std::find(scenario.also_under.begin(), scenario.also_under.end(), *profile) !=
               scenario.also_under.end()) {
      report.error(each, quoted(*name) + " is named twice");
    } else {
      scenario.also_under.push_back(*profile);
    }
  });
}

}  // namespace

void read_profile(Report& report, const Fields& scenario_object, model::Scenario& scenario) {
  if (const auto value = scenario_object.get("profile")) {
    const auto name = read_string(report, *value, "profile", "the name of a profile");
    const std::optional<model::Profile> profile = name ? model::parse_profile(*name) : std::nullopt;
    if (name && !profile) report.unknown(*value, "profile", model::profile_names());
    scenario.profile = profile.value_or(scenario.profile);
  }
  scenario.switches = model::switches_of(scenario.profile);
  if (const auto value = scenario_object.get("alsoUnder")) read_also_under(report, *value, scenario);
  const auto rules = scenario_object.get("rules");
  if (!rules) return;
  if (rules->kind() != JsonKind::object) {
    report.wrong_type(*rules, "rules", "an object of switches");
    return;
  }
  rules->for_each_member([&](const JsonValue& key, const JsonValue& value) {
    const model::SwitchInfo* const info = find_switch(key.text());
    if (info == nullptr) {
      std::vector<std::string> names;
      for (const model::SwitchInfo& each : model::all_switches()) names.emplace_back(each.name);
      const std::string near = did_you_mean(key.text(), names);
      report.error(key, "unknown switch " + quoted(key.text()) + " in the rules",
                   near.empty() ? "certdrill rule profile lists all switches and their values" : near);
      return;
    }
    const std::optional<std::string> word = word_of(report, *info, value);
    if (!word) return;
    const Result<model::Switches> changed = model::set(scenario.switches, info->name, *word);
    if (changed) {
      scenario.switches = *changed;
    } else {
      report.error(value, changed.problem().what, changed.problem().help);
    }
  });
}

}  // namespace certdrill::load
