#include "workspace/commands.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace certdrill::workspace {
namespace {

constexpr std::string_view time_group = "Time";
constexpr std::string_view speed_group = "Speed";
constexpr std::string_view picture_group = "Picture";
constexpr std::string_view timeline_group = "Timeline";
constexpr std::string_view panels_group = "Panels";
constexpr std::string_view files_group = "Files";
constexpr std::string_view what_if_group = "What if";
constexpr std::string_view predict_group = "Predict";
constexpr std::string_view window_group = "Window";

// In the order of the key table; the first of two keys is the one that is named in menus.
constexpr std::array table = {
    CommandEntry{Command::play_or_pause, "play or pause", "Space", time_group,
                 "play from here, or stop; at the end it begins again"},
    CommandEntry{Command::next_event, "next event", ". or →", time_group, "one event on"},
    CommandEntry{Command::last_event, "last event", ", or ←", time_group, "one event back"},
    CommandEntry{Command::next_instant, "next instant", "Shift+→", time_group,
                 "to the end of the next moment at which something happens"},
    CommandEntry{Command::last_instant, "last instant", "Shift+←", time_group,
                 "to the end of the last moment at which something happened"},
    CommandEntry{Command::next_domain, "next domain", "Ctrl+→", time_group,
                 "to where the next upgrade domain is completed"},
    CommandEntry{Command::last_domain, "last domain", "Ctrl+←", time_group,
                 "back to where the last upgrade domain was completed"},
    CommandEntry{Command::next_phase, "next phase", "PageDown", time_group,
                 "to where the next step of the plan is completed"},
    CommandEntry{Command::last_phase, "last phase", "PageUp", time_group,
                 "back to where the last step of the plan was completed"},
    CommandEntry{Command::next_finding, "next finding", "N", time_group, "to where the next finding began"},
    CommandEntry{Command::last_finding, "last finding", "Shift+N", time_group, "back to where the last finding began"},
    CommandEntry{Command::next_change_of_node, "next change of this node", "C", time_group,
                 "to the next change of the selected node: its state, its settings, its sessions"},
    CommandEntry{Command::last_change_of_node, "last change of this node", "Shift+C", time_group,
                 "back to the last change of the selected node"},
    CommandEntry{Command::run_until, "run until ...", "U", time_group,
                 "play until the condition holds; asks for one when there is none"},
    CommandEntry{Command::edit_until, "change the condition of until", "Shift+U", time_group,
                 "type what to run until, such as: node=N3 and event=SwitchNode"},
    CommandEntry{Command::to_start, "to the start", "Home", time_group, "before the first event"},
    CommandEntry{Command::to_end, "to the end", "End", time_group, "after the last event"},

    CommandEntry{Command::speed_step, "speed: step", "1", speed_group, "two events a second"},
    CommandEntry{Command::speed_run, "speed: run", "2", speed_group,
                 "a phase in about twenty seconds; quiet times are skipped"},
    CommandEntry{Command::speed_fast, "speed: fast", "3", speed_group, "ten times as fast"},
    CommandEntry{Command::speed_express, "speed: express", "4", speed_group,
                 "to the end, or to the condition, at once"},

    CommandEntry{Command::show_ring, "show the ring", "R", picture_group, "nodes in the order of their ids"},
    CommandEntry{Command::show_map, "show the map", "M", picture_group, "upgrade domains by fault domains"},
    CommandEntry{Command::show_matrix, "show the matrix", "X", picture_group, "who accepts whom"},
    CommandEntry{Command::fit, "fit", "F", picture_group, "all of the picture, and all of the timeline"},
    CommandEntry{Command::zoom_in, "zoom in", "+ or =", picture_group,
                 "the picture larger; the mouse wheel does it too"},
    CommandEntry{Command::zoom_out, "zoom out", "-", picture_group, "the picture smaller"},
    CommandEntry{Command::pan_left, "move left", "Shift+A", picture_group,
                 "what lies to the left; dragging does it too"},
    CommandEntry{Command::pan_right, "move right", "Shift+D", picture_group, "what lies to the right"},
    CommandEntry{Command::pan_up, "move up", "Shift+W or ↑", picture_group, "what lies above"},
    CommandEntry{Command::pan_down, "move down", "Shift+S or ↓", picture_group, "what lies below"},
    CommandEntry{Command::toggle_links, "links on or off", "K", picture_group, "lines between nodes that must talk"},
    CommandEntry{Command::toggle_only_broken_links, "only broken links", "B", picture_group,
                 "only the links that one end or both refuse"},
    CommandEntry{Command::toggle_sessions, "sessions on or off", "O", picture_group,
                 "sessions that live on with old certificates"},

    CommandEntry{Command::timeline_zoom_in, "zoom the timeline in", "W", timeline_group,
                 "around the cursor; the mouse wheel does it too"},
    CommandEntry{Command::timeline_zoom_out, "zoom the timeline out", "S", timeline_group, "around the cursor"},
    CommandEntry{Command::pan_timeline_left, "move the timeline left", "A", timeline_group, "what was before"},
    CommandEntry{Command::pan_timeline_right, "move the timeline right", "D", timeline_group, "what comes after"},
    CommandEntry{Command::toggle_time_axis, "timeline by time or by event", "E", timeline_group,
                 "by event, busy seconds and quiet days can both be seen"},
    CommandEntry{Command::toggle_deadlines, "deadlines on or off", "L", timeline_group,
                 "the earliest and latest safe moment of each step, found by running the plan again and again"},

    CommandEntry{Command::filter_events, "filter events", "/", panels_group,
                 "words, or terms such as: node=N3, event=SwitchNode, outcome=refused", false},
    CommandEntry{Command::show_why, "panel: why", "Ctrl+1", panels_group,
                 "what is known of the selected node, link or finding", true},
    CommandEntry{Command::show_certificates, "panel: certificates", "Ctrl+2", panels_group,
                 "who holds, presents and accepts each", true},
    CommandEntry{Command::show_checks, "panel: checks", "Ctrl+3", panels_group, "how each stands at this moment", true},
    CommandEntry{Command::show_what_if, "panel: what if", "Ctrl+4", panels_group, "change the scenario, run it again",
                 true},
    CommandEntry{Command::show_lesson, "panel: lesson", "Ctrl+5", panels_group, "what this scenario teaches", true},
    CommandEntry{Command::show_actors, "panel: actors", "Ctrl+6", panels_group,
                 "vaults, agents and clients, and how each stands", true},
    CommandEntry{Command::toggle_events, "event list on or off", "Ctrl+E", panels_group, "what happened, line by line",
                 true},
    CommandEntry{Command::toggle_timeline, "timeline on or off", "Ctrl+T", panels_group,
                 "phases, findings and certificates over time", true},
    CommandEntry{Command::toggle_side, "side panel on or off", "Ctrl+B", panels_group, "why, certificates, checks ...",
                 true},

    CommandEntry{Command::predict_domain, "predict the next domain", "P", predict_group,
                 "mark the links that the next upgrade domain will break, then see"},
    CommandEntry{Command::predict_phase, "predict the next phase", "Shift+P", predict_group,
                 "the same of the whole next step"},
    CommandEntry{Command::reveal, "reveal", "Enter", predict_group, "go there, and compare with what was marked"},

    CommandEntry{Command::rerun_what_if, "what if: run again", "Ctrl+Enter", what_if_group,
                 "run the changed scenario, and show it beside this one", true},
    CommandEntry{Command::drop_what_if, "what if: drop", "", what_if_group, "forget the changes and the second run"},
    CommandEntry{Command::save_what_if, "what if: save as scenario", "Ctrl+S", what_if_group,
                 "into a new folder or file", true},
    CommandEntry{Command::to_first_difference, "to the first difference", "J", what_if_group,
                 "where the two runs part ways"},

    CommandEntry{Command::open_gallery, "gallery", "G", files_group, "the shipped scenarios and what they teach"},
    CommandEntry{Command::open_file, "open ...", "Ctrl+O", files_group,
                 "a scenario or a trace; a file can be dropped, too", true},
    CommandEntry{Command::reload, "reload", "F5", files_group,
                 "read the file again, and stay at this moment; done by itself when the file changes", true},
    CommandEntry{Command::copy_as_command, "copy as command", "Ctrl+Shift+C", files_group,
                 "the command line that shows this moment again", true},

    CommandEntry{Command::open_palette, "commands", "Ctrl+P", window_group, "find any command by its name", true},
    CommandEntry{Command::open_help, "keys", "? or F1", window_group, "this table"},
    CommandEntry{Command::next_theme, "next theme", "T", window_group, "dark, light, projector, colour-blind safe"},
    CommandEntry{Command::scale_up, "larger", "]", window_group, "text and everything else"},
    CommandEntry{Command::scale_down, "smaller", "[", window_group, "text and everything else"},
    CommandEntry{Command::leave, "leave", "Escape", window_group,
                 "close what is open, then leave a prediction, then select nothing", true},
    CommandEntry{Command::quit, "quit", "Ctrl+Q", window_group, "settings are kept for the next time", true},
};

constexpr std::array<std::pair<std::string_view, Key::Name>, 16> named_keys = {{
    {"Space", Key::Name::space},
    {"Enter", Key::Name::enter},
    {"Escape", Key::Name::escape},
    {"Tab", Key::Name::tab},
    {"←", Key::Name::left},
    {"→", Key::Name::right},
    {"↑", Key::Name::up},
    {"↓", Key::Name::down},
    {"Home", Key::Name::home},
    {"End", Key::Name::end},
    {"PageUp", Key::Name::page_up},
    {"PageDown", Key::Name::page_down},
    {"Backspace", Key::Name::backspace},
    {"Delete", Key::Name::del},
    {"F1", Key::Name::f1},
    {"F5", Key::Name::f5},
}};

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// One form for what is the same key: capital letters are letters with shift, signs carry no shift of their own.
Key normalised(Key key) {
  if (key.name != Key::Name::character) {
    key.character = 0;
    return key;
  }
  if (key.character >= 'A' && key.character <= 'Z') {
    key.character = lower_ascii(key.character);
    key.shift = true;
  }
  if (is_letter_or_digit(key.character)) return key;
  if (key.character == '/' && key.shift) key.character = '?';
  key.shift = false;
  return key;
}

// "Ctrl+Shift+C", "→", "?".
Key key_of(std::string_view text) {
  Key key;
  const auto taken = [&text](std::string_view prefix) {
    if (!text.starts_with(prefix) || text.size() == prefix.size()) return false;
    text.remove_prefix(prefix.size());
    return true;
  };
  key.control = taken("Ctrl+");
  key.shift = taken("Shift+");
  for (const auto& [name, value] : named_keys) {
    if (name != text) continue;
    key.name = value;
    return key;
  }
  key.character = lower_ascii(text.front());
  return key;
}

struct Binding {
  Key key;
  Command command;
};

std::vector<Binding> make_bindings() {
  std::vector<Binding> bindings;
  for (const CommandEntry& entry : table) {
    for (const Key& key : keys_of(entry)) bindings.push_back({normalised(key), entry.command});
  }
  return bindings;
}

// How well what was typed fits a name: smaller is better; none: its letters are not in it in this order.
std::optional<std::size_t> distance(std::string_view typed, const CommandEntry& entry) {
  const std::string name = lower_ascii(entry.name);
  if (name.starts_with(typed)) return 0;
  const std::size_t at = name.find(typed);
  if (at != std::string::npos) return (name[at - 1] == ' ' ? 100 : 200) + at;
  // The letters in their order: each gap costs, and the beginning of a word costs nothing.
  std::size_t cost = 1000;
  std::size_t from = 0;
  for (const char letter : typed) {
    if (letter == ' ') continue;
    std::size_t found = name.find(letter, from);
    if (found == std::string::npos) return std::nullopt;
    const std::size_t word = name.find(std::string(" ") + letter, from);
    if (found != from && word != std::string::npos) found = word + 1;
    if (found != from && name[found - 1] != ' ') cost += 10 + (found - from);
    from = found + 1;
  }
  return cost;
}

}  // namespace

