#include "base/text.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace certdrill {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NaturalLess, OrdersNamesAsPeopleDo) {
  const std::vector<std::string> ordered = {"",
                                            "-",
                                            "0",
                                            "00",
                                            "1",
                                            "01",
                                            "2",
                                            "10",
                                            "A",
                                            "UD",
                                            "UD1",
                                            "UD2",
                                            "UD02",
                                            "UD10",
                                            "UD10a",
                                            "UD10b2",
                                            "UD10b10",
                                            "UD99999999999999999999",
                                            "UD100000000000000000000",
                                            "a",
                                            "a b",
                                            "a1b2",
                                            "a1b02",
                                            "a01b2",
                                            "\u00e9"};
  const NaturalLess less;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_EQ(less(ordered[i], ordered[j]), i < j) << '"' << ordered[i] << "\" and \"" << ordered[j] << '"';
    }
  }
}

TEST(NaturalLess, IsATotalOrder) {
  Random random(4);
  const NaturalLess less;
  const auto word = [&] {
    std::string text;
    for (std::uint64_t length = random.below(6); length > 0; --length) text += "001a-"[random.below(5)];
    return text;
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::string a = word();
    const std::string b = word();
    const std::string c = word();
    ASSERT_EQ(less(a, b) + less(b, a), a == b ? 0 : 1) << a << ' ' << b;
    if (less(a, b) && less(b, c)) {
      ASSERT_TRUE(less(a, c)) << a << ' ' << b << ' ' << c;
    }
  }
}

struct SlipCase {
  const char* name;
  const char* word;
  std::vector<std::string> known;
  std::vector<std::string> expected;
};

class Suggestions : public testing::TestWithParam<SlipCase> {};

