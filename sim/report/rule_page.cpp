#include "report/rule_page.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace certdrill::report {
namespace {

struct Line {
  std::string_view text;
  std::uint32_t number = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back({text.substr(0, end), ++number});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Problem problem_at(const std::string& file, const Line& line, std::string what, std::string help) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where = {file, line.number, 1, static_cast<std::uint32_t>(std::max<std::size_t>(1, line.text.size())),
                 std::string(line.text)};
  return wrong;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of('\n'));
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

// Where a link of a page leads, seen from the top of the tree: "../decisions/0007.md" is docs/decisions/0007.md, and
// another page is the command that shows it.
std::string target_of_link(std::string_view link) {
  link = link.substr(0, link.find('#'));
  if (link.find("://") != std::string_view::npos) return std::string(link);
  if (link.find('/') == std::string_view::npos && link.ends_with(".md"))
    return "certdrill rule " + std::string(link.substr(0, link.size() - 3));
  return (std::filesystem::path("docs/rules") / link).lexically_normal().generic_string();
}

// `[decision 7](../decisions/0007.md)` becomes `decision 7 (docs/decisions/0007.md)`; `[Expired](Expired.md)`, where
// the text says already which page it is, `Expired`.
std::string without_links(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('[');
    const std::size_t middle = open == std::string_view::npos ? open : text.find("](", open);
    const std::size_t close = middle == std::string_view::npos ? middle : text.find(')', middle);
    if (close == std::string_view::npos) break;
    const std::string_view label = text.substr(open + 1, middle - open - 1);
    const std::string_view link = text.substr(middle + 2, close - middle - 2);
    out += text.substr(0, open);
    out += label;
    if (link != std::string(label) + ".md") out += " (" + target_of_link(link) + ")";
    text.remove_prefix(close + 1);
  }
  return out + std::string(text);
}

// The words of a paragraph, in lines that a terminal holds.
std::string filled(std::string_view paragraph) {
  constexpr std::size_t width = 100;
  std::string out;
  std::size_t column = 0;
  while (!paragraph.empty()) {
    const std::size_t end = std::min(paragraph.find_first_of(" \n"), paragraph.size());
    if (end > 0) {
      if (column > 0) {
        const bool fits = column + 1 + end <= width;
        out += fits ? ' ' : '\n';
        column = fits ? column + 1 : 0;
      }
      out += paragraph.substr(0, end);
      column += end;
    }
    paragraph.remove_prefix(std::min(end + 1, paragraph.size()));
  }
  return out.empty() ? out : out + "\n";
}

}  // namespace

Result<RulePage> parse_rule_page(std::string_view markdown, const std::string& file_name) {
  const std::vector<Line> lines = lines_of(markdown);
  RulePage page;
  const Line first = lines.empty() ? Line{{}, 1} : lines.front();
  const std::size_t colon = first.text.find(": ");
  if (!first.text.starts_with("# ") || colon == std::string_view::npos)
    return problem_at(file_name, first, "the first line is no title", "write # Id: what it is, in one line");
  page.id = first.text.substr(2, colon - 2);
  page.title = first.text.substr(colon + 2);

  std::size_t section = rule_sections.size();  // not in one yet
  bool in_block = false;
  bool in_console = false;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view text = lines[i].text;
    if (text.starts_with("```")) {
      in_block = !in_block;
      in_console = in_block && text == "```console";
    }
    if (!in_block && text.starts_with("#")) {
      const std::size_t next = section == rule_sections.size() ? 0 : section + 1;
      const std::string wanted = next < rule_sections.size() ? "## " + std::string(rule_sections[next]) : "";
      if (text != wanted) {
        return problem_at(file_name, lines[i], "an unexpected heading",
                          wanted.empty() ? "this is the last section" : "expected: " + wanted);
      }
      section = next;
      continue;
    }
    if (section == rule_sections.size()) {
      if (text.empty()) continue;
      return problem_at(file_name, lines[i], "text before the first section",
                        "expected: ## " + std::string(rule_sections[0]));
    }
    if (in_console && section == 2 && text.starts_with("$ ")) page.commands.emplace_back(text.substr(2));
    page.sections[section] += std::string(text) + "\n";
  }
  for (std::size_t i = 0; i < rule_sections.size(); ++i) {
    page.sections[i] = trimmed(std::move(page.sections[i]));
    if (page.sections[i].empty())
      return problem_at(file_name, first, "nothing under \"" + std::string(rule_sections[i]) + "\"", "write it");
  }
  return page;
}

std::string plain_text(std::string_view markdown) {
  std::string out;
  std::string paragraph;
  const auto end_paragraph = [&] {
    out += filled(without_links(paragraph));
    paragraph.clear();
  };
  bool in_block = false;
  for (const Line& line : lines_of(markdown)) {
    if (line.text.starts_with("```")) {
      end_paragraph();
      in_block = !in_block;
    } else if (in_block) {
      out += "    " + std::string(line.text) + "\n";
    } else if (line.text.empty()) {
      end_paragraph();
      out += "\n";
    } else {
      paragraph += std::string(line.text) + "\n";
    }
  }
  end_paragraph();
  return out;
}

}  // namespace certdrill::report
