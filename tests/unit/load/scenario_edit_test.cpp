// A scenario's text is changed where it has to be and nowhere else.
#include "load/scenario_edit.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "load/scenario_reader.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::load {
namespace {

using Json = nlohmann::ordered_json;

std::string scenario_text(const std::string& name) {
  return test::read_text(test::scenarios_folder() / name / "scenario.json");
}

Json parsed(const std::string& text) {
  Json json = Json::parse(text, nullptr, false, true);
  EXPECT_FALSE(json.is_discarded()) << text;
  return json;
}

std::string text_or_problem(const Result<std::string>& result) {
  if (result) return *result;
  return "problem: " + result.problem().what + (result.problem().help.empty() ? "" : "; " + result.problem().help);
}

struct StepCase {
  const char* name;
  const char* before;
  const char* edit;  // "move 0 1", "remove 2", "insert 1": of {"wait":"1m"}
  const char* after;
};

class StepEdit : public testing::TestWithParam<StepCase> {
 protected:
  static Result<std::string> edited(const std::string& text, const std::string& edit) {
    const auto number = [&](std::size_t word) { return static_cast<std::size_t>(edit[word] - '0'); };
    if (edit.starts_with("move ")) return with_step_moved(text, number(5), number(7));
    if (edit.starts_with("remove ")) return without_step(text, number(7));
    return with_step(text, number(7), "{\"wait\":\"1m\"}");
  }
};

TEST_P(StepEdit, KeepsWhatIsNotMeant) {
  EXPECT_EQ(text_or_problem(edited(GetParam().before, GetParam().edit)), GetParam().after);
}

constexpr const char* commented = R"({
  "steps": [
    // first of all
    { "wait": "2m" }, // beside 0
    /* of 1 */ { "wait": "3m" },

    // a group of its own
    { "wait": "4m" } // beside 2
    // the end
  ] // behind
})";

