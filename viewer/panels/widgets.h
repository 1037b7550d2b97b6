// Small pieces that panels are put together from; each says where it is (Frame::place) and explains itself under the
// mouse.
#pragma once

#include <string>
#include <string_view>

#include "panels/frame.h"

struct ImFont;

namespace certdrill::panels {

struct ButtonLook {
  std::string_view hint;  // under the mouse
  bool enabled = true;
  bool lit = false;    // what it stands for is on
  bool small = false;  // as high as text
};
bool button(Frame& frame, const std::string& name, const std::string& label, const ButtonLook& look = {});
// Of a command, with its words and its keys for a hint. It is executed.
void command_button(Frame& frame, workspace::Command command, const std::string& name, const std::string& label,
                    bool lit = false, bool enabled = true);

// Goes on beside the last item when `width` more pixels fit there; on a new line otherwise.
void flow(float width);
[[nodiscard]] float button_width(std::string_view label);

// Line breaks at spaces, so that the text is no wider than this. ImGui's own wrapping breaks "1,801" and "A1BF..08AB",
// too.
[[nodiscard]] std::string broken_into_lines(std::string_view text, ImFont* font, float width);

void heading(std::string_view text);
void say(const Frame& frame, scene::Tone tone, std::string_view text);  // one line
void wrapped(const Frame& frame, scene::Tone tone, std::string_view text, ImFont* font = nullptr);
// "name   value", the value wrapped.
void fact(const Frame& frame, std::string_view name, std::string_view value, scene::Tone tone = scene::Tone::text);
void hint(const Frame& frame, std::string_view text);  // of the last item, when the mouse rests on it
void tooltip(const Frame& frame, std::string_view text);
// A row of a list as wide as there is room; true when it was clicked.
bool row(const std::string& id, std::string_view text, bool chosen);
// A field for one line of text. `entered`: Enter was pressed in it, or it was left after a change, when `on_leaving`.
struct FieldLook {
  const char* ghost = "";  // shown while it is empty
  float width = -1;        // as much as there is
  bool focus = false;      // now
  bool on_leaving = false;
  bool kept_on_escape = false;  // what was typed; else Escape takes it back
};
struct FieldTurn {
  bool changed = false;
  bool entered = false;
  bool active = false;
};
FieldTurn field(Frame& frame, const std::string& name, std::string& text, const FieldLook& look = {});
// Between two areas: dragged, it changes `size` (of scale 1) by what it moved, within bounds. `direction` is -1 when
// the area lies behind it.
void splitter(Frame& frame, const std::string& name, bool vertical, float& size, float direction, float least,
              float most, float length);

}  // namespace certdrill::panels
