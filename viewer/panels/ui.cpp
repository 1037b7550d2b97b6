#include "panels/ui.h"

#include <algorithm>
#include <utility>

#include <imgui.h>

#include "panels/actor_panel.h"
#include "panels/certificate_panel.h"
#include "panels/check_panel.h"
#include "panels/event_list.h"
#include "panels/foot.h"
#include "panels/gallery.h"
#include "panels/graph_panel.h"
#include "panels/lesson_panel.h"
#include "panels/sheets.h"
#include "panels/theme.h"
#include "panels/timeline_panel.h"
#include "panels/top_bar.h"
#include "panels/what_if_panel.h"
#include "panels/why_panel.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using workspace::Command;
using workspace::Key;

constexpr float least_panel = 160;  // pixels at scale 1; of each panel beside the picture
constexpr float least_timeline = 90;
// At most so much of the room, however large the text or small the window: the picture is what people look at.
constexpr float left_share = 0.28F;
constexpr float right_share = 0.38F;
constexpr float timeline_share = 0.38F;

struct Tab {
  scene::SidePanel panel;
  Command command;
  const char* name;
  const char* label;
};
constexpr Tab tabs[] = {
    {scene::SidePanel::why, Command::show_why, "tab: why", "why"},
    {scene::SidePanel::certificates, Command::show_certificates, "tab: certificates", "certificates"},
    {scene::SidePanel::checks, Command::show_checks, "tab: checks", "checks"},
    {scene::SidePanel::what_if, Command::show_what_if, "tab: what-if", "what if"},
    {scene::SidePanel::lesson, Command::show_lesson, "tab: lesson", "lesson"},
    {scene::SidePanel::actors, Command::show_actors, "tab: actors", "actors"},
};

}  // namespace

struct Ui::State {
  explicit State(workspace::Workspace& workspace_of_it) : workspace(workspace_of_it) {}

  void take_keys(Frame& frame);
  void take_requests(Frame& frame);
  void show_panels(Frame& frame, float foot);
  void show_side(Frame& frame);

  workspace::Workspace& workspace;
  Frame::Places places;
  Frame::TargetPlaces target_places;
  std::vector<Key> keys;
  std::vector<Command> late_commands;
  bool wants_to_quit = false;
  const void* document = nullptr;  // whose pictures are kept

  TopBar top_bar;
  GraphPanel graph;
  TimelinePanel timeline;
  EventList events;
  WhyPanel why;
  CertificatePanel certificates;
  CheckPanel checks;
  WhatIfPanel what_if;
  LessonPanel lesson;
  ActorPanel actors;
  Foot foot;
  Sheets sheets;
};

Ui::Ui(workspace::Workspace& workspace) : state_(std::make_unique<State>(workspace)) {}
Ui::~Ui() = default;

void Ui::press(const Key& key) { state_->keys.push_back(key); }
bool Ui::wants_to_quit() const { return state_->wants_to_quit; }
const std::map<std::string, scene::Rect>& Ui::places() const { return state_->places; }

std::optional<scene::Rect> Ui::place_of(const std::string& name) const {
  const auto found = state_->places.find(name);
  if (found == state_->places.end()) return std::nullopt;
  return found->second;
}

std::optional<scene::Point> Ui::place_of(const scene::Target& target) const {
  if (const auto found = state_->graph.place_of(target)) return found;
  if (const auto found = state_->timeline.place_of(target)) return found;
  const auto& rows = state_->target_places;
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.first == target; });
  if (row == rows.end()) return std::nullopt;
  return row->second;
}

