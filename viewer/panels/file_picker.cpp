#include "panels/file_picker.h"

#include <algorithm>
#include <filesystem>

#include <imgui.h>

#include "base/text.h"
#include "panels/widgets.h"

namespace certdrill::panels {
namespace {

namespace fs = std::filesystem;
using scene::Tone;

constexpr std::size_t most_entries = 5'000;  // a folder with more is better typed

fs::path folder_of(const std::string& path) {
  std::error_code none;
  if (path.empty()) return ".";
  if (fs::is_directory(path, none)) return path;
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

bool is_of_ours(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".json") || name.ends_with(".jsonl");
}

}  // namespace

void FilePicker::begin(std::string path) {
  path_ = std::move(path);
  focus_ = true;
  listed_.clear();
}

void FilePicker::read_folder() {
  const fs::path folder = folder_of(path_);
  if (listed_ == folder.string()) return;
  listed_ = folder.string();
  entries_.clear();
  too_many_ = false;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       it != end && !error; it.increment(error)) {
    std::error_code none;
    const bool is_folder = it->is_directory(none);
    if (it->path().filename().string().starts_with(".") || (!is_folder && !is_of_ours(it->path()))) continue;
    if (entries_.size() >= most_entries) {
      too_many_ = true;
      break;
    }
    entries_.push_back(
        {it->path().filename().string(), is_folder, is_folder && fs::exists(it->path() / "scenario.json", none)});
  }
  // Folders first, then as people sort names: the order of a directory is nobody's.
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    if (a.folder != b.folder) return a.folder;
    return NaturalLess()(a.name, b.name);
  });
}

std::optional<std::string> FilePicker::show(Frame& frame, const std::string& go_label) {
  read_folder();
  const float go = button_width(go_label) + ImGui::GetStyle().ItemSpacing.x;
  const FieldTurn turn = field(frame, prefix_ + ": field", path_,
                               {.ghost = "path of a scenario, its folder, or a trace", .width = -go, .focus = focus_});
  focus_ = false;
  ImGui::SameLine();
  std::optional<std::string> chosen;
  if ((button(frame, prefix_ + ": go", go_label, {.hint = "this path", .enabled = !path_.empty()}) || turn.entered) &&
      !path_.empty())
    chosen = path_;
  say(frame, Tone::faint, listed_);
  ImGui::BeginChild("entries", ImGui::GetContentRegionAvail(), true);
  if (row("..", ".. (the folder above)", false)) {
    std::error_code none;
    const fs::path folder = fs::weakly_canonical(folder_of(path_), none);
    path_ = folder.has_parent_path() ? folder.parent_path().string() : folder.string();
  }
  frame.place(prefix_ + ": ..");
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(entries_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const Entry& entry = entries_[static_cast<std::size_t>(i)];
      const std::string words = entry.scenario ? "● " + entry.name : entry.folder ? entry.name + "/" : entry.name;
      if (row(entry.name, words, false)) {
        path_ = (fs::path(listed_) / entry.name).string();
        if (entry.scenario || !entry.folder) {
          if (prefix_ == "open") chosen = path_;
        }
      }
      frame.place(prefix_ + ": " + entry.name);
    }
  }
  if (too_many_) say(frame, Tone::faint, "and more: type the name");
  ImGui::EndChild();
  return chosen;
}

}  // namespace certdrill::panels
