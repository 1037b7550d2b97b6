#include "panels/timeline_panel.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "panels/widgets.h"
#include "scene/timeline_scene.h"

namespace certdrill::panels {
namespace {

bool is_selected_by_a_click(const scene::Target& target) {
  return target.kind == scene::Target::Kind::finding || target.kind == scene::Target::Kind::certificate ||
         target.kind == scene::Target::Kind::vault || target.kind == scene::Target::Kind::agent ||
         target.kind == scene::Target::Kind::client;
}

}  // namespace

void TimelinePanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  canvas_.begin(frame, "timeline", {room.x, room.y});
  const scene::TextMeasure text = text_measure();
  const ImGuiIO& io = ImGui::GetIO();
  const scene::Target under = canvas_.under_mouse();
  if (canvas_.held() && !was_held_) {
    moving_ = io.KeyShift || !io.MouseDown[0];
    on_a_mark_ = !moving_ && is_selected_by_a_click(under);
  }
  was_held_ = canvas_.held();

  if (canvas_.held() && moving_) {
    if (io.MouseDelta.x != 0) workspace.span = scene::moved(workspace.timeline(), -io.MouseDelta.x / canvas_.size().x);
  } else if (canvas_.held() && (!on_a_mark_ || canvas_.dragged())) {
    workspace.set_playing(false);
    const replay::EventNumber event =
        scene::event_at(workspace.timeline(), frame.view, canvas_.size(), canvas_.mouse().x, text);
    if (event != workspace.cursor().event()) workspace.go_to(event);
  }
  if (canvas_.wheel() != 0 && !io.KeyShift) {
    workspace.span = scene::zoomed(workspace.timeline(), frame.view, canvas_.size(), canvas_.mouse().x,
                                   std::pow(1.25F, canvas_.wheel()), text);
  }
  const float sideways = canvas_.wheel_sideways() + (io.KeyShift ? canvas_.wheel() : 0.0F);
  if (sideways != 0) workspace.span = scene::moved(workspace.timeline(), -0.1F * sideways);

  if (canvas_.clicked() && on_a_mark_) {
    workspace.select(under);
    if (under.kind == scene::Target::Kind::finding)
      workspace.go_to(replay::event_of_finding(workspace.run(), static_cast<std::size_t>(under.a)));
  }

  DrawingKey key = key_of(frame, canvas_.size(), false);
  key.deadlines = workspace.deadlines();
  if (workspace.comparing()) {
    key.other = &workspace.other().run();
    key.other_event = workspace.other().event();
  }
  canvas_.paint(frame, key,
                [&] { return scene::draw_timeline(workspace.timeline(), frame.view, canvas_.size(), text); });
  if (const scene::Prediction* asked = workspace.prediction(); asked != nullptr && !asked->revealed) {
    cover_what_comes(frame,
                     scene::x_of(workspace.timeline(), frame.view, canvas_.size(), workspace.cursor().event(), text));
    return;
  }
  if (under.kind != scene::Target::Kind::none && !canvas_.dragged()) {
    frame.hovered = under;
    const std::string words = scene::hint(workspace.moment(), under);
    if (!words.empty()) tooltip(frame, words);
  }
}

// While something is predicted, the answer is not to be read from the timeline.
void TimelinePanel::cover_what_comes(Frame& frame, float from) {
  const scene::Theme theme = frame.view.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const scene::Point at = canvas_.origin();
  const float left = at.x + std::max(from + 2 * frame.unit, 0.0F);
  const ImVec2 end(at.x + canvas_.size().x, at.y + canvas_.size().y);
  if (left >= end.x) return;
  list.AddRectFilled({left, at.y}, end, packed(theme, scene::Tone::surface));
  const char* words = "what comes is not told while you predict";
  const ImVec2 size = ImGui::CalcTextSize(words);
  if (left + size.x < end.x)
    list.AddText({(left + end.x - size.x) / 2, (at.y + end.y - size.y) / 2}, packed(theme, scene::Tone::faint), words);
}

}  // namespace certdrill::panels