void Ui::frame() {
  State& state = *state_;
  state.places.clear();
  state.target_places.clear();
  Frame frame(state.workspace, state.places, state.target_places);
  frame.unit = frame.view.scale * text_scale(frame.view.theme);
  frame.keys = std::exchange(state.keys, {});
  frame.sheet_is_open = state.sheets.open();
  state.take_keys(frame);
  state.take_requests(frame);
  const void* document = state.workspace.has_document() ? &state.workspace.run() : nullptr;
  if (document != state.document) {
    state.graph.forget();
    state.timeline.forget();
    state.document = document;
  }

  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("certdrill", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  state.top_bar.show(frame);
  ImGui::Separator();
  const float foot = state.foot.height(frame) + ImGui::GetStyle().ItemSpacing.y;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ImGui::BeginChild("middle", {room.x, std::max(1.0F, room.y - foot)}, false, ImGuiWindowFlags_NoScrollWithMouse);
  if (state.workspace.has_document()) {
    const ImVec2 size = ImGui::GetContentRegionAvail();
    state.show_panels(frame, size.y);
  } else {
    show_gallery(frame);
  }
  ImGui::EndChild();
  state.foot.show(frame);
  state.sheets.show(frame);
  ImGui::End();
  state.workspace.hovered = frame.hovered;
  for (const Command command : std::exchange(state.late_commands, {})) state.workspace.execute(command);
}

// Keys that are not a text field's, nor a sheet's; theirs are left for them. Commands that work while a field has the
// keyboard wait until the field has taken what was typed.
void Ui::State::take_keys(Frame& frame) {
  const bool typing = ImGui::GetIO().WantTextInput;
  std::vector<Key> left;
  for (const Key& key : frame.keys) {
    const std::optional<Command> command = workspace::command_for(key);
    if (key.name == Key::Name::escape) {
      if (frame.sheet_is_open) {
        frame.close_sheet = true;
      } else if (!typing) {
        workspace.execute(Command::leave);
      }
    } else if (typing || frame.sheet_is_open) {
      if (command && workspace::entry_of(*command).while_typing) {
        late_commands.push_back(*command);
      } else {
        left.push_back(key);
      }
    } else if (command) {
      workspace.execute(*command);
    }
  }
  frame.keys = std::move(left);
}

void Ui::State::take_requests(Frame& frame) {
  frame.requests = workspace.take_requests();
  const workspace::Workspace::Requests& asked = frame.requests;
  if (asked.palette) frame.open(Sheet::palette);
  if (asked.help) frame.open(Sheet::help);
  if (asked.gallery) frame.open(Sheet::gallery);
  if (asked.open_file) frame.open(Sheet::open_file);
  if (asked.save_as) frame.open(Sheet::save_as);
  if (asked.leave) frame.close_sheet = true;
  if (asked.quit) wants_to_quit = true;
  if (!asked.clipboard.empty()) ImGui::SetClipboardText(asked.clipboard.c_str());
}

void Ui::State::show_panels(Frame& frame, float height) {
  scene::View& view = frame.view;
  const float unit = view.scale;  // not of the text: on a projector the picture keeps its room
  const float gap = frame.pixels(6);
  const ImVec2 room(ImGui::GetContentRegionAvail().x, height);
  const ImVec2 spacing = ImGui::GetStyle().ItemSpacing;
  const ImVec2 padding(frame.pixels(4), frame.pixels(2));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));  // splitters are the space between panels
  const float bottom_most = std::max(least_timeline, room.y * timeline_share / unit);
  const float bottom = view.show_timeline ? std::clamp(view.bottom_height, least_timeline, bottom_most) * unit : 0;
  const float upper = std::max(1.0F, room.y - bottom - (view.show_timeline ? gap : 0));
  const float left_most = std::max(least_panel, room.x * left_share / unit);
  const float right_most = std::max(least_panel, room.x * right_share / unit);
  const float left = view.show_events ? std::clamp(view.left_width, least_panel, left_most) * unit : 0;
  const float right = view.show_side ? std::clamp(view.right_width, least_panel, right_most) * unit : 0;
  const float middle =
      std::max(1.0F, room.x - left - right - (view.show_events ? gap : 0) - (view.show_side ? gap : 0));
  const auto panel = [&](const char* name, float width, float high, const auto& show) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::BeginChild(
        name, {width, high}, false,
        ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_AlwaysUseWindowPadding);
    ImGui::PopStyleVar();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, spacing);
    show();
    ImGui::PopStyleVar();
    ImGui::EndChild();
  };
  if (view.show_events) {
    panel("left", left, upper, [&] { events.show(frame); });
    ImGui::SameLine();
    splitter(frame, "splitter: left", true, view.left_width, 1, least_panel, left_most, upper);
    ImGui::SameLine();
  }
  panel("picture", middle, upper, [&] { graph.show(frame); });
  if (view.show_side) {
    ImGui::SameLine();
    splitter(frame, "splitter: right", true, view.right_width, -1, least_panel, right_most, upper);
    ImGui::SameLine();
    panel("right", right, upper, [&] { show_side(frame); });
  }
  timeline.hide();
  if (view.show_timeline) {
    splitter(frame, "splitter: bottom", false, view.bottom_height, -1, least_timeline, bottom_most, room.x);
    panel("bottom", room.x, bottom, [&] { timeline.show(frame); });
  }
  ImGui::PopStyleVar();
}

void Ui::State::show_side(Frame& frame) {
  for (const Tab& tab : tabs) {
    if (tab.panel == scene::SidePanel::actors && !workspace.has_actors()) continue;
    if (tab.panel != scene::SidePanel::why) flow(button_width(tab.label));
    command_button(frame, tab.command, tab.name, tab.label, frame.view.side == tab.panel);
  }
  ImGui::BeginChild(tabs[static_cast<std::size_t>(frame.view.side)].label, ImGui::GetContentRegionAvail(), false);
  switch (frame.view.side) {
    case scene::SidePanel::why:
      why.show(frame);
      break;
    case scene::SidePanel::certificates:
      certificates.show(frame);
      break;
    case scene::SidePanel::checks:
      checks.show(frame);
      break;
    case scene::SidePanel::what_if:
      what_if.show(frame);
      break;
    case scene::SidePanel::lesson:
      lesson.show(frame);
      break;
    case scene::SidePanel::actors:
      actors.show(frame);
      break;
  }
  ImGui::EndChild();
}

}  // namespace certdrill::panels
