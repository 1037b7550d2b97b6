// Where keys and values stand, and why a text is no JSON.
#include "load/json_tree.h"

#include <string>

#include <gtest/gtest.h>

#include "marked_text.h"

namespace certdrill::load {
namespace {

struct BrokenCase {
  const char* name;
  const char* text;
  const char* what;
  const char* help;
};

class BrokenJson : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenJson, IsExplainedWhereItBreaks) {
  const MarkedText marked = take_marks(GetParam().text);
  const SourceText source("x.json", marked.text);
  ProblemList list(source);
  EXPECT_FALSE(JsonTree::build(source, list).has_value());
  const Problems problems = list.take();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, GetParam().what);
  EXPECT_EQ(problems[0].help, GetParam().help);
  EXPECT_EQ(place_of(problems[0]), marked.place);
}

constexpr const char* remove_comma = "remove the comma";
constexpr const char* two_quotes = "add a double quote; a line break is written \\n";

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokenJson,
    testing::Values(
        BrokenCase{"comma_behind_last_field", R"({"a": 1‹,›})", "a comma with no field behind it", remove_comma},
        BrokenCase{"comma_behind_last_entry", "[1, 2 ‹,›\n // the end\n ]", "a comma with no entry behind it",
                   remove_comma},
        BrokenCase{"two_commas", R"([1,‹,› 2])", "two commas in a row", "remove one"},
        BrokenCase{"comma_first", R"([‹,›1])", "expected a value, found \",\"", ""},
        BrokenCase{"comma_missing", "{\"a\": 1\n  ‹\"›b\": 2}", "missing comma before the next field",
                   "separate them with a comma"},
        BrokenCase{"comma_missing_in_list", R"([1 ‹2›])", "missing comma before the next entry",
                   "separate them with a comma"},
        BrokenCase{"wrong_bracket", R"({"a": [1‹}›})", "expected \",\" or \"]\", found \"}\"", ""},
        BrokenCase{"colon_missing", R"({"a" ‹1›})", "expected \":\" behind the field name, found \"1\"", ""},
        BrokenCase{"value_missing", R"({"a": ‹}›)", "expected a value, found \"}\"", ""},
        BrokenCase{"bare_key", R"({‹a›: 1})", "expected a field name in double quotes, found \"a\"",
                   "field names stand in double quotes"},
        BrokenCase{"number_as_key", R"({"a": 1, ‹2›: 1})", "expected a field name in double quotes, found \"2\"", ""},
        BrokenCase{"single_quotes", R"({"a": ‹'›b'})", "expected a value, found \"'\"",
                   "strings stand in double quotes"},
        BrokenCase{"typographic_quotes", R"({"a": ‹“›b”})", "expected a value, found \"“\"", ""},
        BrokenCase{"true_in_capitals", R"({"a": ‹True›})", "unknown word \"True\"", "did you mean \"true\"?"},
        BrokenCase{"not_a_number", R"([‹NaN›])", "unknown word \"NaN\"", "one of: true, false, null"},
        BrokenCase{"bare_word", R"({"a": ‹ed25519›})", "unknown word \"ed25519\"", "one of: true, false, null"},
        BrokenCase{"plus", R"([‹+1›])", "a number cannot begin with +: \"+1\"", "leave the sign out"},
        BrokenCase{"leading_zero", R"([‹007›])", "a number cannot begin with 0: \"007\"", "leave the zeros out"},
        BrokenCase{"dot_first", R"([‹.5›])", "not a number: \".5\"", "text and durations stand in double quotes"},
        BrokenCase{"dot_last", R"([‹5.›])", "not a number: \"5.\"", "text and durations stand in double quotes"},
        BrokenCase{"exponent_missing", R"([‹5e›])", "not a number: \"5e\"",
                   "text and durations stand in double quotes"},
        BrokenCase{"minus_alone", R"([‹-›])", "not a number: \"-\"", "text and durations stand in double quotes"},
        BrokenCase{"infinite", R"([‹1e999›])", "the number \"1e999\" is too large or malformed", ""},
        BrokenCase{"bare_duration", R"({"wait": ‹30s›})", "not a number: \"30s\"",
                   "text and durations stand in double quotes"},
        BrokenCase{"string_not_closed_on_line", "{\"a\": ‹\"b›\n}", "the string is not closed on its line", two_quotes},
        BrokenCase{"string_not_closed_at_all", R"(["a", ‹"›b)", "the string is not closed: the file ends in it",
                   "add a double quote"},
        BrokenCase{"tab_in_string", "[\"a‹\t›b\"]", "a control character in a string: \"\\t\"", "write it as \\u00.."},
        BrokenCase{"bad_escape", R"(["a‹\x›b"])", "unknown escape \\x in a string",
                   "write \\\\ for the backslash itself"},
        BrokenCase{"short_unicode_escape", R"(["a‹\u›12"])", "\\u needs four hex digits behind it", ""},
        BrokenCase{"half_a_pair", R"(["a‹\ud83d›b"])", "half of a surrogate pair: \\ud83d",
                   "write both halves, or the character itself"},
        BrokenCase{"second_half_alone", R"(["‹\uDE00›"])", "half of a surrogate pair: \\uDE00",
                   "write both halves, or the character itself"},
        BrokenCase{"comment_not_closed", "{\"a\": 1} ‹/*› for ever", "the comment is not closed", "close it with */"},
        BrokenCase{"lone_slash", "{ ‹/› }", "unexpected \"/\"", "comments begin with // or /*"},
        BrokenCase{"hash_comment", "{\n‹#› no\n}", "expected a field name in double quotes, found \"#\"", ""},
        BrokenCase{"ends_in_object", "{\n  \"a\": {\"b\": 1‹›",
                   "the file ends too early: the object of line 2, column 8 is not closed", ""},
        BrokenCase{"ends_in_list", "[1, ‹›", "the file ends too early: the list of line 1, column 1 is not closed", ""},
        BrokenCase{"ends_behind_key", "{\"a\"‹›",
                   "the file ends too early: the object of line 1, column 1 is not closed", ""},
        BrokenCase{"text_behind_the_end", "{} ‹{›}", "there is text behind the end of the scenario",
                   "a file holds one JSON object"},
        BrokenCase{"column_in_characters", "{\"äöü€😀\": ‹x›}", "unknown word \"x\"", "one of: true, false, null"}),
    [](const auto& row) { return std::string(row.param.name); });

