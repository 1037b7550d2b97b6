// How a node looks at a moment: its shape says its state, its fill what it presents, and a word says it again.
#pragma once

#include <string_view>

#include "replay/snapshot.h"
#include "scene/drawing.h"

namespace certdrill::scene {

struct NodeLook {
  Tone fill = Tone::none;  // of the certificate; hollow when it is not up or presents nothing
  Tone outline = Tone::faint;
  bool dashed = false;    // its outline: it is on its way
  bool crossed = false;   // it is down
  std::string_view word;  // "down", "lost", "joining"; empty when it is up
};
[[nodiscard]] NodeLook look_of(const replay::NodeMoment& node);
[[nodiscard]] bool is_up(const replay::NodeMoment& node);

}  // namespace certdrill::scene
