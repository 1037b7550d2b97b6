#include "panels/words.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "report/rule_catalogue.h"
#include "report/rule_report.h"
#include "scene/words.h"

namespace certdrill::panels {
namespace {

using Kind = Paragraph::Kind;

TEST(Words, TimesAreShort) {
  const SimTime at = from_unix_seconds(1'768'003'686);
  EXPECT_EQ(to_string(at), "2026-01-10T00:08:06Z");
  EXPECT_EQ(clock_text(at, true), "01-10 00:08:06");
  EXPECT_EQ(clock_text(at, false), "00:08:06");
  EXPECT_EQ(clock_text(at + Duration(250), false), "00:08:06.250");
}

TEST(Words, LargeNumbersAreGrouped) {
  EXPECT_EQ(scene::with_thousands(0), "0");
  EXPECT_EQ(scene::with_thousands(999), "999");
  EXPECT_EQ(scene::with_thousands(1'000), "1,000");
  EXPECT_EQ(scene::with_thousands(12'345'678), "12,345,678");
}

TEST(Words, APageIsCutIntoItsParagraphs) {
  EXPECT_EQ(paragraphs_of("Id: what\n\nThe rule\n\nOne line\ngoes on.\n\n    $ run\n    done\n\nEnds.\n"),
            (std::vector<Paragraph>{{Kind::heading, "Id: what"},
                                    {Kind::heading, "The rule"},
                                    {Kind::text, "One line goes on."},
                                    {Kind::code, "    $ run\n    done"},
                                    {Kind::text, "Ends."}}));
  EXPECT_EQ(paragraphs_of("Id: what\n\n- one thing\n  more\n- another\n"),
            (std::vector<Paragraph>{
                {Kind::heading, "Id: what"}, {Kind::text, "- one thing more"}, {Kind::text, "- another"}}));
  EXPECT_TRUE(paragraphs_of("").empty());
}

TEST(Words, EveryPageOfARuleHasItsFiveHeadings) {
  for (const report::RuleEntry& entry : report::rule_catalogue()) {
    const Result<std::string> page = report::rule_page_text(entry.id);
    ASSERT_TRUE(page) << entry.id;
    std::vector<std::string> headings;
    for (const Paragraph& each : paragraphs_of(*page)) {
      if (each.kind == Kind::heading) headings.push_back(each.text);
    }
    EXPECT_EQ(headings.size(), 5U) << entry.id << ": " << testing::PrintToString(headings);
  }
}

}  // namespace
}  // namespace certdrill::panels
