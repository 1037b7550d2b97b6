// Wrong scenario files, as a person meets them: a located message on standard error, exit code 2, nothing on standard
// output, and nothing written, although a trace and a JUnit file were asked for.
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "certdrill_program.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

using Names = std::vector<std::string>;

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) {
    ADD_FAILURE() << "the good scenario has no " << what;
    return text;
  }
  return text.replace(at, what.size(), by);
}

// A good scenario; a row replaces one piece of it.
constexpr const char* good = R"({
  "start": "2026-01-10T00:00:00Z",
  "certificates": {
    "A": { "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
    "B": { "selfSigned": true }
  },
  "cluster": { "nodes": 4, "seedNodes": 3, "upgradeDomains": 2, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [
    { "install": "B", "name": "install B", "nodes": ["N1"] },
    { "upgrade": "accept B", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" }
  ],
  "checks": [ { "always": "every pair can authenticate" } ]
}
)";

struct BadInputCase {
  const char* name;
  const char* what;
  const char* by;
  const char* said;
};

void PrintTo(const BadInputCase& row, std::ostream* out) { *out << row.name; }

// Runs `text` as scenario.json in a folder of its own, from there, with all outputs asked for.
ProcessOutcome run_with_all_outputs(const TemporaryFolder& folder) {
  return certdrill_program({"run", "scenario.json", "--trace", "trace.jsonl", "--junit", "junit.xml"},
                           {.folder = folder.path()});
}

class BadInput : public testing::TestWithParam<BadInputCase> {};

TEST_P(BadInput, IsToldWhereAndNothingIsWritten) {
  const TemporaryFolder folder;
  write_text(folder / "scenario.json", replaced(good, GetParam().what, GetParam().by));
  expect_refused(run_with_all_outputs(folder), GetParam().said);
  EXPECT_EQ(folder.names(), Names{"scenario.json"});
  expect_refused(certdrill_program({"certs", "scenario.json", "-o", "out"}, {.folder = folder.path()}),
                 GetParam().said);
  EXPECT_EQ(folder.names(), Names{"scenario.json"});
}

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Names, BadInput,
    testing::Values(
        BadInputCase{"unknown_certificate", "V:{TP=A, TP=B}", "V:{TP=A, TP=Bx}",
                     "scenario.json:10:60: error: unknown certificate \"Bx\"\n"
                     "    { \"upgrade\": \"accept B\", \"to\": \"{P:{TP=A}, V:{TP=A, TP=Bx}}\" }\n"
                     "                                                           ^~\n"
                     "help: did you mean \"B\"?\n"},
        BadInputCase{"unknown_certificate_in_a_store", R"("installed": ["A", "B"])", R"("installed": ["A", "b"])",
                     "scenario.json:7:85: error: unknown certificate \"b\"\n"
                     "    \"cluster\": { \"nodes\": 4, \"seedNodes\": 3, \"upgradeDomains\": 2, \"installed\": [\"A\", "
                     "\"b\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                                                                                      ^\n"
                     "help: did you mean \"B\"?\n"},
        BadInputCase{"unknown_node", R"("nodes": ["N1"])", R"("nodes": ["N4"])",
                     "scenario.json:9:55: error: unknown node \"N4\"\n"
                     "    { \"install\": \"B\", \"name\": \"install B\", \"nodes\": [\"N4\"] },\n"
                     "                                                      ^~\n"
                     "help: the nodes are N0 to N3\n"},
        BadInputCase{"unknown_field", R"("seedNodes": 3)", R"("seednodes": 3)",
                     "scenario.json:7:29: error: unknown field \"seednodes\" in a cluster\n"
                     "    \"cluster\": { \"nodes\": 4, \"seednodes\": 3, \"upgradeDomains\": 2, \"installed\": [\"A\", "
                     "\"B\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                              ^~~~~~~~~\n"
                     "help: did you mean \"seedNodes\"?\n"},
        BadInputCase{"unknown_property", "every pair can authenticate", "every pair can autenticate",
                     "scenario.json:12:28: error: unknown property \"every pair can autenticate\"\n"
                     "    \"checks\": [ { \"always\": \"every pair can autenticate\" } ]\n"
                     "                             ^~~~~~~~~~~~~~~~~~~~~~~~~~\n"
                     "help: did you mean \"every pair can authenticate\"?\n"},
        BadInputCase{"certificate_twice", R"("B": {)", R"("B": {}, "B": {)",
                     "scenario.json:5:14: error: field \"B\" stands here a second time\n"
                     "    \"B\": {}, \"B\": { \"selfSigned\": true }\n"
                     "             ^~~\n"
                     "help: the first is at line 5, column 5\n"},
        BadInputCase{"step_twice", R"("name": "install B")", R"("name": "accept B")",
                     "scenario.json:10:19: error: duplicate step name \"accept B\"\n"
                     "    { \"upgrade\": \"accept B\", \"to\": \"{P:{TP=A}, V:{TP=A, TP=B}}\" }\n"
                     "                  ^~~~~~~~\n"
                     "help: the first is at line 9, column 31\n"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Values, BadInput,
    testing::Values(
        BadInputCase{"notation", "V:{TP=A, TP=B}", "V:{TP=A; TP=B}",
                     "scenario.json:10:55: error: expected \",\" or \"}\", found \";\"\n"
                     "    { \"upgrade\": \"accept B\", \"to\": \"{P:{TP=A}, V:{TP=A; TP=B}}\" }\n"
                     "                                                      ^\n"},
        BadInputCase{
            "ends_before_it_begins", R"("notAfter": "2026-02-01")", R"("notAfter": "2025-01-31")",

            "scenario.json:4:72: error: certificate \"A\" ends before it begins: notBefore 2025-02-01, notAfter "
            "2025-01-31\n"
            "    \"A\": { \"selfSigned\": true, \"notBefore\": \"2025-02-01\", \"notAfter\": \"2025-01-31\" },\n"
            "                                                                       ^~~~~~~~~~\n"},
        BadInputCase{"no_nodes", R"("nodes": 4)", R"("nodes": 0)",
                     "scenario.json:7:25: error: \"nodes\" is out of range: 0\n"
                     "    \"cluster\": { \"nodes\": 0, \"seedNodes\": 3, \"upgradeDomains\": 2, \"installed\": [\"A\", "
                     "\"B\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                          ^\n"
                     "help: a number from 1 to 10000000\n"},
        BadInputCase{"more_seed_nodes_than_nodes", R"("seedNodes": 3)", R"("seedNodes": 5)",
                     "scenario.json:7:41: error: more seed nodes (5) than nodes (4)\n"
                     "    \"cluster\": { \"nodes\": 4, \"seedNodes\": 5, \"upgradeDomains\": 2, \"installed\": [\"A\", "
                     "\"B\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                                          ^\n"
                     "help: at most 4 seed nodes\n"},
        BadInputCase{"number_out_of_range", R"("nodes": 4)", R"("nodes": 99999999999999999999)",
                     "scenario.json:7:25: error: \"nodes\" is out of range: 99999999999999999999\n"
                     "    \"cluster\": { \"nodes\": 99999999999999999999, \"seedNodes\": 3, \"upgradeDomains\": 2, "
                     "\"installed\": [\"A\", \"B\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                          ^~~~~~~~~~~~~~~~~~~~\n"
                     "help: a number from 1 to 10000000\n"},
        BadInputCase{"number_below_zero", R"("seedNodes": 3)", R"("seedNodes": -3)",
                     "scenario.json:7:41: error: \"seedNodes\" is out of range: -3\n"
                     "    \"cluster\": { \"nodes\": 4, \"seedNodes\": -3, \"upgradeDomains\": 2, \"installed\": "
                     "[\"A\", \"B\"], \"security\": \"{P:{TP=A}, V:{TP=A}}\" },\n"
                     "                                          ^~\n"
                     "help: a number from 1 to 10000000\n"},
        BadInputCase{
            "date_that_does_not_exist", "2025-02-01", "2025-02-29",
            "scenario.json:4:46: error: not a time: \"2025-02-29\": the calendar has no such day\n"
            "    \"A\": { \"selfSigned\": true, \"notBefore\": \"2025-02-29\", \"notAfter\": \"2026-02-01\" },\n"
            "                                             ^~~~~~~~~~\n"
            "help: expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z\n"}),
    row_name);

struct BadFileCase {
  const char* name;
  std::string content;
  const char* said;
};

void PrintTo(const BadFileCase& row, std::ostream* out) { *out << row.name; }

class BadFile : public testing::TestWithParam<BadFileCase> {};

TEST_P(BadFile, IsToldAndNothingIsWritten) {
  const TemporaryFolder folder;
  write_text(folder / "scenario.json", GetParam().content);
  expect_refused(run_with_all_outputs(folder), GetParam().said);
  EXPECT_EQ(folder.names(), Names{"scenario.json"});
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadFile,
    testing::Values(
        BadFileCase{"empty", "",
                    "scenario.json: error: the file is empty\n"
                    "help: a scenario is a JSON object with at least a \"cluster\"\n"},
        BadFileCase{"blank", " \n\n",
                    "scenario.json: error: the file is empty\n"
                    "help: a scenario is a JSON object with at least a \"cluster\"\n"},
        BadFileCase{
            "truncated", std::string(good).substr(0, 100),
            "scenario.json:4:44: error: the file ends too early: the object of line 4, column 10 is not closed\n"
            "    \"A\": { \"selfSigned\": true, \"notBefore\":\n"
            "                                           ^\n"},
        BadFileCase{"not_utf8", replaced(good, "install B\"", "install \xFF\""),
                    "scenario.json:9:40: error: not UTF-8: the byte \"\\xFF\" is no character\n"
                    "    { \"install\": \"B\", \"name\": \"install ?\", \"nodes\": [\"N1\"] },\n"
                    "                                       ^\n"
                    "help: save the file as UTF-8\n"},
        BadFileCase{"deeply_nested", "{\"steps\": " + std::string(100'000, '[') + "}",

                    "scenario.json:1:74: error: the file is nested deeper than 64 levels\n"},
        BadFileCase{"no_json", "nodes = 10\n",
                    "scenario.json:1:1: error: unknown word \"nodes\"\n"
                    "    nodes = 10\n"
                    "    ^~~~~\n"
                    "help: one of: true, false, null\n"}),
    row_name);

TEST(BadFiles, OfAHundredMegabytesAreNotRead) {
  const TemporaryFolder folder;
  { const std::ofstream file(folder / "scenario.json"); }
  std::filesystem::resize_file(folder / "scenario.json", 100'000'000);  // sparse: zeros that take no room
  expect_refused(run_with_all_outputs(folder),
                 "scenario.json: error: the file has 100000000 bytes; the most that is read is 67108864\n");
  EXPECT_EQ(folder.names(), Names{"scenario.json"});
}

TEST(BadFiles, TellAllTheirProblemsAtOnce) {
  const TemporaryFolder folder;
  std::string text = replaced(good, "V:{TP=A, TP=B}", "V:{TP=A, TP=Bx}");
  text = replaced(text, "\"nodes\": 4", "\"nodes\": 0");
  text = replaced(text, "every pair can authenticate", "seed quorom");
  write_text(folder / "scenario.json", text);
  const ProcessOutcome outcome = run_with_all_outputs(folder);
  EXPECT_EQ(outcome.exit_code, 2);
  std::size_t errors = 0;
  for (const std::string& line : lines_of(outcome.err)) errors += line.find(": error: ") != std::string::npos ? 1U : 0U;
  EXPECT_EQ(errors, 3U) << outcome.err;
}

// It can be meant: the certificate may be installed by somebody else, later.
TEST(DoubtfulInput, IsRunWithAWarning) {
  const TemporaryFolder folder;
  std::string text = replaced(good, R"("installed": ["A", "B"])", R"("installed": ["A"])");
  text = replaced(text, R"({ "install": "B", "name": "install B", "nodes": ["N1"] },)", "");
  text = replaced(text, "P:{TP=A}, V:{TP=A, TP=B}", "P:{TP=A, TP=B}, V:{TP=A, TP=B}");
  write_text(folder / "scenario.json", text);
  const ProcessOutcome outcome = certdrill_program({"run", "scenario.json"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err,
            "scenario.json:10:50: warning: no node has certificate \"B\" when \"accept B\" begins\n"
            "    { \"upgrade\": \"accept B\", \"to\": \"{P:{TP=A, TP=B}, V:{TP=A, TP=B}}\" }\n"
            "                                                 ^\n"
            "help: install it first, unless this is meant\n");
  EXPECT_NE(outcome.out.find(": holds\n"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace certdrill::test
