#include "panels/gallery.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <imgui.h>

#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

const std::string& title_of(const workspace::GalleryEntry& entry) {
  return entry.title.empty() ? entry.name : entry.title;
}

// Of a card of this width: its sign, its title, what it teaches.
float card_height(const Frame& frame, const workspace::GalleryEntry& entry, float width) {
  const float inner = width - frame.pixels(28);
  const auto height = [inner](ImFont* font, const std::string& text) {
    return font->CalcTextSizeA(font->FontSize, 1e9F, inner, text.c_str()).y;
  };
  return normal_font()->FontSize + height(bold_font(), title_of(entry)) + height(normal_font(), entry.teaches) +
         frame.pixels(28);
}

// A card is painted over an invisible button as large as itself.
bool show_card(Frame& frame, const workspace::GalleryEntry& entry, ImVec2 size) {
  ImGui::PushID(entry.name.c_str());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton("card", size);
  const bool pointed = ImGui::IsItemHovered();
  ImGui::PopID();
  frame.place("gallery: " + entry.name);
  if (!ImGui::IsRectVisible(at, {at.x + size.x, at.y + size.y})) return clicked;
  const scene::Theme theme = frame.view.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 end(at.x + size.x, at.y + size.y);
  list.AddRectFilled(at, end, packed(theme, Tone::surface), frame.pixels(6));
  list.AddRect(at, end, packed(theme, pointed ? Tone::accent : Tone::grid), frame.pixels(6), 0,
               frame.pixels(pointed ? 2 : 1));
  const Tone tone = entry.expects_violation ? Tone::refused : Tone::good;
  list.AddRectFilled(at, {at.x + frame.pixels(5), end.y}, packed(theme, tone), frame.pixels(6),
                     ImDrawFlags_RoundCornersLeft);
  const float pad = frame.pixels(14);
  const float width = size.x - 2 * pad;
  ImVec2 pen(at.x + pad, at.y + frame.pixels(9));
  ImGui::PushClipRect(at, {end.x - frame.pixels(4), end.y - frame.pixels(4)}, true);
  const auto put = [&](ImFont* font, Tone color, const std::string& text) {
    list.AddText(font, font->FontSize, pen, packed(theme, color), text.c_str(), nullptr, width);
    pen.y += font->CalcTextSizeA(font->FontSize, 1e9F, width, text.c_str()).y + frame.pixels(4);
  };
  put(normal_font(), tone, entry.expects_violation ? "✗ teaches a mistake" : "✓ holds");
  put(bold_font(), Tone::text, title_of(entry));
  put(normal_font(), Tone::faint, entry.teaches);
  ImGui::PopClipRect();
  if (pointed) hint(frame, entry.name + (entry.teaches.empty() ? "" : "\n" + entry.teaches));
  return clicked;
}

bool show_recent(Frame& frame) {
  const std::vector<std::string> files = frame.view.recent_files;  // opening one changes their order
  if (files.empty()) return false;
  heading("Open last");
  bool opened = false;
  for (std::size_t i = 0; i < files.size() && i < 8; ++i) {
    if (row("recent " + std::to_string(i), files[i], false)) {
      frame.workspace.open(files[i]);
      opened = true;
    }
    frame.place("recent: " + files[i]);
  }
  ImGui::Dummy({0, frame.pixels(6)});
  return opened;
}

}  // namespace

bool show_gallery(Frame& frame) {
  ImGui::BeginChild("gallery", ImGui::GetContentRegionAvail());
  if (!frame.workspace.has_document()) {
    heading("certdrill: see who trusts whom while certificates change, and step through time");
    wrapped(frame, Tone::faint,
            "Choose a lesson below, or open a scenario or a trace (open..., or drop a file here). ? shows all keys.");
    ImGui::Dummy({0, frame.pixels(6)});
  }
  bool opened = show_recent(frame);
  heading("Lessons");
  const std::vector<workspace::GalleryEntry>& entries = frame.workspace.gallery();
  if (entries.empty()) wrapped(frame, Tone::faint, "No shipped scenario was found.");
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float room = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize;
  const auto columns = std::max(1, static_cast<int>((room + gap) / (frame.pixels(310) + gap)));
  const float width = (room - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float height = 0;  // of a row: that of its highest card
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::size_t column = i % static_cast<std::size_t>(columns);
    if (column != 0) {
      ImGui::SameLine();
    } else {
      height = 0;
      for (std::size_t j = i; j < entries.size() && j < i + static_cast<std::size_t>(columns); ++j)
        height = std::max(height, card_height(frame, entries[j], width));
    }
    if (show_card(frame, entries[i], {width, height})) {
      frame.workspace.open(entries[i].file.string());
      opened = true;
    }
  }
  ImGui::EndChild();
  return opened;
}

}  // namespace certdrill::panels
