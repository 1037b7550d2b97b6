// Frame is what all panels share while one frame is painted: the workspace, the pressed keys, the requests of
// commands, and where everything was painted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "panels/style.h"
#include "workspace/workspace.h"

namespace certdrill::panels {

// What lies over the panels: one at a time.
enum class Sheet : std::uint8_t { none, palette, help, gallery, open_file, save_as, rule };

class Frame {
 public:
  using Places = std::map<std::string, scene::Rect>;
  using TargetPlaces = std::vector<std::pair<scene::Target, scene::Point>>;

  Frame(workspace::Workspace& workspace_of_it, Places& places, TargetPlaces& target_places)
      : workspace(workspace_of_it), view(workspace_of_it.view), places_(places), target_places_(target_places) {}

  // The last item is called so, when it can be seen.
  void place(const std::string& name);
  void place(const std::string& name, const scene::Rect& where) { places_[name] = where; }
  void place(const scene::Target& target);

  [[nodiscard]] float pixels(float at_scale_1) const { return at_scale_1 * unit; }

  // Is this key among those pressed, and nobody has taken it yet? It is taken then.
  bool take_key(workspace::Key::Name name);

  void open(Sheet which) { sheet_to_open = which; }
  void show_rule(std::string id) {
    rule = std::move(id);
    open(Sheet::rule);
  }

  workspace::Workspace& workspace;
  scene::View& view;
  float unit = 1;  // pixels of a pixel at scale 1
  workspace::Workspace::Requests requests;
  std::vector<workspace::Key> keys;
  std::optional<Sheet> sheet_to_open;
  bool close_sheet = false;
  std::string rule;       // whose page is to be shown
  scene::Target hovered;  // found in this frame
  bool sheet_is_open = false;

 private:
  Places& places_;
  TargetPlaces& target_places_;
};

}  // namespace certdrill::panels
