#include "panels/canvas.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "panels/paint.h"

namespace certdrill::panels {
namespace {

constexpr float still = 5;  // pixels that a click may move

}  // namespace

DrawingKey key_of(Frame& frame, scene::Point size, bool other) {
  workspace::Workspace& workspace = frame.workspace;
  DrawingKey key;
  const replay::Cursor& cursor = other ? workspace.other() : workspace.cursor();
  key.run = &cursor.run();
  key.event = cursor.event();
  key.view = frame.view;
  key.span = workspace.span;
  key.size = size;
  key.selection = workspace.selection();
  key.hovered = workspace.hovered;
  key.text_height = text_height(frame.view);
  if (const scene::Prediction* prediction = workspace.prediction()) {
    key.marked = prediction->marked.size() + 1;
    for (const auto& [one, two] : prediction->marked)
      key.marked = (key.marked * 1'000'003 + one) * std::size_t{1'000'003} + two;
    key.revealed = prediction->revealed;
  }
  return key;
}

void Canvas::begin(Frame& frame, const std::string& name, scene::Point size) {
  size_ = {std::max(1.0F, std::floor(size.x)), std::max(1.0F, std::floor(size.y))};
  unit_ = frame.unit;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  origin_ = {std::floor(at.x), std::floor(at.y)};
  ImGui::InvisibleButton(
      name.c_str(), {size_.x, size_.y},
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  frame.place(name);
  const ImGuiIO& io = ImGui::GetIO();
  shown_ = true;
  pointed_ = ImGui::IsItemHovered();
  held_ = ImGui::IsItemActive();
  mouse_ = {io.MousePos.x - origin_.x, io.MousePos.y - origin_.y};
  const float moved = std::max({io.MouseDragMaxDistanceSqr[0], io.MouseDragMaxDistanceSqr[1] * (held_ ? 1.0F : 0.0F),
                                io.MouseDragMaxDistanceSqr[2] * (held_ ? 1.0F : 0.0F)});
  const float reach = still * unit_;
  dragged_ = held_ && moved > reach * reach;
  clicked_ =
      ImGui::IsItemDeactivated() && pointed_ && io.MouseReleased[0] && io.MouseDragMaxDistanceSqr[0] <= reach * reach;
  double_clicked_ = pointed_ && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  wheel_ = pointed_ ? io.MouseWheel : 0;
  wheel_sideways_ = pointed_ ? io.MouseWheelH : 0;
}

void Canvas::paint(Frame& frame, const DrawingKey& key, const std::function<scene::Drawing()>& make) {
  if (!key_ || *key_ != key) {
    drawing_ = make();
    key_ = key;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect({origin_.x, origin_.y}, {origin_.x + size_.x, origin_.y + size_.y}, true);
  panels::paint(drawing_, list, origin_, frame.view.theme, unit_);
  list.PopClipRect();
}

scene::Target Canvas::under_mouse() const {
  return pointed_ ? scene::target_at(drawing_, mouse_, still * unit_) : scene::Target{};
}

std::optional<scene::Point> Canvas::place_of(const scene::Target& target) const {
  if (!shown_) return std::nullopt;
  const auto try_point = [&](scene::Point p) -> std::optional<scene::Point> {
    if (p.x < 0 || p.y < 0 || p.x >= size_.x || p.y >= size_.y) return std::nullopt;
    if (scene::target_at(drawing_, p, still * unit_) != target) return std::nullopt;
    return scene::Point{origin_.x + p.x, origin_.y + p.y};
  };
  for (const scene::Mark& mark : drawing_.marks) {
    if (scene::target_of(mark) != target) continue;
    if (const auto found = try_point(scene::middle_of(mark))) return found;
    // Other marks lie over the middle of a line: some other point of it is free.
    if (const auto* line = std::get_if<scene::Line>(&mark)) {
      for (int i = 1; i < 40; ++i) {
        const float part = static_cast<float>(i) / 40;
        const scene::Point p = {line->from.x + (line->to.x - line->from.x) * part,
                                line->from.y + (line->to.y - line->from.y) * part};
        if (const auto found = try_point(p)) return found;
      }
    }
  }
  return std::nullopt;
}

void Canvas::forget() {
  key_.reset();
  shown_ = false;
  drawing_ = {};
}

}  // namespace certdrill::panels
