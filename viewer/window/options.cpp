#include "window/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "base/duration.h"
#include "base/text.h"

namespace certdrill::window {
namespace {

constexpr const char* help_hint = "certdrill-viewer --help tells what it takes";
constexpr int least_side = 200;
constexpr int most_side = 16'384;

// The words as they stand on the command line; what they mean is found afterwards, one by one.
struct Words {
  std::string view;
  std::string panel;
  std::string theme;
  std::string scale;
  std::string sessions;
  std::string size;
  std::string every;
};

// The library stops at the first thing that it does not know; this says which word that was and what may have been
// meant.
Problem usage_problem(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const std::string& word : app.remaining()) {
    if (!word.starts_with("-")) return problem("unexpected argument " + certdrill::quoted(word), help_hint);
    const std::string name = word.substr(0, word.find('='));
    return problem("unknown option " + certdrill::quoted(name), did_you_mean(name, names));
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_expected_max() == 1 && option->count() > 1) {
      return problem(option->get_name() + " is given " + std::to_string(option->count()) + " times", help_hint);
    }
  }
  std::string what = error.what();
  if (const std::size_t line_end = what.find('\n'); line_end != std::string::npos) what.resize(line_end);
  return problem(what, help_hint);
}

template <typename Value, std::size_t Count>
std::optional<Problem> read_word(std::string_view option, const std::string& text, std::optional<Value>& into,
                                 const std::array<Value, Count>& values) {
  if (text.empty()) return std::nullopt;
  std::vector<std::string> words;
  for (const Value value : values) {
    words.emplace_back(to_string(value));
    if (text == words.back()) {
      into = value;
      return std::nullopt;
    }
  }
  std::string help = did_you_mean(text, words);
  if (help.empty()) help = "one of: " + join(words, ", ");
  return problem("unknown choice " + certdrill::quoted(text) + " for " + std::string(option), help);
}

