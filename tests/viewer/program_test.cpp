// The program certdrill-viewer without a display: pictures, films, and what is said when something is wrong.
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "picture/png.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"
#include "viewer_program.h"

namespace certdrill::test {
namespace {

using picture::Image;

Image picture_of(const std::string& file) {
  Result<Image> image = picture::read_png(file);
  if (image) return *image;
  ADD_FAILURE() << to_text(image.problem());
  return {};
}

TEST(ViewerProgram, WritesAPictureOfTheSizeThatIsAskedFor) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome = viewer_program(
      {"thumbprint_rotation", "--at", "after 'present B' UD2", "--size", "800x600", "--screenshot", folder / "a.png"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out + outcome.err, "");
  const Image image = picture_of(folder / "a.png");
  EXPECT_EQ(image.width, 800);
  EXPECT_EQ(image.height, 600);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.png"});
}

TEST(ViewerProgram, WritesTheSamePictureTwice) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "b.png"}) {
    ASSERT_EQ(viewer_program({"quorum_lost_by_the_third_domain", "--at", "finding 1", "--screenshot", folder / name})
                  .exit_code,
              0);
  }
  EXPECT_EQ(picture_of(folder / "a.png"), picture_of(folder / "b.png"));
}

TEST(ViewerProgram, WritesAFilm) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome =
      viewer_program({"thumbprint_rotation", "--size", "400x300", "--frames", folder / "film", "--every", "domain"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::vector<std::string> names = TemporaryFolder::names_in(folder / "film");
  ASSERT_GE(names.size(), 11U);  // the start, and the ends of five domains in two phases
  EXPECT_EQ(outcome.out, std::to_string(names.size()) + " pictures in " + folder / "film" + "\n");
  EXPECT_EQ(names.front(), "00001.png");
  EXPECT_EQ(names[9], "00010.png");
  EXPECT_NE(picture_of(folder / "film/00001.png"), picture_of(folder / "film/00002.png"));
}

TEST(ViewerProgram, DoesNotMixTwoFilms) {
  const TemporaryFolder folder;
  write_text(folder / "mine.txt", "kept");
  const ProcessOutcome outcome = viewer_program({"thumbprint_rotation", "--frames", folder.path().string()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("error: the folder is not empty\n"), std::string::npos) << outcome.err;
  EXPECT_EQ(folder.names(), std::vector<std::string>{"mine.txt"});
}

TEST(ViewerProgram, NeedsADisplayForAWindow) {
  const ProcessOutcome outcome = viewer_program({"thumbprint_rotation"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "error: no display: DISPLAY and WAYLAND_DISPLAY are not set\n"
            "help: --screenshot FILE.png makes a picture without one\n");
}

// The moment that is named counts, also where a finding is selected.
TEST(ViewerProgram, AMomentStandsBesideASelectedFinding) {
  const TemporaryFolder folder;
  const auto shown = [&](const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"thumbprint_swap_without_overlap", "--select", "finding 1", "--screenshot",
                                      folder / (name + ".png")};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(viewer_program(words).exit_code, 0);
    return read_text(folder / (name + ".png"));
  };
  EXPECT_EQ(shown("alone", {}), shown("named", {"--at", "finding 1"}));
  EXPECT_NE(shown("alone", {}), shown("end", {"--at", "end"}));
}

struct WrongInput {
  const char* name;
  std::vector<std::string> words;  // besides --screenshot; "SCENARIO": a file with `content`
  const char* content;
  const char* said;  // is among what is said
};
void PrintTo(const WrongInput& row, std::ostream* out) { *out << row.name; }
class WrongViewerInput : public testing::TestWithParam<WrongInput> {};

TEST_P(WrongViewerInput, IsAnsweredAndLeavesNoPicture) {
  const TemporaryFolder folder;
  std::vector<std::string> words = {"--screenshot", folder / "a.png"};
  for (const std::string& word : GetParam().words)
    words.push_back(word == "SCENARIO" ? folder / "scenario.json" : word);
  if (GetParam().content != nullptr) write_text(folder / "scenario.json", GetParam().content);
  const ProcessOutcome outcome = viewer_program(words);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.err.find(GetParam().said), std::string::npos) << outcome.err;
  for (const std::string& name : folder.names()) EXPECT_EQ(name, "scenario.json");
}

INSTANTIATE_TEST_SUITE_P(
    Inputs, WrongViewerInput,
    testing::Values(
        WrongInput{"no_such_scenario", {"thumbprint_rotaton"}, nullptr, "thumbprint_rotation"},
        WrongInput{"broken_scenario",
                   {"SCENARIO"},
                   "{ \"titel\": \"x\" }",
                   "scenario.json:1:4: error: unknown field \"titel\""},
        WrongInput{"no_such_moment", {"thumbprint_rotation", "--at", "after 'presnt B'"}, nullptr, "present B"},
        WrongInput{"no_such_node", {"thumbprint_rotation", "--select", "N99"}, nullptr, "N99"},
        WrongInput{"no_such_domain",
                   {"thumbprint_rotation", "--open-domain", "UD9"},
                   nullptr,
                   "error: unknown upgrade domain \"UD9\"\n"},
        WrongInput{"mark_of_one_node",
                   {"thumbprint_rotation", "--predict", "--mark", "N1"},
                   nullptr,
                   "error: not a pair of nodes: \"N1\"\nhelp: expected two nodes: N0-N5\n"},
        WrongInput{"prediction_after_the_end",
                   {"thumbprint_rotation", "--at", "end", "--predict"},
                   nullptr,
                   "error: there is nothing to predict: the plan is over by then\n"},
        WrongInput{"change_of_nothing", {"thumbprint_rotation", "--set", "steps/9/to=x"}, nullptr, "steps/9"},
        WrongInput{"change_that_is_no_scenario",
                   {"thumbprint_rotation", "--set", "steps/0/to={P:{TP=Q}}"},
                   nullptr,
                   "error: "},
        WrongInput{"filter_that_is_not_understood", {"thumbprint_rotation", "--filter", "node =="}, nullptr, "error: "},
        WrongInput{"folder_for_a_picture",
                   {"thumbprint_rotation", "--screenshot", "/"},
                   nullptr,
                   "--screenshot is given 2 times"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::test
