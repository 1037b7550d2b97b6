// Options are what the viewer's command line asks for.
//
// Errors     wrong usage is answered with the word that is wrong, what is allowed and a suggestion.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "base/sim_time.h"
#include "replay/navigation.h"
#include "scene/view.h"

namespace certdrill::window {

struct Size {
  int width = 1600;
  int height = 1000;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Options {
  std::string file;  // a scenario or a trace; empty: the gallery

  // What is shown of it, in the words of a user; understood once it is open.
  std::string at;
  std::string select;
  std::string filter;
  std::vector<std::string> open_domains;
  std::vector<std::string> set;  // PATH=VALUE
  bool predict = false;
  std::vector<std::string> mark;  // N0-N5
  bool reveal = false;
  bool deadlines = false;

  // How it is shown. none: as it was last time, in a picture as it is the first time.
  std::optional<scene::GraphKind> graph;
  std::optional<scene::SidePanel> panel;
  std::optional<scene::Theme> theme;
  std::optional<float> scale;
  std::optional<bool> sessions;
  std::optional<Size> size;

  // Pictures instead of a window.
  std::string screenshot;  // a file
  std::string frames;      // a folder
  std::variant<replay::Stride, Duration> every = replay::Stride::instant;

  std::string report_to;  // a file (window/live_report.h)
};

// Options, or a text to be printed (help, the version), or what is wrong.
using CommandLine = std::variant<Options, std::string, Problem>;
[[nodiscard]] CommandLine read_command_line(const std::vector<std::string>& arguments);  // without the program's name

// The settings that these are with the options' own on top.
[[nodiscard]] scene::View with_options(scene::View view, const Options& options);
// What is to be kept of a view: where it still is as an option asked, for this once, it becomes again what it was
// `before`.
[[nodiscard]] scene::View without_options(scene::View view, const scene::View& before, const Options& options);

}  // namespace certdrill::window
