#include "panels/widgets.h"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

namespace certdrill::panels {
namespace {

void text(std::string_view words) { ImGui::TextUnformatted(words.data(), words.data() + words.size()); }

// In what room there is. A word that is wider than that is broken after all.
void wrapped_text(std::string_view words) {
  const std::string lines = broken_into_lines(words, ImGui::GetFont(), ImGui::GetContentRegionAvail().x);
  ImGui::PushTextWrapPos(0);
  text(lines);
  ImGui::PopTextWrapPos();
}

}  // namespace

std::string broken_into_lines(std::string_view words, ImFont* font, float width) {
  const auto measure = [font](std::string_view part) {
    return font->CalcTextSizeA(font->FontSize, 1e9F, 0, part.data(), part.data() + part.size()).x;
  };
  const float space = measure(" ");
  std::string out;
  float used = 0;  // of the line
  while (!words.empty()) {
    const std::size_t end = words.find_first_of(" \n");
    const std::string_view word = words.substr(0, end);
    const float needs = measure(word);
    if (used > 0 && !word.empty() && used + needs > width) {
      out.back() = '\n';  // instead of the space before it
      used = 0;
    }
    out += word;
    used += needs + space;
    if (end == std::string_view::npos) break;
    out += words[end];
    if (words[end] == '\n') used = 0;
    words.remove_prefix(end + 1);
  }
  return out;
}

void tooltip(const Frame& frame, std::string_view words) {
  ImGui::BeginTooltip();
  text(broken_into_lines(words, ImGui::GetFont(), frame.pixels(420)));
  ImGui::EndTooltip();
}

void hint(const Frame& frame, std::string_view words) {
  constexpr float rest_seconds = 0.35F;
  if (words.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  if (ImGui::GetCurrentContext()->HoveredIdTimer >= rest_seconds) tooltip(frame, words);
}

bool button(Frame& frame, const std::string& name, const std::string& label, const ButtonLook& look) {
  ImGui::PushID(name.c_str());
  ImGui::BeginDisabled(!look.enabled);
  if (look.lit) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  const std::string shown = label + "###button";  // one and the same button while its label changes
  const bool pressed = look.small ? ImGui::SmallButton(shown.c_str()) : ImGui::Button(shown.c_str());
  if (look.lit) ImGui::PopStyleColor();
  ImGui::EndDisabled();
  ImGui::PopID();
  frame.place(name);
  hint(frame, look.hint);
  return pressed;
}

void command_button(Frame& frame, workspace::Command command, const std::string& name, const std::string& label,
                    bool lit, bool enabled) {
  const workspace::CommandEntry& entry = workspace::entry_of(command);
  std::string words(entry.what);
  if (!entry.keys.empty()) words += "  (" + std::string(entry.keys) + ")";
  if (button(frame, name, label, {.hint = words, .enabled = enabled, .lit = lit})) frame.workspace.execute(command);
}

float button_width(std::string_view label) {
  return ImGui::CalcTextSize(label.data(), label.data() + label.size()).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void flow(float width) {
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width <= right) ImGui::SameLine();
}

void heading(std::string_view words) {
  ImGui::PushFont(bold_font());
  wrapped_text(words);
  ImGui::PopFont();
}

void say(const Frame& frame, scene::Tone tone, std::string_view words) {
  ImGui::PushStyleColor(ImGuiCol_Text, vec4_of(frame.view.theme, tone));
  text(words);
  ImGui::PopStyleColor();
}

void wrapped(const Frame& frame, scene::Tone tone, std::string_view words, ImFont* font) {
  ImGui::PushStyleColor(ImGuiCol_Text, vec4_of(frame.view.theme, tone));
  if (font != nullptr) ImGui::PushFont(font);
  wrapped_text(words);
  if (font != nullptr) ImGui::PopFont();
  ImGui::PopStyleColor();
}

void fact(const Frame& frame, std::string_view name, std::string_view value, scene::Tone tone) {
  if (value.empty()) return;
  say(frame, scene::Tone::faint, name);
  ImGui::SameLine(frame.pixels(80));
  wrapped(frame, tone, value);
}

bool row(const std::string& id, std::string_view words, bool chosen) {
  ImGui::PushID(id.c_str());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::Selectable("##row", chosen, ImGuiSelectableFlags_AllowItemOverlap);
  ImGui::GetWindowDrawList()->AddText(at, ImGui::GetColorU32(ImGuiCol_Text), words.data(), words.data() + words.size());
  ImGui::PopID();
  return clicked;
}

FieldTurn field(Frame& frame, const std::string& name, std::string& words, const FieldLook& look) {
  FieldTurn turn;
  ImGui::PushID(name.c_str());
  if (look.focus) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(look.width);
  const std::string before = look.kept_on_escape ? words : std::string();
  turn.changed = ImGui::InputTextWithHint("##field", look.ghost, &words);
  turn.active = ImGui::IsItemActive();
  const bool left = ImGui::IsItemDeactivated();
  ImGui::PopID();
  frame.place(name);
  if (look.kept_on_escape && left && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) words = before;
  // Enter deactivates the field, as a click elsewhere does; only the first is meant when a field acts on Enter.
  if (turn.active || left) {
    turn.entered = frame.take_key(workspace::Key::Name::enter) ||
                   ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false) ||
                   (look.on_leaving && ImGui::IsItemDeactivatedAfterEdit());
  }
  return turn;
}

void splitter(Frame& frame, const std::string& name, bool vertical, float& size, float direction, float least,
              float most, float length) {
  const float thickness = frame.pixels(6);
  ImGui::PushID(name.c_str());
  ImGui::InvisibleButton("##splitter", vertical ? ImVec2(thickness, length) : ImVec2(length, thickness));
  ImGui::PopID();
  frame.place(name);
  const bool pointed = ImGui::IsItemHovered();
  if (pointed || ImGui::IsItemActive())
    ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  if (ImGui::IsItemActive()) {
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    size =
        std::clamp(size + direction * (vertical ? moved.x : moved.y) / frame.view.scale, least, std::max(least, most));
  }
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  const ImVec2 middle((min.x + max.x) / 2, (min.y + max.y) / 2);
  const ImU32 color = packed(frame.view.theme, pointed ? scene::Tone::accent : scene::Tone::grid);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (vertical) {
    list.AddLine({middle.x, min.y}, {middle.x, max.y}, color, frame.unit);
  } else {
    list.AddLine({min.x, middle.y}, {max.x, middle.y}, color, frame.unit);
  }
}

}  // namespace certdrill::panels
