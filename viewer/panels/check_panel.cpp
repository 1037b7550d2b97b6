#include "panels/check_panel.h"

#include <string>

#include <imgui.h>

#include "base/text.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

struct Sign {
  const char* sign;
  Tone tone;
  const char* words;
};
Sign sign_of(replay::CheckState state) {
  switch (state) {
    case replay::CheckState::holds:
      return {"✓", Tone::good, "holds"};
    case replay::CheckState::broken:
      return {"✗", Tone::refused, "broken now"};
    case replay::CheckState::was_broken:
      return {"✗", Tone::one_way, "was broken, holds again"};
    case replay::CheckState::not_yet:
      return {"…", Tone::faint, "not yet"};
    case replay::CheckState::fulfilled:
      return {"✓", Tone::good, "fulfilled"};
  }
  return {"", Tone::text, ""};
}

}  // namespace

void CheckPanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const replay::RecordedRun& run = workspace.run();
  const replay::EventNumber event = workspace.cursor().event();
  if (run_ != &run || event_ != event) {
    run_ = &run;
    event_ = event;
    standings_ = replay::checks_at(run, event);
  }
  if (standings_.empty()) wrapped(frame, Tone::faint, "The scenario has no checks.");
  if (const scene::Prediction* asked = workspace.prediction(); asked != nullptr && !asked->revealed) {
    wrapped(frame, Tone::faint, "What comes is not told while you predict.");
    return;
  }
  std::size_t broken = 0;
  for (const replay::CheckStanding& check : standings_) broken += check.state == replay::CheckState::broken ? 1 : 0;
  if (!standings_.empty()) heading(broken == 0 ? "No check is broken now" : counted(broken, "check") + " broken now");
  for (std::size_t i = 0; i < standings_.size(); ++i) {
    const replay::CheckStanding& check = standings_[i];
    const Sign sign = sign_of(check.state);
    ImGui::PushID(static_cast<int>(i));
    ImGui::BeginGroup();
    say(frame, sign.tone, sign.sign);
    ImGui::SameLine();
    wrapped(frame, Tone::text, check.text);
    ImGui::Indent();
    wrapped(frame, sign.tone, std::string(sign.words) + (check.expected ? "" : "; the scenario expects otherwise"));
    if (check.finding) {
      const std::string label = "finding " + std::to_string(*check.finding + 1);
      if (button(frame, "check: " + label, label, {.hint = "its story", .small = true})) {
        workspace.select(
            scene::Selection{scene::Selection::Kind::finding, static_cast<std::uint32_t>(*check.finding), 0});
        frame.view.side = scene::SidePanel::why;
      }
    }
    ImGui::Unindent();
    ImGui::EndGroup();
    frame.place(scene::Target{scene::Target::Kind::check, i, 0});
    ImGui::PopID();
  }
}

}  // namespace certdrill::panels
