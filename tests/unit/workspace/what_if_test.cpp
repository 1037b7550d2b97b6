// A changed scenario: its edits, what differs, the way back, and that it runs.
#include "workspace/what_if.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "replay/difference.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"
#include "workspace/document.h"

namespace certdrill::workspace {
namespace {

using Words = std::vector<std::string>;

const OpenProgress quietly{[](std::string_view, double) { return true; }};

std::string scenario_text(const std::string& name) {
  return test::read_text(test::scenarios_folder() / name / "scenario.json");
}

WhatIf what_if_of(const std::string& name) {
  WhatIf what_if;
  what_if.begin(scenario_text(name));
  return what_if;
}

TEST(WhatIf, GoesBackEditByEdit) {
  WhatIf what_if = what_if_of("thumbprint_rotation");
  EXPECT_FALSE(what_if.changed());
  EXPECT_FALSE(what_if.undo());
  EXPECT_EQ(what_if.steps(), (Words{"accept B as well", "present B", "retire A"}));
  EXPECT_EQ(what_if.differences(), Words());

  std::vector<std::string> texts = {what_if.text()};
  ASSERT_FALSE(what_if.set("steps/1/to", "{P:{TP=B}, V:{TP=B}}"));
  texts.push_back(what_if.text());
  ASSERT_FALSE(what_if.move_step(2, 0));
  texts.push_back(what_if.text());
  ASSERT_FALSE(what_if.remove_step(1));
  texts.push_back(what_if.text());
  ASSERT_FALSE(what_if.add_step(2, R"({ "wait": "2h" })"));
  EXPECT_TRUE(what_if.changed());
  EXPECT_EQ(what_if.steps(), (Words{"retire A", "present B", "wait 2h"}));
  EXPECT_EQ(what_if.differences(),
            (Words{"step \"accept B as well\" is gone", "step \"wait 2h\" is new, behind \"present B\"",
                   "the order of the steps: \"retire A\", \"present B\"",
                   "steps/1/to: {P:{TP=B}, V:{TP=B}} instead of {P:{TP=A, TP=B}, V:{TP=A, TP=B}}"}));
  for (std::size_t left = texts.size(); left-- > 0;) {
    EXPECT_TRUE(what_if.undo());
    EXPECT_EQ(what_if.text(), texts[left]);
  }
  EXPECT_FALSE(what_if.undo());
  EXPECT_FALSE(what_if.changed());
  EXPECT_EQ(what_if.fields().size(), load::editable_fields(what_if.original()).size());
}

TEST(WhatIf, KeepsTheTextWhenAnEditDoesNotSucceed) {
  WhatIf what_if = what_if_of("thumbprint_rotation");
  EXPECT_TRUE(what_if.set("steps/7/to", "x"));
  EXPECT_TRUE(what_if.set("cluster/nodes", "many"));
  EXPECT_TRUE(what_if.move_step(0, 3));
  EXPECT_TRUE(what_if.remove_step(3));
  EXPECT_TRUE(what_if.add_step(0, "{ \"wait\": "));
  EXPECT_FALSE(what_if.changed());
  EXPECT_FALSE(what_if.undo()) << "what changed nothing is nothing to go back from";
  EXPECT_FALSE(what_if.set("steps/0/to", "{P:{TP=A}, V:{TP=A, TP=B}}")) << "as it is";
  EXPECT_FALSE(what_if.undo());
}

TEST(WhatIf, BeginsAnewWithAnotherScenario) {
  WhatIf what_if = what_if_of("thumbprint_rotation");
  ASSERT_FALSE(what_if.remove_step(0));
  what_if.begin(scenario_text("rotation_too_late"));
  EXPECT_FALSE(what_if.changed());
  EXPECT_FALSE(what_if.undo());
  EXPECT_EQ(what_if.steps().size(), 2U);
}

struct DifferenceCase {
  const char* name;
  const char* was;
  const char* is;
  Words lines;
};

class Differences : public testing::TestWithParam<DifferenceCase> {};

TEST_P(Differences, AreToldInLines) {
  WhatIf what_if;
  what_if.begin(GetParam().was);
  ASSERT_FALSE(what_if.set_text(GetParam().is));
  EXPECT_EQ(what_if.differences(), GetParam().lines);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Differences,
    testing::Values(DifferenceCase{"value", R"({"seed": 1})", R"({"seed": 2})", {"seed: 2 instead of 1"}},
                    DifferenceCase{"kind_of_value", R"({"seed": 1})", R"({"seed": "1"})", {"seed: 1 instead of 1"}},
                    DifferenceCase{"new_and_gone",
                                   R"({"end": "2026", "a": []})",
                                   R"({"seed": "", "a": ["x"]})",
                                   {"seed: \"\" is new", "a/0: x is new", "end: 2026 is gone", "a: [] is gone"}},
                    DifferenceCase{
                        "comments", "{\"seed\": 1}", "{\n  // lucky\n  \"seed\": 1\n}", {"only comments and layout"}},
                    DifferenceCase{"no_json", R"({"seed": 1})", R"({"seed": )", {"the text is no JSON now"}},
                    DifferenceCase{"from_no_json", R"({"seed": )", R"({"seed": 1})", {"seed: 1 is new"}},
                    DifferenceCase{"first_step_is_new",
                                   R"({"steps": [{"wait": "1m"}]})",
                                   R"({"steps": [{"wait": "2m"}, {"wait": "1m"}]})",
                                   {"step \"wait 2m\" is new, at the beginning"}},
                    DifferenceCase{"of_two_alike_one_is_gone",
                                   R"({"steps": [{"wait": "1m"}, {"wait": "1m"}]})",
                                   R"({"steps": [{"wait": "1m"}]})",
                                   {"step \"wait 1m (2)\" is gone"}},
                    DifferenceCase{"a_step_that_moved_and_changed",
                                   R"({"steps": [{"upgrade": "x", "to": "1"}, {"upgrade": "y", "to": "2"}]})",
                                   R"({"steps": [{"upgrade": "y", "to": "2"}, {"upgrade": "x", "to": "3"}]})",
                                   {"the order of the steps: \"y\", \"x\"", "steps/1/to: 3 instead of 1"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Differences, AreAHundredLinesAtMost) {
  std::string was = "[0";
  std::string is = "[1";
  for (int i = 0; i < 149; ++i) {
    was += ",0";
    is += ",1";
  }
  WhatIf what_if;
  what_if.begin(was + "]");
  ASSERT_FALSE(what_if.set_text(is + "]"));
  ASSERT_EQ(what_if.differences().size(), 101U);
  EXPECT_EQ(what_if.differences().back(), "and 50 more");
}

class ShippedWhatIf : public testing::TestWithParam<std::string> {};

// Every step away, every step to the front: a scenario that runs, or problems that say what is wrong with it.
TEST_P(ShippedWhatIf, EveryChangeOfAStepIsReadAgain) {
  const std::string original = scenario_text(GetParam());
  const std::size_t steps = load::steps_of(original).size();
  for (std::size_t step = 0; step < steps; ++step) {
    for (const bool away : {true, false}) {
      WhatIf what_if;
      what_if.begin(original);
      ASSERT_FALSE(away ? what_if.remove_step(step) : what_if.move_step(step, steps - 1 - step));
      const load::LoadedScenario loaded = load::parse_scenario(what_if.text(), "x");
      EXPECT_NE(loaded.scenario.has_value(), has_errors(loaded.problems));
      if (loaded.scenario) {
        EXPECT_EQ(loaded.scenario->steps.size(), steps - (away ? 1 : 0));
      }
      EXPECT_EQ(what_if.differences().empty(), what_if.text() == original);
    }
  }
}

TEST_P(ShippedWhatIf, ALaterStartIsAnotherRun) {
  const std::optional<Opened> document = open_document(GetParam(), quietly);
  ASSERT_TRUE(document && document->run);
  WhatIf what_if;
  what_if.begin(document->text);
  const SimTime later = document->run->scenario().start + std::chrono::minutes(1);
  ASSERT_FALSE(what_if.set("start", to_string(later)));
  const std::optional<Opened> changed = open_text(what_if.text(), *document, quietly);
  ASSERT_TRUE(changed && changed->run) << "a minute breaks nothing";
  EXPECT_EQ(changed->run->time_of(0), later);
  // Steps that all have a time of their own happen when they would have.
  const std::vector<model::Step>& steps = document->run->scenario().steps;
  const bool all_timed =
      std::all_of(steps.begin(), steps.end(), [](const model::Step& step) { return step.not_before.has_value(); });
  EXPECT_TRUE(all_timed || replay::first_difference(*document->run, *changed->run).has_value());
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedWhatIf, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

struct RunCase {
  const char* name;
  const char* scenario;
  std::optional<Problem> (*edit)(WhatIf&);
  bool holds;  // the changed one
};

class ChangedRun : public testing::TestWithParam<RunCase> {};

TEST_P(ChangedRun, EndsInAnotherWay) {
  const std::optional<Opened> document = open_document(GetParam().scenario, quietly);
  ASSERT_TRUE(document && document->run);
  WhatIf what_if;
  what_if.begin(document->text);
  ASSERT_FALSE(GetParam().edit(what_if));
  const std::optional<Opened> changed = open_text(what_if.text(), *document, quietly);
  ASSERT_TRUE(changed);
  ASSERT_NE(changed->run, nullptr) << (changed->problems.empty() ? "" : changed->problems.front().what);
  EXPECT_EQ(document->run->result().holds, !GetParam().holds);
  EXPECT_EQ(changed->run->result().holds, GetParam().holds);
  EXPECT_NE(replay::first_difference(*document->run, *changed->run), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    Edits, ChangedRun,
    testing::Values(
        RunCase{"a_rule", "thumbprint_rotation",
                [](WhatIf& what_if) { return what_if.set("steps/0/to", "{P:{TP=A}, V:{TP=A}}"); }, false},
        RunCase{"a_date", "thumbprint_rotation",
                [](WhatIf& what_if) { return what_if.set("certificates/A/notAfter", "2026-01-10T00:05:00Z"); }, false},
        RunCase{"a_step_less", "thumbprint_rotation", [](WhatIf& what_if) { return what_if.remove_step(0); }, false},
        RunCase{"the_order_that_breaks", "thumbprint_rotation", [](WhatIf& what_if) { return what_if.move_step(1, 0); },
                false},
        RunCase{"a_step_more", "thumbprint_rotation",
                [](WhatIf& what_if) {
                  return what_if.add_step(3, R"({ "upgrade": "A again", "to": "{P:{TP=A}, V:{TP=A}}" })");
                },
                false}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::workspace
