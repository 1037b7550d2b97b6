// certdrill deadlines: exit codes, forms of the result, wrong options.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "certdrill_program.h"

namespace certdrill::test {
namespace {

using nlohmann::json;

TEST(DeadlinesVerb, TellsThoseOfAPlanThatHolds) {
  const ProcessOutcome outcome = certdrill_program({"deadlines", "thumbprint_rotation"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_TRUE(outcome.out.starts_with("thumbprint_rotation: holds; 3 deadlines\n")) << outcome.out;
}

TEST(DeadlinesVerb, FailsWithOneWhenThePlanIsViolatedAsItIs) {
  const ProcessOutcome outcome = certdrill_program({"deadlines", "rotation_too_late"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_TRUE(outcome.out.starts_with("rotation_too_late: violated as it is: at ")) << outcome.out;
}

TEST(DeadlinesVerb, WritesJson) {
  const ProcessOutcome outcome = certdrill_program({"deadlines", "thumbprint_rotation", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  const json document = json::parse(outcome.out);
  EXPECT_EQ(document["format"], "certdrill.deadlines/1");
  EXPECT_EQ(document["scenario"], "thumbprint_rotation");
  EXPECT_EQ(document["verdict"], "holds");
  EXPECT_EQ(document["violatedBy"], nullptr);
  ASSERT_EQ(document["deadlines"].size(), 3U);
  const json& latest = document["deadlines"][0]["latest"];
  EXPECT_EQ(latest["bound"], "goesWrong");
  EXPECT_EQ(latest["hingesOn"]["certificate"], "A");
  EXPECT_EQ(latest["endsWith"]["id"], "PairCannotAuthenticate");
  EXPECT_EQ(document["deadlines"][0]["mend"], nullptr);

  const ProcessOutcome late = certdrill_program({"deadlines", "rotation_too_late", "--json"});
  EXPECT_EQ(late.exit_code, 1);
  const json violated = json::parse(late.out);
  EXPECT_EQ(violated["verdict"], "violated");
  EXPECT_EQ(violated["deadlines"][0]["latest"], nullptr);
  EXPECT_LT(violated["deadlines"][0]["mend"]["bySeconds"], -1200);
}

TEST(DeadlinesVerb, TakesSeedsAndAResolution) {
  const ProcessOutcome outcome =
      certdrill_program({"deadlines", "three_phase_conversion", "--seeds", "3", "--resolution", "1m", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  const json document = json::parse(outcome.out);
  EXPECT_EQ(document["seeds"], 3);
  EXPECT_EQ(document["resolution"], "1m");
}

struct WrongUse {
  const char* name;
  std::vector<std::string> arguments;
  const char* message;
};
void PrintTo(const WrongUse& row, std::ostream* out) { *out << row.name; }

class DeadlinesVerbRefuses : public testing::TestWithParam<WrongUse> {};

TEST_P(DeadlinesVerbRefuses, WrongUse) {
  std::vector<std::string> arguments = {"deadlines"};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  expect_refused(certdrill_program(arguments), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Words, DeadlinesVerbRefuses,
    testing::Values(
        WrongUse{"no_seeds",
                 {"thumbprint_rotation", "--seeds", "0"},
                 "error: not a number of seeds: \"0\"\nhelp: expected a whole number from 1 to 1000\n"},
        WrongUse{"too_many_seeds",
                 {"thumbprint_rotation", "--seeds", "1001"},
                 "error: not a number of seeds: \"1001\"\nhelp: expected a whole number from 1 to 1000\n"},
        WrongUse{"no_resolution",
                 {"thumbprint_rotation", "--resolution", "0s"},
                 "error: not a resolution: \"0s\"\nhelp: expected a length from 1ms to 1d\n"},
        WrongUse{"too_coarse",
                 {"thumbprint_rotation", "--resolution", "25h"},
                 "error: not a resolution: \"25h\"\nhelp: expected a length from 1ms to 1d\n"},
        WrongUse{"two_scenarios",
                 {"thumbprint_rotation", "rotation_too_late"},
                 "error: unexpected argument \"rotation_too_late\"\nhelp: certdrill deadlines --help tells what it "
                 "takes\n"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::test
