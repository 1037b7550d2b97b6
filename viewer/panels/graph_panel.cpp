#include "panels/graph_panel.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "base/text.h"
#include "panels/paint.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;
using workspace::Command;

constexpr float least_zoom = 0.05F;  // as of the keys (workspace_commands.cpp)
constexpr float most_zoom = 100;
constexpr float zoom_of_a_notch = 1.15F;

}  // namespace

void GraphPanel::forget() {
  for (Canvas& canvas : canvases_) canvas.forget();
  headline_run_ = nullptr;
}

std::optional<scene::Point> GraphPanel::place_of(const scene::Target& target) const {
  for (const Canvas& canvas : canvases_) {
    if (const auto found = canvas.place_of(target)) return found;
  }
  return std::nullopt;
}

void GraphPanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  for (Canvas& canvas : canvases_) canvas.hide();
  show_headline(frame);
  show_switches(frame);
  show_question(frame);
  if (workspace.comparing()) show_comparison(frame);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (!workspace.comparing()) {
    show_canvas(frame, 0, {room.x, room.y});
    return;
  }
  const float gap = frame.pixels(6);
  const float height = room.y - ImGui::GetTextLineHeightWithSpacing();
  const float width = (room.x - gap) / 2;
  const float left = ImGui::GetCursorPosX();
  say(frame, Tone::faint, "as it is");
  ImGui::SameLine(left + width + gap);
  say(frame, Tone::accent, "what if");
  show_canvas(frame, 0, {width, height});
  ImGui::SameLine(0, gap);
  show_canvas(frame, 1, {width, height});
}

void GraphPanel::show_headline(Frame& frame) {
  const replay::Cursor& cursor = frame.workspace.cursor();
  if (headline_run_ != &cursor.run() || headline_event_ != cursor.event()) {
    headline_ = scene::headline(cursor.snapshot(), cursor.run().scenario());
    headline_run_ = &cursor.run();
    headline_event_ = cursor.event();
  }
  heading(headline_);
}

void GraphPanel::show_switches(Frame& frame) {
  scene::View& view = frame.view;
  const auto command = [&](Command which, const char* name, bool lit) {
    flow(button_width(name));
    command_button(frame, which, name, name, lit);
  };
  command_button(frame, Command::show_ring, "ring", "ring", view.graph == scene::GraphKind::ring);
  command(Command::show_map, "map", view.graph == scene::GraphKind::map);
  command(Command::show_matrix, "matrix", view.graph == scene::GraphKind::matrix);
  command(Command::fit, "fit", false);
  command(Command::toggle_links, "links", view.show_links);
  command(Command::toggle_only_broken_links, "only broken", view.show_only_broken_links);
  command(Command::toggle_sessions, "sessions", view.show_sessions);
  if (!view.open_domains.empty()) {
    flow(button_width("close groups"));
    if (button(frame, "close groups", "close groups",
               {.hint = "draw the nodes of each upgrade domain as groups again"}))
      view.open_domains.clear();
  }
}

void GraphPanel::show_question(Frame& frame) {
  const scene::Prediction* prediction = frame.workspace.prediction();
  if (prediction == nullptr) return;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, vec4_of(frame.view.theme, Tone::predicted, 0.14F));
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float width = ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().WindowPadding.x;
  ImGui::PushFont(bold_font());
  const std::string lines = broken_into_lines(prediction->question, bold_font(), width);
  const float question = ImGui::CalcTextSize(lines.c_str()).y;
  ImGui::PopFont();
  const float height = question + line + ImGui::GetFrameHeightWithSpacing() + 2 * ImGui::GetStyle().WindowPadding.y;
  ImGui::BeginChild("question", {0, height}, false,
                    ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NoScrollbar);
  heading(prediction->question);
  if (prediction->revealed) {
    wrapped(frame, Tone::text, prediction->score);
  } else if (frame.workspace.selection().kind == scene::Selection::Kind::node) {
    say(frame, Tone::text, "now the other node of the link");
  } else {
    say(frame, Tone::faint,
        counted(prediction->marked.size(), "link") +
            " marked. Click a link, or two nodes one after the other; again to take the mark away.");
  }
  if (!prediction->revealed) {
    command_button(frame, Command::reveal, "predict: reveal", "reveal");
    ImGui::SameLine();
  }
  if (button(frame, "predict: leave", "leave", {.hint = "back to the run (Escape)"}))
    frame.workspace.execute(Command::leave);
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

void GraphPanel::show_comparison(Frame& frame) {
  const workspace::Workspace& workspace = frame.workspace;
  const auto& difference = workspace.first_difference();
  if (!workspace.compared()) {
    say(frame, Tone::faint, "The two runs have not been compared yet.");
    return;
  }
  if (!difference) {
    say(frame, Tone::faint, "The changed scenario runs as the one that is open, event for event.");
    return;
  }
  command_button(frame, Command::to_first_difference, "what-if: first difference", "first difference");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  wrapped(frame, Tone::text, to_string(difference->at) + "  " + difference->text);
}

void GraphPanel::show_canvas(Frame& frame, std::size_t which, scene::Point size) {
  workspace::Workspace& workspace = frame.workspace;
  Canvas& canvas = canvases_[which];
  const bool other = which == 1;
  canvas.begin(frame, other ? "other graph" : "graph", size);
  if (!other) workspace.picture_size = canvas.size();
  move(frame, canvas);
  const auto moment = [&] { return other ? workspace.other_moment() : workspace.moment(); };
  canvas.paint(frame, key_of(frame, canvas.size(), other), [&] {
    scene::Drawing drawing = scene::draw_graph(moment(), frame.view, canvas.size(), text_measure());
    scene::Drawing legend = scene::draw_legend(moment(), frame.view, canvas.size(), text_measure());
    drawing.marks.insert(drawing.marks.end(), std::make_move_iterator(legend.marks.begin()),
                         std::make_move_iterator(legend.marks.end()));
    return drawing;
  });
  const scene::Target under = canvas.dragged() ? scene::Target{} : canvas.under_mouse();
  if (under.kind != scene::Target::Kind::none) {
    frame.hovered = under;
    const std::string words = scene::hint(moment(), under);
    if (!words.empty()) tooltip(frame, words);
  }
  if (canvas.clicked()) workspace.select(under);
}

void GraphPanel::move(Frame& frame, const Canvas& canvas) const {
  scene::Viewport& viewport = frame.view.viewports[static_cast<std::size_t>(frame.view.graph)];
  const ImGuiIO& io = ImGui::GetIO();
  if (canvas.dragged()) {
    viewport.offset.x += io.MouseDelta.x;
    viewport.offset.y += io.MouseDelta.y;
  }
  if (canvas.wheel() == 0) return;
  // What is under the mouse stays there.
  const float zoom = std::clamp(viewport.zoom * std::pow(zoom_of_a_notch, canvas.wheel()), least_zoom, most_zoom);
  const float factor = zoom / viewport.zoom;
  const scene::Point mouse = canvas.mouse();
  viewport.offset = {mouse.x - (mouse.x - viewport.offset.x) * factor,
                     mouse.y - (mouse.y - viewport.offset.y) * factor};
  viewport.zoom = zoom;
}

}  // namespace certdrill::panels
