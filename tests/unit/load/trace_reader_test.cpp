// What a trace says is read back; what is no whole trace of this version is told with its line.
#include "load/trace_reader.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::load {
namespace {

Result<TraceReader> open_text(std::string text) {
  return TraceReader::open(std::make_unique<std::istringstream>(std::move(text)), "x.jsonl");
}

class ShippedTrace : public testing::TestWithParam<std::string> {};

TEST_P(ShippedTrace, IsReadBack) {
  const test::Rehearsed run = test::rehearsed(test::read_shipped_scenario(GetParam()));
  Result<TraceReader> reader = open_text(run.trace);
  ASSERT_TRUE(reader) << reader.problem().what;
  EXPECT_EQ(reader->header().scenario, GetParam());
  EXPECT_EQ(reader->header().seed, run.scenario().seed);
  EXPECT_EQ(reader->header().profile, run.scenario().profile);
  EXPECT_EQ(reader->header().start, run.scenario().start);
  EXPECT_EQ(reader->header().nodes, run.setting->node_count());
  EXPECT_EQ(reader->header().text, test::read_text(test::scenarios_folder() / GetParam() / "scenario.json"));
  const std::vector<std::string> lines = test::lines_of(run.trace);
  std::uint64_t events = 0;
  while (const TraceEvent* event = reader->next()) {
    EXPECT_EQ(event->number, ++events);
    const std::string& line = lines.at(event->line - 1);
    EXPECT_TRUE(line.starts_with("{\"at\":\"" + to_string(event->at).substr(0, 19))) << line;
    std::string again = "{\"at\":\"" + line.substr(7, 24) + "\",\"n\":" + std::to_string(event->number) +
                        ",\"event\":\"" + std::string(event->name) + "\"";
    for (const TraceField& field : event->says) {
      const std::string quote = field.kind == JsonKind::string ? "\"" : "";
      again += ",\"" + std::string(field.key) + "\":" + quote + std::string(field.text) + quote;
    }
    EXPECT_EQ(again + "}", line);
  }
  EXPECT_FALSE(reader->problem()) << to_text(*reader->problem());
  EXPECT_TRUE(reader->complete());
  EXPECT_EQ(events, run.result.events);
  EXPECT_EQ(reader->bytes_read(), run.trace.size());
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedTrace, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

const std::string header =
    R"({"format":"certdrill.trace/1","scenario":"two","seed":7,"profile":"windows","rules":{"a":"b"},"start":"2026-01-10T00:00:00.000Z","nodes":2,"steps":["x",[]]})"
    "\n";
const std::string scenario =
    R"({"at":"2026-01-10T00:00:00.000Z","change":"Scenario","text":"{\n\"\u00e9\ud83d\ude00\"}"})"
    "\n";
std::string event(int number, const std::string& second = "00") {
  return R"({"at":"2026-01-10T00:00:)" + second + R"(.000Z","n":)" + std::to_string(number) +
         R"(,"event":"SwitchNode","node":"N1","from":0,"to":1})" + "\n";
}
std::string end(int events) {
  return R"({"at":"2026-01-10T00:01:00.000Z","change":"End","events":)" + std::to_string(events) +
         ",\"completed\":true}\n";
}

struct TraceCase {
  const char* name;
  std::string text;
  const char* outcome;  // "2 events", then what problem() says
};

class AnyTrace : public testing::TestWithParam<TraceCase> {};

std::string words_of(const Problem& problem) {
  return problem.where.file + ":" + std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column) +
         (problem.severity == Severity::warning ? ": warning: " : ": ") + problem.what +
         (problem.help.empty() ? "" : "; " + problem.help);
}

