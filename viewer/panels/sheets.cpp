#include "panels/sheets.h"

#include <algorithm>
#include <filesystem>

#include <imgui.h>

#include "panels/gallery.h"
#include "panels/widgets.h"
#include "report/rule_report.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

const char* title_of(Sheet which) {
  switch (which) {
    case Sheet::palette:
      return "Commands###sheet";
    case Sheet::help:
      return "Keys###sheet";
    case Sheet::gallery:
      return "Lessons###sheet";
    case Sheet::open_file:
      return "Open a scenario or a trace###sheet";
    case Sheet::save_as:
      return "Save the changed scenario###sheet";
    case Sheet::rule:
      return "What this means###sheet";
    case Sheet::none:
      break;
  }
  return "###sheet";
}

// Width and height as parts of the window, and pixels that are enough.
struct SheetSize {
  float width;
  float height;
};
SheetSize size_of(Sheet which) {
  switch (which) {
    case Sheet::palette:
      return {560, 460};
    case Sheet::help:
      return {820, 760};
    case Sheet::gallery:
      return {1100, 800};
    case Sheet::open_file:
    case Sheet::save_as:
      return {680, 520};
    case Sheet::rule:
      return {760, 620};
    case Sheet::none:
      break;
  }
  return {400, 300};
}

}  // namespace

void Sheets::begin(Frame& frame, Sheet which) {
  shown_ = which;
  just_opened_ = true;
  problem_.reset();
  if (which == Sheet::palette) {
    typed_.clear();
    found_ = workspace::find_commands("");
    chosen_ = 0;
  }
  if (which == Sheet::rule) {
    rule_ = frame.rule;
    const Result<std::string> page = report::rule_page_text(rule_);
    rule_text_ = paragraphs_of(page ? *page : page.problem().what);
  }
  if (which == Sheet::open_file || which == Sheet::save_as) {
    std::string path;
    if (frame.workspace.has_document()) path = frame.workspace.document().file.string();
    if (which == Sheet::open_file) {
      // The folder above the scenario's own: there the others are.
      const std::filesystem::path file(path);
      open_.begin(path.empty() ? "." : file.parent_path().parent_path().string());
    } else {
      const std::filesystem::path file(path);
      save_.begin((file.parent_path() / (file.stem().string() + "_changed.json")).string());
    }
  }
}

void Sheets::show(Frame& frame) {
  // Asked for again, a sheet is closed.
  if (frame.sheet_to_open && *frame.sheet_to_open == shown_ && shown_ != Sheet::rule) frame.close_sheet = true;
  if (frame.sheet_to_open && !frame.close_sheet) begin(frame, *frame.sheet_to_open);
  if (shown_ == Sheet::none) return;
  if (!ImGui::IsPopupOpen("###sheet")) ImGui::OpenPopup("###sheet");
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const SheetSize size = size_of(shown_);
  const ImVec2 room(std::min(frame.pixels(size.width), window.x * 0.94F),
                    std::min(frame.pixels(size.height), window.y * 0.92F));
  ImGui::SetNextWindowSize(room);
  // The palette hangs from the top, as the eye expects it; the others are in the middle.
  const float top = shown_ == Sheet::palette ? window.y * 0.1F : (window.y - room.y) / 2;
  ImGui::SetNextWindowPos({(window.x - room.x) / 2, top});
  bool stays = true;
  if (!ImGui::BeginPopupModal(title_of(shown_), &stays,
                              ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                  ImGuiWindowFlags_NoSavedSettings)) {
    if (!just_opened_) shown_ = Sheet::none;  // closed by its cross
    just_opened_ = false;
    return;
  }
  close_ = !stays || frame.close_sheet;
  const ImVec2 at = ImGui::GetWindowPos();
  frame.place("sheet", scene::Rect{{at.x, at.y}, {at.x + room.x, at.y + room.y}});
  switch (shown_) {
    case Sheet::palette:
      show_palette(frame);
      break;
    case Sheet::help:
      show_help(frame);
      break;
    case Sheet::gallery:
      if (show_gallery(frame)) close_ = true;
      break;
    case Sheet::open_file:
      show_open(frame);
      break;
    case Sheet::save_as:
      show_save(frame);
      break;
    case Sheet::rule:
      show_rule(frame);
      break;
    case Sheet::none:
      break;
  }
  const bool beside =
      ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows | ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  if (beside && !just_opened_) close_ = true;
  just_opened_ = false;
  if (close_) {
    ImGui::CloseCurrentPopup();
    shown_ = Sheet::none;
  }
  ImGui::EndPopup();
}

