// Everything that can be commanded, with its key and its words: the one source of the key table in the help, of the
// palette and of the table in docs/viewer.md. What a key does is read from the same text that people read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::workspace {

enum class Command : std::uint8_t {
  play_or_pause,
  next_event,
  last_event,
  next_instant,
  last_instant,
  next_domain,
  last_domain,
  next_phase,
  last_phase,
  next_finding,
  last_finding,
  next_change_of_node,
  last_change_of_node,
  run_until,
  edit_until,
  to_start,
  to_end,
  speed_step,
  speed_run,
  speed_fast,
  speed_express,
  show_ring,
  show_map,
  show_matrix,
  fit,
  zoom_in,
  zoom_out,
  pan_left,
  pan_right,
  pan_up,
  pan_down,
  timeline_zoom_in,
  timeline_zoom_out,
  pan_timeline_left,
  pan_timeline_right,
  toggle_time_axis,
  toggle_deadlines,
  toggle_sessions,
  toggle_links,
  toggle_only_broken_links,
  filter_events,
  open_palette,
  open_help,
  open_gallery,
  open_file,
  reload,
  show_why,
  show_certificates,
  show_checks,
  show_what_if,
  show_lesson,
  show_actors,
  toggle_events,
  toggle_timeline,
  toggle_side,
  predict_domain,
  predict_phase,
  reveal,
  rerun_what_if,
  drop_what_if,
  save_what_if,
  to_first_difference,
  next_theme,
  scale_up,
  scale_down,
  copy_as_command,
  leave,  // Escape: closes what is open, then the selection
  quit,
};

// A key of the keyboard, named as on it: letters and signs as themselves, others by name. Not a code of any library.
struct Key {
  enum class Name : std::uint8_t {
    character,
    space,
    enter,
    escape,
    tab,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    backspace,
    del,
    f1,
    f5
  };
  Name name = Name::character;
  char character = 0;  // lower case; signs as they are typed on a US keyboard: '?' is '/' with shift
  bool control = false;
  bool shift = false;
  friend bool operator==(const Key&, const Key&) = default;
};

struct CommandEntry {
  Command command;
  std::string_view name;   // for the palette: "next finding"; unique
  std::string_view keys;   // as shown: "Ctrl+P", "→ or D"; empty: none
  std::string_view group;  // of the key table: "Time", "Picture", "Panels", ...
  std::string_view what;   // one line for the key table
  // Its keys work while a text field has the keyboard, too: none of them edits text.
  bool while_typing = false;
};
[[nodiscard]] std::span<const CommandEntry> all_commands();  // in the order of the table
[[nodiscard]] const CommandEntry& entry_of(Command command);
// Signs are the same with shift and without, for keyboards differ in where they are; but '/' with shift is '?'.
[[nodiscard]] std::optional<Command> command_for(const Key& key);
// The keys of an entry, as values.
[[nodiscard]] std::vector<Key> keys_of(const CommandEntry& entry);
// Fuzzy: words that begin so come first, then words that hold it, then its letters in their order anywhere. All
// commands when nothing is typed.
[[nodiscard]] std::vector<Command> find_commands(std::string_view typed);
// The key table as Markdown, a heading and a table for each group: what docs/viewer.md holds.
[[nodiscard]] std::string commands_markdown();

}  // namespace certdrill::workspace
