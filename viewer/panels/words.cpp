#include "panels/words.h"

#include "base/text.h"

namespace certdrill::panels {

std::string clock_text(SimTime at, bool with_day) {
  std::string text = to_string(at);  // 2026-01-10T00:08:06Z
  if (text.size() < 20) return text;
  text.pop_back();
  text[10] = ' ';
  return text.substr(with_day ? 5 : 11);
}

std::string place_text(const check::PlanPlace& place, const model::Scenario& scenario) {
  if (!place.step || *place.step >= scenario.steps.size()) return "no step is under way";
  std::string text = scenario.steps[*place.step].name;
  if (place.domain && *place.domain < scenario.cluster.upgrade_domains.size())
    text += (place.between_domains ? ", after " : ", ") + scenario.cluster.upgrade_domains[*place.domain];
  return text;
}

std::vector<Paragraph> paragraphs_of(std::string_view page) {
  using Kind = Paragraph::Kind;
  std::vector<Paragraph> out;
  bool goes_on = false;  // the last paragraph has no empty line behind it yet
  std::size_t lines = 0;
  const auto close = [&] {
    // One short line alone is what the page calls its sections.
    if (goes_on && lines == 1 && out.back().kind == Kind::text && out.back().text.size() < 30 &&
        !out.back().text.ends_with('.') && !out.back().text.starts_with("- "))
      out.back().kind = Kind::heading;
    goes_on = false;
  };
  while (!page.empty()) {
    const std::size_t end = page.find('\n');
    const std::string_view line = page.substr(0, end);
    page.remove_prefix(end == std::string_view::npos ? page.size() : end + 1);
    if (line.empty()) {
      close();
      continue;
    }
    const Kind kind = line.starts_with("    ") ? Kind::code : Kind::text;
    const bool item = line.starts_with("- ");
    if (goes_on && out.back().kind == kind && !item) {
      out.back().text += kind == Kind::code ? "\n" + std::string(line) : " " + std::string(trimmed(line));
      ++lines;
      continue;
    }
    close();
    out.push_back({kind, std::string(line)});
    goes_on = true;
    lines = 1;
  }
  close();
  if (!out.empty() && out.front().kind == Kind::text) out.front().kind = Kind::heading;
  return out;
}

}  // namespace certdrill::panels
