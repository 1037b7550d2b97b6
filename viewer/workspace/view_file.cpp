#include "workspace/view_file.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "report/atomic_file.h"

namespace certdrill::workspace {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format = "certdrill.view/1";
constexpr std::string_view format_of_any_version = "certdrill.view/";
constexpr std::uintmax_t most_bytes = 1 << 20;  // a file larger than that was not written by this program
constexpr std::size_t most_recent_files = 50;
constexpr std::size_t most_open_domains = 10'000;
constexpr std::size_t most_letters = 4'096;

constexpr std::array speeds = {scene::Speed::step, scene::Speed::run, scene::Speed::fast, scene::Speed::express};
constexpr std::array graphs = {scene::GraphKind::ring, scene::GraphKind::map, scene::GraphKind::matrix};

std::string_view to_text(scene::TimeAxis axis) { return axis == scene::TimeAxis::linear ? "linear" : "by event"; }

// What is not written as this program writes it, in the order in which it is met.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  void read(const char* name, bool& value) {
    if (const Json* const found = member(name, &Json::is_boolean)) value = found->get<bool>();
  }
  void read(const char* name, std::string& value) {
    const Json* const found = member(name, &Json::is_string);
    if (found == nullptr) return;
    const auto& text = found->get_ref<const std::string&>();
    if (text.size() <= most_letters) {
      value = text;
    } else {
      ++wrong_;
    }
  }
  void read(const char* name, float& value, float least, float most) {
    const Json* const found = member(name, &Json::is_number);
    if (found == nullptr) return;
    const double number = found->get<double>();
    if (std::isfinite(number) && number >= static_cast<double>(least) && number <= static_cast<double>(most)) {
      value = static_cast<float>(number);
    } else {
      ++wrong_;
    }
  }
  template <typename T, typename Parse>
  void read(const char* name, T& value, const Parse& parse) {
    const Json* const found = member(name, &Json::is_string);
    if (found == nullptr) return;
    const std::optional<T> parsed = parse(found->get_ref<const std::string&>());
    if (parsed) {
      value = *parsed;
    } else {
      ++wrong_;
    }
  }
  const Json* list(const char* name) { return member(name, &Json::is_array); }
  const Json* object(const char* name) { return member(name, &Json::is_object); }
  void complain(std::size_t settings) { wrong_ += settings; }
  [[nodiscard]] std::size_t wrong() const { return wrong_; }

 private:
  const Json* member(const char* name, bool (Json::*is_kind)() const noexcept) {
    const auto found = json_.find(name);
    if (found == json_.end()) return nullptr;
    if (((*found).*is_kind)()) return &*found;
    ++wrong_;
    return nullptr;
  }

  const Json& json_;
  std::size_t wrong_ = 0;
};

std::optional<scene::Speed> parse_speed(std::string_view text) {
  for (const scene::Speed speed : speeds) {
    if (text == to_string(speed)) return speed;
  }
  return std::nullopt;
}

std::optional<scene::TimeAxis> parse_time_axis(std::string_view text) {
  for (const scene::TimeAxis axis : {scene::TimeAxis::linear, scene::TimeAxis::by_event}) {
    if (text == to_text(axis)) return axis;
  }
  return std::nullopt;
}

void read_viewports(Reader& reader, scene::View& view) {
  const Json* const viewports = reader.object("viewports");
  if (viewports == nullptr) return;
  for (const scene::GraphKind kind : graphs) {
    const auto found = viewports->find(std::string(to_string(kind)));
    if (found == viewports->end()) continue;
    if (!found->is_object()) {
      reader.complain(1);
      continue;
    }
    constexpr float far = 1e6F;
    Reader members(*found);
    scene::Viewport& viewport = view.viewports[static_cast<std::size_t>(kind)];
    members.read("zoom", viewport.zoom, 0.01F, 1000.0F);
    members.read("x", viewport.offset.x, -far, far);
    members.read("y", viewport.offset.y, -far, far);
    reader.complain(members.wrong());
  }
}

void read_lists(Reader& reader, scene::View& view) {
  if (const Json* const domains = reader.list("openDomains")) {
    for (const Json& each : *domains) {
      if (each.is_number_unsigned() && each.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max() &&
          view.open_domains.size() < most_open_domains) {
        view.open_domains.push_back(each.get<std::uint32_t>());
      } else {
        reader.complain(1);
      }
    }
  }
  if (const Json* const files = reader.list("recentFiles")) {
    for (const Json& each : *files) {
      if (each.is_string() && each.get_ref<const std::string&>().size() <= most_letters &&
          view.recent_files.size() < most_recent_files) {
        view.recent_files.push_back(each.get<std::string>());
      } else {
        reader.complain(1);
      }
    }
  }
}

}  // namespace

