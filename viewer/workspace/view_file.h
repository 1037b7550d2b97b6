// The view between two sittings: every setting of what is shown, as JSON in the user's configuration folder.
//
// Place      $XDG_CONFIG_HOME/certdrill/viewer.json, else ~/.config/certdrill/viewer.json.
// Format     {"format": "certdrill.view/1", ...}; members that are missing, unknown, of another kind or out of range
//            leave the setting as it is by default, so that a file of another version opens as well as it can.
// Errors     never an obstacle: what is broken is told in a notice of one line. Saving returns a Problem.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "scene/view.h"

namespace certdrill::workspace {

// Empty when neither of the variables is set.
[[nodiscard]] std::filesystem::path view_file_place();

// Settings that are about one document become those of a new one: filter, condition of until, zooms, open domains.
void forget_document_settings(scene::View& view);

struct RestoredView {
  scene::View view;
  std::string notice;  // empty: all is well, or there is no file yet
};
[[nodiscard]] std::string view_to_json(const scene::View& view);
[[nodiscard]] RestoredView view_from_json(std::string_view text);

[[nodiscard]] RestoredView load_view(const std::filesystem::path& file);
// Makes the folder when there is none; the file is replaced whole or not at all.
[[nodiscard]] std::optional<Problem> save_view(const scene::View& view, const std::filesystem::path& file);

}  // namespace certdrill::workspace
