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
  static constexpr std::size_t most_rests = 32;  // they are looked through one after the other

  TraceBatch() { events_.reserve(enough_events); }

  // Takes what a NodeEvent is made of, and makes it in its place: one that is made first and copied then costs several
  // times as much, since the copy's wide loads wait for the narrow stores just before them.
  template <typename... Parts>
  void add_node_event(const Parts&... parts) {
    if (text_.size() != placed_) place_text();
    events_.emplace_back(parts...);
  }
  void add(std::string_view text) { text_ += text; }

  // The number of the text with which lines of this batch end that have this key; `make` makes it when it is the first
  // of them. Lines of sessions end alike: how it went, and which certificates the two ends show.
  template <typename Make>
  std::uint32_t rest_of_line(std::uint64_t key, Make&& make) {
    for (std::uint32_t i = 0; i < rest_keys_.size(); ++i) {
      if (rest_keys_[i] == key) return i;
    }
    rest_keys_.push_back(key);
    rests_.push_back(make());
    return static_cast<std::uint32_t>(rests_.size() - 1);
  }
  [[nodiscard]] bool has_many_rests() const { return rest_keys_.size() >= most_rests; }
  [[nodiscard]] bool full() const {
    return events_.size() >= enough_events || text_.size() >= enough_text || has_many_rests();
  }
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
  std::vector<std::uint64_t> rest_keys_;
  std::vector<std::string> rests_;
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
