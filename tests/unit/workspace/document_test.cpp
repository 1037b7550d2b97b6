// Whatever is opened: a run, or problems that say why not; of a trace that was cut off or changed, both.
#include "workspace/document.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::workspace {
namespace {

const OpenProgress quietly{[](std::string_view, double) { return true; }};

Opened opened(const std::string& argument) {
  std::optional<Opened> result = open_document(argument, quietly);
  EXPECT_TRUE(result) << "nobody stopped it";
  return result ? *std::move(result) : Opened();
}

// "trace.jsonl:7:1: warning: what", without the folder.
std::vector<std::string> words_of(const Problems& problems) {
  std::vector<std::string> words;
  for (const Problem& each : problems) {
    std::string text = std::filesystem::path(each.where.file).filename().string();
    if (each.where.line > 0) text += ":" + std::to_string(each.where.line);
    words.push_back(text + (each.severity == Severity::warning ? ": warning: " : ": ") + each.what);
  }
  return words;
}
using Words = std::vector<std::string>;

// What was said, without where; and what the reader of scenarios says of this text, and nobody else adds to it.
Words whats_of(const Problems& problems) {
  Words whats;
  for (const Problem& each : problems) whats.push_back(each.what);
  return whats;
}
Words warnings_of(const std::string& text) { return whats_of(load::parse_scenario(text, "scenario.json").problems); }

class ShippedDocument : public testing::TestWithParam<std::string> {};

TEST_P(ShippedDocument, IsOpenedByItsName) {
  const Opened document = opened(GetParam());
  ASSERT_NE(document.run, nullptr);
  EXPECT_FALSE(has_errors(document.problems));
  EXPECT_EQ(whats_of(document.problems), warnings_of(document.text));
  EXPECT_FALSE(document.is_trace);
  EXPECT_EQ(document.text, test::read_text(test::scenarios_folder() / GetParam() / "scenario.json"));
  EXPECT_EQ(document.run->scenario().name, GetParam());
  EXPECT_EQ(document.run->last_event(), document.run->result().events);
  EXPECT_FALSE(document.lesson.empty());
}

TEST_P(ShippedDocument, IsOpenedByItsTrace) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario(GetParam()));
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", run.trace);
  const Opened document = opened(folder / "trace.jsonl");
  ASSERT_NE(document.run, nullptr);
  EXPECT_FALSE(has_errors(document.problems));
  EXPECT_EQ(whats_of(document.problems), warnings_of(document.text));
  EXPECT_TRUE(document.is_trace);
  EXPECT_EQ(document.file, folder / "trace.jsonl");
  EXPECT_EQ(document.run->scenario().name, GetParam());
  EXPECT_EQ(document.run->last_event(), run.result.events);
  EXPECT_EQ(document.run->result().findings.size(), run.result.findings.size());
  EXPECT_FALSE(document.lesson.empty()) << "it is a shipped scenario, unchanged";
}