INSTANTIATE_TEST_SUITE_P(
    Edits, StepEdit,
    testing::Values(StepCase{"on_one_line", R"({"steps": [{"a": 1}, {"b": 2}, {"c": 3}]})", "move 0 2",
                             R"({"steps": [{"b": 2}, {"c": 3}, {"a": 1}]})"},
                    StepCase{"back_on_one_line", R"({"steps": [{"a": 1}, {"b": 2}, {"c": 3}]})", "move 2 0",
                             R"({"steps": [{"c": 3}, {"a": 1}, {"b": 2}]})"},
                    StepCase{"to_where_it_is", commented, "move 1 1", commented},
                    StepCase{"comments_go_along", commented, "move 2 0", R"({
  "steps": [
    // a group of its own
    { "wait": "4m" }, // beside 2
    // first of all
    { "wait": "2m" }, // beside 0

    /* of 1 */ { "wait": "3m" }
    // the end
  ] // behind
})"},
                    StepCase{"comments_of_a_step_leave_with_it", commented, "remove 0", R"({
  "steps": [
    /* of 1 */ { "wait": "3m" },

    // a group of its own
    { "wait": "4m" } // beside 2
    // the end
  ] // behind
})"},
                    StepCase{"the_last_leaves", commented, "remove 2", R"({
  "steps": [
    // first of all
    { "wait": "2m" }, // beside 0
    /* of 1 */ { "wait": "3m" }
    // the end
  ] // behind
})"},
                    StepCase{"a_new_first", commented, "insert 0", R"({
  "steps": [
    {"wait":"1m"},
    // first of all
    { "wait": "2m" }, // beside 0
    /* of 1 */ { "wait": "3m" },

    // a group of its own
    { "wait": "4m" } // beside 2
    // the end
  ] // behind
})"},
                    StepCase{"a_new_last", commented, "insert 3", R"({
  "steps": [
    // first of all
    { "wait": "2m" }, // beside 0
    /* of 1 */ { "wait": "3m" },

    // a group of its own
    { "wait": "4m" }, // beside 2
    {"wait":"1m"}
    // the end
  ] // behind
})"},
                    StepCase{"a_line_comment_never_swallows_the_next", "{\"steps\": [{\"a\": 1}, // of a\n{\"b\": 2}]}",
                             "move 0 1", "{\"steps\": [{\"b\": 2},\n{\"a\": 1} // of a\n]}"},
                    StepCase{"commas_in_front", "{\"steps\": [\n    {\"a\": 1} // of a\n  , {\"b\": 2}\n]}", "move 1 0",
                             "{\"steps\": [\n    {\"b\": 2}, {\"a\": 1} // of a\n  \n]}"},
                    StepCase{"the_only_one_leaves", "{\n  \"steps\": [\n    {\"a\": 1}\n  ]\n}", "remove 0",
                             "{\n  \"steps\": [\n  ]\n}"},
                    StepCase{"into_an_empty_list", "{\n  \"steps\": []\n}", "insert 0",
                             "{\n  \"steps\": [\n    {\"wait\":\"1m\"}\n  ]\n}"},
                    StepCase{"beside_one", R"({"steps": [ {"a": 1} ]})", "insert 1",
                             R"({"steps": [ {"a": 1}, {"wait":"1m"} ]})"},
                    StepCase{"into_a_list_with_a_comment", "{\r\n  \"steps\": [ // none yet\r\n  ]\r\n}", "insert 0",
                             "{\r\n  \"steps\": [ // none yet\r\n    {\"wait\":\"1m\"}\r\n  ]\r\n}"},
                    StepCase{"where_there_are_none", "{\n  \"seed\": 7,\n  \"checks\": []\n}", "insert 0",
                             "{\n  \"seed\": 7,\n  \"steps\": [\n    {\"wait\":\"1m\"}\n  ],\n  \"checks\": []\n}"},
                    StepCase{"beyond_the_last", R"({"steps": [{"a": 1}]})", "remove 1",
                             "problem: there is no step 1: they are 0 to 0"},
                    StepCase{"far_beyond_the_last", R"({"steps": [{"a": 1}]})", "insert 3",
                             "problem: there is no step 3: they are 0 to 0"},
                    StepCase{"of_none", R"({"seed": 1})", "move 0 0", "problem: the scenario has no steps; add one"},
                    StepCase{"of_no_list", R"({"steps": 5})", "remove 0",
                             "problem: \"steps\" has to be a list of steps, found a number"},
                    StepCase{"of_no_json", "{\"steps\": [", "remove 0",
                             "problem: the file ends too early: the list of line 1, column 11 is not closed"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(StepEdits, AStepOfSeveralLinesIsIndentedAsItsNeighbours) {
  EXPECT_EQ(
      text_or_problem(with_step("{\n    \"steps\": [\n        {\"wait\": \"1m\"}\n    ]\n}", 1,
                                "{\n  \"upgrade\": \"x\",\n  \"policy\": {\n    \"mode\": \"monitored\"\n  }\n}\n")),
      "{\n    \"steps\": [\n        {\"wait\": \"1m\"},\n        {\n          \"upgrade\": \"x\",\n          "
      "\"policy\": {\n"
      "            \"mode\": \"monitored\"\n          }\n        }\n    ]\n}");
  EXPECT_EQ(text_or_problem(with_step("{\"steps\": []}", 0, "[1]")), "problem: a step is an object, found a list");
  EXPECT_EQ(text_or_problem(with_step("[]", 0, "{}")), "problem: a scenario is an object");
  for (const char* const text : {"[]", "[1]", "5", "\"x\""}) {
    EXPECT_EQ(text_or_problem(with_seed_and_profile(text, 2, model::Profile::windows)),
              "problem: a scenario is an object");
  }
  EXPECT_EQ(text_or_problem(with_step("{\"steps\": []}", 0, " ")), "problem: a step is an object; nothing was written");
}

struct ValueCase {
  const char* name;
  const char* path;
  const char* value;
  const char* after;  // of `text` below
};

class ValueEdit : public testing::TestWithParam<ValueCase> {};

TEST_P(ValueEdit, ReplacesTheBytesOfTheValue) {
  const std::string text =
      R"({ "seed": 5 /* lucky */, "on": true, "a/b": { "~": "x" }, "steps": [ { "to": "old" } ] })";
  EXPECT_EQ(text_or_problem(with_value(text, GetParam().path, GetParam().value)), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Edits, ValueEdit,
    testing::Values(
        ValueCase{"number", "seed", " 12 ",
                  R"({ "seed": 12 /* lucky */, "on": true, "a/b": { "~": "x" }, "steps": [ { "to": "old" } ] })"},
        ValueCase{
            "string", "steps/0/to", "{P:{TP=A}, V:{TP=\"A\"}}",
            R"({ "seed": 5 /* lucky */, "on": true, "a/b": { "~": "x" }, "steps": [ { "to": "{P:{TP=A}, V:{TP=\"A\"}}" } ] })"},
        ValueCase{
            "a_word_in_place_of_a_flag", "on", "\"unreadable\"",
            R"({ "seed": 5 /* lucky */, "on": "unreadable", "a/b": { "~": "x" }, "steps": [ { "to": "old" } ] })"},
        ValueCase{"names_with_signs", "a~1b/~0", "\n",
                  R"({ "seed": 5 /* lucky */, "on": true, "a/b": { "~": "\n" }, "steps": [ { "to": "old" } ] })"},
        ValueCase{"no_json", "seed", "five",
                  "problem: \"seed\" cannot become \"five\": unknown word \"five\"; it was 5"},
        ValueCase{"nothing_for_a_number", "seed", "",
                  "problem: \"seed\" cannot become \"\": nothing was written; it was 5"},
        ValueCase{"a_list_for_a_number", "seed", "[5]",
                  "problem: \"seed\" cannot become \"[5]\": expected a single value, found a list; it was 5"},
        ValueCase{"a_slip", "sede", "6",
                  "problem: there is no \"sede\": the scenario has no \"sede\"; did you mean \"seed\"?"},
        ValueCase{"too_far", "steps/3/to", "x", "problem: there is no \"steps/3/to\": \"steps\" has entries 0 to 0"},
        ValueCase{"below_a_value", "seed/x", "x", "problem: there is no \"seed/x\": \"seed\" is a number"},
        ValueCase{"not_single", "steps/0", "x", "problem: \"steps/0\" is an object, not a single value"},
        ValueCase{"no_text", "steps/0/to", "\xFF",
                  "problem: the new value of \"steps/0/to\" is no text: it is not UTF-8, or has a NUL byte"}),
    [](const auto& row) { return std::string(row.param.name); });

// A scenario's text that people may have written: steps in every layout, with comments where there may be comments.
// Every comment is another one, so that a lost or doubled one is seen.
class AnyText {
 public:
  explicit AnyText(std::uint64_t seed) : random_(seed) {}

  std::string text() {
    std::string text = "{" + gap() + "\"title\":" + gap() + "\"t\"" + gap() + ",";
    text += gap() + "\"steps\"" + gap() + ":" + gap() + "[";
    const std::uint64_t steps = random_.below(5);
    for (std::uint64_t i = 0; i < steps; ++i) text += (i > 0 ? "," : "") + gap() + step() + gap();
    if (steps == 0) text += gap();
    return text + "]" + gap() + "}" + gap();
  }
  std::string step() {
    std::string text = "{" + gap() + "\"wait\":" + gap() + "\"" + std::to_string(random_.below(100)) + "\\u006d\"";
    if (random_.below(2) == 0) text += gap() + ", \"list\": [[], {}" + gap() + "]";
    if (random_.below(2) == 0) text += ", \"flag\": true" + gap();
    return text + "}";
  }
  std::uint64_t below(std::uint64_t end) { return random_.below(end); }

 private:
  std::string gap() {
    static constexpr std::string_view plain[] = {"", "", "", " ", "\n", "\n  ", "\r\n\t", "\n\n    "};
    std::string text(plain[random_.below(std::size(plain))]);
    if (random_.below(4) == 0)
      text += "/* c" + std::to_string(comments_++) + (random_.below(3) == 0 ? "\n*/" : " , // */");
    if (random_.below(5) == 0)
      text += " // c" + std::to_string(comments_++) + " ], /* \n" + std::string(random_.below(4), ' ');
    return text + std::string(plain[random_.below(std::size(plain))]);
  }

  Random random_;
  int comments_ = 0;
};

std::multiset<std::string> comments_in(const std::string& text) {
  std::multiset<std::string> found;
  for (std::size_t at = text.find(" c"); at != std::string::npos; at = text.find(" c", at + 1))
    found.insert(text.substr(at, text.find_first_of(" \n", at + 2) - at));
  return found;
}

TEST(StepEdits, AreThoseOfTheValuesWhateverTheLayout) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    AnyText any(seed);
    const std::string text = any.text();
    Json json = parsed(text);
    Json& steps = json["steps"];
    const std::size_t count = steps.size();
    ASSERT_EQ(steps_of(text).size(), count);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
    Result<std::string> edited = problem("nothing");
    bool keeps_comments = true;
    const std::uint64_t kind = any.below(4);
    std::string added;
    if (kind == 0 || count == 0) {
      const std::size_t before = any.below(count + 1);
      added = any.step();
      edited = with_step(text, before, added);
      Json step = parsed(added);
      steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(before), step);
      keeps_comments = false;
    } else if (kind == 1) {
      const std::size_t index = any.below(count);
      edited = without_step(text, index);
      steps.erase(index);
      keeps_comments = false;
    } else if (kind == 2) {
      const std::size_t from = any.below(count);
      const std::size_t to = any.below(count);
      edited = with_step_moved(text, from, to);
      Json step = steps[from];
      steps.erase(from);
      steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(to), step);
    } else {
      const std::size_t index = any.below(count);
      edited = with_value(text, "steps/" + std::to_string(index) + "/wait", "7m");
      steps[index]["wait"] = "7m";
    }
    ASSERT_TRUE(edited) << edited.problem().what;
    ASSERT_EQ(parsed(*edited), json) << *edited;
    if (keeps_comments) {
      ASSERT_EQ(comments_in(*edited), comments_in(text)) << *edited;
    }
    const std::size_t list = text.find('[');
    ASSERT_EQ(edited->substr(0, list), text.substr(0, list)) << *edited;
    if (kind == 3) {
      const auto front = std::mismatch(text.begin(), text.end(), edited->begin(), edited->end()).first - text.begin();
      const auto back =
          std::mismatch(text.rbegin(), text.rend(), edited->rbegin(), edited->rend()).first - text.rbegin();
      ASSERT_GE(front + back + 14, static_cast<std::ptrdiff_t>(text.size())) << "more than the value has changed";
    }
  }
}

