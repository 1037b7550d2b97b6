// Pages of `certdrill rule`: their shape, and that every id has one and every page an id.
#include "report/rule_page.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/rule_catalogue.h"
#include "report/rule_report.h"

namespace certdrill::report {
namespace {

std::string page_with(const std::string& example) {
  return "# Thing: what it is\n\n## What it means\n\nText.\n\n## The rule\n\nA sentence.\n\n## Example\n\n" + example +
         "\n\n## What to do\n\nNothing.\n";
}

TEST(RulePageText, IsReadSectionBySection) {
  const Result<RulePage> page = parse_rule_page(
      page_with("Try:\n\n```console\n$ certdrill run x; echo $?\n# no heading\n0\n$ true\n```"), "Thing.md");
  ASSERT_TRUE(page.ok()) << page.problem().what;
  EXPECT_EQ(page->id, "Thing");
  EXPECT_EQ(page->title, "what it is");
  EXPECT_EQ(page->sections[0], "Text.");
  EXPECT_EQ(page->sections[3], "Nothing.");
  EXPECT_EQ(page->commands, (std::vector<std::string>{"certdrill run x; echo $?", "true"}));
}

struct WrongPageCase {
  const char* name;
  std::string markdown;
  std::uint32_t line;
  const char* what;
};
void PrintTo(const WrongPageCase& row, std::ostream* out) { *out << row.name; }

class WrongRulePage : public testing::TestWithParam<WrongPageCase> {};
TEST_P(WrongRulePage, IsAnsweredWithTheLine) {
  const Result<RulePage> page = parse_rule_page(GetParam().markdown, "Thing.md");
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.problem().where.file, "Thing.md");
  EXPECT_EQ(page.problem().where.line, GetParam().line);
  EXPECT_EQ(page.problem().what, GetParam().what);
}
INSTANTIATE_TEST_SUITE_P(
    Shapes, WrongRulePage,
    testing::Values(
        WrongPageCase{"empty", "", 1, "the first line is no title"},
        WrongPageCase{"title_without_words", "# Thing\n", 1, "the first line is no title"},
        WrongPageCase{"text_before_the_sections", "# Thing: it\n\nText.\n", 3, "text before the first section"},
        WrongPageCase{"sections_in_another_order", "# Thing: it\n\n## The rule\n", 3, "an unexpected heading"},
        WrongPageCase{"one_section_too_many", page_with("Text.") + "## More\n", 18, "an unexpected heading"},
        WrongPageCase{"an_empty_section", page_with(""), 1, "nothing under \"Example\""},
        WrongPageCase{"a_missing_section", "# Thing: it\n\n## What it means\n\nText.\n", 1,
                      "nothing under \"The rule\""}),
    [](const auto& row) { return std::string(row.param.name); });

struct PlainTextCase {
  const char* name;
  const char* markdown;
  const char* text;
};
void PrintTo(const PlainTextCase& row, std::ostream* out) { *out << row.name; }

class PlainText : public testing::TestWithParam<PlainTextCase> {};
TEST_P(PlainText, IsForATerminal) { EXPECT_EQ(plain_text(GetParam().markdown), GetParam().text); }
INSTANTIATE_TEST_SUITE_P(
    Marks, PlainText,
    testing::Values(PlainTextCase{"link_to_a_page", "See [Expired](Expired.md).", "See Expired.\n"},
                    PlainTextCase{"link_to_a_page_by_other_words", "See [that](Expired.md).",
                                  "See that (certdrill rule Expired).\n"},
                    PlainTextCase{"link_to_a_document", "As [decided\nthere](../decisions/0007-equal-expiry.md#why).",
                                  "As decided there (docs/decisions/0007-equal-expiry.md).\n"},
                    PlainTextCase{"link_to_the_web", "[curl](https://curl.se)", "curl (https://curl.se)\n"},
                    PlainTextCase{"brackets_that_are_no_link", "a [b] c", "a [b] c\n"},
                    PlainTextCase{"block", "Try:\n\n```console\n$ ls\n```\n", "Try:\n\n    $ ls\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RulePages, AreForEveryIdAndForNothingElse) {
  std::set<std::string> pages;
  for (const RulePageFile& file : rule_page_files()) {
    const Result<RulePage> page = parse_rule_page(file.markdown, std::string(file.name));
    ASSERT_TRUE(page.ok()) << to_text(page.problem());
    EXPECT_EQ(page->id + ".md", file.name);
    EXPECT_TRUE(pages.insert(page->id).second) << page->id;
  }
  std::set<std::string> ids;
  for (const RuleEntry& entry : rule_catalogue()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id << " stands for two things";
    EXPECT_TRUE(pages.contains(entry.id)) << "no docs/rules/" << entry.id << ".md";
  }
  for (const std::string& page : pages) EXPECT_TRUE(ids.contains(page)) << "docs/rules/" << page << ".md has no id";
}

// File systems that do not tell letter case apart have to hold them all.
TEST(RulePages, DifferInMoreThanLetterCase) {
  std::set<std::string> names;
  for (const RulePageFile& file : rule_page_files())
    EXPECT_TRUE(names.insert(lower_ascii(file.name)).second) << file.name;
}

TEST(RulePages, OfSwitchesTellTheirValues) {
  for (const RulePageFile& file : rule_page_files()) {
    const Result<RulePage> page = parse_rule_page(file.markdown, std::string(file.name));
    ASSERT_TRUE(page.ok());
    const auto entry = std::find_if(rule_catalogue().begin(), rule_catalogue().end(),
                                    [&](const RuleEntry& each) { return each.id == page->id; });
    if (entry == rule_catalogue().end() || entry->kind != RuleKind::profile_switch) continue;
    std::string rule = page->sections[1];
    std::replace(rule.begin(), rule.end(), '\n', ' ');
    EXPECT_NE(rule.find(switch_line(page->id)), std::string::npos)
        << file.name << " does not say: " << switch_line(page->id);
  }
}

}  // namespace
}  // namespace certdrill::report
