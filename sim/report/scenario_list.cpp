#include "report/scenario_list.h"

#include <algorithm>

#include "base/text.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

std::string_view expected_word(const model::Scenario& scenario) {
  return scenario.expected == model::Verdict::holds ? "holds" : "violated";
}

}  // namespace

std::string scenario_list_text(const std::vector<model::Scenario>& scenarios) {
  std::size_t width = 0;
  for (const model::Scenario& scenario : scenarios) width = std::max(width, scenario.name.size());
  std::string out;
  for (const model::Scenario& scenario : scenarios) {
    out += padded(scenario.name, width) + "  " + padded(std::string(expected_word(scenario)), 8) + "  " +
           scenario.title + "\n";
  }
  return out;
}

std::string scenario_list_json(const std::vector<model::Scenario>& scenarios) {
  nlohmann::ordered_json out;
  out["format"] = "certdrill.list/1";
  out["scenarios"] = nlohmann::ordered_json::array();
  for (const model::Scenario& scenario : scenarios) {
    out["scenarios"].push_back({{"name", scenario.name},
                                {"title", scenario.title},
                                {"expected", expected_word(scenario)},
                                {"file", scenario.file}});
  }
  return to_text(out);
}

}  // namespace certdrill::report
