// RulePage is what `certdrill rule ID` shows: one page of docs/rules/, which is part of the program.
//
// Text form  Markdown of a fixed shape: "# Id: title", then the sections of rule_sections in their order, each with
//            some text. In a block ```console of the example, the lines behind "$ " are commands that show the rule.
// Errors     parse_rule_page() returns a Problem with the line that does not fit. The pages of the program are checked
//            by its tests.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certdrill::report {

inline constexpr std::array<std::string_view, 4> rule_sections = {"What it means", "The rule", "Example", "What to do"};

struct RulePage {
  std::string id;
  std::string title;                    // one line, for lists
  std::array<std::string, 4> sections;  // Markdown, in the order of rule_sections
  std::vector<std::string> commands;    // of the example
};

[[nodiscard]] Result<RulePage> parse_rule_page(std::string_view markdown, const std::string& file_name);

// One file of docs/rules/, as it was when this was built.
struct RulePageFile {
  std::string_view name;  // "Expired.md"
  std::string_view markdown;
};
[[nodiscard]] const std::vector<RulePageFile>& rule_page_files();  // by name

// Markdown as a person reads it in a terminal: links told as the file or the command that they lead to, blocks
// indented, no marks of headings.
[[nodiscard]] std::string plain_text(std::string_view markdown);

}  // namespace certdrill::report
