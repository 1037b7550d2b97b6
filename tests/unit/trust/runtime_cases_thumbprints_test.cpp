// Cases TP of tests/data/runtime_cases: how a thumbprint, and a list of them, is read. For profile documented white space
// does not count and there are always 40 digits; where that makes a difference there is a row of its own.
#include <algorithm>

#include "base/text.h"
#include "runtime_cases.h"
#include "trust/thumbprint_text.h"

namespace certdrill::trust {
namespace {

constexpr const char* compact = "b3449b018d0f6839a2c5d62b5b6c6ac822b6f662";
constexpr const char* spaced = "b3 44 9b 01 8d 0f 68 39 a2 c5 d6 2b 5b 6c 6a c8 22 b6 f6 62";
constexpr const char* upper = "B3449B018D0F6839A2C5D62B5B6C6AC822B6F662";
constexpr const char* off_by_one = "b4 44 9b 01 8d 0f 68 39 a2 c5 d6 2b 5b 6c 6a c8 22 b6 f6 62";
constexpr const char* unlike = "0059b4d10f6839a2c5d62b5b6c6ac822b6f682f5";

model::ThumbprintText form_of(model::Profile profile) { return model::switches_of(profile).thumbprint_text; }

// "InvalidX509Thumbprint" of `InvalidX509Thumbprint: "..." is empty`.
std::string error_of(const Problem& problem) { return problem.what.substr(0, problem.what.find(':')); }

struct ReadCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  const char* text;
  const char* gives;  // "b344...", "b344...?true", or the error
};

class Thumbprints : public testing::TestWithParam<Tried<ReadCase>> {};
TEST_P(Thumbprints, AreReadAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  const Result<WrittenThumbprint> read = parse_thumbprint(row.text, form_of(profile));
  EXPECT_EQ(read ? read->to_string() + (read->check_chain ? "?true" : "") : error_of(read.problem()), row.gives);
  if (!read) return;
  const Result<WrittenThumbprint> again = parse_thumbprint(read->to_string(), form_of(profile));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *read);
  EXPECT_EQ(read->thumbprint().has_value(), read->bytes.size() == 20);
}

constexpr const char* invalid = "InvalidX509Thumbprint";
const std::string with_true = std::string(compact) + "?true";
const std::string with_true_in_capitals = std::string(compact) + "?TRUE";
const std::string with_false = std::string(compact) + "?false";
const std::string with_yes = std::string(compact) + "?yes";

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, Thumbprints,
    testing::ValuesIn(tried<ReadCase>({
        {"TP-01", "WLD", "spaced", spaced, compact},
        {"TP-01", "WLD", "compact", compact, compact},
        {"TP-02", "WLD", "", off_by_one, "b4449b018d0f6839a2c5d62b5b6c6ac822b6f662"},
        {"TP-05", "WLD", "", spaced, compact},  // written out and read back: see the test
        {"TP-08", "WLD", "", "", invalid},
        {"TP-13", "WLD", "", "b3449b018d0f6839a2c5d62b5b6c6ac822b6f662;0059b4d10f6839a2c5d62b5b6c6ac822b6f682f5",
         invalid},
        {"TP-14", "WLD", "lower", compact, compact},
        {"TP-14", "WLD", "upper", upper, compact},
        {"TP-15", "WL", "", "a1 b2c3", invalid},
        {"TP-15", "WL", "of_full_length", "b3 449b018d0f6839a2c5d62b5b6c6ac822b6f662", invalid},
        {"TP-15", "D", "of_full_length", "b3 449b018d0f6839a2c5d62b5b6c6ac822b6f662", compact},
        {"TP-16", "WLD", "", "b3:44:9b:01:8d:0f:68:39:a2:c5:d6:2b:5b:6c:6a:c8:22:b6:f6:62", invalid},
        {"TP-17", "WLD", "", "g3449b018d0f6839a2c5d62b5b6c6ac822b6f662", invalid},
        {"TP-18", "WL", "", "a1b2", "a1b2"},
        {"TP-18", "D", "", "a1b2", invalid},
        {"TP-19", "WLD", "", with_true.c_str(), with_true.c_str()},
        {"TP-19", "WLD", "in_capitals", with_true_in_capitals.c_str(), with_true.c_str()},
        {"TP-20", "WLD", "false", with_false.c_str(), compact},
        {"TP-20", "WLD", "yes", with_yes.c_str(), compact},
        {"TP-21", "WL", "", "a1  b2", "a1b2"},
        {"TP-21", "D", "", "b3  44 9b 01 8d 0f 68 39 a2 c5 d6 2b 5b 6c 6a c8 22 b6 f6 62", compact},
        {"TP-24", "WLD", "alone", "?", invalid},
        {"TP-24", "WLD", "true", "?true", invalid},
    })),
    name_of_tried);

struct ListCase {
  const char* id;
  const char* profiles;
  const char* what = "";
  std::vector<const char*> entries;  // separated by commas
  const char* gives;                 // what is in the set, separated by spaces; or the error
};

class ThumbprintLists : public testing::TestWithParam<Tried<ListCase>> {};
TEST_P(ThumbprintLists, AreReadAsInTheRuntime) {
  const auto& [row, profile] = GetParam();
  const std::vector<std::string> entries(row.entries.begin(), row.entries.end());
  const Result<std::vector<WrittenThumbprint>> read = parse_thumbprint_list(join(entries, ","), form_of(profile));
  if (!read) {
    EXPECT_EQ(error_of(read.problem()), row.gives);
    return;
  }
  std::vector<std::string> got;
  for (const WrittenThumbprint& each : *read) got.push_back(each.to_string());
  EXPECT_EQ(join(got, " "), row.gives);
}

const std::string both = std::string(compact) + " " + unlike;

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, ThumbprintLists,
    testing::ValuesIn(tried<ListCase>({
        {"TP-03", "WLD", "", {spaced}, compact},
        {"TP-04", "WLD", "before", {spaced, compact}, compact},
        {"TP-04", "WLD", "after", {spaced, compact, unlike}, both.c_str()},
        {"TP-09", "WLD", "empty", {}, ""},
        {"TP-09", "WLD", "blanks", {" \t "}, ""},
        {"TP-10", "WLD", "", {compact, "", unlike}, both.c_str()},
        {"TP-11", "WLD", "", {compact, ""}, compact},
        {"TP-12",
         "WLD",
         "",
         {"  b3449b018d0f6839a2c5d62b5b6c6ac822b6f662 ", " 0059b4d10f6839a2c5d62b5b6c6ac822b6f682f5\t"},
         both.c_str()},
        {"TP-22", "WLD", "", {compact, compact}, compact},
        {"TP-23", "WLD", "", {"", "", ""}, "InvalidArgument"},
    })),
    name_of_tried);

}  // namespace
}  // namespace certdrill::trust
