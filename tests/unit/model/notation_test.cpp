// What the notation accepts and how it is printed; what it refuses, with the characters that are marked.
#include "model/notation.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::model {
namespace {

struct GoodCase {
  const char* name;
  const char* text;
  const char* printed;
};

class NotationAccepts : public testing::TestWithParam<GoodCase> {};

TEST_P(NotationAccepts, AndPrintsItInItsOneForm) {
  const Result<SecurityConfiguration> security = parse_security(GetParam().text);
  ASSERT_TRUE(security.ok()) << to_text(security.problem());
  EXPECT_EQ(to_string(*security), GetParam().printed);
  const Result<SecurityConfiguration> again = parse_security(to_string(*security));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *security);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, NotationAccepts,
    testing::Values(
        GoodCase{"article", "{P:{TP=A}, V:{TP=A, TP=B}}", "{P:{TP=A}, V:{TP=A, TP=B}}"},
        GoodCase{"no_spaces", "{P:{TP=A},V:{TP=A,TP=B}}", "{P:{TP=A}, V:{TP=A, TP=B}}"},
        GoodCase{"spaces_and_tabs_everywhere", " { P : { TP = A , TP\t=\tB } , V : { TP = A } } ",
                 "{P:{TP=A, TP=B}, V:{TP=A}}"},
        GoodCase{"two_names_presented", "{P:{CN=A, CN=b.test}, V:{CN=A}}", "{P:{CN=A, CN=b.test}, V:{CN=A}}"},
        GoodCase{"pinned_issuers", "{P:{CN=B}, V:{CN=B @ I1 | I2}}", "{P:{CN=B}, V:{CN=B@I1|I2}}"},
        GoodCase{"quoted_name", "{P:{CN='User Name'}, V:{CN='it\\'s \\\\'}}",
                 "{P:{CN='User Name'}, V:{CN='it\\'s \\\\'}}"},
        GoodCase{"quotes_without_need", "{P:{CN='a.test'}, V:{CN='a'}}", "{P:{CN=a.test}, V:{CN='a'}}"},
        GoodCase{"wildcard", "{P:{}, V:{CN=*.contoso.test}}", "{P:{}, V:{CN=*.contoso.test}}"},
        GoodCase{"letters_of_other_scripts", "{P:{CN='Zürich'}, V:{}}", "{P:{CN='Zürich'}, V:{}}"},
        GoodCase{"thumbprint_in_upper_case", "{P:{TP=0059b4d1aa0059b4d1aa0059b4d1aa0059b4d1aa}, V:{TP=A}}",
                 "{P:{TP=0059B4D1AA0059B4D1AA0059B4D1AA0059B4D1AA}, V:{TP=A}}"},
        GoodCase{"file_slot", "{P:{FILE=tls}, V:{CA=R1}}", "{P:{FILE=tls}, V:{CA=R1}}"},
        GoodCase{"authority_with_name", "{P:{TP=A}, V:need {CA=R1/a.test, CA=R2/'User Name', CA=R3/x}}",
                 "{P:{TP=A}, V:need {CA=R1/a.test, CA=R2/'User Name', CA=R3/x}}"},
        GoodCase{"want", "{P:{TP=A}, V:want{TP=A ? true}}", "{P:{TP=A}, V:want {TP=A?true}}"},
        GoodCase{"presented_by_dns_name", "{P:{SAN=a.test, SAN = 'two words'}, V:{TP=A}}",
                 "{P:{SAN=a.test, SAN='two words'}, V:{TP=A}}"},
        GoodCase{"dns_name_without_dot", "{P:{SAN='localhost'}, V:{}}", "{P:{SAN=localhost}, V:{}}"},
        GoodCase{"full_subject", "{P:{CN='CN=svc, O=Contoso'}, V:{}}", "{P:{CN='CN=svc, O=Contoso'}, V:{}}"},
        GoodCase{"pinned_keys", "{P:{}, V:{CN=B@I1 ? key|I2, CN=b.test@I1?key|I2?key}}",
                 "{P:{}, V:{CN=B@I1?key|I2, CN=b.test@I1?key|I2?key}}"},
        GoodCase{"issuer_stores_behind_rules", "{P:{}, V:{IS = My, CN=B, IS=Root/'Contoso CA', IS=Root/x}}",
                 "{P:{}, V:{CN=B, IS=My, IS=Root/'Contoso CA', IS=Root/x}}"},
        GoodCase{"management", "{P:{TP=A},V:{TP=A},server P:{TP=S},client V:{TP=U},admin V:{TP=O, IS=My}}",
                 "{P:{TP=A}, V:{TP=A}, server P:{TP=S}, client V:{TP=U}, admin V:{TP=O, IS=My}}"},
        GoodCase{"spaces_in_management", "{P:{},V:{} ,  admin\tV : want { CN=o.test@I1 } }",
                 "{P:{}, V:{}, admin V:want {CN=o.test@I1}}"},
        GoodCase{"endpoint_that_presents_nothing", "{P:{TP=A}, V:{TP=A}, server P:{}}",
                 "{P:{TP=A}, V:{TP=A}, server P:{}}"},
        GoodCase{"no_clients_are_not_said", "{P:{}, V:{}, client V:{}, admin V:{}}", "{P:{}, V:{}}"},
        GoodCase{"nothing", "{P:{}, V:{}}", "{P:{}, V:{}}"},
        GoodCase{"repeated_rules", "{P:{TP=A, TP=A}, V:{TP=A, TP=A}}", "{P:{TP=A, TP=A}, V:{TP=A, TP=A}}"}),
    [](const auto& row) { return std::string(row.param.name); });

