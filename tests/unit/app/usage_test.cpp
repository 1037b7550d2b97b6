// The words of the command line: verbs, options, help, and what is said of wrong ones.
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "certdrill_program.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

struct UsageCase {
  const char* name;
  std::vector<std::string> words;
  const char* said;
};

void PrintTo(const UsageCase& row, std::ostream* out) { *out << row.name; }

class WrongUsage : public testing::TestWithParam<UsageCase> {};
TEST_P(WrongUsage, IsAnsweredWithTheWrongWord) { expect_refused(certdrill_program(GetParam().words), GetParam().said); }

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Verbs, WrongUsage,
    testing::Values(UsageCase{"no_verb",
                              {},
                              "error: a verb is missing\n"
                              "help: one of: run, deadlines, lint, explain, certs, judge, list, schema, rule; "
                              "certdrill --help tells more\n"},
                    UsageCase{"misspelt_verb", {"rnu"}, "error: unknown verb \"rnu\"\nhelp: did you mean \"run\"?\n"},
                    UsageCase{"misspelt_option_before_the_verb",
                              {"--vresion"},
                              "error: unknown option \"--vresion\"\nhelp: did you mean \"--version\"?\n"},
                    UsageCase{"misspelt_option",
                              {"run", "--jsn", "thumbprint_rotation"},
                              "error: unknown option \"--jsn\"\nhelp: did you mean \"--json\"?\n"},
                    UsageCase{"misspelt_option_with_its_value",
                              {"run", "thumbprint_rotation", "--jnuit=x.xml"},
                              "error: unknown option \"--jnuit\"\nhelp: did you mean \"--junit\"?\n"},
                    UsageCase{
                        "too_many_words",
                        {"list", "everything"},
                        "error: unexpected argument \"everything\"\nhelp: certdrill list --help tells what it takes\n"},
                    UsageCase{"no_scenario_to_run",
                              {"run"},
                              "error: \"scenario\" is missing\nhelp: certdrill run --help tells what it takes\n"},
                    UsageCase{"no_second_node",
                              {"explain", "thumbprint_rotation", "N0"},
                              "error: \"to\" is missing\nhelp: certdrill explain --help tells what it takes\n"},
                    UsageCase{"no_folder_for_certificates",
                              {"certs", "thumbprint_rotation"},
                              "error: \"--out\" is missing\nhelp: certdrill certs --help tells what it takes\n"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Values, WrongUsage,
    testing::Values(
        UsageCase{"seed_is_no_number",
                  {"run", "thumbprint_rotation", "--seed", "x"},
                  "error: not a seed: \"x\"\nhelp: expected a whole number from 0 to 9007199254740992\n"},
        UsageCase{"seed_below_zero",
                  {"run", "thumbprint_rotation", "--seed=-1"},
                  "error: not a seed: \"-1\"\nhelp: expected a whole number from 0 to 9007199254740992\n"},
        UsageCase{
            "seed_too_large",
            {"run", "thumbprint_rotation", "--seed", "9007199254740993"},
            "error: not a seed: \"9007199254740993\"\nhelp: expected a whole number from 0 to 9007199254740992\n"},
        UsageCase{"seed_beyond_all_numbers",
                  {"certs", "thumbprint_rotation", "--out", "x", "--seed", "99999999999999999999"},
                  "error: not a seed: \"99999999999999999999\"\n"
                  "help: expected a whole number from 0 to 9007199254740992\n"},
        UsageCase{"color_misspelt",
                  {"run", "thumbprint_rotation", "--color", "alwys"},
                  "error: unknown choice \"alwys\" for --color\nhelp: did you mean \"always\"?\n"},
        UsageCase{"color_unknown",
                  {"--color=sometimes", "list"},
                  "error: unknown choice \"sometimes\" for --color\nhelp: one of: auto, always, never\n"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Scenarios, WrongUsage,
    testing::Values(
        UsageCase{
            "misspelt_shipped_name",
            {"run", "thumbprint_rotatoin"},
            "error: no scenario \"thumbprint_rotatoin\": no folder, no file and no shipped scenario has this name\n"
            "help: did you mean \"thumbprint_rotation\"?\n"},
        UsageCase{
            "folder_without_a_scenario", {"run", "/proc"}, "/proc: error: there is no scenario.json in this folder\n"},
        UsageCase{"traces_of_two",
                  {"run", "thumbprint_rotation", "undeclared_issuer", "--trace", "x"},
                  "error: --trace writes the trace of one scenario, but 2 were given\n"}),
    row_name);

TEST(Help, NamesEveryVerb) {
  const ProcessOutcome outcome = certdrill_program({"--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  for (const char* const verb : {"run", "explain", "certs", "judge", "list", "schema", "rule"})
    EXPECT_NE(outcome.out.find("\n  " + std::string(verb) + " "), std::string::npos) << verb << outcome.out;
  EXPECT_NE(outcome.out.find("Exit codes: 0 "), std::string::npos);
}

TEST(Help, OfAVerbTellsItsOptions) {
  const ProcessOutcome outcome = certdrill_program({"run", "--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.out.find("Usage: certdrill run "), std::string::npos) << outcome.out;
  for (const char* const option : {"--json", "--brief", "--junit FILE", "--trace FILE", "--seed NUMBER"})
    EXPECT_NE(outcome.out.find(option), std::string::npos) << option;
}

TEST(Version, IsThatOfTheProject) {
  const ProcessOutcome outcome = certdrill_program({"--version"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "certdrill " CERTDRILL_VERSION "\n");
}

TEST(Schema, IsTheOneInTheDocuments) {
  const ProcessOutcome outcome = certdrill_program({"schema"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, read_text(CERTDRILL_SCHEMA));
}

TEST(List, HasALineForEachScenarioFolder) {
  const ProcessOutcome outcome = certdrill_program({"list"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  const std::vector<std::string> lines = lines_of(outcome.out);
  const std::vector<std::string> names = scenario_names();
  ASSERT_EQ(lines.size(), names.size()) << outcome.out;
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_TRUE(lines[i].starts_with(names[i] + " ")) << lines[i];
}

TEST(List, IsAlsoAJsonDocument) {
  const ProcessOutcome outcome = certdrill_program({"list", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  const nlohmann::json list = nlohmann::json::parse(outcome.out, nullptr, false);
  ASSERT_TRUE(list.is_object()) << outcome.out;
  EXPECT_EQ(list["format"], "certdrill.list/1");
  EXPECT_EQ(list["scenarios"].size(), scenario_names().size());
}

}  // namespace
}  // namespace certdrill::test