// Every key and value with its place: KIND@LINE:COLUMN+LENGTH=TEXT.
std::string outline(const JsonValue& value, const SourceText& source) {
  const Location where = source.location(value.offset(), value.length());
  std::string text = std::string(words_for(value.kind())) + "@" + place_text(where.line, where.column, where.length) +
                     "=" + std::string(value.text()) + "\n";
  if (value.kind() == JsonKind::list)
    value.for_each_item([&](const JsonValue& item) { text += outline(item, source); });
  if (value.kind() == JsonKind::object) {
    value.for_each_member([&](const JsonValue& key, const JsonValue& member) {
      text += "key " + outline(key, source) + outline(member, source);
    });
  }
  return text;
}

TEST(JsonTree, KnowsWhereEverythingStands) {
  const std::string text =
      "\xEF\xBB\xBF{ // first\r\n"
      "  \"ä\" /* : */ : [1, -2.5e3,true , null],\r\n"
      "\t\"\\u00e4\\\"\": { \"x\": \"a // b\", \"y\": {} , \"z\":[] }\r\n"
      "}\n";
  const SourceText source("x.json", text);
  ProblemList problems(source);
  const std::optional<JsonTree> tree = JsonTree::build(source, problems);
  ASSERT_TRUE(tree.has_value()) << all_of(problems.take());
  EXPECT_EQ(outline(tree->root(), source),
            "an object@1:1+1={\n"
            "key a string@2:3+3=ä\n"
            "a list@2:17+1=[\n"
            "a number@2:18+1=1\n"
            "a number@2:21+6=-2.5e3\n"
            "true or false@2:28+4=true\n"
            "null@2:35+4=null\n"
            "key a string@3:2+10=ä\"\n"
            "an object@3:14+1={\n"
            "key a string@3:16+3=x\n"
            "a string@3:21+8=a // b\n"
            "key a string@3:31+3=y\n"
            "an object@3:36+1={\n"
            "key a string@3:41+3=z\n"
            "a list@3:45+1=[\n");
  EXPECT_EQ(source.location(text.find("\"x\""), 1).source_line,
            "\t\"\\u00e4\\\"\": { \"x\": \"a // b\", \"y\": {} , \"z\":[] }");
  EXPECT_EQ(source.location(3, 1).source_line, "{ // first")
      << "neither the byte order mark nor the CR belong to the line";
}

TEST(JsonTree, SaysWhenAFieldStandsTwice) {
  const std::string text = "{\"a\": 1,\n \"b\": {\"a\": 2, \"\\u0061\": 3},\n \"a\": 4}";
  const SourceText source("x.json", text);
  ProblemList list(source);
  ASSERT_TRUE(JsonTree::build(source, list).has_value());
  const Problems problems = list.take();
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].what, "field \"a\" stands here a second time");
  EXPECT_EQ(problems[0].help, "the first is at line 2, column 8");
  EXPECT_EQ(place_of(problems[0]), "2:16+8");
  EXPECT_EQ(problems[1].help, "the first is at line 1, column 2");
  EXPECT_EQ(place_of(problems[1]), "3:2+3");
}

