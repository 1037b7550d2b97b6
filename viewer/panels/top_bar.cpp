#include "panels/top_bar.h"

#include <array>
#include <string>

#include <imgui.h>

#include "base/duration.h"
#include "panels/widgets.h"
#include "panels/words.h"
#include "scene/words.h"

namespace certdrill::panels {
namespace {

using scene::Tone;
using workspace::Command;

struct Button {
  Command command;
  const char* name;
  const char* label;
};
constexpr std::array<Button, 5> back = {{{Command::to_start, "to start", "|◀"},
                                         {Command::last_phase, "back phase", "◀ phase"},
                                         {Command::last_domain, "back domain", "◀ domain"},
                                         {Command::last_instant, "back instant", "◀ instant"},
                                         {Command::last_event, "back event", "◀ event"}}};
constexpr std::array<Button, 5> forward = {{{Command::next_event, "forward event", "event ▶"},
                                            {Command::next_instant, "forward instant", "instant ▶"},
                                            {Command::next_domain, "forward domain", "domain ▶"},
                                            {Command::next_phase, "forward phase", "phase ▶"},
                                            {Command::to_end, "to end", "▶|"}}};
constexpr std::array<Button, 4> speeds = {{{Command::speed_step, "speed: step", "step"},
                                           {Command::speed_run, "speed: run", "run"},
                                           {Command::speed_fast, "speed: fast", "fast"},
                                           {Command::speed_express, "speed: express", "express"}}};

}  // namespace

void TopBar::show(Frame& frame) {
  show_document(frame);
  if (frame.workspace.has_document()) show_time(frame);
}

void TopBar::show_document(Frame& frame) {
  const workspace::Workspace& workspace = frame.workspace;
  const auto command = [&](Command which, const char* name, const char* label, bool enabled = true) {
    flow(button_width(label));
    command_button(frame, which, name, label, false, enabled);
  };
  command_button(frame, Command::open_file, "open", "open...");
  command(Command::open_gallery, "gallery", "lessons");
  if (workspace.has_document()) {
    command(Command::reload, "reload", "reload", !workspace.busy());
    command(Command::predict_domain, "predict", "predict", !workspace.comparing());
  }
  const std::string theme(scene::to_string(frame.view.theme));
  command(Command::next_theme, "theme", theme.c_str());
  command(Command::scale_down, "smaller", "A-");
  command(Command::scale_up, "larger", "A+");
  command(Command::open_palette, "palette", "commands");
  command(Command::open_help, "help", "?");
  if (!workspace.has_document()) return;
  const model::Scenario& scenario = workspace.run().scenario();
  const std::string words = scenario.title.empty() ? scenario.name : scenario.name + ": " + scenario.title;
  ImGui::PushFont(bold_font());
  flow(std::min(ImGui::CalcTextSize(words.c_str()).x, frame.pixels(160)));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(words.c_str());
  ImGui::PopFont();
  hint(frame, workspace.document().file.string());
}

void TopBar::show_time(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const auto buttons = [&](const auto& list, bool first) {
    for (const Button& each : list) {
      if (!first) flow(button_width(each.label));
      first = false;
      command_button(frame, each.command, each.name, each.label);
    }
  };
  buttons(back, true);
  // As wide in both states, so that nothing beside it moves.
  const char* play = workspace.playing() ? "■ pause" : "▶ play ";
  flow(button_width("■ pause"));
  command_button(frame, Command::play_or_pause, "play", play, workspace.playing());
  buttons(forward, false);

  const float speed_width = frame.pixels(95);
  flow(speed_width);
  ImGui::SetNextItemWidth(speed_width);
  const std::string speed(scene::to_string(frame.view.speed));
  const bool open = ImGui::BeginCombo("##speed", speed.c_str());
  frame.place("speed");
  if (open) {
    for (const Button& each : speeds) {
      if (ImGui::Selectable(each.label, speed == each.label)) workspace.execute(each.command);
      frame.place(each.name);
      hint(frame, workspace::entry_of(each.command).what);
    }
    ImGui::EndCombo();
  } else {
    hint(frame, "how fast it plays");
  }
  run_until(frame);

  const replay::Cursor& cursor = workspace.cursor();
  const SimTime start = workspace.run().time_of(0);
  std::string time = to_string(cursor.now()) + "  +" + rough(cursor.now() - start) + "   event " +
                     scene::with_thousands(cursor.event()) + " of " +
                     scene::with_thousands(workspace.run().last_event()) + "   " +
                     place_text(workspace.run().place_at(cursor.event()), workspace.run().scenario());
  // On a line of its own: it changes with every step, and nothing is to jump by that.
  ImGui::PushFont(bold_font());
  ImGui::TextUnformatted(time.c_str());
  ImGui::PopFont();
  frame.place("time");
  if (until_problem_) {
    wrapped(frame, Tone::refused, until_problem_->what);
    if (!until_problem_->help.empty()) wrapped(frame, Tone::faint, until_problem_->help);
  }
}

void TopBar::run_until(Frame& frame) {
  const float width = frame.pixels(190);
  flow(width + button_width("until") + ImGui::GetStyle().ItemSpacing.x);
  const FieldTurn turn = field(
      frame, "until", frame.view.until,
      {.ghost = "until: outcome=refused", .width = width, .focus = frame.requests.focus_until, .kept_on_escape = true});
  if (turn.changed) until_problem_.reset();
  ImGui::SameLine();
  const bool asked =
      button(frame, "run until", "until", {.hint = "plays on to the next event that this condition holds for"});
  if ((asked || turn.entered) && !frame.view.until.empty())
    until_problem_ = frame.workspace.run_until(frame.view.until);
}

}  // namespace certdrill::panels
