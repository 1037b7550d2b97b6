// The samples in docs/ and the shipped scenarios stay true: whole files load, pieces of notation parse.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "marked_text.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

namespace fs = std::filesystem;

struct Sample {
  std::string where;
  std::string text;
};

// The fenced blocks of all documents that are marked as `kind`: ```json scenario
std::vector<Sample> samples(const std::string& kind) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(CERTDRILL_DOCS)) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Sample> found;
  for (const fs::path& file : files) {
    std::ifstream stream(file);
    std::string line;
    bool inside = false;
    for (int number = 1; std::getline(stream, line); ++number) {
      if (!inside && line == "```" + kind) {
        inside = true;
        found.push_back({file.filename().string() + ":" + std::to_string(number), {}});
      } else if (inside && line == "```") {
        inside = false;
      } else if (inside) {
        found.back().text += line + "\n";
      }
    }
  }
  return found;
}

TEST(Docs, WholeScenariosLoadWithoutAWord) {
  const std::vector<Sample> found = samples("json scenario");
  EXPECT_GE(found.size(), 3U);
  for (const Sample& sample : found) {
    const LoadedScenario loaded = parse_scenario(sample.text, sample.where);
    EXPECT_TRUE(loaded.scenario.has_value() && loaded.problems.empty()) << sample.where << "\n"
                                                                        << all_of(loaded.problems);
  }
}

// A line is a security configuration, a line of states, or one rule.
TEST(Docs, NotationParses) {
  std::size_t lines = 0;
  for (const Sample& sample : samples("notation")) {
    std::istringstream stream(sample.text);
    for (std::string line; std::getline(stream, line);) {
      if (line.empty()) continue;
      ++lines;
      const bool good = line[0] == '{' ? model::parse_security(line).ok()
                                       : model::parse_node_groups(line).ok() || model::parse_validation_rule(line).ok();
      EXPECT_TRUE(good) << sample.where << ": " << line;
    }
  }
  EXPECT_GE(lines, 10U);
}

// A sample of wrong input shows what is said of it: the scenario, and behind it the text that a person sees.
TEST(Docs, ShownProblemsAreTheRealOnes) {
  const std::vector<Sample> scenarios = samples("json wrong scenario");
  const std::vector<Sample> answers = samples("text answer");
  ASSERT_EQ(scenarios.size(), answers.size());
  EXPECT_GE(scenarios.size(), 1U);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    EXPECT_EQ(all_of(parse_scenario(scenarios[i].text, "scenario.json").problems), answers[i].text) << answers[i].where;
  }
}

TEST(ShippedScenarios, LoadWithoutAnError) {
  std::size_t loaded_ones = 0;
  for (const auto& entry : fs::directory_iterator(CERTDRILL_SCENARIOS)) {
    const fs::path file = entry.path() / "scenario.json";
    if (!fs::exists(file)) continue;
    const LoadedScenario loaded = read_scenario(file);
    EXPECT_TRUE(loaded.scenario.has_value()) << all_of(loaded.problems);
    EXPECT_TRUE(loaded.problems.empty()) << all_of(loaded.problems);
    ++loaded_ones;
  }
  EXPECT_GE(loaded_ones, 9U);
}

}  // namespace
}  // namespace certdrill::load