class ShippedEdit : public testing::TestWithParam<std::string> {};

TEST_P(ShippedEdit, WritingWhatIsThereChangesNothing) {
  const std::string text = scenario_text(GetParam());
  const std::vector<EditableField> fields = editable_fields(text);
  EXPECT_GE(fields.size(), 2U);
  for (const EditableField& field : fields) EXPECT_EQ(text_or_problem(with_value(text, field.path, field.value)), text);
}

TEST_P(ShippedEdit, StepsAreCalledAsInTheRun) {
  std::vector<std::string> names;
  for (const model::Step& step : test::read_shipped_scenario(GetParam()).steps) names.push_back(step.name);
  EXPECT_EQ(steps_of(scenario_text(GetParam())), names);
}

TEST_P(ShippedEdit, MovingStepsThereAndBackChangesNothing) {
  const std::string text = scenario_text(GetParam());
  const std::size_t count = steps_of(text).size();
  for (std::size_t from = 0; from < count; ++from) {
    for (std::size_t to = 0; to < count; ++to) {
      const std::string moved = text_or_problem(with_step_moved(text, from, to));
      EXPECT_EQ(text_or_problem(with_step_moved(moved, to, from)), text);
    }
  }
}

TEST_P(ShippedEdit, SeedAndProfileAreThoseOfTheRun) {
  const std::string text = scenario_text(GetParam());
  const model::Scenario own = test::read_shipped_scenario(GetParam());
  for (const model::Profile profile : model::all_profiles) {
    for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{77}}) {
      const Result<std::string> changed = with_seed_and_profile(text, seed, profile);
      ASSERT_TRUE(changed);
      const LoadedScenario loaded = parse_scenario(*changed, "x");
      ASSERT_TRUE(loaded.scenario) << to_text(loaded.problems.front()) << *changed;
      EXPECT_EQ(loaded.scenario->seed, seed);
      EXPECT_EQ(loaded.scenario->profile, profile);
      EXPECT_EQ(loaded.scenario->switches, model::switches_under(profile, own.switches, own.profile));
      std::vector<model::Profile> others = own.also_under;
      std::erase(others, profile);
      EXPECT_EQ(loaded.scenario->also_under, others);
      EXPECT_EQ(*changed == text, seed == own.seed && profile == own.profile);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedEdit, testing::ValuesIn(test::scenario_names()),
                         [](const auto& row) { return row.param; });

