#include "panels/event_list.h"

#include <algorithm>
#include <string>

#include <imgui.h>

#include "panels/widgets.h"
#include "panels/words.h"
#include "replay/event_text.h"
#include "scene/words.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

Tone tone_of(const replay::RecordedEvent& event) {
  if (event.outcome == world::Outcome::refused || event.outcome == world::Outcome::failed) return Tone::refused;
  if (event.domain_completed || event.step_completed) return Tone::accent;
  return Tone::text;
}

}  // namespace

void EventList::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const float clear = button_width("x") + ImGui::GetStyle().ItemSpacing.x;
  const bool filtered = !frame.view.event_filter.empty();
  field(frame, "filter", frame.view.event_filter,
        {.ghost = "filter: renew N3, domain=UD2 and outcome=refused",
         .width = filtered ? -clear : -1,
         .focus = frame.requests.focus_filter,
         .kept_on_escape = true});
  if (filtered) {
    ImGui::SameLine();
    if (button(frame, "clear filter", "x", {.hint = "all events again"})) frame.view.event_filter.clear();
  }
  const std::vector<replay::EventNumber>& listed = workspace.listed_events();
  if (const auto& problem = workspace.filter_problem()) {
    wrapped(frame, Tone::refused, problem->what);
    if (!problem->help.empty()) wrapped(frame, Tone::faint, problem->help);
  } else {
    const std::string all = scene::with_thousands(workspace.run().last_event()) + " events";
    say(frame, Tone::faint, filtered ? scene::with_thousands(listed.size()) + " of " + all : all);
  }
  ImGui::BeginChild("events", ImGui::GetContentRegionAvail());
  const replay::RecordedRun& run = workspace.run();
  const replay::EventNumber cursor = workspace.cursor().event();
  const auto at = std::upper_bound(listed.begin(), listed.end(), cursor);
  const auto row_of_cursor = static_cast<std::size_t>(at - listed.begin());  // one behind: rows until the cursor
  // While something is predicted, what comes is not told.
  const scene::Prediction* asked = workspace.prediction();
  const std::size_t rows = asked != nullptr && !asked->revealed ? row_of_cursor : listed.size();
  const float row_height = ImGui::GetTextLineHeightWithSpacing();
  if ((shown_ != cursor || rows_ != listed.size()) && row_of_cursor > 0) {
    const float y = row_height * static_cast<float>(row_of_cursor - 1);
    const float top = ImGui::GetScrollY();
    if (y < top || y + row_height > top + ImGui::GetWindowHeight())
      ImGui::SetScrollY(std::max(0.0F, y - ImGui::GetWindowHeight() / 2));
  }
  shown_ = cursor;
  rows_ = listed.size();
  const scene::Theme theme = frame.view.theme;
  const bool with_day = run.time_of(run.last_event()) - run.time_of(0) >= std::chrono::hours(20);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(std::min<std::size_t>(rows, 100'000'000)), row_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const replay::EventNumber number = listed[static_cast<std::size_t>(i)];
      ImGui::PushID(i);
      const ImVec2 where = ImGui::GetCursorScreenPos();
      const std::string words = replay::event_text(run, number);
      if (ImGui::Selectable("##event", number == cursor)) {
        workspace.set_playing(false);
        workspace.go_to(number);
        shown_ = number;
      }
      frame.place(scene::Target{scene::Target::Kind::moment, number, 0});
      hint(frame, to_string(run.time_of(number)) + "   event " + std::to_string(number) + "\n" + words);
      ImDrawList& list = *ImGui::GetWindowDrawList();
      const std::string time = clock_text(run.time_of(number), with_day);
      // What lies behind the cursor has not happened yet.
      const float opacity = number <= cursor ? 1.0F : 0.6F;
      list.AddText(where, packed(theme, Tone::faint, opacity), time.c_str());
      list.AddText({where.x + frame.pixels(8) + ImGui::CalcTextSize(time.c_str()).x, where.y},
                   packed(theme, tone_of(run.event(number)), opacity), words.c_str());
      ImGui::PopID();
    }
  }
  ImGui::EndChild();
  frame.place("events");
}

}  // namespace certdrill::panels