std::span<const CommandEntry> all_commands() { return table; }

const CommandEntry& entry_of(Command command) {
  return *std::find_if(table.begin(), table.end(), [&](const CommandEntry& each) { return each.command == command; });
}

std::vector<Key> keys_of(const CommandEntry& entry) {
  std::vector<Key> keys;
  std::string_view rest = entry.keys;
  while (!rest.empty()) {
    const std::size_t end = rest.find(" or ");
    keys.push_back(key_of(rest.substr(0, end)));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 4);
  }
  return keys;
}

std::optional<Command> command_for(const Key& key) {
  static const std::vector<Binding> bindings = make_bindings();
  const Key wanted = normalised(key);
  const auto found =
      std::find_if(bindings.begin(), bindings.end(), [&](const Binding& each) { return each.key == wanted; });
  if (found == bindings.end()) return std::nullopt;
  return found->command;
}

std::vector<Command> find_commands(std::string_view typed) {
  const std::string letters = lower_ascii(trimmed(typed));
  std::vector<std::pair<std::size_t, Command>> found;
  for (const CommandEntry& entry : table) {
    if (const std::optional<std::size_t> cost = distance(letters, entry)) found.emplace_back(*cost, entry.command);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Command> commands;
  for (const auto& [cost, command] : found) commands.push_back(command);
  return commands;
}

std::string commands_markdown() {
  std::string out;
  std::string_view group;
  for (const CommandEntry& entry : table) {
    if (entry.group != group) {
      group = entry.group;
      out += (out.empty() ? "### " : "\n### ") + std::string(group) +
             "\n\n| key | command | what it does |\n|---|---|---|\n";
    }
    std::string keys;
    std::string_view rest = entry.keys;
    while (!rest.empty()) {
      const std::size_t end = rest.find(" or ");
      keys += (keys.empty() ? "`" : " or `") + std::string(rest.substr(0, end)) + "`";
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 4);
    }
    out += "| " + keys + " | " + std::string(entry.name) + " | " + std::string(entry.what) + " |\n";
  }
  return out;
}

}  // namespace certdrill::workspace