TEST_P(ShippedDocument, IsOpenedByATraceOfAnotherSeedAndProfile) {
  model::Scenario scenario = test::read_shipped_scenario(GetParam());
  const model::Profile other =
      scenario.profile == model::Profile::windows ? model::Profile::documented : model::Profile::windows;
  scenario.seed = 4711;
  scenario.switches = model::switches_under(other, scenario.switches, scenario.profile);
  scenario.profile = other;
  std::erase(scenario.also_under, other);
  const test::Rehearsed run = test::rehearsed(std::move(scenario));
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", run.trace);
  const Opened document = opened(folder / "trace.jsonl");
  ASSERT_NE(document.run, nullptr);
  EXPECT_FALSE(has_errors(document.problems));
  EXPECT_EQ(whats_of(document.problems), warnings_of(document.text));
  EXPECT_EQ(document.run->scenario().seed, 4711U);
  EXPECT_EQ(document.run->scenario().profile, other);
  // The text makes the same run, so that a what-if goes out from it.
  const std::optional<Opened> again = open_text(document.text, document, quietly);
  ASSERT_TRUE(again && again->run);
  EXPECT_EQ(replay::first_difference(*document.run, *again->run), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedDocument, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

// A trace with many kinds of events: sessions that are refused, a vote, nodes that are lost.
const std::string& rich_trace() {
  static const std::string trace =
      test::rehearsed(test::read_shipped_scenario("quorum_lost_by_the_third_domain")).trace;
  return trace;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(CutTrace, IsShownAsFarAsItGoes) {
  const std::vector<std::string> lines = test::lines_of(rich_trace());
  const test::TemporaryFolder folder;
  for (std::size_t kept = 2; kept < lines.size(); kept += 37) {
    for (const bool in_a_line : {false, true}) {
      std::string text = joined({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept)});
      if (in_a_line) text += lines[kept].substr(0, lines[kept].size() - 1);
      const auto events =
          static_cast<std::uint64_t>(std::count_if(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept),
                                                   [](const std::string& line) { return line.find("\"n\":") == 33; }));
      test::write_text(folder / "trace.jsonl", text);
      const Opened document = opened(folder / "trace.jsonl");
      ASSERT_NE(document.run, nullptr);
      EXPECT_EQ(document.run->last_event(), events);
      ASSERT_EQ(document.problems.size(), 1U) << testing::PrintToString(words_of(document.problems));
      EXPECT_EQ(document.problems[0].severity, Severity::warning);
      EXPECT_EQ(document.problems[0].where.line, kept + (in_a_line ? 1 : 0));
      EXPECT_NE(document.problems[0].what.find("the trace is cut off"), std::string::npos);
    }
  }
}

// The first line of the trace that has this.
std::size_t line_with(const std::vector<std::string>& lines, const std::string& part) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const std::string& line) { return line.find(part) != std::string::npos; });
  EXPECT_NE(found, lines.end()) << part;
  return static_cast<std::size_t>(found - lines.begin());
}

struct ChangedCase {
  const char* name;
  const char* line;  // the first that has this
  const char* what;  // what of it is replaced
  const char* by;
  const char* says;  // the problem, "#" for the number of the event
};

class ChangedTrace : public testing::TestWithParam<ChangedCase> {};

