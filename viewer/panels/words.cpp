#include "panels/words.h"

namespace certdrill::panels {

std::string clock_text(SimTime at, bool with_day) {
  std::string text = to_string(at);  // 2026-01-10T00:08:06Z
  if (text.size() < 20) return text;
  text.pop_back();
  text[10] = ' ';
  return text.substr(with_day ? 5 : 11);
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string place_text(const check::PlanPlace& place, const model::Scenario& scenario) {
  if (!place.step || *place.step >= scenario.steps.size()) return "no step is under way";
  std::string text = scenario.steps[*place.step].name;
  if (place.domain && *place.domain < scenario.cluster.upgrade_domains.size())
    text += (place.between_domains ? ", after " : ", ") + scenario.cluster.upgrade_domains[*place.domain];
  return text;
}

}  // namespace certdrill::panels