template <typename Number>
bool read_number(std::string_view text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<Problem> read_scale(const std::string& text, std::optional<float>& into) {
  if (text.empty()) return std::nullopt;
  float scale = 0;
  if (!read_number(text, scale) || !(scale >= 0.5F && scale <= 4)) {
    return problem("not a scale: " + certdrill::quoted(text), "expected a number from 0.5 to 4");
  }
  into = scale;
  return std::nullopt;
}

std::optional<Problem> read_size(const std::string& text, std::optional<Size>& into) {
  if (text.empty()) return std::nullopt;
  const std::size_t cross = text.find('x');
  Size size{0, 0};
  if (cross == std::string::npos || !read_number(std::string_view(text).substr(0, cross), size.width) ||
      !read_number(std::string_view(text).substr(cross + 1), size.height) || size.width < least_side ||
      size.width > most_side || size.height < least_side || size.height > most_side) {
    return problem("not a size: " + certdrill::quoted(text), "expected width and height in pixels, " +
                                                                 std::to_string(least_side) + " to " +
                                                                 std::to_string(most_side) + " each: 1600x1000");
  }
  into = size;
  return std::nullopt;
}

std::optional<Problem> read_sessions(const std::string& text, std::optional<bool>& into) {
  if (text.empty()) return std::nullopt;
  if (text != "on" && text != "off") {
    return problem("unknown choice " + certdrill::quoted(text) + " for --sessions", "one of: on, off");
  }
  into = text == "on";
  return std::nullopt;
}

std::optional<Problem> read_every(const std::string& text, std::variant<replay::Stride, Duration>& into) {
  if (text.empty()) return std::nullopt;
  const std::vector<std::pair<std::string, replay::Stride>> strides = {{"event", replay::Stride::event},
                                                                       {"instant", replay::Stride::instant},
                                                                       {"domain", replay::Stride::domain},
                                                                       {"phase", replay::Stride::phase}};
  std::vector<std::string> words;
  for (const auto& [word, stride] : strides) {
    words.push_back(word);
    if (text != word) continue;
    into = stride;
    return std::nullopt;
  }
  double seconds = 0;
  if (read_number(text, seconds)) {
    if (!(seconds >= 0.001 && seconds <= 1e9)) {
      return problem("not a length of time: " + certdrill::quoted(text), "expected seconds of the run, 0.001 at least");
    }
    into = Duration(std::llround(seconds * 1000));
    return std::nullopt;
  }
  if (const Result<Duration> length = parse_duration(text); length && *length > Duration::zero()) {
    into = *length;
    return std::nullopt;
  }
  const std::vector<std::string> close = suggestions(text, words);
  return problem("unknown choice " + certdrill::quoted(text) + " for --every",
                 close.empty() ? "one of: event, instant, domain, phase; or seconds of the run, as 30 or 1h30m"
                               : did_you_mean(text, words));
}

std::optional<Problem> words_that_clash(const Options& options, const Words& words) {
  if (!options.screenshot.empty() && !options.frames.empty()) {
    return problem("--screenshot and --frames are both given", "one picture, or a film");
  }
  if (!words.every.empty() && options.frames.empty()) return problem("--every is given without --frames", help_hint);
  if (!options.predict && (options.reveal || !options.mark.empty())) {
    return problem(std::string(options.reveal ? "--reveal" : "--mark") + " is given without --predict", help_hint);
  }
  if (options.file.empty()) {
    const std::vector<std::pair<const char*, bool>> about_a_run = {{"--at", !options.at.empty()},
                                                                   {"--select", !options.select.empty()},
                                                                   {"--set", !options.set.empty()},
                                                                   {"--predict", options.predict},
                                                                   {"--deadlines", options.deadlines},
                                                                   {"--frames", !options.frames.empty()},
                                                                   {"--open-domain", !options.open_domains.empty()}};
    for (const auto& [name, given] : about_a_run) {
      if (given) {
        return problem(std::string(name) + " is given without a scenario or a trace",
                       "name one: certdrill-viewer thumbprint_rotation " + std::string(name) + " ...");
      }
    }
  }
  if (!options.report_to.empty() && (!options.screenshot.empty() || !options.frames.empty())) {
    return problem("--report-to is given with pictures", "it tells of a window");
  }
  return std::nullopt;
}

std::optional<Problem> understand(const Words& words, Options& options) {
  using scene::GraphKind;
  using scene::SidePanel;
  using scene::Theme;
  if (auto wrong = read_word("--view", words.view, options.graph,
                             std::array{GraphKind::ring, GraphKind::map, GraphKind::matrix})) {
    return wrong;
  }
  if (auto wrong = read_word("--panel", words.panel, options.panel,
                             std::array{SidePanel::why, SidePanel::certificates, SidePanel::checks, SidePanel::what_if,
                                        SidePanel::lesson, SidePanel::actors})) {
    return wrong;
  }
  if (auto wrong = read_word("--theme", words.theme, options.theme,
                             std::array{Theme::dark, Theme::light, Theme::projector, Theme::colour_blind})) {
    return wrong;
  }
  if (auto wrong = read_scale(words.scale, options.scale)) return wrong;
  if (auto wrong = read_size(words.size, options.size)) return wrong;
  if (auto wrong = read_sessions(words.sessions, options.sessions)) return wrong;
  if (auto wrong = read_every(words.every, options.every)) return wrong;
  for (const std::string& each : options.set) {
    if (each.find('=') == std::string::npos || each.starts_with("=")) {
      return problem("not a change: " + certdrill::quoted(each),
                     "expected PATH=VALUE: steps/1/at=2026-01-10T12:00:00Z");
    }
  }
  return words_that_clash(options, words);
}

}  // namespace