TEST_P(ChangedTrace, IsToldWithItsLineAndShownAllTheSame) {
  std::vector<std::string> lines = test::lines_of(rich_trace());
  const std::size_t place = line_with(lines, GetParam().line);
  std::string& line = lines[place];
  const std::string number = line.substr(37, line.find(',', 37) - 37);
  const std::size_t at = line.find(GetParam().what);
  ASSERT_NE(at, std::string::npos) << line;
  line.replace(at, std::string(GetParam().what).size(), GetParam().by);
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", joined(lines));
  const Opened document = opened(folder / "trace.jsonl");
  ASSERT_NE(document.run, nullptr);
  EXPECT_EQ(document.run->last_event(), document.run->result().events) << "it is shown";
  std::string says = GetParam().says;
  for (std::size_t sign = says.find('#'); sign != std::string::npos; sign = says.find('#'))
    says.replace(sign, 1, number);
  EXPECT_EQ(words_of(document.problems), Words{"trace.jsonl:" + std::to_string(place + 1) + ": " + says});
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ChangedTrace,
    testing::Values(
        ChangedCase{
            "moment", "\"event\":\"BeginDomain\"", "10:00:00.000Z", "10:00:00.001Z",
            "event # of the trace is BeginDomain at 2026-01-10T10:00:00.001Z, where this version has BeginDomain "
            "at 2026-01-10T10:00:00Z"},
        ChangedCase{"event", "\"event\":\"BeginDomain\"", "BeginDomain", "MoveNext",
                    "event # of the trace is MoveNext at 2026-01-10T10:00:00Z, where this version has BeginDomain at "
                    "2026-01-10T10:00:00Z"},
        ChangedCase{"domain", "\"event\":\"BeginDomain\"", "UD0", "UD1",
                    "event # of the trace, BeginDomain, says \"domain\": \"UD1\", where this version has \"domain\": "
                    "\"UD0\""},
        ChangedCase{"step", "\"event\":\"BeginStep\"", "replace A by B", "replace B by A",
                    "event # of the trace, BeginStep, says \"step\": \"replace B by A\", where this version has "
                    "\"step\": \"replace A by B\""},
        ChangedCase{"configuration", "\"event\":\"SwitchNode\"", "\"to\":1", "\"to\":0",
                    "event # of the trace, SwitchNode, says \"to\": \"0\", where this version has \"to\": \"1\""},
        ChangedCase{"outcome", "\"outcome\":\"refused\"", "refused", "renewed",
                    "event # of the trace, RenewSession, says \"outcome\": \"renewed\", where this version has "
                    "\"outcome\": \"refused\""},
        ChangedCase{"certificate", "\"outcome\":\"refused\"", "\"aShows\":\"B\"", "\"aShows\":null",
                    "event # of the trace, RenewSession, says \"aShows\": \"null\", where this version has \"aShows\": "
                    "\"B\""},
        ChangedCase{"left_out", "\"domainCompleted\":true", ",\"domainCompleted\":true", "",
                    "event # of the trace, SwitchNode, does not say \"domainCompleted\", where this version has "
                    "\"domainCompleted\": \"true\""},
        ChangedCase{"too_much", "\"event\":\"BeginStep\"", "}", ",\"outcome\":\"failed\"}",
                    "event # of the trace, BeginStep, says \"outcome\": \"failed\", which it does not in this version"},
        ChangedCase{"number", "\"event\":\"BeginDomain\"", "\"n\":", "\"n\":1",
                    "event 12 stands where event 2 has to be"},
        ChangedCase{"broken", "\"event\":\"BeginDomain\"", "}", "",
                    "the line ends too early: the object of column 1 is not closed"},
        ChangedCase{"end", "\"change\":\"End\"", "\"events\":", "\"events\":9",
                    "the End line counts 9965 events, the trace has 965"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ChangedTrace, KeysThatThisVersionDoesNotKnowAreLetBe) {
  std::vector<std::string> lines = test::lines_of(rich_trace());
  lines[line_with(lines, "\"event\":\"BeginDomain\"")].insert(1, "\"comment\":[\"mine\"],");
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", joined(lines));
  EXPECT_EQ(words_of(opened(folder / "trace.jsonl").problems), Words());
}

TEST(ChangedTrace, WithAnotherScenarioInItDiffersFromItsFirstChange) {
  std::vector<std::string> lines = test::lines_of(rich_trace());
  const std::size_t pause = lines[1].find("\\\"15m\\\"");
  ASSERT_NE(pause, std::string::npos);
  lines[1].replace(pause, 7, "\\\"20m\\\"");
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", joined(lines));
  const Opened document = opened(folder / "trace.jsonl");
  ASSERT_NE(document.run, nullptr);
  ASSERT_EQ(document.problems.size(), 1U);
  EXPECT_NE(document.problems[0].what.find("where this version has"), std::string::npos);
  EXPECT_TRUE(document.lesson.empty()) << "it is not the shipped one";
}

TEST(ChangedTrace, WithoutItsLastEventsAndAnEndThatFits) {
  std::vector<std::string> lines = test::lines_of(rich_trace());
  const std::string end = lines.back();
  lines.resize(line_with(lines, "\"n\":6,"));
  lines.push_back(end.substr(0, end.find("\"events\":")) + "\"events\":5,\"completed\":true}");
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", joined(lines));
  const Opened document = opened(folder / "trace.jsonl");
  ASSERT_NE(document.run, nullptr);
  EXPECT_EQ(words_of(document.problems), Words{"trace.jsonl:" + std::to_string(lines.size()) +
                                               ": the trace ends after 5 events, where the run of its scenario has " +
                                               std::to_string(document.run->last_event())});
}

struct WrongCase {
  const char* name;
  std::string text;  // of the file "input"
  const char* says;  // the first problem
};

class WrongInput : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongInput, IsAProblemAndNoRun) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "input", GetParam().text);
  const Opened document = opened(folder / "input");
  EXPECT_EQ(document.run, nullptr);
  ASSERT_FALSE(document.problems.empty());
  EXPECT_EQ(words_of({document.problems.front()}), Words{GetParam().says});
}

const std::string header =
    R"({"format":"certdrill.trace/1","scenario":"x","seed":1,"profile":"documented","start":"2026-01-01","nodes":5})"
    "\n";

