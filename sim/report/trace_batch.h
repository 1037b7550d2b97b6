// TraceBatch is a part of a trace on its way to the file: the events of nodes as plain values, everything else as text.
// BatchWriter makes lines of it and writes them.
//
// Why   whoever runs the simulation leaves a few numbers for each event and goes on; making the line of them, three
//       times as long and several times as dear, is left to another thread (BackgroundWriter).
// Order texts and events come out in the order in which they were added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "report/atomic_file.h"
#include "report/trace_line.h"

namespace certdrill::report {

class TraceBatch {
 public:
  // Large enough that handing over a batch costs little for each event, small enough that all batches under way stay in
  // a processor's cache.
  static constexpr std::size_t enough_events = 2048;
  static constexpr std::size_t enough_text = 1 << 16;

  TraceBatch() { events_.reserve(enough_events); }

  // Takes what a NodeEvent is made of, and makes it in its place: one that is made first and copied then costs several
  // times as much, since the copy's wide loads wait for the narrow stores just before them.
  template <typename... Parts>
  void add_node_event(const Parts&... parts) {
    if (text_.size() != placed_) place_text();
    events_.emplace_back(parts...);
  }
  void add(std::string_view text) { text_ += text; }
  [[nodiscard]] bool full() const { return events_.size() >= enough_events || text_.size() >= enough_text; }
  void clear();

 private:
  friend class BatchWriter;
  struct Place {
    std::size_t events;    // so many events come before the text
    std::size_t text_end;  // where it ends; it begins where the one before it ends
  };

  void place_text();

  std::vector<NodeEvent> events_;
  std::string text_;
  std::size_t placed_ = 0;  // of the text
  std::vector<Place> places_;
};

class BatchWriter {
 public:
  explicit BatchWriter(AtomicFile& file);

  void write(const TraceBatch& batch);
  void flush();  // gives the rest to the file

 private:
  void put(std::string_view text);
  char* room();  // for TraceLine::longest bytes

  AtomicFile* file_;
  TraceLine line_;
  std::unique_ptr<char[]> buffer_;
  std::size_t used_ = 0;
};

}  // namespace certdrill::report
