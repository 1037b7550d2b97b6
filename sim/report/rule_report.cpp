#include "report/rule_report.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "model/rule_profile.h"
#include "report/rule_catalogue.h"
#include "report/rule_page.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

// The pages are part of the program, so one that is missing or has another shape is a mistake of ours.
const std::vector<RulePage>& pages() {
  static const std::vector<RulePage> all = [] {
    std::vector<RulePage> parsed;
    for (const RulePageFile& file : rule_page_files()) {
      Result<RulePage> page = parse_rule_page(file.markdown, "docs/rules/" + std::string(file.name));
      if (!page) {
        std::fputs(to_text(page.problem()).c_str(), stderr);
        std::abort();
      }
      parsed.push_back(*std::move(page));
    }
    return parsed;
  }();
  return all;
}

const RulePage& page_of(const std::string& id) {
  const auto found = std::find_if(pages().begin(), pages().end(), [&](const RulePage& page) { return page.id == id; });
  if (found == pages().end()) {
    std::fprintf(stderr, "there is no docs/rules/%s.md\n", id.c_str());
    std::abort();
  }
  return *found;
}

Result<const RuleEntry*> find_entry(std::string_view asked) {
  std::vector<std::string> ids;
  for (const RuleEntry& entry : rule_catalogue()) {
    if (entry.id == asked || entry.shown_as == asked) return &entry;
    ids.push_back(entry.id);
  }
  ids.emplace_back("profile");
  const std::string help = did_you_mean(asked, ids);
  return problem("unknown rule " + quoted(asked), help.starts_with("did") ? help : "certdrill rule lists them all");
}

std::string painted(const std::string& text, bool colored) { return colored ? "\033[1m" + text + "\033[0m" : text; }

const model::SwitchInfo& info_of(std::string_view switch_name) {
  const auto& all = model::all_switches();
  return *std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == switch_name; });
}

std::vector<std::string> words_of(const model::SwitchInfo& info) { return {info.values.begin(), info.values.end()}; }

}  // namespace

std::string switch_line(std::string_view switch_name) {
  const model::SwitchInfo& info = info_of(switch_name);
  std::string line;
  for (const model::Profile profile : model::all_profiles) {
    line += std::string(line.empty() ? "" : ", ") + std::string(model::to_string(profile)) + " " +
            std::string(model::value_of(model::switches_of(profile), switch_name));
  }
  line += "; one of: " + join(words_of(info), ", ");
  return info.setting.empty() ? line : line + "; setting " + std::string(info.setting);
}

std::string rule_list_text(bool colored) {
  std::size_t width = 0;
  for (const RuleEntry& entry : rule_catalogue()) width = std::max(width, entry.id.size());
  std::string out;
  const RuleEntry* before = nullptr;
  for (const RuleEntry& entry : rule_catalogue()) {
    if (before == nullptr || before->kind != entry.kind) {
      out += std::string(before == nullptr ? "" : "\n") + painted(std::string(heading_of(entry.kind)), colored) + "\n";
    }
    out += "  " + padded(entry.id, width) + "  " + page_of(entry.id).title + "\n";
    before = &entry;
  }
  return out + "\ncertdrill rule ID shows the page of one.\n";
}

std::string rule_list_json() {
  Json out;
  out["format"] = "certdrill.rules/1";
  out["rules"] = Json::array();
  for (const RuleEntry& entry : rule_catalogue())
    out["rules"].push_back({{"id", entry.id}, {"kind", to_string(entry.kind)}, {"title", page_of(entry.id).title}});
  return to_text(out);
}

Result<std::string> rule_page_text(std::string_view asked, bool colored) {
  const Result<const RuleEntry*> entry = find_entry(asked);
  if (!entry) return entry.problem();
  const RulePage& page = page_of((*entry)->id);
  std::string out = painted(page.id + ": " + page.title, colored) + "\n";
  for (std::size_t i = 0; i < rule_sections.size(); ++i)
    out += "\n" + painted(std::string(rule_sections[i]), colored) + "\n\n" + plain_text(page.sections[i]);
  return out;
}

Result<std::string> rule_page_json(std::string_view asked) {
  const Result<const RuleEntry*> entry = find_entry(asked);
  if (!entry) return entry.problem();
  const RulePage& page = page_of((*entry)->id);
  Json out;
  out["format"] = "certdrill.rule/1";
  out["id"] = page.id;
  out["kind"] = to_string((*entry)->kind);
  out["shownAs"] = (*entry)->shown_as;
  out["title"] = page.title;
  out["meaning"] = page.sections[0];
  out["rule"] = page.sections[1];
  out["source"] = (*entry)->source;
  out["example"] = page.sections[2];
  out["commands"] = page.commands;
  out["whatToDo"] = page.sections[3];
  return to_text(out);
}

std::string profile_table_text() {
  std::size_t name_width = 0;
  std::vector<std::size_t> widths(model::all_profiles.size());
  const auto value = [](const model::SwitchInfo& info, std::size_t profile) {
    return std::string(model::value_of(model::switches_of(model::all_profiles[profile]), info.name));
  };
  for (const model::SwitchInfo& info : model::all_switches()) name_width = std::max(name_width, info.name.size());
  for (std::size_t i = 0; i < widths.size(); ++i) {
    widths[i] = model::to_string(model::all_profiles[i]).size();
    for (const model::SwitchInfo& info : model::all_switches()) widths[i] = std::max(widths[i], value(info, i).size());
  }
  std::string out = padded("switch", name_width);
  for (std::size_t i = 0; i < widths.size(); ++i)
    out += "  " + padded(std::string(model::to_string(model::all_profiles[i])), widths[i]);
  out += "  question\n";
  for (const model::SwitchInfo& info : model::all_switches()) {
    out += padded(std::string(info.name), name_width);
    for (std::size_t i = 0; i < widths.size(); ++i) out += "  " + padded(value(info, i), widths[i]);
    out += "  " + std::string(info.question) + "\n";
  }
  return out;
}

std::string profile_table_json() {
  Json out;
  out["format"] = "certdrill.profiles/1";
  out["profiles"] = model::profile_names();
  out["switches"] = Json::array();
  for (const model::SwitchInfo& info : model::all_switches()) {
    Json entry;
    entry["name"] = info.name;
    entry["question"] = info.question;
    entry["values"] = words_of(info);
    for (const model::Profile profile : model::all_profiles)
      entry["in"][std::string(model::to_string(profile))] = model::value_of(model::switches_of(profile), info.name);
    entry["setting"] = info.setting.empty() ? Json(nullptr) : Json(info.setting);
    entry["source"] = info.source;
    out["switches"].push_back(std::move(entry));
  }
  return to_text(out);
}

}  // namespace certdrill::report