CommandLine read_command_line(const std::vector<std::string>& arguments) {
  CLI::App app(
      "certdrill-viewer shows a rolling certificate change: who trusts whom at every moment, and why.\n\n"
      "  certdrill-viewer                                 the gallery of shipped scenarios and their lessons\n"
      "  certdrill-viewer thumbprint_rotation             one of them; or a scenario of yours, or a saved trace\n"
      "  certdrill-viewer my/scenario.json --at \"after 'present B' UD2\" --select N3 --screenshot out.png");
  app.name("certdrill-viewer");
  app.footer(
      "A moment is: after 'STEP' DOMAIN; after 'STEP'; a time; +90m from the start; event 120; finding 1; start; end.\n"
      "Exit codes: 0 it was shown; 2 wrong usage or input, or no display; 70 a bug in certdrill-viewer.");
  app.set_version_flag("--version", "certdrill-viewer " CERTDRILL_VERSION, "Print the version");

  Options options;
  Words words;
  app.add_option("file", options.file, "A scenario (folder, file or name of a shipped one) or a trace of a run");
  app.add_option("--at", options.at, "The moment that is shown; left out: the start")->type_name("MOMENT");
  app.add_option("--select", options.select,
                 "What is selected: N3, N3-N4, a certificate, \"agent NAME\", \"finding 1\"")
      ->type_name("NAME");
  app.add_option("--view", words.view, "The picture: ring, map or matrix")->type_name("VIEW");
  app.add_option("--panel", words.panel, "The panel at the side: why, certificates, checks, what-if, lesson or actors")
      ->type_name("PANEL");
  app.add_option("--theme", words.theme, "Colours: dark, light, projector or colour-blind")->type_name("THEME");
  app.add_option("--scale", words.scale, "Text and all else so many times larger, 0.5 to 4")->type_name("NUMBER");
  app.add_option("--size", words.size, "Of the window or picture, in pixels: 1600x1000")->type_name("WxH");
  app.add_option("--sessions", words.sessions, "Sessions beside the links: on or off")->type_name("WORD");
  app.add_option("--filter", options.filter, "Which events are listed")->type_name("TEXT");
  app.add_option("--open-domain", options.open_domains,
                 "An upgrade domain shown node by node in a large cluster (may be given again)")
      ->type_name("DOMAIN");
  app.add_option("--set", options.set, "What if: the run with this value changed beside it (may be given again)")
      ->type_name("PATH=VALUE");
  app.add_flag("--deadlines", options.deadlines,
               "Find the earliest and latest safe moment of each step, and show them in the timeline");
  app.add_flag("--predict", options.predict, "Ask which links break in the next upgrade domain");
  app.add_option("--mark", options.mark, "A link that is predicted to break: N0-N5 (may be given again)")
      ->type_name("PAIR");
  app.add_flag("--reveal", options.reveal, "Show how it went");
  app.add_option("--screenshot", options.screenshot, "Write a picture and end; needs no display")
      ->type_name("FILE.png");
  app.add_option("--frames", options.frames, "Write a film, 00001.png and on, into an empty or new folder")
      ->type_name("FOLDER");
  app.add_option("--every", words.every, "Its pictures: event, instant, domain, phase or seconds of the run")
      ->type_name("STRIDE");
  app.add_option("--report-to", options.report_to,
                 "For tests and assistive tools: write what is shown, and where, as JSON Lines")
      ->type_name("FILE");
  for (CLI::Option* const option : app.get_options()) {
    if (option->get_items_expected_max() > 1) option->allow_extra_args(false);
  }

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // the library takes them from the back
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return app.help();
  } catch (const CLI::CallForVersion& version) {
    return std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& error) {
    return usage_problem(app, error);
  }
  if (auto wrong = understand(words, options)) return *wrong;
  return options;
}

scene::View with_options(scene::View view, const Options& options) {
  if (options.graph) view.graph = *options.graph;
  if (options.panel) {
    view.side = *options.panel;
    view.show_side = true;
  }
  if (options.theme) view.theme = *options.theme;
  if (options.scale) view.scale = *options.scale;
  if (options.sessions) view.show_sessions = *options.sessions;
  if (!options.filter.empty()) view.event_filter = options.filter;
  return view;
}

scene::View without_options(scene::View view, const scene::View& before, const Options& options) {
  if (options.graph == view.graph) view.graph = before.graph;
  if (options.panel == view.side) {
    view.side = before.side;
    view.show_side = before.show_side;
  }
  if (options.theme == view.theme) view.theme = before.theme;
  if (options.scale == view.scale) view.scale = before.scale;
  if (options.sessions == view.show_sessions) view.show_sessions = before.show_sessions;
  if (options.filter == view.event_filter && !options.filter.empty()) view.event_filter = before.event_filter;
  return view;
}

}  // namespace certdrill::window
