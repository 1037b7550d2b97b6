// certdrill run: which scenario, which form of report, which exit code.
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "certdrill_program.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

// A mistake that the scenario does not expect.
constexpr const char* unexpected_failure = R"({
  "start": "2026-01-10",
  "certificates": { "A": { "selfSigned": true }, "B": { "selfSigned": true } },
  "cluster": { "nodes": 4, "upgradeDomains": 2, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [ { "upgrade": "swap", "to": "{P:{TP=B}, V:{TP=B}}" } ],
  "checks": [ { "always": "every pair can authenticate" } ]
})";

TEST(Run, PrintsTheReportOfEachShippedScenario) {
  for (const std::string& name : scenario_names()) {
    const ProcessOutcome outcome = certdrill_program({"run", name});
    EXPECT_EQ(outcome.exit_code, 0) << name;
    EXPECT_EQ(outcome.err, "") << name;
    EXPECT_EQ(outcome.out, rehearsed(read_shipped_scenario(name)).text);
  }
}

TEST(Run, TakesAFolderAFileOrTheNameOfAShippedScenario) {
  const std::string folder = (scenarios_folder() / "thumbprint_rotation").string();
  const std::string by_name = certdrill_program({"run", "thumbprint_rotation"}).out;
  EXPECT_EQ(certdrill_program({"run", folder}).out, by_name);
  EXPECT_EQ(certdrill_program({"run", folder + "/"}).out, by_name);
  EXPECT_EQ(certdrill_program({"run", folder + "/scenario.json"}).out, by_name);
}

TEST(Run, TakesAFileOfAnyName) {
  const TemporaryFolder folder;
  write_text(folder / "mine.json", unexpected_failure);
  const ProcessOutcome outcome = certdrill_program({"run", "mine.json", "--brief"}, {.folder = folder.path()});
  EXPECT_TRUE(outcome.out.starts_with("mine: violated: ")) << outcome.out << outcome.err;
}

TEST(Run, FindsItsScenariosWithoutBeingTold) {
  const ProcessOutcome outcome =
      certdrill_program({"run", "thumbprint_rotation", "--brief"}, {.environment = {"CERTDRILL_SCENARIOS"}});
  EXPECT_EQ(outcome.out, "thumbprint_rotation: holds\n") << outcome.err;
}

TEST(Run, TakesSeveralScenarios) {
  const ProcessOutcome outcome = certdrill_program({"run", "--brief", "thumbprint_rotation", "undeclared_issuer"});
  EXPECT_EQ(outcome.exit_code, 0);
  const Names lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 2U) << outcome.out;
  EXPECT_EQ(lines[0], "thumbprint_rotation: holds");
  EXPECT_TRUE(lines[1].starts_with("undeclared_issuer: violated, as the scenario expects: ")) << lines[1];
}

TEST(Run, OfSeveralPrintsWholeReportsOneBelowTheOther) {
  const ProcessOutcome both = certdrill_program({"run", "thumbprint_rotation", "undeclared_issuer"});
  EXPECT_EQ(both.out, certdrill_program({"run", "thumbprint_rotation"}).out + "\n" +
                          certdrill_program({"run", "undeclared_issuer"}).out);
}

TEST(Run, WithOneWrongArgumentRunsNothing) {
  const ProcessOutcome outcome = certdrill_program({"run", "thumbprint_rotation", "undeclared_isuer"});
  expect_refused(outcome,
                 "error: no scenario \"undeclared_isuer\": no folder, no file and no shipped scenario has this name\n"
                 "help: did you mean \"undeclared_issuer\"?\n");
}

