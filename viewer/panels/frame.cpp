#include "panels/frame.h"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

namespace certdrill::panels {
namespace {

// What can be seen of the last item; nothing when it is scrolled away.
std::optional<scene::Rect> seen_item() {
  const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  const scene::Rect seen = {{std::max(min.x, clip.Min.x), std::max(min.y, clip.Min.y)},
                            {std::min(max.x, clip.Max.x), std::min(max.y, clip.Max.y)}};
  if (seen.width() < 1 || seen.height() < 1) return std::nullopt;
  return seen;
}

}  // namespace

void Frame::place(const std::string& name) {
  if (const auto seen = seen_item()) places_[name] = *seen;
}

void Frame::place(const scene::Target& target) {
  if (const auto seen = seen_item())
    target_places_.emplace_back(target, scene::Point{(seen->min.x + seen->max.x) / 2, (seen->min.y + seen->max.y) / 2});
}

bool Frame::take_key(workspace::Key::Name name) {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const workspace::Key& key) { return key.name == name; });
  if (found == keys.end()) return false;
  keys.erase(found);
  return true;
}

}  // namespace certdrill::panels
