// The picture of the cluster, with what is said above it: the headline, its kinds and switches, the question of
// predict mode. Two pictures beside each other while a changed scenario is compared with the one that is open.
//
// Mouse      a drag pans, the wheel zooms around the mouse, a click selects; in predict mode it marks a link, or two
//            nodes one after the other.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "panels/canvas.h"

namespace certdrill::panels {

class GraphPanel {
 public:
  void show(Frame& frame);
  void forget();  // another document is open, or none
  [[nodiscard]] std::optional<scene::Point> place_of(const scene::Target& target) const;

 private:
  void show_headline(Frame& frame);
  void show_switches(Frame& frame);
  void show_question(Frame& frame);
  void show_comparison(Frame& frame);
  void show_canvas(Frame& frame, std::size_t which, scene::Point size);
  void move(Frame& frame, const Canvas& canvas) const;

  std::array<Canvas, 2> canvases_;
  std::string headline_;
  const void* headline_run_ = nullptr;
  replay::EventNumber headline_event_ = 0;
};

}  // namespace certdrill::panels