TEST(EditableFields, OfAllShippedScenariosAreTheApprovedOnes) {
  std::string all;
  for (const std::string& name : test::scenario_names()) {
    all += name + "\n";
    for (const EditableField& field : editable_fields(scenario_text(name)))
      all +=
          "  " + field.path + " | " + field.label + " | " + field.value + (field.is_string ? "\n" : " (no string)\n");
  }
  const std::filesystem::path approved = CERTDRILL_EDITABLE_FIELDS;
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) test::write_text(approved, all);
  EXPECT_EQ(all, test::read_text(approved)) << "if this is meant: CERTDRILL_APPROVE=1 ctest -R EditableFields";
}

TEST(EditableFields, OfATextThatIsNoScenarioAreNamedByTheirPlace) {
  for (const std::string text : {R"({"steps": {"x": {"to": "1"}}})", R"({"steps": {"0": {"to": "1"}}})",
                                 R"({"cluster": {"nodes": {"7": {"name": "1", "a": {"b": 1}}}}})",
                                 R"({"randomFaults": {"often": {"every": "6h"}}})"}) {
    for (const EditableField& field : editable_fields(text)) EXPECT_FALSE(field.label.empty()) << text;
  }
}

TEST(EditableFields, AreNamedAfterWhatTheyBelongTo) {
  const std::string text = R"({
    "cluster": {
      "security": "s",
      "nodeTypes": { "front/end": { "nodes": 3, "security": "t" } },
      "nodes": [ { "name": "vm0", "security": "u" }, { "security": "v" } ]
    },
    "steps": [ { "install": ["B", "C"], "within": "1h" }, { "upgrade": "x", "to": { "front/end": "w" }, "policy": { "mode": "m" } },
               5, { "waitUntil": "2026" } ],
    "randomFaults": [ { "fault": "crash", "every": "1h" } ]
  })";
  std::vector<std::string> found;
  for (const EditableField& field : editable_fields(text)) found.push_back(field.path + " | " + field.label);
  EXPECT_EQ(found,
            (std::vector<std::string>{
                "cluster/security | cluster: security", "cluster/nodeTypes/front~1end/security | front/end: security",
                "cluster/nodes/0/security | vm0: security", "cluster/nodes/1/security | node 1: security",
                "steps/0/within | install B and C: within", "steps/1/to/front~1end | x: to front/end",
                "steps/1/policy/mode | x: policy mode", "steps/3/waitUntil | wait until 2026: waitUntil",
                "randomFaults/0/every | random fault 1: every"}));
  EXPECT_TRUE(editable_fields("{ \"seed\": ").empty());
  EXPECT_TRUE(editable_fields("5").empty());
  EXPECT_TRUE(steps_of("[]").empty());
}

}  // namespace
}  // namespace certdrill::load