INSTANTIATE_TEST_SUITE_P(
    Files, WrongInput,
    testing::Values(
        WrongCase{"empty", "", "input: the file is empty"}, WrongCase{"blank", " \n\n", "input: the file is empty"},
        WrongCase{"binary",
                  std::string("\x7F"
                              "ELF\0\0\1",
                              7),
                  "input:1: the file has a NUL byte; it is no text"},
        WrongCase{"picture", "\x89PNG\r\n", "input:1: not UTF-8: the byte \"\\x89\" is no character"},
        WrongCase{"broken_scenario", "{\n  \"cluster\": {},\n}", "input:2: a comma with no field behind it"},
        WrongCase{"wrong_scenario", "{\n  \"cluster\": { \"security\": \"{P:{TP=X}, V:{TP=X}}\" }\n}",
                  "input:2: unknown certificate \"X\""},
        WrongCase{"newer_trace", "{\"format\":\"certdrill.trace/2\"}\n{}\n",
                  "input:1: the trace has the format \"certdrill.trace/2\"; this version reads \"certdrill.trace/1\""},
        WrongCase{"another_document", "{\n  \"format\": \"certdrill.result/1\",\n  \"holds\": true\n}\n",
                  "input:1: this is no trace and no scenario"},
        WrongCase{"older_trace",
                  header + R"({"at":"2026-01-01","change":"Nodes"})"
                           "\n",
                  "input:2: the trace does not carry its scenario: an older certdrill wrote it"},
        WrongCase{"trace_cut_in_its_header", header.substr(0, 50), "input:1: the trace is cut off in its first line"},
        WrongCase{"trace_cut_before_its_scenario", header, "input:1: the trace is cut off before its scenario"},
        WrongCase{"trace_of_a_broken_scenario",
                  header + R"({"at":"2026-01-01","change":"Scenario","text":"{\n  \"cluster\": }"})"
                           "\n",
                  "input (its scenario):2: expected a value, found \"}\""},
        WrongCase{"trace_of_no_scenario",
                  header + R"({"at":"2026-01-01","change":"Scenario","text":""})"
                           "\n",
                  "input (its scenario): the file is empty"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(WrongPlace, IsAProblemAndNoRun) {
  const test::TemporaryFolder folder;
  const Opened no_scenario = opened(folder.path().string());
  EXPECT_EQ(no_scenario.run, nullptr);
  ASSERT_EQ(no_scenario.problems.size(), 1U);
  EXPECT_EQ(no_scenario.problems[0].what, "there is no scenario.json in this folder");
  const Opened misspelt = opened("thumbprint_rotatoin");
  EXPECT_EQ(misspelt.run, nullptr);
  ASSERT_EQ(misspelt.problems.size(), 1U);
  EXPECT_EQ(misspelt.problems[0].help, "did you mean \"thumbprint_rotation\"?");
  const Opened endless = opened("/dev/zero");
  EXPECT_EQ(endless.run, nullptr);
  EXPECT_EQ(endless.problems.size(), 1U);
}

TEST(OpenProgress, IsToldAndCanStopAtAnyMoment) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "trace.jsonl", rich_trace());
  for (const std::string& argument : {std::string("thumbprint_rotation"), folder / "trace.jsonl"}) {
    std::size_t told = 0;
    const OpenProgress counting{[&](std::string_view what, double part) {
      EXPECT_FALSE(what.empty());
      EXPECT_LE(part, 1);
      ++told;
      return true;
    }};
    ASSERT_TRUE(open_document(argument, counting));
    EXPECT_GE(told, 1U);
    for (std::size_t stop = 1; stop <= told; ++stop) {
      std::size_t calls = 0;
      EXPECT_FALSE(open_document(argument, {[&](std::string_view, double) { return ++calls < stop; }}));
      EXPECT_EQ(calls, stop) << "it goes on after it was stopped";
    }
  }
}

TEST(OpenText, TellsProblemsOfAChangedScenarioWithItsFile) {
  const Opened like = opened("thumbprint_rotation");
  const std::optional<Opened> wrong = open_text("{ \"cluster\": 5 }", like, quietly);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->run, nullptr);
  EXPECT_EQ(words_of(wrong->problems),
            Words{"scenario.json (changed):1: a cluster has to be an object, found the number 5"});
  const std::optional<Opened> same = open_text(like.text, like, quietly);
  ASSERT_TRUE(same && same->run);
  EXPECT_EQ(same->run->scenario().name, "thumbprint_rotation");
  EXPECT_EQ(same->lesson.size(), like.lesson.size());
}

}  // namespace
}  // namespace certdrill::workspace
