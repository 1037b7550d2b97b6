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
    testing::Values(BadInputCase{"unknown_certificate", "V:{TP=A, TP=B}", "V:{TP=A, TP=Bx}", "?"},
                    BadInputCase{"unknown_certificate_in_a_store", R"("installed": ["A", "B"])",
                                 R"("installed": ["A", "b"])", "?"},
                    BadInputCase{"unknown_node", R"("nodes": ["N1"])", R"("nodes": ["N4"])", "?"},
                    BadInputCase{"unknown_field", R"("seedNodes": 3)", R"("seednodes": 3)", "?"},
                    BadInputCase{"unknown_property", "every pair can authenticate", "every pair can autenticate", "?"},
                    BadInputCase{"certificate_twice", R"("B": {)", R"("A": {)", "?"},
                    BadInputCase{"step_twice", R"("name": "install B")", R"("name": "accept B")", "?"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Values, BadInput,
    testing::Values(BadInputCase{"notation", "V:{TP=A, TP=B}", "V:{TP=A; TP=B}", "?"},
                    BadInputCase{"ends_before_it_begins", R"("notAfter": "2026-02-01")", R"("notAfter": "2025-01-31")",
                                 "?"},
                    BadInputCase{"no_nodes", R"("nodes": 4)", R"("nodes": 0)", "?"},
                    BadInputCase{"more_seed_nodes_than_nodes", R"("seedNodes": 3)", R"("seedNodes": 5)", "?"},
                    BadInputCase{"number_out_of_range", R"("nodes": 4)", R"("nodes": 99999999999999999999)", "?"},
                    BadInputCase{"number_below_zero", R"("seedNodes": 3)", R"("seedNodes": -3)", "?"},
                    BadInputCase{"date_that_does_not_exist", "2025-02-01", "2025-02-29", "?"}),
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

INSTANTIATE_TEST_SUITE_P(Files, BadFile,
                         testing::Values(BadFileCase{"empty", "", "?"}, BadFileCase{"blank", " \n\n", "?"},
                                         BadFileCase{"truncated", std::string(good).substr(0, 100), "?"},
                                         BadFileCase{"not_utf8", replaced(good, "install B\"", "install \xFF\""), "?"},
                                         BadFileCase{"deeply_nested", "{\"steps\": " + std::string(100'000, '[') + "}",
                                                     "?"},
                                         BadFileCase{"no_json", "nodes = 10\n", "?"}),
                         row_name);

TEST(BadFiles, OfAHundredMegabytesAreNotRead) {
  const TemporaryFolder folder;
  { const std::ofstream file(folder / "scenario.json"); }
  std::filesystem::resize_file(folder / "scenario.json", 100'000'000);  // sparse: zeros that take no room
  expect_refused(run_with_all_outputs(folder), "?");
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
  write_text(folder / "scenario.json", text);
  const ProcessOutcome outcome = certdrill_program({"run", "scenario.json"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "?");
  EXPECT_NE(outcome.out.find(": holds\n"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace certdrill::test
