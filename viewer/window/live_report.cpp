#include "window/live_report.h"

#include <cerrno>
#include <cstring>

#include <imgui_internal.h>
#include <nlohmann/json.hpp>

#include "report/explanation_report.h"
#include "scene/graph_scene.h"

namespace certdrill::window {
namespace {

using nlohmann::ordered_json;

ordered_json places_of(const panels::Ui& ui) {
  ordered_json places = ordered_json::object();
  for (const auto& [name, where] : ui.places()) places[name] = {where.min.x, where.min.y, where.max.x, where.max.y};
  return places;
}

// Looking for every link of a larger cluster would take longer than painting it.
constexpr std::size_t most_nodes_with_links = 40;

// Nodes and links that are drawn one by one.
void tell_marks(const workspace::Workspace& workspace, const panels::Ui& ui, ordered_json& line) {
  const model::Cluster& cluster = workspace.run().scenario().cluster;
  const std::size_t count = cluster.nodes.size();
  ordered_json nodes = ordered_json::object();
  ordered_json links = ordered_json::object();
  const auto add = [&ui](ordered_json& to, const std::string& name, const scene::Target& target) {
    if (const std::optional<scene::Point> at = ui.place_of(target)) to[name] = {at->x, at->y};
  };
  for (model::NodeIndex node = 0; count <= scene::most_single_nodes && node < count; ++node) {
    add(nodes, cluster.node_name(node), {scene::Target::Kind::node, node, 0});
    for (model::NodeIndex other = node + 1; count <= most_nodes_with_links && other < count; ++other) {
      add(links, cluster.node_name(node) + "-" + cluster.node_name(other), {scene::Target::Kind::pair, node, other});
    }
  }
  line["nodes"] = std::move(nodes);
  line["links"] = std::move(links);
}

// What stands in the text field that has the keyboard.
std::optional<std::string> typed_text() {
  const ImGuiInputTextState& state = ImGui::GetCurrentContext()->InputTextState;
  if (state.ID == 0 || state.ID != ImGui::GetActiveID()) return std::nullopt;
  std::string text(static_cast<std::size_t>(state.CurLenW) * 4 + 1, '\0');
  const ImWchar* const begin = state.TextW.Data;
  const int length = ImTextStrToUtf8(text.data(), static_cast<int>(text.size()), begin, begin + state.CurLenW);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string why(workspace::Workspace& workspace) {
  if (const auto& pair = workspace.inspected_pair()) {
    return report::explanation_text(workspace.run().scenario(), pair->explanation,
                                    *workspace.run().setting()->certificates());
  }
  if (const auto& node = workspace.inspected_node()) {
    return node->name + ": " + node->state + "\n" + node->security + "\n" + node->presents;
  }
  return {};
}

}  // namespace

std::optional<Problem> LiveReport::open(const std::string& file) {
  stream_.open(file, std::ios::trunc);
  if (stream_) return std::nullopt;
  Problem told = problem(std::string("cannot be written: ") + std::strerror(errno));
  told.where.file = file;
  return told;
}

void LiveReport::tell(workspace::Workspace& workspace, const panels::Ui& ui) {
  if (!stream_.is_open()) return;
  ordered_json line;
  line["busy"] = workspace.busy();
  if (const std::optional<std::string> text = typed_text()) line["typing"] = *text;
  line["notice"] = workspace.notice();
  ordered_json problems = ordered_json::array();
  for (const Problem& each : workspace.problems()) problems.push_back(to_text(each));
  line["problems"] = std::move(problems);
  line["view"] = std::string(to_string(workspace.view.graph));
  line["panel"] = std::string(to_string(workspace.view.side));
  if (workspace.has_document()) {
    line["file"] = workspace.document().file.string();
    line["event"] = workspace.cursor().event();
    line["events"] = workspace.run().last_event();
    line["time"] = to_string(workspace.cursor().now());
    line["playing"] = workspace.playing();
    line["selected"] = workspace.selected_name();
    line["headline"] = scene::headline(workspace.cursor().snapshot(), workspace.run().scenario());
    line["why"] = why(workspace);
    line["comparing"] = workspace.comparing();
    tell_marks(workspace, ui, line);
  }
  line["places"] = places_of(ui);
  std::string text = line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  if (text == last_) return;
  last_ = std::move(text);
  stream_ << last_ << std::endl;  // at once: somebody waits for it
}

}  // namespace certdrill::window
