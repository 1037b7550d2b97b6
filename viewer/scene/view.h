// View is every setting of what is shown, in one value: saved when the viewer ends, restored when it begins, given on
// the command line for a picture. Nothing here is about the run; a moment of it is told by its event.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "scene/drawing.h"

namespace certdrill::scene {

enum class GraphKind : std::uint8_t { ring, map, matrix };
enum class Theme : std::uint8_t { dark, light, projector, colour_blind };
enum class Speed : std::uint8_t { step, run, fast, express };  // step: an event at a time; see Workspace
enum class SidePanel : std::uint8_t { why, certificates, checks, what_if, lesson, actors };
enum class TimeAxis : std::uint8_t { linear, by_event };
[[nodiscard]] std::string_view to_string(GraphKind kind);  // "ring", the word of the command line; likewise below
[[nodiscard]] std::string_view to_string(Theme theme);     // "dark", "light", "projector", "colour-blind"
[[nodiscard]] std::string_view to_string(SidePanel panel);
[[nodiscard]] std::string_view to_string(Speed speed);
[[nodiscard]] std::optional<GraphKind> parse_graph_kind(std::string_view text);
[[nodiscard]] std::optional<Theme> parse_theme(std::string_view text);
[[nodiscard]] std::optional<SidePanel> parse_side_panel(std::string_view text);

struct Selection {
  enum class Kind : std::uint8_t { nothing, node, pair, finding, certificate, check, vault, agent, client };
  Kind kind = Kind::nothing;
  std::uint32_t first = 0;  // of what kind says: the number of the node, of the finding, ...
  std::uint32_t second = 0;
  friend bool operator==(const Selection&, const Selection&) = default;
};

// Pan and zoom of a canvas: a point p of the unscaled drawing is shown at p * zoom + offset.
struct Viewport {
  float zoom = 1;
  Point offset;
  friend bool operator==(const Viewport&, const Viewport&) = default;
};

// Which stretch of the run the timeline shows.
struct TimeSpan {
  SimTime from{};
  SimTime to{};
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

struct View {
  GraphKind graph = GraphKind::ring;
  Theme theme = Theme::dark;
  float scale = 1;  // of text and everything else
  Speed speed = Speed::run;
  SidePanel side = SidePanel::why;
  bool show_sessions = true;
  bool show_links = true;
  bool show_only_broken_links = false;
  bool show_events = true;  // panels
  bool show_timeline = true;
  bool show_side = true;
  TimeAxis time_axis = TimeAxis::linear;
  std::string event_filter;
  std::string until;                        // the condition of "run until"
  std::array<Viewport, 3> viewports;        // by GraphKind
  std::vector<std::uint32_t> open_domains;  // of groups: upgrade domains that are shown node by node
  float left_width = 300;                   // of panels, in pixels at scale 1
  float right_width = 400;
  float bottom_height = 230;
  std::vector<std::string> recent_files;  // newest first
  friend bool operator==(const View&, const View&) = default;
};

// Above so many nodes, nodes of one domain and class are drawn as one group, unless their domain is open.
inline constexpr std::uint32_t most_single_nodes = 200;

}  // namespace certdrill::scene
