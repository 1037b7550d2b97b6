#include "scene/view.h"

#include <string_view>
#include <utility>

namespace certdrill::scene {

namespace {

template <typename Enum>
using Words = std::pair<Enum, std::string_view>;

constexpr std::array<Words<GraphKind>, 3> graph_kinds = {
    {{GraphKind::ring, "ring"}, {GraphKind::map, "map"}, {GraphKind::matrix, "matrix"}}};
constexpr std::array<Words<Theme>, 4> themes = {{{Theme::dark, "dark"},
                                                 {Theme::light, "light"},
                                                 {Theme::projector, "projector"},
                                                 {Theme::colour_blind, "colour-blind"}}};
constexpr std::array<Words<SidePanel>, 6> side_panels = {{{SidePanel::why, "why"},
                                                          {SidePanel::certificates, "certificates"},
                                                          {SidePanel::checks, "checks"},
                                                          {SidePanel::what_if, "what-if"},
                                                          {SidePanel::lesson, "lesson"},
                                                          {SidePanel::actors, "actors"}}};
constexpr std::array<Words<Speed>, 4> speeds = {
    {{Speed::step, "step"}, {Speed::run, "run"}, {Speed::fast, "fast"}, {Speed::express, "express"}}};

template <typename Enum, std::size_t Count>
std::string_view word_of(Enum value, const std::array<Words<Enum>, Count>& words) {
  for (const auto& [each, word] : words) {
    if (each == value) return word;
  }
  return {};
}

template <typename Enum, std::size_t Count>
std::optional<Enum> of_word(std::string_view text, const std::array<Words<Enum>, Count>& words) {
  for (const auto& [each, word] : words) {
    if (word == text) return each;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(GraphKind kind) { return word_of(kind, graph_kinds); }
std::string_view to_string(Theme theme) { return word_of(theme, themes); }
std::string_view to_string(SidePanel panel) { return word_of(panel, side_panels); }
std::string_view to_string(Speed speed) { return word_of(speed, speeds); }
std::optional<GraphKind> parse_graph_kind(std::string_view text) { return of_word(text, graph_kinds); }
std::optional<Theme> parse_theme(std::string_view text) { return of_word(text, themes); }
std::optional<SidePanel> parse_side_panel(std::string_view text) { return of_word(text, side_panels); }

}  // namespace certdrill::scene
