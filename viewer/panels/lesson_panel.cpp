#include "panels/lesson_panel.h"

#include <algorithm>

#include <imgui.h>

#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

void show_block(Frame& frame, const scene::LessonBlock& block) {
  switch (block.kind) {
    case scene::LessonBlock::Kind::heading:
      heading(block.text);
      break;
    case scene::LessonBlock::Kind::paragraph:
      wrapped(frame, Tone::text, block.text);
      break;
    case scene::LessonBlock::Kind::item:
      say(frame, Tone::accent, "•");
      ImGui::SameLine();
      wrapped(frame, Tone::text, block.text);
      break;
    case scene::LessonBlock::Kind::code:
      wrapped(frame, Tone::faint, block.text, mono_font());
      break;
  }
}

// Between two steps and after the last one, the lesson stays with the step that is over.
check::PlanPlace last_place(const replay::RecordedRun& run, replay::EventNumber event) {
  const std::vector<replay::PlanPoint>& points = run.plan_points();
  auto point = std::upper_bound(points.begin(), points.end(), event,
                                [](replay::EventNumber at, const replay::PlanPoint& each) { return at < each.event; });
  while (point != points.begin()) {
    --point;
    if (point->place.step) return point->place;
  }
  return {};
}

}  // namespace

void LessonPanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const std::vector<scene::LessonBlock>& lesson = workspace.document().lesson;
  if (lesson.empty()) {
    wrapped(frame, Tone::faint, "This scenario has no lesson: its folder has no about.md.");
    return;
  }
  const auto& run = workspace.run();
  const std::optional<std::size_t> here = scene::block_at(lesson, last_place(run, workspace.cursor().event()));
  const bool came_here = here != marked_;
  marked_ = here;
  const float margin = frame.pixels(10);
  for (std::size_t i = 0; i < lesson.size(); ++i) {
    const ImVec2 before = ImGui::GetCursorScreenPos();
    ImGui::Indent(margin);
    show_block(frame, lesson[i]);
    ImGui::Unindent(margin);
    const float bottom = ImGui::GetItemRectMax().y;
    if (here == i) {
      ImGui::GetWindowDrawList()->AddRectFilled({before.x, before.y}, {before.x + frame.pixels(4), bottom},
                                                packed(frame.view.theme, Tone::accent), frame.pixels(2));
      frame.place("lesson: here", scene::Rect{{before.x, before.y}, {ImGui::GetItemRectMax().x, bottom}});
      if (came_here) ImGui::SetScrollFromPosY((before.y + bottom) / 2 - ImGui::GetWindowPos().y, 0.4F);
    }
    ImGui::Dummy({0, frame.pixels(3)});
  }
  if (run.scenario().expected == model::Verdict::violated)
    wrapped(frame, Tone::faint, "This plan is wrong on purpose. In \"what if\" you can change it and run it again.");
}

}  // namespace certdrill::panels
