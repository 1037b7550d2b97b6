// The sentences that a scenario checks.
#include "model/property.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::model {
namespace {

struct SentenceCase {
  const char* name;
  const char* text;
  const char* printed;  // canonical text, or "problem COLUMN+LENGTH: what (help)"
};

std::string outcome(std::string_view text) {
  const Result<Property> property = parse_property(text);
  if (property) return to_string(*property);
  const Problem& wrong = property.problem();
  return "problem " + std::to_string(wrong.where.column) + "+" + std::to_string(wrong.where.length) + ": " +
         wrong.what + " (" + wrong.help + ")";
}

class Sentences : public testing::TestWithParam<SentenceCase> {};

TEST_P(Sentences, AreReadAndPrinted) {
  const std::string printed = outcome(GetParam().text);
  EXPECT_EQ(printed, GetParam().printed);
  if (printed.rfind("problem", 0) != 0) {
    EXPECT_EQ(outcome(printed), printed) << "the canonical text is read as itself";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Sentences,
    testing::Values(
        SentenceCase{"pair", "every pair can authenticate", "every pair can authenticate"},
        SentenceCase{"case_and_spaces", "  Every  PAIR can\tauthenticate ", "every pair can authenticate"},
        SentenceCase{"connected", "the federation is connected", "the federation is connected"},
        SentenceCase{"quorum", "seed quorum", "seed quorum"},
        SentenceCase{"share", "at least 80 % of nodes are in the largest component",
                     "at least 80 % of nodes are in the largest component"},
        SentenceCase{"share_without_space", "at least 80% of nodes are in the largest component",
                     "at least 80 % of nodes are in the largest component"},
        SentenceCase{"presents", "every node presents B", "every node presents B"},
        SentenceCase{"accepts", "every node accepts B-2", "every node accepts B-2"},
        SentenceCase{"no_presents", "no node presents A", "no node presents A"},
        SentenceCase{"no_accepts", "No Node Accepts a", "no node accepts a"},
        SentenceCase{"someone", "A is presented by someone", "A is presented by someone"},
        SentenceCase{"two", "two certificates are presented at once", "two certificates are presented at once"},
        SentenceCase{"ten", "TEN certificates are presented at once", "ten certificates are presented at once"},
        SentenceCase{"empty", " ", "problem 1+1: the property is empty (for example: every pair can authenticate)"},
        SentenceCase{"slip", "every pair can autenticate",
                     "problem 1+26: unknown property \"every pair can autenticate\" (did you mean \"every pair can "
                     "authenticate\"?)"},
        SentenceCase{
            "slip_beside_a_name", " every nodes present B",
            "problem 2+21: unknown property \"every nodes present B\" (did you mean \"every node presents B\", "
            "\"every node accepts B\" or \"no node presents B\"?)"},
        SentenceCase{
            "nothing_like_it", "the sky is blue",
            "problem 1+15: unknown property \"the sky is blue\" (one of: every pair can authenticate, the federation "
            "is connected, seed quorum, at least 80 % of nodes are in the largest component, every node presents "
            "X, every node accepts X, no node presents X, no node accepts X, X is presented by someone, two "
            "certificates are presented at once, every client can connect, client X can connect, client X is Admin, "
            "client X is User, client X is refused)"},
        SentenceCase{"every_client", "Every client can connect", "every client can connect"},
        SentenceCase{"client_connects", "client deploy can connect", "client deploy can connect"},
        SentenceCase{"client_called_can", "CLIENT can CAN connect", "client can can connect"},
        SentenceCase{"client_is_admin", "client ops.west-2 is admin", "client ops.west-2 is Admin"},
        SentenceCase{"client_is_user", "client _x is USER", "client _x is User"},
        SentenceCase{"client_is_refused", "client x is refused", "client x is refused"},
        SentenceCase{"client_slip", "client ops.1 is Admn",
                     "problem 1+20: unknown property \"client ops.1 is Admn\" (did you mean \"client ops.1 is Admin\" "
                     "or \"client ops.1 is User\"?)"},
        SentenceCase{
            "client_of_odd_name", "client 2nd is User",
            "problem 8+3: not the name of a client: \"2nd\" (a letter or _, and then letters, digits, _, - and "
            "dots)"},
        SentenceCase{"zero_percent", "at least 0 % of nodes are in the largest component",
                     "problem 10+1: not a percentage: \"0\" (a whole number from 1 to 100)"},
        SentenceCase{"too_many_percent", "at least 101 % of nodes are in the largest component",
                     "problem 10+3: not a percentage: \"101\" (a whole number from 1 to 100)"},
        SentenceCase{"half_a_percent", "at least 0.5% of nodes are in the largest component",
                     "problem 10+3: not a percentage: \"0.5\" (a whole number from 1 to 100)"},
        SentenceCase{"eleven", "eleven certificates are presented at once",
                     "problem 1+6: not a number of certificates: \"eleven\" (a word from two to ten)"},
        SentenceCase{
            "full_stop", "every node presents B.",
            "problem 21+2: not the name of a certificate: \"B.\" (a name is a letter and then letters, digits, _ and "
            "-)"},
        SentenceCase{"column_in_characters", "ä is presented by someone",
                     "problem 1+1: not the name of a certificate: \"ä\" (a name is a letter and then letters, digits, "
                     "_ and -)"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Properties, NameTheirCertificate) {
  const auto named = [](std::string_view text) -> std::string {
    const Result<Property> property = parse_property(text);
    const std::string* name = certificate_named_by(*property);
    return name == nullptr ? "none" : *name;
  };
  EXPECT_EQ(named("A is presented by someone"), "A");
  EXPECT_EQ(named("no node accepts B"), "B");
  EXPECT_EQ(named("seed quorum"), "none");
  EXPECT_EQ(named("two certificates are presented at once"), "none");
}

TEST(Quantifiers, AreFourWords) {
  for (const char* word : {"always", "never", "sometimes", "finally"}) {
    const std::optional<Quantifier> read = parse_quantifier(word);
    ASSERT_TRUE(read.has_value()) << word;
    EXPECT_EQ(to_string(*read), word);
  }
  EXPECT_FALSE(parse_quantifier("Always").has_value());
  EXPECT_FALSE(parse_quantifier("").has_value());
}

}  // namespace
}  // namespace certdrill::model