TEST(Run, FailsWithOneWhenACheckFailsUnexpectedly) {
  const TemporaryFolder folder;
  write_text(folder / "scenario.json", unexpected_failure);
  const ProcessOutcome outcome = certdrill_program({"run", folder.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_NE(outcome.out.find(": violated: in UD0 of \"swap\", "), std::string::npos) << outcome.out;
  EXPECT_EQ(certdrill_program({"run", "thumbprint_rotation", folder.path(), "--json"}).exit_code, 1);
}

TEST(Run, FailsWithOneWhenAnExpectedFailureDoesNotHappen) {
  const TemporaryFolder folder;
  write_text(folder / "scenario.json", R"({
    "certificates": { "A": { "selfSigned": true } },
    "cluster": { "nodes": 4, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}" },
    "steps": [ { "wait": "1d" } ],
    "expect": "violated",
    "checks": [ { "always": "every pair can authenticate", "expect": "violated" } ]
  })");
  const ProcessOutcome outcome = certdrill_program({"run", folder.path(), "--brief"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.out.find(": holds, but the scenario expects it to be violated\n"), std::string::npos)
      << outcome.out;
}

TEST(Run, SaysJsonAsOneDocument) {
  const ProcessOutcome one = certdrill_program({"run", "thumbprint_rotation", "--json"});
  EXPECT_EQ(one.err, "");
  EXPECT_EQ(one.out, rehearsed(read_shipped_scenario("thumbprint_rotation")).json);
  EXPECT_TRUE(json::parse(one.out, nullptr, false).is_object());
  const json several =
      json::parse(certdrill_program({"run", "thumbprint_rotation", "undeclared_issuer", "--json"}).out, nullptr, false);
  ASSERT_TRUE(several.is_array());
  ASSERT_EQ(several.size(), 2U);
  EXPECT_EQ(several[1]["scenario"], "undeclared_issuer");
}

TEST(Run, WritesTraceAndJunitBesideTheReport) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome = certdrill_program(
      {"run", "thumbprint_rotation", "--trace", "trace.jsonl", "--junit", "junit.xml"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Rehearsed run = rehearsed(read_shipped_scenario("thumbprint_rotation"));
  EXPECT_EQ(outcome.out, run.text);
  EXPECT_EQ(folder.names(), (Names{"junit.xml", "trace.jsonl"}));
  EXPECT_EQ(read_text(folder / "trace.jsonl"), run.trace);
  EXPECT_TRUE(read_text(folder / "junit.xml").starts_with("<?xml version=\"1.0\""));
}

// What somebody wants to keep is not written over: the scenario, or the other output.
TEST(Run, RefusesOutputsThatWouldReplaceEachOtherOrTheScenario) {
  const TemporaryFolder folder;
  write_text(folder / "mine.json",
             R"({ "certificates": { "A": {} }, "cluster": { "security": "{P:{TP=A}, V:{TP=A}}" } })");
  const std::string before = read_text(folder / "mine.json");
  const auto run_here = [&](Names arguments) {
    arguments.insert(arguments.begin(), {"run", "mine.json"});
    return certdrill_program(arguments, {.folder = folder.path()});
  };
  for (const char* option : {"--junit", "--trace"}) {
    const ProcessOutcome outcome = run_here({option, "./mine.json"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, std::string("./mine.json: error: ") + option +
                               " would overwrite the scenario itself\nhelp: name another file\n");
  }
  const ProcessOutcome both = run_here({"--junit", "x", "--trace", "./x"});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_EQ(both.err, "./x: error: --trace and --junit name the same file\nhelp: name another file\n");
  EXPECT_EQ(read_text(folder / "mine.json"), before);
  EXPECT_EQ(folder.names(), Names{"mine.json"});
}

TEST(Run, WithAnotherSeedHasOtherMomentsAndKeysAndTheSameVerdict) {
  const json ours = json::parse(certdrill_program({"run", "thumbprint_rotation", "--json"}).out);
  const json other = json::parse(certdrill_program({"run", "thumbprint_rotation", "--json", "--seed", "7"}).out);
  EXPECT_EQ(other["seed"], 7);
  EXPECT_NE(other["end"], ours["end"]);
  EXPECT_EQ(other["verdict"], ours["verdict"]);
  EXPECT_EQ(certdrill_program({"run", "thumbprint_rotation", "--seed", "1"}).out,
            certdrill_program({"run", "thumbprint_rotation"}).out);  // 1 is the scenario's own
}

constexpr const char* escape = "\033[";

TEST(Color, IsForTerminalsUnlessAskedFor) {
  EXPECT_EQ(certdrill_program({"run", "undeclared_issuer"}).out.find(escape), std::string::npos);
  EXPECT_EQ(certdrill_program({"run", "undeclared_issuer", "--color", "never"}).out.find(escape), std::string::npos);
  EXPECT_NE(certdrill_program({"run", "undeclared_issuer", "--color", "always"}).out.find(escape), std::string::npos);
  EXPECT_NE(certdrill_program({"--color=always", "run", "nowhere"}).err.find(escape), std::string::npos);
}

TEST(Color, AskedForIsStrongerThanNoColor) {
  EXPECT_EQ(certdrill_program({"run", "undeclared_issuer"}, {.environment = {"NO_COLOR=1"}}).out.find(escape),
            std::string::npos);
  EXPECT_NE(certdrill_program({"run", "undeclared_issuer", "--color", "always"}, {.environment = {"NO_COLOR=1"}})
                .out.find(escape),
            std::string::npos);
}

TEST(Color, ChangesNoWord) {
  std::string colored = certdrill_program({"run", "undeclared_issuer", "--color", "always"}).out;
  for (std::size_t at = colored.find(escape); at != std::string::npos; at = colored.find(escape, at))
    colored.erase(at, colored.find('m', at) - at + 1);
  EXPECT_EQ(colored, certdrill_program({"run", "undeclared_issuer"}).out);
}

// A terminal, by util-linux's script(1): colour is there, unless NO_COLOR says no. --color always, above, shows the
// same paint on a machine without terminals.
TEST(Color, OnATerminal) {
  if (!machine_has_terminals()) return;
  const std::string command = std::string(CERTDRILL_PROGRAM) + " run undeclared_issuer --brief";
  const auto on_terminal = [&](const std::vector<std::string>& environment) {
    std::vector<std::string> all = {"CERTDRILL_SCENARIOS=" + scenarios_folder().string(), "NO_COLOR", "TERM=xterm"};
    all.insert(all.end(), environment.begin(), environment.end());
    return run_process("script", {"-qec", command, "/dev/null"}, {.environment = all}).out;
  };
  EXPECT_NE(on_terminal({}).find(escape), std::string::npos);
  EXPECT_EQ(on_terminal({"NO_COLOR=1"}).find(escape), std::string::npos);
  EXPECT_EQ(on_terminal({"TERM=dumb"}).find(escape), std::string::npos);
}

struct UnwritableCase {
  const char* name;
  const char* option;
  const char* path;
  const char* said;
};

void PrintTo(const UnwritableCase& row, std::ostream* out) { *out << row.name; }

class UnwritableOutput : public testing::TestWithParam<UnwritableCase> {};

TEST_P(UnwritableOutput, IsToldBeforeTheRun) {
  const TemporaryFolder folder;
  write_text(folder / "file", "kept");
  std::filesystem::create_directory(folder / "folder");
  const bool other = std::string(GetParam().option) == "--trace";
  const ProcessOutcome outcome = certdrill_program(
      {"run", "thumbprint_rotation", other ? "--junit" : "--trace", "good", GetParam().option, GetParam().path},
      {.folder = folder.path()});
  expect_refused(outcome, std::string(GetParam().path) + GetParam().said);
  EXPECT_EQ(folder.names(), (Names{"file", "folder"}));
  EXPECT_EQ(read_text(folder / "file"), "kept");
}

INSTANTIATE_TEST_SUITE_P(
    Paths, UnwritableOutput,
    testing::Values(UnwritableCase{"trace_in_no_folder", "--trace", "nowhere/trace",
                                   ": error: cannot write: No such file or directory\n"
                                   "help: name a file in a folder that exists and can be written to\n"},
                    UnwritableCase{"junit_in_no_folder", "--junit", "nowhere/junit",
                                   ": error: cannot write: No such file or directory\n"
                                   "help: name a file in a folder that exists and can be written to\n"},
                    UnwritableCase{"trace_is_a_folder", "--trace", "folder",
                                   ": error: cannot write: Is a directory\n"
                                   "help: name a file in a folder that exists and can be written to\n"},
                    UnwritableCase{"junit_below_a_file", "--junit", "file/junit",
                                   ": error: cannot write: Not a directory\n"
                                   "help: name a file in a folder that exists and can be written to\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Output, ToAFullDeviceIsAnError) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run", "thumbprint_rotation"}, {"list"}, {"schema"}, {"--help"}, {"--version"}}) {
    const ProcessOutcome outcome = certdrill_program(words, {.out_file = "/dev/full"});
    EXPECT_EQ(outcome.exit_code, 2) << words[0];
    EXPECT_EQ(outcome.err, "error: cannot write the result to standard output: No space left on device\n") << words[0];
  }
}

TEST(Output, OfATraceToAFullDeviceIsAnError) {
  const ProcessOutcome outcome = certdrill_program({"run", "thumbprint_rotation", "--trace", "/dev/full"});
  expect_refused(outcome,
                 "/dev/full: error: cannot write: No space left on device\n"
                 "help: name a file in a folder that exists and can be written to\n");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

}  // namespace
}  // namespace certdrill::test
