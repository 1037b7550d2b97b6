#include "panels/foot.h"

#include <algorithm>
#include <string>

#include <imgui.h>

#include "base/text.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

constexpr std::size_t most_problems = 200;  // more than anyone reads before mending the first

// As high as its lines, up to a third of the window.
float list_height(const Problems& problems) {
  std::size_t lines = 1;  // for the bar below them
  for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i)
    lines += 2 + (problems[i].where.source_line.empty() ? 0U : 2U);
  const float height = ImGui::GetTextLineHeightWithSpacing() * static_cast<float>(lines);
  return std::min(height + 2 * ImGui::GetStyle().WindowPadding.y, ImGui::GetIO().DisplaySize.y * 0.33F);
}

}  // namespace

float Foot::height(const Frame& frame) const {
  const bool listed = opened_ && !frame.workspace.problems().empty();
  return ImGui::GetFrameHeight() +
         (listed ? list_height(frame.workspace.problems()) + ImGui::GetStyle().ItemSpacing.y : 0);
}

void Foot::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const Problems& problems = workspace.problems();
  if (workspace.busy()) {
    const workspace::Workspace::Progress progress = workspace.progress();
    if (progress.part >= 0) {
      ImGui::ProgressBar(static_cast<float>(progress.part), {frame.pixels(160), 0});
      ImGui::SameLine();
    }
    if (button(frame, "stop", "stop", {.hint = "stops what is being done; what is open stays"})) workspace.stop_work();
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(progress.what.c_str());
    return;
  }
  if (problems.empty()) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(workspace.notice().c_str());
    return;
  }
  const bool errors = has_errors(problems);
  const Problem& first = problems.front();
  const std::string label = (opened_ ? "▼ " : "▶ ") + counted(problems.size(), errors ? "problem" : "note");
  if (button(frame, "problems", label, {.hint = "where, and what helps"})) opened_ = !opened_;
  ImGui::SameLine();
  if (button(frame, "dismiss problems", "x", {.hint = "seen"})) {
    workspace.clear_problems();
    opened_ = false;
    return;
  }
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  std::string words;
  if (!first.where.file.empty()) words = first.where.file;
  if (first.where.line != 0) words += ":" + std::to_string(first.where.line) + ":" + std::to_string(first.where.column);
  words += (words.empty() ? "" : ": ") + first.what;
  if (errors && workspace.has_document()) words += "   (the last good run stays open)";
  say(frame, errors ? Tone::refused : Tone::one_way, words);
  if (!opened_) return;
  ImGui::BeginChild("problem list", {0, list_height(problems)}, true, ImGuiWindowFlags_HorizontalScrollbar);
  ImGui::PushFont(mono_font());
  for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i) {
    const std::string text = to_text(problems[i]);
    say(frame, problems[i].severity == Severity::error ? Tone::refused : Tone::text, trimmed(text));
  }
  ImGui::PopFont();
  if (problems.size() > most_problems)
    say(frame, Tone::faint, "and " + std::to_string(problems.size() - most_problems) + " more");
  ImGui::EndChild();
  frame.place("problem list");
}

}  // namespace certdrill::panels