struct BadCase {
  const char* name;
  const char* text;
  std::uint32_t column;
  std::uint32_t length;
  const char* what;
  const char* help;
};

class NotationRefuses : public testing::TestWithParam<BadCase> {};

TEST_P(NotationRefuses, AndMarksTheWrongCharacters) {
  const BadCase& expected = GetParam();
  const Result<SecurityConfiguration> security = parse_security(expected.text);
  ASSERT_FALSE(security.ok());
  EXPECT_EQ(security.problem().what, expected.what);
  EXPECT_EQ(security.problem().help, expected.help);
  EXPECT_EQ(security.problem().where.column, expected.column);
  EXPECT_EQ(security.problem().where.length, expected.length);
}

constexpr const char* example = "for example {P:{TP=A}, V:{TP=A}}";
constexpr const char* name_rule = "a name is a letter and then letters, digits, _ and -";

INSTANTIATE_TEST_SUITE_P(
    Texts, NotationRefuses,
    testing::Values(
        BadCase{"empty", "", 1, 1, "expected \"{\", found the end of the text",
                "a security configuration looks like {P:{TP=A}, V:{TP=A}}"},
        BadCase{"no_outer_brace", "P:{TP=A}, V:{TP=A}", 1, 1, "expected \"{\", found \"P\"",
                "a security configuration looks like {P:{TP=A}, V:{TP=A}}"},
        BadCase{"colon_for_equals", "{P:{TP:A}, V:{TP=A}}", 7, 1, "expected \"=\" after TP, found \":\"", "write TP=A"},
        BadCase{"equals_for_colon", "{P={TP=A}, V:{TP=A}}", 3, 1, "expected \":\" after P, found \"=\"",
                "write P:{TP=A}"},
        BadCase{"lower_case_form", "{P:{tp=A}, V:{TP=A}}", 5, 2, "unknown form \"tp\"", "did you mean \"TP\"?"},
        BadCase{"lower_case_part", "{p:{TP=A}, V:{TP=A}}", 2, 1, "expected P, found \"p\"", "write P:{TP=A}"},
        BadCase{"unknown_form", "{P:{TP=A}, V:{THUMB=A}}", 15, 5, "unknown form \"THUMB\"", "one of: TP, CN, CA, IS"},
        BadCase{"form_missing", "{P:{A}, V:{TP=A}}", 5, 1, "expected TP, CN, SAN or FILE, found \"A\"",
                "write TP=A or CN=A"},
        BadCase{"comma_at_the_end", "{P:{TP=A}, V:{TP=A,}}", 19, 1, "a comma with no entry behind it",
                "remove the comma"},
        BadCase{"comma_at_the_start", "{P:{,TP=A}, V:{TP=A}}", 5, 1, "a comma with no entry before it",
                "remove the comma"},
        BadCase{"two_commas", "{P:{TP=A}, V:{TP=A,,TP=B}}", 20, 1, "a comma with no entry before it",
                "remove the comma"},
        BadCase{"semicolon", "{P:{TP=A}, V:{TP=A; TP=B}}", 19, 1, "expected \",\" or \"}\", found \";\"", ""},
        BadCase{"comma_missing", "{P:{TP=A TP=B}, V:{TP=A}}", 10, 1, "expected \",\" or \"}\", found \"T\"", ""},
        BadCase{"list_not_closed", "{P:{TP=A}, V:{TP=A", 19, 1, "missing \"}\": the list of V is not closed", example},
        BadCase{"end_not_closed", "{P:{TP=A}, V:{TP=A}", 20, 1, "missing \"}\" at the end", ""},
        BadCase{"p_not_closed", "{P:{TP=A, V:{TP=A}}", 11, 1, "missing \"}\" before V",
                "close the list in front of it: {P:{TP=A}, V:{TP=A}}"},
        BadCase{"one_brace_too_many", "{P:{TP=A}, V:{TP=A}}}", 21, 1, "there is text behind the closing brace", ""},
        BadCase{"v_first", "{V:{TP=A}, P:{TP=A}}", 2, 1, "P comes before V", example},
        BadCase{"v_missing", "{P:{TP=A}}", 10, 1, "V is missing", example},
        BadCase{"third_part", "{P:{TP=A}, V:{TP=A}, X:{}}", 22, 1, "unknown part \"X\"",
                "behind P and V may stand server P:{TP=A}, client V:{TP=A}, admin V:{TP=A}"},
        BadCase{"part_missing", "{P:{}, V:{},}", 13, 1, "expected server P, client V or admin V, found \"}\"", ""},
        BadCase{"comma_before_part_missing", "{P:{}, V:{} client V:{}}", 13, 1, "expected \",\" or \"}\", found \"c\"",
                ""},
        BadCase{"part_twice", "{P:{}, V:{}, client V:{}, client V:{}}", 27, 6, "client V stands here a second time",
                "say it once"},
        BadCase{"parts_swapped", "{P:{}, V:{}, admin V:{}, server P:{}}", 26, 6, "server P comes before admin V",
                "the order is server, client, admin"},
        BadCase{"server_accepts", "{P:{}, V:{}, server V:{}}", 21, 1, "expected server P, found \"V\"",
                "write server P:{TP=A}"},
        BadCase{"letter_of_part_missing", "{P:{}, V:{}, client:{}}", 20, 1, "expected client V:, found \":\"",
                "write client V:{TP=A}"},
        BadCase{"colon_of_part_missing", "{P:{}, V:{}, client V{}}", 22, 1,
                "expected \":\" after client V, found \"{\"", "write client V:{TP=A}"},
        BadCase{"list_of_part_not_closed", "{P:{}, V:{}, client V:{TP=A", 28, 1,
                "missing \"}\": the list of client V is not closed", example},
        BadCase{"list_not_closed_before_part", "{P:{}, V:{TP=A, client V:{}}", 17, 6, "missing \"}\" before client V",
                "close the list in front of it: {P:{TP=A}, V:{TP=A}}"},
        BadCase{"san_accepted", "{P:{}, V:{SAN=a.test}}", 11, 3, "SAN= cannot stand in V", "expected TP, CN, CA or IS"},
        BadCase{"san_beside_name", "{P:{CN=a.test, SAN=a.test}, V:{}}", 16, 10,
                "presentation rules allow only one form of declaration, and here SAN stands beside CN",
                "use one form for both entries of P; V may mix them (authentication article, \"Presentation rules\")"},
        BadCase{"three_dns_names", "{P:{SAN=a, SAN=b, SAN=c}, V:{}}", 19, 5,
                "a node presents at most two certificates, a primary and a secondary", "remove this entry"},
        BadCase{"dns_name_missing", "{P:{SAN=}, V:{}}", 9, 1, "expected a DNS name, found \"}\"", ""},
        BadCase{"key_misspelt", "{P:{}, V:{CN=B@I1?keys}}", 18, 5,
                "only key can stand behind the question mark of an issuer",
                "write ?key to pin its public key, or leave it out"},
        BadCase{"key_without_issuer", "{P:{}, V:{CN=B?key}}", 15, 1, "?true cannot stand behind CN= here",
                "it belongs once behind TP="},
        BadCase{"unknown_store", "{P:{}, V:{CN=B, IS=Roots}}", 20, 5, "unknown store \"Roots\"",
                "did you mean \"Root\"?"},
        BadCase{"store_missing", "{P:{}, V:{CN=B, IS='a'}}", 20, 1, "expected My or Root, found \"'\"",
                "a store of the node: IS=Root"},
        BadCase{"issuer_name_missing", "{P:{}, V:{CN=B, IS=My/}}", 23, 1,
                "expected the common name of issuers behind \"/\", found \"}\"", ""},
        BadCase{"store_presented", "{P:{IS=My}, V:{}}", 5, 2, "IS= cannot stand in P", "expected TP, CN, SAN or FILE"},
        BadCase{"mixed_presentation", "{P:{TP=A, CN=B}, V:{TP=A}}", 11, 4,
                "presentation rules allow only one form of declaration, and here CN stands beside TP",
                "use one form for both entries of P; V may mix them (authentication article, \"Presentation rules\")"},
        BadCase{"three_presented", "{P:{TP=A, TP=B, TP=C}, V:{TP=A}}", 17, 4,
                "a node presents at most two certificates, a primary and a secondary", "remove this entry"},
        BadCase{"two_files", "{P:{FILE=a, FILE=b}, V:{TP=A}}", 13, 6, "a node presents one file only",
                "remove this entry"},
        BadCase{"issuer_presented", "{P:{CN=A@I1}, V:{TP=A}}", 9, 1, "presentation rules have no issuers",
                "remove them here; V may pin issuers: CN=b@I1"},
        BadCase{"authority_presented", "{P:{CA=R1}, V:{TP=A}}", 5, 2, "CA= cannot stand in P",
                "expected TP, CN, SAN or FILE"},
        BadCase{"file_accepted", "{P:{TP=A}, V:{FILE=a}}", 15, 4, "FILE= cannot stand in V",
                "expected TP, CN, CA or IS"},
        BadCase{"issuer_of_thumbprint", "{P:{TP=A}, V:{TP=A@I1}}", 19, 1,
                "TP= has no issuers: it names one certificate exactly", "issuers are pinned with CN=: CN=b@I1"},
        BadCase{"issuer_missing", "{P:{TP=A}, V:{CN=A@}}", 20, 1,
                "expected the name of a certificate or 40 hex digits, found \"}\"", ""},
        BadCase{"value_missing", "{P:{TP=}, V:{TP=A}}", 8, 1,
                "expected the name of a certificate or 40 hex digits, found \"}\"", ""},
        BadCase{"question_false", "{P:{TP=A}, V:{TP=A?false}}", 19, 6, "only true can stand behind the question mark",
                "write ?true, or leave it out"},
        BadCase{"39_hex_digits", "{P:{TP=0059B4D1AA0059B4D1AA0059B4D1AA0059B4D1A}, V:{TP=A}}", 8, 39,
                "the thumbprint has 39 hex digits, expected 40", ""},
        BadCase{"digit_first", "{P:{TP=2nd}, V:{TP=A}}", 8, 3,
                "neither the name of a certificate nor 40 hex digits: \"2nd\"", name_rule},
        BadCase{"name_without_dot", "{P:{CN=2nd}, V:{TP=A}}", 8, 3,
                "neither the name of a certificate nor a common name with a dot: \"2nd\"",
                "put a common name without a dot in single quotes: '2nd'"},
        BadCase{"quote_not_closed", "{P:{CN='a b}, V:{TP=A}}", 8, 1, "the quote is not closed",
                "add a ' behind the name"},
        BadCase{"empty_quotes", "{P:{CN=''}, V:{TP=A}}", 8, 2, "a name cannot be empty", ""},
        BadCase{"tab_in_quotes", "{P:{CN='a\tb'}, V:{TP=A}}", 10, 1, "a name cannot contain control characters", ""},
        BadCase{"bad_escape", "{P:{CN='a\\n'}, V:{TP=A}}", 10, 1,
                "a backslash inside quotes stands before a quote or a backslash only",
                "write \\\\ for the backslash itself"},
        BadCase{"no_utf8_in_quotes", "{P:{CN='a\xFF'}, V:{TP=A}}", 10, 1,
                "a byte that is no UTF-8 stands in the quotes", ""},
        BadCase{"column_in_characters", "{P:{CN='äöü', CN='€', CN=c}, V:{TP=A}}", 23, 4,
                "a node presents at most two certificates, a primary and a secondary", "remove this entry"},
        BadCase{"needs", "{P:{TP=A}, V:needs {TP=A}}", 14, 5, "expected \"{\" after V, found \"needs\"",
                "did you mean \"need\"?"},
        BadCase{"typographic_quote", "{P:{TP=“A”}, V:{TP=A}}", 8, 1,
                "expected the name of a certificate or 40 hex digits, found \"“\"", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Notation, SurvivesAZeroByteAnywhere) {
  const std::string good = "{P:{TP=A}, V:{CN='a b'@I|J}}";
  for (std::size_t i = 0; i <= good.size(); ++i) {
    std::string text = good;
    text.insert(i, 1, '\0');
    EXPECT_FALSE(parse_security(text).ok()) << "a zero byte at " << i;
  }
}

TEST(Notation, RefusesEveryPrefix) {
  const std::string good =
      "{P:{TP=A, TP=B}, V:need {TP=A?true, CN='a b'@I?key|J, CA=R/x, IS=My/'a b'}, server P:{SAN=a.test}, "
      "client V:{TP=A}, admin V:{CN=b.test@I1}}";
  for (std::size_t length = 0; length < good.size(); ++length) {
    const Result<SecurityConfiguration> parsed = parse_security(good.substr(0, length));
    ASSERT_FALSE(parsed.ok()) << length;
    EXPECT_LE(parsed.problem().where.column, length + 1);
  }
  EXPECT_TRUE(parse_security(good).ok());
}

TEST(Notation, MarksEveryNameWhereItStands) {
  const std::string text = "{P:{CN='ä b', CN=B}, V:want {TP=C?true, CN=d.test@I1|I2, CA=R1}}";
  const Result<MarkedSecurity> marked = parse_marked_security(text);
  ASSERT_TRUE(marked.ok());
  using What = NotationMark::What;
  const auto row = [](const NotationMark& mark) {
    return std::to_string(static_cast<int>(mark.what)) + " " + std::to_string(mark.column) + "+" +
           std::to_string(mark.length) + " " + mark.text;
  };
  const auto expected = [](What what, int column, int length, const std::string& named) {
    return std::to_string(static_cast<int>(what)) + " " + std::to_string(column) + "+" + std::to_string(length) + " " +
           named;
  };
  std::vector<std::string> rows;
  for (const NotationMark& mark : marked->marks) rows.push_back(row(mark));
  const std::vector<std::string> wanted = {
      expected(What::presented_name, 8, 5, "ä b"),
      expected(What::presented_name, 18, 1, "B"),
      expected(What::client_certificate, 24, 4, "want"),
      expected(What::rule, 30, 9, "TP=C?true"),
      expected(What::accepted_thumbprint, 33, 1, "C"),
      expected(What::chain_check, 34, 5, "?true"),
      expected(What::rule, 41, 15, "CN=d.test@I1|I2"),
      expected(What::accepted_name, 44, 6, "d.test"),
      expected(What::pinned_issuer, 51, 2, "I1"),
      expected(What::pinned_issuer, 54, 2, "I2"),
      expected(What::rule, 58, 5, "CA=R1"),
      expected(What::authority, 61, 2, "R1"),
  };
  EXPECT_EQ(rows, wanted);
}

TEST(Notation, TellsOfWhichPartAMarkIs) {
  const Result<MarkedSecurity> marked = parse_marked_security(
      "{P:{SAN=a.test}, V:{IS=Root/'C A', TP=A}, server P:{TP=S}, client V:{CN=u@I1?key}, admin V:{TP=O}}");
  ASSERT_TRUE(marked.ok());
  std::string rows;
  for (const NotationMark& mark : marked->marks) {
    if (mark.what == NotationMark::What::rule) continue;
    rows += std::to_string(static_cast<int>(mark.part)) + " " + std::to_string(mark.column) + "+" +
            std::to_string(mark.length) + " " + mark.text + "\n";
  }
  EXPECT_EQ(rows, "0 9+6 a.test\n0 21+13 IS=Root/'C A'\n0 39+1 A\n1 56+1 S\n2 73+1 u\n2 75+2 I1\n3 96+1 O\n");
}

TEST(Notation, ReadsOneRule) {
  const Result<ValidationRule> rule = parse_validation_rule(" CN=b@I1 ");
  ASSERT_TRUE(rule.ok());
  EXPECT_EQ(to_string(*rule), "CN=b@I1");
  const Result<ValidationRule> two = parse_validation_rule("CN=b, TP=A");
  ASSERT_FALSE(two.ok());
  EXPECT_EQ(two.problem().what, "there is text behind the rule");
  EXPECT_EQ(two.problem().where.column, 5U);
  const Result<ValidationRule> store = parse_validation_rule("IS=Root");
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.problem().what, "IS= cannot stand in a rule");
}

TEST(Words, AreLettersFirst) {
  EXPECT_TRUE(is_word("A"));
  EXPECT_TRUE(is_word("cluster_2-b"));
  for (const char* bad : {"", "2A", "_a", "a.b", "a b", "é", "a\xFF"}) EXPECT_FALSE(is_word(bad)) << bad;
  EXPECT_TRUE(is_node_name("_Node_0"));
  EXPECT_TRUE(is_node_name("vm1.west-2"));
  for (const char* bad : {"", "0", "a b", ".a", "a*", "fd:/DC1"}) EXPECT_FALSE(is_node_name(bad)) << bad;
  EXPECT_TRUE(is_thumbprint_text("0059b4d1aa0059b4d1aa0059b4d1aa0059B4D1AA"));
  EXPECT_FALSE(is_thumbprint_text("0059b4d1aa0059b4d1aa0059b4d1aa0059B4D1A"));
  EXPECT_FALSE(is_thumbprint_text("g059b4d1aa0059b4d1aa0059b4d1aa0059B4D1AA"));
}

}  // namespace
}  // namespace certdrill::model
