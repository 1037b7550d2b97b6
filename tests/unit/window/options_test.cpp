// The viewer's command line: what words mean, and what is said of wrong ones.
#include "window/options.h"

#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill::window {
namespace {

Options read(const std::vector<std::string>& words) {
  const CommandLine line = read_command_line(words);
  if (const auto* const options = std::get_if<Options>(&line)) return *options;
  ADD_FAILURE() << (line.index() == 1 ? std::get<std::string>(line) : to_text(std::get<Problem>(line)));
  return {};
}

TEST(ViewerOptions, AreNotNeeded) {
  const Options options = read({});
  EXPECT_EQ(options.file, "");
  EXPECT_EQ(with_options({}, options), scene::View());
}

TEST(ViewerOptions, SayWhatIsShown) {
  const Options options = read({"my/scenario.json",
                                "--at",
                                "after 'present B' UD2",
                                "--select",
                                "N3-N4",
                                "--filter",
                                "node == N3",
                                "--set",
                                "steps/1/to={P:{TP=B}, V:{TP=A, TP=B}}",
                                "--set=seed=[7]",
                                "--open-domain",
                                "UD2",
                                "--open-domain",
                                "UD3",
                                "--predict",
                                "--mark",
                                "N0-N5",
                                "--mark",
                                "N1-N5",
                                "--reveal",
                                "--screenshot",
                                "a b.png"});
  EXPECT_EQ(options.file, "my/scenario.json");
  EXPECT_EQ(options.at, "after 'present B' UD2");
  EXPECT_EQ(options.select, "N3-N4");
  EXPECT_EQ(options.filter, "node == N3");
  EXPECT_EQ(options.set, (std::vector<std::string>{"steps/1/to={P:{TP=B}, V:{TP=A, TP=B}}", "seed=[7]"}));
  EXPECT_EQ(options.open_domains, (std::vector<std::string>{"UD2", "UD3"}));
  EXPECT_TRUE(options.predict);
  EXPECT_EQ(options.mark, (std::vector<std::string>{"N0-N5", "N1-N5"}));
  EXPECT_TRUE(options.reveal);
  EXPECT_EQ(options.screenshot, "a b.png");
}

TEST(ViewerOptions, GoOnTopOfTheSavedView) {
  scene::View saved;
  saved.theme = scene::Theme::projector;
  saved.show_side = false;
  saved.left_width = 123;
  const scene::View view = with_options(saved, read({"--view", "matrix", "--panel", "what-if", "--theme=colour-blind",
                                                     "--scale", "1.5", "--sessions", "off", "--filter", "x"}));
  EXPECT_EQ(view.graph, scene::GraphKind::matrix);
  EXPECT_EQ(view.side, scene::SidePanel::what_if);
  EXPECT_TRUE(view.show_side);
  EXPECT_EQ(view.theme, scene::Theme::colour_blind);
  EXPECT_EQ(view.scale, 1.5F);
  EXPECT_FALSE(view.show_sessions);
  EXPECT_EQ(view.event_filter, "x");
  EXPECT_EQ(view.left_width, 123);
  EXPECT_EQ(with_options(saved, read({})), saved);
}

TEST(ViewerOptions, AreForThisOnce) {
  scene::View saved;
  saved.theme = scene::Theme::projector;
  saved.show_side = false;
  saved.event_filter = "mine";
  const Options options =
      read({"--theme", "light", "--view", "map", "--panel", "checks", "--scale", "2", "--filter", "x"});
  scene::View view = with_options(saved, options);
  EXPECT_EQ(without_options(view, saved, options), saved);
  view.theme = scene::Theme::dark;  // the user's own choice, later
  view.left_width = 222;
  const scene::View kept = without_options(view, saved, options);
  EXPECT_EQ(kept.theme, scene::Theme::dark);
  EXPECT_EQ(kept.left_width, 222);
  EXPECT_EQ(kept.graph, saved.graph);
}

TEST(ViewerOptions, SayHowLargeAndHowOften) {
  const auto every = [](const char* stride) { return read({"x", "--frames", "film", "--every", stride}).every; };
  using Every = std::variant<replay::Stride, Duration>;
  EXPECT_EQ(read({"--size", "1600x1000"}).size, (Size{1600, 1000}));
  EXPECT_EQ(read({"x", "--frames", "film"}).every, Every(replay::Stride::instant));
  EXPECT_EQ(every("event"), Every(replay::Stride::event));
  EXPECT_EQ(every("domain"), Every(replay::Stride::domain));
  EXPECT_EQ(every("phase"), Every(replay::Stride::phase));
  EXPECT_EQ(every("30"), Every(std::chrono::seconds(30)));
  EXPECT_EQ(every("0.5"), Every(std::chrono::milliseconds(500)));
  EXPECT_EQ(every("1h30m"), Every(std::chrono::minutes(90)));
}

TEST(ViewerOptions, AnswerQuestions) {
  const CommandLine help = read_command_line({"--help"});
  ASSERT_EQ(help.index(), 1U);
  for (const char* option : {"--at", "--select", "--view", "--panel", "--theme", "--scale", "--size", "--screenshot",
                             "--frames", "--every", "--set", "--predict", "--reveal", "--mark", "--open-domain",
                             "--filter", "--sessions", "--version", "Exit codes"}) {
    EXPECT_NE(std::get<std::string>(help).find(option), std::string::npos) << option;
  }
  const CommandLine version = read_command_line({"--version"});
  ASSERT_EQ(version.index(), 1U);
  EXPECT_TRUE(std::get<std::string>(version).starts_with("certdrill-viewer ")) << std::get<std::string>(version);
}

struct Wrong {
  const char* name;
  std::vector<std::string> words;
  const char* said;
};
void PrintTo(const Wrong& row, std::ostream* out) { *out << row.name; }
class WrongViewerOptions : public testing::TestWithParam<Wrong> {};
TEST_P(WrongViewerOptions, AreAnsweredWithTheWrongWord) {
  const CommandLine line = read_command_line(GetParam().words);
  ASSERT_EQ(line.index(), 2U);
  EXPECT_EQ(to_text(std::get<Problem>(line)), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Usage, WrongViewerOptions,
    testing::Values(
        Wrong{"misspelt_option",
              {"x", "--screnshot", "a.png"},
              "error: unknown option \"--screnshot\"\nhelp: did you mean \"--screenshot\"?\n"},
        Wrong{"misspelt_option_with_its_value",
              {"--theem=dark"},
              "error: unknown option \"--theem\"\nhelp: did you mean \"--theme\"?\n"},
        Wrong{"two_files",
              {"a.json", "b.json"},
              "error: unexpected argument \"b.json\"\nhelp: certdrill-viewer --help tells what it takes\n"},
        Wrong{"twice",
              {"--theme", "dark", "--theme", "light"},
              "error: --theme is given 2 times\nhelp: certdrill-viewer --help tells what it takes\n"},
        Wrong{"misspelt_view",
              {"--view", "rign"},
              "error: unknown choice \"rign\" for --view\nhelp: did you mean \"ring\"?\n"},
        Wrong{"unknown_theme",
              {"--theme", "sepia"},
              "error: unknown choice \"sepia\" for --theme\nhelp: one of: dark, light, projector, colour-blind\n"},
        Wrong{"unknown_panel",
              {"--panel", "whatif"},
              "error: unknown choice \"whatif\" for --panel\nhelp: did you mean \"what-if\"?\n"},
        Wrong{"sessions_neither_on_nor_off",
              {"--sessions", "no"},
              "error: unknown choice \"no\" for --sessions\nhelp: one of: on, off\n"},
        Wrong{"no_scale", {"--scale", "big"}, "error: not a scale: \"big\"\nhelp: expected a number from 0.5 to 4\n"},
        Wrong{"scale_of_nothing",
              {"--scale", "nan"},
              "error: not a scale: \"nan\"\nhelp: expected a number from 0.5 to 4\n"},
        Wrong{"one_side",
              {"--size", "1600"},
              "error: not a size: \"1600\"\nhelp: expected width and height in pixels, 200 to 16384 each: 1600x1000\n"},
        Wrong{
            "no_width",
            {"--size", "0x100"},
            "error: not a size: \"0x100\"\nhelp: expected width and height in pixels, 200 to 16384 each: 1600x1000\n"},
        Wrong{"size_with_a_unit",
              {"--size", "1600x1000px"},
              "error: not a size: \"1600x1000px\"\n"
              "help: expected width and height in pixels, 200 to 16384 each: 1600x1000\n"},
        Wrong{"picture_and_film",
              {"x", "--screenshot", "a.png", "--frames", "b"},
              "error: --screenshot and --frames are both given\nhelp: one picture, or a film\n"},
        Wrong{"stride_without_a_film",
              {"x", "--every", "event"},
              "error: --every is given without --frames\nhelp: certdrill-viewer --help tells what it takes\n"},
        Wrong{"unknown_stride",
              {"x", "--frames", "film", "--every", "evnt"},
              "error: unknown choice \"evnt\" for --every\nhelp: did you mean \"event\"?\n"},
        Wrong{"stride_of_no_length",
              {"x", "--frames", "film", "--every", "0"},
              "error: not a length of time: \"0\"\nhelp: expected seconds of the run, 0.001 at least\n"},
        Wrong{"moment_without_a_run",
              {"--at", "end"},
              "error: --at is given without a scenario or a trace\n"
              "help: name one: certdrill-viewer thumbprint_rotation --at ...\n"},
        Wrong{"marks_without_a_question",
              {"x", "--mark", "N0-N5"},
              "error: --mark is given without --predict\nhelp: certdrill-viewer --help tells what it takes\n"},
        Wrong{"reveal_without_a_question",
              {"x", "--reveal"},
              "error: --reveal is given without --predict\nhelp: certdrill-viewer --help tells what it takes\n"},
        Wrong{"change_without_a_value",
              {"x", "--set", "seed"},
              "error: not a change: \"seed\"\nhelp: expected PATH=VALUE: steps/1/at=2026-01-10T12:00:00Z\n"},
        Wrong{"report_of_a_picture",
              {"x", "--report-to", "r", "--screenshot", "a.png"},
              "error: --report-to is given with pictures\nhelp: it tells of a window\n"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::window