std::filesystem::path view_file_place() {
  const auto folder_in = [](const char* variable) -> std::filesystem::path {
    const char* const value = std::getenv(variable);
    return value == nullptr || *value == '\0' ? "" : value;
  };
  std::filesystem::path configuration = folder_in("XDG_CONFIG_HOME");
  // The XDG base directory specification: a path that is not absolute counts as none.
  if (!configuration.is_absolute()) {
    configuration = folder_in("HOME");
    if (configuration.empty()) return {};
    configuration /= ".config";
  }
  return configuration / "certdrill" / "viewer.json";
}

void forget_document_settings(scene::View& view) {
  view.event_filter.clear();
  view.until.clear();
  view.open_domains.clear();
  view.viewports = {};
}

std::string view_to_json(const scene::View& view) {
  Json out;
  out["format"] = format;
  out["graph"] = to_string(view.graph);
  out["theme"] = to_string(view.theme);
  out["scale"] = view.scale;
  out["speed"] = to_string(view.speed);
  out["side"] = to_string(view.side);
  out["showSessions"] = view.show_sessions;
  out["showLinks"] = view.show_links;
  out["showOnlyBrokenLinks"] = view.show_only_broken_links;
  out["showEvents"] = view.show_events;
  out["showTimeline"] = view.show_timeline;
  out["showSide"] = view.show_side;
  out["timeAxis"] = to_text(view.time_axis);
  out["eventFilter"] = view.event_filter;
  out["until"] = view.until;
  for (const scene::GraphKind kind : graphs) {
    const scene::Viewport& viewport = view.viewports[static_cast<std::size_t>(kind)];
    out["viewports"][std::string(to_string(kind))] = {
        {"zoom", viewport.zoom}, {"x", viewport.offset.x}, {"y", viewport.offset.y}};
  }
  out["openDomains"] = view.open_domains;
  out["leftWidth"] = view.left_width;
  out["rightWidth"] = view.right_width;
  out["bottomHeight"] = view.bottom_height;
  out["recentFiles"] = view.recent_files;
  // A path or a filter may hold bytes that are no UTF-8: the sign of replacement stands for them.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

RestoredView view_from_json(std::string_view text) {
  RestoredView restored;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    restored.notice = "the saved settings are broken and were not taken";
    return restored;
  }
  const auto version = json.find("format");
  if (version == json.end() || !version->is_string() ||
      !version->get_ref<const std::string&>().starts_with(format_of_any_version)) {
    restored.notice = "the saved settings are of another program and were not taken";
    return restored;
  }
  scene::View& view = restored.view;
  Reader reader(json);
  reader.read("graph", view.graph, scene::parse_graph_kind);
  reader.read("theme", view.theme, scene::parse_theme);
  reader.read("scale", view.scale, 0.5F, 4.0F);
  reader.read("speed", view.speed, parse_speed);
  reader.read("side", view.side, scene::parse_side_panel);
  reader.read("showSessions", view.show_sessions);
  reader.read("showLinks", view.show_links);
  reader.read("showOnlyBrokenLinks", view.show_only_broken_links);
  reader.read("showEvents", view.show_events);
  reader.read("showTimeline", view.show_timeline);
  reader.read("showSide", view.show_side);
  reader.read("timeAxis", view.time_axis, parse_time_axis);
  reader.read("eventFilter", view.event_filter);
  reader.read("until", view.until);
  read_viewports(reader, view);
  read_lists(reader, view);
  reader.read("leftWidth", view.left_width, 0.0F, 10'000.0F);
  reader.read("rightWidth", view.right_width, 0.0F, 10'000.0F);
  reader.read("bottomHeight", view.bottom_height, 0.0F, 10'000.0F);
  if (version->get_ref<const std::string&>() != format) {
    restored.notice = "the saved settings are of another version: what is known of them was taken";
  } else if (reader.wrong() > 0) {
    restored.notice = reader.wrong() == 1
                          ? "one of the saved settings is broken and was not taken"
                          : std::to_string(reader.wrong()) + " of the saved settings are broken and were not taken";
  }
  return restored;
}

RestoredView load_view(const std::filesystem::path& file) {
  RestoredView restored;
  std::error_code error;
  if (file.empty() || !std::filesystem::exists(file, error)) return restored;
  const bool readable = std::filesystem::is_regular_file(file, error);
  if (!readable || std::filesystem::file_size(file, error) > most_bytes) {
    restored.notice = "the saved settings in " + file.string() + " are broken and were not taken";
    return restored;
  }
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    restored.notice = "the saved settings in " + file.string() + " cannot be read";
    return restored;
  }
  return view_from_json(text.str());
}

std::optional<Problem> save_view(const scene::View& view, const std::filesystem::path& file) {
  if (file.empty()) return problem("the settings are not kept: neither XDG_CONFIG_HOME nor HOME is set");
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);  // what went wrong shows when the file is written
  return report::write_file(file.string(), view_to_json(view));
}

}  // namespace certdrill::workspace