TEST(JsonTree, GoesSixtyFourLevelsDeepAndNoFurther) {
  for (const bool objects : {false, true}) {
    std::string text;
    for (std::size_t i = 0; i < deepest_json; ++i) text += objects && i > 0 ? "{\"a\":" : "[";
    if (objects) text += "1";
    for (std::size_t i = deepest_json; i > 0; --i) text += objects && i > 1 ? "}" : "]";
    const SourceText source("x.json", text);
    ProblemList list(source);
    EXPECT_TRUE(JsonTree::build(source, list).has_value()) << text;
  }
  const std::string text(deepest_json + 1, '[');
  const SourceText source("x.json", text);
  ProblemList list(source);
  EXPECT_FALSE(JsonTree::build(source, list).has_value());
  const Problems problems = list.take();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "the file is nested deeper than 64 levels");
  EXPECT_EQ(place_of(problems[0]), "1:65+1");
}

TEST(StringPlacesTest, FindCharactersBehindEscapes) {
  //                                 1   2 3 4     5     6           7 8
  const std::string text =
      "[\""
      "a"
      "\\n"
      "ä"
      "€"
      "\\u00e4"
      "\\\""
      "\\ud83d\\ude00"
      "x"
      "😀"
      "\"]";
  const SourceText source("x.json", text);
  ProblemList list(source);
  const std::optional<JsonTree> tree = JsonTree::build(source, list);
  ASSERT_TRUE(tree.has_value());
  tree->root().for_each_item([&](const JsonValue& item) {
    ASSERT_EQ(model::count_characters(item.text()), 9U);
    StringPlaces places(item);
    const auto part = [&](std::uint32_t column, std::uint32_t length) {
      const StringPlaces::Range range = places.place_of(column, length);
      return text.substr(range.offset, range.length);
    };
    EXPECT_EQ(part(1, 1), "a");
    EXPECT_EQ(part(2, 1), "\\n");
    EXPECT_EQ(part(3, 2), "ä€");
    EXPECT_EQ(part(5, 1), "\\u00e4");
    EXPECT_EQ(part(6, 1), "\\\"");
    EXPECT_EQ(part(7, 2), "\\ud83d\\ude00x");
    EXPECT_EQ(part(9, 1), "😀");
    EXPECT_EQ(part(10, 1), "\"") << "behind the last character stands the closing quote";
    EXPECT_EQ(part(1, 3), "a\\nä") << "going back is allowed";
  });
}

TEST(SourceTextTest, FindsColumnsInALongLineWithoutCountingFromItsStart) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "ä";
  const SourceText source("x.json", text);
  for (std::size_t i = 0; i < 200'000; i += 1) ASSERT_EQ(source.location(2 * i, 2).column, i + 1);
  EXPECT_EQ(source.location(10, 2).source_line, "") << "a line of 400,000 bytes is not shown";
}

struct UnreadableCase {
  const char* name;
  std::string text;
  const char* what;
  const char* place;
};

class Unreadable : public testing::TestWithParam<UnreadableCase> {};

TEST_P(Unreadable, IsAnsweredBeforeItIsRead) {
  const SourceText source("x.json", GetParam().text);
  const std::optional<Problem> wrong = source.check();
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->what, GetParam().what);
  EXPECT_EQ(place_of(*wrong), GetParam().place);
  EXPECT_EQ(wrong->where.file, "x.json");
}

INSTANTIATE_TEST_SUITE_P(Texts, Unreadable,
                         testing::Values(UnreadableCase{"empty", "", "the file is empty", "file"},
                                         UnreadableCase{"blank", " \n\t\r\n", "the file is empty", "file"},
                                         UnreadableCase{"only_a_mark", "\xEF\xBB\xBF\n", "the file is empty", "file"},
                                         UnreadableCase{"utf16", std::string("\xFF\xFE{\0}\0", 6), "the file is UTF-16",
                                                        "file"},
                                         UnreadableCase{"latin1", "{\n  \"title\": \"Z\xFCrich\"}",
                                                        "not UTF-8: the byte \"\\xFC\" is no character", "2:14+1"},
                                         UnreadableCase{"nul", std::string("{\n \0}", 5),
                                                        "the file has a NUL byte; it is no text", "2:2+1"}),
                         [](const auto& row) { return std::string(row.param.name); });

// No row of the table above: each start of the program would make 64 MiB.
TEST(SourceTextTest, TooLargeIsAnsweredBeforeItIsRead) {
  const SourceText source("x.json", std::string(largest_file_bytes + 1, ' '));
  const std::optional<Problem> wrong = source.check();
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->what, "the file has 67108865 bytes; the most that is read is 67108864");
  EXPECT_EQ(place_of(*wrong), "file");
  EXPECT_EQ(wrong->where.file, "x.json");
}

}  // namespace
}  // namespace certdrill::load
