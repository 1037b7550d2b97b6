// The sentences that a scenario checks.
#include "model/property.h"

#include <set>
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
        SentenceCase{"calls_of_client", "Every call of client Octopus.1 succeeds",
                     "every call of client Octopus.1 succeeds"},
        SentenceCase{"one_call_of_client", "every call 'health check' of client octopus succeeds",
                     "every call 'health check' of client octopus succeeds"},
        SentenceCase{"calls_of_all", "every call of every client succeeds", "every call of every client succeeds"},
        SentenceCase{"never_out", "client octopus is never out for longer than 90m",
                     "client octopus is never out for longer than 1h30m"},
        SentenceCase{
            "call_without_quotes", "every call deployment of client octopus succeeds",
            "problem 12+10: not the name of a call: \"deployment\" (in single quotes, such as 'health check')"},
        SentenceCase{"out_without_length", "client octopus is never out for longer than soon",
                     "problem 45+4: not a duration: \"soon\": it has no number at \"soon\" (expected a number and a "
                     "unit, such as 250ms, 30s, 5m, "
                     "12h, 90d or 1h30m)"},
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
            "client X is User, client X is refused, every call of client X succeeds, every call 'X' of client X "
            "succeeds, "
            "every call of every client succeeds, client X is never out for longer than 5m, no node is lost, "
            "the federation is whole, quorum is kept, at most "
            "2 "
            "nodes are unavailable, at most 1 node is unavailable, upgrade 'X' completes within 5m, every session uses "
            "X, no session uses X, no outage is longer than 5m, certificate X can be cleaned up)"},
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
        SentenceCase{"no_node_is_lost", "no node is lost", "no node is lost"},
        SentenceCase{"whole", "the federation is WHOLE", "the federation is whole"},
        SentenceCase{"quorum_kept", "quorum is kept", "quorum is kept"},
        SentenceCase{"unavailable", "at most 2 nodes are unavailable", "at most 2 nodes are unavailable"},
        SentenceCase{"one_unavailable", "at most 1 node is unavailable", "at most 1 node is unavailable"},
        SentenceCase{"one_in_the_plural", "at most 1 nodes are unavailable", "at most 1 node is unavailable"},
        SentenceCase{"none_unavailable", "at most 0 nodes are unavailable", "at most 0 nodes are unavailable"},
        SentenceCase{"upgrade", "upgrade 'present B' completes within 2h", "upgrade 'present B' completes within 2h"},
        SentenceCase{"upgrade_keeps_spaces_of_the_name", "Upgrade  'A  B's 50% '  completes within 90m",
                     "upgrade 'A  B's 50% ' completes within 1h30m"},
        SentenceCase{"every_session", "every session uses B", "every session uses B"},
        SentenceCase{"no_session", "no session uses A", "no session uses A"},
        SentenceCase{"outage", "no outage is longer than 300s", "no outage is longer than 5m"},
        SentenceCase{"no_number_of_nodes", "at most two nodes are unavailable",
                     "problem 9+3: not a number of nodes: \"two\" (a whole number from 0 to 10000000)"},
        SentenceCase{"too_many_nodes", "at most 10000001 nodes are unavailable",
                     "problem 9+8: not a number of nodes: \"10000001\" (a whole number from 0 to 10000000)"},
        SentenceCase{"upgrade_without_quotes", "upgrade present completes within 2h",
                     "problem 9+7: not the name of a step: \"present\" (in single quotes, such as 'present B')"},
        SentenceCase{"upgrade_without_a_name", "upgrade '' completes within 2h",
                     "problem 9+2: not the name of a step: \"''\" (in single quotes, such as 'present B')"},
        SentenceCase{
            "upgrade_without_unit", "upgrade 'x' completes within 2",
            "problem 30+1: not a duration: \"2\": the number has no unit (expected a number and a unit, such as "
            "250ms, 30s, 5m, 12h, 90d or 1h30m)"},
        SentenceCase{
            "upgrade_slip", "upgrade 'x' complete in 2h",
            "problem 1+26: unknown property \"upgrade 'x' complete in 2h\" (did you mean \"upgrade 'x' completes "
            "within 2h\"?)"},
        SentenceCase{"clean_up", "Certificate A can be CLEANED up", "certificate A can be cleaned up"},
        SentenceCase{"clean_up_of_certificate", "certificate certificate can be cleaned up",
                     "certificate certificate can be cleaned up"},
        SentenceCase{"clean_up_slip", "certificate A-1 can be cleaned out",
                     "problem 1+34: unknown property \"certificate A-1 can be cleaned out\" (did you mean "
                     "\"certificate A-1 can be cleaned up\"?)"},
        SentenceCase{"outage_of_no_length", "no outage is longer than ever",
                     "problem 26+4: not a duration: \"ever\": it has no number at \"ever\" (expected a number and a "
                     "unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m)"},
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
  EXPECT_EQ(named("every session uses B"), "B");
  EXPECT_EQ(named("no session uses A"), "A");
  EXPECT_EQ(named("certificate A can be cleaned up"), "A");
  EXPECT_EQ(named("seed quorum"), "none");
  EXPECT_EQ(named("two certificates are presented at once"), "none");
}

TEST(Properties, NameTheirStep) {
  const Result<Property> completes = parse_property("upgrade 'present B' completes within 2h");
  EXPECT_EQ(*step_named_by(*completes), "present B");
  EXPECT_EQ(step_named_by(*parse_property("quorum is kept")), nullptr);
}

TEST(Properties, AllKindsAreAmongOneOfEach) {
  std::set<std::size_t> kinds;
  for (const Property& property : one_of_each_property()) kinds.insert(property.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<Property>);
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