void Sheets::show_palette(Frame& frame) {
  const FieldTurn turn = field(frame, "palette: field", typed_, {.ghost = "what to do", .focus = just_opened_});
  if (turn.changed) {
    found_ = workspace::find_commands(typed_);
    chosen_ = 0;
  }
  const bool up = frame.take_key(workspace::Key::Name::up);
  const bool down = frame.take_key(workspace::Key::Name::down);
  if (up && chosen_ > 0) --chosen_;
  if (down && chosen_ + 1 < found_.size()) ++chosen_;
  std::optional<workspace::Command> run;
  if (turn.entered && chosen_ < found_.size()) run = found_[chosen_];
  ImGui::BeginChild("commands", ImGui::GetContentRegionAvail());
  if (found_.empty()) say(frame, Tone::faint, "no command is called so");
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const workspace::CommandEntry& entry = workspace::entry_of(found_[i]);
    if (row(std::string(entry.name), entry.name, i == chosen_)) run = found_[i];
    frame.place("palette: " + std::string(entry.name));
    hint(frame, entry.what);
    if (i == chosen_ && (up || down)) ImGui::SetScrollHereY(0.5F);
    if (entry.keys.empty()) continue;
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const char* end = entry.keys.data() + entry.keys.size();
    ImGui::GetWindowDrawList()->AddText({max.x - ImGui::CalcTextSize(entry.keys.data(), end).x - frame.pixels(6),
                                         min.y + ImGui::GetStyle().ItemSpacing.y / 2},
                                        packed(frame.view.theme, Tone::faint), entry.keys.data(), end);
  }
  ImGui::EndChild();
  if (!run) return;
  frame.workspace.execute(*run);
  close_ = true;
}

void Sheets::show_help(Frame& frame) {
  ImGui::BeginChild("keys", ImGui::GetContentRegionAvail());
  std::string_view group;
  for (const workspace::CommandEntry& entry : workspace::all_commands()) {
    if (entry.keys.empty()) continue;
    if (entry.group != group) {
      group = entry.group;
      ImGui::Dummy({0, frame.pixels(4)});
      heading(group);
    }
    ImGui::PushFont(bold_font());
    say(frame, Tone::accent, entry.keys);
    ImGui::PopFont();
    ImGui::SameLine(frame.pixels(170));
    say(frame, Tone::text, entry.name);
    ImGui::SameLine(frame.pixels(380));
    wrapped(frame, Tone::faint, entry.what);
  }
  ImGui::Dummy({0, frame.pixels(4)});
  heading("Mouse");
  constexpr std::string_view mouse[][2] = {
      {"click", "selects a node, a link, a flag of the timeline; opens a group"},
      {"drag", "in the picture: moves it; in the timeline: moves the cursor"},
      {"wheel", "zooms around the mouse"},
      {"Shift+drag", "in the timeline: moves the stretch that is shown"},
  };
  for (const auto& line : mouse) {
    ImGui::PushFont(bold_font());
    say(frame, Tone::accent, line[0]);
    ImGui::PopFont();
    ImGui::SameLine(frame.pixels(170));
    wrapped(frame, Tone::text, line[1]);
  }
  ImGui::EndChild();
}

void Sheets::show_rule(Frame& frame) {
  ImGui::BeginChild("page", ImGui::GetContentRegionAvail());
  for (const Paragraph& paragraph : rule_text_) {
    if (paragraph.kind == Paragraph::Kind::heading) {
      ImGui::Dummy({0, frame.pixels(2)});
      heading(paragraph.text);
    } else {
      const bool code = paragraph.kind == Paragraph::Kind::code;
      wrapped(frame, code ? Tone::faint : Tone::text, paragraph.text, code ? mono_font() : nullptr);
    }
  }
  ImGui::EndChild();
  frame.place("rule page");
}

void Sheets::show_open(Frame& frame) {
  if (const auto chosen = open_.show(frame, "open")) {
    frame.workspace.open(*chosen);
    close_ = true;
  }
}

void Sheets::show_save(Frame& frame) {
  if (problem_) {
    wrapped(frame, Tone::refused, problem_->what);
    if (!problem_->help.empty()) wrapped(frame, Tone::faint, problem_->help);
  }
  if (const auto chosen = save_.show(frame, "save")) {
    problem_ = frame.workspace.save_what_if(*chosen);
    if (!problem_) close_ = true;
  }
}

}  // namespace certdrill::panels