TEST_P(AnyTrace, IsReadAsFarAsItIsGood) {
  Result<TraceReader> reader = open_text(GetParam().text);
  std::string outcome;
  if (reader) {
    int events = 0;
    while (reader->next() != nullptr) ++events;
    outcome = std::to_string(events) + " events" + (reader->complete() ? "" : ", not complete");
    if (reader->problem()) outcome += "; " + words_of(*reader->problem());
    EXPECT_EQ(reader->next(), nullptr) << "it stays at its end";
  } else {
    outcome = words_of(reader.problem());
  }
  EXPECT_EQ(outcome, GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, AnyTrace,
    testing::Values(
        TraceCase{"whole", header + scenario + event(1) + event(2) + end(2), "2 events"},
        TraceCase{"windows_line_ends",
                  "\xEF\xBB\xBF" + header.substr(0, header.size() - 1) + "\r\n" + scenario + "\r\n" + end(0),
                  "0 events"},
        TraceCase{"no_last_line_break", header + scenario + event(1) + end(1).substr(0, end(1).size() - 1), "1 events"},
        TraceCase{"unknown_keys_and_lines",
                  header + scenario +
                      R"({"at":"2026-01-10T00:00:00.000Z","change":"New","x":{"y":[1,{"z":null}]}})"
                      "\n" +
                      R"({"at":"2026-01-10T00:00:00.000Z","n":1,"event":"NewEvent","new":true,"node":5})"
                      "\n" +
                      end(1),
                  "1 events"},
        TraceCase{"empty", "", "x.jsonl:0:0: the file is empty"},
        TraceCase{"no_trace", "{\"format\":\"certdrill.result/1\"}\n",
                  "x.jsonl:1:1: this is no trace: its format is \"certdrill.result/1\", expected "
                  "\"certdrill.trace/1\"; certdrill run --trace FILE SCENARIO writes one"},
        TraceCase{"newer", "{\"format\":\"certdrill.trace/2\",\"run\":{}}\n",
                  "x.jsonl:1:1: the trace has the format \"certdrill.trace/2\"; this version reads "
                  "\"certdrill.trace/1\"; open it with the version of certdrill that wrote it, or open its scenario"},
        TraceCase{"cut_in_its_header", header.substr(0, 60),
                  "x.jsonl:1:1: the trace is cut off in its first line; nothing of it can be shown"},
        TraceCase{"header_that_is_broken", "{\"format\":\"certdrill.trace/1\",}\n",
                  "x.jsonl:1:30: a comma with no field behind it; remove the comma"},
        TraceCase{"header_without_seed",
                  R"({"format":"certdrill.trace/1","scenario":"x","profile":"linux","start":"2026-01-10","nodes":2})"
                  "\n",
                  "x.jsonl:1:1: the header has no \"seed\""},
        TraceCase{"header_without_start",
                  R"({"format":"certdrill.trace/1","scenario":"x","profile":"linux","seed":1,"nodes":2})"
                  "\n",
                  "x.jsonl:1:1: the header has no good \"start\": not a time: \"\": it does not begin with a date"},
        TraceCase{"header_with_a_strange_profile",
                  R"({"format":"certdrill.trace/1","profile":"window"})"
                  "\n",
                  "x.jsonl:1:1: unknown profile \"window\" in the header; did you mean \"windows\"?"},
        TraceCase{"older_without_scenario", header + event(1) + end(1),
                  "x.jsonl:2:1: the trace does not carry its scenario: an older certdrill wrote it; open the scenario "
                  "\"two\" instead, or write the trace again"},
        TraceCase{"cut_before_its_scenario", header + scenario.substr(0, 30),
                  "x.jsonl:2:1: the trace is cut off before its scenario; nothing of it can be shown"},
        TraceCase{"cut_between_lines", header + scenario + event(1),
                  "1 events, not complete; x.jsonl:3:1: warning: the trace is cut off behind this line, after 1 event: "
                  "it has no End; what is there is shown"},
        TraceCase{"cut_in_a_line", header + scenario + event(1) + event(2) + event(3).substr(0, 50),
                  "2 events, not complete; x.jsonl:5:1: warning: the trace is cut off in this line, after 2 events: it "
                  "has no End; what is there is shown"},
        TraceCase{
            "broken_line", header + scenario + event(1) + "{\"at\":\"2026-01-10T00:00:00.000Z\" \"n\":2}\n" + end(1),
            "1 events, not complete; x.jsonl:4:34: missing comma before the next field; separate them with a comma"},
        TraceCase{"comment", header + scenario + "{} // none\n" + end(0),
                  "0 events, not complete; x.jsonl:3:1: the line is no JSON object, without comments"},
        TraceCase{"list", header + scenario + "[]\n" + end(0),
                  "0 events, not complete; x.jsonl:3:1: the line is no JSON object, without comments"},
        TraceCase{"text_behind", header + scenario + "{}5\n" + end(0),
                  "0 events, not complete; x.jsonl:3:3: there is text behind the end of the object"},
        TraceCase{"nul", header + scenario + std::string("\0\n", 2),
                  "0 events, not complete; x.jsonl:3:1: the line has a NUL byte; it is no text"},
        TraceCase{"deep", header + scenario + "{\"x\":" + std::string(100'000, '[') + "\n",
                  "0 events, not complete; x.jsonl:3:69: the line is nested deeper than 64 levels"},
        TraceCase{"half_of_a_pair",
                  header + scenario +
                      R"({"x":"\ud83d"})"
                      "\n",
                  "0 events, not complete; x.jsonl:3:7: half of a surrogate pair: \\ud83d; write both halves, or the "
                  "character itself"},
        TraceCase{"event_missing", header + scenario + event(1) + event(3) + end(2),
                  "1 events, not complete; x.jsonl:4:1: event 3 stands where event 2 has to be; lines are missing, or "
                  "not in the order in which they were written"},
        TraceCase{"event_without_number",
                  header + scenario +
                      R"({"at":"2026-01-10T00:00:00.000Z","event":"x"})"
                      "\n",
                  "0 events, not complete; x.jsonl:3:1: the event has no number \"n\""},
        TraceCase{"event_with_a_negative_number",
                  header + scenario +
                      R"({"at":"2026-01-10T00:00:00.000Z","event":"x","n":-1})"
                      "\n",
                  "0 events, not complete; x.jsonl:3:1: the event has no number \"n\""},
        TraceCase{"time_runs_backwards", header + scenario + event(1, "05") + event(2, "04") + end(2),
                  "1 events, not complete; x.jsonl:4:1: time runs backwards: \"2026-01-10T00:00:04.000Z\" stands "
                  "behind 2026-01-10T00:00:05Z; the lines are not in the order in which they were written"},
        TraceCase{"no_time", header + scenario + "{\"n\":1,\"event\":\"x\"}\n",
                  "0 events, not complete; x.jsonl:3:1: the line has no good \"at\": not a time: \"\": it does not "
                  "begin with a date"},
        TraceCase{"end_counts_others", header + scenario + event(1) + end(2),
                  "1 events, not complete; x.jsonl:4:1: the End line counts 2 events, the trace has 1"},
        TraceCase{"behind_the_end", header + scenario + end(0) + "\n\n" + event(1),
                  "0 events, not complete; x.jsonl:6:1: there is a line behind the End of the trace"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(TraceReader, TextsAreDecoded) {
  const Result<TraceReader> reader = open_text(header + scenario);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->header().text, "{\n\"\xC3\xA9\xF0\x9F\x98\x80\"}");
}

// A stream that never ends and has no line break: an endless file, without the time to write one.
class Endless : public std::streambuf {
 public:
  explicit Endless(std::string beginning) : text_(std::move(beginning)) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 protected:
  int_type underflow() override {
    text_.assign(std::size_t{1} << 20, 'x');
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return traits_type::to_int_type('x');
  }

 private:
  std::string text_;
};

TEST(TraceReader, GivesUpOnALineWithoutAnEnd) {
  for (const std::string& beginning : {std::string(), header + scenario}) {
    Endless endless(beginning);
    Result<TraceReader> reader = TraceReader::open(std::make_unique<std::istream>(&endless), "x.jsonl");
    if (!beginning.empty()) {
      ASSERT_TRUE(reader);
      EXPECT_EQ(reader->next(), nullptr);
    }
    EXPECT_EQ(words_of(beginning.empty() ? reader.problem() : *reader->problem()),
              "x.jsonl:" + std::string(beginning.empty() ? "1" : "3") +
                  ":1: the line is longer than 134221824 bytes: this is no trace");
  }
}

TEST(TraceReader, SaysWhyAFileCannotBeRead) {
  const test::TemporaryFolder folder;
  const Result<TraceReader> missing = TraceReader::open(std::filesystem::path(folder / "none"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.problem().what, "cannot be read: No such file or directory");
  const Result<TraceReader> is_folder = TraceReader::open(folder.path());
  ASSERT_FALSE(is_folder);
  EXPECT_EQ(is_folder.problem().what, "cannot be read to its end");
}

struct BeginningCase {
  const char* name;
  const char* text;
  bool trace;
};
class Beginning : public testing::TestWithParam<BeginningCase> {};
TEST_P(Beginning, IsThatOfATraceOrNot) { EXPECT_EQ(begins_like_a_trace(GetParam().text), GetParam().trace); }
INSTANTIATE_TEST_SUITE_P(
    Texts, Beginning,
    testing::Values(BeginningCase{"trace", "{\"format\":\"certdrill.trace/1\"", true},
                    BeginningCase{"spaced", "\xEF\xBB\xBF { \"format\" : \"certdrill.trace/9\"", true},
                    BeginningCase{"cut", "{\"format\"", true},
                    BeginningCase{"scenario", "{\n  \"title\": \"format\"", false}, BeginningCase{"empty", "", false},
                    BeginningCase{"blank", " \n", false}, BeginningCase{"bracket", "{", false},
                    BeginningCase{"list", "[\"format\"", false}, BeginningCase{"word", "format", false}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::load
