// TraceLine makes the text that nearly all lines of a large trace consist of: the moment, the number of the event, and
// the whole line of a node's event.
//
// Why      a run handles an event in about a tenth of a microsecond, and its line has a hundred bytes. Made piece by
//          piece from numbers and names it would take half as long as the event.
// How      what a line shares with those before it is kept as text: the minute, the number but for its last four
//          digits, the name of the event, the configurations. Kept texts are copied whole, unused bytes included,
//          because a copy whose length the compiler knows is a few moves; what comes next overwrites the rest.
// Room     where a line is written there must be room for `longest` bytes.
// Format   docs/trace_format.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <variant>

#include "base/sim_time.h"
#include "world/action.h"

namespace certdrill::report {

// A text of at most `capacity` bytes that is copied at constant cost.
template <std::size_t capacity>
class KeptText {
 public:
  void clear() { size_ = 0; }
  void add(std::string_view text) { size_ += text.copy(bytes_.data() + size_, capacity - size_); }

  // Writes `capacity` bytes, and returns the end of those that count.
  char* copy_to(char* to) const {
    std::memcpy(to, bytes_.data(), capacity);
    return to + size_;
  }

 private:
  std::array<char, capacity> bytes_{};
  std::size_t size_ = 0;
};

// What the line of a node's event says, or of an event between two nodes: `from` and `to` are then the nodes, and the
// subject of `what` is the number of a text that says the rest (TraceBatch::rest_of_line).
struct NodeEvent {
  NodeEvent(SimTime when, std::uint64_t event, const world::Action& action, std::uint32_t before, std::uint32_t after)
      : at(when), number(event), what(action), from(before), to(after) {}

  SimTime at;
  std::uint64_t number;  // of the event
  world::Action what;    // SwitchNode or ChangeStore; or one of a lease
  std::uint32_t from;    // configurations, or nodes
  std::uint32_t to;
};
static_assert(sizeof(NodeEvent) == 32, "thousands of these are on their way to the file, and should stay in the cache");

class TraceLine {
 public:
  static constexpr std::size_t longest = 256;    // of a node's event it is less than 200
  static constexpr std::size_t time_begins = 6;  // in begin(): the moment in quotation marks, which goes to its end

  // Each writes to `to` and returns the end of what it wrote.
  char* begin(char* to, SimTime at);                              // {"at":"2026-01-10T00:00:00.000Z"
  char* begin_event(char* to, SimTime at, std::uint64_t number);  // the same and ,"n":1
  char* node_event(char* to, const NodeEvent& event);
  char* pair_event(char* to, const NodeEvent& event);  // up to the second node's name; the rest is the text

 private:
  void keep_minute(SimTime at);
  void keep_name(const world::Action& what);
  void keep_configurations(const NodeEvent& event);

  std::int64_t minute_begins_ms_ =
      INT64_MIN / 2;  // of the minute in `begin_`; far before any moment, and from overflow
  KeptText<32> begin_;
  std::uint64_t number_above_ = 0;  // the number without its last four digits
  KeptText<16> number_text_;        // empty for 0
  std::size_t pair_named_ = std::variant_npos;
  KeptText<48> pair_name_text_;  // ,"event":"RenewSession","a":"N
  std::size_t named_ = std::variant_npos;
  KeptText<48> name_text_;  // ,"event":"SwitchNode","node":"N
  std::uint32_t from_ = 0;
  std::uint32_t to_ = 0;
  KeptText<48> configurations_text_;  // ","from":0,"to":1} and the end of the line
};

}  // namespace certdrill::report
