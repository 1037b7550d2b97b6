#include "panels/timeline_panel.h"

#include <cmath>

#include <imgui.h>

#include "panels/widgets.h"
#include "scene/timeline_scene.h"

namespace certdrill::panels {
namespace {

bool is_selected_by_a_click(const scene::Target& target) {
  return target.kind == scene::Target::Kind::finding || target.kind == scene::Target::Kind::certificate;
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
  if (workspace.comparing()) {
    key.other = &workspace.other().run();
    key.other_event = workspace.other().event();
  }
  canvas_.paint(frame, key,
                [&] { return scene::draw_timeline(workspace.timeline(), frame.view, canvas_.size(), text); });
  if (under.kind != scene::Target::Kind::none && !canvas_.dragged()) {
    frame.hovered = under;
    const std::string words = scene::hint(workspace.moment(), under);
    if (!words.empty()) {
      ImGui::BeginTooltip();
      ImGui::PushTextWrapPos(frame.pixels(420));
      ImGui::TextUnformatted(words.c_str());
      ImGui::PopTextWrapPos();
      ImGui::EndTooltip();
    }
  }
}

}  // namespace certdrill::panels
