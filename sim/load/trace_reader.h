// TraceReader reads a trace (docs/trace_format.md) line by line: its header, the scenario in it, then its events. It
// says what the trace says; whether a run of the scenario does the same is for others to compare.
//
// Memory   a block of the file and its longest line: four gigabytes are read like four kilobytes.
// Override the header's seed and profile are those of the run: they count where the scenario's text says others
//          (certdrill run --seed, --profile).
// Errors   open() gives the problem of what is no trace, is of a newer format or carries no scenario. next() ends early
//          at a line that is broken or out of order, which problem() then names, with file and line. A trace that is
//          cut off is a warning: its whole lines count.
// Source   docs/trace_format.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sim_time.h"
#include "load/source_text.h"
#include "load/trace_line_values.h"
#include "model/rule_profile.h"

namespace certdrill::load {

struct TraceHeader {
  std::string scenario;  // its name
  std::uint64_t seed = 1;
  model::Profile profile = model::Profile::documented;
  SimTime start{};
  std::uint64_t nodes = 0;
  std::string text;  // of the scenario
};

// The views are good until the next event is read.
struct TraceField {
  std::string_view key;
  JsonKind kind = JsonKind::null;
  std::string_view text;  // of a string what it says, of a list or an object nothing, of all else the token
};

struct TraceEvent {
  SimTime at{};
  std::uint64_t number = 0;
  std::uint64_t line = 0;        // of the file, from 1
  std::string_view name;         // "SwitchNode"
  std::vector<TraceField> says;  // all else that the line says, in its order
};

class TraceReader {
 public:
  static Result<TraceReader> open(const std::filesystem::path& file);
  static Result<TraceReader> open(std::unique_ptr<std::istream> stream, std::string file_name);

  [[nodiscard]] const TraceHeader& header() const { return header_; }
  // The next event; null when there is none: then problem() and complete() tell why.
  [[nodiscard]] const TraceEvent* next();
  // What ended the reading early, an error; or that the trace is cut off, a warning.
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] std::uint64_t events() const { return event_.number; }  // so far
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  // A problem with the line of the last event.
  [[nodiscard]] Problem at_event(std::string what, std::string help = {}) const;

 private:
  enum class Read : std::uint8_t { line, end, wrong };

  TraceReader(std::unique_ptr<std::istream> stream, std::string file_name);

  Read read_line();
  Read read_values();
  void fill();
  std::optional<Problem> read_header();
  std::optional<Problem> read_scenario();
  bool take_event();
  bool take_time();
  void finish();
  [[nodiscard]] const TraceField* field(std::string_view key, JsonKind kind) const;
  [[nodiscard]] std::string_view text_of(std::string_view key) const;  // of a string; empty when there is none
  bool fail(std::string what, std::string help = {});
  [[nodiscard]] Problem at_line(std::string what, std::string help, Severity severity) const;
  [[nodiscard]] Problem broken_line() const;

  std::unique_ptr<std::istream> stream_;
  std::string file_name_;
  TraceHeader header_;
  TraceEvent event_;  // the last line, whether it is one or not
  std::optional<Problem> problem_;
  bool complete_ = false;

  std::string buffer_;
  std::size_t used_ = 0;  // of the buffer, by the lines before
  bool at_end_ = false;   // there is nothing more behind the buffer
  std::uint64_t bytes_read_ = 0;
  std::string_view line_;
  std::uint64_t line_number_ = 0;
  bool line_ends_ = true;  // with a line break
  TraceLineValues values_;
  std::string last_at_;  // the moment as it was written last: neighbours share it
  SimTime at_{};
};

// Is this the beginning of a trace, of whatever version, and not of a scenario?
[[nodiscard]] bool begins_like_a_trace(std::string_view beginning);

}  // namespace certdrill::load