TEST_P(Suggestions, AreTheLikelyOnes) {
  EXPECT_EQ(suggestions(GetParam().word, GetParam().known), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Words, Suggestions,
    testing::Values(SlipCase{"letter_missing", "certificat", {"cluster", "certificate"}, {"certificate"}},
                    SlipCase{"letter_too_many", "nodess", {"nodes", "steps"}, {"nodes"}},
                    SlipCase{"letters_swapped", "ndoes", {"nodes", "notes"}, {"nodes"}},
                    SlipCase{"swap_counts_once", "ab", {"ba"}, {"ba"}},
                    SlipCase{"case_alone_always_counts", "NOTAFTER", {"notBefore", "notAfter"}, {"notAfter"}},
                    SlipCase{"case_comes_first", "Bx", {"Ax", "bX"}, {"bX", "Ax"}},
                    SlipCase{"one_letter_more", "Bx", {"A", "B"}, {"B"}},
                    SlipCase{"a_letter_is_no_slip_of_another", "C", {"A", "B"}, {}},
                    SlipCase{"best_first", "upgrde", {"grade", "upgrades", "upgrade"}, {"upgrade", "upgrades"}},
                    SlipCase{
                        "three_at_most", "node0", {"node1", "node2", "node3", "node4"}, {"node1", "node2", "node3"}},
                    SlipCase{"each_once", "node0", {"node1", "node1"}, {"node1"}},
                    SlipCase{"itself_is_no_suggestion", "node", {"node"}, {}},
                    SlipCase{"too_far", "security", {"steps", "checks"}, {}},
                    SlipCase{"a_third_of_the_length_is_close", "abcxyz", {"abcdez"}, {"abcdez"}},
                    SlipCase{"more_than_a_third_is_not", "abcxyz", {"abcdef"}, {}}, SlipCase{"empty", "", {"A"}, {}},
                    SlipCase{"nothing_known", "A", {}, {}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Suggestions, APastedPageHasNone) {
  EXPECT_THAT(suggestions(std::string(65, 'a'), {std::string(66, 'a')}), IsEmpty());
  EXPECT_THAT(suggestions(std::string(64, 'a'), {std::string(63, 'a')}), ElementsAre(std::string(63, 'a')));
}

TEST(DidYouMean, SuggestsOrListsOrSaysNothing) {
  EXPECT_EQ(did_you_mean("Bx", {"A", "B"}), "did you mean \"B\"?");
  EXPECT_EQ(did_you_mean("node0", {"node1", "node2", "node3"}), "did you mean \"node1\", \"node2\" or \"node3\"?");
  EXPECT_EQ(did_you_mean("zzz", {"A", "B"}), "one of: A, B");
  EXPECT_EQ(did_you_mean("zzz", {"A"}), "there is only: A");
  EXPECT_EQ(did_you_mean("zzz", {}), "");
  EXPECT_EQ(did_you_mean("zzz", std::vector<std::string>(17, "A")), "");
}

TEST(Join, PutsWordsTogether) {
  EXPECT_EQ(join_words({}), "");
  EXPECT_EQ(join_words({"a"}), "a");
  EXPECT_EQ(join_words({"a", "b"}), "a and b");
  EXPECT_EQ(join_words({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(join_words({"a", "b", "c"}, "or"), "a, b or c");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"a", "b", "c"}, "--"), "a--b--c");
}

TEST(Counted, KnowsOneFromMany) {
  EXPECT_EQ(counted(0, "node"), "0 nodes");
  EXPECT_EQ(counted(1, "node"), "1 node");
  EXPECT_EQ(counted(2, "node"), "2 nodes");
}

struct QuotedCase {
  const char* name;
  std::string text;
  const char* expected;
};

class Quoted : public testing::TestWithParam<QuotedCase> {};

TEST_P(Quoted, ShowsEveryCharacter) { EXPECT_EQ(certdrill::quoted(GetParam().text), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Texts, Quoted,
                         testing::Values(QuotedCase{"plain", "cluster", R"("cluster")"},
                                         QuotedCase{"empty", "", R"("")"},
                                         QuotedCase{"quote_and_backslash", R"(a"b\c)", R"("a\"b\\c")"},
                                         QuotedCase{"line_and_tab", "a\nb\tc", R"("a\nb\tc")"},
                                         QuotedCase{"escape_sequence", "\x1B[2J", R"("\x1B[2J")"},
                                         QuotedCase{"zero_byte", std::string("a\0b", 3), R"("a\x00b")"},
                                         QuotedCase{"delete", "\x7F", R"("\x7F")"},
                                         QuotedCase{"utf8", "\u00fc\u20ac\U0001F600", "\"\u00fc\u20ac\U0001F600\""},
                                         QuotedCase{"no_utf8", "a\xFFz", R"("a\xFFz")"},
                                         QuotedCase{"c1_control",
                                                    "\xC2\x9B"
                                                    "2J",
                                                    R"("\u009B2J")"},
                                         QuotedCase{"pasted_invisible_mark", "\u200E0059", R"("\u200E0059")"},
                                         QuotedCase{"reordering_mark", "\u202Etxt", R"("\u202Etxt")"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Quoted, CutsInTheMiddleBeyondEightyCharacters) {
  EXPECT_EQ(certdrill::quoted(std::string(80, 'a')), '"' + std::string(80, 'a') + '"');
  EXPECT_EQ(certdrill::quoted(std::string(41, 'a') + std::string(1000, 'x') + std::string(40, 'b')),
            '"' + std::string(40, 'a') + "..." + std::string(40, 'b') + '"');
}

struct Utf8Case {
  const char* name;
  const char* text;
  std::vector<std::size_t> lengths;
};

class Utf8Characters : public testing::TestWithParam<Utf8Case> {};

TEST_P(Utf8Characters, AreCodePointsOrSingleBytes) {
  std::vector<std::size_t> lengths;
  std::string together;
  for (const std::string_view each : utf8_characters(GetParam().text)) {
    lengths.push_back(each.size());
    together += each;
  }
  EXPECT_EQ(lengths, GetParam().lengths);
  EXPECT_EQ(together, GetParam().text);
}

// The edges of the table in RFC 3629, section 4.
INSTANTIATE_TEST_SUITE_P(Bytes, Utf8Characters,
                         testing::Values(Utf8Case{"empty", "", {}}, Utf8Case{"ascii", "ab", {1, 1}},
                                         Utf8Case{"two_three_four", "\u00fc\u20ac\U0001F600", {2, 3, 4}},
                                         Utf8Case{"first_and_last_of_two", "\xC2\x80\xDF\xBF", {2, 2}},
                                         Utf8Case{"first_and_last_of_three", "\xE0\xA0\x80\xEF\xBF\xBF", {3, 3}},
                                         Utf8Case{"first_and_last_of_four", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", {4, 4}},
                                         Utf8Case{"around_the_surrogates", "\xED\x9F\xBF\xEE\x80\x80", {3, 3}},
                                         Utf8Case{"lonely_continuation",
                                                  "\x80"
                                                  "a",
                                                  {1, 1}},
                                         Utf8Case{"overlong_two", "\xC0\x80", {1, 1}},
                                         Utf8Case{"overlong_three", "\xE0\x9F\xBF", {1, 1, 1}},
                                         Utf8Case{"overlong_four", "\xF0\x8F\xBF\xBF", {1, 1, 1, 1}},
                                         Utf8Case{"surrogate", "\xED\xA0\x80", {1, 1, 1}},
                                         Utf8Case{"beyond_unicode", "\xF4\x90\x80\x80", {1, 1, 1, 1}},
                                         Utf8Case{"lead_f5", "\xF5\x80\x80\x80", {1, 1, 1, 1}},
                                         Utf8Case{"cut_off", "\xE2\x82", {1, 1}},
                                         Utf8Case{"cut_off_by_a_letter",
                                                  "\xE2\x82"
                                                  "a",
                                                  {1, 1, 1}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(LowerAscii, LeavesTheRestAlone) {
  EXPECT_EQ(lower_ascii("AZaz[@\u00c4"), "azaz[@\u00c4");
  EXPECT_TRUE(equal_ignoring_ascii_case("Cluster.Contoso.TEST", "cluster.contoso.test"));
  EXPECT_FALSE(equal_ignoring_ascii_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_ascii_case("[", "{")) << "these differ by the bit that makes letters small";
  EXPECT_FALSE(equal_ignoring_ascii_case("\u00c4", "\u00e4"));
}

}  // namespace
}  // namespace certdrill
