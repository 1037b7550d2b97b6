#include "panels/what_if_panel.h"

#include <algorithm>

#include <imgui.h>

#include "base/text.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;
using workspace::Command;

}  // namespace

void WhatIfPanel::take_anew(const workspace::WhatIf& what_if) {
  text_ = what_if.text();
  rows_.clear();
  typed_.clear();
  std::string last;
  for (std::size_t i = 0; i < what_if.fields().size(); ++i) {
    const load::EditableField& field = what_if.fields()[i];
    // "present B: to": the part before the colon is what it belongs to.
    const std::size_t colon = field.label.rfind(": ");
    const std::string group = colon == std::string::npos ? "Scenario" : field.label.substr(0, colon);
    if (group != last) rows_.push_back({group, 0, {}});
    last = group;
    rows_.push_back({{}, i, colon == std::string::npos ? field.label : field.label.substr(colon + 2)});
    typed_.push_back(field.value);
  }
  differences_ = what_if.differences();
}

void WhatIfPanel::show(Frame& frame) {
  workspace::WhatIf& what_if = frame.workspace.what_if();
  if (what_if.original().empty()) {
    wrapped(frame, Tone::faint, "What was opened has no text of a scenario that could be changed.");
    return;
  }
  if (text_ != what_if.text() || typed_.size() != what_if.fields().size()) take_anew(what_if);
  wrapped(frame, Tone::faint,
          "Change a rule, a date or the order of steps, and run it again beside what is open. No file is changed.");
  show_buttons(frame);
  if (problem_) {
    wrapped(frame, Tone::refused, problem_->what);
    if (!problem_->help.empty()) wrapped(frame, Tone::faint, problem_->help);
  }
  show_outcome(frame);
  ImGui::Separator();
  show_steps(frame);
  if (text_ != what_if.text()) take_anew(what_if);
  ImGui::Separator();
  show_fields(frame);
}

void WhatIfPanel::show_buttons(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const bool changed = workspace.what_if().changed();
  command_button(frame, Command::rerun_what_if, "what-if: run", "run again", false, changed && !workspace.busy());
  flow(button_width("undo"));
  if (button(frame, "what-if: undo", "undo", {.hint = "takes the last change back", .enabled = changed})) {
    workspace.what_if().undo();
    problem_.reset();
  }
  flow(button_width("drop all"));
  command_button(frame, Command::drop_what_if, "what-if: drop", "drop all", false, changed || workspace.comparing());
  flow(button_width("save as scenario..."));
  command_button(frame, Command::save_what_if, "what-if: save", "save as scenario...", false, changed);
}

void WhatIfPanel::show_outcome(Frame& frame) {
  const workspace::Workspace& workspace = frame.workspace;
  for (const std::string& line : differences_) wrapped(frame, Tone::accent, line);
  if (!workspace.comparing()) return;
  const check::RunResult& result = workspace.other().run().result();
  heading(result.holds ? "With this change the plan holds" : "With this change the plan does not hold");
  if (!workspace.compared()) return;
  if (workspace.outcome_difference().empty()) say(frame, Tone::faint, "The outcome is the same.");
  for (const std::string& line : workspace.outcome_difference()) {
    say(frame, Tone::accent, "•");
    ImGui::SameLine();
    wrapped(frame, Tone::text, line);
  }
}

void WhatIfPanel::show_steps(Frame& frame) {
  workspace::WhatIf& what_if = frame.workspace.what_if();
  const std::vector<std::string> steps = what_if.steps();  // a copy: a button changes them
  heading("Steps");
  const float buttons = 3 * (button_width("▲") + ImGui::GetStyle().ItemSpacing.x);
  const float right = ImGui::GetContentRegionAvail().x - buttons;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const std::string number = std::to_string(i + 1);
    ImGui::AlignTextToFramePadding();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushClipRect(at, {at.x + right, at.y + ImGui::GetFrameHeight()}, true);
    say(frame, Tone::text, number + "  " + steps[i]);
    ImGui::PopClipRect();
    ImGui::SameLine(ImGui::GetCursorStartPos().x + right);
    if (button(frame, "what-if: up " + number, "▲", {.hint = "earlier", .enabled = i > 0}))
      note(what_if.move_step(i, i - 1));
    ImGui::SameLine();
    if (button(frame, "what-if: down " + number, "▼", {.hint = "later", .enabled = i + 1 < steps.size()}))
      note(what_if.move_step(i, i + 1));
    ImGui::SameLine();
    if (button(frame, "what-if: remove " + number, "✗", {.hint = "leave this step out"})) note(what_if.remove_step(i));
    ImGui::PopID();
  }
  if (!adding_) {
    if (button(frame, "what-if: add", "add a step...")) adding_ = true;
    return;
  }
  say(frame, Tone::faint, "A step as the file has it; it becomes the last one.");
  ImGui::PushFont(mono_font());
  const FieldTurn turn = field(frame, "what-if: new step", new_step_);
  ImGui::PopFont();
  const bool add = button(frame, "what-if: add", "add");
  ImGui::SameLine();
  if (button(frame, "what-if: do not add", "cancel")) adding_ = false;
  if (add || turn.entered) {
    note(what_if.add_step(steps.size(), new_step_));
    if (!problem_) adding_ = false;
  }
}

void WhatIfPanel::show_fields(Frame& frame) {
  workspace::WhatIf& what_if = frame.workspace.what_if();
  const float label_width = std::min(frame.pixels(110), ImGui::GetContentRegionAvail().x * 0.35F);
  std::optional<std::pair<std::string, std::string>> set;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows_.size()), ImGui::GetFrameHeightWithSpacing());
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const Row& row = rows_[static_cast<std::size_t>(i)];
      ImGui::AlignTextToFramePadding();
      if (!row.heading.empty()) {
        ImGui::PushFont(bold_font());
        say(frame, Tone::text, row.heading);
        ImGui::PopFont();
        continue;
      }
      const load::EditableField& editable = what_if.fields()[row.field];
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::PushClipRect(at, {at.x + label_width, at.y + ImGui::GetFrameHeight()}, true);
      say(frame, Tone::faint, row.label);
      ImGui::PopClipRect();
      hint(frame, editable.path);
      ImGui::SameLine(ImGui::GetCursorStartPos().x + label_width);
      const FieldTurn turn = field(frame, "what-if: " + editable.path, typed_[row.field], {.on_leaving = true});
      if (turn.entered && typed_[row.field] != editable.value) set = {editable.path, typed_[row.field]};
    }
  }
  // Not before all rows are painted: it makes the fields anew.
  if (set) {
    note(what_if.set(set->first, set->second));
    if (!problem_) take_anew(what_if);
  }
}

}  // namespace certdrill::panels
