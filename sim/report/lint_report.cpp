#include "report/lint_report.h"

#include <algorithm>

#include "base/text.h"
#include "lint/rules.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

using lint::Finding;
using lint::Level;

std::size_t count_of(const std::vector<Finding>& findings, Level level) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.level == level; }));
}

class Text {
 public:
  explicit Text(bool colored) : colored_(colored) {}

  void add(const Finding& finding) {
    const lint::Rule& rule = lint::rule_of(finding.id);
    const Location& where = finding.where;
    const std::string place =
        where.file + (where.line > 0 ? ":" + std::to_string(where.line) + ":" + std::to_string(where.column) : "");
    const std::string level(lint::to_string(finding.level));
    out_ += paint("1", place + ":") + " " + paint(finding.level == Level::warning ? "1;33" : "1;36", level + ":") +
            " " + paint("1", finding.what) + " [" + std::string(finding.id) + "]\n";
    if (!where.source_line.empty()) mark(where);
    out_ += "  " + std::string(rule.source) + ": " + quoted_sentence(rule.sentence) + "\n";
    out_ += paint("1;32", "help:") + " " + std::string(rule.advice) + "\n";
  }

  void finish(const model::Scenario& scenario, const std::vector<Finding>& findings) {
    const std::size_t warnings = count_of(findings, Level::warning);
    const std::size_t notes = findings.size() - warnings;
    const std::string found =
        findings.empty() ? "nothing is found" : counted(warnings, "warning") + ", " + counted(notes, "note");
    out_ += scenario.name + ": " + found + "\n";
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string paint(const char* code, const std::string& text) const {
    return colored_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }
  static std::string quoted_sentence(std::string_view sentence) { return "\"" + std::string(sentence) + "\""; }

  // The line, and a mark below what is meant; a long line in part.
  void mark(const Location& where) {
    constexpr std::size_t widest = 150;
    const std::vector<std::string_view> characters = utf8_characters(where.source_line);
    const std::size_t begin = where.column - 1;
    if (begin >= characters.size()) return;
    const std::size_t from = begin + where.length > widest ? begin - std::min<std::size_t>(begin, 40) : 0;
    const std::size_t to = std::min(characters.size(), from + widest);
    std::string line = from > 0 ? "  ..." : "  ";
    std::string below(line.size(), ' ');
    for (std::size_t i = from; i < to; ++i) {
      line += characters[i];
      below += characters[i] == "\t" ? '\t' : i < begin ? ' ' : i == begin ? '^' : i < begin + where.length ? '~' : ' ';
    }
    while (!below.empty() && below.back() == ' ') below.pop_back();
    out_ += line + (to < characters.size() ? "..." : "") + "\n" + paint("1;32", below) + "\n";
  }

  bool colored_;
  std::string out_;
};

nlohmann::ordered_json json_of(const Finding& finding) {
  const lint::Rule& rule = lint::rule_of(finding.id);
  return {{"id", finding.id},
          {"level", lint::to_string(finding.level)},
          {"file", finding.where.file},
          {"line", finding.where.line},
          {"column", finding.where.column},
          {"length", finding.where.length},
          {"message", finding.what},
          {"sentence", rule.sentence},
          {"source", rule.source},
          {"advice", rule.advice}};
}

}  // namespace

std::string lint_text(const model::Scenario& scenario, const std::vector<Finding>& findings, bool colored) {
  Text text(colored);
  for (const Finding& finding : findings) text.add(finding);
  text.finish(scenario, findings);
  return text.take();
}

std::string lint_json(const std::vector<LintedScenario>& scenarios) {
  nlohmann::ordered_json out;
  out["format"] = "certdrill.lint/1";
  out["scenarios"] = nlohmann::ordered_json::array();
  for (const LintedScenario& each : scenarios) {
    nlohmann::ordered_json one = {{"scenario", each.name},
                                  {"file", each.file},
                                  {"warnings", count_of(each.findings, Level::warning)},
                                  {"notes", count_of(each.findings, Level::note)}};
    one["findings"] = nlohmann::ordered_json::array();
    for (const Finding& finding : each.findings) one["findings"].push_back(json_of(finding));
    out["scenarios"].push_back(std::move(one));
  }
  return to_text(out);
}

}  // namespace certdrill::report
